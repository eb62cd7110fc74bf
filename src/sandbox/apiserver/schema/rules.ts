import { invalidValue } from '../failure.ts';
import type { FieldProblem } from '../failure.ts';
import type { Schema } from './schema.ts';

const known = new WeakMap<Schema, boolean>();

const partsOf = (schema: Schema): Schema[] => [
  ...Object.values(schema.properties ?? {}),
  ...(schema.items === undefined ? [] : [schema.items]),
  ...(typeof schema.additionalProperties === 'object' ? [schema.additionalProperties] : []),
];

/** True when a rule in CEL stands anywhere in the schema. */
const hasRules = (schema: Schema): boolean => {
  const found = known.get(schema) ?? ('x-kubernetes-validations' in schema || partsOf(schema).some(hasRules));
  known.set(schema, found);
  return found;
};

/** Mistakes after which the real server does not look at rules. */
const BLOCKING = new Set([
  'FieldValueRequired',
  'FieldValueNotSupported',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
]);

const UNCHECKED =
  'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation';

/** Says, as the real server does, when rules in CEL were left out; they are never evaluated here. */
export const withUncheckedRules = (
  schema: Schema,
  problems: readonly FieldProblem[],
): readonly FieldProblem[] =>
  problems.some(({ reason }) => BLOCKING.has(reason)) && hasRules(schema)
    ? [...problems, invalidValue('<nil>', null, UNCHECKED)]
    : problems;
