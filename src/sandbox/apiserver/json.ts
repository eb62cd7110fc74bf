/** Raw JSON, as read from the wire. */
export type Rec = Readonly<Record<string, unknown>>;

const NOTHING: Rec = Object.freeze({});

export const isRec = (value: unknown): value is Rec =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const rec = (value: unknown): Rec => (isRec(value) ? value : NOTHING);
export const items = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const text = (value: unknown): string => (typeof value === 'string' ? value : '');
export const texts = (value: unknown): string[] => items(value).filter((one) => typeof one === 'string');

/** Follows keys; undefined as soon as one is missing. */
export const at = (value: unknown, ...path: readonly string[]): unknown => {
  let here = value;
  for (const key of path) here = isRec(here) ? here[key] : undefined;
  return here;
};

/** A copy without some keys; the same object when it has none of them. */
export const without = (value: Rec, ...keys: readonly string[]): Rec => {
  if (!keys.some((key) => key in value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
};

const sameList = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((one, index) => sameJson(one, b[index]));

const sameRec = (a: Rec, b: Rec): boolean => {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && sameJson(a[key], b[key]));
};

export const sameJson = (a: unknown, b: unknown): boolean => {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return sameList(a, b);
  return isRec(a) && isRec(b) && sameRec(a, b);
};

/** Equality as Go has it after omitempty: absent, null, empty list and empty object are one. */
export const sameUnlessEmpty = (a: unknown, b: unknown): boolean =>
  sameJson(a, b) || (isEmpty(a) && isEmpty(b));

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0);

const frozenList = (list: readonly unknown[]): readonly unknown[] => {
  const copies = list.map(frozenCopy);
  const same = Object.isFrozen(list) && copies.every((copy, index) => copy === list[index]);
  return same ? list : Object.freeze(copies);
};

const frozenRec = (source: Rec): Rec => {
  const copy: Record<string, unknown> = {};
  let same = Object.isFrozen(source);
  for (const key of Object.keys(source)) {
    const value = source[key];
    if (value === undefined || key === '__proto__') {
      same = false;
      continue;
    }
    const inner = frozenCopy(value);
    same &&= inner === value;
    copy[key] = inner;
  }
  return same ? source : Object.freeze(copy);
};

/** Deeply frozen JSON with `undefined` members dropped; parts that are frozen already are shared, not copied. */
export const frozenCopy = <T>(value: T): T => {
  if (typeof value !== 'object' || value === null) return value;
  return (Array.isArray(value) ? frozenList(value) : frozenRec(value as Rec)) as T;
};
