import { DEPLOYMENT, ENDPOINT_SLICE, SERVICE, VIRTUAL_SERVICE } from '../api/kinds.ts';
import type { KubeObject } from '../api/objects.ts';
import { endpointsNeeded } from '../domain/readiness.ts';
import { readyEndpoints } from '../domain/endpoints.ts';
import { objectAt } from '../domain/json.ts';
import { primaryName } from '../domain/names.ts';
import type { Plan } from '../domain/plan.ts';
import type { Label } from '../domain/snapshot.ts';
import { reachesCanary } from '../routing/read-back.ts';
import { type Context, required } from './context.ts';
import { Unready } from './unready.ts';

/** Sets the target's replicas. To zero only when a live look agrees that it serves nobody. */
export const scaleTarget = async (context: Context, replicas: number): Promise<void> => {
  const { cluster, learn, plan, seen, signal } = context;
  const target = required(seen.target, 'the target').object;
  if (replicas === 0) await assertUnused(context);
  const ref = { type: DEPLOYMENT, namespace: plan.namespace, name: plan.target.name };
  const resourceVersion = target.metadata.resourceVersion ?? '';
  learn(await cluster.patch(ref, { type: 'merge', body: { spec: { replicas } }, resourceVersion }, signal));
};

/** Two live reads: users do not come to the target, and the primary has the endpoints to serve everyone. */
const assertUnused = async ({ cluster, plan, seen, signal }: Context): Promise<void> => {
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
  if (isReached(plan, live, required(seen.label, 'the selector label')))
    throw new Unready('NoEndpoints', 'the live route still leads to the target');
  const needed = endpointsNeeded(seen.primary?.replicas ?? 1, plan.analysis.primaryReadyThreshold);
  const ready = readyEndpoints(slices.items, plan.primaryService);
  if (ready < needed)
    throw new Unready('NoEndpoints', `the primary has ${ready} of ${needed} ready endpoints`);
};

/** By the VirtualService, or by the Service where that is the only route. */
const isReached = (plan: Plan, live: KubeObject, { key, value }: Label): boolean =>
  plan.provider === 'kubernetes'
    ? objectAt(live, 'spec', 'selector')[key] !== primaryName(value)
    : reachesCanary(plan, live);
