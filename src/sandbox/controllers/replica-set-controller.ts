import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../../api/objects.ts';
import type { Clock, Random } from '../../runtime/clock.ts';
import type { SandboxCluster } from '../apiserver/api-server.ts';
import { isReady, isTerminating, podStatus } from '../pods/pod.ts';
import type { Watched } from '../watched.ts';
import { keyOf } from '../watched.ts';
import { replicaSetSpec, withoutZeros, workloadStatus } from './deployment-object.ts';
import { POD, REPLICA_SET } from './kinds.ts';
import { KUBELET_FINALIZER, NODE_NAME } from './kubelet-names.ts';
import { splitKey } from './loop.ts';
import type { Loop } from './loop.ts';
import { availableInMs, removePods } from './owned-pods.ts';
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
      await removePods(this.#ports, [...pods].sort(byUsefulness).slice(0, -missing), signal);
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
