import type { KubeObject, OwnerReference } from '../../api/objects.ts';
import { OperatorError } from '../../errors.ts';
import type { Versioned } from '../../kube/cluster.ts';

export const controllerOf = (object: KubeObject): OwnerReference | undefined =>
  object.metadata.ownerReferences?.find((reference) => reference.controller === true);

export const isControlledBy = (object: KubeObject, owner: KubeObject): boolean =>
  controllerOf(object)?.uid === owner.metadata.uid;

export const ownedBy = (owner: KubeObject): readonly OwnerReference[] => [
  {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  },
];

/** An object that came from the server, ready to be written back. */
export const versioned = (object: KubeObject): Versioned => {
  const { resourceVersion } = object.metadata;
  if (resourceVersion === undefined)
    throw new OperatorError('BUG', `${object.kind} ${object.metadata.name} has no version`);
  return { ...object, metadata: { ...object.metadata, resourceVersion } };
};

export const namespaceOf = (object: KubeObject): string => object.metadata.namespace ?? '';
