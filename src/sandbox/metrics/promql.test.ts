import { expect, test } from '@jest/globals';
import { evaluateInstant, evaluateRange } from './promql.ts';
import { makeSeriesStore } from './series-store.ts';

const T = 1_700_000_000_000;
const x = { __name__: 'x' };

const counting = (values: readonly number[], stepMs = 1000) => {
  const store = makeSeriesStore({});
  for (const [index, value] of values.entries()) store.append(T + index * stepMs, [{ labels: x, value }]);
  return store;
};
const only = (store: ReturnType<typeof counting>, query: string, atMs: number): string | undefined => {
  const answer = evaluateInstant(store, query, atMs);
  return answer.resultType === 'vector' ? answer.result[0]?.value[1] : undefined;
};

test('leaves out the sample at the left end of a range, as Prometheus 3 does', () => {
  expect(only(counting([1, 2, 3]), 'count_over_time(x[2s])', T + 2000)).toBe('2');
});

test('looks back five minutes, exclusively', () => {
  const store = counting([1]);
  expect(only(store, 'x', T + 299_999)).toBe('1');
  expect(only(store, 'x', T + 300_000)).toBeUndefined();
});

test('skips over stale markers in a range, and sees none of a series that ended', () => {
  const store = counting([1, 2]);
  store.markStale(T + 2000, [x]);
  expect(only(store, 'x', T + 2000)).toBeUndefined();
  expect(only(store, 'x', T + 1999)).toBe('2');
  store.append(T + 3000, [{ labels: x, value: 3 }]);
  expect(only(store, 'x', T + 3000)).toBe('3');
  expect(only(store, 'increase(x[1m])', T + 3000)).toBe(
    only(counting([1, 2, 3], 1500), 'increase(x[1m])', T + 3000),
  );
});

test('a NaN that was scraped is a value, not an end', () => {
  expect(only(counting([NaN]), 'x', T)).toBe('NaN');
});

test('extends a range that begins long before the first sample by half an interval at most', () => {
  // 10 per second from 10 on: zero is one second before the first sample, but only half a second is added.
  expect(only(counting([10, 20, 30]), 'increase(x[1m])', T + 2000)).toBe('25');
});

test('does not extend a counter to before it was zero', () => {
  expect(only(counting([1, 11, 21]), 'increase(x[2500ms])', T + 2000)).toBe('21');
});

test.each([
  ['holt_winters(x[1m], 0.1, 0.2)', 'unknown function with name "holt_winters"'],
  ['sin(x)', 'function "sin" is not supported'],
  ['limitk(1, x)', 'aggregation "limitk" is not supported'],
  ['x + fill(0) x', 'fill modifiers are not supported'],
])('%s is refused by name', (query, why) => {
  expect(() => evaluateInstant(counting([1]), query, T)).toThrow(why);
});

test('says where a query goes wrong, in lines and columns', () => {
  expect(() => evaluateInstant(counting([1]), 'x +\n  rate(x)', T)).toThrow(
    '2:8: parse error: expected type range vector',
  );
});

test('includes both ends of a range query', () => {
  const answer = evaluateRange(counting([1, 2, 3]), 'x', { startMs: T, endMs: T + 2000, stepMs: 1000 });
  expect(answer.result).toEqual([
    {
      metric: x,
      values: [
        [T / 1000, '1'],
        [T / 1000 + 1, '2'],
        [T / 1000 + 2, '3'],
      ],
    },
  ]);
});

test('gives up on subqueries in subqueries that would never end', () => {
  const endless = 'sum_over_time(sum_over_time(x[1y:1s])[1y:1s])';
  expect(() => evaluateInstant(counting([1]), endless, T)).toThrow('too many steps');
});
