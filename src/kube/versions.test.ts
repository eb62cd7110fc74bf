import { expect, test } from '@jest/globals';
import { isNewer } from './versions.ts';

test.each([
  { newer: '10', older: '9' },
  { newer: '2', older: '1' },
  { newer: '9007199254740993', older: '9007199254740992' },
  { newer: '123456789012345678901234567890', older: '99' },
  { newer: '11', older: '0010' },
])('$newer is newer than $older, and not the other way round', ({ newer, older }) => {
  expect(isNewer(newer, older)).toBe(true);
  expect(isNewer(older, newer)).toBe(false);
});

test('no version is newer than itself', () => {
  expect(isNewer('42', '42')).toBe(false);
  expect(isNewer('042', '42')).toBe(false);
});
