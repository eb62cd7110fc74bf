import { describe, expect, test } from '@jest/globals';
import { type HttpAnswer, HttpError, type HttpRequest } from '../net/port.ts';
import { troubleWith } from './metrics-server.ts';

const json = (status: number, body: unknown): HttpAnswer => ({
  status,
  headers: {},
  body: JSON.stringify(body),
});
const success = (resultType: string, result: unknown): HttpAnswer =>
  json(200, { status: 'success', data: { resultType, result } });

const trial = async (answer: HttpAnswer | Error, address = 'http://prometheus:9090/') => {
  const sent: HttpRequest[] = [];
  const http = {
    send: (request: HttpRequest): Promise<HttpAnswer> => {
      sent.push(request);
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  };
  const signal = new AbortController().signal;
  const trouble = await troubleWith(address, http, signal);
  return { sent, trouble };
};

test('the server is asked once, below the path of its address, and trusted as a flag is', async () => {
  const { sent } = await trial(success('scalar', [1, '1']), 'http://mimir/prometheus/');
  expect(sent).toMatchObject([
    { method: 'GET', url: 'http://mimir/prometheus/api/v1/query?query=1', origin: 'flag' },
  ]);
});

describe('a server that speaks the query API is no trouble', () => {
  test.each([
    { server: 'Prometheus, Thanos and Mimir', answer: success('scalar', [1_700_000_000, '1']) },
    { server: 'VictoriaMetrics', answer: success('vector', [{ metric: {}, value: [1_700_000_000, '1'] }]) },
  ])('$server', async ({ answer }) => {
    expect((await trial(answer)).trouble).toBeUndefined();
  });
});

describe('what else is there is named', () => {
  test.each([
    {
      name: 'nobody',
      answer: new HttpError('unreachable', 'http://prometheus:9090 cannot be reached (ENOTFOUND)'),
      trouble: 'http://prometheus:9090 cannot be reached (ENOTFOUND)',
    },
    {
      name: 'silence',
      answer: new HttpError('timeout', 'http://prometheus:9090 did not answer within 5000 ms'),
      trouble: 'http://prometheus:9090 did not answer within 5000 ms',
    },
    {
      name: 'another web server',
      answer: { status: 404, headers: {}, body: '<html>' },
      trouble: "status 404, and no answer of Prometheus' query API",
    },
    {
      name: 'a server that wants credentials',
      answer: json(401, {}),
      trouble: 'status 401,',
    },
    {
      name: 'a page for people',
      answer: { status: 200, headers: {}, body: '<html>' },
      trouble: 'status 200,',
    },
    { name: 'a broken proxy', answer: json(502, {}), trouble: 'status 502,' },
  ])('$name', async ({ answer, trouble }) => {
    expect((await trial(answer)).trouble).toContain(trouble);
  });
});
