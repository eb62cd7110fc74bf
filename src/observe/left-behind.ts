import type { KubeObject } from '../api/objects.ts';
import { listAt, objectAt } from '../domain/json.ts';
import { canaryName } from '../domain/names.ts';
import type { Plan } from '../domain/plan.ts';
import type { Refusal } from '../domain/snapshot.ts';
import { isOwnedBy } from '../manifests/ownership.ts';
import { targetKindOf } from '../manifests/targets/targets.ts';
import { type Caches, targetsOf } from './caches.ts';

/**
 * What this Canary made under another spec, and still leads or serves users: acted on as if it were new, the spec
 * would leave them with what nobody keeps up any more.
 */
export const leftBehind = (plan: Plan, caches: Caches): Refusal | undefined => {
  const primary = leftPrimary(plan, caches);
  if (primary !== undefined)
    return { reason: 'TargetChanged', issues: [{ path: 'spec.targetRef', problem: primary }] };
  const path = plan.provider === 'kubernetes' ? 'spec.provider' : 'spec.service.name';
  const routes = leftRoutes(plan, caches);
  return routes === undefined ? undefined : { reason: 'RoutesLeft', issues: [{ path, problem: routes }] };
};

/** Routes that nobody would keep up any more could lead users to a side that is at zero. */
const leftRoutes = (plan: Plan, { virtualServices }: Caches): string | undefined => {
  if (virtualServices === undefined) return undefined;
  if (plan.provider === 'kubernetes') {
    const routes = virtualServices.get(plan.namespace, plan.apexName);
    return routes !== undefined && isOwnedBy(routes, plan.uid)
      ? `must stay istio while the VirtualService ${plan.apexName} of this Canary exists; delete that first`
      : undefined;
  }
  const leading = virtualServices.list(plan.namespace).filter(leadsToCanary);
  const left = ownOf(plan, leading, plan.apexName);
  return left === undefined
    ? undefined
    : `must stay ${left} while the VirtualService ${left} of this Canary leads users to the canary`;
};

/** Between rollouts none does, and then they may stay. */
const leadsToCanary = ({ metadata, spec }: KubeObject): boolean => {
  const host = canaryName(metadata.name);
  return [...listAt(spec, 'http'), ...listAt(spec, 'tcp')].some(
    (rule) =>
      objectAt(rule, 'mirror')['host'] === host ||
      listAt(rule, 'route').some(
        (way) => objectAt(way, 'destination')['host'] === host && objectAt(way)['weight'] !== 0,
      ),
  );
};

/**
 * The selectors of all Services would leave the pods of the primary that serves everyone. One that is left from before
 * the present primary serves nobody any more.
 */
const leftPrimary = (plan: Plan, caches: Caches): string | undefined => {
  if (hasPrimary(plan, caches)) return undefined;
  const { deployments, daemonSets } = caches;
  const left = ownOf(plan, deployments.list(plan.namespace)) ?? ownOf(plan, daemonSets.list(plan.namespace));
  return left === undefined
    ? undefined
    : `must stay as it was while ${left}, the primary that this Canary made, serves users; make another Canary for another target, or delete that first`;
};

const hasPrimary = (plan: Plan, caches: Caches): boolean => {
  if (!targetKindOf(plan).hasPods) return false; // the copy that has this name may be that of another kind
  const primary = targetsOf(plan, caches).get(plan.namespace, plan.target.primaryName);
  return primary !== undefined && isOwnedBy(primary, plan.uid);
};

const ownOf = ({ uid }: Plan, objects: readonly KubeObject[], wanted?: string): string | undefined =>
  objects.find((object) => object.metadata.name !== wanted && isOwnedBy(object, uid))?.metadata.name;
