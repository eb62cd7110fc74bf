import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  CANARY,
  DAEMON_SET,
  DEPLOYMENT,
  HORIZONTAL_POD_AUTOSCALER,
  SCALED_OBJECT,
  SERVICE,
} from '../../src/api/kinds.ts';
import type { KubeObject, ResourceType } from '../../src/api/objects.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { type Load, startLoad } from '../../src/sandbox/load/load-generator.ts';
import { NODE } from '../../src/sandbox/controllers/kinds.ts';
import { scaledObject, scaledObjectDefinition } from '../support/keda.ts';
import { canary, daemonSet, deployment, NAMESPACE, node } from '../support/manifests.ts';
import { eventually, type Running, serinette } from '../support/process.ts';
import { crds, FAST, makeSandbox, type TestSandbox } from '../support/sandbox.ts';

const PAUSED = 'autoscaling.keda.sh/paused-replicas';

let cluster: TestSandbox;
let operator: Running;

beforeAll(async () => {
  cluster = await makeSandbox({ definitions: [...crds(), scaledObjectDefinition] });
  for (const name of ['node-1', 'node-2']) await cluster.user.create(NODE, node(name), cluster.never);
  operator = serinette(cluster.operatorArgs());
}, 60_000);

afterAll(async () => {
  operator.child.kill('SIGTERM');
  expect(await operator.ended).toBe(0);
  await cluster.close();
});

const named = (object: KubeObject, name: string): KubeObject =>
  JSON.parse(JSON.stringify(object).replaceAll('podinfo', name)) as KubeObject;

const apply = (type: ResourceType, object: KubeObject) => cluster.user.create(type, object, cluster.never);

const change = async (type: ResourceType, name: string, body: unknown): Promise<void> => {
  const resourceVersion = String((await cluster.get(type, name))['metadata'].resourceVersion);
  const ref = { type, namespace: NAMESPACE, name };
  await cluster.user.patch(ref, { type: 'merge', body, resourceVersion }, cluster.never);
};

const phaseIs = (name: string, phase: string): Promise<void> =>
  eventually(
    async () => (await cluster.status(name))['phase'] === phase,
    60_000,
    async () => `${JSON.stringify(await cluster.status(name), null, 1)}\n${operator.output().slice(-2000)}`,
  );

/** Users of one Canary while something happens to it. */
const withUsers = async (name: string, happens: (load: Load) => Promise<void>): Promise<void> => {
  const proxy = await cluster.sandbox.openProxy(NAMESPACE, `users-of-${name}`);
  const load = startLoad({ url: proxy.url, host: `${name}.test`, ratePerSecond: 30, clock: systemClock });
  try {
    await happens(load);
  } finally {
    await load.stop();
  }
};

/** They must not notice anything. */
const unnoticed = (load: Load): void => {
  expect(load.stats().failed).toBe(0);
  expect(load.stats().answered).toBeGreaterThan(50);
};

const target = (kind: string, name: string) => ({
  targetRef: { apiVersion: kind === 'Service' ? 'v1' : 'apps/v1', kind, name },
});

/** Asks for the workload whose pods answer, whatever the target is called. */
const analysis = (workload: string) => ({
  ...FAST,
  metrics: [
    {
      name: 'answered',
      query: `100 * sum(rate(istio_requests_total{reporter="destination",destination_workload="${workload}",response_code!~"5.*"}[5s])) / sum(rate(istio_requests_total{reporter="destination",destination_workload="${workload}"}[5s]))`,
      thresholdRange: { min: 99 },
      onNoData: 'hold',
    },
  ],
});

describe('over HTTP, with users', () => {
  test('a DaemonSet is promoted, and a bad version of it rolled back', async () => {
    await apply(DAEMON_SET, named(daemonSet('1.0.0'), 'edge'));
    await apply(CANARY, named(canary(FAST, target('DaemonSet', 'edge')), 'edge'));
    const image = async () =>
      (await cluster.get(DAEMON_SET, 'edge-primary'))['spec'].template.spec.containers[0].image;
    const release = async (version: string, errorRate: string): Promise<void> => {
      const { template } = named(daemonSet(version), 'edge')['spec'] as Record<string, any>;
      const [container] = template.spec.containers;
      const containers = [{ ...container, env: [{ name: 'ERROR_RATE', value: errorRate }] }];
      await change(DAEMON_SET, 'edge', { spec: { template: { spec: { containers } } } });
    };
    await phaseIs('edge', 'Initialized');
    await withUsers('edge', async (load) => {
      await release('1.0.1', '0');
      await phaseIs('edge', 'Progressing');
      await phaseIs('edge', 'Succeeded');
      unnoticed(load);
      expect(await image()).toContain('1.0.1');
      const { nodeSelector } = (await cluster.get(DAEMON_SET, 'edge'))['spec'].template.spec;
      expect(nodeSelector).toEqual({ 'flagger.app/scale-to-zero': 'true' });
      await release('1.0.2', '1');
      await phaseIs('edge', 'Failed');
    });
    expect(await image()).toContain('1.0.1');
    expect((await cluster.status('edge'))['run'].reason).toBe('FailedChecks');
  }, 180_000);

  test('a Service is led from the pods of one version to those of the next', async () => {
    for (const version of ['one', 'two']) {
      const labels = { app: 'front', version };
      const object = structuredClone(named(deployment('1.0.0'), `front-${version}`)) as Record<string, any>;
      object['spec'].selector = { matchLabels: labels };
      object['spec'].template.metadata.labels = labels;
      await apply(DEPLOYMENT, object as KubeObject);
    }
    await apply(SERVICE, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'front', namespace: NAMESPACE },
      spec: {
        selector: { app: 'front', version: 'one' },
        ports: [{ name: 'http', port: 9898, targetPort: 'http' }],
      },
    });
    await apply(CANARY, named(canary(analysis('front-two'), target('Service', 'front')), 'front'));
    await phaseIs('front', 'Initialized');
    await withUsers('front', async (load) => {
      await change(SERVICE, 'front', { spec: { selector: { version: 'two' } } });
      await phaseIs('front', 'Progressing');
      await phaseIs('front', 'Succeeded');
      unnoticed(load);
    });
    expect((await cluster.get(SERVICE, 'front-primary'))['spec'].selector.version).toBe('two');
  }, 120_000);

  test('a primary under a HorizontalPodAutoscaler has its pods before all traffic returns to it', async () => {
    const scaler = {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'shop', namespace: NAMESPACE },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'shop' },
        minReplicas: 1,
        maxReplicas: 6,
      },
    };
    await apply(DEPLOYMENT, named(deployment('1.0.0', { replicas: 1 }), 'shop'));
    await apply(HORIZONTAL_POD_AUTOSCALER, scaler);
    const autoscalerRef = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', name: 'shop' };
    const wide = { ...FAST, stepWeight: 50, maxWeight: 50 };
    await apply(CANARY, named(canary(wide, { ...target('Deployment', 'shop'), autoscalerRef }), 'shop'));
    await phaseIs('shop', 'Initialized');
    const available = async () =>
      (await cluster.get(DEPLOYMENT, 'shop-primary'))['status'].availableReplicas as number;
    let atReturn = 0;
    await withUsers('shop', async (load) => {
      const body = { spec: { template: { metadata: { annotations: { version: '2' } } } } };
      await change(DEPLOYMENT, 'shop', body);
      await eventually(async () => (await cluster.status('shop'))['canaryWeight'] === 50, 30_000);
      await change(DEPLOYMENT, 'shop', { spec: { replicas: 3 } });
      await phaseIs('shop', 'Finalising');
      atReturn = await available();
      await phaseIs('shop', 'Succeeded');
      unnoticed(load);
    });
    expect(atReturn).toBe(4);
  }, 180_000);

  test('a ScaledObject is paused while its target is at zero, and let go for a rollout', async () => {
    const pause = async (name: string): Promise<unknown> =>
      (await cluster.get(SCALED_OBJECT, name))['metadata'].annotations?.[PAUSED];
    await apply(DEPLOYMENT, named(deployment('1.0.0'), 'queue'));
    await apply(SCALED_OBJECT, named(scaledObject(), 'queue'));
    const autoscalerRef = { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', name: 'queue' };
    await apply(CANARY, named(canary(FAST, { ...target('Deployment', 'queue'), autoscalerRef }), 'queue'));
    await phaseIs('queue', 'Initialized');
    expect([await pause('queue'), await pause('queue-primary')]).toEqual(['0', undefined]);
    await change(DEPLOYMENT, 'queue', {
      spec: { template: { metadata: { annotations: { version: '2' } } } },
    });
    await phaseIs('queue', 'Progressing');
    await eventually(async () => (await pause('queue')) === undefined);
  }, 120_000);
});
