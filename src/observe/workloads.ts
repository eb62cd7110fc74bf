import type { KubeObject } from '../api/objects.ts';
import { isObject, listAt, objectAt, textAt } from '../domain/json.ts';
import { readyEndpoints } from '../domain/endpoints.ts';
import type { Plan } from '../domain/plan.ts';
import { deploymentReadiness, replicasOf } from '../domain/readiness.ts';
import { revisionOf } from '../domain/revision.ts';
import type { Settings } from '../domain/settings.ts';
import type { Label, PrimarySeen, TargetSeen } from '../domain/snapshot.ts';
import { minReplicasOf } from '../manifests/autoscaler.ts';
import { flaggerIdOf, type PrimaryParts, runsTarget } from '../manifests/primary-workload.ts';
import type { Caches } from './caches.ts';

const PRIMARY_SUFFIX = '-primary';

/**
 * The label that tells target pods from primary pods. The primary's selector cannot be changed, so it goes
 * first; else the first known key that the target selects by.
 */
export const selectorLabel = (
  target: KubeObject | undefined,
  primary: KubeObject | undefined,
  { selectorLabels }: Settings,
): Label | undefined => {
  const wanted = objectAt(target, 'spec', 'selector', 'matchLabels');
  for (const [key, value] of Object.entries(objectAt(primary, 'spec', 'selector', 'matchLabels'))) {
    const fromTarget = textAt(wanted, key);
    if (fromTarget !== '') return { key, value: fromTarget };
    if (typeof value === 'string' && value.endsWith(PRIMARY_SUFFIX))
      return { key, value: value.slice(0, -PRIMARY_SUFFIX.length) };
  }
  const key = selectorLabels.find((candidate) => textAt(wanted, candidate) !== '');
  return key === undefined ? undefined : { key, value: textAt(wanted, key) };
};

export const targetSeen = (plan: Plan, caches: Caches, label: Label | undefined): TargetSeen | undefined => {
  const object = caches.deployments.get(plan.namespace, plan.target.name);
  if (object === undefined || label === undefined) return undefined;
  return {
    object,
    label,
    revision: revisionOf(objectAt(object, 'spec', 'template')),
    trackedRevision: `${object.metadata.uid ?? ''}/${object.metadata.generation ?? 0}`,
    replicas: replicasOf(object),
    readiness: deploymentReadiness(object, plan.analysis.canaryReadyThreshold),
    endpoints: readyEndpoints(caches.endpointSlices.list(plan.namespace), plan.canaryService),
    startReplicas: startReplicas(plan, caches),
  };
};

/** As many as the primary has, unless an autoscaler decides: then its minimum. */
const startReplicas = (plan: Plan, caches: Caches): number => {
  if (plan.autoscaler !== undefined) {
    const scaler = caches.autoscalers.get(plan.namespace, plan.autoscaler.name);
    return scaler === undefined ? 1 : minReplicasOf(scaler);
  }
  const primary = caches.deployments.get(plan.namespace, plan.target.primaryName);
  return Math.max(1, primary === undefined ? 1 : replicasOf(primary));
};

export const primarySeen = (
  plan: Plan,
  caches: Caches,
  parts: Omit<PrimaryParts, 'target' | 'flaggerId'> & { readonly target: KubeObject | undefined },
): PrimarySeen | undefined => {
  const object = caches.deployments.get(plan.namespace, plan.target.primaryName);
  if (object === undefined) return undefined;
  const flaggerId = flaggerIdOf(object);
  const { target } = parts;
  return {
    object,
    flaggerId,
    replicas: replicasOf(object),
    readiness: deploymentReadiness(object, plan.analysis.primaryReadyThreshold),
    endpoints: readyEndpoints(caches.endpointSlices.list(plan.namespace), plan.primaryService),
    runsTarget: target !== undefined && runsTarget(object, { ...parts, target, flaggerId }),
  };
};

/** Whether a container of the target's pods offers the port that the Services point to by name. */
export const hasPort = (target: KubeObject, port: number | string): boolean =>
  typeof port === 'number' ||
  listAt(objectAt(target, 'spec', 'template', 'spec'), 'containers').some((container) =>
    listAt(container, 'ports').some((item) => isObject(item) && item['name'] === port),
  );
