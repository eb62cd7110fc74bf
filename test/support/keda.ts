import { DEPLOYMENT, HORIZONTAL_POD_AUTOSCALER, SCALED_OBJECT } from '../../src/api/kinds.ts';
import type { KubeObject, ResourceType } from '../../src/api/objects.ts';
import { isOperatorError } from '../../src/errors.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { makeLoop, splitKey } from '../../src/sandbox/controllers/loop.ts';
import { keyOf, watched } from '../../src/sandbox/watched.ts';
import { NAMESPACE } from './manifests.ts';
import type { World } from './world.ts';

/** Enough of KEDA's own definition for its objects to be kept as they are. */
export const scaledObjectDefinition: KubeObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'scaledobjects.keda.sh' },
  spec: {
    group: 'keda.sh',
    scope: 'Namespaced',
    names: {
      kind: 'ScaledObject',
      plural: 'scaledobjects',
      singular: 'scaledobject',
      listKind: 'ScaledObjectList',
      shortNames: ['so'],
    },
    versions: [
      {
        name: 'v1alpha1',
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
              status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
            },
          },
        },
      },
    ],
  },
};

export const scaledObject = (more: Record<string, unknown> = {}): KubeObject => ({
  apiVersion: 'keda.sh/v1alpha1',
  kind: 'ScaledObject',
  metadata: { name: 'podinfo', namespace: NAMESPACE },
  spec: {
    scaleTargetRef: { name: 'podinfo' },
    minReplicaCount: 2,
    maxReplicaCount: 6,
    triggers: [{ type: 'prometheus', name: 'load', metadata: { query: 'sum(rate(x{app="podinfo"}[1m]))' } }],
    ...more,
  },
});

const spec = (object: KubeObject): Record<string, any> => object['spec'] as Record<string, any>;
const PAUSED = 'autoscaling.keda.sh/paused-replicas';

/**
 * What KEDA does to the workload of each ScaledObject while there is load: paused, it holds it at that many pods
 * without an autoscaler; otherwise it wakes it, and keeps a HorizontalPodAutoscaler for it.
 */
export const runKeda = async (world: World, signal: AbortSignal): Promise<void> => {
  const { clock } = world;
  const cluster = world.api.cluster('keda');
  const watch = (type: ResourceType) => watched({ cluster, type, clock, log: silentLog });
  const [objects, deployments, autoscalers] = [
    watch(SCALED_OBJECT),
    watch(DEPLOYMENT),
    watch(HORIZONTAL_POD_AUTOSCALER),
  ];

  const scale = async (name: string, replicas: number): Promise<void> => {
    const deployment = deployments.get(NAMESPACE, name);
    if (deployment === undefined || spec(deployment)['replicas'] === replicas) return;
    const resourceVersion = deployment.metadata.resourceVersion ?? '';
    const ref = { type: DEPLOYMENT, namespace: NAMESPACE, name };
    deployments.learn(
      await cluster.patch(ref, { type: 'merge', body: { spec: { replicas } }, resourceVersion }, signal),
    );
  };

  const withoutAutoscaler = async (name: string): Promise<void> => {
    const existing = autoscalers.get(NAMESPACE, name);
    if (existing === undefined) return;
    try {
      await cluster.delete({ type: HORIZONTAL_POD_AUTOSCALER, namespace: NAMESPACE, name }, signal);
    } catch (thrown) {
      if (!isOperatorError(thrown, 'NOT_FOUND')) throw thrown;
    }
    autoscalers.forget(existing);
  };

  const withAutoscaler = async (name: string, target: string, min: number, max: number): Promise<void> => {
    const existing = autoscalers.get(NAMESPACE, name);
    const wanted = {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: target },
      minReplicas: min,
      maxReplicas: max,
    };
    if (existing === undefined) {
      const metadata = { name, namespace: NAMESPACE };
      const made = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata, spec: wanted };
      autoscalers.learn(await cluster.create(HORIZONTAL_POD_AUTOSCALER, made, signal));
    } else if (spec(existing)['minReplicas'] !== min || spec(existing)['maxReplicas'] !== max) {
      const resourceVersion = existing.metadata.resourceVersion ?? '';
      const next = {
        ...existing,
        metadata: { ...existing.metadata, resourceVersion },
        spec: { ...spec(existing), ...wanted },
      };
      autoscalers.learn(await cluster.replace(HORIZONTAL_POD_AUTOSCALER, next, signal));
    }
  };

  const reconcile = async (key: string): Promise<undefined> => {
    const object = objects.get(...splitKey(key));
    if (object === undefined) return;
    const { scaleTargetRef, minReplicaCount = 0, maxReplicaCount = 100 } = spec(object);
    const target = String(scaleTargetRef.name);
    const name = `keda-hpa-${object.metadata.name}`;
    const paused = object.metadata.annotations?.[PAUSED];
    if (paused !== undefined) {
      await withoutAutoscaler(name);
      return scale(target, Number(paused)) as Promise<undefined>;
    }
    const min = Math.max(1, Number(minReplicaCount));
    const deployment = deployments.get(NAMESPACE, target);
    if (deployment !== undefined && spec(deployment)['replicas'] === 0) await scale(target, min);
    await withAutoscaler(name, target, min, Number(maxReplicaCount));
  };

  const loop = makeLoop({ name: 'keda', clock, log: silentLog, reconcile });
  const wakeAll = (): void => {
    for (const object of objects.list()) loop.enqueue(keyOf(object), 1_000);
  };
  for (const { onChange } of [objects, deployments].map((cache) => ({
    onChange: cache.onChange.bind(cache),
  })))
    onChange(wakeAll);
  const following = [objects, deployments, autoscalers].map((cache) => cache.run(signal));
  await Promise.all([...following, loop.run(signal)]);
};
