import { FINALIZER } from '../api/identifiers.ts';
import { CANARY, SERVICE, VIRTUAL_SERVICE } from '../api/kinds.ts';
import { isOperatorError } from '../errors.ts';
import { returnedService } from '../manifests/hand-over.ts';
import { returnedRoutes } from '../routing/hand-over.ts';
import type { ActOptions, Context, Scene } from './context.ts';
import { required } from './context.ts';
import { write } from './write.ts';

export const returnService = async (context: Context): Promise<void> => {
  const { plan, seen, existing } = context;
  const before = required(existing(SERVICE.kind, plan.apexName), 'the Service');
  const parts = { label: seen.label, outlives: seen.handOver.outlives };
  await write(context, SERVICE, returnedService(plan, before, parts), before);
};

export const returnRoutes = async (context: Context): Promise<void> => {
  const { plan, seen, existing } = context;
  const before = required(existing(VIRTUAL_SERVICE.kind, plan.apexName), 'the VirtualService');
  await write(context, VIRTUAL_SERVICE, returnedRoutes(plan, before, seen.handOver.outlives), before);
};

/** Others' finalizers stay. A Canary that is gone needs none, and one that goes is not taken in again. */
export const setFinalizer = async (
  { cluster, learn, seen, signal }: ActOptions & Pick<Scene, 'seen'> & { readonly signal: AbortSignal },
  isOn: boolean,
): Promise<void> => {
  const { name, namespace = '', resourceVersion = '', finalizers = [] } = seen.canary.metadata;
  const others = finalizers.filter((one) => one !== FINALIZER);
  const body = { metadata: { finalizers: isOn ? [...others, FINALIZER] : others } };
  const ref = { type: CANARY, namespace, name };
  try {
    const written = await cluster.patch(ref, { type: 'merge', body, resourceVersion }, signal);
    if (seen.deletedAt === undefined) learn(written);
  } catch (thrown) {
    if (seen.deletedAt === undefined || !isOperatorError(thrown, 'NOT_FOUND')) throw thrown;
  }
};
