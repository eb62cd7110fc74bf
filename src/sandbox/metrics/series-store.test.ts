import { expect, test } from '@jest/globals';
import { makeMatcher } from './matchers.ts';
import { evaluateInstant } from './promql.ts';
import { makeSeriesStore } from './series-store.ts';

const T = 1_700_000_000_000;
const MINUTE = 60_000;
const up = { __name__: 'up', job: 'a' };
const all = [makeMatcher('__name__', '=', 'up')];

test('forgets what is older than the retention, and a series with it', () => {
  const store = makeSeriesStore({ retentionMs: 10 * MINUTE });
  store.append(T, [{ labels: up, value: 1 }]);
  store.append(T + 5 * MINUTE, [{ labels: { ...up, job: 'b' }, value: 1 }]);
  store.append(T + 12 * MINUTE, [{ labels: { __name__: 'other' }, value: 1 }]);
  expect(store.select(all).map(({ labels }) => labels['job'])).toEqual(['b']);
  store.append(T + 20 * MINUTE, [{ labels: up, value: 0 }]);
  expect(store.select(all).map(({ labels }) => labels['job'])).toEqual(['a']);
});

test('keeps the whole window while its arrays grow and move', () => {
  const store = makeSeriesStore({ retentionMs: 5 * MINUTE });
  for (let second = 0; second < 3600; second += 1) {
    store.append(T + second * 1000, [{ labels: up, value: second }]);
  }
  const { values } = store.select(all)[0]!.window(T + 3500_000, T + 3599_000);
  expect([...values]).toEqual(Array.from({ length: 99 }, (_, index) => 3501 + index));
});

test('drops a sample that is not newer than the last', () => {
  const store = makeSeriesStore({});
  store.append(T, [{ labels: up, value: 1 }]);
  store.append(T, [{ labels: up, value: 2 }]);
  store.append(T - 1, [{ labels: up, value: 3 }]);
  expect(evaluateInstant(store, 'up', T)).toMatchObject({ result: [{ value: [T / 1000, '1'] }] });
});

test('selects by time only what has samples there', () => {
  const store = makeSeriesStore({});
  store.append(T, [{ labels: up, value: 1 }]);
  expect(store.select(all, T, T)).toHaveLength(1);
  expect(store.select(all, T + 1, T + MINUTE)).toHaveLength(0);
});

test('knows labels in another order as the same series', () => {
  const store = makeSeriesStore({});
  store.append(T, [{ labels: { __name__: 'up', a: '1', b: '2' }, value: 1 }]);
  store.append(T + 1, [{ labels: { b: '2', a: '1', __name__: 'up' }, value: 2 }]);
  expect(store.select(all)).toHaveLength(1);
});
