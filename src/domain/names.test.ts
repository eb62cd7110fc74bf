import { expect, test } from '@jest/globals';
import { canaryName, dotted, isHost, isObjectName, isServiceName, primaryName } from './names.ts';

test.each([
  { text: 'podinfo', object: true, service: true },
  { text: 'pod-info.v2', object: true, service: false },
  { text: '1pod', object: true, service: false },
  { text: '', object: false, service: false },
  { text: '-pod', object: false, service: false },
  { text: 'pod-', object: false, service: false },
  { text: 'Pod', object: false, service: false },
  { text: 'pod..info', object: false, service: false },
  { text: 'a'.repeat(63), object: true, service: true },
  { text: 'a'.repeat(64), object: false, service: false },
])('$text names an object: $object, a Service: $service', ({ text, object, service }) => {
  expect([isObjectName(text), isServiceName(text)]).toEqual([object, service]);
});

test.each([
  ['*', true],
  ['*.shop.test', true],
  ['Shop.Test', true],
  ['shop.test:80', false],
  ['http://shop.test', false],
  ['shop.test/path', false],
  ['*shop', false],
  ['', false],
])('%s is a host: %s', (text, is) => {
  expect(isHost(text)).toBe(is);
});

test('names follow Flagger’s forms', () => {
  expect([primaryName('a'), canaryName('a'), dotted('a', 'b')]).toEqual(['a-primary', 'a-canary', 'a.b']);
});
