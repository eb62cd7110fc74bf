import { apiVersionOf } from '../../api/objects.ts';
import type { KubeObject, ObjectMeta } from '../../api/objects.ts';
import type { Random } from '../../runtime/clock.ts';
import { badRequest } from './failure.ts';
import { isRec, rec, text } from './json.ts';
import type { Rec } from './json.ts';
import type { Served } from './registry.ts';

/** The fields of ObjectMeta; all else is dropped, and so are empty maps and lists. */
const FIELDS = [
  'name',
  'generateName',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
  'managedFields',
] as const;

const isNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (typeof value === 'object' && Object.keys(value).length === 0);

/** Metadata with known, non-empty fields only. */
export const tidyMetadata = (metadata: Rec): ObjectMeta => {
  const tidy: Record<string, unknown> = {};
  for (const field of FIELDS) {
    const value = metadata[field];
    if (!isNothing(value)) tidy[field] = value;
  }
  return { ...tidy, name: text(metadata['name']) };
};

/** A built-in object that does not say what it is is taken for what its path says. */
const completed = ({ kind, version }: Served, body: Rec): Rec =>
  kind.custom
    ? body
    : {
        ...body,
        kind: text(body['kind']) || kind.kind,
        apiVersion: text(body['apiVersion']) || apiVersionOf({ ...kind, version: version.name }),
      };

/** A request body as an object; throws 400 when it cannot be one. */
export const asObject = (given: unknown, served?: Served): KubeObject => {
  if (!isRec(given)) throw badRequest('the object provided is unrecognized (must be of type Object)');
  const body = served === undefined ? given : completed(served, given);
  if (text(body['kind']) === '') throw badRequest(`Object 'Kind' is missing in '${JSON.stringify(body)}'`);
  if (text(body['apiVersion']) === '') {
    throw badRequest(`Object 'apiVersion' is missing in '${JSON.stringify(body)}'`);
  }
  return { ...body, metadata: tidyMetadata(rec(body['metadata'])) } as unknown as KubeObject;
};

/** The body must be of the kind and version that the path names. */
export const checkKind = ({ kind, version }: Served, object: KubeObject): void => {
  const apiVersion = apiVersionOf({ ...kind, version: version.name });
  if (object.kind !== kind.kind) {
    throw badRequest(
      `${object.kind} in version "${object.apiVersion}" cannot be handled as a ${kind.kind}: unexpected kind`,
    );
  }
  if (object.apiVersion !== apiVersion) {
    throw badRequest(
      `the API version in the data (${object.apiVersion}) does not match the expected API version (${apiVersion})`,
    );
  }
};

/** Puts the namespace of the path into the object; throws 400 when the two differ. */
export const inNamespace = (
  served: Served,
  object: KubeObject,
  namespace: string | undefined,
): KubeObject => {
  const stated = object.metadata.namespace;
  if (!served.kind.namespaced) {
    const { namespace: _dropped, ...metadata } = object.metadata;
    return stated === undefined ? object : { ...object, metadata: metadata };
  }
  if (namespace === undefined) throw badRequest('an empty namespace may not be set during creation');
  if (stated !== undefined && stated !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  return { ...object, metadata: { ...object.metadata, namespace } };
};

/** The alphabet of generated names: no vowels, so no words. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

export const randomSuffix = (random: Random): string =>
  Array.from({ length: 5 }, () => ALPHABET[Math.floor(random() * ALPHABET.length)] ?? 'x').join('');

const hex = (random: Random, digits: number): string =>
  Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('');

/** A version 4 UUID drawn from the given source. */
export const randomUid = (random: Random): string =>
  `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-${(8 + Math.floor(random() * 4)).toString(16)}${hex(random, 3)}-${hex(random, 12)}`;
