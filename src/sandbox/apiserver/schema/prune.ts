import { isRec } from '../json.ts';
import type { Rec } from '../json.ts';
import type { Schema } from './schema.ts';

const joined = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

/** What lies under a key: its schema, `open` when anything may lie there, undefined when nothing may. */
const inside = (schema: Schema, key: string): Schema | 'open' | undefined => {
  const own = schema.properties?.[key];
  if (own !== undefined) return own;
  const others = schema.additionalProperties;
  if (typeof others === 'object') return others;
  return others === true || schema['x-kubernetes-preserve-unknown-fields'] === true ? 'open' : undefined;
};

const ROOT = new Set(['apiVersion', 'kind', 'metadata']);

const keepsAll = (schema: Schema): boolean =>
  schema['x-kubernetes-preserve-unknown-fields'] === true &&
  schema.properties === undefined &&
  schema.items === undefined;

const isForbiddenNull = (schema: Schema, key: string, value: unknown): boolean => {
  const own = schema.properties?.[key];
  return value === null && own !== undefined && own.nullable !== true && !keepsAll(own);
};

const pruneRec = (schema: Schema, value: Rec, path: string, unknown: string[]): Rec => {
  const kept: Record<string, unknown> = {};
  let isWhole = true;
  for (const [key, child] of Object.entries(value)) {
    const below = inside(schema, key);
    const embedded = schema['x-kubernetes-embedded-resource'] === true && ROOT.has(key);
    if (isForbiddenNull(schema, key, child)) isWhole = false;
    else if (below === 'open' || embedded) kept[key] = child;
    else if (below === undefined) {
      unknown.push(joined(path, key));
      isWhole = false;
    } else {
      const inner = prune(below, child, joined(path, key), unknown);
      kept[key] = inner;
      isWhole &&= inner === child;
    }
  }
  return isWhole ? value : kept;
};

/**
 * Drops what a structural schema does not know, and nulls where none is allowed; paths of unknown fields are
 * added to `unknown`. The value itself where nothing is dropped.
 */
export const prune = (schema: Schema, value: unknown, path: string, unknown: string[]): unknown => {
  if (keepsAll(schema)) return value;
  if (isRec(value)) return pruneRec(schema, value, path, unknown);
  const { items } = schema;
  if (!Array.isArray(value) || items === undefined) return value;
  const pruned = value.map((one, index) => prune(items, one, `${path}[${index}]`, unknown));
  return pruned.every((one, index) => one === value[index]) ? value : pruned;
};
