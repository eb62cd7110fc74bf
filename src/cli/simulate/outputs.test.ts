import { describe, expect, test } from '@jest/globals';
import { aRehearsal, aScenario, aScript, aStudy } from '../../../test/builders/study.ts';
import { parseXml } from '../../../test/support/xml.ts';
import { proportion } from '../../simulation/rehearsal/summary.ts';
import { curvesOf } from './curves.ts';
import { asHtml } from './html.ts';
import { asJson } from './json.ts';
import { asJunit } from './junit.ts';
import { asText } from './text.ts';
import { chance, ending, factsOf, percent, times } from './words.ts';

const NASTY = `<script>alert("1 & 2")</script> 'x'\u0007`;
const RATE = { name: 'request-success-rate', thresholdRange: { min: 99 }, interval: '1m' };
const SLOW = { name: 'request-duration', thresholdRange: { min: 1, max: 500 }, interval: '1m' };
const script = aScript({ metrics: [RATE, SLOW] });
const warning = { atMs: 120_000, type: 'Warning', reason: 'CheckFailed', message: NASTY } as const;
const bad = aRehearsal({ result: 'rolledBack', awayAtMs: 300_000, moments: [warning] });

describe('words', () => {
  test.each([
    [0, '0 %'],
    [1, '100 %'],
    [0.00001, '< 0.01 %'],
    [0.0123, '1.2 %'],
    [0.2666, '26.7 %'],
  ])('say a share of %d as %s', (share, words) => {
    expect(percent(share)).toBe(words);
  });

  test('say how sure a chance is', () => {
    expect(chance(proportion(0, 0))).toBe('0 % (95 % confidence: 0 % to 100 %)');
    expect(chance(proportion(5, 100))).toMatch(/^5 % \(95 % confidence: 2\.\d % to 11\.\d %\)$/);
  });

  test('say one time once', () => {
    expect(times({ median: 60_000, p95: 60_000, max: 60_000 })).toBe('1m');
    expect(times({ median: 60_000, p95: 90_400, max: 120_000 })).toBe(
      'median 1m, 95 % within 1m30s, longest 2m',
    );
  });

  test.each([
    [aRehearsal(), 'promoted after 6m'],
    [bad, 'rolled back after 5m'],
    [aRehearsal({ result: 'rolledBack' }), 'rolled back after 6m'],
    [
      aRehearsal({ result: 'unfinished', holding: 'a gate is closed' }),
      'not finished after 6m: a gate is closed',
    ],
    [aRehearsal({ result: 'notInitialised' }), 'not initialised after 6m'],
  ])('say how a rollout ended (%#)', (run, words) => {
    expect(ending(run)).toBe(words);
  });

  test('mark a chance of one in a hundred that a release ends wrongly', () => {
    const of = (rolledBack: number, isHarmless: boolean) =>
      factsOf(
        aStudy([...Array(rolledBack).fill(bad), ...Array(100 - rolledBack).fill(aRehearsal())], {
          isHarmless,
        }),
      ).find(({ isAlarming }) => isAlarming !== undefined);
    expect(of(0, true)).toMatchObject({ what: 'chance of a false rollback', isAlarming: false });
    expect(of(1, true)).toMatchObject({ isAlarming: true });
    expect(of(100, false)).toMatchObject({ what: 'chance of a missed bad release', isAlarming: false });
    expect(of(99, false)).toMatchObject({ isAlarming: true });
  });
});

test('the words for exposure say of which runs they are, where these are not all', () => {
  const told = (all: readonly (typeof bad)[]) =>
    factsOf(aStudy(all)).find(({ what }) => what === 'requests that met the release')?.value;
  const words = 'median 250, which are 25 % of all (95 % of runs: up to 25 %)';
  expect(told([bad])).toBe('250 of 1000, of which 2 failed');
  expect(told([bad, bad])).toBe(words);
  expect(told([bad, aRehearsal({ exposed: 900 })])).toBe(`where it was rolled back: ${words}`);
});

describe('curves', () => {
  test('are the weight and each metric, durations in the unit of their bounds', () => {
    const measured = [
      { atMs: 1, metric: 'request-duration', value: 0.25 },
      { atMs: 1, metric: 'another', value: 7 },
    ];
    expect(curvesOf(script.plan, aRehearsal({ measured }))).toEqual([
      expect.objectContaining({ name: 'canary weight', bound: undefined }),
      expect.objectContaining({ name: 'request-success-rate', points: [], bound: '>= 99 %' }),
      expect.objectContaining({
        name: 'request-duration',
        points: [{ atMs: 1, value: 250 }],
        bound: '>= 1 ms and <= 500 ms',
      }),
    ]);
  });
});

describe('the text', () => {
  test('draws a metric that has one point, and says of one without that it was not judged', () => {
    const lines = asText([aStudy([aRehearsal()], { script })]).split('\n');
    expect(lines).toContainEqual(
      expect.stringMatching(/^ {2}request-success-rate {21}█{40} up to 99\.5 %, passes at >= 99 %$/),
    );
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}request-duration {66}not judged/));
  });

  test('draws a run that ended at once', () => {
    const run = aRehearsal({ endedAtMs: 0, weights: [], measured: [] });
    expect(asText([aStudy([run])])).toContain('canary weight');
  });
});

describe('the page', () => {
  const html = asHtml([
    aStudy([bad, aRehearsal()], {
      script,
      scenario: aScenario({ name: NASTY, expect: 'promoted within 1m' }),
      advice: [NASTY],
    }),
    aStudy(),
  ]);

  test('needs nothing else, and runs nothing', () => {
    expect(html).not.toMatch(/https?:|<script|<link|<img|<iframe|@import|url\(|\son\w+=/i);
  });

  test('shows names and messages as they are written', () => {
    expect(html).not.toContain('alert("');
    expect(
      html.split('&lt;script&gt;alert(&quot;1 &amp; 2&quot;)&lt;/script&gt; &#39;x&#39; ').length,
    ).toBeGreaterThan(4);
  });

  test('closes all that it opens', () => {
    const page = html.slice(html.indexOf('<main>'), html.indexOf('</main>') + '</main>'.length);
    const { children } = parseXml(page.replaceAll('<br>', '<br/>'));
    expect(children.map(({ name }) => name)).toEqual(['h1', 'table', 'section', 'section']);
  });

  test('says of a metric without a value that it was not judged', () => {
    expect(html.match(/not judged in this run/g)).toHaveLength(2);
    expect(html).not.toMatch(/NaN|Infinity|undefined/);
  });
});

describe('junit', () => {
  const xml = parseXml(
    asJunit([
      aStudy([bad], { scenario: aScenario({ name: NASTY, expect: 'promoted within 10m' }), advice: [NASTY] }),
      aStudy([aRehearsal()], { scenario: aScenario({ name: 'good', expect: 'promoted' }) }),
      aStudy([aRehearsal({ result: 'notInitialised', holding: 'no target' })]),
    ]),
  );
  const cases = xml.children[0]?.children ?? [];

  test('has a case for each scenario, and counts the failures', () => {
    expect(xml.attributes).toMatchObject({ tests: '3', failures: '2' });
    expect(cases.map(({ attributes }) => attributes['name'])).toEqual([
      NASTY.replace('\u0007', ' '),
      'good',
      'a day',
    ]);
    expect(cases[0]?.attributes).toMatchObject({ classname: 'test.podinfo', time: '360.000' });
  });

  test('says what was expected and what came of it', () => {
    const failures = cases.map(({ children }) => children.find(({ name }) => name === 'failure')?.attributes);
    expect(failures).toEqual([
      { message: 'expected promoted within 10m; rolled back after 5m' },
      undefined,
      { message: 'expected a rollout that ends; not initialised after 6m: no target' },
    ]);
  });
});

test('JSON has what a program needs, and not the raw runs', () => {
  const { scenarios } = JSON.parse(asJson([aStudy([bad, aRehearsal()], { script })]));
  expect(scenarios).toEqual([
    expect.objectContaining({
      canary: { namespace: 'test', name: 'podinfo' },
      failed: false,
      summary: expect.objectContaining({ runs: 2, rolledBack: expect.objectContaining({ count: 1 }) }),
    }),
  ]);
  expect(scenarios[0]).not.toHaveProperty('all');
});
