import { describe, expect, test } from '@jest/globals';
import type { Rehearsal } from './rehearse.ts';
import { judge, proportion, summarise } from './summary.ts';

const run = (more: Partial<Rehearsal>): Rehearsal => ({
  seed: 1,
  result: 'promoted',
  endedAtMs: 600_000,
  holding: '',
  firstFailureAtMs: undefined,
  awayAtMs: undefined,
  requests: 1000,
  failed: 1,
  exposed: 100,
  exposedFailed: 1,
  moments: [],
  weights: [],
  measured: [],
  ...more,
});

const back = (awayAtMs: number, exposed: number): Rehearsal =>
  run({ result: 'rolledBack', firstFailureAtMs: awayAtMs / 2, awayAtMs, exposed });

describe('a proportion', () => {
  // Wilson's interval without continuity correction, from a table of such intervals.
  test.each([
    [0, 100, 0, 0.037],
    [5, 100, 0.0215, 0.1118],
    [50, 100, 0.4038, 0.5962],
    [100, 100, 0.963, 1],
    [1, 1, 0.2065, 1],
  ])('of %d in %d lies between %d and %d', (count, of, low, high) => {
    const { low: least, high: most } = proportion(count, of);
    expect(least).toBeCloseTo(low, 3);
    expect(most).toBeCloseTo(high, 3);
  });

  test('of nothing may be anything', () => {
    expect(proportion(0, 0)).toEqual({ count: 0, of: 0, share: 0, low: 0, high: 1 });
  });
});

describe('many runs', () => {
  const all = [
    run({ endedAtMs: 300_000 }),
    run({ endedAtMs: 500_000 }),
    back(120_000, 20),
    back(240_000, 40),
    run({ result: 'unfinished' }),
  ];

  test('are told apart by how they ended', () => {
    const summary = summarise(all);
    expect([summary.promoted.count, summary.rolledBack.count, summary.undecided.count]).toEqual([2, 2, 1]);
    expect(summary.timeToPromote).toMatchObject({ median: 400_000, max: 500_000 });
    expect(summary.timeToDetect?.median).toBe(90_000);
    expect(summary.timeToRollBack).toMatchObject({ median: 180_000, max: 240_000 });
  });

  test('tell of those that were rolled back how many requests met the release', () => {
    expect(summarise(all).exposed).toEqual({ median: 30, p95: 39, max: 40 });
    expect(summarise([run({ exposed: 7 })]).exposed.median).toBe(7);
  });

  test.each([
    ['rolledBack', 180_000, 1, 0.2, 1],
    ['rolledBack', 240_000, 0.03, 0.2, 1],
    ['rolledBack', 240_000, 0.04, 0.4, 2],
    ['promoted', 400_000, 1, 0.2, 1],
  ] as const)(
    'are as expected (%s within %d ms, exposed %d) where it holds',
    (...[outcome, withinMs, exposed, share, count]) => {
      const text = '';
      expect(judge(all, { text, outcome, withinMs, exposed, share })).toMatchObject({
        holds: true,
        asExpected: { count },
      });
      expect(judge(all, { text, outcome, withinMs, exposed, share: share + 0.01 }).holds).toBe(false);
    },
  );
});
