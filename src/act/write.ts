import type { KubeObject, ResourceType } from '../api/objects.ts';
import type { Context } from './context.ts';

/** Creates the object, or replaces the version of it that was seen; the answer is learnt. */
export const write = async (
  { cluster, learn, signal }: Context,
  type: ResourceType,
  object: KubeObject,
  existing: KubeObject | undefined,
): Promise<void> => {
  const resourceVersion = existing?.metadata.resourceVersion;
  const written =
    resourceVersion === undefined
      ? await cluster.create(type, object, signal)
      : await cluster.replace(type, { ...object, metadata: { ...object.metadata, resourceVersion } }, signal);
  learn(written);
};
