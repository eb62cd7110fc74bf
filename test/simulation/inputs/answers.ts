import type { HttpAnswer } from '../../../src/net/port.ts';

export interface HostileAnswer {
  readonly row: number;
  readonly what: string;
  readonly answer: HttpAnswer;
  /** In the record. */
  readonly reason: string;
  /** In an Event. */
  readonly says: string;
}

const body = (text: string, status = 200): HttpAnswer => ({ status, headers: {}, body: text });
const data = (resultType: string, result: unknown, more: Record<string, unknown> = {}): HttpAnswer =>
  body(JSON.stringify({ status: 'success', data: { resultType, result }, ...more }));
const series = (...values: readonly unknown[]) =>
  data(
    'vector',
    values.map((value) => ({ metric: {}, value: [0, value] })),
  );

const NOT_A_NUMBER = 'the sample is not a number';
const nested = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;

export const ANSWERS: readonly HostileAnswer[] = [
  ...['matrix', 'string'].map((type) => ({
    row: 128,
    what: `a ${type}`,
    answer: data(type, []),
    reason: 'WrongResultType',
    says: `the query answers with a ${type}, an instant vector is needed`,
  })),
  { row: 128, what: 'no series', answer: series(), reason: 'NoData', says: 'no values found for metric own' },
  {
    row: 128,
    what: 'two series',
    answer: series('100', '100'),
    reason: 'SeveralSeries',
    says: '2 series instead of one; aggregate them in the query',
  },
  {
    row: 129,
    what: 'NaN',
    answer: series('NaN'),
    reason: 'NotANumber',
    says: 'no values found for metric own, the value is NaN',
  },
  ...['+Inf', '-Inf'].map((value) => ({
    row: 129,
    what: value,
    answer: series(value),
    reason: 'Infinite',
    says: 'the value is infinite',
  })),
  ...['', null, '0x10', '1,5', '100abc', 100, { toString: 1 }].map((value) => ({
    row: 129,
    what: `the value ${JSON.stringify(value)}`,
    answer: series(value),
    reason: 'BadAnswer',
    says: NOT_A_NUMBER,
  })),
  {
    row: 130,
    what: 'an error with status 200',
    answer: body('{"status":"error","errorType":"bad_data","error":"parse\\r\\nerror"}'),
    reason: 'QueryError',
    says: 'bad_data: parse error',
  },
  ...['<html>', '{"status":"success","data":', '', 'null', '[]', '"success"'].map((text) => ({
    row: 130,
    what: `the body ${JSON.stringify(text)}`,
    answer: body(text),
    reason: 'BadAnswer',
    says: 'status 200, and no JSON object',
  })),
  {
    row: 130,
    what: 'success without data',
    answer: body('{"status":"success"}'),
    reason: 'BadAnswer',
    says: 'the answer names no known result type',
  },
  {
    row: 131,
    what: '20,000 lists in one another for a value',
    answer: body(`{"status":"success","data":{"resultType":"vector","result":[{"value":[0,${nested}]}]}}`),
    reason: 'BadAnswer',
    says: NOT_A_NUMBER,
  },
  {
    row: 131,
    what: '20,000 lists in one another for a body',
    answer: body(nested),
    reason: 'BadAnswer',
    says: 'status 200, and no JSON object',
  },
];

/** Of a partial answer Prometheus says no more than of a hint about the query, so that it is no reason to refuse. */
export const GOOD_ANSWERS: readonly Pick<HostileAnswer, 'row' | 'what' | 'answer'>[] = [
  {
    row: 132,
    what: 'warnings',
    answer: data('vector', [{ metric: {}, value: [0, '100'] }], {
      warnings: ['PromQL info: might not be a counter'],
    }),
  },
  {
    row: 132,
    what: 'a time long ago',
    answer: data('vector', [{ metric: {}, value: [1, '100'] }]),
  },
];
