import type { KubeObject } from '../../api/objects.ts';
import { changedFields, fieldsWithin, hasFields, withoutFields, withFields } from './field-set.ts';
import type { FieldSet } from './field-set.ts';
import { isRec, items, rec, sameJson, text, without } from './json.ts';
import type { Rec } from './json.ts';
import { tidyMetadata } from './metadata.ts';
import type { Served } from './registry.ts';

/** Who writes, when (RFC 3339) and through which door. */
export interface Manager {
  readonly manager: string;
  readonly time: string;
  readonly subresource?: string;
}

/** One entry of `metadata.managedFields`. */
export interface ManagedEntry {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly subresource?: string;
  readonly fields: FieldSet;
  readonly time: string;
}

export const managedEntries = (object: KubeObject | undefined): ManagedEntry[] =>
  items(object?.metadata['managedFields'])
    .filter(isRec)
    .map((entry) => ({
      manager: text(entry['manager']),
      operation: entry['operation'] === 'Apply' ? 'Apply' : 'Update',
      ...(text(entry['subresource']) === '' ? {} : { subresource: text(entry['subresource']) }),
      fields: rec(entry['fieldsV1']) as FieldSet,
      time: text(entry['time']),
    }));

const wire = (apiVersion: string, entry: ManagedEntry): Rec => ({
  manager: entry.manager,
  operation: entry.operation,
  apiVersion,
  time: entry.time,
  fieldsType: 'FieldsV1',
  fieldsV1: entry.fields,
  ...(entry.subresource === undefined ? {} : { subresource: entry.subresource }),
});

export const withManagedEntries = (object: KubeObject, entries: readonly ManagedEntry[]): KubeObject => {
  const managedFields = entries
    .filter(({ fields }) => hasFields(fields))
    .map((entry) => wire(object.apiVersion, entry));
  return { ...object, metadata: tidyMetadata({ ...object.metadata, managedFields }) };
};

export const isEntryOf = (
  entry: ManagedEntry,
  operation: ManagedEntry['operation'],
  { manager, subresource }: Pick<Manager, 'manager' | 'subresource'>,
): boolean => entry.operation === operation && entry.manager === manager && entry.subresource === subresource;

/** Fields that no longer exist belong to nobody. */
export const onlyPresent = (entries: readonly ManagedEntry[], present: FieldSet): ManagedEntry[] =>
  entries.map((entry) => ({ ...entry, fields: fieldsWithin(entry.fields, present) }));

const sameButRecord = (a: KubeObject, b: KubeObject): boolean =>
  sameJson(
    { ...a, metadata: { ...a.metadata, managedFields: undefined } },
    { ...b, metadata: { ...b.metadata, managedFields: undefined } },
  );

/** One empty entry asks to forget who owns what. */
const isReset = (object: KubeObject): boolean => {
  const entries = items(object.metadata['managedFields']);
  return entries.length === 1 && isRec(entries[0]) && Object.keys(entries[0]).length === 0;
};

const withoutRecord = (object: KubeObject): KubeObject => ({
  ...object,
  metadata: tidyMetadata({ ...object.metadata, managedFields: undefined }),
});

/**
 * Gives the fields that a write changed to its manager, and takes them from those who had them. A write that
 * changes nothing leaves the record as it is.
 */
export const trackManager = (
  { version }: Served,
  next: KubeObject,
  old: KubeObject | undefined,
  by: Manager,
): KubeObject => {
  if (isReset(next)) return withoutRecord(next);
  const before = old?.metadata['managedFields'];
  const unrecorded = { ...next, metadata: tidyMetadata({ ...next.metadata, managedFields: before }) };
  if (old !== undefined && sameButRecord(next, old)) return unrecorded;
  const made = version.status && old === undefined ? (without(next, 'status') as KubeObject) : next;
  const { changed, present } = changedFields(version.schema, old, made);
  if (!hasFields(changed)) return unrecorded;
  const entries = onlyPresent(managedEntries(old), present);
  const own = entries.find((entry) => isEntryOf(entry, 'Update', by));
  const mine: ManagedEntry = { ...by, operation: 'Update', fields: withFields(own?.fields ?? {}, changed) };
  const others = entries
    .filter((entry) => entry !== own)
    .map((entry) => ({ ...entry, fields: withoutFields(entry.fields, changed) }));
  return withManagedEntries(unrecorded, [...others, mine]);
};
