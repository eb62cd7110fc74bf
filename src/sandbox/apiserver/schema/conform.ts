import type { KubeObject } from '../../../api/objects.ts';
import { badRequest } from '../failure.ts';
import type { FieldProblem } from '../failure.ts';
import { frozenCopy, without } from '../json.ts';
import type { ServedKind } from '../kind.ts';
import type { Served } from '../registry.ts';
import type { Caller } from '../request.ts';
import { withDefaults } from './defaults.ts';
import { prune } from './prune.ts';
import type { Schema } from './schema.ts';
import { schemaProblems, TYPE_INVALID } from './validate.ts';
import { doubleProblems } from './doubles.ts';
import { withUncheckedRules } from './rules.ts';

export interface Conformed {
  readonly object: KubeObject;
  readonly problems: readonly FieldProblem[];
}

/** Parts of stored objects that a schema has already accepted; an unchanged spec is not looked at again. */
const accepted = new WeakMap<Schema, WeakSet<object>>();

const isAccepted = (schema: Schema, value: unknown): boolean =>
  typeof value === 'object' && value !== null && accepted.get(schema)?.has(value) === true;

const accept = (schema: Schema, value: unknown): void => {
  if (typeof value !== 'object' || value === null) return;
  const known = accepted.get(schema) ?? new WeakSet<object>();
  accepted.set(schema, known.add(value));
};

interface Part {
  readonly value: unknown;
  readonly unknown: readonly string[];
  readonly problems: readonly FieldProblem[];
}

const conformPart = (schema: Schema, value: unknown, key: string): Part => {
  if (isAccepted(schema, value)) return { value, unknown: [], problems: [] };
  const unknown: string[] = [];
  const pruned = prune(schema, value, key, unknown);
  const filled = frozenCopy(withDefaults(schema, pruned));
  const problems = schemaProblems(schema, filled, key);
  if (problems.length === 0) accept(schema, filled);
  return { value: filled, unknown, problems };
};

const HEAD = new Set(['apiVersion', 'kind', 'metadata']);

const sayUnknown = (served: Served, unknown: readonly string[], caller: Caller): void => {
  if (unknown.length === 0 || caller.fieldValidation === 'Ignore') return;
  const said = unknown.map((field) => `unknown field "${field}"`);
  if (caller.fieldValidation === 'Strict')
    throw unhandled(served, `strict decoding error: ${said.join(', ')}`);
  for (const one of said) caller.warn?.(one);
};

const unhandled = ({ kind, version }: Served, why: string): Error =>
  badRequest(`${kind.kind} in version "${version.name}" cannot be handled as a ${kind.kind}: ${why}`);

/** A built-in kind is decoded into Go types, where a wrong type fails before any validation. */
const refuseUndecodable = (served: Served, problems: readonly FieldProblem[]): void => {
  const wrong = problems.find(({ reason }) => reason === TYPE_INVALID);
  if (wrong === undefined || served.kind.custom) return;
  const [, wanted = '', actual = ''] = /must be of type (\S+): "(\w+)"/.exec(wrong.message) ?? [];
  const go = `json: cannot unmarshal ${actual} into Go struct field ${served.kind.kind}.${wrong.field} of type ${wanted}`;
  throw unhandled(served, go);
};

const withPart = (object: KubeObject, key: string, value: unknown): KubeObject => ({
  ...object,
  [key]: value,
});

const presentOrDefault = (schema: Schema, object: KubeObject): string[] => {
  const defaulted = Object.entries(schema.properties ?? {})
    .filter(([key, part]) => part.default !== undefined && object[key] === undefined)
    .map(([key]) => key);
  return [...Object.keys(object), ...defaulted].filter((key) => !HEAD.has(key));
};

/** Nulls where none is allowed count as absent. */
const withoutNulls = (schema: Schema, object: KubeObject): KubeObject => {
  const nulls = Object.keys(object).filter(
    (key) => object[key] === null && schema.properties?.[key]?.nullable !== true,
  );
  return nulls.length === 0 ? object : (without(object, ...nulls) as KubeObject);
};

/** Only what the part that the schema has at the top says: the parts below were already looked at. */
const topProblems = (schema: Schema, object: KubeObject): FieldProblem[] => {
  const { properties: _below, ...top } = schema;
  return schemaProblems(top, object, '');
};

const conformParts = (schema: Schema, given: KubeObject): Conformed & { unknown: string[] } => {
  const object = withoutNulls(schema, given);
  let result = object;
  const unknown: string[] = [];
  const problems: FieldProblem[] = [];
  for (const key of presentOrDefault(schema, object)) {
    const partSchema = schema.properties?.[key];
    if (partSchema === undefined) {
      if (schema['x-kubernetes-preserve-unknown-fields'] === true) continue;
      const { [key]: _dropped, ...rest } = result;
      result = rest as KubeObject;
      unknown.push(key);
      continue;
    }
    const part = conformPart(partSchema, object[key] ?? partSchema.default, key);
    result = withPart(result, key, part.value);
    unknown.push(...part.unknown);
    problems.push(...part.problems);
  }
  problems.push(...topProblems(schema, result));
  return { object: result, problems, unknown };
};

/** Complaints that the stored object would give too do not block a write that leaves them as they are. */
const ratcheted = (
  kind: ServedKind,
  schema: Schema,
  problems: readonly FieldProblem[],
  old: KubeObject | undefined,
): readonly FieldProblem[] => {
  if (problems.length === 0 || old === undefined || !kind.custom) return problems;
  const before = new Set(schemaProblems(schema, old, '').map(({ field, message }) => `${field} ${message}`));
  return problems.filter(({ field, message }) => !before.has(`${field} ${message}`));
};

/**
 * Brings an object into the form of its schema: unknown fields dropped (or refused, when the caller is
 * strict), defaults filled in, problems listed.
 */
export const conform = (
  served: Served,
  object: KubeObject,
  { caller, old }: { readonly caller: Caller; readonly old: KubeObject | undefined },
): Conformed => {
  const { schema } = served.version;
  if (schema === undefined) return { object, problems: [] };
  const { unknown, problems: found, ...rest } = conformParts(schema, object);
  const problems = served.kind.custom
    ? withUncheckedRules(schema, [...found, ...doubleProblems(schema, rest.object, '')])
    : found;
  sayUnknown(served, unknown, caller);
  refuseUndecodable(served, problems);
  return { ...rest, problems: ratcheted(served.kind, schema, problems, old) };
};
