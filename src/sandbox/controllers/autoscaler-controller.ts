import { DEPLOYMENT } from '../../api/kinds.ts';
import type { KubeObject } from '../../api/objects.ts';
import type { SandboxCluster } from '../apiserver/api-server.ts';
import { at } from '../apiserver/json.ts';
import { isTerminating } from '../pods/pod.ts';
import type { Watched } from '../watched.ts';
import { keyOf } from '../watched.ts';
import { deploymentSpec } from './deployment-object.ts';
import { splitKey } from './loop.ts';
import type { Loop } from './loop.ts';
import { namespaceOf } from './owner.ts';

export interface AutoscalerPorts {
  readonly cluster: SandboxCluster;
  readonly autoscalers: Watched;
  readonly deployments: Watched;
}

/** kube-controller-manager's --horizontal-pod-autoscaler-sync-period: every change waits so long. */
const SYNC_PERIOD_MS = 15_000;

const count = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise);

const targetName = (autoscaler: KubeObject): string | undefined => {
  const target = at(autoscaler, 'spec', 'scaleTargetRef');
  const name = at(target, 'name');
  return at(target, 'kind') === 'Deployment' && typeof name === 'string' ? name : undefined;
};

/** Between its bounds, unless it is at zero: then autoscaling is off. */
const wanted = (autoscaler: KubeObject, replicas: number): number => {
  const min = count(at(autoscaler, 'spec', 'minReplicas'), 1);
  const max = count(at(autoscaler, 'spec', 'maxReplicas'), min);
  return replicas === 0 ? 0 : Math.min(Math.max(replicas, min), max);
};

/**
 * HorizontalPodAutoscalers of a cluster without a metrics server: no metric moves a workload, but its bounds hold, as
 * they do on a real cluster.
 */
export class AutoscalerController {
  readonly #ports: AutoscalerPorts;

  constructor(ports: AutoscalerPorts, loop: Loop) {
    this.#ports = ports;
    ports.autoscalers.onChange(({ after }) => {
      if (after !== undefined) loop.enqueue(keyOf(after), SYNC_PERIOD_MS);
    });
    ports.deployments.onChange(({ after }) => {
      if (after === undefined) return;
      for (const autoscaler of ports.autoscalers.list(namespaceOf(after)))
        if (targetName(autoscaler) === after.metadata.name) loop.enqueue(keyOf(autoscaler), SYNC_PERIOD_MS);
    });
  }

  async reconcile(key: string, signal: AbortSignal): Promise<undefined> {
    const { cluster, autoscalers, deployments } = this.#ports;
    const autoscaler = autoscalers.get(...splitKey(key));
    if (autoscaler === undefined || isTerminating(autoscaler)) return;
    const namespace = namespaceOf(autoscaler);
    const deployment = deployments.get(namespace, targetName(autoscaler) ?? '');
    if (deployment === undefined || isTerminating(deployment)) return;
    const { replicas } = deploymentSpec(deployment);
    const next = wanted(autoscaler, replicas);
    if (next === replicas) return;
    const resourceVersion = deployment.metadata.resourceVersion ?? '';
    const patch = { type: 'merge', body: { spec: { replicas: next } }, resourceVersion } as const;
    const { name } = deployment.metadata;
    deployments.learn(await cluster.patch({ type: DEPLOYMENT, namespace, name }, patch, signal));
  }
}
