import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parse } from 'yaml';
import type { Schema } from '../../../src/sandbox/apiserver/schema/schema.ts';

/** Where a value may stand: object keys and list positions. */
interface Place {
  readonly path: readonly (string | number)[];
  readonly schema: Schema;
}

/** A value at a place; the better part of what is generated is right for it. */
export interface Twist {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

const specOf = (name: string): Schema => {
  const text = readFileSync(new URL(`../../../crds/${name}.yaml`, import.meta.url), 'utf8');
  const { spec } = parse(text) as {
    spec: { versions: { schema: { openAPIV3Schema: { properties: { spec: Schema } } } }[] };
  };
  const version = spec.versions[0];
  if (version === undefined) throw new Error(`no version in ${name}`);
  return version.schema.openAPIV3Schema.properties.spec;
};

/** Every place of a schema, so that a new field is tried without an edit here. */
const placesOf = (schema: Schema, path: Place['path'] = []): readonly Place[] => [
  ...(path.length === 0 ? [] : [{ path, schema }]),
  ...Object.entries(schema.properties ?? {}).flatMap(([key, child]) => placesOf(child, [...path, key])),
  ...(schema.items === undefined ? [] : placesOf(schema.items, [...path, 0])),
  ...(typeof schema.additionalProperties === 'object'
    ? placesOf(schema.additionalProperties, [...path, 'x-key'])
    : []),
];

const WRONG = fc.constantFrom<unknown>(null, true, 7, -0.5, 'x', [], {}, [[]], { a: {} }, [null], ['']);
const HOSTILE = fc.constantFrom(
  '__proto__',
  'constructor',
  'a\r\nb: c',
  '\u0000',
  '\u202eabc',
  '🚀'.repeat(40),
  'x'.repeat(70_000),
  '{{ toString }}',
  '{{',
  '$(rm -rf)',
  '"} or vector(1) #',
  ' ',
  '',
);
const ORDINARY = fc.constantFrom(
  'podinfo',
  'http',
  '10s',
  '1m30s',
  '1m',
  'http://a.test/',
  'tcp',
  'up',
  '5',
  'mesh',
);
const NUMBERS = fc.constantFrom(0, 1, 2, 10, 50, 99, 100, 101, -1, 1.5, 65_536, 2 ** 31, 2 ** 53, 1e21, -1e9);

const textOf = ({ enum: allowed }: Schema): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 6, arbitrary: allowed === undefined ? ORDINARY : fc.constantFrom(...allowed) },
    { weight: 2, arbitrary: HOSTILE },
  );

const keysOf = (child: Schema): fc.Arbitrary<unknown> =>
  fc
    .array(
      fc.tuple(
        fc.oneof(ORDINARY, HOSTILE),
        fc.constant(undefined).chain(() => valueOf(child)),
      ),
      { maxLength: 3 },
    )
    .map((entries) => Object.fromEntries(entries) as unknown);

const objectOf = ({ properties, additionalProperties, required = [] }: Schema): fc.Arbitrary<unknown> => {
  if (properties === undefined)
    return typeof additionalProperties === 'object' ? keysOf(additionalProperties) : fc.constant({});
  const fields = Object.fromEntries(Object.entries(properties).map(([key, child]) => [key, valueOf(child)]));
  const needed = required.filter((key) => key in fields);
  return fc.record(fields, { requiredKeys: needed });
};

const rightFor = (schema: Schema): fc.Arbitrary<unknown> => {
  if (schema['x-kubernetes-int-or-string'] === true) return fc.oneof(NUMBERS, ORDINARY);
  switch (schema.type) {
    case 'boolean':
      return fc.boolean();
    case 'number':
    case 'integer':
      return NUMBERS;
    case 'array':
      return fc.array(valueOf(schema.items ?? {}), { maxLength: 3 });
    case 'object':
      return objectOf(schema);
    default:
      return textOf(schema);
  }
};

const valueOf = (schema: Schema): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 12, arbitrary: rightFor(schema) }, { weight: 1, arbitrary: WRONG });

/** A few values at places of a kind's spec. */
export const twistsOf = (
  name: 'canary' | 'metrictemplate' | 'alertprovider',
): fc.Arbitrary<readonly Twist[]> => {
  const twists = placesOf(specOf(name)).map(({ path, schema }) =>
    valueOf(schema).map((value) => ({ path, value })),
  );
  return fc.array(fc.oneof(...twists), { minLength: 1, maxLength: 5 });
};

/** The spec with each value at its place; what stands in the way of a path gives way. */
export const twisted = <T>(spec: T, twists: readonly Twist[]): T => {
  const holder = { spec: structuredClone(spec) as unknown };
  for (const { path, value } of twists) {
    let at = holder as Record<string | number, unknown>;
    let key: string | number = 'spec';
    for (const next of path) {
      const there = at[key];
      const isFit =
        Array.isArray(there) === (typeof next === 'number') && typeof there === 'object' && there !== null;
      if (!isFit) at[key] = typeof next === 'number' ? [] : {};
      at = at[key] as Record<string | number, unknown>;
      key = next;
    }
    at[key] = value;
  }
  return holder.spec as T;
};
