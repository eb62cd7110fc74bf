import { isObject, type Json, listAt, objectAt, textAt } from '../../domain/json.ts';
import { parseSample } from '../../domain/threshold.ts';
import { type Evidence, finite, noEvidence, type Nothing } from './evidence.ts';

export const NO_VALUES = noEvidence('NoData', 'no values found');

/** What an answer that is no answer to the query means; undefined for a good one. */
export const refusalIn = (status: number, body: string): Nothing | undefined => {
  if (status === 200) return undefined;
  if (status === 401 || status === 403)
    return noEvidence('BadAnswer', `the server refuses the credentials (status ${status})`);
  if ([408, 504].includes(status)) return noEvidence('MetricsTimeout', `status ${status}`);
  if (status === 429 || status >= 500) return noEvidence('MetricsUnavailable', `status ${status}`);
  return refusedQuery(status, body);
};

const refusedQuery = (status: number, body: string): Nothing => {
  const text = errorTextIn(parseJson(body));
  if (text !== '') return queryError(text);
  return noEvidence([400, 422].includes(status) ? 'QueryError' : 'BadAnswer', `status ${status}`);
};

/** The text is the server's, about our query; it is cut and made one line. */
export const queryError = (text: string): Nothing =>
  noEvidence('QueryError', text.slice(0, 200).replace(/\s+/g, ' ').trim());

/** Only where an error is known to stand: nothing else of a foreign answer is shown. */
const errorTextIn = (answer: unknown): string => {
  if (!isObject(answer)) return '';
  const { error, errors } = answer;
  if (isObject(error)) return textAt(error, 'message');
  const [first] = Array.isArray(errors) ? (errors as readonly unknown[]) : [];
  return [error, first, answer['message']].find((text) => typeof text === 'string') ?? '';
};

export const parseJson = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined; // not JSON: the caller says so
  }
};

export const objectIn = (body: string): { readonly answer: Json } | Nothing => {
  const answer = parseJson(body);
  return isObject(answer) ? { answer } : noEvidence('BadAnswer', 'the answer is no JSON object');
};

/** The list that the answer must have there. */
export const listIn = (
  body: string,
  ...path: readonly string[]
): { readonly list: readonly unknown[] } | Nothing => {
  const found = objectIn(body);
  if ('none' in found) return found;
  const key = path.at(-1) ?? '';
  return Array.isArray(objectAt(found.answer, ...path.slice(0, -1))[key])
    ? { list: listAt(found.answer, ...path) }
    : noEvidence('BadAnswer', `the answer has no list ${path.join('.')}`);
};

/** The only one of several that could be meant. */
export const single = (series: readonly unknown[]): { readonly one: unknown } | Nothing => {
  if (series.length === 0) return NO_VALUES;
  return series.length === 1
    ? { one: series[0] }
    : noEvidence('SeveralSeries', `${series.length} series instead of one; aggregate them in the query`);
};

/** The newest number of values in the order of time; nulls stand for moments without data. */
export const newest = (values: readonly unknown[]): Evidence => {
  const last = values.findLast((value) => value !== null && value !== undefined);
  return numberIn(last);
};

/** A number, or a number as text; null is no data. */
export const numberIn = (value: unknown): Evidence => {
  if (value === null || value === undefined) return NO_VALUES;
  const number = typeof value === 'number' ? value : parseSample(value);
  return number === undefined ? noEvidence('BadAnswer', 'the value is not a number') : finite(number);
};
