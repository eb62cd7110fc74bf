import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CANARY, DEPLOYMENT, HORIZONTAL_POD_AUTOSCALER, SCALED_OBJECT } from '../../../src/api/kinds.ts';
import type { KubeObject, ResourceType } from '../../../src/api/objects.ts';
import { CUSTOM_RESOURCE_DEFINITION } from '../../../src/sandbox/controllers/kinds.ts';
import { runKeda, scaledObject, scaledObjectDefinition } from '../../support/keda.ts';
import { canary, deployment, NAMESPACE } from '../../support/manifests.ts';
import { makeWorld, type Operator, type World } from '../../support/world.ts';

const PAUSED = 'autoscaling.keda.sh/paused-replicas';

let world: World;
let operator: Operator;
let keda: AbortController;
let runningKeda: Promise<void> | undefined;

beforeEach(async () => {
  world = await makeWorld();
  keda = new AbortController();
  runningKeda = undefined;
});

afterEach(async () => {
  keda.abort();
  await operator.stop();
  await runningKeda;
  await world.close();
});

const apply = (type: ResourceType, object: KubeObject) => world.user.create(type, object, world.never);
const get = async (type: ResourceType, name: string): Promise<Record<string, any>> => world.get(type, name);

const change = async (type: ResourceType, name: string, body: unknown): Promise<void> => {
  const resourceVersion = (await world.get(type, name)).metadata.resourceVersion ?? '';
  const ref = { type, namespace: NAMESPACE, name };
  await world.user.patch(ref, { type: 'merge', body, resourceVersion }, world.never);
};

const phaseIs = (phase: string, limitMs?: number) =>
  world.until(async () => (await world.status())['phase'] === phase, limitMs);
const weightIs = (weight: number) =>
  world.until(async () => (await world.status())['canaryWeight'] === weight);
const replicasOf = async (name: string): Promise<number> => (await world.deployment(name))['spec'].replicas;
const holding = async (): Promise<Record<string, any>> =>
  ((await world.status())['conditions'] ?? []).find((item: { type: string }) => item.type === 'Holding') ??
  {};

const hpa = (more: Record<string, unknown> = {}, name = 'podinfo'): KubeObject => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name, namespace: NAMESPACE },
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' },
    minReplicas: 2,
    maxReplicas: 8,
    ...more,
  },
});

const ref = (kind: string, more: Record<string, unknown> = {}) => ({
  autoscalerRef: {
    apiVersion: kind === 'ScaledObject' ? 'keda.sh/v1alpha1' : 'autoscaling/v1',
    kind,
    name: 'podinfo',
    ...more,
  },
});

const startWith = async (objects: readonly (readonly [ResourceType, KubeObject])[]): Promise<void> => {
  for (const [type, object] of objects) await apply(type, object);
  operator = world.startOperator();
};

describe('a HorizontalPodAutoscaler', () => {
  const initialised = async (
    spec: Record<string, unknown> = {},
    more: Record<string, unknown> = {},
    analysis: Record<string, unknown> = {},
  ): Promise<void> => {
    await startWith([
      [DEPLOYMENT, deployment('1.0.0')],
      [HORIZONTAL_POD_AUTOSCALER, hpa(spec)],
      [CANARY, canary(analysis, { ...ref('HorizontalPodAutoscaler', more), progressDeadlineSeconds: 120 })],
    ]);
    await phaseIs('Initialized', 120_000);
    await world.clock.advance(30_000);
  };

  test('gets a copy for the primary, which follows it at once and not only at promotions', async () => {
    await initialised({}, { primaryScalerReplicas: { minReplicas: 3 } });
    const copy = async () => (await get(HORIZONTAL_POD_AUTOSCALER, 'podinfo-primary'))['spec'];
    expect(await copy()).toMatchObject({
      scaleTargetRef: { name: 'podinfo-primary' },
      minReplicas: 3,
      maxReplicas: 8,
    });
    expect(await replicasOf('podinfo-primary')).toBe(3);
    await change(HORIZONTAL_POD_AUTOSCALER, 'podinfo', { spec: { maxReplicas: 20 } });
    await world.until(async () => (await copy()).maxReplicas === 20, 5_000);
    expect(await world.status()).toMatchObject({ phase: 'Initialized' });
  });

  test('of the primary that is deleted, or edited by hand, is put back', async () => {
    await initialised();
    await world.user.delete(
      { type: HORIZONTAL_POD_AUTOSCALER, namespace: NAMESPACE, name: 'podinfo-primary' },
      world.never,
    );
    const max = async () =>
      (await get(HORIZONTAL_POD_AUTOSCALER, 'podinfo-primary').catch(() => undefined))?.['spec'].maxReplicas;
    await world.until(async () => (await max()) === 8, 5_000);
    await change(HORIZONTAL_POD_AUTOSCALER, 'podinfo-primary', { spec: { maxReplicas: 2 } });
    await world.until(async () => (await max()) === 8, 5_000);
  });

  test('that has shrunk the primary gives it the pods back before all traffic returns, and keeps them for a while', async () => {
    await initialised();
    await world.setImage('1.0.1');
    await weightIs(50);
    await change(DEPLOYMENT, 'podinfo', { spec: { replicas: 5 } });
    await phaseIs('Promoting');
    const before = { replicas: await replicasOf('podinfo-primary') };
    await phaseIs('Finalising', 120_000);
    expect(before.replicas).toBe(2);
    expect((await world.deployment('podinfo-primary'))['status'].availableReplicas).toBe(7);
    await phaseIs('Succeeded');
    await world.clock.advance(240_000);
    const min = async () => (await get(HORIZONTAL_POD_AUTOSCALER, 'podinfo-primary'))['spec'].minReplicas;
    expect(await min()).toBe(7);
    await world.clock.advance(90_000);
    expect(await min()).toBe(2);
    expect(await world.events()).toContain(
      'Scaling up podinfo-primary.test to 7 replicas before traffic returns',
    );
  });

  test('is asked anew by the next promotion, while the last one’s minimum still holds and after it', async () => {
    await initialised();
    for (const [version, pause] of [
      ['1.0.1', 0],
      ['1.0.2', 0],
      ['1.0.3', 600_000],
    ] as const) {
      await world.clock.advance(pause);
      await world.setImage(version);
      await world.until(async () => (await world.status())['run'].tick > 0, 60_000);
      await weightIs(50);
      await change(DEPLOYMENT, 'podinfo', { spec: { replicas: 4 } });
      await phaseIs('Finalising', 240_000);
      const primary = await world.deployment('podinfo-primary');
      expect(primary['status'].availableReplicas).toBeGreaterThanOrEqual(6);
      expect((await world.status())['run'].primaryFloor.replicas).toBe(primary['spec'].replicas);
      await phaseIs('Succeeded', 60_000);
    }
  });

  test('whose maximum is lower than what the canary needed is not asked for more', async () => {
    await initialised({ maxReplicas: 4 });
    await world.setImage('1.0.1');
    await weightIs(50);
    await change(DEPLOYMENT, 'podinfo', { spec: { replicas: 4 } });
    await phaseIs('Finalising', 240_000);
    expect(await replicasOf('podinfo-primary')).toBe(4);
  });

  test('is asked for more pods when a rollback returns the traffic, which does not wait for them', async () => {
    await initialised();
    await world.setImage('1.0.1');
    await weightIs(50);
    await change(DEPLOYMENT, 'podinfo', { spec: { replicas: 4 } });
    await world.clock.advance(8_000);
    world.outside.successRate = 50;
    await weightIs(0);
    const { primaryFloor } = (await world.status())['run'];
    expect(primaryFloor).toMatchObject({ replicas: 6, readyWith: 2 });
    await phaseIs('Failed', 30_000);
    await world.until(async () => (await replicasOf('podinfo-primary')) === 6, 30_000);
  });

  test('that does not act is waited for no longer than the deadline', async () => {
    await initialised();
    world.api.admit(({ object, user }) => {
      const scalesUp = object.metadata.name === 'podinfo-primary' && object.kind === 'Deployment';
      if (user === 'controllers' && scalesUp && (object['spec'] as Record<string, any>)['replicas'] > 2)
        throw new Error('quota');
    });
    await world.setImage('1.0.1');
    await phaseIs('Promoting', 300_000);
    await world.until(async () => (await world.status())['run'].primaryFloor !== undefined);
    const since = world.clock.now();
    await phaseIs('Succeeded', 300_000);
    expect(world.clock.now() - since).toBeGreaterThan(110_000);
  });

  test('that does not exist holds the Canary, which goes on when it appears', async () => {
    await startWith([
      [DEPLOYMENT, deployment('1.0.0')],
      [CANARY, canary({}, ref('HorizontalPodAutoscaler'))],
    ]);
    await world.clock.advance(5_000);
    expect(await holding()).toMatchObject({
      status: 'True',
      reason: 'AutoscalerNotFound',
      message: 'HorizontalPodAutoscaler podinfo.test does not exist',
    });
    expect(await world.events()).toContainEqual(expect.stringContaining('podinfo.test does not exist'));
    await apply(HORIZONTAL_POD_AUTOSCALER, hpa());
    await phaseIs('Initialized', 120_000);
    expect(await holding()).toMatchObject({ status: 'False' });
  });

  test('that is deleted in mid-run holds the run at its weight until it is back', async () => {
    await initialised();
    await world.setImage('1.0.1');
    await weightIs(20);
    await world.user.delete(
      { type: HORIZONTAL_POD_AUTOSCALER, namespace: NAMESPACE, name: 'podinfo' },
      world.never,
    );
    await world.clock.advance(60_000);
    expect(await holding()).toMatchObject({ status: 'True', reason: 'AutoscalerNotFound' });
    expect(await world.weights()).toEqual({ primary: 80, canary: 20 });
    await apply(HORIZONTAL_POD_AUTOSCALER, hpa());
    await phaseIs('Succeeded', 300_000);
  });

  test('of somebody else with the name of the copy is left alone', async () => {
    await startWith([
      [DEPLOYMENT, deployment('1.0.0')],
      [HORIZONTAL_POD_AUTOSCALER, hpa()],
      [HORIZONTAL_POD_AUTOSCALER, hpa({ maxReplicas: 3 }, 'podinfo-primary')],
      [CANARY, canary({}, ref('HorizontalPodAutoscaler'))],
    ]);
    await world.clock.advance(5_000);
    expect(await holding()).toMatchObject({
      reason: 'NameTaken',
      message: 'HorizontalPodAutoscaler podinfo-primary.test exists and does not belong to this Canary',
    });
    expect((await get(HORIZONTAL_POD_AUTOSCALER, 'podinfo-primary'))['spec'].maxReplicas).toBe(3);
  });

  test('that scales the primary already is no source for its copy', async () => {
    await startWith([
      [DEPLOYMENT, deployment('1.0.0')],
      [
        HORIZONTAL_POD_AUTOSCALER,
        hpa({ scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo-primary' } }),
      ],
      [CANARY, canary({}, ref('HorizontalPodAutoscaler'))],
    ]);
    await world.clock.advance(5_000);
    expect(await holding()).toMatchObject({ reason: 'AutoscalerConflict' });
  });
});

describe('a ScaledObject', () => {
  const initialised = async (more: Record<string, unknown> = {}): Promise<void> => {
    await apply(CUSTOM_RESOURCE_DEFINITION, scaledObjectDefinition);
    runningKeda = runKeda(world, keda.signal);
    await startWith([
      [DEPLOYMENT, deployment('1.0.0')],
      [SCALED_OBJECT, scaledObject()],
      [CANARY, canary({}, ref('ScaledObject', more))],
    ]);
    await phaseIs('Initialized', 120_000);
    await world.clock.advance(60_000);
  };
  const pauseOf = async (name: string): Promise<unknown> =>
    (await get(SCALED_OBJECT, name))['metadata'].annotations?.[PAUSED];

  test('is paused at zero between rollouts, and the primary’s is not', async () => {
    await initialised();
    expect([await pauseOf('podinfo'), await pauseOf('podinfo-primary')]).toEqual(['0', undefined]);
    expect([await replicasOf('podinfo'), await replicasOf('podinfo-primary')]).toEqual([0, 2]);
    expect((await get(SCALED_OBJECT, 'podinfo-primary'))['spec']).toMatchObject({
      scaleTargetRef: { name: 'podinfo-primary' },
      triggers: [{ metadata: { query: 'sum(rate(x{app="podinfo-primary"}[1m]))' } }],
    });
    expect((await get(HORIZONTAL_POD_AUTOSCALER, 'keda-hpa-podinfo-primary'))['spec'].minReplicas).toBe(2);
  });

  test('is let go for a rollout, and paused again after its promotion', async () => {
    await initialised({
      primaryScalerQueries: { load: 'vector(1)' },
      primaryScalerReplicas: { maxReplicas: 9 },
    });
    await world.setImage('1.0.1');
    await weightIs(20);
    expect(await pauseOf('podinfo')).toBeUndefined();
    expect(await replicasOf('podinfo')).toBe(2);
    await phaseIs('Succeeded', 300_000);
    await world.clock.advance(30_000);
    expect([await pauseOf('podinfo'), await replicasOf('podinfo')]).toEqual(['0', 0]);
    expect(await replicasOf('podinfo-primary')).toBe(4);
    await world.clock.advance(400_000);
    expect((await get(SCALED_OBJECT, 'podinfo-primary'))['spec']).toMatchObject({
      minReplicaCount: 2,
      maxReplicaCount: 9,
      triggers: [{ metadata: { query: 'vector(1)' } }],
    });
  });

  test('is paused again after a rollback, never while the canary has traffic', async () => {
    await initialised();
    const weightsWhenPaused: number[] = [];
    world.api.admit(({ object, user }) => {
      if (user === 'operator' && object.metadata.annotations?.[PAUSED] === '0')
        weightsWhenPaused.push(seenWeight);
      if (object.kind === 'VirtualService')
        seenWeight = Number((object as Record<string, any>)['spec'].http[0].route[1].weight);
    });
    let seenWeight = 0;
    await world.setImage('1.0.1');
    await weightIs(30);
    world.outside.successRate = 50;
    await phaseIs('Failed', 120_000);
    expect(await pauseOf('podinfo')).toBe('0');
    expect(weightsWhenPaused).toEqual([0]);
  });

  test('that someone resumes between rollouts is paused again before it costs much', async () => {
    await initialised();
    await change(SCALED_OBJECT, 'podinfo', { metadata: { annotations: { [PAUSED]: null } } });
    await world.until(async () => (await pauseOf('podinfo')) === '0', 5_000);
    await world.clock.advance(10_000);
    expect(await replicasOf('podinfo')).toBe(0);
  });

  test('whose primary Flagger left paused is let go at once', async () => {
    await initialised();
    await change(SCALED_OBJECT, 'podinfo-primary', { metadata: { annotations: { [PAUSED]: '0' } } });
    await world.until(async () => (await pauseOf('podinfo-primary')) === undefined, 5_000);
    await world.clock.advance(10_000);
    expect(await replicasOf('podinfo-primary')).toBe(2);
  });

  test('of a cluster without KEDA keeps only its own Canary waiting, and says what is missing', async () => {
    await startWith([
      [DEPLOYMENT, deployment('1.0.0')],
      [CANARY, canary({}, ref('ScaledObject'))],
    ]);
    await world.clock.advance(10_000);
    expect(await holding()).toMatchObject({
      reason: 'AutoscalerNotFound',
      message:
        'ScaledObject podinfo.test cannot be read: kind ScaledObject is not served: is KEDA installed?',
    });
    await apply(CUSTOM_RESOURCE_DEFINITION, scaledObjectDefinition);
    await apply(SCALED_OBJECT, scaledObject());
    await phaseIs('Initialized', 180_000);
  });

  test('is not followed where no Canary refers to one', async () => {
    await startWith([
      [DEPLOYMENT, deployment('1.0.0')],
      [CANARY, canary()],
    ]);
    await phaseIs('Initialized', 120_000);
    expect(world.requests.filter(({ resource }) => resource === 'scaledobjects')).toEqual([]);
  });
});
