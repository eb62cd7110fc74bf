const SHORT: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
};

const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

const hex = (code: number, length: number): string => code.toString(16).padStart(length, '0');

const escape = (char: string, quote: string): string => {
  if (char === quote) return `\\${quote}`;
  const short = SHORT[char];
  if (short !== undefined || PRINTABLE.test(char)) return short ?? char;
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x20 || code === 0x7f) return `\\x${hex(code, 2)}`;
  return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
};

/** As Go's strconv.Quote. */
export const quoteText = (text: string): string =>
  `"${Array.from(text, (char) => escape(char, '"')).join('')}"`;

/** As Go's strconv.QuoteRune. */
export const quoteChar = (code: bigint): string => {
  const isChar = code >= 0n && code <= 0x10ffffn && (code < 0xd800n || code > 0xdfffn);
  return `'${escape(isChar ? String.fromCodePoint(Number(code)) : '\ufffd', "'")}'`;
};
