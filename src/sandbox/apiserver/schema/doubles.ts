import { duplicateValue } from '../failure.ts';
import type { FieldProblem } from '../failure.ts';
import { isRec } from '../json.ts';
import type { Schema } from './schema.ts';

/** What makes two elements the same; undefined for lists that may hold doubles. */
const identityIn = (schema: Schema): ((element: unknown) => unknown) | undefined => {
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  switch (schema['x-kubernetes-list-type']) {
    case 'set':
      return (element) => element;
    case 'map':
      return (element) =>
        isRec(element) ? Object.fromEntries(keys.map((key) => [key, element[key]])) : element;
    default:
      return undefined;
  }
};

const listDoubles = (schema: Schema, list: readonly unknown[], path: string): FieldProblem[] => {
  const identity = identityIn(schema);
  if (identity === undefined) return [];
  const seen = new Set<string>();
  return list.flatMap((element, index) => {
    const key = identity(element);
    const text = JSON.stringify(key);
    const isDouble = seen.has(text);
    seen.add(text);
    return isDouble ? [duplicateValue(`${path}[${index}]`, key)] : [];
  });
};

const below = (schema: Schema, value: unknown, path: string): FieldProblem[] => {
  if (isRec(value)) {
    return Object.entries(value).flatMap(([key, child]) => {
      const others =
        typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
      const inner = schema.properties?.[key] ?? others;
      return inner === undefined ? [] : doubleProblems(inner, child, path === '' ? key : `${path}.${key}`);
    });
  }
  const { items } = schema;
  if (!Array.isArray(value) || items === undefined) return [];
  return value.flatMap((one, index) => doubleProblems(items, one, `${path}[${index}]`));
};

/** Elements that a list of type `map` or `set` holds twice. */
export const doubleProblems = (schema: Schema, value: unknown, path: string): FieldProblem[] => [
  ...(Array.isArray(value) ? listDoubles(schema, value, path) : []),
  ...below(schema, value, path),
];
