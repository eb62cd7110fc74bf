import type { KubeObject } from '../../api/objects.ts';

const shown = new WeakMap<KubeObject, KubeObject>();

/** An object without all but its metadata, as `meta.k8s.io/v1` shows it. */
export const partialMetadata = (object: KubeObject): KubeObject => {
  const known = shown.get(object);
  if (known !== undefined) return known;
  const { metadata } = object;
  const partial = Object.freeze({ apiVersion: 'meta.k8s.io/v1', kind: 'PartialObjectMetadata', metadata });
  shown.set(object, partial);
  return partial;
};
