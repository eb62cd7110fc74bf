import { expect, test } from '@jest/globals';
import { fromHttpDate, fromRfc3339, toRfc3339 } from './time.ts';

test('a time is written as the API server writes it, and read back', () => {
  expect(toRfc3339(1_700_000_000_987)).toBe('2023-11-14T22:13:20Z');
  expect(fromRfc3339('2023-11-14T22:13:20Z')).toBe(1_700_000_000_000);
  expect(fromRfc3339('yesterday')).toBeNaN();
});

test('a date in an HTTP header is read', () => {
  expect(fromHttpDate('Tue, 14 Nov 2023 22:13:20 GMT')).toBe(1_700_000_000_000);
  expect(fromHttpDate('soon')).toBeNaN();
});
