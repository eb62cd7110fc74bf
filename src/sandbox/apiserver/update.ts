import type { KubeObject, ObjectMeta } from '../../api/objects.ts';
import { badRequest, conflict, invalid, invalidValue, unreadableVersion } from './failure.ts';
import { rec, sameUnlessEmpty, without } from './json.ts';
import type { ServedKind } from './kind.ts';
import { tidyMetadata } from './metadata.ts';

/** The rules that decide what an update may change; all pure. */

const checkVersion = (kind: ServedKind, proposed: KubeObject, old: KubeObject): void => {
  const { name, resourceVersion } = proposed.metadata;
  if (resourceVersion === undefined) {
    if (kind.unconditionalUpdate) return;
    const field = 'metadata.resourceVersion';
    throw invalid(kind, name, [invalidValue(field, 0, 'must be specified for an update')]);
  }
  if (!/^\d+$/.test(resourceVersion)) throw unreadableVersion(resourceVersion);
  if (resourceVersion !== old.metadata.resourceVersion) throw conflict(kind, name);
};

/** The write was decided on another version, or on another object of that name. */
export const checkPreconditions = (
  kind: ServedKind,
  proposed: KubeObject,
  { old, isPatch }: { readonly old: KubeObject; readonly isPatch: boolean },
): void => {
  const { name, uid } = proposed.metadata;
  if (name !== old.metadata.name) {
    throw badRequest(
      `the name of the object (${name}) does not match the name on the URL (${old.metadata.name})`,
    );
  }
  if (uid !== undefined && uid !== old.metadata.uid) {
    if (isPatch) throw invalid(kind, name, [invalidValue('metadata.uid', uid, 'field is immutable')]);
    const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${old.metadata.uid ?? ''}`;
    throw conflict(kind, name, why);
  }
  checkVersion(kind, proposed, old);
};

/** Metadata that no update changes. */
const SERVERS = [
  'uid',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'generation',
  'resourceVersion',
  'generateName',
] as const;

const kept = (proposed: KubeObject, old: KubeObject): ObjectMeta => {
  const metadata: Record<string, unknown> = { ...proposed.metadata };
  for (const field of SERVERS) metadata[field] = old.metadata[field];
  return tidyMetadata(metadata);
};

const withPart = (object: KubeObject, part: string, from: KubeObject): KubeObject =>
  from[part] === undefined ? (without(object, part) as KubeObject) : { ...object, [part]: from[part] };

/** Status writes of built-in kinds may touch metadata too, but not labels; those of custom kinds may not. */
const statusUpdate = (kind: ServedKind, proposed: KubeObject, old: KubeObject): KubeObject => {
  const base = withPart(old, 'status', proposed);
  const metadata = kind.custom
    ? { ...old.metadata, managedFields: proposed.metadata['managedFields'] }
    : { ...kept(proposed, old), labels: old.metadata.labels };
  return { ...base, metadata: tidyMetadata(metadata) };
};

/** The object that an update asks for, with everything that it may not change taken from the old one. */
export const permittedUpdate = (
  kind: ServedKind,
  proposed: KubeObject,
  old: KubeObject,
  rules: { readonly hasStatus: boolean; readonly subresource: string | undefined },
): KubeObject => {
  if (rules.subresource === 'status') return statusUpdate(kind, proposed, old);
  const next: KubeObject = { ...proposed, metadata: kept(proposed, old) };
  return rules.hasStatus ? withPart(next, 'status', old) : next;
};

const changed = (kind: ServedKind, next: KubeObject, old: KubeObject): boolean => {
  switch (kind.generation) {
    case 'never':
      return false;
    case 'spec':
      return !sameUnlessEmpty(next['spec'], old['spec']);
    case 'spec-or-annotations':
      return (
        !sameUnlessEmpty(next['spec'], old['spec']) ||
        !sameUnlessEmpty(next.metadata.annotations, old.metadata.annotations)
      );
    case 'all-but-metadata-and-status': {
      const fixed = ['metadata', 'status', 'apiVersion', 'kind'];
      return !sameUnlessEmpty(without(rec(next), ...fixed), without(rec(old), ...fixed));
    }
  }
};

/** Counts the generation up when the part that it counts changed. */
export const withGeneration = (kind: ServedKind, next: KubeObject, old: KubeObject): KubeObject =>
  changed(kind, next, old)
    ? { ...next, metadata: { ...next.metadata, generation: (old.metadata.generation ?? 0) + 1 } }
    : next;
