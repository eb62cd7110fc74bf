import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  canonicalJson,
  configChecksum,
  isSameContent,
  isOurs,
  isPromotionPin,
  promotionPin,
  revisionOf,
} from './revision.ts';

describe('canonical JSON', () => {
  test.each([
    {
      name: 'sorts keys at every depth',
      value: { b: 1, a: { d: 1, c: 2 } },
      text: '{"a":{"c":2,"d":1},"b":1}',
    },
    { name: 'leaves unset fields out', value: { a: null, b: undefined, c: 0 }, text: '{"c":0}' },
    { name: 'keeps the order of lists', value: [2, 1, { b: 1, a: 2 }], text: '[2,1,{"a":2,"b":1}]' },
    {
      name: 'sorts keys that are numbers as text, as Go does',
      value: { 10: 1, 9: 2 },
      text: '{"10":1,"9":2}',
    },
    { name: 'keeps empty objects and lists', value: { a: {}, b: [] }, text: '{"a":{},"b":[]}' },
  ])('$name', ({ value, text }) => {
    expect(canonicalJson(value)).toBe(text);
  });

  test('is the same for the same content, in whatever order it was written', () => {
    const entries = fc.uniqueArray(fc.tuple(fc.string(), fc.jsonValue()), { selector: ([key]) => key });
    fc.assert(
      fc.property(entries, (pairs) => {
        const one = Object.fromEntries(pairs);
        expect(revisionOf(Object.fromEntries(pairs.reverse()))).toBe(revisionOf(one));
      }),
    );
  });
});

describe('the same content', () => {
  const unset = fc.constantFrom(undefined, null);
  const key = fc.constantFrom('a', 'b', 'constructor', '__proto__', '1');
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(0, 1, 'a', '', true, false),
      unset,
      fc.array(tie('value'), { maxLength: 2 }),
      fc.dictionary(key, tie('value'), { maxKeys: 3 }),
    ),
  }));

  test('is what has the same canonical JSON', () => {
    fc.assert(
      fc.property(value, value, (one, other) => {
        expect(isSameContent(one, other)).toBe(canonicalJson(one) === canonicalJson(other));
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    [{ a: 1, b: null }, { a: 1 }, true],
    [{ a: 1 }, { a: 1, b: undefined }, true],
    [{}, { constructor: 1 }, false],
    [{ a: [] }, { a: {} }, false],
    [[1, 2], [2, 1], false],
    [{ a: {} }, {}, false],
  ])('of %j and %j: %j', (one, other, same) => {
    expect([isSameContent(one, other), isSameContent(other, one)]).toEqual([same, same]);
  });
});

test('ours is told from Flagger’s fingerprints', () => {
  expect(isOurs(revisionOf({}))).toBe(true);
  expect(isOurs('6f5f8c9d47')).toBe(false);
  expect(isOurs('')).toBe(false);
});

/** Computed apart from this program: `printf '%s' '<json>' | sha256sum | cut -c1-16`. */
describe('a config’s checksum is Flagger’s', () => {
  test.each([
    { name: 'over data', config: { data: { colour: 'blue' } }, json: '{"colour":"blue"}' },
    { name: 'with sorted keys', config: { data: { b: '2', a: '1' } }, json: '{"a":"1","b":"2"}' },
    {
      name: 'with Go’s escapes',
      config: { data: { page: '<a & b>' } },
      json: '{"page":"\\u003ca \\u0026 b\\u003e"}',
    },
    {
      name: 'with Go’s line separators',
      config: { data: { a: '\u2028\u2029' } },
      json: '{"a":"\\u2028\\u2029"}',
    },
    { name: 'over null without data', config: {}, json: 'null' },
    {
      name: 'over data and binaryData where there is any',
      config: { data: {}, binaryData: { a: 'AA==' } },
      json: '{}{"a":"AA=="}',
    },
  ])('$name', async ({ config, json }) => {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(json));
    expect(configChecksum(config)).toBe(Buffer.from(digest).toString('hex').slice(0, 16));
  });

  test.each([
    { config: { data: { colour: 'blue' } }, is: '0432367cd6bedd01' },
    { config: {}, is: '74234e98afe7498f' },
  ])('as known: $is', ({ config, is }) => {
    expect(configChecksum(config)).toBe(is);
  });
});

describe('a promotion’s pin', () => {
  test('is a UUID that only revision and configs decide', () => {
    const pin = promotionPin('v2:a', { x: '1', y: '2' });
    expect(pin).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(promotionPin('v2:a', { y: '2', x: '1' })).toBe(pin);
    expect(promotionPin('v2:b', { x: '1', y: '2' })).not.toBe(pin);
    expect(promotionPin('v2:a', { x: '1' })).not.toBe(pin);
  });

  test('is told from the random ones of Flagger', () => {
    expect(isPromotionPin(promotionPin('v2:a', {}))).toBe(true);
    expect(isPromotionPin('0b6f2ef7-0d8a-4c6e-9d1c-0f5f3f2a9b11')).toBe(false);
    expect(isPromotionPin('')).toBe(false);
  });
});
