/** Milliseconds since 1970 as the API server writes a time: RFC 3339 in UTC, whole seconds. */
export const toRfc3339 = (ms: number): string => new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');

/** Milliseconds since 1970; NaN when the text is not a time. */
export const fromRfc3339 = (text: string): number => Date.parse(text);

/** Milliseconds since 1970 of a date in an HTTP header; NaN when the text is not a date. */
export const fromHttpDate = (text: string): number => Date.parse(text);

/** Milliseconds from `now` until the moment that a Retry-After header names, in seconds or as a date; undefined when it is neither. */
export const retryAfterMs = (header: string, now: number): number | undefined => {
  if (/^\d+(\.\d+)?$/.test(header)) return Math.ceil(Number(header) * 1000);
  const at = header === '' ? Number.NaN : fromHttpDate(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
};

/** As `toRfc3339`, with milliseconds: for times that are compared by less than a second. */
export const toRfc3339Millis = (ms: number): string => new Date(ms).toISOString();

/** RFC 3339 with microseconds; the API server takes the times of Leases in no other form. */
export const toRfc3339Micros = (ms: number): string => toRfc3339Millis(ms).replace('Z', '000Z');

/** Reading and writing times for code that must not know the clock's library; undefined when it is not a time. */
export const TIMES = {
  parse: (text: string): number | undefined => {
    const ms = fromRfc3339(text);
    return Number.isNaN(ms) ? undefined : ms;
  },
  format: toRfc3339Millis,
};
