import { DEPLOYMENT, HORIZONTAL_POD_AUTOSCALER, SCALED_OBJECT } from '../../src/api/kinds.ts';
import { CRD_TYPE, runKeda, scaledObject, scaledObjectDefinition } from './keda.ts';
import { NAMESPACE } from './manifests.ts';
import { type Scenario, withDeployment } from './rollouts.ts';
import type { World } from './world.ts';

const ref = (apiVersion: string, kind: string) => ({ autoscalerRef: { apiVersion, kind, name: 'podinfo' } });

const withAutoscaler = async (world: World): Promise<void> => {
  await withDeployment(world);
  const spec = {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' },
    minReplicas: 2,
    maxReplicas: 8,
  };
  const metadata = { name: 'podinfo', namespace: NAMESPACE };
  const object = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata, spec };
  await world.user.create(HORIZONTAL_POD_AUTOSCALER, object, world.never);
};

const withScaledObject = async (world: World): Promise<void> => {
  await withDeployment(world);
  await world.user.create(CRD_TYPE, scaledObjectDefinition, world.never);
  await world.user.create(SCALED_OBJECT, scaledObject(), world.never);
  const stop = new AbortController();
  const running = runKeda(world, stop.signal);
  world.atClose(async () => {
    stop.abort();
    await running;
  });
};

/** The canary's autoscaler has found that it needs more pods. */
const grown = async (world: World): Promise<void> => {
  const { metadata } = await world.get(DEPLOYMENT, 'podinfo');
  const patch = {
    type: 'merge',
    body: { spec: { replicas: 4 } },
    resourceVersion: metadata.resourceVersion ?? '',
  } as const;
  await world.user.patch({ type: DEPLOYMENT, namespace: NAMESPACE, name: 'podinfo' }, patch, world.never);
};

export const scaledScenarios: readonly Scenario[] = [
  {
    name: 'a promotion under a HorizontalPodAutoscaler',
    phase: 'Succeeded',
    analysis: { stepWeight: 25 },
    spec: ref('autoscaling/v2', 'HorizontalPodAutoscaler'),
    prepare: withAutoscaler,
    begin: (world) => world.setImage('1.0.1'),
    at: { weight: 50, then: grown },
  },
  {
    name: 'a promotion under a ScaledObject',
    phase: 'Succeeded',
    analysis: { stepWeight: 25 },
    spec: ref('keda.sh/v1alpha1', 'ScaledObject'),
    prepare: withScaledObject,
    begin: (world) => world.setImage('1.0.1'),
  },
  {
    name: 'a rollback under a ScaledObject',
    phase: 'Failed',
    analysis: { stepWeight: 25 },
    spec: ref('keda.sh/v1alpha1', 'ScaledObject'),
    prepare: withScaledObject,
    begin: (world) => world.setImage('1.0.1'),
    at: {
      weight: 25,
      then: (world) => {
        world.outside.successRate = 50;
        return Promise.resolve();
      },
    },
  },
];
