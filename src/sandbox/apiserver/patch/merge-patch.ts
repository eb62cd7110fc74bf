import { isRec } from '../json.ts';

/** RFC 7386. */
export const mergePatch = (target: unknown, patch: unknown): unknown => {
  if (!isRec(patch)) return patch;
  const result: Record<string, unknown> = isRec(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) Reflect.deleteProperty(result, key);
    else if (key !== '__proto__') result[key] = mergePatch(result[key], value);
  }
  return result;
};
