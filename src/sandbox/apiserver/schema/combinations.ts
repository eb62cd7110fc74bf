import type { FieldProblem } from '../failure.ts';
import type { Schema } from './schema.ts';

type Validate = (schema: Schema) => FieldProblem[];

/** The real server loses the path of these and names it in the text. */
const combination = (path: string, says: string): FieldProblem => ({
  field: '<nil>',
  reason: 'FieldValueInvalid',
  message: `Invalid value: "": ${JSON.stringify(path)} ${says}`,
});

const best = (results: readonly FieldProblem[][]): FieldProblem[] =>
  results.reduce<FieldProblem[] | undefined>(
    (fewest, one) => (fewest === undefined || one.length < fewest.length ? one : fewest),
    undefined,
  ) ?? [];

const anyOfProblems = (parts: readonly Schema[], path: string, validate: Validate): FieldProblem[] => {
  const results = parts.map(validate);
  if (results.some((problems) => problems.length === 0)) return [];
  return [combination(path, 'must validate at least one schema (anyOf)'), ...best(results)];
};

const oneOfProblems = (parts: readonly Schema[], path: string, validate: Validate): FieldProblem[] => {
  const results = parts.map(validate);
  const valid = results.filter((problems) => problems.length === 0).length;
  if (valid === 1) return [];
  const found = valid === 0 ? 'Found none valid' : `Found ${valid} valid alternatives`;
  const why = combination(path, `must validate one and only one schema (oneOf). ${found}`);
  return valid === 0 ? [why, ...best(results)] : [why];
};

const isPlain = ({ allOf, anyOf, oneOf, not }: Schema): boolean =>
  allOf === undefined && anyOf === undefined && oneOf === undefined && not === undefined;

/** allOf, anyOf, oneOf and not. An int-or-string is checked by its type alone. */
export const combinationProblems = (schema: Schema, path: string, validate: Validate): FieldProblem[] => {
  if (isPlain(schema) || schema['x-kubernetes-int-or-string'] === true) return [];
  const { allOf = [], anyOf, oneOf, not } = schema;
  return [
    ...allOf.flatMap(validate),
    ...(anyOf === undefined ? [] : anyOfProblems(anyOf, path, validate)),
    ...(oneOf === undefined ? [] : oneOfProblems(oneOf, path, validate)),
    ...(not !== undefined && validate(not).length === 0
      ? [combination(path, 'must not validate the schema (not)')]
      : []),
  ];
};
