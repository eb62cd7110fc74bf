import { sortedKeys, type Value } from './value.ts';

/** Go's shortest form, `%v`: with an exponent below 1e-4 and from 1e6 on. */
export const shortFloat = (value: number): string => {
  const size = Math.abs(value);
  if (Object.is(value, -0)) return '-0';
  return size !== 0 && (size < 1e-4 || size >= 1e6) ? goExponent(value.toExponential()) : String(value);
};

/** Go's exponents have at least two digits. */
export const goExponent = (text: string): string =>
  text.replace(/e([+-])(\d+)$/, (_, sign: string, digits: string) => `e${sign}${digits.padStart(2, '0')}`);

/** As Go's `%v`. */
export const printed = (value: Value): string => {
  if (value === null) return '<nil>';
  if (typeof value === 'number') return shortFloat(value);
  if (typeof value !== 'object') return String(value);
  return `map[${sortedKeys(value)
    .map((key) => `${key}:${value.texts[key] ?? ''}`)
    .join(' ')}]`;
};

/** As fmt.Sprint: spaces between neighbours of which neither is a string. */
export const sprint = (values: readonly Value[]): string =>
  values
    .map((value, at) => {
      const before = values[at - 1];
      const isApart = at > 0 && typeof value !== 'string' && typeof before !== 'string';
      return (isApart ? ' ' : '') + printed(value);
    })
    .join('');

/** As fmt.Sprintln. */
export const sprintln = (values: readonly Value[]): string => `${values.map(printed).join(' ')}\n`;
