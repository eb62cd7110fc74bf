import { ENDPOINT_SLICE, VIRTUAL_SERVICE } from '../api/kinds.ts';
import { endpointsNeeded } from '../domain/readiness.ts';
import { readyEndpoints } from '../domain/endpoints.ts';
import { targetKindOf } from '../manifests/targets/targets.ts';
import { routesSeen } from '../routing/istio.ts';
import { type Context, required } from './context.ts';
import { Unready } from './unready.ts';

/** Sets the target's replicas. To zero only when a live look agrees that it serves nobody. */
export const scaleTarget = async (context: Context, replicas: number): Promise<void> => {
  const { cluster, learn, plan, seen, signal } = context;
  const target = required(seen.target, 'the target').object;
  if (replicas === 0) await assertUnused(context);
  const kind = targetKindOf(plan);
  const body = required(kind.scaled(replicas), 'a way to scale the target');
  const ref = { type: kind.type, namespace: plan.namespace, name: plan.target.name };
  const resourceVersion = target.metadata.resourceVersion ?? '';
  learn(await cluster.patch(ref, { type: 'merge', body, resourceVersion }, signal));
};

/** Two live reads: no route leads to the target, and the primary has the endpoints to serve everyone. */
const assertUnused = async ({ cluster, plan, seen, signal }: Context): Promise<void> => {
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
  const needed = endpointsNeeded(seen.primary?.replicas ?? 1, plan.analysis.primaryReadyThreshold);
  const ready = readyEndpoints(slices.items, plan.primaryService);
  if (ready < needed)
    throw new Unready('NoEndpoints', `the primary has ${ready} of ${needed} ready endpoints`);
};
