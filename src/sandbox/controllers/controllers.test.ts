import { describe, expect, test } from '@jest/globals';
import {
  DAEMON_SET,
  DEPLOYMENT,
  ENDPOINT_SLICE,
  HORIZONTAL_POD_AUTOSCALER,
  SERVICE,
} from '../../api/kinds.ts';
import type { KubeObject, ResourceType } from '../../api/objects.ts';
import { silentLog } from '../../runtime/log.ts';
import { VirtualClock } from '../../runtime/virtual-clock.ts';
import { makeApiServer } from '../apiserver/api-server.ts';
import { lookupIn } from '../pods/environment.ts';
import { makeModelledDriver } from '../pods/modelled-driver.ts';
import type { Condition, EnvVar } from '../pods/pod.ts';
import { runControllers } from './controllers.ts';
import { workloadStatus } from './deployment-object.ts';
import type { Slice } from './endpoint-slices.ts';
import { NODE, POD, REPLICA_SET } from './kinds.ts';

const seeded = (seed: number) => () => {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
  return seed / 0x80000000;
};

interface Shape {
  readonly image?: string;
  readonly replicas?: number;
  readonly env?: readonly EnvVar[];
  readonly more?: object;
}

const deployment = ({ image = 'serinette/podinfo:1.0', replicas = 3, env = [], more = {} }: Shape) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'podinfo', namespace: 'default' },
  spec: {
    replicas,
    selector: { matchLabels: { app: 'podinfo' } },
    template: {
      metadata: { labels: { app: 'podinfo' } },
      spec: {
        containers: [{ name: 'podinfo', image, env, ports: [{ name: 'http', containerPort: 9898 }] }],
      },
    },
    ...more,
  },
});

const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'podinfo', namespace: 'default' },
  spec: { selector: { app: 'podinfo' }, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
};

const makeWorld = () => {
  const clock = new VirtualClock();
  const random = seeded(1);
  const server = makeApiServer({ clock, random });
  const cluster = server.cluster('test');
  const stopping = new AbortController();
  const { signal } = stopping;
  const driver = makeModelledDriver({ clock, random, lookup: lookupIn(cluster, signal) });
  const done = runControllers({ cluster, driver, clock, random, log: silentLog, signal });
  const ref = { type: DEPLOYMENT, namespace: 'default', name: 'podinfo' };
  const read = () => cluster.get(ref, signal);
  const list = async (type: ResourceType) =>
    (await cluster.list(type, { namespace: 'default' }, signal)).items;
  return {
    clock,
    server,
    cluster,
    signal,
    read,
    list,
    status: async () => workloadStatus(await read()),
    pods: () => list(POD),
    apply: async (shape: Shape) => {
      const current = await read().catch(() => undefined);
      const next = deployment(shape);
      if (current === undefined) return await cluster.create(DEPLOYMENT, next, signal);
      const { resourceVersion = '' } = current.metadata;
      return await cluster.replace(
        DEPLOYMENT,
        { ...current, spec: next.spec, metadata: { ...current.metadata, resourceVersion } },
        signal,
      );
    },
    /** As kubectl rollout undo: the first ReplicaSet's template, with the null that kubectl adds. */
    undo: async () => {
      const sets = await list(REPLICA_SET);
      const first = sets.find(
        (set) => set.metadata.annotations?.['deployment.kubernetes.io/revision'] === '1',
      );
      const { template } = first?.['spec'] as { template: { spec: object } };
      const metadata = { labels: { app: 'podinfo' }, creationTimestamp: null };
      const current = await read();
      const { resourceVersion = '' } = current.metadata;
      const spec = { ...(current['spec'] as object), template: { ...template, metadata } };
      await cluster.replace(
        DEPLOYMENT,
        { ...current, spec, metadata: { ...current.metadata, resourceVersion } },
        signal,
      );
    },
    stop: async () => {
      stopping.abort();
      await clock.advance(0);
      await done;
    },
  };
};

type World = ReturnType<typeof makeWorld>;
const inWorld = (run: (world: World) => Promise<void>) => async () => {
  const world = makeWorld();
  await run(world);
  await world.stop();
};

const condition = async (world: World, type: string): Promise<Condition | undefined> =>
  (await world.status()).conditions?.find((found) => found.type === type);
const imagesOf = (pods: readonly KubeObject[]) =>
  pods.map((pod) => (pod['spec'] as { containers: { image: string }[] }).containers[0]?.image);
const containerOf = (pod: KubeObject | undefined) =>
  (pod?.['status'] as { containerStatuses: { restartCount: number; state: object; lastState: object }[] })
    .containerStatuses[0];

describe('a Deployment', () => {
  test(
    'brings up its pods and says that it is complete',
    inWorld(async (world) => {
      await world.apply({});
      await world.clock.advance(1000);
      expect(await world.status()).toMatchObject({
        observedGeneration: 1,
        replicas: 3,
        updatedReplicas: 3,
        readyReplicas: 3,
        availableReplicas: 3,
      });
      expect(await condition(world, 'Available')).toMatchObject({
        status: 'True',
        reason: 'MinimumReplicasAvailable',
        message: 'Deployment has minimum availability.',
      });
      const [set] = await world.list(REPLICA_SET);
      expect(await condition(world, 'Progressing')).toMatchObject({
        status: 'True',
        reason: 'NewReplicaSetAvailable',
        message: `ReplicaSet "${set?.metadata.name ?? ''}" has successfully progressed.`,
      });
      expect((await world.read()).metadata.annotations).toEqual({ 'deployment.kubernetes.io/revision': '1' });
      expect(set?.metadata.name).toMatch(/^podinfo-[bcdfghjklmnpqrstvwxz2456789]{4,10}$/);
      for (const pod of await world.pods()) {
        expect(pod.metadata.name).toMatch(new RegExp(`^${set?.metadata.name ?? ''}-[a-z0-9]{5}$`));
        expect(pod).toMatchObject({ status: { phase: 'Running', containerStatuses: [{ ready: true }] } });
      }
    }),
  );

  test(
    'replaces its pods inside the limits when the image changes',
    inWorld(async (world) => {
      const env = [{ name: 'READY_AFTER', value: '5s' }];
      await world.apply({ env, replicas: 4 });
      await world.clock.advance(6000);
      await world.apply({ env, replicas: 4, image: 'serinette/podinfo:2.0' });
      const available: number[] = [];
      const total: number[] = [];
      for (let second = 0; second < 60; second += 1) {
        await world.clock.advance(1000);
        const { availableReplicas = 0, replicas = 0 } = await world.status();
        available.push(availableReplicas);
        total.push(replicas);
      }
      expect(Math.min(...available)).toBe(3);
      expect(Math.max(...total)).toBe(5);
      expect(new Set(imagesOf(await world.pods()))).toEqual(new Set(['serinette/podinfo:2.0']));
      expect(await world.status()).toMatchObject({ replicas: 4, updatedReplicas: 4, availableReplicas: 4 });
      expect((await world.read()).metadata.annotations).toMatchObject({
        'deployment.kubernetes.io/revision': '2',
      });
    }),
  );

  test(
    'that gets a third image in the middle of a rollout ends on the third alone',
    inWorld(async (world) => {
      const env = [{ name: 'READY_AFTER', value: '5s' }];
      await world.apply({ env });
      await world.clock.advance(6000);
      await world.apply({ env, image: 'serinette/podinfo:2.0' });
      await world.clock.advance(7000);
      expect(new Set(imagesOf(await world.pods())).size).toBe(2);
      await world.apply({ env, image: 'serinette/podinfo:3.0' });
      await world.clock.advance(60_000);
      expect(imagesOf(await world.pods())).toEqual(Array(3).fill('serinette/podinfo:3.0'));
      expect(await world.status()).toMatchObject({ replicas: 3, updatedReplicas: 3, availableReplicas: 3 });
      expect(await world.list(REPLICA_SET)).toHaveLength(3);
    }),
  );

  test(
    'that goes back to an earlier template reuses its ReplicaSet under a new revision',
    inWorld(async (world) => {
      for (const image of ['a:1', 'a:2']) {
        await world.apply({ image });
        await world.clock.advance(10_000);
      }
      await world.undo();
      await world.clock.advance(10_000);
      expect(await world.list(REPLICA_SET)).toHaveLength(2);
      expect(imagesOf(await world.pods())).toEqual(['a:1', 'a:1', 'a:1']);
      expect((await world.read()).metadata.annotations).toMatchObject({
        'deployment.kubernetes.io/revision': '3',
      });
    }),
  );

  test(
    'scales to zero and back',
    inWorld(async (world) => {
      await world.apply({});
      await world.clock.advance(1000);
      await world.apply({ replicas: 0 });
      await world.clock.advance(5000);
      expect(await world.pods()).toEqual([]);
      const empty = await world.status();
      expect(empty.replicas ?? 0).toBe(0);
      expect(empty.observedGeneration).toBe(2);
      await world.apply({ replicas: 2 });
      await world.clock.advance(1000);
      expect(await world.status()).toMatchObject({ replicas: 2, readyReplicas: 2, availableReplicas: 2 });
    }),
  );

  test(
    'whose new pods never get ready keeps the old ones and exceeds its deadline',
    inWorld(async (world) => {
      const more = { progressDeadlineSeconds: 60 };
      await world.apply({ more });
      await world.clock.advance(1000);
      await world.apply({ more, image: 'serinette/podinfo:2.0-unready' });
      await world.clock.advance(50_000);
      expect(await condition(world, 'Progressing')).toMatchObject({
        status: 'True',
        reason: 'ReplicaSetUpdated',
      });
      await world.clock.advance(15_000);
      expect(await condition(world, 'Progressing')).toMatchObject({
        status: 'False',
        reason: 'ProgressDeadlineExceeded',
        message: expect.stringMatching(/^ReplicaSet "podinfo-[a-z0-9]+" has timed out progressing\.$/),
      });
      expect(await condition(world, 'Available')).toMatchObject({ status: 'True' });
      expect(await world.status()).toMatchObject({ availableReplicas: 3, updatedReplicas: 1 });
    }),
  );

  test(
    'whose program crashes restarts it ever more slowly',
    inWorld(async (world) => {
      await world.apply({ replicas: 1, image: 'serinette/podinfo:1.0-crash' });
      await world.clock.advance(5000);
      const early = containerOf((await world.pods())[0]);
      expect(early).toMatchObject({
        restartCount: 2,
        state: { waiting: { reason: 'CrashLoopBackOff' } },
        lastState: { terminated: { exitCode: 1, reason: 'Error' } },
      });
      await world.clock.advance(10_000);
      expect(containerOf((await world.pods())[0])?.restartCount).toBe(3);
      await world.clock.advance(3_600_000);
      expect(containerOf((await world.pods())[0])?.restartCount).toBeLessThan(20);
      expect((await world.status()).readyReplicas ?? 0).toBe(0);
      expect(await condition(world, 'Available')).toMatchObject({
        status: 'False',
        reason: 'MinimumReplicasUnavailable',
      });
    }),
  );

  test(
    'counts a pod as available when it was ready for minReadySeconds',
    inWorld(async (world) => {
      await world.apply({ more: { minReadySeconds: 30 } });
      await world.clock.advance(29_000);
      const waiting = await world.status();
      expect(waiting.readyReplicas).toBe(3);
      expect(waiting.availableReplicas ?? 0).toBe(0);
      await world.clock.advance(2000);
      expect((await world.status()).availableReplicas).toBe(3);
    }),
  );

  test(
    'of type Recreate never runs two versions at once',
    inWorld(async (world) => {
      const more = { strategy: { type: 'Recreate' } };
      await world.apply({ more });
      await world.clock.advance(1000);
      await world.apply({ more, image: 'serinette/podinfo:2.0' });
      for (let step = 0; step < 50; step += 1) {
        await world.clock.advance(100);
        expect(new Set(imagesOf(await world.pods())).size).toBeLessThanOrEqual(1);
      }
      expect(imagesOf(await world.pods())).toEqual(Array(3).fill('serinette/podinfo:2.0'));
    }),
  );

  test(
    'that is paused scales but does not roll out, until it is resumed',
    inWorld(async (world) => {
      await world.apply({});
      await world.clock.advance(1000);
      await world.apply({ more: { paused: true }, replicas: 4, image: 'a:2' });
      await world.clock.advance(5000);
      expect(imagesOf(await world.pods())).toEqual(Array(4).fill('serinette/podinfo:1.0'));
      expect(await condition(world, 'Progressing')).toMatchObject({
        status: 'Unknown',
        reason: 'DeploymentPaused',
      });
      await world.apply({ replicas: 4, image: 'a:2' });
      await world.clock.advance(10_000);
      expect(imagesOf(await world.pods())).toEqual(Array(4).fill('a:2'));
      expect(await condition(world, 'Progressing')).toMatchObject({ reason: 'NewReplicaSetAvailable' });
    }),
  );

  test(
    'keeps as many old ReplicaSets as its history limit says',
    inWorld(async (world) => {
      for (const image of ['a:1', 'a:2', 'a:3', 'a:4', 'a:5']) {
        await world.apply({ image, more: { revisionHistoryLimit: 2 } });
        await world.clock.advance(10_000);
      }
      const revisions = (await world.list(REPLICA_SET)).map(
        ({ metadata }) => metadata.annotations?.['deployment.kubernetes.io/revision'],
      );
      expect(revisions.sort()).toEqual(['3', '4', '5']);
    }),
  );

  test(
    'that is deleted takes its ReplicaSets and pods with it',
    inWorld(async (world) => {
      await world.apply({});
      await world.clock.advance(1000);
      await world.cluster.delete({ type: DEPLOYMENT, namespace: 'default', name: 'podinfo' }, world.signal);
      await world.clock.advance(5000);
      expect(await world.list(REPLICA_SET)).toEqual([]);
      expect(await world.pods()).toEqual([]);
    }),
  );

  test(
    'whose pod is deleted gets another',
    inWorld(async (world) => {
      await world.apply({ replicas: 2 });
      await world.clock.advance(1000);
      const [first] = await world.pods();
      const name = first?.metadata.name ?? '';
      await world.cluster.delete({ type: POD, namespace: 'default', name }, world.signal);
      await world.clock.advance(500);
      expect(await world.pods()).toHaveLength(3);
      await world.clock.advance(5000);
      const names = (await world.pods()).map((pod) => pod.metadata.name);
      expect(names).toHaveLength(2);
      expect(names).not.toContain(name);
      expect((await world.status()).readyReplicas).toBe(2);
    }),
  );

  test(
    'that waits for a ConfigMap starts when it is there',
    inWorld(async (world) => {
      const env = [{ name: 'LATENCY', valueFrom: { configMapKeyRef: { name: 'settings', key: 'latency' } } }];
      await world.apply({ replicas: 1, env });
      await world.clock.advance(1000);
      expect(containerOf((await world.pods())[0])?.state).toEqual({
        waiting: { reason: 'CreateContainerConfigError', message: 'configmap "settings" not found' },
      });
      const type = { group: '', version: 'v1', kind: 'ConfigMap', plural: 'configmaps', namespaced: true };
      await world.cluster.create(
        type,
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'settings', namespace: 'default' },
          data: { latency: '5ms' },
        },
        world.signal,
      );
      await world.clock.advance(6000);
      expect((await world.status()).readyReplicas).toBe(1);
    }),
  );
});

describe('the endpoints of a Service', () => {
  const endpoints = async (world: World) => {
    const [slice] = await world.list(ENDPOINT_SLICE);
    return slice as unknown as Slice & KubeObject;
  };

  test(
    'are its ready pods, on the port that they name',
    inWorld(async (world) => {
      await world.cluster.create(SERVICE, service, world.signal);
      await world.apply({ env: [{ name: 'READY_AFTER', value: '5s' }] });
      await world.clock.advance(2000);
      const before = await endpoints(world);
      expect(before.ports).toEqual([{ name: 'http', port: 9898, protocol: 'TCP' }]);
      expect(before.endpoints.map(({ conditions }) => conditions.ready)).toEqual([false, false, false]);
      await world.clock.advance(5000);
      const after = await endpoints(world);
      expect(after.endpoints.map(({ conditions }) => conditions.ready)).toEqual([true, true, true]);
      expect(after.metadata.labels).toMatchObject({ 'kubernetes.io/service-name': 'podinfo' });
    }),
  );

  test(
    'take an ending pod out before it stops serving',
    inWorld(async (world) => {
      await world.cluster.create(SERVICE, service, world.signal);
      await world.apply({ replicas: 1 });
      await world.clock.advance(1000);
      await world.apply({ replicas: 0 });
      await world.clock.advance(100);
      expect((await endpoints(world)).endpoints.map(({ conditions }) => conditions)).toEqual([
        { ready: false, serving: true, terminating: true },
      ]);
      await world.clock.advance(2000);
      expect((await endpoints(world)).endpoints).toEqual([]);
    }),
  );
});

test.each([
  { name: 'watches end', drop: (world: World) => world.server.dropWatches() },
  {
    name: 'watches end and history is gone',
    drop: (world: World) => {
      world.server.dropWatches();
      world.server.compact();
    },
  },
])('the controllers carry on after $name', async ({ drop }) => {
  const world = makeWorld();
  await world.apply({});
  await world.clock.advance(1000);
  drop(world);
  await world.apply({ image: 'a:2', replicas: 2 });
  await world.clock.advance(20_000);
  expect(imagesOf(await world.pods())).toEqual(['a:2', 'a:2']);
  expect(await world.status()).toMatchObject({ replicas: 2, availableReplicas: 2 });
  await world.stop();
});

test('the same seed gives the same cluster', async () => {
  const run = async (): Promise<string> => {
    const world = makeWorld();
    await world.apply({});
    await world.clock.advance(1000);
    await world.apply({ image: 'a:2' });
    await world.clock.advance(3000);
    const pods = await world.pods();
    await world.stop();
    return JSON.stringify(pods.map(({ metadata }) => metadata));
  };
  expect(await run()).toBe(await run());
});

describe('a HorizontalPodAutoscaler', () => {
  test.each([
    { name: 'brings a Deployment up to its minimum', replicas: 1, min: 3, max: 5, is: 3 },
    { name: 'brings it down to its maximum', replicas: 7, min: 3, max: 5, is: 5 },
    { name: 'leaves it alone between them', replicas: 4, min: 3, max: 5, is: 4 },
    { name: 'leaves it alone at zero', replicas: 0, min: 3, max: 5, is: 0 },
  ])('$name', async ({ replicas, min, max, is }) => {
    const world = makeWorld();
    await world.apply({ replicas });
    const spec = {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' },
      minReplicas: min,
      maxReplicas: max,
    };
    const metadata = { name: 'podinfo', namespace: 'default' };
    const object = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata, spec };
    await world.cluster.create(HORIZONTAL_POD_AUTOSCALER, object, world.signal);
    await world.clock.advance(20_000);
    expect((await world.read())['spec']).toMatchObject({ replicas: is });
    await world.stop();
  });
});

describe('a DaemonSet', () => {
  const ref = { type: DAEMON_SET, namespace: 'default', name: 'podinfo' };
  const daemonSet = (nodeSelector: Record<string, string> = {}, more: object = {}): KubeObject => {
    const { selector, template } = deployment({}).spec;
    return {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name: 'podinfo', namespace: 'default' },
      spec: { selector, template: { ...template, spec: { ...template.spec, nodeSelector } }, ...more },
    };
  };
  const withNodes = async (world: World, ...pools: readonly string[]): Promise<void> => {
    for (const [index, pool] of pools.entries()) {
      const metadata = { name: `node-${index}`, labels: { pool } };
      await world.cluster.create(NODE, { apiVersion: 'v1', kind: 'Node', metadata }, world.signal);
    }
  };
  const patch = async (world: World, spec: object): Promise<void> => {
    const { metadata } = await world.cluster.get(ref, world.signal);
    const resourceVersion = metadata.resourceVersion ?? '';
    await world.cluster.patch(ref, { type: 'merge', body: { spec }, resourceVersion }, world.signal);
  };
  const status = async (world: World) => (await world.cluster.get(ref, world.signal))['status'];

  test(
    'runs a pod on each node that its selector matches',
    inWorld(async (world) => {
      await withNodes(world, 'a', 'b', 'a');
      await world.cluster.create(DAEMON_SET, daemonSet({ pool: 'a' }), world.signal);
      await world.clock.advance(10_000);
      expect(
        (await world.pods()).map((pod) => (pod['spec'] as { nodeName: string }).nodeName).sort(),
      ).toEqual(['node-0', 'node-2']);
      expect(await status(world)).toMatchObject({
        observedGeneration: 1,
        desiredNumberScheduled: 2,
        updatedNumberScheduled: 2,
        numberAvailable: 2,
      });
    }),
  );

  test(
    'runs one where nobody has made nodes, and none under a selector that no node matches',
    inWorld(async (world) => {
      await world.cluster.create(DAEMON_SET, daemonSet(), world.signal);
      await world.clock.advance(10_000);
      expect(await world.pods()).toHaveLength(1);
      await patch(world, { template: { spec: { nodeSelector: { never: 'true' } } } });
      await world.clock.advance(30_000);
      expect(await world.pods()).toEqual([]);
      expect(await status(world)).toMatchObject({ desiredNumberScheduled: 0, observedGeneration: 2 });
    }),
  );

  test(
    'replaces its pods one node after the other, and waits for each',
    inWorld(async (world) => {
      await withNodes(world, 'a', 'a', 'a');
      await world.cluster.create(DAEMON_SET, daemonSet(), world.signal);
      await world.clock.advance(10_000);
      const { template } = deployment({ image: 'b:2' }).spec;
      await patch(world, { template });
      let fewest = 3;
      for (let step = 0; step < 600; step += 1) {
        await world.clock.advance(100);
        const ready = (await world.pods()).filter(
          (pod) =>
            pod.metadata.deletionTimestamp === undefined && workloadStatus(pod).conditions?.some(isTrueReady),
        );
        fewest = Math.min(fewest, ready.length);
      }
      expect(fewest).toBe(2);
      expect(imagesOf(await world.pods())).toEqual(['b:2', 'b:2', 'b:2']);
    }),
  );

  test(
    'leaves its pods to others under OnDelete',
    inWorld(async (world) => {
      await world.cluster.create(
        DAEMON_SET,
        daemonSet({}, { updateStrategy: { type: 'OnDelete' } }),
        world.signal,
      );
      await world.clock.advance(10_000);
      await patch(world, { template: deployment({ image: 'b:2' }).spec.template });
      await world.clock.advance(30_000);
      expect(imagesOf(await world.pods())).not.toContain('b:2');
      const [pod] = await world.pods();
      await world.cluster.delete(
        { type: POD, namespace: 'default', name: pod?.metadata.name ?? '' },
        world.signal,
      );
      await world.clock.advance(30_000);
      expect(imagesOf(await world.pods())).toEqual(['b:2']);
    }),
  );
});

const isTrueReady = ({ type, status }: Condition): boolean => type === 'Ready' && status === 'True';
