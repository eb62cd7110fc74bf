/**
 * Records of comma separated values (RFC 4180); a blank line is a record of one empty field. Takes time in proportion to
 * the text, whatever the text: an unclosed quote holds the rest, and what follows a closed one is dropped.
 */
export const parseCsv = (text: string): readonly (readonly string[])[] => {
  const records: string[][] = [];
  let record: string[] = [];
  let at = 0;
  while (at <= text.length) {
    const field = text[at] === '"' ? quotedAt(text, at + 1) : { value: '', end: at };
    const end = endOfField(text, field.end);
    record.push(field.value + (text[at] === '"' ? '' : text.slice(at, end)));
    at = end + 1;
    if (text[end] === ',') continue;
    records.push(record.map(withoutReturn));
    record = [];
  }
  return records;
};

/** `end` is behind the closing quote. */
const quotedAt = (text: string, from: number): { readonly value: string; readonly end: number } => {
  let close = text.indexOf('"', from);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  const stop = close < 0 ? text.length : close;
  return { value: text.slice(from, stop).replaceAll('""', '"'), end: stop + 1 };
};

const endOfField = (text: string, from: number): number => {
  let end = from;
  while (end < text.length && text[end] !== ',' && text[end] !== '\n') end += 1;
  return end;
};

/** Lines may end with a carriage return as well. */
const withoutReturn = (field: string, at: number, record: readonly string[]): string =>
  at === record.length - 1 ? field.replace(/\r$/, '') : field;
