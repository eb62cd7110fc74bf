import { badRequest, internal } from '../failure.ts';
import { withMetadata } from '../field-set.ts';
import { isRec, items, sameJson, text } from '../json.ts';
import type { Rec } from '../json.ts';
import type { Schema } from '../schema/schema.ts';

/**
 * Strategic merge patch, as kubectl sends it for built-in kinds: lists with a merge key are merged by it.
 * Source: kubernetes/community, contributors/devel/sig-api-machinery/strategic-merge-patch.md.
 */

const ORDER = '$setElementOrder/';
const DELETE_PRIMITIVES = '$deleteFromPrimitiveList/';
const RETAIN = '$retainKeys';
const DIRECTIVE = '$patch';

const propertyOf = (schema: Schema | undefined, key: string): Schema | undefined => {
  const own = schema?.properties?.[key];
  if (own !== undefined) return own;
  const others = schema?.additionalProperties;
  return typeof others === 'object' ? others : undefined;
};

const merges = (schema: Schema | undefined): boolean =>
  schema?.['x-kubernetes-patch-strategy']?.split(',').includes('merge') === true;

const isDirective = (key: string): boolean =>
  key === DIRECTIVE || key === RETAIN || key.startsWith(ORDER) || key.startsWith(DELETE_PRIMITIVES);

const withoutDirectives = (value: unknown): unknown => {
  if (Array.isArray(value)) {
    return value.filter((one) => !isRec(one) || one[DIRECTIVE] === undefined).map(withoutDirectives);
  }
  if (!isRec(value)) return value;
  const kept = Object.entries(value).filter(([key, inner]) => !isDirective(key) && inner !== null);
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutDirectives(inner)]));
};

const retained = (target: Rec, patch: Rec): Rec => {
  const keep = patch[RETAIN];
  if (!Array.isArray(keep)) return target;
  return Object.fromEntries(Object.entries(target).filter(([key]) => keep.includes(key)));
};

const mergeObject = (schema: Schema | undefined, target: unknown, patch: Rec): unknown => {
  if (patch[DIRECTIVE] === 'replace') return withoutDirectives(patch);
  if (patch[DIRECTIVE] === 'delete') return {};
  const result: Record<string, unknown> = { ...retained(isRec(target) ? target : {}, patch) };
  for (const [key, value] of Object.entries(patch)) {
    if (isDirective(key) || key === '__proto__') continue;
    if (value === null) Reflect.deleteProperty(result, key);
    else result[key] = mergeValue(propertyOf(schema, key), result[key], value);
  }
  reorderLists(schema, result, { patch, target });
  return result;
};

const mergeValue = (schema: Schema | undefined, target: unknown, patch: unknown): unknown => {
  if (isRec(patch))
    return isRec(target) ? mergeObject(schema, target, patch) : mergeObject(schema, {}, patch);
  if (!Array.isArray(patch)) return patch;
  if (!merges(schema)) return withoutDirectives(patch);
  const key = schema?.['x-kubernetes-patch-merge-key'];
  if (key === undefined) return [...new Set([...items(target), ...(patch as unknown[])])];
  return mergeByKey(schema?.items, key, items(target), patch);
};

const sameElement = (key: string, a: unknown, b: unknown): boolean =>
  isRec(a) && isRec(b) && a[key] !== undefined && sameJson(a[key], b[key]);

const mergeByKey = (
  element: Schema | undefined,
  key: string,
  target: readonly unknown[],
  patch: readonly unknown[],
): unknown[] => {
  if (patch.some((one) => isRec(one) && one[DIRECTIVE] === 'replace'))
    return withoutDirectives(patch) as unknown[];
  let result = [...target];
  for (const change of patch) {
    if (!isRec(change)) throw badRequest(`expected an object in a list merged by ${key}`);
    if (change[key] === undefined) {
      throw internal(`map: ${JSON.stringify(change)} does not contain declared merge key: ${key}`);
    }
    if (change[DIRECTIVE] === 'delete') {
      result = result.filter((one) => !sameElement(key, one, change));
      continue;
    }
    const index = result.findIndex((one) => sameElement(key, one, change));
    const merged = mergeObject(element, result[index], change);
    if (index < 0) result.push(merged);
    else result[index] = merged;
  }
  return result;
};

const identity = (schema: Schema | undefined, element: unknown): string => {
  const key = schema?.['x-kubernetes-patch-merge-key'];
  return JSON.stringify(key !== undefined && isRec(element) ? element[key] : element);
};

/** Elements that the patch ordered come in its order; the others keep their place behind their neighbour. */
const reordered = (
  schema: Schema | undefined,
  list: readonly unknown[],
  { order, before }: { order: readonly unknown[]; before: readonly unknown[] },
): unknown[] => {
  const ranks = (of: readonly unknown[]): ReadonlyMap<string, number> =>
    new Map(of.map((one, index) => [identity(schema, one), index]));
  const [asked, stood] = [ranks(order), ranks(before)];
  const rank = (one: unknown, among: ReadonlyMap<string, number>): number =>
    among.get(identity(schema, one)) ?? Number.NaN;
  const left = list.filter((one) => !asked.has(identity(schema, one)));
  const named = list
    .filter((one) => asked.has(identity(schema, one)))
    .sort((a, b) => rank(a, asked) - rank(b, asked));
  const result: unknown[] = [];
  for (const one of named) {
    while (left.length > 0 && rank(left[0], stood) < rank(one, stood)) result.push(left.shift());
    result.push(one);
  }
  return [...result, ...left];
};

const deletePrimitives = (result: Record<string, unknown>, patch: Rec): void => {
  for (const [directive, value] of Object.entries(patch)) {
    if (!directive.startsWith(DELETE_PRIMITIVES)) continue;
    const key = directive.slice(DELETE_PRIMITIVES.length);
    const gone = items(value);
    if (key in result) result[key] = items(result[key]).filter((one) => !gone.includes(one));
  }
};

/** Merged lists follow the order that the patch states, or else the order of its own elements. */
const orders = (schema: Schema | undefined, patch: Rec): [string, readonly unknown[]][] =>
  Object.entries(patch).flatMap<[string, readonly unknown[]]>(([key, value]) => {
    if (key.startsWith(ORDER)) return [[key.slice(ORDER.length), items(value)]];
    const unstated = patch[`${ORDER}${key}`] === undefined && merges(propertyOf(schema, key));
    return Array.isArray(value) && unstated ? [[key, value as unknown[]]] : [];
  });

const reorderLists = (
  schema: Schema | undefined,
  result: Record<string, unknown>,
  { patch, target }: { patch: Rec; target: unknown },
): void => {
  deletePrimitives(result, patch);
  for (const [key, order] of orders(schema, patch)) {
    if (!Array.isArray(result[key])) continue;
    const before = items(isRec(target) ? target[key] : undefined);
    result[key] = reordered(propertyOf(schema, key), items(result[key]), { order, before });
  }
};

/** Throws 400 when the patch is malformed. */
export const strategicMergePatch = (schema: Schema | undefined, target: Rec, patch: unknown): unknown => {
  if (!isRec(patch)) throw badRequest('error decoding patch: expected an object');
  if (text(patch[DIRECTIVE]) === 'delete') throw badRequest('an object cannot be deleted by a patch');
  return mergeObject(withMetadata(schema), target, patch);
};
