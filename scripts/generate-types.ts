import { isDeepStrictEqual } from 'node:util';
import type { JSONSchema } from 'json-schema-to-typescript';
import { compile } from 'json-schema-to-typescript';
import type { Definition, Schema } from './definition.ts';

const BANNER = `// Generated from crds/ by scripts/generate-api.ts. Do not edit.
import type { ObjectMeta } from '../objects.ts';
`;

/** Equal titles must mean equal schemas, and become one type. */
type Interned = Map<string, { source: Schema; made: JSONSchema }>;

const scalar = (schema: Schema): JSONSchema => {
  if (schema['x-kubernetes-int-or-string'] === true) return { type: ['number', 'string'] };
  if (schema.enum !== undefined) return { type: 'string', enum: schema.enum };
  return { type: schema.type as 'string' };
};

const children = (schema: Schema, interned: Interned): JSONSchema => {
  if (schema.items !== undefined) return { type: 'array', items: normalise(schema.items, interned) };
  if (typeof schema.additionalProperties === 'object') {
    return { type: 'object', additionalProperties: normalise(schema.additionalProperties, interned) };
  }
  if (schema.properties === undefined) return scalar(schema);
  const properties = Object.entries(schema.properties).map(([name, of]) => [name, normalise(of, interned)]);
  return {
    type: 'object',
    properties: Object.fromEntries(properties) as Record<string, JSONSchema>,
    required: schema.required ?? [],
    additionalProperties: false,
  };
};

/** Leaves out what only restricts values (combinators, patterns, bounds): a type cannot say it. */
const normalise = (schema: Schema, interned: Interned): JSONSchema => {
  const { title, description, ...rest } = schema;
  if (title === undefined) return described(children(schema, interned), description);
  const known = interned.get(title);
  if (known === undefined) {
    const made = { title, ...children(schema, interned) };
    interned.set(title, { source: rest, made });
    return made;
  }
  if (!isDeepStrictEqual(known.source, rest)) throw new Error(`two schemas are called ${title}`);
  return known.made;
};

const described = (schema: JSONSchema, description: string | undefined): JSONSchema =>
  description === undefined ? schema : { ...schema, description };

const wholeObject = ({ kind, apiVersion, schema }: Definition, interned: Interned): JSONSchema => {
  const properties = Object.entries(schema.properties ?? {})
    .filter(([name]) => !['apiVersion', 'kind', 'metadata'].includes(name))
    .map(([name, of]) => [name, normalise(of, interned)]);
  return {
    title: kind,
    ...(schema.description === undefined ? {} : { description: schema.description }),
    type: 'object',
    properties: {
      apiVersion: { const: apiVersion },
      kind: { const: kind },
      metadata: { tsType: 'ObjectMeta' },
      ...(Object.fromEntries(properties) as Record<string, JSONSchema>),
    },
    required: ['apiVersion', 'kind', 'metadata'],
    additionalProperties: true,
  };
};

/** The emitter knows no read-only; its output is regular enough to add it by line. */
const readOnly = (source: string): string =>
  source
    .replaceAll(/^(\s+)(\w+\??:(?= |$)|\[k: string\]:)/gm, '$1readonly $2')
    .replaceAll(/: (\w+)\[\];/g, ': readonly $1[];')
    .replaceAll('[k: string]', '[key: string]');

export const emitTypes = async (definition: Definition): Promise<string> => {
  const source = await compile(wholeObject(definition, new Map()), definition.kind, {
    bannerComment: BANNER,
    style: { singleQuote: true, printWidth: 110, bracketSpacing: true },
    ignoreMinAndMaxItems: true,
  });
  return readOnly(source);
};
