import type { KubeObject } from '../../api/objects.ts';
import { isOperatorError } from '../../errors.ts';
import { fromRfc3339 } from '../../runtime/time.ts';
import type { SandboxCluster } from '../apiserver/api-server.ts';
import { isReady, readyCondition } from '../pods/pod.ts';
import type { Watched } from '../watched.ts';
import { POD } from './kinds.ts';
import { namespaceOf } from './owner.ts';

/** How long a ready pod still needs until it counts as available; 0 when it does, Infinity when it is not ready. */
export const availableInMs = (pod: KubeObject, minReadySeconds: number, nowMs: number): number => {
  if (!isReady(pod)) return Infinity;
  if (minReadySeconds === 0) return 0;
  const since = fromRfc3339(readyCondition(pod)?.lastTransitionTime ?? '');
  return Math.max(0, since + minReadySeconds * 1000 - nowMs);
};

/** Deletes pods whose end the kubelet sees to; the next look at `pods` knows of it. */
export const removePods = async (
  { cluster, pods }: { readonly cluster: SandboxCluster; readonly pods: Watched },
  surplus: readonly KubeObject[],
  signal: AbortSignal,
): Promise<void> => {
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
};
