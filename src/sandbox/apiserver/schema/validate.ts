import { invalidValue, requiredValue, unsupportedValue } from '../failure.ts';
import type { FieldProblem } from '../failure.ts';
import { isRec, sameJson } from '../json.ts';
import type { Schema } from './schema.ts';
import { combinationProblems } from './combinations.ts';

/** The reason of a value of the wrong type. */
export const TYPE_INVALID = 'FieldValueTypeInvalid';

const typeName = (value: unknown): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
};

const isOfType = (wanted: string, value: unknown): boolean => {
  const actual = typeName(value);
  return actual === wanted || (wanted === 'number' && actual === 'integer');
};

const typeProblem = (field: string, wanted: string, value: unknown): FieldProblem => {
  const actual = JSON.stringify(typeName(value));
  return {
    field,
    reason: TYPE_INVALID,
    message: `Invalid value: ${actual}: ${field} in body must be of type ${wanted}: ${actual}`,
  };
};

/** Times of Leases need their microseconds. */
const TIMES: Readonly<Record<string, RegExp>> = {
  'date-time': /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/,
  'micro-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}(?:Z|[+-]\d\d:\d\d)$/,
};

const timeProblems = (schema: Schema, value: unknown, path: string): FieldProblem[] => {
  const form = TIMES[schema.format ?? ''];
  if (form === undefined || typeof value !== 'string' || form.test(value)) return [];
  const said = JSON.stringify(value);
  const why = `${path} in body must be of type ${schema.format ?? ''}: ${said}`;
  return [{ field: path, reason: TYPE_INVALID, message: `Invalid value: ${said}: ${why}` }];
};

const typeProblems = (schema: Schema, value: unknown, path: string): FieldProblem[] => {
  if (value === null && schema.nullable === true) return [];
  if (schema['x-kubernetes-int-or-string'] === true) {
    const fits = isOfType('integer', value) || isOfType('string', value);
    return fits ? [] : [typeProblem(path, 'integer,string', value)];
  }
  if (schema.type === undefined) return [];
  return isOfType(schema.type, value)
    ? timeProblems(schema, value, path)
    : [typeProblem(path, schema.type, value)];
};

type Check = readonly [violated: boolean, says: string];

const problemsOf = (checks: readonly Check[], value: unknown, path: string): FieldProblem[] =>
  checks
    .filter(([violated]) => violated)
    .map(([, says]) => invalidValue(path, value, `${path} in body ${says}`));

const lowerCheck = (schema: Schema, value: number): Check => {
  const { minimum = -Infinity, exclusiveMinimum = false } = schema;
  const violated = value < minimum || (exclusiveMinimum && value === minimum);
  return [violated, `should be greater than ${exclusiveMinimum ? '' : 'or equal to '}${minimum}`];
};

const upperCheck = (schema: Schema, value: number): Check => {
  const { maximum = Infinity, exclusiveMaximum = false } = schema;
  const violated = value > maximum || (exclusiveMaximum && value === maximum);
  return [violated, `should be less than ${exclusiveMaximum ? '' : 'or equal to '}${maximum}`];
};

const isBounded = ({ minimum, maximum, multipleOf }: Schema): boolean =>
  minimum !== undefined || maximum !== undefined || multipleOf !== undefined;

const numberChecks = (schema: Schema, value: number): Check[] => {
  if (!isBounded(schema)) return [];
  const { multipleOf } = schema;
  const uneven = multipleOf !== undefined && value % multipleOf !== 0;
  return [
    lowerCheck(schema, value),
    upperCheck(schema, value),
    [uneven, `should be a multiple of ${multipleOf ?? 0}`],
  ];
};

const patterns = new Map<string, RegExp>();

const patternOf = (source: string): RegExp => {
  const known = patterns.get(source);
  if (known !== undefined) return known;
  const insensitive = source.startsWith('(?i)');
  const made = insensitive ? new RegExp(source.slice(4), 'i') : new RegExp(source);
  patterns.set(source, made);
  return made;
};

const stringProblems = (schema: Schema, value: string, path: string): FieldProblem[] => {
  const { pattern, minLength = 0, maxLength = Infinity } = schema;
  if (pattern === undefined && minLength === 0 && maxLength === Infinity) return [];
  const length = Array.from(value).length;
  const checks: Check[] = [
    [length < minLength, `should be at least ${minLength} chars long`],
    [pattern !== undefined && !patternOf(pattern).test(value), `should match '${pattern ?? ''}'`],
  ];
  const long = {
    field: path,
    reason: 'FieldValueTooLong',
    message: `Too long: may not be more than ${maxLength} bytes`,
  };
  return [...(length > maxLength ? [long] : []), ...problemsOf(checks, value, path)];
};

const listProblems = (schema: Schema, value: readonly unknown[], path: string): FieldProblem[] => {
  const { items, minItems = 0, maxItems = Infinity } = schema;
  const doubles =
    schema.uniqueItems === true && value.some((one, i) => value.findIndex((o) => sameJson(o, one)) < i);
  const checks: Check[] = [[doubles, "shouldn't contain duplicates"]];
  const message = `Too many: ${value.length}: must have at most ${maxItems} items`;
  const many = { field: path, reason: 'FieldValueTooMany', message };
  return [
    ...(value.length > maxItems ? [many] : []),
    ...(value.length < minItems
      ? [invalidValue(path, value.length, `${path} in body should have at least ${minItems} items`)]
      : []),
    ...problemsOf(checks, value, path),
    ...(items === undefined
      ? []
      : value.flatMap((one, index) => schemaProblems(items, one, `${path}[${index}]`))),
  ];
};

const within = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

const objectProblems = (
  schema: Schema,
  value: Readonly<Record<string, unknown>>,
  path: string,
): FieldProblem[] => {
  const { properties = {}, required = [], minProperties = 0, maxProperties = Infinity } = schema;
  const others = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
  const size = Object.keys(value).length;
  const checks: Check[] =
    size >= minProperties && size <= maxProperties
      ? []
      : [
          [size < minProperties, `should have at least ${minProperties} properties`],
          [size > maxProperties, `should have at most ${maxProperties} properties`],
        ];
  const missing = required.filter((key) => value[key] === undefined);
  const below = Object.entries(value).flatMap(([key, child]) => {
    const childSchema = properties[key] ?? others;
    return childSchema === undefined ? [] : schemaProblems(childSchema, child, within(path, key));
  });
  return [
    ...missing.map((key) => requiredValue(within(path, key))),
    ...problemsOf(checks, value, path),
    ...below,
  ];
};

const valueProblems = (schema: Schema, value: unknown, path: string): FieldProblem[] => {
  if (typeof value === 'number') return problemsOf(numberChecks(schema, value), value, path);
  if (typeof value === 'string') return stringProblems(schema, value, path);
  if (Array.isArray(value)) return listProblems(schema, value, path);
  return isRec(value) ? objectProblems(schema, value, path) : [];
};

const enumProblems = (schema: Schema, value: unknown, path: string): FieldProblem[] =>
  schema.enum === undefined || schema.enum.some((one) => sameJson(one, value))
    ? []
    : [unsupportedValue(path, value, schema.enum)];

/** What a value violates of a structural schema, in the words of kube-openapi; of formats only times are checked. */
export const schemaProblems = (schema: Schema, value: unknown, path: string): FieldProblem[] => {
  const wrongType = typeProblems(schema, value, path);
  if (wrongType.length > 0 || value === null) return wrongType;
  return [
    ...enumProblems(schema, value, path),
    ...valueProblems(schema, value, path),
    ...combinationProblems(schema, path, (part) => schemaProblems(part, value, path)),
  ];
};
