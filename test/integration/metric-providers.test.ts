import { describe, expect, test } from '@jest/globals';
import { type Asking, askTemplate, NOW_S, type Reply } from '../support/metric-provider.ts';

/** A provider that asks once: what it is asked, what it must send, and what its server may say. */
interface Kind {
  readonly asking: Asking;
  readonly sends: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
  /** An answer with the value 42.5. */
  readonly good: unknown;
  readonly empty: unknown;
  readonly others: readonly (readonly [string, Reply, string])[];
  /** The form in which it refuses a query, and what is shown of that. */
  readonly wrong: readonly [Reply, string];
}

const csv = (...lines: readonly string[]): string => `${lines.join('\r\n')}\r\n\r\n`;

const stream = (...events: readonly (readonly [string, object])[]): string =>
  events
    .map(([name, data]) => {
      const lines = JSON.stringify(data, null, 1).split('\n');
      return [`event: ${name}`, ...lines.map((line) => `data: ${line}`), '', ''].join('\n');
    })
    .join('');

const KINDS: Readonly<Record<string, Kind>> = {
  datadog: {
    asking: {
      provider: { type: 'datadog' },
      secret: { datadog_api_key: 'api-key-1', datadog_application_key: 'app-key-1\n' },
      query: 'avg:istio.errors{app:{{ target }}}.as_rate()',
    },
    sends: {
      method: 'GET',
      url: `https://api.datadoghq.com/api/v1/query?query=avg%3Aistio.errors%7Bapp%3Apodinfo%7D.as_rate%28%29&from=${NOW_S - 300}&to=${NOW_S}`,
      headers: { 'dd-api-key': 'api-key-1', 'dd-application-key': 'app-key-1' },
    },
    good: {
      status: 'ok',
      series: [
        {
          metric: 'istio.errors',
          pointlist: [
            [1, 7],
            [2, 42.5],
            [3, null],
          ],
        },
      ],
    },
    empty: { status: 'ok', series: [] },
    others: [
      ['only nulls', [200, { status: 'ok', series: [{ pointlist: [[1, null]] }] }], 'NoData'],
      [
        'two series',
        [200, { status: 'ok', series: [{ pointlist: [[1, 1]] }, { pointlist: [[1, 2]] }] }],
        'SeveralSeries',
      ],
      ['an error with status 200', [200, { status: 'error', error: 'rule 1' }], 'QueryError'],
      ['refused keys', [403, { errors: ['Forbidden'] }], 'BadAnswer'],
    ],
    wrong: [[400, { errors: ['Rule is invalid: api-key-1\n at 3'] }], 'Rule is invalid: *** at 3'],
  },
  newrelic: {
    asking: {
      provider: { type: 'newrelic', address: 'https://insights-api.eu.newrelic.com/' },
      secret: { newrelic_account_id: '123', newrelic_query_key: 'query-key' },
      query: "SELECT filter(count(*), WHERE code < 500) / count(*) FROM Metric WHERE app = '{{ target }}'",
    },
    sends: {
      method: 'GET',
      url:
        'https://insights-api.eu.newrelic.com/v1/accounts/123/query?nrql=' +
        'SELECT+filter%28count%28*%29%2C+WHERE+code+%3C+500%29+%2F+count%28*%29+FROM+Metric+WHERE+app+%3D+%27podinfo%27+SINCE+30+seconds+ago',
      headers: { 'x-query-key': 'query-key', accept: 'application/json' },
    },
    good: { results: [{ result: 42.5 }], metadata: {} },
    empty: { results: [] },
    others: [
      ['a null', [200, { results: [{ result: null }] }], 'NoData'],
      ['a bare aggregation', [200, { results: [{ count: 3 }] }], 'WrongResultType'],
      ['several results', [200, { results: [{ result: 1 }, { result: 2 }] }], 'SeveralSeries'],
      ['no results', [200, { metadata: {} }], 'BadAnswer'],
    ],
    wrong: [[400, { error: 'NRQL Syntax Error: unexpected FRM' }], 'NRQL Syntax Error: unexpected FRM'],
  },
  graphite: {
    asking: {
      provider: { type: 'graphite', address: 'http://graphite.monitoring/base' },
      secret: { username: 'user', password: 'pass' },
      query: 'target=summarize(\n  asPercent(a.{{ target }}.ok, a.all)\n, "1min")&from=-5min\n&until=now\n',
    },
    sends: {
      method: 'GET',
      url:
        'http://graphite.monitoring/base/render?target=summarize%28%0A++asPercent%28a.podinfo.ok%2C+a.all%29%0A%2C+%221min%22%29' +
        '&from=-5min&until=now&format=json',
      headers: { authorization: `Basic ${btoa('user:pass')}` },
    },
    good: [
      {
        target: 'x',
        datapoints: [
          [1, 10],
          [42.5, 20],
          [null, 30],
        ],
      },
    ],
    empty: [],
    others: [
      ['only nulls', [200, [{ target: 'x', datapoints: [[null, 10]] }]], 'NoData'],
      ['two targets', [200, [{ datapoints: [[1, 1]] }, { datapoints: [[2, 1]] }]], 'SeveralSeries'],
      ['an object', [200, {}], 'BadAnswer'],
    ],
    wrong: [[400, 'Invalid target'], 'status 400'],
  },
  influxdb: {
    asking: {
      provider: { type: 'influxdb', address: 'https://influx.monitoring' },
      secret: { token: 'the-token', org: 'my org' },
      query: '// errors\nfrom(bucket: "default")\n  |> range(start: -{{ interval }})',
    },
    sends: {
      method: 'POST',
      url: 'https://influx.monitoring/api/v2/query?org=my+org',
      headers: {
        authorization: 'Token the-token',
        'content-type': 'application/json',
        accept: 'application/csv',
      },
      body: {
        query: '// errors\nfrom(bucket: "default")\n  |> range(start: -30s)',
        type: 'flux',
        dialect: { header: true, annotations: [] },
      },
    },
    good: csv(
      ',result,table,_time,_value,host',
      ',_result,0,2026-01-02T03:00:00.5Z,42.5,"a, ""b"""',
      ',_result,0,2026-01-02T03:00:00Z,7,a',
    ),
    empty: '\r\n',
    others: [
      ['a header alone', [200, csv(',result,table,_time,_value')], 'NoData'],
      [
        'two tables',
        [200, csv(',result,table,_time,_value', ',r,0,t,1') + csv(',result,table,_value', ',r,1,2')],
        'SeveralSeries',
      ],
      ['a text', [200, csv(',result,table,_time,_value', ',r,0,t,high')], 'BadAnswer'],
      ['not a number', [200, csv(',result,table,_time,_value', ',r,0,t,NaN')], 'NotANumber'],
      ['an error amid the answer', [200, csv('error,reference', 'failed to read,897')], 'QueryError'],
    ],
    wrong: [[400, { code: 'invalid', message: 'undefined identifier x' }], 'undefined identifier x'],
  },
  dynatrace: {
    asking: {
      provider: { type: 'dynatrace', address: 'https://abc.live.dynatrace.com' },
      secret: { dynatrace_token: 'dt0c01.x' },
      query: 'builtin:service.errors:filter(eq(app,"{{ target }}"))',
    },
    sends: {
      method: 'GET',
      url:
        'https://abc.live.dynatrace.com/api/v2/metrics/query?metricSelector=builtin%3Aservice.errors%3Afilter%28eq%28app%2C%22podinfo%22%29%29' +
        `&resolution=Inf&from=${(NOW_S - 300) * 1000}&to=${NOW_S * 1000}`,
      headers: { authorization: 'Api-Token dt0c01.x', accept: 'application/json' },
    },
    good: { totalCount: 1, resolution: 'Inf', result: [{ metricId: 'x', data: [{ values: [42.5] }] }] },
    empty: { totalCount: 0, result: [{ metricId: 'x', data: [] }] },
    others: [
      ['a null', [200, { result: [{ data: [{ values: [null] }] }] }], 'NoData'],
      ['two sets', [200, { result: [{ data: [{ values: [1] }, { values: [2] }] }] }], 'SeveralSeries'],
      ['a text', [200, { result: [{ data: [{ values: ['high'] }] }] }], 'BadAnswer'],
    ],
    wrong: [[400, { error: { code: 400, message: 'unknown selector' } }], 'unknown selector'],
  },
  splunk: {
    asking: {
      provider: { type: 'splunk', address: 'https://api.us1.signalfx.com' },
      secret: { sf_token_key: 'sf-token' },
      query: "errors = data('errors', filter('app', '{{ target }}'))\nerrors.sum().publish()\n",
    },
    sends: {
      method: 'POST',
      url:
        'https://stream.us1.signalfx.com/v2/signalflow/execute' +
        `?start=${(NOW_S - 300) * 1000}&stop=${NOW_S * 1000}&immediate=true`,
      headers: { 'x-sf-token': 'sf-token', 'content-type': 'text/plain', accept: 'text/event-stream' },
      body: "errors = data('errors', filter('app', 'podinfo'))\nerrors.sum().publish()",
    },
    good: stream(
      ['control-message', { event: 'STREAM_START' }],
      ['metadata', { tsId: 'A', properties: {} }],
      ['data', { data: [{ tsId: 'A', value: 7 }], logicalTimestampMs: 1 }],
      ['data', { data: [{ tsId: 'A', value: 42.5 }], logicalTimestampMs: 2 }],
      ['data', { data: [], logicalTimestampMs: 3 }],
      ['control-message', { event: 'END_OF_CHANNEL' }],
    ),
    empty: stream(['data', { data: [] }], ['control-message', { event: 'END_OF_CHANNEL' }]),
    others: [
      ['cut short amid the events', [200, stream(['data', { data: [{ value: 1 }] }])], 'BadAnswer'],
      [
        'two series',
        [
          200,
          stream(
            ['data', { data: [{ value: 1 }, { value: 2 }] }],
            ['control-message', { event: 'END_OF_CHANNEL' }],
          ),
        ],
        'SeveralSeries',
      ],
      ['an error amid the events', [200, stream(['error', { message: 'no such stream' }])], 'QueryError'],
    ],
    wrong: [[400, { code: 400, message: 'Unexpected token' }], 'Unexpected token'],
  },
  externalmetrics: {
    asking: {
      provider: { type: 'externalmetrics', address: 'https://other-cluster:6443' },
      secret: { token: 'cluster-token' },
      query: '{{ namespace }}/queue-length?labelSelector=app%3D{{ target }}',
    },
    sends: {
      method: 'GET',
      url: 'https://other-cluster:6443/apis/external.metrics.k8s.io/v1beta1/namespaces/test/queue-length?labelSelector=app%3Dpodinfo',
      headers: { authorization: 'Bearer cluster-token', accept: 'application/json' },
    },
    good: { kind: 'ExternalMetricValueList', metadata: {}, items: [{ metricName: 'x', value: '42500m' }] },
    empty: { metadata: {}, items: [] },
    others: [
      ['two items', [200, { items: [{ value: '1' }, { value: '2' }] }], 'SeveralSeries'],
      ['a value in words', [200, { items: [{ value: 'high' }] }], 'BadAnswer'],
      ['no metric', [404, { kind: 'Status', message: 'not found' }], 'QueryError'],
    ],
    wrong: [[400, { kind: 'Status', message: 'bad selector' }], 'bad selector'],
  },
};

describe.each(Object.entries(KINDS))('a template of %s', (type, { asking, sends, good, empty, ...more }) => {
  test('sends what the server documents, and reads the value', async () => {
    const asked = await askTemplate({ ...asking, metric: { thresholdRange: { max: 42 } } }, [[200, good]]);
    expect(asked.answer).toEqual({ outcome: 'fail', value: 42.5, message: 'm is out of bounds' });
    expect(asked.requests).toHaveLength(1);
    const [request] = asked.requests;
    expect(request?.method).toBe(sends.method);
    expect(request?.meant.href).toBe(sends.url);
    expect(request?.headers).toMatchObject(sends.headers);
    if (sends.body === undefined) expect(request?.body).toBe('');
    else
      expect(
        typeof sends.body === 'string' ? request?.body : (JSON.parse(request?.body ?? '') as unknown),
      ).toEqual(sends.body);
    expect(asked.queries).toEqual([{ provider: type, outcome: 'answered' }]);
  });

  test.each([
    ['nothing', [200, empty], 'NoData'],
    ['a page', [200, '<html>'], 'BadAnswer'],
    ['cut short', [200, '{"series": [{'], 'BadAnswer'],
    ['not let in', [401, 'who are you?'], 'BadAnswer'],
    ['too often', [429, { errors: ['rate limit'] }], 'MetricsUnavailable'],
    ['down', [503, 'no healthy upstream'], 'MetricsUnavailable'],
    ['moved', [302, ''], 'BadAnswer'],
    ...more.others,
  ] as readonly (readonly [string, Reply, string])[])('%s is no evidence', async (_, reply, reason) => {
    const { answer } = await askTemplate(asking, [reply]);
    expect(answer).toMatchObject({ outcome: 'inconclusive', reason });
    for (const value of Object.values(asking.secret ?? {}))
      expect(JSON.stringify(answer)).not.toContain(value);
  });

  test('a wrong query is told in the words of the server, without credentials', async () => {
    const [reply, message] = more.wrong;
    const { answer } = await askTemplate(asking, [reply]);
    expect(answer).toEqual({ outcome: 'inconclusive', reason: 'QueryError', message });
  });

  test('a server that is silent runs into the time-out', async () => {
    const { answer, queries } = await askTemplate(asking, []);
    expect(answer).toMatchObject({ outcome: 'inconclusive', reason: 'MetricsTimeout' });
    expect(queries).toEqual([{ provider: type, outcome: 'MetricsTimeout' }]);
  });

  test.each(Object.keys(asking.secret ?? {}))('without %s asks nothing, and names it', async (key) => {
    const { [key]: _, ...secret } = asking.secret ?? {};
    for (const rest of [secret, { ...secret, [key]: 'a\nb' }]) {
      const { answer, requests } = await askTemplate({ ...asking, secret: rest }, []);
      expect(answer).toMatchObject({
        reason: 'SecretKeyMissing',
        message: expect.stringContaining(key),
      });
      expect(requests).toHaveLength(0);
    }
  });
});

test('a template without a Secret names the keys that it needs', async () => {
  const { answer } = await askTemplate({ provider: { type: 'datadog' }, query: 'x' }, []);
  expect(answer).toEqual({
    outcome: 'inconclusive',
    reason: 'SecretKeyMissing',
    message:
      't.shared: provider datadog needs a provider.secretRef, to a Secret with datadog_api_key and datadog_application_key',
  });
});

test('graphite without a Secret asks without credentials', async () => {
  const provider = { type: 'graphite', address: 'http://graphite' };
  const { answer, requests } = await askTemplate({ provider, query: 'target=x' }, [
    [200, [{ datapoints: [[5, 1]] }]],
  ]);
  expect(answer).toEqual({ outcome: 'pass', value: 5 });
  expect(requests[0]?.headers).not.toHaveProperty('authorization');
});

test.each(['graphite', 'influxdb', 'dynatrace', 'splunk'])('%s needs an address', async (type) => {
  const secret = { username: 'u', password: 'p', token: 't', org: 'o' };
  const { answer } = await askTemplate({ provider: { type }, secret, query: 'target=x' }, []);
  expect(answer).toMatchObject({
    reason: 'TemplateError',
    message: expect.stringContaining('provider.address'),
  });
});

test('headers of the template are sent along, but never replace credentials', async () => {
  const { asking } = KINDS['datadog']!;
  const headers = { 'X-Team': ['a'], 'DD-API-KEY': ['forged'] };
  const { requests } = await askTemplate({ ...asking, provider: { ...asking.provider, headers } }, [
    [200, {}],
  ]);
  expect(requests[0]?.headers).toMatchObject({ 'x-team': 'a', 'dd-api-key': 'api-key-1' });
});

test('a type that nobody knows is refused by name', async () => {
  const { answer } = await askTemplate({ provider: { type: 'signalfx' }, query: 'x' }, []);
  expect(answer).toMatchObject({
    outcome: 'inconclusive',
    reason: 'UnknownProvider',
    message: expect.stringContaining('provider.type "signalfx"'),
  });
});
