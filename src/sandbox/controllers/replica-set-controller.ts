import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../../api/objects.ts';
import { isOperatorError } from '../../errors.ts';
import type { Clock, Random } from '../../runtime/clock.ts';
import { fromRfc3339 } from '../../runtime/time.ts';
import type { SandboxCluster } from '../apiserver/api-server.ts';
import { isReady, isTerminating, podStatus, readyCondition } from '../pods/pod.ts';
import type { Watched } from '../watched.ts';
import { keyOf } from '../watched.ts';
import { replicaSetSpec, withoutZeros, workloadStatus } from './deployment-object.ts';
import { POD, REPLICA_SET } from './kinds.ts';
import { KUBELET_FINALIZER, NODE_NAME } from './kubelet-names.ts';
import { splitKey } from './loop.ts';
import type { Loop } from './loop.ts';
import { controllerOf, isControlledBy, namespaceOf, ownedBy, versioned } from './owner.ts';
import { nameSuffix } from './template-hash.ts';

export interface ReplicaSetPorts {
  readonly cluster: SandboxCluster;
  readonly replicaSets: Watched;
  readonly pods: Watched;
  readonly clock: Clock;
  readonly random: Random;
}

const isActive = (pod: KubeObject): boolean =>
  !isTerminating(pod) && !['Succeeded', 'Failed'].includes(podStatus(pod).phase ?? '');

/** How long a ready pod still needs until it counts as available; 0 when it does, Infinity when it is not ready. */
export const availableInMs = (pod: KubeObject, minReadySeconds: number, nowMs: number): number => {
  if (!isReady(pod)) return Infinity;
  if (minReadySeconds === 0) return 0;
  const since = fromRfc3339(readyCondition(pod)?.lastTransitionTime ?? '');
  return Math.max(0, since + minReadySeconds * 1000 - nowMs);
};

/** Those that serve least go first, and among equals the youngest. */
const byUsefulness = (a: KubeObject, b: KubeObject): number =>
  Number(isReady(a)) - Number(isReady(b)) ||
  (b.metadata.creationTimestamp ?? '').localeCompare(a.metadata.creationTimestamp ?? '') ||
  a.metadata.name.localeCompare(b.metadata.name);

export const podOf = (set: KubeObject, name: string): KubeObject => {
  const { template } = replicaSetSpec(set);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: namespaceOf(set),
      labels: template.metadata?.labels ?? {},
      ...(template.metadata?.annotations === undefined ? {} : { annotations: template.metadata.annotations }),
      ownerReferences: ownedBy(set),
      finalizers: [KUBELET_FINALIZER],
    },
    spec: { restartPolicy: 'Always', nodeName: NODE_NAME, ...(template.spec as object) },
  };
};

export class ReplicaSetController {
  readonly #ports: ReplicaSetPorts;

  constructor(ports: ReplicaSetPorts, loop: Loop) {
    this.#ports = ports;
    ports.replicaSets.onChange(({ before, after }) => {
      const object = after ?? before;
      if (object !== undefined) loop.enqueue(keyOf(object));
    });
    ports.pods.onChange(({ before, after }) => {
      const pod = after ?? before;
      const owner = pod === undefined ? undefined : controllerOf(pod);
      if (pod !== undefined && owner?.kind === 'ReplicaSet')
        loop.enqueue(`${namespaceOf(pod)}/${owner.name}`);
    });
  }

  async reconcile(key: string, signal: AbortSignal): Promise<number | undefined> {
    const set = this.#ports.replicaSets.get(...splitKey(key));
    if (set === undefined) return undefined;
    const pods = this.#podsOf(set);
    const missing = replicaSetSpec(set).replicas - pods.length;
    if (!isTerminating(set) && missing > 0) await this.#add(set, missing, signal);
    if (!isTerminating(set) && missing < 0)
      await this.#remove([...pods].sort(byUsefulness).slice(0, -missing), signal);
    return await this.#report(set, signal);
  }

  #podsOf(set: KubeObject): readonly KubeObject[] {
    const pods = this.#ports.pods.list(namespaceOf(set));
    return pods.filter((pod) => isControlledBy(pod, set) && isActive(pod));
  }

  async #add(set: KubeObject, count: number, signal: AbortSignal): Promise<void> {
    const { cluster, pods, random } = this.#ports;
    for (let made = 0; made < count; made += 1) {
      const pod = podOf(set, `${set.metadata.name}-${nameSuffix(random)}`);
      pods.learn(await cluster.create(POD, pod, signal));
    }
  }

  async #remove(surplus: readonly KubeObject[], signal: AbortSignal): Promise<void> {
    const { cluster, pods } = this.#ports;
    for (const pod of surplus) {
      const ref = { type: POD, namespace: namespaceOf(pod), name: pod.metadata.name };
      try {
        await cluster.delete(ref, signal);
        pods.learn(await cluster.get(ref, signal));
      } catch (thrown) {
        if (!isOperatorError(thrown, 'NOT_FOUND')) throw thrown;
        pods.forget(pod);
      }
    }
  }

  async #report(set: KubeObject, signal: AbortSignal): Promise<number | undefined> {
    const { cluster, replicaSets, clock } = this.#ports;
    const { minReadySeconds } = replicaSetSpec(set);
    const pods = this.#podsOf(set);
    const waits = pods.map((pod) => availableInMs(pod, minReadySeconds, clock.now()));
    const pending = waits.filter((wait) => wait > 0 && Number.isFinite(wait));
    const status = {
      replicas: pods.length,
      ...withoutZeros({
        fullyLabeledReplicas: pods.length,
        readyReplicas: pods.filter(isReady).length,
        availableReplicas: waits.filter((wait) => wait === 0).length,
      }),
      observedGeneration: set.metadata.generation ?? 0,
    };
    if (!isDeepStrictEqual(status, workloadStatus(set)))
      replicaSets.learn(await cluster.replace(REPLICA_SET, { ...versioned(set), status }, signal, 'status'));
    return pending.length === 0 ? undefined : Math.min(...pending);
  }
}
