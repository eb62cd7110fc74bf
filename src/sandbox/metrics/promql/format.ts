const special = (value: number): string | undefined => {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Infinity) return '+Inf';
  if (value === -Infinity) return '-Inf';
  return Object.is(value, -0) ? '-0' : undefined;
};

/** A value as the API answers it: with an exponent, of two digits or more, where JSON numbers get one. */
export const formatValue = (value: number): string =>
  special(value) ?? String(value).replace(/e([+-])(\d)$/, 'e$10$2');

/** A value as text in a label: never with an exponent. */
export const formatPlain = (value: number): string => {
  const known = special(value);
  if (known !== undefined) return known;
  const [digits = '', exponent] = String(value).split('e');
  if (exponent === undefined) return digits;
  const [whole = '', fraction = ''] = digits.replace('-', '').split('.');
  const sign = value < 0 ? '-' : '';
  const shift = Number(exponent);
  if (shift < 0) return `${sign}0.${'0'.repeat(-shift - 1)}${whole}${fraction}`;
  return `${sign}${whole}${fraction.padEnd(shift, '0')}`;
};
