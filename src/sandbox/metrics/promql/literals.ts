const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
  y: 365 * 86_400_000,
};
const DURATION = /^(?:\d+(?:ms|[ywdhms]))+$/;
const NUMBER = /^(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+)?$/i;

/** `1h30m` in milliseconds; undefined when the text is no duration. */
export const parseDurationMs = (text: string): number | undefined => {
  if (!DURATION.test(text)) return undefined;
  let total = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)(ms|[ywdhms])/g)) {
    total += Number(count) * (UNIT_MS[unit ?? ''] ?? NaN);
  }
  return total;
};

/** A number as Go reads it, or a duration in seconds; undefined when it is neither. */
export const parseNumber = (text: string): number | undefined => {
  const sign = text.startsWith('-') ? -1 : 1;
  const bare = text.replace(/^[+-]\s*/, '').toLowerCase();
  if (bare === 'inf' || bare === '+inf' || bare === 'infinity') return sign * Infinity;
  if (bare === 'nan') return NaN;
  if (/^0x[\da-f]+$/.test(bare)) return sign * Number(bare);
  if (NUMBER.test(bare)) return sign * Number(bare.replaceAll('_', ''));
  const durationMs = parseDurationMs(bare);
  return durationMs === undefined ? undefined : (sign * durationMs) / 1000;
};

const SIMPLE: Readonly<Record<string, string>> = {
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
const ESCAPE = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{3})|([\s\S]))/g;

/** Removes the quotes and Go's escapes; undefined when there is an escape that Go does not know. */
export const unquote = (literal: string): string | undefined => {
  const quote = literal.charAt(0);
  if (literal.length < 2 || literal.at(-1) !== quote) return undefined;
  const inner = literal.slice(1, -1);
  if (quote === '`') return inner;
  const unknown: string[] = [];
  const text = inner.replaceAll(ESCAPE, (escape, ...groups: (string | undefined)[]) => {
    const meant = meaningOf(groups);
    if (meant === undefined) unknown.push(escape);
    return meant ?? '';
  });
  return unknown.length === 0 ? text : undefined;
};

const meaningOf = ([hex, short, long, octal, simple]: readonly (string | undefined)[]):
  | string
  | undefined => {
  if (simple !== undefined) return SIMPLE[simple];
  const digits = hex ?? short ?? long;
  const code = digits === undefined ? parseInt(octal ?? '', 8) : parseInt(digits, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
};
