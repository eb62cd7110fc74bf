import { expect, test } from '@jest/globals';
import { complaints, refusal } from '../shapes.ts';
import { describeContract } from '../sides.ts';

const EVENTS = 'v1/events';
const LEASES = 'coordination.k8s.io/v1/leases';
const SLICES = 'discovery.k8s.io/v1/endpointslices';
const AUTOSCALERS = 'autoscaling/v2/horizontalpodautoscalers';

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
