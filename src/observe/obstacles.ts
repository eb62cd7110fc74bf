import type { KubeObject } from '../api/objects.ts';
import { objectAt, textAt } from '../domain/json.ts';
import { dotted } from '../domain/names.ts';
import type { Plan } from '../domain/plan.ts';
import type { Settings } from '../domain/settings.ts';
import type { Label, Obstacle } from '../domain/snapshot.ts';
import { isOwnedBy, otherController } from '../manifests/ownership.ts';
import { targetKindOf } from '../manifests/targets/targets.ts';
import { hidingRoute } from '../routing/foreign-routes.ts';
import { type Cache, type Caches, scalersOf, targetsOf, virtualServiceOf } from './caches.ts';
import type { ConfigsSeen } from './configs.ts';
import { hasPort } from './workloads.ts';

interface Found {
  readonly target: KubeObject | undefined;
  readonly label: Label | undefined;
  readonly configs: ConfigsSeen;
}

/** The first thing that must change before this Canary can go on; each is looked at again by its own watch. */
export const obstacleOf = (
  plan: Plan,
  { caches, settings }: { readonly caches: Caches; readonly settings: Settings },
  { target, label, configs }: Found,
): Obstacle | undefined => {
  if (target === undefined) return { kind: 'TargetNotFound', message: `${targetName(plan)} does not exist` };
  return (
    targetObstacle(plan, settings, { target, label }) ??
    configObstacle(plan, configs) ??
    scalerObstacle(plan, caches) ??
    nameObstacle(plan, caches) ??
    routesObstacle(plan, caches)
  );
};

/** A kind that is not served, or may not be read, is another thing to mend than an object that is missing. */
const absent = (name: string, cache: Cache): string => {
  const why = cache.whyNotSynced?.();
  return why === undefined ? `${name} does not exist` : `${name} cannot be read: ${why}`;
};

const targetName = ({ target, namespace }: Plan): string =>
  `${target.kind} ${dotted(target.name, namespace)}`;

const targetObstacle = (
  plan: Plan,
  { selectorLabels }: Settings,
  { target, label }: { readonly target: KubeObject; readonly label: Label | undefined },
): Obstacle | undefined => {
  const kind = targetKindOf(plan);
  if (kind.hasPods && label === undefined) {
    return {
      kind: 'SelectorUnsupported',
      message: `${targetName(plan)} must select its pods by one of the labels ${selectorLabels.join(', ')}`,
    };
  }
  const unfit = kind.unfit(target);
  if (unfit !== undefined) return unfit;
  if (kind.hasPods && !hasPort(target, plan.service.targetPort)) {
    return {
      kind: 'PortNotFound',
      message: `no container of ${targetName(plan)} has a port named ${plan.service.targetPort}`,
    };
  }
  return undefined;
};

const configObstacle = ({ namespace }: Plan, { missing: [missing] }: ConfigsSeen): Obstacle | undefined =>
  missing === undefined
    ? undefined
    : {
        kind: 'ConfigNotFound',
        message: `${missing.kind} ${dotted(missing.name, namespace)}, which the pods need, does not exist`,
      };

const scalerObstacle = (plan: Plan, caches: Caches): Obstacle | undefined => {
  const { autoscaler: scaler, namespace, target } = plan;
  if (scaler === undefined) return undefined;
  const cache = scalersOf(scaler, caches);
  const source = cache.get(namespace, scaler.name);
  const name = `${scaler.kind} ${dotted(scaler.name, namespace)}`;
  if (source === undefined) return { kind: 'AutoscalerNotFound', message: absent(name, cache) };
  if (textAt(objectAt(source, 'spec', 'scaleTargetRef'), 'name') !== target.primaryName) return undefined;
  return {
    kind: 'AutoscalerConflict',
    message: `${name} scales ${target.primaryName}; autoscalerRef must name the one that scales ${target.name}`,
  };
};

/** Objects of ours that somebody else already has: taking them over in silence would break their owner. */
const nameObstacle = (plan: Plan, caches: Caches): Obstacle | undefined => {
  const { namespace, uid } = plan;
  const scaler = plan.autoscaler;
  const primaries = [
    targetsOf(plan, caches).get(namespace, plan.target.primaryName),
    scaler === undefined ? undefined : scalersOf(scaler, caches).get(namespace, scaler.primaryName),
  ];
  const foreign = primaries.find((object) => object !== undefined && !isOwnedBy(object, uid));
  if (foreign !== undefined) {
    return {
      kind: 'NameTaken',
      message: `${foreign.kind} ${dotted(foreign.metadata.name, namespace)} exists and does not belong to this Canary`,
    };
  }
  const apex = caches.services.get(namespace, plan.apexName);
  const named = [
    ...(targetKindOf(plan).hasPods ? [apex] : []),
    caches.services.get(namespace, plan.primaryService),
    caches.services.get(namespace, plan.canaryService),
    virtualServiceOf(plan, caches),
  ];
  for (const object of named) {
    const other = object === undefined ? undefined : otherController(object, uid);
    if (object === undefined || other === undefined) continue;
    return {
      kind: 'NameTaken',
      message: `${object.kind} ${dotted(object.metadata.name, namespace)} belongs to ${other.kind} ${other.name}`,
    };
  }
  return undefined;
};

/** No request would reach the canary, whatever its weight, so nothing that is measured would speak of it. */
const routesObstacle = (plan: Plan, caches: Caches): Obstacle | undefined => {
  const routes = virtualServiceOf(plan, caches);
  const hiding = hidingRoute(plan, routes);
  if (hiding === undefined) return undefined;
  const name = `VirtualService ${dotted(plan.apexName, plan.namespace)}`;
  return {
    kind: 'RoutesHidden',
    message: `spec.http[${hiding}] of ${name} takes every request before it comes to ours; give it a match, or put it after them`,
  };
};
