import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { PrometheusServer } from '../../src/sandbox/metrics/prometheus-api.ts';
import { makePrometheusApi, servePrometheus } from '../../src/sandbox/metrics/prometheus-api.ts';
import { makeSeriesStore } from '../../src/sandbox/metrics/series-store.ts';
import { VirtualClock } from '../../src/runtime/virtual-clock.ts';

const clock = new VirtualClock();
const store = makeSeriesStore({});
let server: PrometheusServer;

beforeAll(async () => {
  for (const [index, value] of [1, 3, 6].entries()) {
    store.append(clock.now() - 2000 + index * 1000, [{ labels: { __name__: 'x_total', job: 'a' }, value }]);
  }
  server = await servePrometheus(makePrometheusApi({ store, clock }));
});
afterAll(() => server.close());

const ask = async (path: string, init?: RequestInit): Promise<{ status: number; body: unknown }> => {
  const response = await fetch(`${server.url}${path}`, init);
  const text = await response.text();
  return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
};

test('answers a query at the present when no time is given', async () => {
  expect(await ask('/api/v1/query?query=x_total')).toEqual({
    status: 200,
    body: {
      status: 'success',
      data: {
        resultType: 'vector',
        result: [{ metric: { __name__: 'x_total', job: 'a' }, value: [clock.now() / 1000, '6'] }],
      },
    },
  });
});

test('takes a form by POST for a range', async () => {
  const end = clock.now() / 1000;
  const body = new URLSearchParams({
    query: 'x_total > 1',
    start: String(end - 2),
    end: String(end),
    step: '1s',
  });
  const answer = await ask('/api/v1/query_range', { method: 'POST', body });
  expect(answer.body).toMatchObject({
    data: {
      resultType: 'matrix',
      result: [
        {
          values: [
            [end - 1, '3'],
            [end, '6'],
          ],
        },
      ],
    },
  });
});

test.each([
  ['query?query=x_total[', 400, 'bad_data'],
  ['query?query=x_total&time=yesterday', 400, 'bad_data'],
  ['query_range?query=x_total&start=0&end=100000&step=1', 400, 'bad_data'],
  ['query_range?query=x_total&start=1&end=0&step=1', 400, 'bad_data'],
  ['query_range?query=x_total&start=0&end=1&step=0', 400, 'bad_data'],
  ['series', 400, 'bad_data'],
  ['query?query=label_replace(x_total,"a","b","c","(")', 422, 'execution'],
])('%s is refused with %i and %s', async (path, status, errorType) => {
  expect(await ask(`/api/v1/${path}`)).toMatchObject({ status, body: { status: 'error', errorType } });
});

test('lists series, label names and values, and says that it is ready', async () => {
  expect((await ask('/api/v1/labels')).body).toMatchObject({ data: ['__name__', 'job'] });
  expect((await ask('/api/v1/label/job/values')).body).toMatchObject({ data: ['a'] });
  expect((await ask('/api/v1/series?match[]=x_total')).body).toMatchObject({
    data: [{ __name__: 'x_total', job: 'a' }],
  });
  expect(await ask('/-/ready')).toMatchObject({ status: 200 });
  expect(await ask('/elsewhere')).toMatchObject({ status: 404 });
});
