import { ENDPOINT_SLICE, SERVICE, VIRTUAL_SERVICE } from '../api/kinds.ts';
import type { KubeObject } from '../api/objects.ts';
import { endpointsNeeded } from '../domain/readiness.ts';
import { readyEndpoints } from '../domain/endpoints.ts';
import { objectAt } from '../domain/json.ts';
import { primaryName } from '../domain/names.ts';
import type { Plan } from '../domain/plan.ts';
import type { Label } from '../domain/snapshot.ts';
import { replicasNeeded } from '../domain/status.ts';
import { reachesCanary } from '../routing/read-back.ts';
import { type Context, required } from './context.ts';
import { Unready } from './unready.ts';

/** Two live reads: users do not come to the target, and the primary has the endpoints to serve everyone. */
export const assertUnused = async ({ cluster, plan, seen, signal }: Context): Promise<void> => {
  const { namespace } = plan;
  const [live, slices] = await Promise.all([
    cluster.get(
      { type: plan.provider === 'kubernetes' ? SERVICE : VIRTUAL_SERVICE, namespace, name: plan.apexName },
      signal,
    ),
    cluster.list(
      ENDPOINT_SLICE,
      { namespace, labelSelector: `kubernetes.io/service-name=${plan.primaryService}` },
      signal,
    ),
  ]);
  if (isReached(plan, live, seen.label))
    throw new Unready('NoEndpoints', 'the live route still leads to the target');
  const replicas = replicasNeeded(seen.primary?.replicas ?? 1, seen.status.run, seen.now);
  const needed = endpointsNeeded(replicas, plan.analysis.primaryReadyThreshold);
  const ready = readyEndpoints(slices.items, plan.primaryService);
  if (ready < needed)
    throw new Unready('NoEndpoints', `the primary has ${ready} of ${needed} ready endpoints`);
};

/** By the VirtualService, or by the Service where that is the only route. */
const isReached = (plan: Plan, live: KubeObject, label: Label | undefined): boolean => {
  if (plan.provider !== 'kubernetes') return reachesCanary(plan, live);
  const { key, value } = required(label, 'the selector label');
  return objectAt(live, 'spec', 'selector')[key] !== primaryName(value);
};
