import type { Rec } from '../json.ts';
import type { KindVersion, ServedKind } from '../kind.ts';

/**
 * OpenAPI v3 as far as kubectl asks: `explain` wants schemas by kind, `apply` and `create` want to see that
 * the server takes `fieldValidation` and `dryRun`. Strategic merge patch is left out of the accepted types, so
 * that kubectl computes such patches from its own knowledge of the built-in kinds.
 */

const groupPath = (group: string, version: string): string =>
  group === '' ? `api/${version}` : `apis/${group}/${version}`;

const paths = (kinds: readonly ServedKind[]): string[] => [
  ...new Set(kinds.flatMap((kind) => kind.versions.map(({ name }) => groupPath(kind.group, name)))),
];

const index = (kinds: readonly ServedKind[]): Rec => ({
  paths: Object.fromEntries(paths(kinds).map((path) => [path, { serverRelativeURL: `/openapi/v3/${path}` }])),
});

const gvk = (kind: ServedKind, version: KindVersion): Rec => ({
  group: kind.group,
  version: version.name,
  kind: kind.kind,
});

const schemaName = (kind: ServedKind, version: KindVersion): string =>
  [
    ...(kind.group === '' ? ['io.k8s.api.core'] : kind.group.split('.').reverse()),
    version.name,
    kind.kind,
  ].join('.');

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

const TEXT = { type: 'string' };
const TEXT_MAP = { type: 'object', additionalProperties: TEXT };

const OBJECT_META: Rec = {
  description: 'ObjectMeta is metadata that all persisted resources must have.',
  type: 'object',
  properties: {
    name: { ...TEXT, description: 'Name must be unique within a namespace.' },
    namespace: TEXT,
    labels: { ...TEXT_MAP, description: 'Map of string keys and values to organize and select objects.' },
    annotations: { ...TEXT_MAP, description: 'Unstructured key value map for arbitrary metadata.' },
    uid: TEXT,
    resourceVersion: TEXT,
    generateName: TEXT,
    generation: { type: 'integer', format: 'int64' },
    creationTimestamp: { ...TEXT, format: 'date-time' },
    deletionTimestamp: { ...TEXT, format: 'date-time' },
    finalizers: { type: 'array', items: TEXT },
    ownerReferences: { type: 'array', items: { type: 'object' } },
  },
};

const schemaOf = (kind: ServedKind, version: KindVersion): Rec => {
  const { schema } = version;
  return {
    type: 'object',
    ...schema,
    properties: {
      apiVersion: { ...TEXT, description: 'The versioned schema of this representation of an object.' },
      kind: { ...TEXT, description: 'The REST resource that this object represents.' },
      ...schema?.properties,
      metadata: {
        description: "Standard object's metadata.",
        allOf: [{ $ref: `#/components/schemas/${META}` }],
      },
    },
    'x-kubernetes-group-version-kind': [gvk(kind, version)],
  };
};

const flagParameter = (name: string): Rec => ({
  name,
  in: 'query',
  schema: { type: 'string', uniqueItems: true },
});

const operation = (kind: ServedKind, version: KindVersion, action: string): Rec => ({
  'x-kubernetes-action': action,
  'x-kubernetes-group-version-kind': gvk(kind, version),
  parameters: ['dryRun', 'fieldManager', 'fieldValidation'].map(flagParameter),
  responses: {
    200: {
      description: 'OK',
      content: {
        'application/json': { schema: { $ref: `#/components/schemas/${schemaName(kind, version)}` } },
      },
    },
  },
});

const patchOperation = (kind: ServedKind, version: KindVersion): Rec => ({
  ...operation(kind, version, 'patch'),
  requestBody: { content: { 'application/merge-patch+json': {}, 'application/apply-patch+yaml': {} } },
});

const pathItems = (kind: ServedKind, version: KindVersion): [string, Rec][] => {
  const within = kind.namespaced ? 'namespaces/{namespace}/' : '';
  const collection = `/${groupPath(kind.group, version.name)}/${within}${kind.plural}`;
  const get = operation(kind, version, 'get');
  const put = operation(kind, version, 'put');
  return [
    [collection, { get: operation(kind, version, 'list'), post: operation(kind, version, 'post') }],
    [`${collection}/{name}`, { get, put, patch: patchOperation(kind, version) }],
  ];
};

const groupVersionDocument = (kinds: readonly ServedKind[], path: string): Rec | undefined => {
  const entries = kinds.flatMap((kind) =>
    kind.versions
      .filter(({ name }) => groupPath(kind.group, name) === path)
      .map((version) => ({ kind, version })),
  );
  if (entries.length === 0) return undefined;
  return {
    openapi: '3.0.0',
    info: { title: 'Serinette sandbox', version: 'v1.32.0' },
    paths: Object.fromEntries(entries.flatMap(({ kind, version }) => pathItems(kind, version))),
    components: {
      schemas: {
        [META]: OBJECT_META,
        ...Object.fromEntries(
          entries.map(({ kind, version }) => [schemaName(kind, version), schemaOf(kind, version)]),
        ),
      },
    },
  };
};

const ROOT = '/openapi/v3';

/** Undefined for a path that is no OpenAPI document. */
export const openApiDocument = (kinds: readonly ServedKind[], path: string): Rec | undefined => {
  if (path === ROOT) return index(kinds);
  return path.startsWith(`${ROOT}/`) ? groupVersionDocument(kinds, path.slice(ROOT.length + 1)) : undefined;
};
