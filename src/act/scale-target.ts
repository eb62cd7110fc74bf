import { targetKindOf } from '../manifests/targets/targets.ts';
import { type Context, required } from './context.ts';
import { assertUnused } from './unused.ts';

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
