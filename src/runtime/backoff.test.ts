import { expect, test } from '@jest/globals';
import { backoffFor, backoffMs } from './backoff.ts';

const options = { firstMs: 500, longestMs: 30_000 };

test('each failure doubles the wait, up to the longest', () => {
  const waits = [1, 2, 3, 6, 7, 8, 1000].map((failures) => backoffMs(failures, options, () => 1));
  expect(waits).toEqual([500, 1000, 2000, 16_000, 30_000, 30_000, 30_000]);
});

test('clients that failed together are spread over half of the wait', () => {
  expect(backoffMs(3, options, () => 0)).toBe(1000);
  expect(backoffMs(3, options, () => 0.5)).toBe(1500);
});

test('a server that is away is asked again every few seconds, however long it was away', () => {
  expect(backoffMs(1_000, backoffFor('UNAVAILABLE'), () => 1)).toBe(4_000);
  expect(backoffMs(1_000, backoffFor('TIMEOUT'), () => 1)).toBe(30_000);
});
