import { ENDPOINT_SLICE, VIRTUAL_SERVICE } from '../api/kinds.ts';
import { endpointsNeeded } from '../domain/readiness.ts';
import { readyEndpoints } from '../domain/endpoints.ts';
import { replicasNeeded } from '../domain/status.ts';
import { routesSeen } from '../routing/istio.ts';
import type { Context } from './context.ts';
import { Unready } from './unready.ts';

/** Two live reads: no route leads to the target, and the primary has the endpoints to serve everyone. */
export const assertUnused = async ({ cluster, plan, seen, signal }: Context): Promise<void> => {
  const { namespace } = plan;
  const [live, slices] = await Promise.all([
    cluster.get({ type: VIRTUAL_SERVICE, namespace, name: plan.apexName }, signal),
    cluster.list(
      ENDPOINT_SLICE,
      { namespace, labelSelector: `kubernetes.io/service-name=${plan.primaryService}` },
      signal,
    ),
  ]);
  const { traffic } = routesSeen(plan, live, () => undefined);
  if (traffic?.canary !== 0) throw new Unready('NoEndpoints', 'the live route still leads to the target');
  const replicas = replicasNeeded(seen.primary?.replicas ?? 1, seen.status.run, seen.now);
  const needed = endpointsNeeded(replicas, plan.analysis.primaryReadyThreshold);
  const ready = readyEndpoints(slices.items, plan.primaryService);
  if (ready < needed)
    throw new Unready('NoEndpoints', `the primary has ${ready} of ${needed} ready endpoints`);
};
