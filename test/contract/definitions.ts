import type { Json, Session } from './session.ts';

/** Every way of checking that the operator's own definitions use, and the edges of pruning and defaults. */
export const WIDGET_SCHEMA = {
  type: 'object',
  required: ['spec'],
  properties: {
    spec: {
      type: 'object',
      required: ['size'],
      properties: {
        size: { type: 'integer', minimum: 1, maximum: 100 },
        ratio: { type: 'number', exclusiveMinimum: true, minimum: 0 },
        colour: { type: 'string', enum: ['red', 'green', ''] },
        interval: { type: 'string', pattern: '^[0-9]+(m|s)$' },
        title: { type: 'string', minLength: 2, maxLength: 5 },
        port: { 'x-kubernetes-int-or-string': true },
        note: { type: 'string', nullable: true },
        enabled: { type: 'boolean' },
        since: { type: 'string', format: 'date-time' },
        mode: { type: 'string', default: 'plain' },
        free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        tags: { type: 'array', maxItems: 2, minItems: 1, items: { type: 'string' } },
        labels: { type: 'object', additionalProperties: { type: 'string' } },
        nested: {
          type: 'object',
          default: {},
          properties: {
            depth: { type: 'integer', default: 3 },
            deep: { type: 'object', properties: { a: { type: 'string' } } },
          },
        },
        steps: {
          type: 'array',
          items: {
            type: 'object',
            required: ['name'],
            properties: { name: { type: 'string' }, weight: { type: 'integer', default: 1 } },
          },
        },
        keyed: {
          type: 'array',
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['name'],
          items: {
            type: 'object',
            required: ['name'],
            properties: { name: { type: 'string' }, value: { type: 'string' } },
          },
        },
        choice: {
          type: 'object',
          properties: { a: { type: 'string' }, b: { type: 'string' } },
          oneOf: [{ required: ['a'] }, { required: ['b'] }],
        },
      },
    },
    status: {
      type: 'object',
      properties: {
        phase: { type: 'string', enum: ['Up', 'Down'] },
        replicas: { type: 'integer' },
        conditions: {
          type: 'array',
          items: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        },
      },
    },
  },
};

interface Options {
  readonly schema?: object;
  readonly kind?: string;
  readonly plural?: string;
  readonly subresources?: object;
  readonly version?: object;
  readonly spec?: object;
}

/** A definition in a group that only this session uses. */
export const definitionOf = (api: Session, options: Options = {}) => {
  const {
    schema = WIDGET_SCHEMA,
    kind = 'Widget',
    plural = 'widgets',
    subresources = { status: {} },
  } = options;
  const group = `g${api.suffix}.contract.serinette.dev`;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, plural },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: schema },
          subresources,
          ...options.version,
        },
      ],
      ...options.spec,
    },
  };
};

export interface Defined {
  /** As paths are made from. */
  readonly resource: string;
  readonly apiVersion: string;
  readonly definition: Json;
}

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** Makes a kind and waits until the server serves it. */
export const define = async (api: Session, options: Options = {}): Promise<Defined> => {
  const asked = definitionOf(api, options);
  const { name } = asked.metadata;
  const definition = await api.make(DEFINITIONS, asked);
  api.later(`${DEFINITIONS}/${name}`);
  const apiVersion = `${asked.spec.group}/v1`;
  const resource = `${apiVersion}/${asked.spec.names.plural}`;
  await api.until(async () => (await api.get(api.at(resource))).status === 200);
  return { resource, apiVersion, definition };
};
