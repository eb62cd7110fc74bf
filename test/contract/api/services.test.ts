import { expect, test } from '@jest/globals';
import { complaints, configMap, refusal, service } from '../shapes.ts';
import { describeContract } from '../sides.ts';

const MAPS = 'v1/configmaps';
const SECRETS = 'v1/secrets';
const SERVICES = 'v1/services';

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
