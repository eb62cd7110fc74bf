/** What `variables` is: text by name. */
export interface TextMap {
  readonly texts: Readonly<Record<string, string>>;
}

/** A value of a template: nil, bool, string, int (bigint), float64 (number) or a map of strings. */
export type Value = null | boolean | string | bigint | number | TextMap;

/** Go's name of the value's type, for messages. */
export const typeOf = (value: Value): string => {
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int';
    case 'number':
      return 'float64';
    case 'string':
      return 'string';
    default:
      return value === null ? 'nil' : 'map[string]string';
  }
};

/** Go: empty text, zero, false, nil and an empty map are not true. */
export const isTrue = (value: Value): boolean =>
  typeof value === 'object' ? value !== null && Object.keys(value.texts).length > 0 : Boolean(value);

/** Keys in the order in which Go ranges over them. */
export const sortedKeys = ({ texts }: TextMap): readonly string[] => Object.keys(texts).sort(compareTexts);

/** By code points, which is the order of the UTF-8 bytes that Go compares. */
export const compareTexts = (a: string, b: string): number => {
  const left = Array.from(a, codePoint);
  const right = Array.from(b, codePoint);
  const at = left.findIndex((point, index) => point !== right[index]);
  if (at === -1) return left.length - right.length;
  return (left[at] ?? 0) - (right[at] ?? -1);
};

const codePoint = (char: string): number => char.codePointAt(0) ?? 0;
