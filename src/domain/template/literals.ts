import { TemplateFailure } from './failure.ts';
import type { Token } from './lexer.ts';
import type { Value } from './value.ts';

const LEAST = -(2n ** 63n);
const GREATEST = 2n ** 63n - 1n;

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

/** The value of a string, raw, char or number token, by Go's rules; throws TemplateFailure. */
export const literalOf = (token: Token): Value => {
  switch (token.kind) {
    case 'raw':
      return token.text.slice(1, -1).replaceAll('\r', '');
    case 'string':
      return unquote(token, '"');
    case 'char':
      return charOf(token);
    default:
      return numberOf(token);
  }
};

const ESCAPE = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{3})|(.)|)/gsu;

const unquote = ({ text, at }: Token, quote: string): string =>
  text.slice(1, -1).replace(ESCAPE, (whole: string, ...groups: (string | undefined)[]) => {
    const [byte, short, long, octal, letter = ''] = groups;
    const narrow = codeOf(byte, octal);
    const char = charAt(narrow ?? codeOf(short ?? long, undefined), narrow === undefined ? 0x10ffff : 0x7f);
    const other = quote === '"' ? "'" : '"';
    const unquoted = char ?? (letter === other ? undefined : ESCAPES[letter]);
    if (unquoted === undefined) throw new TemplateFailure(at, `unknown escape ${whole}`);
    return unquoted;
  });

/** A byte escape above 0x7f is refused, since alone it is no character; so are surrogates. */
const charAt = (code: number | undefined, greatest: number): string | undefined =>
  code === undefined || code > greatest || (code >= 0xd800 && code < 0xe000)
    ? undefined
    : String.fromCodePoint(code);

const codeOf = (hex: string | undefined, octal: string | undefined): number | undefined => {
  if (hex !== undefined) return Number.parseInt(hex, 16);
  return octal === undefined ? undefined : Number.parseInt(octal, 8);
};

const charOf = (token: Token): bigint => {
  const chars = Array.from(unquote(token, "'"));
  const [char] = chars;
  if (char === undefined || chars.length > 1)
    throw new TemplateFailure(token.at, `${token.text} must be one character`);
  return BigInt(char.codePointAt(0) ?? 0);
};

const INTEGER =
  /^([+-]?)(0[xX](?:_?[\da-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|0(?:_?[0-7])*|[1-9](?:_?\d)*)$/;
const FLOAT = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

const numberOf = ({ text, at }: Token): Value => {
  const [, sign, digits] = INTEGER.exec(text) ?? [];
  if (digits !== undefined) {
    const value = BigInt(digits.replaceAll('_', '').replace(/^0(?=\d)/, '0o')) * (sign === '-' ? -1n : 1n);
    if (value < LEAST || value > GREATEST) throw new TemplateFailure(at, `${text} overflows int`);
    return value;
  }
  const value = Number(text);
  if (!FLOAT.test(text) || !/[.eE]/.test(text) || !Number.isFinite(value))
    throw new TemplateFailure(at, `bad number ${text}`);
  return value;
};
