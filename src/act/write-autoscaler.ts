import { scalerKindOf } from '../manifests/scalers/scalers.ts';
import { type Context, required } from './context.ts';
import { assertUnused } from './unused.ts';
import { write } from './write.ts';

export const writeAutoscaler = async (context: Context, floor: number): Promise<void> => {
  const { plan, existing } = context;
  const scaler = required(plan.autoscaler, 'the autoscaler reference');
  const kind = scalerKindOf(scaler);
  const source = required(existing(kind.type.kind, scaler.name), 'the autoscaler');
  const before = existing(kind.type.kind, scaler.primaryName);
  await write(context, kind.type, kind.primary(plan, { scaler, source, floor }, before), before);
};

/** A paused one scales the target to zero by itself, so it takes the same live look. */
export const pauseAutoscaler = async (context: Context, pause: boolean): Promise<void> => {
  const { cluster, learn, plan, existing, signal } = context;
  const scaler = required(plan.autoscaler, 'the autoscaler reference');
  const { type, pausing } = scalerKindOf(scaler);
  const source = required(existing(type.kind, scaler.name), 'the autoscaler');
  if (pause) await assertUnused(context);
  const ref = { type, namespace: plan.namespace, name: scaler.name };
  const resourceVersion = source.metadata.resourceVersion ?? '';
  learn(await cluster.patch(ref, { type: 'merge', body: pausing(pause), resourceVersion }, signal));
};
