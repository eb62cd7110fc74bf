import { describe, expect, test } from '@jest/globals';
import {
  CONFIG_MAP,
  DEPLOYMENT,
  EVENT,
  HORIZONTAL_POD_AUTOSCALER,
  SECRET,
  SERVICE,
  VIRTUAL_SERVICE,
} from '../../../api/kinds.ts';
import type { KubeObject, ResourceType } from '../../../api/objects.ts';
import { apiVersionOf } from '../../../api/objects.ts';
import type { Versioned } from '../../../kube/cluster.ts';
import { VirtualClock } from '../../../runtime/virtual-clock.ts';
import { makeApiServer } from '../api-server.ts';

const live = new AbortController().signal;
const setup = () => {
  let state = 1;
  const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
  return makeApiServer({ clock: new VirtualClock(), random }).cluster('tester');
};

const type = (apiVersion: string, kind: string, plural: string, namespaced = true): ResourceType => {
  const [group = '', version = ''] = apiVersion.split('/');
  return { group, version, kind, plural, namespaced };
};
const NAMESPACE = type('/v1', 'Namespace', 'namespaces', false);
const POD = type('/v1', 'Pod', 'pods');
const DEFINITION = type(
  'apiextensions.k8s.io/v1',
  'CustomResourceDefinition',
  'customresourcedefinitions',
  false,
);
const WIDGET = type('example.dev/v1', 'Widget', 'widgets');

const object = (of: ResourceType, name: string, more: object): KubeObject => ({
  apiVersion: apiVersionOf(of),
  kind: of.kind,
  metadata: { name, ...(of.namespaced ? { namespace: 'default' } : {}) },
  ...more,
});
const ref = (of: ResourceType, name: string) => ({
  type: of,
  name,
  ...(of.namespaced ? { namespace: 'default' } : {}),
});

const deployment = (more: object = {}, pod: object = {}): KubeObject =>
  object(DEPLOYMENT, 'web', {
    spec: {
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'app', image: 'podinfo:1' }], ...pod },
      },
      ...more,
    },
  });
const service = (spec: object): KubeObject => object(SERVICE, 'web', { spec });
const routeOf = (protocol: 'http' | 'tcp', ...weights: unknown[]): KubeObject =>
  object(VIRTUAL_SERVICE, 'web', {
    spec: {
      hosts: ['web'],
      [protocol]: [
        { route: weights.map((weight, index) => ({ destination: { host: `web-${index}` }, weight })) },
      ],
    },
  });
const route = (...weights: unknown[]): KubeObject => routeOf('http', ...weights);

describe('built-in kinds are filled in as a real server does', () => {
  test('a Deployment gets the defaults that a comparison must expect', async () => {
    const made = await setup().create(DEPLOYMENT, deployment(), live);
    expect(made['spec']).toMatchObject({
      replicas: 1,
      progressDeadlineSeconds: 600,
      revisionHistoryLimit: 10,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
      template: {
        spec: {
          restartPolicy: 'Always',
          terminationGracePeriodSeconds: 30,
          dnsPolicy: 'ClusterFirst',
          schedulerName: 'default-scheduler',
          securityContext: {},
          containers: [
            {
              imagePullPolicy: 'IfNotPresent',
              resources: {},
              terminationMessagePath: '/dev/termination-log',
              terminationMessagePolicy: 'File',
            },
          ],
        },
      },
    });
  });

  test('a Service gets an address of its own, which survives a replace that leaves it out', async () => {
    const cluster = setup();
    const made = (await cluster.create(SERVICE, service({ ports: [{ port: 80 }] }), live)) as Versioned;
    expect(made['spec']).toMatchObject({
      type: 'ClusterIP',
      clusterIP: '10.96.0.11',
      ports: [{ port: 80, targetPort: 80, protocol: 'TCP' }],
    });
    const replaced = await cluster.replace(SERVICE, { ...made, spec: { ports: [{ port: 81 }] } }, live);
    expect(replaced['spec']).toMatchObject({
      clusterIP: '10.96.0.11',
      ports: [{ port: 81, targetPort: 81 }],
    });
    const headless = object(SERVICE, 'headless', { spec: { clusterIP: 'None' } });
    expect(await cluster.create(SERVICE, headless, live)).toMatchObject({ spec: { clusterIP: 'None' } });
  });

  test('plain text of a Secret becomes data', async () => {
    const made = await setup().create(SECRET, object(SECRET, 's', { stringData: { a: 'b' } }), live);
    expect(made).toMatchObject({ type: 'Opaque', data: { a: 'Yg==' } });
    expect(made['stringData']).toBeUndefined();
  });

  test('a Pod starts as Pending', async () => {
    const made = await setup().create(
      POD,
      object(POD, 'p', { spec: { containers: [{ name: 'a', image: 'x' }] } }),
      live,
    );
    expect(made['status']).toMatchObject({ phase: 'Pending', qosClass: 'BestEffort' });
  });

  test('both versions of an autoscaler tell the same', async () => {
    const cluster = setup();
    const v1 = { ...HORIZONTAL_POD_AUTOSCALER, version: 'v1' };
    const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
    await cluster.create(
      v1,
      object(v1, 'h', { spec: { scaleTargetRef, maxReplicas: 3, targetCPUUtilizationPercentage: 50 } }),
      live,
    );
    expect(await cluster.get(ref(HORIZONTAL_POD_AUTOSCALER, 'h'), live)).toMatchObject({
      apiVersion: 'autoscaling/v2',
      spec: { metrics: [{ resource: { name: 'cpu', target: { averageUtilization: 50 } } }] },
    });
    expect(await cluster.get(ref(v1, 'h'), live)).toMatchObject({
      apiVersion: 'autoscaling/v1',
      spec: { targetCPUUtilizationPercentage: 50 },
    });
  });

  test('generation of a Deployment also counts annotations, which go on to its ReplicaSets', async () => {
    const cluster = setup();
    const made = (await cluster.create(DEPLOYMENT, deployment(), live)) as Versioned;
    const noted = { ...made, metadata: { ...made.metadata, annotations: { a: 'b' } } };
    expect((await cluster.replace(DEPLOYMENT, noted, live)).metadata.generation).toBe(2);
  });
});

describe('built-in kinds are refused as a real server refuses them', () => {
  test.each<[string, ResourceType, KubeObject, string]>([
    [
      'no selector',
      DEPLOYMENT,
      deployment({ selector: undefined }),
      'Deployment.apps "web" is invalid: spec.selector: Required value',
    ],
    [
      'a selector that selects other pods',
      DEPLOYMENT,
      deployment({ selector: { matchLabels: { app: 'x' } } }),
      'spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`',
    ],
    [
      'negative replicas',
      DEPLOYMENT,
      deployment({ replicas: -1 }),
      'spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    ],
    [
      'a wrong type',
      DEPLOYMENT,
      deployment({ replicas: 'a' }),
      'Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal string',
    ],
    [
      'no containers',
      DEPLOYMENT,
      deployment({}, { containers: [] }),
      'spec.template.spec.containers: Required value',
    ],
    [
      'a container twice',
      DEPLOYMENT,
      deployment(
        {},
        {
          containers: [
            { name: 'a', image: 'x' },
            { name: 'a', image: 'x' },
          ],
        },
      ),
      'spec.template.spec.containers[1].name: Duplicate value: "a"',
    ],
    [
      'a mount without volume',
      DEPLOYMENT,
      deployment(
        {},
        { containers: [{ name: 'a', image: 'x', volumeMounts: [{ name: 'v', mountPath: '/v' }] }] },
      ),
      'spec.template.spec.containers[0].volumeMounts[0].name: Not found: "v"',
    ],
    [
      'a port out of range',
      SERVICE,
      service({ ports: [{ port: 0, targetPort: 80 }] }),
      'spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive',
    ],
    [
      'two nameless ports',
      SERVICE,
      service({ ports: [{ port: 1 }, { port: 2, name: 'b' }] }),
      'spec.ports[0].name: Required value',
    ],
    [
      'a port name twice',
      SERVICE,
      service({
        ports: [
          { port: 1, name: 'a' },
          { port: 2, name: 'a' },
        ],
      }),
      'spec.ports[1].name: Duplicate value: "a"',
    ],
    [
      'a Service name that DNS does not take',
      SERVICE,
      { ...service({ ports: [{ port: 1 }] }), metadata: { name: '1a', namespace: 'default' } },
      'a DNS-1035 label must consist of',
    ],
    [
      'a bad config key',
      CONFIG_MAP,
      object(CONFIG_MAP, 'c', { data: { 'a b': 'x' } }),
      'data[a b]: Invalid value: "a b": a valid config key',
    ],
    ['data that is not base64', SECRET, object(SECRET, 's', { data: { a: '%%' } }), 'illegal base64 data'],
    [
      'an Event elsewhere than its object',
      EVENT,
      object(EVENT, 'e', { involvedObject: { namespace: 'other' } }),
      'involvedObject.namespace: Invalid value: "other": does not match event.namespace',
    ],
    [
      'an upside-down autoscaler',
      HORIZONTAL_POD_AUTOSCALER,
      object(HORIZONTAL_POD_AUTOSCALER, 'h', {
        spec: { scaleTargetRef: { kind: 'Deployment', name: 'x' }, minReplicas: 3, maxReplicas: 2 },
      }),
      'must be greater than or equal to `minReplicas`',
    ],
    [
      'weights that do not sum up',
      VIRTUAL_SERVICE,
      route(60, 30),
      'admission webhook "validation.istio.io" denied the request: configuration is invalid: total destination weight 90 != 100',
    ],
    [
      'weights of connections that do not sum up',
      VIRTUAL_SERVICE,
      routeOf('tcp', 60, 30),
      'total destination weight 90 != 100',
    ],
    ['a weight out of range', VIRTUAL_SERVICE, route(120, -20), 'percentage 120 is not in range 0..100'],
    [
      'a fraction of a weight',
      VIRTUAL_SERVICE,
      route(99.5, 0.5),
      'spec.http[0].route[0].weight in body must be of type integer: "number"',
    ],
  ])('%s', async (_what, of, body, message) => {
    const attempt = setup().create(of, body, live);
    await expect(attempt).rejects.toMatchObject({
      code: 'REJECTED',
      message: expect.stringContaining(message),
    });
  });

  test.each([[[100, 0]], [[100]], [[undefined]], [[50, 30, 20]]])('weights %p are taken', async (weights) => {
    await setup().create(VIRTUAL_SERVICE, route(...weights), live);
  });

  test('what may not change says so', async () => {
    const cluster = setup();
    const web = (await cluster.create(DEPLOYMENT, deployment(), live)) as Versioned;
    const other = deployment({ selector: { matchLabels: { app: 'y' } } });
    await expect(cluster.replace(DEPLOYMENT, { ...web, spec: other['spec'] }, live)).rejects.toThrow(
      'field is immutable',
    );
    const svc = (await cluster.create(SERVICE, service({ ports: [{ port: 80 }] }), live)) as Versioned;
    const moved = { ...(svc['spec'] as object), clusterIP: '10.96.7.7', clusterIPs: ['10.96.7.7'] };
    await expect(cluster.replace(SERVICE, { ...svc, spec: moved }, live)).rejects.toThrow(
      'may not change once set',
    );
    const fixed = (await cluster.create(
      CONFIG_MAP,
      object(CONFIG_MAP, 'c', { data: { a: 'b' }, immutable: true }),
      live,
    )) as Versioned;
    await expect(cluster.replace(CONFIG_MAP, { ...fixed, data: {} }, live)).rejects.toThrow(
      'field is immutable when `immutable` is set',
    );
  });
});

describe('namespaces', () => {
  test('one that goes takes what is in it along, and nothing new may come in meanwhile', async () => {
    const cluster = setup();
    await cluster.create(NAMESPACE, object(NAMESPACE, 'team', {}), live);
    const held = { name: 'held', namespace: 'team', finalizers: ['example.dev/hold'] };
    await cluster.create(CONFIG_MAP, { ...object(CONFIG_MAP, 'held', {}), metadata: held }, live);
    await cluster.create(
      CONFIG_MAP,
      { ...object(CONFIG_MAP, 'free', {}), metadata: { name: 'free', namespace: 'team' } },
      live,
    );
    await cluster.delete(ref(NAMESPACE, 'team'), live);
    const left = await cluster.list(CONFIG_MAP, { namespace: 'team' }, live);
    expect(left.items.map(({ metadata }) => metadata.name)).toEqual(['held']);
    expect(await cluster.get(ref(NAMESPACE, 'team'), live)).toMatchObject({
      status: { phase: 'Terminating' },
    });
    const late = cluster.create(
      CONFIG_MAP,
      { ...object(CONFIG_MAP, 'late', {}), metadata: { name: 'late', namespace: 'team' } },
      live,
    );
    await expect(late).rejects.toMatchObject({
      code: 'FORBIDDEN',
      message:
        'configmaps "late" is forbidden: unable to create new content in namespace team because it is being terminated',
    });
    const [last] = left.items;
    await cluster.replace(
      CONFIG_MAP,
      { ...last, metadata: { ...last?.metadata, finalizers: [] } } as unknown as Versioned,
      live,
    );
    await expect(cluster.get(ref(NAMESPACE, 'team'), live)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('custom definitions', () => {
  const definition = (schema: object = {}): KubeObject =>
    object(DEFINITION, 'widgets.example.dev', {
      spec: {
        group: 'example.dev',
        scope: 'Namespaced',
        names: { plural: 'widgets', kind: 'Widget' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            subresources: { status: {} },
            schema: {
              openAPIV3Schema: {
                type: 'object',
                properties: {
                  spec: {
                    type: 'object',
                    required: ['size'],
                    properties: {
                      size: { type: 'integer' },
                      color: { type: 'string', default: 'red' },
                      ...schema,
                    },
                  },
                  status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
                },
              },
            },
          },
        ],
      },
    });
  const widget = (spec: object): KubeObject => object(WIDGET, 'w', { spec });

  test('a definition serves its kind: defaulted, pruned, validated, with a status of its own', async () => {
    const cluster = setup();
    const made = await cluster.create(DEFINITION, definition(), live);
    expect(made['status']).toMatchObject({
      conditions: [
        { type: 'NamesAccepted', status: 'True' },
        { type: 'Established', status: 'True' },
      ],
    });
    const first = (await cluster.create(
      WIDGET,
      { ...widget({ size: 1, unknown: 2 }), status: { x: 1 } },
      live,
    )) as Versioned;
    expect(first['spec']).toEqual({ size: 1, color: 'red' });
    expect(first['status']).toBeUndefined();
    await expect(cluster.create(WIDGET, widget({}), live)).rejects.toThrow(
      'Widget.example.dev "w" is invalid: spec.size: Required value',
    );
    const told = await cluster.replace(
      WIDGET,
      { ...first, metadata: { ...first.metadata, labels: { a: 'b' } }, status: { x: 2 } },
      live,
      'status',
    );
    expect(told).toMatchObject({ status: { x: 2 }, metadata: { generation: 1 } });
    expect(told.metadata.labels).toBeUndefined();
  });

  test('a write of a custom object must say which version it was decided on', async () => {
    const cluster = setup();
    await cluster.create(DEFINITION, definition(), live);
    await cluster.create(WIDGET, widget({ size: 1 }), live);
    await expect(cluster.replace(WIDGET, widget({ size: 2 }) as Versioned, live)).rejects.toThrow(
      'metadata.resourceVersion: Invalid value: 0: must be specified for an update',
    );
  });

  test('a definition that became stricter does not block a status write on what it leaves as it is', async () => {
    const cluster = setup();
    const made = (await cluster.create(DEFINITION, definition(), live)) as Versioned;
    const old = (await cluster.create(WIDGET, widget({ size: 1 }), live)) as Versioned;
    await cluster.replace(
      DEFINITION,
      { ...made, spec: definition({ size: { type: 'integer', minimum: 5 } })['spec'] },
      live,
    );
    const told = (await cluster.replace(
      WIDGET,
      { ...old, status: { seen: true } },
      live,
      'status',
    )) as Versioned;
    expect(told['status']).toEqual({ seen: true });
    await expect(cluster.replace(WIDGET, { ...told, spec: { size: 2 } }, live)).rejects.toThrow(
      'spec.size in body should be greater than or equal to 5',
    );
  });

  test('a definition that goes takes its objects and its kind along', async () => {
    const cluster = setup();
    await cluster.create(DEFINITION, definition(), live);
    const child = { name: 'w', namespace: 'default', finalizers: ['example.dev/hold'] };
    await cluster.create(WIDGET, { ...widget({ size: 1 }), metadata: child }, live);
    await cluster.delete(ref(DEFINITION, 'widgets.example.dev'), live);
    const held = (await cluster.get(ref(WIDGET, 'w'), live)) as Versioned;
    expect(held.metadata.deletionTimestamp).toBeDefined();
    await cluster.replace(WIDGET, { ...held, metadata: { ...held.metadata, finalizers: [] } }, live);
    await expect(cluster.list(WIDGET, {}, live)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'the server could not find the requested resource',
    });
    await cluster.create(DEFINITION, definition(), live);
    expect((await cluster.list(WIDGET, {}, live)).items).toEqual([]);
  });

  test.each([
    [
      'a name that does not follow from its parts',
      { ...definition(), metadata: { name: 'x.example.dev' } },
      'metadata.name: Invalid value: "x.example.dev": must be spec.names.plural+"."+spec.group',
    ],
    [
      'no versions',
      object(DEFINITION, 'widgets.example.dev', {
        spec: { group: 'example.dev', scope: 'Namespaced', names: { plural: 'widgets', kind: 'Widget' } },
      }),
      'spec.versions: Required value',
    ],
    [
      'no schema',
      object(DEFINITION, 'widgets.example.dev', {
        spec: {
          group: 'example.dev',
          scope: 'Namespaced',
          names: { plural: 'widgets', kind: 'Widget' },
          versions: [{ name: 'v1', served: true, storage: true }],
        },
      }),
      'spec.versions[0].schema.openAPIV3Schema: Required value: schemas are required',
    ],
  ])('%s is refused', async (_what, body, message) => {
    await expect(setup().create(DEFINITION, body, live)).rejects.toThrow(message);
  });
});
