import { regexError } from './regex-error.ts';

export type CharacterTest = (character: string) => boolean;

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** RE2's, of ASCII only; in a form that fits between brackets. */
const PERL: Readonly<Record<string, string>> = {
  d: '0-9',
  w: '0-9A-Za-z_',
  s: '\\t\\n\\f\\r ',
};
const POSIX: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7F',
  blank: '\\t ',
  cntrl: '\\x00-\\x1F\\x7F',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`\\{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

const HEX = /^x(?:([\da-fA-F]{2})|\{([\da-fA-F]{1,6})\})/;
const OCTAL = /^0[0-7]{0,2}|^[1-7][0-7]{2}/;
const PROPERTY = /^([pP])(?:\{(\^?)(\w+)\}|([A-Z]))/;

export interface Escape {
  /** Without the backslash. */
  readonly length: number;
  /** What it stands for: one character, or (as the inside of a JavaScript class) a set of them. */
  readonly meaning: { readonly character: string } | { readonly set: string; readonly negated: boolean };
}

const character = (text: string, length: number): Escape => ({ length, meaning: { character: text } });

const codePoint = (code: number, length: number): Escape => {
  if (code > 0x10ffff) throw regexError('invalid escape sequence');
  return character(String.fromCodePoint(code), length);
};

const propertyEscape = (name: string): string => {
  for (const property of [`\\p{${name}}`, `\\p{Script=${name}}`]) {
    if (isRegex(`[${property}]`)) return property;
  }
  throw regexError(`invalid character class range: \`${name}\``);
};

const isRegex = (source: string): boolean => {
  try {
    return new RegExp(source, 'u').source !== '';
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === 'SyntaxError') return false;
    throw thrown;
  }
};

const readSet = (rest: string): Escape | undefined => {
  const letter = rest.charAt(0);
  const perl = PERL[letter.toLowerCase()];
  if (perl !== undefined) return { length: 1, meaning: { set: perl, negated: letter < 'a' } };
  const [text, sign, not, braced, short] = PROPERTY.exec(rest) ?? [];
  if (text === undefined) return undefined;
  const negated = (sign === 'P') !== (not === '^');
  return { length: text.length, meaning: { set: propertyEscape(braced ?? short ?? ''), negated } };
};

const readCode = (rest: string): Escape | undefined => {
  const [hex, short, long] = HEX.exec(rest) ?? [];
  if (hex !== undefined) return codePoint(parseInt(short ?? long ?? '', 16), hex.length);
  const [octal] = OCTAL.exec(rest) ?? [];
  return octal === undefined ? undefined : codePoint(parseInt(octal, 8), octal.length);
};

const readLetter = (rest: string): Escape => {
  const letter = rest.charAt(0);
  const simple = SIMPLE[letter];
  if (simple === undefined && !/^[!-\/:-@[-`{-~]$/.test(letter)) {
    throw regexError(`invalid escape sequence: \`\\${letter}\``);
  }
  return character(simple ?? letter, 1);
};

/** Reads what follows a backslash. References to groups do not exist in RE2. */
export const readEscape = (rest: string): Escape => readSet(rest) ?? readCode(rest) ?? readLetter(rest);

const sourceOf = ({ meaning }: Escape): string => {
  if ('set' in meaning) return meaning.negated ? `^${meaning.set}` : meaning.set;
  return coded(meaning.character);
};

const compileSet = (inside: string, ignoreCase: boolean): CharacterTest => {
  try {
    const regex = new RegExp(`^[${inside}]$`, ignoreCase ? 'ui' : 'u');
    return (candidate) => regex.test(candidate);
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === 'SyntaxError')
      throw regexError('invalid character class range');
    throw thrown;
  }
};

export const escapeTest = (escape: Escape, ignoreCase: boolean): CharacterTest =>
  compileSet(sourceOf(escape), ignoreCase);

export const literalTest = (literal: string, ignoreCase: boolean): CharacterTest => {
  if (!ignoreCase) return (candidate) => candidate === literal;
  return compileSet(coded(literal), true);
};

interface ClassPart {
  readonly length: number;
  readonly source: string;
  /** A set of its own that is the complement of `source`. */
  readonly negated?: boolean;
}

const POSIX_CLASS = /^\[:(\^?)(\w+):\]/;

const readPosix = (rest: string): ClassPart | undefined => {
  const [text, not, name = ''] = POSIX_CLASS.exec(rest) ?? [];
  if (text === undefined) return undefined;
  const source = POSIX[name];
  if (source === undefined) throw regexError(`invalid character class range: \`${text}\``);
  return { length: text.length, source, negated: not === '^' };
};

const readEscaped = (rest: string): ClassPart | undefined => {
  if (!rest.startsWith('\\')) return undefined;
  const escape = readEscape(rest.slice(1));
  const length = escape.length + 1;
  if ('character' in escape.meaning) return { length, source: sourceOf(escape) };
  return { length, source: escape.meaning.set, negated: escape.meaning.negated };
};

const coded = (literal: string): string => `\\u{${(literal.codePointAt(0) ?? 0).toString(16)}}`;

const readLiteral = (rest: string): ClassPart => {
  const [literal = ''] = rest;
  return { length: literal.length, source: literal === '-' ? '-' : coded(literal) };
};

const readPart = (rest: string): ClassPart => readPosix(rest) ?? readEscaped(rest) ?? readLiteral(rest);

/** Reads a class from after its opening bracket; the length includes the closing one. */
export const readClass = (
  rest: string,
  ignoreCase: boolean,
): { readonly length: number; readonly test: CharacterTest } => {
  const inverted = rest.startsWith('^');
  const first = inverted ? 1 : 0;
  let position = first;
  let plain = '';
  const complements: CharacterTest[] = [];
  while (position === first || rest.charAt(position) !== ']') {
    if (position >= rest.length) throw regexError('missing closing ]');
    const part = readPart(rest.slice(position));
    position += part.length;
    if (part.negated === true) complements.push(compileSet(`^${part.source}`, ignoreCase));
    else plain += edgeDash(part.source, plain, rest.charAt(position));
  }
  const inPlain: CharacterTest = plain === '' ? () => false : compileSet(plain, ignoreCase);
  const matches: CharacterTest = (candidate) =>
    (inPlain(candidate) || complements.some((test) => test(candidate))) !== inverted;
  return { length: position + 1, test: matches };
};

/** A dash at an edge of the class is a dash. */
const edgeDash = (source: string, before: string, after: string): string =>
  source === '-' && (before === '' || after === ']') ? '\\-' : source;
