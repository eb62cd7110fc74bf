import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../src/api/objects.ts';
import { OperatorError } from '../../src/errors.ts';
import type { Cluster } from '../../src/kube/cluster.ts';
import { connect } from '../../src/kube/connection.ts';
import { makeHttpCluster } from '../../src/kube/http-cluster.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { askTemplate } from '../support/metric-provider.ts';
import { serveOutside } from '../support/outside.ts';

/** Asks by way of an API server that answers with this. */
const ask = async (type: string, query: string, [status, body]: readonly [number, object]) => {
  const server = await serveOutside((_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  const directory = await mkdtemp(join(tmpdir(), 'providers-'));
  const kubeconfig = join(directory, 'config');
  await writeFile(
    kubeconfig,
    JSON.stringify({
      'current-context': 'x',
      contexts: [{ name: 'x', context: { cluster: 'x', user: 'x' } }],
      clusters: [{ name: 'x', cluster: { server: server.url } }],
      users: [{ name: 'x', user: { token: 'operator' } }],
    }),
  );
  const connection = connect({ kubeconfig }, {});
  const cluster = makeHttpCluster(connection, { clock: systemClock, userAgent: 'test' });
  const { answer, queries } = await askTemplate({ provider: { type }, query, cluster }, []);
  await connection.close();
  await server.close();
  await rm(directory, { recursive: true });
  return { answer, queries, seen: server.seen.map(({ url }) => url), headers: server.seen[0]?.headers };
};

const values = (...items: readonly string[]) => ({
  kind: 'ExternalMetricValueList',
  apiVersion: 'external.metrics.k8s.io/v1beta1',
  metadata: {},
  items: items.map((value) => ({ metricName: 'm', timestamp: '2026-01-02T03:04:05Z', value })),
});

describe("external metrics of the operator's own cluster", () => {
  test.each([
    ['{{ namespace }}/jobs?labelSelector=app%3D{{ target }}', 'test/jobs?labelSelector=app%3Dpodinfo'],
    ['jobs', 'default/jobs'],
    ['shared/s1-queue|length', 'shared/s1-queue%7Clength'],
  ])('%s is read there with its rights', async (query, path) => {
    const { answer, seen, headers } = await ask('externalmetrics', query, [200, values('42')]);
    expect(answer).toEqual({ outcome: 'pass', value: 42 });
    expect(seen.map((url) => url.replace('|', '%7C'))).toEqual([
      `/apis/external.metrics.k8s.io/v1beta1/namespaces/${path}`,
    ]);
    expect(headers?.authorization).toBe('Bearer operator');
  });

  test.each([
    ['1500m', 1.5],
    ['2k', 2000],
    ['1.5Ki', 1536],
    ['3e1', 30],
    ['5E', 5e18],
  ])('the quantity %s is %d', async (quantity, value) => {
    const { answer } = await ask('externalmetrics', 'jobs', [200, values(quantity)]);
    expect(answer).toMatchObject({ value });
  });

  test.each([
    [[200, values()], 'NoData'],
    [[404, { kind: 'Status', status: 'Failure', reason: 'NotFound', code: 404 }], 'NoData'],
    [[403, { kind: 'Status', status: 'Failure', reason: 'Forbidden', code: 403 }], 'NoCredentials'],
    [[200, values('1', '2')], 'SeveralSeries'],
    [[200, values('many')], 'BadAnswer'],
    [[503, { kind: 'Status', status: 'Failure', code: 503 }], 'MetricsUnavailable'],
  ] as const)('%j is no evidence: %s', async (reply, reason) => {
    const { answer } = await ask('externalmetrics', 'jobs', reply);
    expect(answer).toMatchObject({ outcome: 'inconclusive', reason });
  });

  test.each(['', 'a/b/c', '../secrets', 'a/../b', 'x?y=1?z=2', 'a b'])(
    'a query %j is refused',
    async (query) => {
      const { answer } = await askTemplate({ provider: { type: 'externalmetrics' }, query }, []);
      expect(answer).toMatchObject({ outcome: 'inconclusive', reason: 'TemplateError' });
    },
  );
});

const metric = (status: object): KubeObject => ({
  apiVersion: 'metrics.keptn.sh/v1beta1',
  kind: 'KeptnMetric',
  metadata: { name: 'errors', namespace: 'test' },
  status,
});

describe('a metric of Keptn', () => {
  test('is read from its object', async () => {
    const status = { value: '42.5', rawValue: 'NDIuNQ==', lastUpdated: '2026-01-02T03:04:05Z' };
    const { answer, seen, queries } = await ask('keptn', 'keptnmetric/{{ namespace }}/errors', [
      200,
      metric(status),
    ]);
    expect(queries).toEqual([{ provider: 'keptn', outcome: 'answered' }]);
    expect(answer).toEqual({ outcome: 'pass', value: 42.5 });
    expect(seen).toEqual(['/apis/metrics.keptn.sh/v1beta1/namespaces/test/keptnmetrics/errors']);
  });

  test.each([
    [{}, 'NoData'],
    [{ value: '' }, 'NoData'],
    [{ value: 'x' }, 'BadAnswer'],
    [{ value: '1', errMsg: 'no such series' }, 'QueryError'],
  ])('with status %j is no evidence: %s', async (status, reason) => {
    const { answer } = await ask('keptn', 'keptnmetric/test/errors', [200, metric(status)]);
    expect(answer).toMatchObject({ outcome: 'inconclusive', reason });
  });

  test('that the operator must not read says so', async () => {
    const forbidden = { kind: 'Status', status: 'Failure', reason: 'Forbidden', code: 403 };
    const { answer, queries } = await ask('keptn', 'keptnmetric/test/errors', [403, forbidden]);
    expect(queries).toEqual([{ provider: 'keptn', outcome: 'NoCredentials' }]);
    expect(answer).toMatchObject({
      reason: 'NoCredentials',
      message: 'KeptnMetric errors.test must not be read by the operator',
    });
  });

  test.each(['analysis/test/def/1m', 'errors', 'keptnmetric/test/a/b'])('%s is refused', async (query) => {
    const { answer } = await askTemplate({ provider: { type: 'keptn' }, query }, []);
    expect(answer).toMatchObject({
      reason: 'TemplateError',
      message: expect.stringContaining('analyses are not supported'),
    });
  });
});

test.each([
  ['externalmetrics', 'test/jobs'],
  ['keptn', 'keptnmetric/test/errors'],
])('%s keeps to the namespace of the template where references must', async (type, query) => {
  const reads: Pick<Cluster, 'get' | 'list'> = {
    get: () => Promise.reject(new OperatorError('UNAVAILABLE', 'asked')),
    list: () => Promise.reject(new OperatorError('UNAVAILABLE', 'asked')),
  };
  const more = { noCrossNamespaceRefs: true };
  const metricOf = { templateRef: { name: 't', namespace: 'test' } };
  const asking = { provider: { type }, cluster: reads, more, metric: metricOf };
  const { answer } = await askTemplate({ ...asking, query }, []);
  expect(answer).toMatchObject({
    reason: 'TemplateError',
    message: expect.stringContaining('namespace test'),
  });
  const own = await askTemplate({ ...asking, query: query.replace('test', 'shared') }, []);
  expect(own.answer).toMatchObject({ reason: 'MetricsUnavailable' });
});
