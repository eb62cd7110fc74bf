import type { KubeObject } from '../api/objects.ts';
import { isObject, listAt, objectAt, textAt } from '../domain/json.ts';
import { readyEndpoints } from '../domain/endpoints.ts';
import type { Plan } from '../domain/plan.ts';
import { isObserved } from '../domain/readiness.ts';
import { revisionOf } from '../domain/revision.ts';
import type { Settings } from '../domain/settings.ts';
import type { Label, PrimarySeen, TargetSeen } from '../domain/snapshot.ts';
import { scalerKindOf } from '../manifests/scalers/scalers.ts';
import type { PrimaryParts } from '../manifests/targets/target-kind.ts';
import { targetKindOf } from '../manifests/targets/targets.ts';
import { type Caches, scalersOf, targetsOf } from './caches.ts';

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
  const object = targetsOf(plan, caches).get(plan.namespace, plan.target.name);
  const kind = targetKindOf(plan);
  if (object === undefined || (kind.hasPods && label === undefined)) return undefined;
  return {
    object,
    revision: revisionOf(kind.release(object)),
    trackedRevision: `${object.metadata.uid ?? ''}/${kind.edition(object)}`,
    isObserved: !kind.hasPods || isObserved(object),
    replicas: kind.replicas(object),
    readiness: kind.readiness(object, plan.analysis.canaryReadyThreshold),
    endpoints: readyEndpoints(caches.endpointSlices.list(plan.namespace), plan.canaryService),
    startReplicas: startReplicas(plan, caches),
    replicasToServe: replicasToServe(plan, caches, object),
  };
};

/** As many as the primary has, within what the target's autoscaler allows. */
const replicasToServe = (plan: Plan, caches: Caches, target: KubeObject): number | undefined => {
  const kind = targetKindOf(plan);
  const { autoscaler, namespace } = plan;
  const primary = targetsOf(plan, caches).get(namespace, plan.target.primaryName);
  const scaler =
    autoscaler === undefined ? undefined : scalersOf(autoscaler, caches).get(namespace, autoscaler.name);
  const most =
    autoscaler === undefined || scaler === undefined
      ? Number.POSITIVE_INFINITY
      : scalerKindOf(autoscaler).max(scaler);
  const served = primary === undefined ? 0 : Math.min(most, kind.replicas(primary));
  const wanted = Math.max(served, startReplicas(plan, caches));
  return kind.asksFor(target, wanted) ? undefined : wanted;
};

/** As many as the primary has, unless an autoscaler decides: then its minimum. */
const startReplicas = (plan: Plan, caches: Caches): number => {
  if (!targetKindOf(plan).hasPods) return 0;
  if (plan.autoscaler !== undefined) {
    const scaler = scalersOf(plan.autoscaler, caches).get(plan.namespace, plan.autoscaler.name);
    return scaler === undefined ? 1 : scalerKindOf(plan.autoscaler).min(scaler);
  }
  const primary = targetsOf(plan, caches).get(plan.namespace, plan.target.primaryName);
  return Math.max(1, primary === undefined ? 1 : targetKindOf(plan).replicas(primary));
};

export const primarySeen = (
  plan: Plan,
  caches: Caches,
  parts: Omit<PrimaryParts, 'target' | 'flaggerId'> & { readonly target: KubeObject | undefined },
): PrimarySeen | undefined => {
  const object = targetsOf(plan, caches).get(plan.namespace, plan.target.primaryName);
  const kind = targetKindOf(plan);
  if (object === undefined || (kind.hasPods && parts.label === undefined)) return undefined;
  const flaggerId = kind.flaggerId(object);
  const { target } = parts;
  return {
    object,
    flaggerId,
    replicas: kind.replicas(object),
    readiness: kind.readiness(object, plan.analysis.primaryReadyThreshold),
    endpoints: readyEndpoints(caches.endpointSlices.list(plan.namespace), plan.primaryService),
    runsTarget: target !== undefined && kind.runsTarget(object, { ...parts, target, flaggerId }),
  };
};

/** Whether a container of the target's pods offers the port that the Services point to by name. */
export const hasPort = (target: KubeObject, port: number | string): boolean =>
  typeof port === 'number' ||
  listAt(objectAt(target, 'spec', 'template', 'spec'), 'containers').some((container) =>
    listAt(container, 'ports').some((item) => isObject(item) && item['name'] === port),
  );
