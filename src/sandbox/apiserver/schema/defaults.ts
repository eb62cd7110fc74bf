import { isRec } from '../json.ts';
import type { Rec } from '../json.ts';
import { canonicalQuantity } from './quantity.ts';
import type { Schema } from './schema.ts';

/** Schemas below which nothing is filled in; most of them. */
const idle = new WeakMap<Schema, boolean>();

const isIdle = (schema: Schema): boolean => {
  const known = idle.get(schema);
  if (known !== undefined) return known;
  const { items, additionalProperties, properties = {}, format } = schema;
  const below = [...Object.values(properties), items, additionalProperties].filter(
    (part) => typeof part === 'object',
  );
  const answer = format !== 'quantity' && below.every((part) => part.default === undefined && isIdle(part));
  idle.set(schema, answer);
  return answer;
};

const defaultRec = (schema: Schema, value: Rec): Rec => {
  const filled: Record<string, unknown> = { ...value };
  for (const [key, below] of Object.entries(schema.properties ?? {})) {
    if (filled[key] === undefined && below.default !== undefined) filled[key] = below.default;
    if (filled[key] !== undefined) filled[key] = withDefaults(below, filled[key]);
  }
  const others = schema.additionalProperties;
  if (typeof others !== 'object') return filled;
  for (const key of Object.keys(value)) {
    if (schema.properties?.[key] === undefined) filled[key] = withDefaults(others, filled[key]);
  }
  return filled;
};

/** Fills in the defaults of a structural schema, also inside of defaults, and makes quantities canonical. */
export const withDefaults = (schema: Schema, value: unknown): unknown => {
  if (isIdle(schema)) return value;
  if (schema.format === 'quantity') return canonicalQuantity(value);
  if (isRec(value)) return defaultRec(schema, value);
  const { items } = schema;
  if (!Array.isArray(value) || items === undefined) return value;
  return value.map((one) => withDefaults(items, one));
};
