import type { Answer, NoEvidence } from '../../domain/question.ts';
import { isObject, listAt, objectAt } from '../../domain/json.ts';
import { parseSample } from '../../domain/threshold.ts';

/** One finite sample, or the name of what there was instead. */
export type Evidence = { readonly value: number } | { readonly none: NoEvidence; readonly message: string };

export const noEvidence = (none: NoEvidence, message: string): Evidence => ({ none, message });

export const inconclusive = (none: NoEvidence, message: string): Answer => ({
  outcome: 'inconclusive',
  reason: none,
  message,
});

/** Reads Prometheus' answer to an instant query. Nothing but exactly one finite sample is evidence. */
export const evidenceIn = (status: number, body: string): Evidence => {
  const answer = parseJson(body);
  if (!isObject(answer))
    return noEvidence(
      status >= 500 ? 'MetricsUnavailable' : 'BadAnswer',
      `status ${status}, and no JSON object`,
    );
  if (answer['status'] === 'error') return queryError(status, answer);
  if (status !== 200 || answer['status'] !== 'success') {
    return noEvidence(status >= 500 ? 'MetricsUnavailable' : 'BadAnswer', `status ${status}`);
  }
  return fromData(objectAt(answer, 'data'));
};

const parseJson = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined; // not JSON: the caller says so
  }
};

/** The error's text is the server's about our query; it is cut, since it may quote what was sent. */
const queryError = (status: number, answer: Readonly<Record<string, unknown>>): Evidence => {
  const type = typeof answer['errorType'] === 'string' ? answer['errorType'] : 'error';
  const text = typeof answer['error'] === 'string' ? answer['error'].slice(0, 200) : '';
  const isOutage = status >= 500 && type !== 'execution';
  return noEvidence(
    type === 'timeout' ? 'MetricsTimeout' : isOutage ? 'MetricsUnavailable' : 'QueryError',
    `${type}: ${text}`,
  );
};

const fromData = (data: Readonly<Record<string, unknown>>): Evidence => {
  switch (data['resultType']) {
    case 'scalar':
      return fromSample(data['result']);
    case 'vector':
      return fromVector(listAt(data, 'result'));
    case 'matrix':
    case 'string':
      return noEvidence(
        'WrongResultType',
        `the query answers with a ${data['resultType']}, an instant vector is needed`,
      );
    default:
      return noEvidence('BadAnswer', 'the answer names no known result type');
  }
};

const fromVector = (result: readonly unknown[]): Evidence => {
  if (result.length > 1)
    return noEvidence('SeveralSeries', `${result.length} series instead of one; aggregate them in the query`);
  const [series] = result;
  return series === undefined
    ? noEvidence('NoData', 'no values found')
    : fromSample(objectAt(series)['value']);
};

const fromSample = (sample: unknown): Evidence => {
  const value = Array.isArray(sample) ? parseSample(sample[1]) : undefined;
  if (value === undefined) return noEvidence('BadAnswer', 'the sample is not a number');
  if (Number.isNaN(value))
    return noEvidence('NotANumber', 'no values found: the value is NaN, as of nothing divided by nothing');
  return Number.isFinite(value) ? { value } : noEvidence('Infinite', 'the value is infinite');
};
