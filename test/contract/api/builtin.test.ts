import { expect, test } from '@jest/globals';
import type { Json } from '../session.ts';
import { complaints, configMap, container, deployment, refusal, service } from '../shapes.ts';
import { describeContract } from '../sides.ts';

const MAPS = 'v1/configmaps';
const SECRETS = 'v1/secrets';
const SERVICES = 'v1/services';
const EVENTS = 'v1/events';
const DEPLOYMENTS = 'apps/v1/deployments';
const LEASES = 'coordination.k8s.io/v1/leases';
const SLICES = 'discovery.k8s.io/v1/endpointslices';
const AUTOSCALERS = 'autoscaling/v2/horizontalpodautoscalers';

describeContract('Deployments', (api) => {
  const make = (spec: object = {}, pod: object = {}) => {
    const name = api().name();
    return api().post(api().at(DEPLOYMENTS), deployment(name, spec, pod));
  };
  const spec = async (...of: Parameters<typeof make>): Promise<Json> =>
    (await api().must(201, make(...of))).spec;

  test('have these defaults', async () => {
    const { selector: _selector, template, ...rest } = await spec({ replicas: undefined, paused: undefined });
    expect(rest).toEqual({
      replicas: 1,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
    });
    expect(template.spec).toEqual({
      containers: [
        {
          name: 'app',
          image: 'example.org/app:1',
          resources: {},
          terminationMessagePath: '/dev/termination-log',
          terminationMessagePolicy: 'File',
          imagePullPolicy: 'IfNotPresent',
        },
      ],
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      dnsPolicy: 'ClusterFirst',
      securityContext: {},
      schedulerName: 'default-scheduler',
    });
  });

  test('have defaults in probes, ports, environments and volumes', async () => {
    const { template } = await spec(
      {},
      {
        containers: [
          container({
            ports: [{ containerPort: 80 }],
            readinessProbe: { httpGet: { port: 80 } },
            livenessProbe: { exec: { command: ['x'] } },
            env: [{ name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }],
          }),
        ],
        volumes: [
          { name: 'a', configMap: { name: 'x' } },
          { name: 'b', secret: { secretName: 'x' } },
        ],
        serviceAccountName: 'other',
      },
    );
    const [made] = template.spec.containers;
    expect(made.ports).toEqual([{ containerPort: 80, protocol: 'TCP' }]);
    const probe = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };
    expect(made.readinessProbe).toEqual({ httpGet: { port: 80, path: '/', scheme: 'HTTP' }, ...probe });
    expect(made.livenessProbe).toEqual({ exec: { command: ['x'] }, ...probe });
    expect(made.env[0].valueFrom.fieldRef).toEqual({ apiVersion: 'v1', fieldPath: 'status.podIP' });
    expect(template.spec.volumes).toEqual([
      { name: 'a', configMap: { name: 'x', defaultMode: 420 } },
      { name: 'b', secret: { secretName: 'x', defaultMode: 420 } },
    ]);
    expect(template.spec).toMatchObject({ serviceAccountName: 'other', serviceAccount: 'other' });
  });

  test.each([
    ['example.org/app', 'Always'],
    ['example.org/app:latest', 'Always'],
    ['example.org:5000/app', 'Always'],
    ['example.org/app:2', 'IfNotPresent'],
    [
      'example.org/app@sha256:0123456789012345678901234567890123456789012345678901234567890123',
      'IfNotPresent',
    ],
  ])('pull %s %s', async (image, policy) => {
    expect(
      (await spec({}, { containers: [container({ image })] })).template.spec.containers[0].imagePullPolicy,
    ).toBe(policy);
  });

  test('write quantities in their canonical form', async () => {
    const resources = { requests: { cpu: '0.5', memory: '1024Mi' }, limits: { cpu: 1, memory: '1Gi' } };
    const [made] = (await spec({}, { containers: [container({ resources })] })).template.spec.containers;
    expect(made.resources).toEqual({
      requests: { cpu: '500m', memory: '1Gi' },
      limits: { cpu: '1', memory: '1Gi' },
    });
  });

  test.each<[string, object, object, string[]]>([
    [
      'a selector that does not select',
      { selector: { matchLabels: { app: 'other' } } },
      {},
      ['FieldValueInvalid spec.template.metadata.labels'],
    ],
    ['negative replicas', { replicas: -1 }, {}, ['FieldValueInvalid spec.replicas']],
    ['no containers', {}, { containers: [] }, ['FieldValueRequired spec.template.spec.containers']],
    [
      'two containers of a name',
      {},
      { containers: [container(), container()] },
      ['FieldValueDuplicate spec.template.spec.containers[1].name'],
    ],
    [
      'a container without an image',
      {},
      { containers: [{ name: 'app' }] },
      ['FieldValueRequired spec.template.spec.containers[0].image'],
    ],
    [
      'a bad name of a container',
      {},
      { containers: [container({ name: 'Bad' })] },
      ['FieldValueInvalid spec.template.spec.containers[0].name'],
    ],
    [
      'a port out of range',
      {},
      { containers: [container({ ports: [{ containerPort: 70000 }] })] },
      ['FieldValueInvalid spec.template.spec.containers[0].ports[0].containerPort'],
    ],
    [
      'a mount without a volume',
      {},
      { containers: [container({ volumeMounts: [{ name: 'x', mountPath: '/x' }] })] },
      ['FieldValueNotFound spec.template.spec.containers[0].volumeMounts[0].name'],
    ],
    [
      'pods that end',
      {},
      { restartPolicy: 'Never' },
      ['FieldValueNotSupported spec.template.spec.restartPolicy'],
    ],
    [
      'a strategy that is none',
      { strategy: { type: 'Sideways' } },
      {},
      ['FieldValueNotSupported spec.strategy'],
    ],
  ])('with %s are refused', async (_what, of, pod, expected) => {
    const answer = await make(of, pod);
    expect(answer.status).toBe(422);
    expect(complaints(answer)).toEqual(expected);
  });

  test('need a selector', async () => {
    expect(complaints(await make({ selector: undefined }))).toEqual(
      expect.arrayContaining(['FieldValueRequired spec.selector']),
    );
  });

  test('keep their selector', async () => {
    const { metadata } = await api().must(201, make());
    const answer = await api().merge(api().at(DEPLOYMENTS, metadata.name), {
      spec: {
        selector: { matchLabels: { app: null, b: 'c' } },
        template: { metadata: { labels: { b: 'c' } } },
      },
    });
    expect(complaints(answer)).toEqual(['FieldValueInvalid spec.selector']);
  });

  test('cannot be decoded with a wrong type', async () => {
    const answer = await make({ replicas: 'three' });
    expect(refusal(answer)).toMatchObject({ status: 400, reason: 'BadRequest' });
  });

  test('warn of unknown fields, and refuse them when asked to', async () => {
    const name = api().name();
    const body = deployment(name, { unknown: 1 });
    const strict = await api().post(api().at(DEPLOYMENTS), body, { fieldValidation: 'Strict' });
    expect(strict.status).toBe(400);
    expect(strict.body.message).toContain('strict decoding error: unknown field "spec.unknown"');
    const { status, headers } = await api().post(api().at(DEPLOYMENTS), body);
    expect([status, headers['warning']]).toEqual([201, '299 - "unknown field \\"spec.unknown\\""']);
  });

  test('are scaled through a subresource', async () => {
    const { metadata } = await api().must(201, make());
    const path = api().at(DEPLOYMENTS, metadata.name, 'scale');
    const scale = await api().read(path);
    expect(scale).toMatchObject({
      kind: 'Scale',
      apiVersion: 'autoscaling/v1',
      metadata: { name: metadata.name, uid: metadata.uid },
      spec: {},
      status: { replicas: 0, selector: `app=${metadata.name}` },
    });
    expect(
      (await api().put(path, { ...scale, metadata: { name: metadata.name }, spec: { replicas: 0 } })).status,
    ).toBe(200);
    const negative = await api().merge(path, { spec: { replicas: -1 } });
    expect(complaints(negative)).toEqual(['FieldValueInvalid spec.replicas']);
    const old = { ...scale, metadata: { ...scale.metadata, resourceVersion: '1' } };
    expect(refusal(await api().put(path, old))).toMatchObject({ status: 409, reason: 'Conflict' });
  });

  test('are printed in these columns', async () => {
    const { metadata } = await api().must(201, make());
    const accept = 'application/json;as=Table;g=meta.k8s.io;v=v1';
    const { body } = await api().get(api().at(DEPLOYMENTS, metadata.name), {}, accept);
    expect(body.columnDefinitions.map((one: Json) => `${one.name} ${one.priority}`)).toEqual([
      'Name 0',
      'Ready 0',
      'Up-to-date 0',
      'Available 0',
      'Age 0',
      'Containers 1',
      'Images 1',
      'Selector 1',
    ]);
    expect(body.rows[0].cells.slice(0, 4)).toEqual([metadata.name, '0/0', 0, 0]);
    expect(body.rows[0].cells.slice(5)).toEqual(['app', 'example.org/app:1', `app=${metadata.name}`]);
  });
});

describeContract('Services', (api) => {
  const make = (spec: object = {}) => api().post(api().at(SERVICES), service(api().name(), spec));

  test('have an address and these defaults', async () => {
    const { spec, status } = await api().must(201, make());
    expect(spec).toEqual({
      ports: [{ protocol: 'TCP', port: 80, targetPort: 80 }],
      selector: { app: expect.any(String) },
      clusterIP: expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/),
      clusterIPs: [spec.clusterIP],
      type: 'ClusterIP',
      sessionAffinity: 'None',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      internalTrafficPolicy: 'Cluster',
    });
    expect(status).toEqual({ loadBalancer: {} });
  });

  test('may be headless', async () => {
    expect((await api().must(201, make({ clusterIP: 'None' }))).spec).toMatchObject({
      clusterIP: 'None',
      clusterIPs: ['None'],
    });
  });

  test('keep their address when a write leaves it out', async () => {
    const made = await api().must(201, make());
    const { name } = made.metadata;
    const { body } = await api().put(api().at(SERVICES, name), service(name, { ports: [{ port: 81 }] }));
    expect(body.spec.clusterIP).toBe(made.spec.clusterIP);
    expect(body.spec.ports).toEqual([{ protocol: 'TCP', port: 81, targetPort: 81 }]);
  });

  test('do not change their address', async () => {
    const made = await api().must(201, make());
    const path = api().at(SERVICES, made.metadata.name);
    const answer = await api().merge(path, {
      spec: { clusterIP: '10.96.200.200', clusterIPs: ['10.96.200.200'] },
    });
    expect(complaints(answer)).toEqual(['FieldValueInvalid spec.clusterIPs[0]']);
  });

  test.each<[string, object, string[]]>([
    ['no ports', { ports: [] }, ['FieldValueRequired spec.ports']],
    [
      'a port out of range',
      { ports: [{ port: 0, targetPort: 80 }] },
      ['FieldValueInvalid spec.ports[0].port'],
    ],
    [
      'nameless ports',
      { ports: [{ port: 80 }, { port: 81 }] },
      ['FieldValueRequired spec.ports[0].name', 'FieldValueRequired spec.ports[1].name'],
    ],
    [
      'two ports of a name',
      {
        ports: [
          { name: 'a', port: 80 },
          { name: 'a', port: 81 },
        ],
      },
      ['FieldValueDuplicate spec.ports[1].name'],
    ],
    [
      'a port twice',
      {
        ports: [
          { name: 'a', port: 80 },
          { name: 'b', port: 80 },
        ],
      },
      ['FieldValueDuplicate spec.ports[1]'],
    ],
    [
      'a bad target',
      { ports: [{ port: 80, targetPort: 'Not a name' }] },
      ['FieldValueInvalid spec.ports[0].targetPort'],
    ],
    ['an unknown type', { type: 'Magic' }, ['FieldValueNotSupported spec.type']],
    ['a bad selector', { selector: { 'a b': 'c' } }, ['FieldValueInvalid spec.selector']],
  ])('with %s are refused', async (_what, spec, expected) => {
    const answer = await make(spec);
    expect(answer.status).toBe(422);
    expect(new Set(complaints(answer))).toEqual(new Set(expected));
  });

  test('do not count generations', async () => {
    expect((await api().must(201, make())).metadata.generation).toBeUndefined();
  });
});

describeContract('ConfigMaps and Secrets', (api) => {
  const secret = (more: object) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: api().name() },
    ...more,
  });

  test.each<[string, object]>([
    ['a key', { data: { 'a b': '1' } }],
    ['a key of bytes', { binaryData: { 'a b': 'AA==' } }],
  ])('%s must be a name', async (_what, more) => {
    const answer = await api().post(api().at(MAPS), configMap(api().name(), more));
    const [part] = Object.keys(more);
    expect(complaints(answer)).toEqual([`FieldValueInvalid ${part}[a b]`]);
  });

  test('a value must be text', async () => {
    expect((await api().post(api().at(MAPS), configMap(api().name(), { data: { a: 1 } }))).status).toBe(400);
  });

  test('an immutable one does not change', async () => {
    const name = api().name();
    const path = api().at(MAPS, name);
    await api().make(api().at(MAPS), configMap(name, { data: { a: '1' }, immutable: true }));
    expect(complaints(await api().merge(path, { data: { a: '2' } }))).toEqual(['FieldValueForbidden data']);
    expect(complaints(await api().merge(path, { immutable: false }))).toEqual([
      'FieldValueForbidden immutable',
    ]);
    expect((await api().merge(path, { metadata: { labels: { a: 'b' } } })).status).toBe(200);
  });

  test('plain text becomes data', async () => {
    const made = await api().make(
      api().at(SECRETS),
      secret({ data: { a: 'MQ==', b: 'MQ==' }, stringData: { b: '2', c: 'é' } }),
    );
    expect(made).toMatchObject({ type: 'Opaque', data: { a: 'MQ==', b: 'Mg==', c: 'w6k=' } });
    expect(made).not.toHaveProperty('stringData');
  });

  test('data must be base64', async () => {
    expect(
      refusal(await api().post(api().at(SECRETS), secret({ data: { a: 'not base64!' } }))),
    ).toMatchObject({
      status: 400,
      reason: 'BadRequest',
    });
  });

  test('the type of a Secret does not change', async () => {
    const made = await api().make(api().at(SECRETS), secret({}));
    const answer = await api().merge(api().at(SECRETS, made.metadata.name), { type: 'example.org/other' });
    expect(complaints(answer)).toEqual(['FieldValueInvalid type']);
  });

  test('Secrets can be selected by type', async () => {
    await api().make(api().at(SECRETS), secret({ type: 'example.org/special' }));
    const { body } = await api().get(api().at(SECRETS), { fieldSelector: 'type=example.org/special' });
    expect(body.items).toHaveLength(1);
  });
});

describeContract('Events', (api) => {
  const event = (more: object = {}) => ({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: api().name('event') },
    involvedObject: { apiVersion: 'v1', kind: 'ConfigMap', name: 'x', namespace: api().namespace, uid: 'u' },
    reason: 'Tested',
    message: 'as it should be',
    type: 'Normal',
    source: { component: 'contract' },
    firstTimestamp: '2026-01-01T00:00:00Z',
    lastTimestamp: '2026-01-01T00:00:00Z',
    count: 1,
    ...more,
  });

  test('are kept as they come', async () => {
    const asked = event();
    const { metadata, ...rest } = await api().make(api().at(EVENTS), asked);
    const { metadata: _metadata, ...wanted } = asked;
    expect(rest).toMatchObject(wanted);
    expect(rest).toMatchObject({ eventTime: null, reportingComponent: '', reportingInstance: '' });
    expect(metadata.name).toBe(asked.metadata.name);
  });

  test('are counted up by a patch', async () => {
    const made = await api().make(api().at(EVENTS), event());
    const { body } = await api().strategic(api().at(EVENTS, made.metadata.name), {
      count: 2,
      lastTimestamp: '2026-01-01T00:01:00Z',
    });
    expect(body).toMatchObject({
      count: 2,
      firstTimestamp: '2026-01-01T00:00:00Z',
      lastTimestamp: '2026-01-01T00:01:00Z',
    });
    expect((await api().merge(api().at(EVENTS, made.metadata.name), { count: 3 })).body.count).toBe(3);
  });

  test('stay in the namespace of what they are about', async () => {
    const answer = await api().post(
      api().at(EVENTS),
      event({ involvedObject: { kind: 'ConfigMap', name: 'x', namespace: 'elsewhere' } }),
    );
    expect(complaints(answer)).toEqual(['FieldValueInvalid involvedObject.namespace']);
  });

  test('are found by what they are about', async () => {
    await api().make(api().at(EVENTS), event({ reason: 'Sought', type: 'Warning' }));
    const found = async (fieldSelector: string) =>
      (await api().get(api().at(EVENTS), { fieldSelector })).body.items.length;
    expect(await found('involvedObject.name=x,reason=Sought')).toBe(1);
    expect(await found('involvedObject.kind=ConfigMap,type=Warning')).toBe(1);
    expect(await found('involvedObject.name=nobody')).toBe(0);
    expect(await found('source=contract,reason=Sought')).toBe(1);
  });
});

describeContract('other kinds', (api) => {
  test('a Lease keeps its times to the microsecond', async () => {
    const spec = {
      holderIdentity: 'me',
      leaseDurationSeconds: 15,
      acquireTime: '2026-01-01T00:00:00.000000Z',
      renewTime: '2026-01-01T00:00:01.123456Z',
      leaseTransitions: 1,
    };
    const name = api().name();
    const made = await api().make(api().at(LEASES), {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name },
      spec,
    });
    expect(made.spec).toEqual(spec);
    expect((await api().put(api().at(LEASES, name), made)).body.metadata.resourceVersion).toBe(
      made.metadata.resourceVersion,
    );
    await api().must(
      200,
      api().put(api().at(LEASES, name), { ...made, spec: { ...spec, holderIdentity: 'you' } }),
    );
    expect((await api().put(api().at(LEASES, name), made)).status).toBe(409);
  });

  test.each<[string, object, string]>([
    ['a duration of nothing', { leaseDurationSeconds: 0 }, 'FieldValueInvalid spec.leaseDurationSeconds'],
    ['negative transitions', { leaseTransitions: -1 }, 'FieldValueInvalid spec.leaseTransitions'],
  ])('a Lease with %s is refused', async (_what, spec, expected) => {
    const answer = await api().post(api().at(LEASES), {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name: 'x' },
      spec,
    });
    expect(complaints(answer)).toEqual([expected]);
  });

  test.each(['now', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00.123Z'])(
    'a Lease of %j is refused',
    async (renewTime) => {
      const answer = await api().post(api().at(LEASES), {
        apiVersion: 'coordination.k8s.io/v1',
        kind: 'Lease',
        metadata: { name: 'x' },
        spec: { renewTime },
      });
      expect(refusal(answer)).toMatchObject({ status: 400, reason: 'BadRequest' });
    },
  );

  test('an EndpointSlice keeps its endpoints and counts generations', async () => {
    const name = api().name();
    const made = await api().make(api().at(SLICES), {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        name,
        labels: { 'kubernetes.io/service-name': 'x', 'endpointslice.kubernetes.io/managed-by': 'contract' },
      },
      addressType: 'IPv4',
      endpoints: [{ addresses: ['10.1.2.3'], conditions: { ready: true } }],
      ports: [{ name: 'http', port: 80 }],
    });
    expect(made).toMatchObject({
      metadata: { generation: 1 },
      endpoints: [{ addresses: ['10.1.2.3'], conditions: { ready: true } }],
      ports: [{ name: 'http', port: 80, protocol: 'TCP' }],
    });
    const { body } = await api().merge(api().at(SLICES, name), { ports: [{ name: 'http', port: 81 }] });
    expect(body.metadata.generation).toBe(2);
  });

  test('an autoscaler has defaults and speaks both versions', async () => {
    const name = api().name();
    const made = await api().make(api().at(AUTOSCALERS), {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name },
      spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'x' }, maxReplicas: 3 },
    });
    expect(made.spec).toMatchObject({
      minReplicas: 1,
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
        },
      ],
    });
    const old = await api().read(api().at('autoscaling/v1/horizontalpodautoscalers', name));
    expect(old).toMatchObject({
      apiVersion: 'autoscaling/v1',
      spec: { maxReplicas: 3, targetCPUUtilizationPercentage: 80 },
    });
  });

  test('a namespace names itself and is active', async () => {
    const { body } = await api().get(`/api/v1/namespaces/${api().namespace}`);
    expect(body).toMatchObject({
      metadata: { labels: { 'kubernetes.io/metadata.name': api().namespace } },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    });
  });

  test('one may ask what one may do', async () => {
    const answer = await api().post('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes: { verb: 'get', resource: 'configmaps', namespace: api().namespace } },
    });
    expect([answer.status, answer.body.kind, answer.body.status.allowed]).toEqual([
      201,
      'SelfSubjectAccessReview',
      true,
    ]);
  });
});
