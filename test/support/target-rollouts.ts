import {
  DAEMON_SET,
  DEPLOYMENT,
  HORIZONTAL_POD_AUTOSCALER,
  SCALED_OBJECT,
  SERVICE,
} from '../../src/api/kinds.ts';
import type { KubeObject } from '../../src/api/objects.ts';
import { NODE } from '../../src/sandbox/controllers/kinds.ts';
import { CUSTOM_RESOURCE_DEFINITION } from '../../src/sandbox/controllers/kinds.ts';
import { runKeda, scaledObject, scaledObjectDefinition } from './keda.ts';
import { daemonSet, deployment, NAMESPACE, node } from './manifests.ts';
import { createCanary, type Scenario, withConfig, withDeployment } from './rollouts.ts';
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
  await world.user.create(CUSTOM_RESOURCE_DEFINITION, scaledObjectDefinition, world.never);
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

const withDaemonSet = async (world: World): Promise<void> => {
  for (const name of ['node-1', 'node-2'])
    await world.user.create(NODE, node(name, { pool: 'edge' }), world.never);
  const object = withConfig(daemonSet('1.0.0')) as Record<string, any>;
  object['spec'].template.spec.nodeSelector = { pool: 'edge' };
  await world.user.create(DAEMON_SET, object as KubeObject, world.never);
};

const ofDaemonSet = {
  type: DAEMON_SET,
  analysis: { stepWeight: 25 },
  spec: { targetRef: { apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'podinfo' } },
  prepare: withDaemonSet,
  begin: (world: World) => world.setImage('1.0.1', DAEMON_SET),
} as const;

export const versions = ['v1', 'v2', 'v3'] as const;

/** The pods of all versions run; the Service leads to those of the first. */
export const withService = async (world: World): Promise<void> => {
  for (const version of versions) {
    const labels = { app: 'podinfo', version };
    const { metadata, spec, ...rest } = deployment('1.0.0');
    const { template, ...more } = spec as Record<string, any>;
    const pods = {
      ...more,
      selector: { matchLabels: labels },
      template: { ...template, metadata: { labels } },
    };
    const object = { ...rest, metadata: { ...metadata, name: `podinfo-${version}` }, spec: pods };
    await world.user.create(DEPLOYMENT, object, world.never);
  }
  const object = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'podinfo', namespace: NAMESPACE },
    spec: {
      selector: { app: 'podinfo', version: 'v1' },
      ports: [{ name: 'http', port: 9898, targetPort: 'http' }],
    },
  };
  await world.user.create(SERVICE, object, world.never);
};

export const lead = async (world: World, version: string): Promise<void> => {
  const { metadata } = await world.get(SERVICE, 'podinfo');
  const body = { spec: { selector: { version } } };
  const patch = { type: 'merge', body, resourceVersion: metadata.resourceVersion ?? '' } as const;
  await world.user.patch({ type: SERVICE, namespace: NAMESPACE, name: 'podinfo' }, patch, world.never);
};

const ofService = {
  type: SERVICE,
  analysis: { stepWeight: 25 },
  spec: { targetRef: { apiVersion: 'v1', kind: 'Service', name: 'podinfo' } },
  prepare: withService,
  begin: (world: World) => lead(world, 'v2'),
} as const;

const failing = (world: World): Promise<void> => {
  world.outside.successRate = 50;
  return Promise.resolve();
};

/** The first set-up alone: it is one write for the user. */
const setUp = (
  name: string,
  scenario: Pick<Scenario, 'analysis' | 'spec' | 'type' | 'prepare'>,
): Scenario => ({
  ...scenario,
  name: `the set-up of ${name}`,
  phase: 'Initialized',
  begin: (world) => createCanary(world, scenario),
});

/** Rollouts of other targets than a Deployment of fixed size. */
export const targetScenarios: readonly Scenario[] = [
  setUp('a Service', ofService),
  setUp('a DaemonSet', ofDaemonSet),
  setUp('a Deployment under a ScaledObject', {
    spec: ref('keda.sh/v1alpha1', 'ScaledObject'),
    prepare: withScaledObject,
  }),
  { ...ofService, name: 'a promotion of a Service', phase: 'Succeeded' },
  { ...ofService, name: 'a rollback of a Service', phase: 'Failed', at: { weight: 25, then: failing } },
  {
    ...ofService,
    name: 'a new revision of a Service in mid-run',
    phase: 'Succeeded',
    at: { weight: 25, then: (world) => lead(world, 'v3') },
  },
  { ...ofDaemonSet, name: 'a promotion of a DaemonSet', phase: 'Succeeded' },
  {
    ...ofDaemonSet,
    name: 'a rollback of a DaemonSet',
    phase: 'Failed',
    at: { weight: 25, then: failing },
  },
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
    name: 'a rollback under a HorizontalPodAutoscaler',
    phase: 'Failed',
    analysis: { stepWeight: 25 },
    spec: ref('autoscaling/v2', 'HorizontalPodAutoscaler'),
    prepare: withAutoscaler,
    begin: (world) => world.setImage('1.0.1'),
    at: {
      weight: 25,
      then: async (world) => {
        await grown(world);
        await failing(world);
      },
    },
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
    at: { weight: 25, then: failing },
  },
];
