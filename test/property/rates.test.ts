import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { evaluateInstant } from '../../src/sandbox/metrics/promql.ts';
import { makeSeriesStore } from '../../src/sandbox/metrics/series-store.ts';

const T = 1_700_000_000_000;
const WINDOW_MS = 60_000;
const labels = { __name__: 'x' };

interface Scrape {
  readonly gapMs: number;
  readonly grows: number;
  readonly restarts: boolean;
}

const scrapes = fc.array(
  fc.record({
    gapMs: fc.integer({ min: 1, max: 5000 }),
    grows: fc.nat(1000),
    restarts: fc.boolean(),
  }),
  { minLength: 2, maxLength: 12 },
);

const last = (all: readonly Scrape[]): number => all.reduce((at, { gapMs }) => at + gapMs, T);

/** The counter as exposed, or as it would be without restarts. */
const evaluate = (
  all: readonly Scrape[],
  query: string,
  counts: (total: number, one: Scrape) => number,
): number => {
  const store = makeSeriesStore({});
  let [at, total] = [T, 0];
  for (const one of all) {
    at += one.gapMs;
    total = counts(total, one);
    store.append(at, [{ labels, value: total }]);
  }
  const answer = evaluateInstant(store, query, at);
  return answer.resultType === 'vector' ? Number(answer.result[0]?.value[1]) : NaN;
};
const exposed = (total: number, { grows, restarts }: Scrape): number => (restarts ? 0 : total) + grows;
const growing = (total: number, { grows }: Scrape): number => total + grows;

test('an increase is never negative, and a rate is it by second', () => {
  fc.assert(
    fc.property(scrapes, (all) => {
      const increase = evaluate(all, 'increase(x[1m])', exposed);
      expect(increase).toBeGreaterThanOrEqual(0);
      expect(evaluate(all, 'rate(x[1m])', exposed)).toBeCloseTo(increase / (WINDOW_MS / 1000), 9);
    }),
  );
});

test('an increase reaches past the samples by half an interval on the left at most', () => {
  fc.assert(
    fc.property(scrapes, (all) => {
      const first = T + all[0]!.gapMs;
      const sampledMs = last(all) - first;
      fc.pre(first - (last(all) - WINDOW_MS) > sampledMs * 1.1);
      const grown = all.slice(1).reduce((total, { grows }) => total + grows, 0);
      const factor = 1 + 0.5 / (all.length - 1);
      const increase = evaluate(all, 'increase(x[1m])', growing);
      expect(increase).toBeGreaterThanOrEqual(grown * (1 - 1e-9));
      expect(increase).toBeLessThanOrEqual(grown * factor * (1 + 1e-9) + 1e-9);
    }),
  );
});

test('an increase never claims more than the counter shows, when it only grows', () => {
  fc.assert(
    fc.property(scrapes, (all) => {
      const total = all.reduce((sum, { grows }) => sum + grows, 0);
      expect(evaluate(all, 'increase(x[1m])', growing)).toBeLessThanOrEqual(total * (1 + 1e-9) + 1e-9);
    }),
  );
});

test('an aggregation over the label that tells series apart changes nothing', () => {
  fc.assert(
    fc.property(scrapes, (all) => {
      expect(evaluate(all, 'sum(rate(x[1m]))', exposed)).toBe(evaluate(all, 'rate(x[1m])', exposed));
    }),
  );
});
