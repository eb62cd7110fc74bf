import type { KubeObject, ResourceType } from '../api/objects.ts';
import { apiVersionOf } from '../api/objects.ts';
import { OperatorError } from '../errors.ts';
import type {
  Cluster,
  ListOptions,
  ObjectList,
  Patch,
  Ref,
  View,
  WatchEvent,
  WatchOptions,
} from './cluster.ts';
import type { Connection } from './connection.ts';
import { asStatus, disconnected, refusal } from './errors.ts';
import { jsonLines } from './json-lines.ts';
import { collectionPath, listPath, objectPath, watchPath } from './paths.ts';
import type { Call, RequestOptions } from './requests.ts';
import { describe, makeRequests } from './requests.ts';

const JSON_TYPE = 'application/json';
const PATCH_TYPES = { merge: 'application/merge-patch+json', json: 'application/json-patch+json' };

/** The Cluster port over HTTP. Objects are JSON as the server sent it; list items get the kind that lists leave out. */
export const makeHttpCluster = (connection: Connection, options: RequestOptions): Cluster => {
  const requests = makeRequests(connection, options);
  const object = async (call: Call, signal: AbortSignal): Promise<KubeObject> =>
    (await requests.json(call, signal)) as KubeObject;

  async function* watch(
    type: ResourceType,
    of: WatchOptions,
    signal: AbortSignal,
  ): AsyncGenerator<WatchEvent> {
    const call: Call = {
      verb: 'watch',
      type,
      target: of.namespace ?? '',
      path: watchPath(type, of),
      accept: acceptOf('PartialObjectMetadata', of.as),
    };
    const lines = jsonLines(await requests.stream(call, signal));
    try {
      for await (const line of lines) yield toEvent(describe(call), type, line);
    } catch (thrown) {
      if (signal.aborted) throw signal.reason;
      throw thrown instanceof OperatorError ? thrown : disconnected(describe(call), thrown);
    }
  }

  return {
    get: (ref, signal) =>
      object({ verb: 'get', ...onObject(ref), path: objectPath(ref), accept: JSON_TYPE }, signal),

    list: async (type, of, signal) => {
      const accept = acceptOf('PartialObjectMetadataList', of.as);
      const call: Call = { verb: 'list', type, target: of.namespace ?? '', path: listPath(type, of), accept };
      return toList(type, of, await requests.json(call, signal));
    },

    watch,

    create: (type, created, signal) => {
      const { namespace, name } = created.metadata;
      const body = { contentType: JSON_TYPE, value: created };
      const path = collectionPath(type, namespace);
      const target = nameOf({ name, ...(namespace === undefined ? {} : { namespace }) });
      return object({ verb: 'create', type, target, path, accept: JSON_TYPE, body }, signal);
    },

    replace: (type, replaced, signal, subresource) => {
      const { namespace, name } = replaced.metadata;
      const ref: Ref = { type, name, ...(namespace === undefined ? {} : { namespace }) };
      const body = { contentType: JSON_TYPE, value: replaced };
      return object({ ...writing('update', ref, subresource), accept: JSON_TYPE, body }, signal);
    },

    patch: (ref, patch, signal) => {
      const body = { contentType: PATCH_TYPES[patch.type], value: guarded(patch) };
      return object({ ...writing('patch', ref, patch.subresource), accept: JSON_TYPE, body }, signal);
    },
  };
};

const nameOf = ({ namespace, name }: { namespace?: string; name: string }): string =>
  namespace === undefined ? name : `${namespace}/${name}`;

const onObject = (ref: Ref): { type: ResourceType; target: string } => ({
  type: ref.type,
  target: nameOf(ref),
});

const writing = (
  verb: 'update' | 'patch',
  ref: Ref,
  subresource: Patch['subresource'],
): Pick<Call, 'verb' | 'type' | 'target' | 'path' | 'subresource'> => ({
  verb,
  ...onObject(ref),
  path: objectPath(ref, subresource),
  ...(subresource === undefined ? {} : { subresource }),
});

/** The server compares the version in what a patch makes with its own, and answers 409 when they differ. */
const guarded = ({ type, body, resourceVersion }: Patch): unknown => {
  if (type === 'json') {
    const guard = { op: 'replace', path: '/metadata/resourceVersion', value: resourceVersion };
    return [guard, ...(body as readonly unknown[])];
  }
  const { metadata, ...rest } = body as { readonly metadata?: object };
  return { ...rest, metadata: { ...metadata, resourceVersion } };
};

const acceptOf = (partial: string, as: View | undefined): string =>
  as === 'metadata' ? `${JSON_TYPE};as=${partial};g=meta.k8s.io;v=v1` : JSON_TYPE;

const toList = (type: ResourceType, of: ListOptions, value: unknown): ObjectList => {
  const { items, metadata } = value as {
    readonly items?: readonly KubeObject[] | null;
    readonly metadata?: { readonly resourceVersion?: string; readonly continue?: string };
  };
  const version = metadata?.resourceVersion ?? (of.computed === true ? '' : undefined);
  if (metadata === undefined || version === undefined) {
    throw disconnected(
      `list ${type.plural} ${of.namespace ?? ''}`.trimEnd(),
      new Error('the answer is no list'),
    );
  }
  return {
    items: (items ?? []).map((item) => ofKind(type, item)),
    resourceVersion: version,
    ...(metadata.continue === undefined || metadata.continue === '' ? {} : { continue: metadata.continue }),
  };
};

/** Items of a list carry no kind, and metadata views carry that of the view. */
const ofKind = (type: ResourceType, object: KubeObject): KubeObject => ({
  ...object,
  apiVersion: apiVersionOf(type),
  kind: type.kind,
});

interface Line {
  readonly type?: unknown;
  readonly object?: { readonly metadata?: { readonly resourceVersion?: string } };
}

const toEvent = (doing: string, type: ResourceType, line: unknown): WatchEvent => {
  const { type: event, object } = line as Line;
  if (event === 'ERROR') {
    const status = asStatus(object);
    throw refusal(doing, status?.code ?? 500, status);
  }
  const resourceVersion = object?.metadata?.resourceVersion;
  if (resourceVersion === undefined) throw new SyntaxError('an event has no object with a version');
  if (event === 'BOOKMARK') return { type: event, resourceVersion };
  if (!isChange(event)) throw new SyntaxError('an event has an unknown type');
  return { type: event, object: ofKind(type, object as unknown as KubeObject) };
};

const isChange = (event: unknown): event is 'ADDED' | 'MODIFIED' | 'DELETED' =>
  event === 'ADDED' || event === 'MODIFIED' || event === 'DELETED';
