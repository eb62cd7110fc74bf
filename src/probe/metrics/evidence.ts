import type { Answer, NoEvidence } from '../../domain/question.ts';
import { isObject, type Json, listAt, objectAt, textAt } from '../../domain/json.ts';
import { parseSample } from '../../domain/threshold.ts';

/** One finite sample, or the name of what there was instead. */
export type Evidence = { readonly value: number } | Nothing;
export type Nothing = { readonly none: NoEvidence; readonly message: string };

export const noEvidence = (none: NoEvidence, message: string): Nothing => ({ none, message });

export const inconclusive = (none: NoEvidence, message: string): Answer => ({
  outcome: 'inconclusive',
  reason: none,
  message,
});

/** Reads Prometheus' answer to an instant query. Nothing but exactly one finite sample is evidence. */
export const evidenceIn = (status: number, body: string): Evidence => {
  const data = dataIn(status, body);
  if ('none' in data) return data;
  return data.result['resultType'] === 'scalar' ? fromSample(data.result['result']) : fromData(data.result);
};

/** All series of the answer to an instant query, unread. */
export const vectorIn = (status: number, body: string): { readonly vector: readonly unknown[] } | Nothing => {
  const data = dataIn(status, body);
  if ('none' in data) return data;
  return data.result['resultType'] === 'vector'
    ? { vector: listAt(data.result, 'result') }
    : wrongType(data.result['resultType']);
};

const dataIn = (status: number, body: string): { readonly result: Json } | Nothing => {
  const answer = parseJson(body);
  if (status === 401 || status === 403)
    return noEvidence('BadAnswer', `the server refuses the credentials (status ${status})`);
  if (isObject(answer) && answer['status'] === 'error') return queryError(status, answer);
  if (isOutage(status)) return noEvidence('MetricsUnavailable', `status ${status}`);
  if (!isObject(answer)) return noEvidence('BadAnswer', `status ${status}, and no JSON object`);
  if (status !== 200 || answer['status'] !== 'success') return noEvidence('BadAnswer', `status ${status}`);
  return { result: objectAt(answer, 'data') };
};

const isOutage = (status: number): boolean => status >= 500 || status === 429;

const parseJson = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined; // not JSON: the caller says so
  }
};

/** The error's text is the server's, about our query; it is cut and made one line. */
const queryError = (status: number, answer: Json): Nothing => {
  const type = textAt(answer, 'errorType') || 'error';
  const text = textAt(answer, 'error').slice(0, 200).replace(/\s+/g, ' ');
  if (type === 'timeout') return noEvidence('MetricsTimeout', `${type}: ${text}`);
  const isDown = isOutage(status) && type !== 'execution';
  return noEvidence(isDown ? 'MetricsUnavailable' : 'QueryError', `${type}: ${text}`);
};

const wrongType = (type: unknown): Nothing =>
  type === 'matrix' || type === 'string' || type === 'scalar'
    ? noEvidence('WrongResultType', `the query answers with a ${type}, an instant vector is needed`)
    : noEvidence('BadAnswer', 'the answer names no known result type');

const fromData = (data: Json): Evidence =>
  data['resultType'] === 'vector' ? evidenceInVector(listAt(data, 'result')) : wrongType(data['resultType']);

export const evidenceInVector = (series: readonly unknown[]): Evidence => {
  const [only, ...others] = series;
  if (only === undefined) return noEvidence('NoData', 'no values found');
  return others.length === 0
    ? fromSample(objectAt(only)['value'])
    : noEvidence('SeveralSeries', `${series.length} series instead of one; aggregate them in the query`);
};

const fromSample = (sample: unknown): Evidence => {
  const value = Array.isArray(sample) ? parseSample(sample[1]) : undefined;
  return value === undefined ? noEvidence('BadAnswer', 'the sample is not a number') : finite(value);
};

export const finite = (value: number): Evidence => {
  if (Number.isNaN(value))
    return noEvidence('NotANumber', 'no values found: the value is NaN, as of nothing divided by nothing');
  return Number.isFinite(value) ? { value } : noEvidence('Infinite', 'the value is infinite');
};
