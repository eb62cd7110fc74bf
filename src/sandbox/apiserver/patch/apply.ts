import { apiVersionOf } from '../../../api/objects.ts';
import type { KubeObject } from '../../../api/objects.ts';
import { ApiFailure, badRequest } from '../failure.ts';
import {
  childrenOf,
  holdsField,
  isGranular,
  hasFields,
  leavesOf,
  objectFields,
  pathText,
  withFields,
  withMetadata,
  withoutFields,
} from '../field-set.ts';
import type { FieldSet } from '../field-set.ts';
import { isRec, sameJson, without } from '../json.ts';
import { isEntryOf, managedEntries, onlyPresent, withManagedEntries } from '../managed-fields.ts';
import type { ManagedEntry } from '../managed-fields.ts';
import { asObject } from '../metadata.ts';
import type { Target } from '../request.ts';
import type { Schema } from '../schema/schema.ts';

/**
 * Server-side apply: the applier says what it wants to hold; what it held before and no longer says goes, and
 * what others hold with another value is a conflict. Source: Kubernetes' documentation, "Server-Side Apply".
 */

const merge = (schema: Schema | undefined, current: unknown, applied: unknown): unknown => {
  const wanted = childrenOf(schema, applied);
  if (wanted === undefined) {
    const keeps =
      isGranular(schema, applied) &&
      isGranular(schema, current) &&
      Object.keys(applied as object).length === 0;
    return keeps ? current : applied;
  }
  if (Array.isArray(applied)) return mergeLists(schema, current, applied);
  const result: Record<string, unknown> = isRec(current) ? { ...current } : {};
  for (const { step, schema: inner, value } of wanted) {
    const key = step.slice(2);
    result[key] = merge(inner, result[key], value);
  }
  return result;
};

/** Applied elements come first and in their order, as the real server keeps it for new lists. */
const mergeLists = (schema: Schema | undefined, current: unknown, applied: readonly unknown[]): unknown[] => {
  const present = childrenOf(schema, current) ?? [];
  const wanted = childrenOf(schema, applied) ?? [];
  const find = (step: string): unknown => present.find((child) => child.step === step)?.value;
  const kept = present.filter((child) => !wanted.some(({ step }) => step === child.step));
  return [
    ...wanted.map(({ step, schema: inner, value }) => merge(inner, find(step), value)),
    ...kept.map(({ value }) => value),
  ];
};

/** The value without some fields; an object that loses all of them goes with them. */
const removeFields = (schema: Schema | undefined, value: unknown, gone: FieldSet): unknown => {
  const children = childrenOf(schema, value);
  if (children === undefined) return value;
  const left = children.flatMap(({ step, schema: inner, value: child }) => {
    const below = gone[step];
    if (below === undefined) return [{ step, value: child }];
    if (!hasFields(below) || '.' in below) return [];
    const rest = removeFields(inner, child, below);
    const emptied = isRec(rest) && Object.keys(rest).length === 0;
    return emptied ? [] : [{ step, value: rest }];
  });
  if (Array.isArray(value)) return left.map((child) => child.value);
  return Object.fromEntries(left.map((child) => [child.step.slice(2), child.value]));
};

const valueAt = (schema: Schema | undefined, value: unknown, path: readonly string[]): unknown => {
  const [step, ...rest] = path;
  if (step === undefined || step === '.') return value;
  const child = childrenOf(schema, value)?.find((one) => one.step === step);
  return child === undefined ? undefined : valueAt(child.schema, child.value, rest);
};

interface Conflict {
  readonly entry: ManagedEntry;
  readonly said: string;
  readonly path: readonly string[];
}

const conflictsWith = (
  entry: ManagedEntry,
  schema: Schema | undefined,
  { applied, current, fields }: { applied: KubeObject; current: KubeObject; fields: FieldSet },
): Conflict[] => {
  const via = entry.subresource === undefined ? '' : ` with subresource "${entry.subresource}"`;
  const using = entry.operation === 'Apply' ? '' : ` using ${current.apiVersion}`;
  return leavesOf(fields)
    .filter((path) => !path.includes('.') && holdsField(entry.fields, path))
    .filter((path) => !sameJson(valueAt(schema, applied, path), valueAt(schema, current, path)))
    .map((path) => ({ entry, said: `"${entry.manager}"${via}${using}`, path }));
};

const toldConflicts = (conflicts: readonly Conflict[]): string => {
  const [only] = conflicts;
  if (conflicts.length === 1 && only !== undefined)
    return `conflict with ${only.said}: ${pathText(only.path)}`;
  const groups = Map.groupBy(conflicts, ({ said }) => said);
  return [...groups]
    .map(([said, list]) =>
      [`conflicts with ${said}:`, ...list.map(({ path }) => `- ${pathText(path)}`)].join('\n'),
    )
    .join('\n');
};

const conflictFailure = (conflicts: readonly Conflict[]): ApiFailure => {
  const causes = conflicts.map(({ said, path }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${said}`,
    field: pathText(path),
  }));
  const count = `${conflicts.length} ${conflicts.length === 1 ? 'conflict' : 'conflicts'}`;
  const message = `Apply failed with ${count}: ${toldConflicts(conflicts)}`;
  return new ApiFailure({ status: 409, reason: 'Conflict', message, details: { causes } });
};

const checkedIntent = (target: Target, body: unknown): KubeObject => {
  const intent = asObject(body);
  const { kind, version } = target.served;
  const expected = apiVersionOf({ ...kind, version: version.name });
  if (intent.apiVersion !== expected) {
    throw badRequest(
      `Incorrect version specified in apply patch. Specified patch version: ${intent.apiVersion}, expected: ${expected}`,
    );
  }
  if (intent.metadata['managedFields'] !== undefined) throw badRequest('metadata.managedFields must be nil');
  const { name } = intent.metadata;
  if (name !== '' && name !== target.name) {
    throw badRequest(`name in patch (${name}) does not match the name on the URL (${target.name})`);
  }
  const named = { ...intent, metadata: { ...intent.metadata, name: target.name } };
  if (target.subresource === 'status' || !version.status) return named;
  return without(named, 'status') as KubeObject;
};

const setOf = (paths: readonly (readonly string[])[]): FieldSet =>
  paths.reduce<FieldSet>(
    (set, path) =>
      withFields(
        set,
        path.reduceRight<FieldSet>((inner, step) => ({ [step]: inner }), {}),
      ),
    {},
  );

const withoutConflicts = (entry: ManagedEntry, conflicts: readonly Conflict[]): ManagedEntry => {
  const lost = conflicts.filter((conflict) => conflict.entry === entry).map(({ path }) => path);
  return lost.length === 0 ? entry : { ...entry, fields: withoutFields(entry.fields, setOf(lost)) };
};

const reapplied = (
  target: Target,
  {
    current,
    intent,
    mine,
    force,
  }: { current: KubeObject; intent: KubeObject; mine: ManagedEntry; force: boolean },
): KubeObject => {
  const schema = withMetadata(target.served.version.schema);
  const entries = managedEntries(current);
  const previous = entries.find((entry) => isEntryOf(entry, 'Apply', mine));
  const others = entries.filter((entry) => entry !== previous);
  const conflicts = others.flatMap((entry) =>
    conflictsWith(entry, schema, { applied: intent, current, fields: mine.fields }),
  );
  if (conflicts.length > 0 && !force) throw conflictFailure(conflicts);

  const held = others.reduce((union, entry) => withFields(union, entry.fields), mine.fields);
  const dropped = withoutFields(previous?.fields ?? {}, held);
  const merged = merge(schema, removeFields(schema, current, dropped), intent) as KubeObject;
  const same = previous !== undefined && sameJson(previous.fields, mine.fields);
  const kept = [...others.map((entry) => withoutConflicts(entry, conflicts)), same ? previous : mine];
  return withManagedEntries(merged, onlyPresent(kept, objectFields(target.served.version.schema, merged)));
};

/** The object that an apply makes of the current one, with its record of who holds which field. */
export const applied = (
  target: Target,
  current: KubeObject | undefined,
  request: { readonly body: unknown; readonly force: boolean; readonly time: string },
): KubeObject => {
  const { caller, served, subresource } = target;
  const intent = checkedIntent(target, request.body);
  const mine: ManagedEntry = {
    manager: caller.manager,
    operation: 'Apply',
    fields: objectFields(served.version.schema, intent),
    time: request.time,
    ...(subresource === undefined ? {} : { subresource }),
  };
  if (current === undefined) return withManagedEntries(intent, [mine]);
  return reapplied(target, { current, intent, mine, force: request.force });
};
