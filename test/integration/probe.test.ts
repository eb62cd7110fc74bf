import type { RequestListener } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../src/api/objects.ts';
import { parsePlan } from '../../src/domain/plan.ts';
import type { Snapshot } from '../../src/domain/snapshot.ts';
import { OperatorError } from '../../src/errors.ts';
import { makeHttp } from '../../src/net/http.ts';
import { makeHookProbe } from '../../src/probe/hooks.ts';
import { makeMetricProbe } from '../../src/probe/metrics/metric-probe.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { selfSigned } from '../support/certificate.ts';
import { type Outside, serveOutside } from '../support/outside.ts';

const never = new AbortController().signal;
const http = makeHttp({
  clock: systemClock,
  egressAllow: ['127.0.0.0/8'],
  apiServerHosts: [],
  userAgent: 'test',
});

const success = (resultType: string, result: unknown) => ({
  status: 'success',
  data: { resultType, result },
});
const sample = (value: unknown) => success('vector', [{ metric: {}, value: [1, value] }]);

/** Answers by query, which need be no PromQL. */
const ANSWERS: Readonly<Record<string, readonly [number, unknown]>> = {
  good: [200, sample('42.5')],
  scalar: [200, success('scalar', [1, '42.5'])],
  empty: [200, success('vector', [])],
  nan: [200, sample('NaN')],
  infinite: [200, sample('+Inf')],
  two: [200, success('vector', [{ value: [1, '1'] }, { value: [1, '2'] }])],
  matrix: [200, success('matrix', [])],
  text: [200, sample('12abc')],
  blank: [200, sample('')],
  number: [200, sample(42)],
  none: [200, sample(null)],
  page: [200, '<html>'],
  wrong: [400, { status: 'error', errorType: 'bad_data', error: 'parse error' }],
  late: [503, { status: 'error', errorType: 'timeout', error: 'query timed out' }],
  down: [503, 'no healthy upstream'],
  closed: [401, 'who are you?'],
  moved: [302, ''],
};

let prometheus: Outside;
let secure: Outside;
beforeAll(async () => {
  const respond: RequestListener = (request, response) => {
    const query = new URL(request.url ?? '', 'http://x').searchParams.get('query') ?? '';
    const [status, body] = ANSWERS[query] ?? [200, sample('99.5')];
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
  };
  prometheus = await serveOutside(respond);
  secure = await serveOutside(respond, selfSigned());
});
afterAll(() => Promise.all([prometheus.close(), secure.close()]));

const planOf = (metric: object, more: object = {}) => {
  const canary: KubeObject = {
    apiVersion: 'flagger.app/v1beta1',
    kind: 'Canary',
    metadata: { name: 'podinfo', namespace: 'test', uid: 'u' },
    spec: {
      targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' },
      service: { port: 80 },
      analysis: { interval: '10s', threshold: 1, stepWeight: 10, maxWeight: 50, ...metric },
      ...more,
    },
  };
  const parsed = parsePlan(canary, { minIntervalMs: 1, meshProvider: 'istio' });
  if (!('plan' in parsed)) throw new Error(JSON.stringify(parsed.issues));
  return parsed.plan;
};

interface Setting {
  readonly objects?: readonly KubeObject[];
  readonly noCrossNamespaceRefs?: boolean;
  readonly metricsServer?: string;
}

const measure = async (metric: object, setting: Setting = {}, more: object = {}) => {
  const plan = planOf({ metrics: [{ name: 'm', thresholdRange: { min: 1, max: 99 }, ...metric }] }, more);
  const find = (kind: string, namespace = '', name = '') =>
    (setting.objects ?? []).find(
      (object) =>
        object.kind === kind && object.metadata.namespace === namespace && object.metadata.name === name,
    );
  const probe = makeMetricProbe({
    http,
    clock: systemClock,
    cluster: {
      get: ({ namespace, name }) => {
        const found = find('Secret', namespace, name);
        return found === undefined
          ? Promise.reject(new OperatorError('NOT_FOUND', 'not there'))
          : Promise.resolve(found);
      },
      list: () => Promise.reject(new OperatorError('NOT_FOUND', 'not there')),
    },
    surroundings: { environment: {}, readText: () => Promise.resolve(undefined) },
    templates: { get: (namespace, name) => find('MetricTemplate', namespace, name) },
    metricsServer: setting.metricsServer ?? prometheus.url,
    noCrossNamespaceRefs: setting.noCrossNamespaceRefs ?? false,
  });
  return probe(plan.analysis.metrics[0]!, { plan, seen: {} as Snapshot }, never);
};

const template = (provider: object, query = 'good'): KubeObject => ({
  apiVersion: 'flagger.app/v1beta1',
  kind: 'MetricTemplate',
  metadata: { name: 't', namespace: 'shared' },
  spec: { provider: { type: 'prometheus', address: prometheus.url, ...provider }, query },
});
const secret = (texts: Readonly<Record<string, string>>): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 's', namespace: 'shared' },
  data: Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [key, Buffer.from(text).toString('base64')]),
  ),
});
const byTemplate = { templateRef: { name: 't', namespace: 'shared' } };
const last = (server: Outside) => server.seen.at(-1)!;

describe('an answer of Prometheus', () => {
  test.each(['good', 'scalar'])('%s is evidence', async (query) => {
    expect(await measure({ query })).toEqual({ outcome: 'pass', value: 42.5 });
    expect(await measure({ query, thresholdRange: { max: 42 } })).toMatchObject({
      outcome: 'fail',
      value: 42.5,
    });
  });

  test.each([
    ['empty', 'NoData'],
    ['nan', 'NotANumber'],
    ['infinite', 'Infinite'],
    ['two', 'SeveralSeries'],
    ['matrix', 'WrongResultType'],
    ['text', 'BadAnswer'],
    ['blank', 'BadAnswer'],
    ['number', 'BadAnswer'],
    ['none', 'BadAnswer'],
    ['page', 'BadAnswer'],
    ['closed', 'BadAnswer'],
    ['moved', 'BadAnswer'],
    ['wrong', 'QueryError'],
    ['late', 'MetricsTimeout'],
    ['down', 'MetricsUnavailable'],
    ['{{ variables.nope }}', 'TemplateError'],
    ['{{ ingress }}', 'TemplateError'],
  ])('%s is none: %s', async (query, reason) => {
    expect(await measure({ query })).toMatchObject({ outcome: 'inconclusive', reason });
  });
});

test('without Istio the built-in metrics are those of the pods, in milliseconds', async () => {
  const asked: (string | null)[] = [];
  const server = await serveOutside(({ url = '' }, response) => {
    asked.push(new URL(url, 'http://x').searchParams.get('query'));
    response.end(JSON.stringify(success('vector', [{ metric: {}, value: [0, '98.5'] }])));
  });
  const setting = { metricsServer: server.url };
  const plain = { provider: 'kubernetes' };
  for (const name of ['request-success-rate', 'request-duration'])
    expect(await measure({ name, interval: '30s' }, setting, plain)).toMatchObject({ outcome: 'pass' });
  const pods = 'kubernetes_namespace="test",kubernetes_pod_name=~"podinfo-[0-9a-zA-Z]+(-[0-9a-zA-Z]+)"';
  const count = 'http_request_duration_seconds_count';
  expect(asked).toEqual([
    `sum(rate(${count}{${pods},status!~"5.*"}[30s])) / sum(rate(${count}{${pods}}[30s])) * 100`,
    `histogram_quantile(0.99, sum(rate(http_request_duration_seconds_bucket{${pods}}[30s])) by (le)) * 1000`,
  ]);
  await server.close();
});

test('the built-in metrics say who gets no traffic', async () => {
  const server = await serveOutside(
    (_, response) => void response.end(JSON.stringify(success('vector', []))),
  );
  const answer = await measure({ name: 'request-success-rate' }, { metricsServer: server.url });
  expect(answer).toEqual({
    outcome: 'inconclusive',
    reason: 'NoData',
    message:
      'no values found for istio metric request-success-rate, probably podinfo.test is not receiving traffic',
  });
  await server.close();
});

test('a duration and its bounds are compared in whole milliseconds', async () => {
  const server = await serveOutside((_, response) => void response.end(JSON.stringify(sample('500.9'))));
  const options = { metricsServer: server.url };
  const within = { name: 'request-duration', thresholdRange: { max: 500.2 } };
  expect(await measure(within, options)).toEqual({ outcome: 'pass', value: 500 });
  const beyond = { name: 'request-duration', thresholdRange: { max: 499.9 } };
  expect(await measure(beyond, options)).toMatchObject({ outcome: 'fail', value: 500 });
  await server.close();
});

describe('a metric template', () => {
  test('is rendered onto one line, and sent under the prefix of its address', async () => {
    const query =
      'rate(x{ns="{{ namespace }}",\n   app="{{ target }}",code="{{ variables.code }}"}[{{ interval }}])\n';
    const objects = [template({ address: `${prometheus.url}/team/prom/` }, query)];
    await measure({ ...byTemplate, interval: '30s', templateVariables: { code: '5..' } }, { objects });
    const url = new URL(last(prometheus).url, prometheus.url);
    expect(url.pathname).toBe('/team/prom/api/v1/query');
    expect(url.searchParams.get('query')).toBe('rate(x{ns="test", app="podinfo",code="5.."}[30s])');
  });

  test('brings headers, and a token or user and password from its Secret', async () => {
    const secretRef = { name: 's' };
    const provider = { headers: { 'X-Scope': ['a', 'b'] }, secretRef };
    await measure(byTemplate, { objects: [template(provider), secret({ token: 'abc\n' })] });
    expect(last(prometheus).headers).toMatchObject({ 'x-scope': 'a, b', authorization: 'Bearer abc' });
    const both = secret({ username: 'u', password: 'p:w' });
    await measure(byTemplate, { objects: [template({ secretRef }), both] });
    expect(last(prometheus).headers.authorization).toBe(`Basic ${Buffer.from('u:p:w').toString('base64')}`);
  });

  test.each([
    ['no Secret', [], 'SecretNotFound'],
    ['a Secret with half of what is needed', [secret({ username: 'u' })], 'SecretKeyMissing'],
    ['an empty Secret', [secret({})], 'SecretKeyMissing'],
  ])('with %s asks nothing', async (_, secrets, reason) => {
    const before = prometheus.seen.length;
    const answer = await measure(byTemplate, {
      objects: [template({ secretRef: { name: 's' } }), ...secrets],
    });
    expect(answer).toMatchObject({ outcome: 'inconclusive', reason });
    expect(prometheus.seen.length).toBe(before);
  });

  test('looks at certificates unless told otherwise', async () => {
    const strict = await measure(byTemplate, { objects: [template({ address: secure.url })] });
    expect(strict).toMatchObject({ reason: 'MetricsUnavailable' });
    const objects = [template({ address: secure.url, insecureSkipVerify: true })];
    expect(await measure(byTemplate, { objects })).toMatchObject({ outcome: 'pass' });
  });

  test.each([
    ['provider elastic', { type: 'elastic' }, 'UnknownProvider', /provider.type "elastic" is not supported/],
    ['no address', { address: '' }, 'TemplateError', /provider.address/],
    ['a header that frames', { headers: { 'Content-Length': ['5'] } }, 'TemplateError', /Content-Length/],
    ['a header with a line feed', { headers: { a: ['b\r\nc: d'] } }, 'TemplateError', /"a"/],
    ['a link-local address', { address: 'http://169.254.169.254' }, 'EgressDenied', /cloud metadata/],
  ])('with %s says so', async (_, provider, reason, message) => {
    const answer = await measure(byTemplate, { objects: [template(provider)] });
    expect(answer).toMatchObject({
      outcome: 'inconclusive',
      reason,
      message: expect.stringMatching(message),
    });
  });

  test('must exist, and be near where references across namespaces are refused', async () => {
    expect(await measure(byTemplate)).toMatchObject({ reason: 'TemplateNotFound' });
    const refused = { objects: [template({})], noCrossNamespaceRefs: true };
    expect(await measure(byTemplate, refused)).toMatchObject({ reason: 'TemplateNotFound' });
  });
});

test("a Canary's own metrics server is not trusted with what the operator's flag is", async () => {
  const answer = await measure({ query: 'good' }, {}, { metricsServer: 'http://[::1]:1' });
  expect(answer).toMatchObject({ outcome: 'inconclusive', reason: 'EgressDenied' });
  expect(await measure({ query: 'good' }, { metricsServer: 'http://[::1]:1' })).toMatchObject({
    reason: 'MetricsUnavailable',
  });
});

describe('a hook', () => {
  const seen = {
    status: { phase: 'WaitingPromotion', run: { id: 'r1', tick: 3 } },
    target: { revision: 'v2:x' },
    configs: [],
  } as unknown as Snapshot;
  const call = (url: string, more: object = {}) => {
    const plan = planOf({ webhooks: [{ name: 'gate', type: 'rollout', url, timeout: '2s', ...more }] });
    return makeHookProbe({ http, clock: systemClock })(plan.analysis.hooks[0]!, { plan, seen }, never);
  };

  test("gets Flagger's payload, and what tells a repetition from a new call", async () => {
    const server = await serveOutside((_, response) => void response.writeHead(204).end());
    expect(await call(server.url, { metadata: { a: 'b' } })).toEqual({ outcome: 'pass' });
    expect(JSON.parse(last(server).body)).toEqual({
      name: 'podinfo',
      namespace: 'test',
      phase: 'Progressing',
      checksum: expect.stringMatching(/^[\da-f-]{36}$/),
      metadata: { a: 'b' },
      serinette: { uid: 'u', run: 'r1', tick: 3, hook: 'gate' },
    });
    await server.close();
  });

  test('that fails is told by its status, never by its body', async () => {
    const server = await serveOutside((_, response) => void response.writeHead(403).end('top secret'));
    expect(await call(server.url)).toEqual({ outcome: 'fail', message: 'answered with status 403' });
    await server.close();
  });

  test('is called again after a trouble of the server, after a refusal not', async () => {
    const answers = [503, 200];
    const server = await serveOutside((_, response) => void response.writeHead(answers.shift() ?? 200).end());
    expect(await call(server.url, { retries: 2 })).toEqual({ outcome: 'pass' });
    expect(server.seen).toHaveLength(2);
    answers.push(404);
    expect(await call(server.url, { retries: 2 })).toMatchObject({ outcome: 'fail' });
    expect(server.seen).toHaveLength(3);
    expect(server.seen[1]!.body).toBe(server.seen[0]!.body);
    await server.close();
  });
});
