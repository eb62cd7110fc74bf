import { CallFailure } from './failure.ts';
import { goExponent, printed, shortFloat } from './print.ts';
import { quoteChar, quoteText } from './quote.ts';
import { typeOf, type Value } from './value.ts';

interface Directive {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly verb: string;
}

const WIDEST = 1000;
const DIRECTIVE = /%([-+# 0]*)(\d*)(?:\.(\d*))?([\s\S]?)/gu;

/**
 * As Go's fmt.Sprintf for the verbs v s q d t f F e E g x X c o b and %. What Go marks with `%!` in its output
 * (a verb that does not fit, too few or too many arguments) throws CallFailure: a query with that in it is no query.
 */
export const sprintf = (format: string, values: readonly Value[]): string => {
  let used = 0;
  const text = format.replace(DIRECTIVE, (...[, flags = '', width = '', precision, verb = '']: Match) => {
    if (verb === '%') return '%';
    const bounds = {
      width: bounded(width),
      precision: precision === undefined ? undefined : bounded(precision),
    };
    const value = values[used];
    if (value === undefined) throw new CallFailure(`printf: %${verb} has no argument`);
    used += 1;
    const directive = { flags, verb, ...bounds };
    return pad(directive, formatted(directive, value), value);
  });
  if (used < values.length) throw new CallFailure(`printf: ${values.length - used} arguments too many`);
  return text;
};

type Match = [match: string, flags?: string, width?: string, precision?: string, verb?: string, ...unknown[]];

const bounded = (digits: string): number => {
  const value = Number(digits);
  if (value > WIDEST) throw new CallFailure(`printf: a width or precision above ${WIDEST}`);
  return value;
};

const formatted = (directive: Directive, value: Value): string => {
  switch (typeof value) {
    case 'string':
      return formatText(directive, value);
    case 'bigint':
      return formatInteger(directive, value);
    case 'number':
      return formatFloat(directive, value);
    case 'boolean':
      if (directive.verb === 't' || directive.verb === 'v') return String(value);
      throw misfit(directive, value);
    default:
      if (directive.verb === 'v' || (directive.verb === 's' && value !== null)) return printed(value);
      throw misfit(directive, value);
  }
};

const misfit = ({ verb }: Directive, value: Value): CallFailure =>
  new CallFailure(
    verb === '' ? 'printf: a % at the end' : `printf: %${verb} does not take a ${typeOf(value)}`,
  );

const formatText = (directive: Directive, value: string): string => {
  const { verb, precision, flags } = directive;
  const cut = precision === undefined ? value : Array.from(value).slice(0, precision).join('');
  switch (flags.includes('#') ? `#${verb}` : verb) {
    case 'q':
    case '#v':
      return quoteText(cut);
    case 's':
    case '#s':
    case 'v':
      return cut;
    case 'x':
      return hexOf(value, directive);
    case 'X':
      return hexOf(value, directive).toUpperCase();
    default:
      throw misfit(directive, value);
  }
};

const hexOf = (text: string, { precision, flags }: Directive): string =>
  [...new TextEncoder().encode(text)]
    .slice(0, precision)
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join(flags.includes(' ') ? ' ' : '');

const BASES: Readonly<Record<string, number>> = { d: 10, v: 10, x: 16, X: 16, o: 8, b: 2 };
const PREFIXES: Readonly<Record<string, string>> = { x: '0x', X: '0X', o: '0', b: '0b' };

const formatInteger = (directive: Directive, value: bigint): string => {
  const { verb, flags } = directive;
  if (verb === 'c') return String.fromCodePoint(Number(value >= 0n && value <= 0x10ffffn ? value : 0xfffdn));
  if (verb === 'q') return quoteChar(value);
  const base = BASES[verb];
  if (base === undefined) throw misfit(directive, value);
  const prefix = flags.includes('#') ? (PREFIXES[verb] ?? '') : '';
  return (
    signOf(flags, value < 0n) + prefix + digitsOf(directive, (value < 0n ? -value : value).toString(base))
  );
};

const digitsOf = ({ verb, precision }: Directive, size: string): string => {
  if (precision === 0 && size === '0') return '';
  return (verb === 'X' ? size.toUpperCase() : size).padStart(precision ?? 1, '0');
};

const signOf = (flags: string, isNegative: boolean): string => {
  if (isNegative) return '-';
  if (flags.includes('+')) return '+';
  return flags.includes(' ') ? ' ' : '';
};

const formatFloat = (directive: Directive, value: number): string => {
  const { verb, flags, precision } = directive;
  if (flags.includes('#')) throw misfit(directive, value);
  const isNegative = value < 0 || Object.is(value, -0);
  return signOf(flags, isNegative) + sizeOf(directive, Math.abs(value), precision, verb);
};

const sizeOf = (directive: Directive, size: number, precision: number | undefined, verb: string): string => {
  const digits = Math.min(precision ?? 6, 100);
  switch (verb) {
    case 'f':
    case 'F':
      return size < 1e21
        ? rounded(digits, (count) => size.toFixed(count))
        : BigInt(size).toString() + (digits > 0 ? `.${'0'.repeat(digits)}` : '');
    case 'e':
      return goExponent(rounded(digits, (count) => size.toExponential(count)));
    case 'E':
      return goExponent(rounded(digits, (count) => size.toExponential(count))).toUpperCase();
    case 'g':
    case 'v':
      return precision === undefined ? shortFloat(size) : general(size, Math.max(1, digits));
    default:
      throw misfit(directive, size);
  }
};

/** Go rounds a tie to the even digit, JavaScript away from zero; a tie has few digits, so 100 tell it apart. */
const rounded = (digits: number, write: (digits: number) => string): string => {
  const [exact = '', exponent] = write(100).split('e');
  const cut = exact.length - 100 + digits;
  const isTie = digits < 100 && /^50*$/.test(exact.slice(cut));
  const kept = exact.slice(0, digits === 0 ? cut - 1 : cut);
  if (!isTie || !/[02468]$/.test(kept)) return write(digits);
  return exponent === undefined ? kept : `${kept}e${exponent}`;
};

/** `%.3g`: so many significant digits, without zeros at the end. */
const general = (size: number, digits: number): string => {
  const [mantissa = '', exponent = '0'] = rounded(digits - 1, (count) => size.toExponential(count)).split(
    'e',
  );
  const power = Number(exponent);
  if (power < -4 || power >= digits)
    return goExponent(`${trimZeros(mantissa)}e${power < 0 ? '' : '+'}${power}`);
  return trimZeros(rounded(Math.max(0, digits - 1 - power), (count) => size.toFixed(count)));
};

const trimZeros = (text: string): string =>
  text.includes('.') ? text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '') : text;

const pad = ({ flags, width, precision, verb }: Directive, text: string, value: Value): string => {
  const missing = width - Array.from(text).length;
  if (missing <= 0) return text;
  if (flags.includes('-')) return text + ' '.repeat(missing);
  const isInteger = typeof value === 'bigint';
  const isZeroed = flags.includes('0') && !(isInteger && precision !== undefined) && verb !== 'c';
  if (!isZeroed) return ' '.repeat(missing) + text;
  const sign = typeof value !== 'string' && /^[-+ ]/.test(text) ? text.charAt(0) : '';
  return sign + '0'.repeat(missing) + text.slice(sign.length);
};
