import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatDuration, parseDuration } from './duration.ts';

test.each([
  { text: '0', ms: 0 },
  { text: '30s', ms: 30_000 },
  { text: '1m30s', ms: 90_000 },
  { text: '1.5h', ms: 5_400_000 },
  { text: '.5s', ms: 500 },
  { text: '1.s', ms: 1_000 },
  { text: '100ms', ms: 100 },
  { text: '250us', ms: 0.25 },
  { text: '2h45m', ms: 9_900_000 },
])('$text is $ms ms, as in Go', ({ text, ms }) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each(['', '5', '5x', 's', '-1s', '+1s', '1m 30s', '1d', '1e3s', '٣s', `${'1'.repeat(400)}h`])(
  '%j is no duration',
  (text) => {
    expect(parseDuration(text)).toBeUndefined();
  },
);

test.each([
  { ms: 0, text: '0s' },
  { ms: 0.4, text: '0s' },
  { ms: 90_000, text: '1m30s' },
  { ms: 3_600_001, text: '1h1ms' },
])('$ms ms is written $text', ({ ms, text }) => {
  expect(formatDuration(ms)).toBe(text);
});

test('what is written is read back', () => {
  fc.assert(fc.property(fc.nat(), (ms) => expect(parseDuration(formatDuration(ms))).toBe(ms)));
});
