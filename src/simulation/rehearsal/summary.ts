import { quantileSorted } from 'simple-statistics';
import type { Rehearsal } from './rehearse.ts';
import type { Expectation } from './scenario.ts';

/** A share, and where the true one lies with 95 % confidence. */
export interface Proportion {
  readonly count: number;
  readonly of: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

export interface Spread {
  readonly median: number;
  /** Some 95 of 100 runs are not above it. */
  readonly p95: number;
  readonly max: number;
}

export interface Summary {
  readonly runs: number;
  readonly promoted: Proportion;
  readonly rolledBack: Proportion;
  /** Neither within the time that was waited. */
  readonly undecided: Proportion;
  /** Of those that were promoted; undefined when none was. Milliseconds. */
  readonly timeToPromote: Spread | undefined;
  /** Until the first failed check, of those that were rolled back. Milliseconds. */
  readonly timeToDetect: Spread | undefined;
  /** Until no traffic went to the release any more, of those that were rolled back. Milliseconds. */
  readonly timeToRollBack: Spread | undefined;
  /** Requests that met the release during the rollout, of those that were rolled back, else of all. */
  readonly exposed: Spread;
  readonly exposedShare: Spread;
  /** Requests of users that failed during the rollout, in percent of all. */
  readonly failedShare: Spread;
}

/** Milliseconds from the new version to no traffic on it; undefined when it was not rolled back. */
export const rolledBackAfterMs = ({ result, awayAtMs, endedAtMs }: Rehearsal): number | undefined =>
  result === 'rolledBack' ? (awayAtMs ?? endedAtMs) : undefined;

/** Standard deviations on each side of a normal distribution that hold 95 % of it. */
const Z_95 = 1.959_963_985;

/** Wilson's interval: it holds near 0 and 1 as well, and for few runs. */
export const proportion = (count: number, of: number): Proportion => {
  const share = of === 0 ? 0 : count / of;
  if (of === 0) return { count, of, share, low: 0, high: 1 };
  const denominator = 1 + Z_95 ** 2 / of;
  const middle = (share + Z_95 ** 2 / (2 * of)) / denominator;
  const half = (Z_95 / denominator) * Math.sqrt((share * (1 - share)) / of + Z_95 ** 2 / (4 * of ** 2));
  return { count, of, share, low: count === 0 ? 0 : middle - half, high: count === of ? 1 : middle + half };
};

const spreadOf = (values: readonly number[]): Spread | undefined => {
  if (values.length === 0) return undefined;
  const sorted = values.toSorted((a, b) => a - b);
  return {
    median: quantileSorted(sorted, 0.5),
    p95: quantileSorted(sorted, 0.95),
    max: sorted.at(-1) ?? 0,
  };
};

const NONE: Spread = { median: 0, p95: 0, max: 0 };

export const exposedShare = ({ exposed, requests }: Rehearsal): number =>
  requests === 0 ? 0 : exposed / requests;

export const summarise = (all: readonly Rehearsal[]): Summary => {
  const of = (result: Rehearsal['result']): readonly Rehearsal[] =>
    all.filter((one) => one.result === result);
  const [promoted, rolledBack] = [of('promoted'), of('rolledBack')];
  const defined = (values: readonly (number | undefined)[]): readonly number[] =>
    values.filter((value) => value !== undefined);
  const met = rolledBack.length > 0 ? rolledBack : all;
  return {
    runs: all.length,
    promoted: proportion(promoted.length, all.length),
    rolledBack: proportion(rolledBack.length, all.length),
    undecided: proportion(all.length - promoted.length - rolledBack.length, all.length),
    timeToPromote: spreadOf(promoted.map(({ endedAtMs }) => endedAtMs)),
    timeToDetect: spreadOf(defined(rolledBack.map(({ firstFailureAtMs }) => firstFailureAtMs))),
    timeToRollBack: spreadOf(defined(rolledBack.map(rolledBackAfterMs))),
    exposed: spreadOf(met.map(({ exposed }) => exposed)) ?? NONE,
    exposedShare: spreadOf(met.map(exposedShare)) ?? NONE,
    failedShare:
      spreadOf(all.map(({ failed, requests }) => (requests === 0 ? 0 : failed / requests))) ?? NONE,
  };
};

/** Whether one run was as expected. */
export const isAsExpected = (run: Rehearsal, { outcome, withinMs, exposed }: Expectation): boolean => {
  const tookMs = outcome === 'promoted' ? run.endedAtMs : (rolledBackAfterMs(run) ?? Infinity);
  return run.result === outcome && tookMs <= withinMs && exposedShare(run) <= exposed;
};

/** Whether enough runs were. */
export const judge = (
  all: readonly Rehearsal[],
  expect: Expectation,
): { readonly holds: boolean; readonly asExpected: Proportion } => {
  const asExpected = proportion(all.filter((run) => isAsExpected(run, expect)).length, all.length);
  return { holds: asExpected.share >= expect.share - 1e-12, asExpected };
};
