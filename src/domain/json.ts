export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object at this place, or an empty one: for reading what may be absent at any level. */
export const objectAt = (value: unknown, ...path: readonly string[]): Json => {
  let at: unknown = value;
  for (const key of path) at = isObject(at) ? at[key] : undefined;
  return isObject(at) ? at : {};
};

export const listAt = (value: unknown, ...path: readonly string[]): readonly unknown[] => {
  const key = path.at(-1);
  if (key === undefined) return Array.isArray(value) ? value : [];
  const list = objectAt(value, ...path.slice(0, -1))[key];
  return Array.isArray(list) ? list : [];
};

export const textAt = (value: Json, key: string): string => {
  const text = value[key];
  return typeof text === 'string' ? text : '';
};
