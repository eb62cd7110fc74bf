import { expect, test } from '@jest/globals';
import { canonicalQuantity } from './quantity.ts';

test.each([
  ['0.5', '500m'],
  ['1000m', '1'],
  [1, '1'],
  [0.25, '250m'],
  ['1500m', '1500m'],
  ['1000', '1k'],
  ['1500', '1500'],
  ['1000M', '1G'],
  ['1024Mi', '1Gi'],
  ['1.5Gi', '1536Mi'],
  ['1000Ki', '1000Ki'],
  ['0.5', '500m'],
  ['.5', '500m'],
  ['1.', '1'],
  ['0', '0'],
  ['0Mi', '0'],
  ['-1000m', '-1'],
  ['100n', '100n'],
])('the quantity %j is stored as %j', (given, stored) => {
  expect(canonicalQuantity(given)).toBe(stored);
});

test.each(['', 'much', '1e3', '1KiB', null, true])('%j is left as it is', (given) => {
  expect(canonicalQuantity(given)).toBe(given);
});
