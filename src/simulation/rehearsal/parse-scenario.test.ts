import { describe, expect, test } from '@jest/globals';
import { parseScenario } from './parse-scenario.ts';
import { isHarmless, rateAt, releaseQuality, type Scenario, withoutHarm } from './scenario.ts';

const parsed = (document: unknown): Scenario => {
  const result = parseScenario(document, 'test');
  if ('issues' in result) throw new Error(JSON.stringify(result.issues));
  return result.scenario;
};

const issuesOf = (document: unknown): readonly string[] => {
  const result = parseScenario(document, 'test');
  return 'issues' in result ? result.issues.map(({ path, problem }) => `${path} ${problem}`) : [];
};

describe('a scenario', () => {
  test('that says nothing is a good release on a quiet day', () => {
    const scenario = parsed({});
    expect(isHarmless(scenario)).toBe(true);
    expect(rateAt(scenario.traffic, 0)).toBe(20);
    expect(scenario).toMatchObject({
      name: 'test',
      startTimeMs: 5_000,
      scrapeIntervalMs: 15_000,
      expect: undefined,
    });
  });

  test('has a release that is as the baseline but for what it says', () => {
    const { release } = parsed({
      baseline: { successRate: 99.9, latency: { p50: '30ms', p99: '90ms' } },
      release: { successRate: 97 },
    });
    expect(release.errorShare).toBe(0.03);
    expect(release.latency).toEqual({ p50Ms: 30, p99Ms: 90 });
  });

  test('has rates that rise and fall between the points of a profile', () => {
    const { traffic } = parsed({
      traffic: {
        profile: [
          { at: '0s', requestsPerSecond: 10 },
          { at: '10m', requestsPerSecond: 30 },
          { at: '20m', requestsPerSecond: 0 },
        ],
      },
    });
    expect([0, 300_000, 600_000, 900_000, 5_000_000].map((at) => rateAt(traffic, at))).toEqual([
      10, 20, 30, 15, 0,
    ]);
  });

  test('has a release that changes with its weight, with time, and with the age of a pod', () => {
    const scenario = parsed({
      baseline: { successRate: 100, latency: { p50: '10ms', p99: '20ms' } },
      release: {
        changes: [
          { fromWeight: 30, successRate: 95 },
          { after: '5m', successRate: 90 },
        ],
        slowStart: { for: '30s', factor: 3 },
      },
    });
    const at = (weight: number, atMs: number, ageMs = 60_000) =>
      releaseQuality(scenario, { weight, atMs, ageMs });
    expect(at(20, 0).errorShare).toBe(0);
    expect(at(30, 0).errorShare).toBe(0.05);
    expect(at(20, 300_000).errorShare).toBe(0.1);
    expect(at(30, 300_000).errorShare).toBe(0.1);
    expect(at(20, 0, 10_000).latency).toEqual({ p50Ms: 30, p99Ms: 60 });
    expect(at(20, 0, 30_000).latency).toEqual({ p50Ms: 10, p99Ms: 20 });
  });

  test.each([
    { release: { successRate: 99 } },
    { release: { changes: [{ after: '1m', successRate: 90 }] } },
    { release: { slowStart: { for: '1m', factor: 2 } } },
    { release: { crashAfter: '1m' } },
    { release: { neverReady: true } },
    { metrics: [{ template: 'queue', baseline: 1, release: 9 }] },
  ])('that differs somewhere is no harmless one, and has a harmless twin: %j', (document) => {
    const scenario = parsed({ ...document, expect: 'rolledBack' });
    expect(isHarmless(scenario)).toBe(false);
    expect(isHarmless(withoutHarm(scenario))).toBe(true);
    expect(withoutHarm(scenario).expect).toBeUndefined();
  });

  test.each([
    ['promoted', 'promoted', Infinity, 1, 1],
    ['promoted within 20m', 'promoted', 1_200_000, 1, 1],
    ['rolledBack within 10m, exposed < 2%', 'rolledBack', 600_000, 0.02, 1],
    ['rolledBack, in 95% of runs, exposed <= 0.5 %', 'rolledBack', Infinity, 0.005, 0.95],
  ])('expects as it reads: %s', (text, ...[outcome, withinMs, exposed, share]) => {
    expect(parsed({ expect: text }).expect).toEqual({ text, outcome, withinMs, exposed, share });
  });

  test.each([
    [{ traffik: {} }, 'scenario.traffik is not known; known are name, traffic, baseline,'],
    [
      { traffic: { requestsPerSecond: -1 } },
      'scenario.traffic.requestsPerSecond must be a number from 0 to 1000000',
    ],
    [
      { traffic: { requestsPerSecond: 'many' } },
      'scenario.traffic.requestsPerSecond must be a finite number',
    ],
    [
      { traffic: { profile: [{ requestsPerSecond: 1 }] } },
      'scenario.traffic.profile[0].at is required, such as 5m',
    ],
    [
      {
        traffic: {
          profile: [
            { at: '5m', requestsPerSecond: 1 },
            { at: '1m', requestsPerSecond: 1 },
          ],
        },
      },
      'scenario.traffic.profile must have rising times',
    ],
    [
      { traffic: { requestsPerSecond: 1, profile: [{ at: '5m', requestsPerSecond: 1 }] } },
      'scenario.traffic.profile cannot stand beside requestsPerSecond',
    ],
    [
      { traffic: { audiences: [{ share: 80 }, { share: 30 }] } },
      'scenario.traffic.audiences must have shares of at most 100 together',
    ],
    [{ traffic: { audiences: [{ headers: {} }] } }, 'scenario.traffic.audiences[0].share is required'],
    [
      { baseline: { successRate: 101 } },
      'scenario.baseline.successRate must be a number of percent from 0 to 100',
    ],
    [{ baseline: { latency: { p99: '5ms' } } }, 'scenario.baseline.latency.p50 is required'],
    [
      { baseline: { latency: { p50: '50ms', p99: '5ms' } } },
      'scenario.baseline.latency.p99 must not be below p50',
    ],
    [
      { release: { changes: [{ successRate: 90 }] } },
      'scenario.release.changes[0] needs fromWeight, after or both',
    ],
    [{ release: { slowStart: { factor: 2 } } }, 'scenario.release.slowStart.for is required'],
    [
      { release: { slowStart: { for: '1m', factor: 0.5 } } },
      'scenario.release.slowStart.factor must be a number of at least 1',
    ],
    [{ release: { crashAfter: 'soon' } }, 'scenario.release.crashAfter must be a duration such as 30s'],
    [{ gates: [{ opensAfter: '1m' }] }, 'scenario.gates[0].hook is required'],
    [{ gates: [{ hook: 'x' }] }, 'scenario.gates[0].opensAfter is required, unless neverOpens is true'],
    [
      { gates: [{ hook: 'x', opensAfter: '1m', neverOpens: true }] },
      'scenario.gates[0].neverOpens cannot stand beside',
    ],
    [{ metrics: [{ template: 'x', noise: -1 }] }, 'scenario.metrics[0].noise must be a number of at least 0'],
    [{ prometheus: { scrapeInterval: '1ms' } }, 'scenario.prometheus.scrapeInterval must be a duration'],
    [{ prometheus: { outages: [{ from: '1m' }] } }, 'scenario.prometheus.outages[0].for is required'],
    [{ expect: 'succeeded' }, 'scenario.expect must read like "promoted within 30m"'],
    [{ expect: 'promoted within soon' }, 'scenario.expect must read like'],
    [{ expect: 'promoted, fast' }, 'scenario.expect must read like'],
    [['a', 'list'], 'scenario must be an object'],
  ])('with a mistake names the field and what is allowed: %j', (document, problem) => {
    expect(issuesOf(document)).toEqual([expect.stringContaining(problem)]);
  });
});
