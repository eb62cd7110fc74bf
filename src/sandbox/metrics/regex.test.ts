import { expect, test } from '@jest/globals';
import { compileRegex } from './regex.ts';

test.each([
  ['5.*', '500', true],
  ['5.*', '1500', false],
  ['a|b', 'b', true],
  ['a|b', 'ab', false],
  ['(?i)abc', 'aBC', true],
  ['(?i:a)b', 'AB', false],
  ['[^]a]', 'b', true],
  ['[^]a]', ']', false],
  ['[[:alpha:]_-]+', 'a_-', true],
  ['[\\w.-]+', 'pod-1.a', true],
  ['\\d{2,3}', '1234', false],
  ['\\pL+', 'äb', true],
  ['.', '\n', true],
  ['.', '😀', true],
  ['a{', 'a{', true],
  ['\\Qa.b\\E', 'a.b', true],
  ['', '', true],
  ['x*?', 'xxx', true],
  ['^(?:x)$', 'x', true],
])('%j on %j: %j', (pattern, text, matches) => {
  expect(compileRegex(pattern).test(text)).toBe(matches);
});

test.each(['(', ')', '*', 'a**', '[a', '(?=a)', '\\1', 'a{1001}', '((a{1000}){1000})', '[z-a]'])(
  'refuses %j, as RE2 does',
  (pattern) => {
    expect(() => compileRegex(pattern)).toThrow('error parsing regexp');
  },
);

test('gives groups by number and by name, the first alternative first', () => {
  const groups = compileRegex('(?P<head>.*?)-(.*)').groups('a-b-c');
  expect(groups && Object.fromEntries(groups)).toEqual({ 0: 'a-b-c', 1: 'a', 2: 'b-c', head: 'a' });
});

test('agrees with JavaScript where the two dialects are one', () => {
  const texts = ['', 'a', 'b', 'ab', 'aab', 'abab', 'ba-1', 'a1', '--'];
  for (const pattern of [
    'a*b?',
    '(ab)+',
    '(a|b)*-?\\d?',
    '[a-b]{1,3}',
    '(a*)*b|-+',
    '\\w+\\b1',
    '(|a)(b|)',
  ]) {
    const expected = new RegExp(`^(?:${pattern})$`);
    const regex = compileRegex(pattern);
    expect(texts.filter((text) => regex.test(text))).toEqual(texts.filter((text) => expected.test(text)));
  }
});
