import { describe, expect, test } from '@jest/globals';
import { withDefaults } from './defaults.ts';
import { readTypes } from './notation.ts';
import { prune } from './prune.ts';
import type { Schema } from './schema.ts';
import { schemaProblems } from './validate.ts';

const said = (schema: Schema, value: unknown, path = 'spec'): string[] =>
  schemaProblems(schema, value, path).map(({ field, message }) => `${field}: ${message}`);

describe('validation speaks as the API server does', () => {
  test.each<[string, Schema, unknown, string]>([
    [
      'a wrong type',
      { type: 'string' },
      3,
      'spec: Invalid value: "integer": spec in body must be of type string: "integer"',
    ],
    [
      'a fraction for an integer',
      { type: 'integer' },
      1.5,
      'spec: Invalid value: "number": spec in body must be of type integer: "number"',
    ],
    ['a missing field', { type: 'object', required: ['a'] }, {}, 'spec.a: Required value'],
    [
      'a value outside an enum',
      { type: 'string', enum: ['a', 'b'] },
      'c',
      'spec: Unsupported value: "c": supported values: "a", "b"',
    ],
    [
      'a pattern',
      { type: 'string', pattern: '^[0-9]+(m|s)' },
      'x',
      `spec: Invalid value: "x": spec in body should match '^[0-9]+(m|s)'`,
    ],
    [
      'too small',
      { type: 'number', minimum: 0 },
      -1,
      'spec: Invalid value: -1: spec in body should be greater than or equal to 0',
    ],
    [
      'too large',
      { type: 'number', maximum: 100, exclusiveMaximum: true },
      100,
      'spec: Invalid value: 100: spec in body should be less than 100',
    ],
    [
      'too short a list',
      { type: 'array', minItems: 1 },
      [],
      'spec: Invalid value: 0: spec in body should have at least 1 items',
    ],
    [
      'too long a list',
      { type: 'array', maxItems: 1 },
      [1, 2],
      'spec: Too many: 2: must have at most 1 items',
    ],
    [
      'inside a list',
      { type: 'array', items: { type: 'object', required: ['n'] } },
      [{}],
      'spec[0].n: Required value',
    ],
    [
      'inside a map',
      { type: 'object', additionalProperties: { type: 'string' } },
      { k: 1 },
      'spec.k: Invalid value: "integer": spec.k in body must be of type string: "integer"',
    ],
    [
      'none of any',
      { anyOf: [{ type: 'string' }] },
      1,
      '<nil>: Invalid value: "": "spec" must validate at least one schema (anyOf)',
    ],
    [
      'two of one',
      { oneOf: [{ required: ['a'] }, { required: ['b'] }] },
      { a: 1, b: 1 },
      '<nil>: Invalid value: "": "spec" must validate one and only one schema (oneOf). Found 2 valid alternatives',
    ],
    [
      'what must not be',
      { not: { required: ['a'] } },
      { a: 1 },
      '<nil>: Invalid value: "": "spec" must not validate the schema (not)',
    ],
    [
      'a null',
      { type: 'string' },
      null,
      'spec: Invalid value: "null": spec in body must be of type string: "null"',
    ],
  ])('%s', (_what, schema, value, message) => {
    expect(said(schema, value)).toContain(message);
  });

  test.each<[string, Schema, unknown]>([
    [
      'an int-or-string takes both',
      { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] },
      '50%',
    ],
    ['a nullable takes null', { type: 'string', nullable: true }, null],
    ['a format that is no time is not checked', { type: 'string', format: 'email' }, 'nobody'],
    ['exactly one of', { oneOf: [{ required: ['a'] }, { required: ['b'] }] }, { b: 1 }],
  ])('%s', (_what, schema, value) => {
    expect(said(schema, value)).toEqual([]);
  });
});

describe('pruning', () => {
  const schema: Schema = {
    type: 'object',
    properties: {
      known: { type: 'string' },
      open: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      map: {
        type: 'object',
        additionalProperties: { type: 'object', properties: { a: { type: 'string' } } },
      },
      list: { type: 'array', items: { type: 'object', properties: { a: { type: 'string' } } } },
    },
  };

  test('unknown fields go, and are named', () => {
    const unknown: string[] = [];
    const value = { known: 'x', other: 1, open: { any: 1 }, map: { k: { a: '1', b: 2 } }, list: [{ c: 3 }] };
    expect(prune(schema, value, 'spec', unknown)).toEqual({
      known: 'x',
      open: { any: 1 },
      map: { k: { a: '1' } },
      list: [{}],
    });
    expect(unknown).toEqual(['spec.other', 'spec.map.k.b', 'spec.list[0].c']);
  });

  test('a null goes where none is allowed', () => {
    expect(prune(schema, { known: null, open: { any: null } }, '', [])).toEqual({ open: { any: null } });
  });
});

describe('defaults', () => {
  test('they fill what is absent, also in lists and inside of other defaults', () => {
    const inner: Schema = { type: 'object', properties: { b: { type: 'integer', default: 2 } } };
    const schema: Schema = {
      properties: {
        a: { ...inner, default: {} },
        list: { type: 'array', items: inner },
        kept: { default: 1 },
      },
    };
    expect(withDefaults(schema, { list: [{}, { b: 3 }], kept: 0 })).toEqual({
      a: { b: 2 },
      list: [{ b: 2 }, { b: 3 }],
      kept: 0,
    });
  });
});

describe('the notation', () => {
  test('it reads types, lists by key, and defaults', () => {
    const types = readTypes(
      '\nA\n  name string required\n  n int default=3\nB\n  list []A key=name\n  tags map[string]\n',
    );
    expect(types.get('B')).toEqual({
      type: 'object',
      properties: {
        list: {
          type: 'array',
          items: {
            type: 'object',
            properties: { name: { type: 'string' }, n: { type: 'integer', default: 3 } },
            required: ['name'],
          },
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['name'],
          'x-kubernetes-patch-strategy': 'merge',
          'x-kubernetes-patch-merge-key': 'name',
        },
        tags: { type: 'object', additionalProperties: { type: 'string' } },
      },
    });
  });

  test('it refuses a type that nobody knows', () => {
    expect(() => readTypes('\nA\n  x Nothing\n')).toThrow('unknown type Nothing');
  });
});
