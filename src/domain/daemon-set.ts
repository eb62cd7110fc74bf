import { SCALE_TO_ZERO } from '../api/identifiers.ts';
import type { KubeObject } from '../api/objects.ts';
import { objectAt } from './json.ts';
import { endpointsNeeded, isObserved, type Readiness } from './readiness.ts';

const count = (status: Readonly<Record<string, unknown>>, key: string): number => {
  const value = status[key];
  return typeof value === 'number' ? value : 0;
};

/** Whether its pods ask for a node that there is not: a DaemonSet has no replicas to set to zero. */
export const isAsleep = (daemonSet: KubeObject): boolean =>
  objectAt(daemonSet, 'spec', 'template', 'spec', 'nodeSelector')[SCALE_TO_ZERO] === 'true';

/** The nodes that are to run it, as its controller last saw them. */
export const nodesOf = (daemonSet: KubeObject): number =>
  count(objectAt(daemonSet, 'status'), 'desiredNumberScheduled');

const progressing = (message: string): Readiness => ({ kind: 'progressing', message });

/**
 * Readiness of a DaemonSet of whose nodes `thresholdPercent` must have an available pod. It has no deadline of its
 * own, so it is never stuck: how long to wait is for the run to say.
 */
export const daemonSetReadiness = (daemonSet: KubeObject, thresholdPercent: number): Readiness => {
  if (!isObserved(daemonSet)) return progressing('waiting for the DaemonSet controller to see the change');
  if (isAsleep(daemonSet)) return progressing('it is scaled to zero');
  const nodes = nodesOf(daemonSet);
  if (nodes === 0) return progressing('no node is to run it; see its nodeSelector, affinity and tolerations');
  const status = objectAt(daemonSet, 'status');
  const updated = count(status, 'updatedNumberScheduled');
  if (updated < nodes) return progressing(`${updated} of ${nodes} nodes run the new revision`);
  const available = count(status, 'numberAvailable');
  return available < endpointsNeeded(nodes, thresholdPercent)
    ? progressing(`${available} of ${nodes} pods are available`)
    : { kind: 'ready' };
};
