import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ALERT_PROVIDER, CANARY, METRIC_TEMPLATE } from '../../src/api/kinds.ts';
import type { KubeObject, ResourceType } from '../../src/api/objects.ts';
import { canary } from '../support/manifests.ts';
import { serinette } from '../support/process.ts';
import { makeSandbox, type TestSandbox } from '../support/sandbox.ts';

const migrate = async (...args: readonly string[]) => {
  const running = serinette(['lint', '--migrate', ...args]);
  const code = await running.ended;
  return { code, lines: running.output().trim().split('\n') };
};

const analysis = { interval: '1m', threshold: 5, stepWeight: 20, maxWeight: 50, metrics: [] };

describe('serinette lint --migrate reads a cluster', () => {
  let cluster: TestSandbox;

  const put = async (type: ResourceType, name: string, spec: object): Promise<KubeObject> => {
    const { apiVersion } = canary(analysis);
    const object = { apiVersion, kind: type.kind, metadata: { name, namespace: 'test' }, spec };
    return cluster.user.create(type, object, cluster.never);
  };

  beforeAll(async () => {
    cluster = await makeSandbox();
    const made = await cluster.user.create(CANARY, canary(analysis), cluster.never);
    const status = { phase: 'Progressing', canaryWeight: 20, lastAppliedSpec: '7c5b68f9c6' };
    const resourceVersion = made.metadata.resourceVersion ?? '';
    const versioned = { ...made, metadata: { ...made.metadata, resourceVersion }, status };
    await cluster.user.replace(CANARY, versioned, cluster.never, 'status');
    await put(METRIC_TEMPLATE, 'latency', { provider: { type: 'datadog' }, query: 'x' });
  }, 60_000);

  afterAll(() => cluster.close());

  test('and tells what differs and what becomes of a run, with code 0, and writes nothing', async () => {
    const before = await cluster.get(CANARY, 'podinfo');
    cluster.requests.length = 0;
    const { code, lines } = await migrate(`--kubeconfig=${cluster.kubeconfig}`);
    expect(lines).toEqual([
      expect.stringMatching(/^cluster: Canary test\/podinfo: taken over: status\.phase Progressing goes on/),
      'cluster: Canary test/podinfo: differs: spec.analysis.maxWeight the last weight is 50; Flagger goes to 60',
      expect.stringContaining('cluster: MetricTemplate test/latency: differs: spec.provider.type datadog:'),
      '0 refused, 3 otherwise than in Flagger: nothing has to be changed',
    ]);
    expect(code).toBe(0);
    expect(cluster.requests.map(({ verb }) => verb)).toEqual(['list', 'list', 'list']);
    expect(await cluster.get(CANARY, 'podinfo')).toEqual(before);
  }, 60_000);

  test('and ends with code 1 when something is refused, in the namespace that was asked for', async () => {
    await put(ALERT_PROVIDER, 'team', { type: 'slack', address: 'http://127.0.0.1/hook' });
    const ofCluster = [`--kubeconfig=${cluster.kubeconfig}`];
    const { code, lines } = await migrate(...ofCluster, '-n', 'test');
    expect(lines).toContainEqual(
      expect.stringContaining('AlertProvider test/team: refused: spec.address leads to an address'),
    );
    expect(code).toBe(1);
    expect(await migrate(...ofCluster, '--egress-allow=127.0.0.0/8')).toMatchObject({ code: 0 });
    expect(await migrate(...ofCluster, '-n', 'elsewhere')).toEqual({
      code: 0,
      lines: ['nothing is refused, and nothing differs'],
    });
  }, 60_000);

  test('and says in a line what it cannot read, with code 2', async () => {
    expect(await migrate('--kubeconfig=/no/such/file')).toEqual({
      code: 2,
      lines: [expect.stringContaining('/no/such/file')],
    });
    expect(await migrate('--kubeconfig=x', 'file.yaml')).toEqual({
      code: 2,
      lines: ['serinette lint: name files or a cluster, not both'],
    });
    expect(await migrate('--egress-allow=here')).toMatchObject({ code: 2 });
    const bare = await makeSandbox({ definitions: [] });
    try {
      const { code, lines } = await migrate(`--kubeconfig=${bare.kubeconfig}`);
      expect(code).toBe(2);
      expect(lines).toContain('serinette lint: kind Canary is not served: apply the CRDs');
    } finally {
      await bare.close();
    }
  }, 60_000);
});

test('serinette lint --migrate reads files', async () => {
  expect(await migrate('deploy/samples/podinfo')).toMatchObject({ code: 0 });
  const { code, lines } = await migrate('test/golden/refused/nginx.yaml');
  expect(code).toBe(1);
  expect(lines).toContainEqual(expect.stringContaining('refused: spec.ingressRef belongs to another mesh'));
}, 60_000);
