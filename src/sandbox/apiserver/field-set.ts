import type { KubeObject } from '../../api/objects.ts';
import { isRec, rec, sameJson, without } from './json.ts';
import type { Rec } from './json.ts';
import type { Schema } from './schema/schema.ts';

/**
 * Sets of fields as `fieldsV1` writes them: `f:name` for a member, `k:{…}` for an element of a list by its
 * keys, `v:…` for one of a set. A leaf is empty; `.` stands for the element itself.
 */
export interface FieldSet {
  readonly [step: string]: FieldSet;
}

const LEAF: FieldSet = Object.freeze({});

const isLeaf = (set: FieldSet): boolean => Object.keys(set).length === 0;

export const hasFields = (set: FieldSet): boolean => !isLeaf(set);

const propertyOf = (schema: Schema | undefined, key: string): Schema | undefined => {
  const own = schema?.properties?.[key];
  if (own !== undefined) return own;
  return typeof schema?.additionalProperties === 'object' ? schema.additionalProperties : undefined;
};

const isAtomic = (schema: Schema | undefined): boolean => schema?.['x-kubernetes-map-type'] === 'atomic';

/** The step to an element of an associative list; undefined when the list is one value. */
const elementStep = (schema: Schema | undefined, element: unknown): string | undefined => {
  const keys = schema?.['x-kubernetes-list-map-keys'];
  if (schema?.['x-kubernetes-list-type'] === 'set') return `v:${JSON.stringify(element)}`;
  if (keys === undefined || !isRec(element)) return undefined;
  return `k:${JSON.stringify(Object.fromEntries(keys.map((key) => [key, element[key]])))}`;
};

/** Objects and lists whose members are fields of their own, also when they are empty. */
export const isGranular = (schema: Schema | undefined, value: unknown): boolean => {
  if (isRec(value)) return !isAtomic(schema);
  const listType = schema?.['x-kubernetes-list-type'];
  return Array.isArray(value) && (listType === 'map' || listType === 'set');
};

export interface Child {
  readonly step: string;
  readonly schema: Schema | undefined;
  readonly value: unknown;
}

/** What a value is made of; undefined when it is one value that is owned as a whole. */
export const childrenOf = (schema: Schema | undefined, value: unknown): Child[] | undefined => {
  if (isRec(value)) {
    if (isAtomic(schema) || Object.keys(value).length === 0) return undefined;
    return Object.entries(value).map(([key, child]) => ({
      step: `f:${key}`,
      schema: propertyOf(schema, key),
      value: child,
    }));
  }
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const children = value.map((element: unknown) => ({
    step: elementStep(schema, element),
    schema: schema?.items,
    value: element,
  }));
  return children.every((child): child is Child => child.step !== undefined) ? children : undefined;
};

/** An element of a list by key is a field of its own, besides those in it. */
const childFields = ({ step, schema, value }: Child): FieldSet => {
  const inner = fieldsOf(schema, value);
  return step.startsWith('k:') ? { '.': LEAF, ...inner } : inner;
};

/** Every field of a value. */
export const fieldsOf = (schema: Schema | undefined, value: unknown): FieldSet =>
  Object.fromEntries((childrenOf(schema, value) ?? []).map((child) => [child.step, childFields(child)]));

/** The fields that are new or have another value. */
const differing = (schema: Schema | undefined, before: unknown, after: unknown): FieldSet => {
  const old = new Map(childrenOf(schema, before)?.map((child) => [child.step, child.value]));
  const set: Record<string, FieldSet> = {};
  for (const child of childrenOf(schema, after) ?? []) {
    const { step, value } = child;
    if (!old.has(step)) set[step] = childFields(child);
    else if (!sameJson(old.get(step), value)) set[step] = differing(child.schema, old.get(step), value);
  }
  return set;
};

/** Fields that the server fills in are nobody's. */
const OWNED_METADATA = ['labels', 'annotations', 'finalizers', 'ownerReferences', 'generateName'];

const METADATA: Schema = {
  properties: {
    finalizers: { type: 'array', 'x-kubernetes-list-type': 'set', 'x-kubernetes-patch-strategy': 'merge' },
    ownerReferences: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['uid'],
      'x-kubernetes-patch-strategy': 'merge',
      'x-kubernetes-patch-merge-key': 'uid',
    },
  },
};

const ownable = (object: KubeObject): Rec => {
  const metadata = Object.fromEntries(
    Object.entries(object.metadata).filter(([key]) => OWNED_METADATA.includes(key)),
  );
  const rest = without(object, 'apiVersion', 'kind', 'metadata');
  return Object.keys(metadata).length === 0 ? rest : { ...rest, metadata };
};

const rooted = new WeakMap<Schema, Schema>();
const BARE: Schema = { properties: { metadata: METADATA } };

/** The schema of a kind, with what lists in metadata are. */
export const withMetadata = (schema: Schema | undefined): Schema => {
  if (schema === undefined) return BARE;
  const known = rooted.get(schema);
  if (known !== undefined) return known;
  const made = { ...schema, properties: { ...schema.properties, metadata: METADATA } };
  rooted.set(schema, made);
  return made;
};

/** Every field of an object that someone can own. */
export const objectFields = (schema: Schema | undefined, object: KubeObject): FieldSet =>
  fieldsOf(withMetadata(schema), ownable(object));

export const changedFields = (
  schema: Schema | undefined,
  old: KubeObject | undefined,
  next: KubeObject,
): { changed: FieldSet; present: FieldSet } => ({
  changed: differing(withMetadata(schema), old === undefined ? {} : ownable(old), ownable(next)),
  present: objectFields(schema, next),
});

/** All of both. */
export const withFields = (a: FieldSet, b: FieldSet): FieldSet => {
  const union: Record<string, FieldSet> = { ...a };
  for (const [step, inner] of Object.entries(b)) union[step] = withFields(union[step] ?? LEAF, inner);
  return union;
};

/** The first without those of the second; a member that loses all its members goes too. */
export const withoutFields = (a: FieldSet, b: FieldSet): FieldSet => {
  const rest: Record<string, FieldSet> = {};
  for (const [step, inner] of Object.entries(a)) {
    const taken = b[step];
    if (taken !== undefined && isLeaf(inner)) continue;
    const left = taken === undefined ? inner : withoutFields(inner, taken);
    if (isLeaf(inner) || !isLeaf(left)) rest[step] = left;
  }
  return rest;
};

/** True when the path itself is in the set, and not only something below it. */
export const holdsField = (set: FieldSet, path: readonly string[]): boolean => {
  const found = path.reduce<FieldSet | undefined>((here, step) => here?.[step], set);
  return found !== undefined && (isLeaf(found) || '.' in found);
};

/** Those of the first that are fields, or members of fields, of the second. */
export const fieldsWithin = (a: FieldSet, b: FieldSet): FieldSet => {
  const both: Record<string, FieldSet> = {};
  for (const [step, inner] of Object.entries(a)) {
    const other = b[step];
    if (other === undefined && step !== '.') continue;
    const below = other === undefined || isLeaf(inner) ? inner : fieldsWithin(inner, other);
    if (isLeaf(inner) || !isLeaf(below)) both[step] = below;
  }
  return both;
};

/** Each leaf as a path of steps. */
export const leavesOf = (set: FieldSet, path: readonly string[] = []): string[][] =>
  Object.entries(set).flatMap(([step, inner]) =>
    isLeaf(inner) ? [[...path, step]] : leavesOf(inner, [...path, step]),
  );

/** A leaf as conflicts name it: `.spec.containers[name="app"].image`. */
export const pathText = (path: readonly string[]): string =>
  path
    .filter((step) => step !== '.')
    .map((step) => {
      const [kind, name] = [step.slice(0, 2), step.slice(2)];
      if (kind === 'f:') return `.${name}`;
      if (kind === 'v:') return `[=${name}]`;
      const keys = Object.entries(rec(JSON.parse(name)));
      return `[${keys.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(',')}]`;
    })
    .join('');
