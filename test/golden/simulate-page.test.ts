import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse, parseAllDocuments } from 'yaml';
import { parseSimulateOptions } from '../../src/cli/simulate/options.ts';
import { KEYS, parseScenario } from '../../src/simulation/rehearsal/parse-scenario.ts';

const ROOT = join(import.meta.dirname, '../..');
const page = readFileSync(join(ROOT, 'docs/simulate.md'), 'utf8');
const [scenario = '', workflow = ''] = [...page.matchAll(/```yaml\n([^]*?)```/g)].map(
  ([, yaml = '']) => yaml,
);

/** Where each part of a scenario stands; `[]`: in a list. */
const PLACES: Readonly<Record<string, readonly (keyof typeof KEYS)[]>> = {
  '': ['scenario'],
  traffic: ['traffic'],
  'traffic.profile[]': ['point'],
  'traffic.audiences[]': ['audience'],
  baseline: ['quality'],
  'baseline.latency': ['latency'],
  release: ['release'],
  'release.latency': ['latency'],
  'release.changes[]': ['change'],
  'release.changes[].latency': ['latency'],
  'release.slowStart': ['slowStart'],
  pods: ['pods'],
  'gates[]': ['gate'],
  'metrics[]': ['metric'],
  prometheus: ['prometheus'],
  'prometheus.outages[]': ['outage'],
};

const pathsBelow = (place: string): readonly string[] =>
  (PLACES[place] ?? []).flatMap((part) =>
    KEYS[part].flatMap((key: string) => {
      const path = place === '' ? key : `${place}.${key}`;
      const inner = [path, `${path}[]`].find((one) => one in PLACES);
      return inner === undefined ? [path] : pathsBelow(inner);
    }),
  );

/** The first cells of the rows that name a field. */
const described = page
  .split('\n## Scenarios\n')[1]
  ?.split('\n## ')[0]
  ?.split('\n')
  .flatMap((line) => /^\| `([^`]+)` \|/.exec(line)?.[1] ?? []);

describe('docs/simulate.md', () => {
  test('has a row for every field of a scenario, and no other', () => {
    expect(described).toEqual(pathsBelow(''));
    expect(new Set(Object.values(PLACES).flat())).toEqual(new Set(Object.keys(KEYS)));
  });

  test.each([
    ['scenario', scenario],
    ['sample', readFileSync(join(ROOT, 'deploy/samples/scenarios.yaml'), 'utf8')],
  ])('has a %s that can be read', (_, yaml) => {
    for (const document of parseAllDocuments(yaml))
      expect(parseScenario(document.toJS(), 'x')).not.toHaveProperty('issues');
  });

  test('says the defaults that the parser has', () => {
    const parsed = parseScenario({}, 'x');
    if ('issues' in parsed) throw new Error();
    const { traffic, baseline, startTimeMs, scrapeIntervalMs } = parsed.scenario;
    const rows = [
      `| \`traffic.requestsPerSecond\` | ${traffic.rate[0]?.perSecond ?? ''} |`,
      `| \`baseline.successRate\` | ${100 - baseline.errorShare * 100} |`,
      `| \`baseline.latency.p50\` | ${baseline.latency.p50Ms}ms |`,
      `| \`baseline.latency.p99\` | ${baseline.latency.p99Ms}ms,`,
      `| \`pods.startTime\` | ${startTimeMs / 1000}s |`,
      `| \`prometheus.scrapeInterval\` | ${scrapeIntervalMs / 1000}s |`,
    ];
    expect(rows.filter((row) => !page.includes(row))).toEqual([]);
  });

  test('has commands with flags that exist', () => {
    const commands = [...page.matchAll(/(?:serinette --|\$SERINETTE" \\\n)\s*simulate ([^>\n|]*)/g)].map(
      ([, words = '']) => words.replace('"$@"', '-o junit').trim().split(/\s+/),
    );
    expect(commands).toHaveLength(5);
    for (const words of commands) expect(parseSimulateOptions(words)).not.toHaveProperty('mistakes');
  });
});

describe('its workflow', () => {
  const ours = readdirSync(join(ROOT, '.github/workflows'))
    .map((name) => readFileSync(join(ROOT, '.github/workflows', name), 'utf8'))
    .join('\n');

  test('pins each action as the workflows of this repository do', () => {
    const actions = workflow.match(/uses: .*/g) ?? [];
    expect(actions).toHaveLength(2);
    expect(actions.filter((line) => !ours.includes(line))).toEqual([]);
  });

  test('has a time limit, and the right to read alone', () => {
    const { permissions, jobs } = parse(workflow) as { permissions: unknown; jobs: Record<string, any> };
    expect(permissions).toEqual({});
    expect(jobs['simulate']).toMatchObject({ 'timeout-minutes': 10, permissions: { contents: 'read' } });
  });
});
