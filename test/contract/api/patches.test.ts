import { beforeAll, expect, test } from '@jest/globals';
import type { Defined } from '../definitions.ts';
import { define } from '../definitions.ts';
import { complaints, configMap, container, deployment, refusal, service } from '../shapes.ts';
import { describeContract } from '../sides.ts';

const MAPS = 'v1/configmaps';
const DEPLOYMENTS = 'apps/v1/deployments';

describeContract('merge patch and JSON patch', (api) => {
  const make = async (data: object = { a: '1', b: '2' }, metadata: object = {}) => {
    const name = api().name();
    await api().make(api().at(MAPS), configMap(name, { data }, metadata));
    return api().at(MAPS, name);
  };
  const dataAfter = async (patch: unknown) => (await api().json(await make(), patch)).body.data;

  test('a merge patch changes what it names and removes what it nulls', async () => {
    expect((await api().merge(await make(), { data: { a: null, c: '3' } })).body.data).toEqual({
      b: '2',
      c: '3',
    });
  });

  test('a merge patch may remove a whole part', async () => {
    expect((await api().merge(await make(), { data: null })).body.data).toBeUndefined();
  });

  test('a merge patch of nothing changes nothing', async () => {
    const path = await make();
    const before = await api().read(path);
    expect((await api().merge(path, {})).body).toEqual(before);
  });

  test('a merge patch may remove labels one by one', async () => {
    const path = await make({}, { labels: { a: 'b', c: 'd' } });
    expect((await api().merge(path, { metadata: { labels: { a: null } } })).body.metadata.labels).toEqual({
      c: 'd',
    });
  });

  test.each([
    ['adds', [{ op: 'add', path: '/data/c', value: '3' }], { a: '1', b: '2', c: '3' }],
    ['adds over what is there', [{ op: 'add', path: '/data/a', value: '9' }], { a: '9', b: '2' }],
    ['replaces', [{ op: 'replace', path: '/data/a', value: '9' }], { a: '9', b: '2' }],
    ['removes', [{ op: 'remove', path: '/data/a' }], { b: '2' }],
    ['copies', [{ op: 'copy', from: '/data/a', path: '/data/c' }], { a: '1', b: '2', c: '1' }],
    ['moves', [{ op: 'move', from: '/data/a', path: '/data/c' }], { b: '2', c: '1' }],
    [
      'tests before it writes',
      [
        { op: 'test', path: '/data/a', value: '1' },
        { op: 'remove', path: '/data/a' },
      ],
      { b: '2' },
    ],
    [
      'takes numbers of map keys for names',
      [{ op: 'add', path: '/data/0', value: '1' }],
      { 0: '1', a: '1', b: '2' },
    ],
    [
      'replaces what is not there',
      [{ op: 'replace', path: '/data/z', value: '0' }],
      { a: '1', b: '2', z: '0' },
    ],
    ['replaces a whole part', [{ op: 'replace', path: '/data', value: { z: '0' } }], { z: '0' }],
  ])('a JSON patch %s', async (_does, patch, data) => {
    expect(await dataAfter(patch)).toEqual(data);
  });

  test.each([
    ['a test that fails', [{ op: 'test', path: '/data/a', value: 'other' }]],
    ['a test of what is not there', [{ op: 'test', path: '/data/z', value: '1' }]],
    ['a removal of what is not there', [{ op: 'remove', path: '/data/z' }]],
    ['an addition below what is not there', [{ op: 'add', path: '/none/z', value: '1' }]],
    ['an unknown operation', [{ op: 'twist', path: '/data/a' }]],
  ])('%s is refused', async (_what, patch) => {
    const answer = await api().json(await make(), patch);
    expect(refusal(answer)).toMatchObject({ status: 422, reason: 'Invalid' });
  });

  test('a test of null passes where nothing is', async () => {
    const answer = await api().json(await make(), [{ op: 'test', path: '/data/z', value: null }]);
    expect(answer.status).toBe(200);
  });

  test('a JSON patch that is no list is refused', async () => {
    expect(refusal(await api().json(await make(), { op: 'remove' }))).toMatchObject({
      status: 400,
      reason: 'BadRequest',
    });
  });

  test('a merge patch that is no object is refused', async () => {
    expect((await api().merge(await make(), '[1]')).status).toBe(400);
  });

  test('a JSON patch may test the version', async () => {
    const path = await make();
    const { resourceVersion } = (await api().read(path)).metadata;
    const patch = (value: string) =>
      api().json(path, [
        { op: 'test', path: '/metadata/resourceVersion', value },
        { op: 'replace', path: '/data/a', value: '9' },
      ]);
    expect((await patch('1')).status).toBe(422);
    expect((await patch(resourceVersion)).status).toBe(200);
  });

  test('a JSON patch appends, inserts and removes in lists', async () => {
    const path = await make({}, { finalizers: ['contract.serinette.dev/a', 'contract.serinette.dev/b'] });
    const at = '/metadata/finalizers';
    const { metadata } = (
      await api().json(path, [
        { op: 'add', path: `${at}/-`, value: 'contract.serinette.dev/d' },
        { op: 'add', path: `${at}/2`, value: 'contract.serinette.dev/c' },
        { op: 'remove', path: `${at}/0` },
      ])
    ).body;
    expect(metadata.finalizers.map((one: string) => one.split('/')[1])).toEqual(['b', 'c', 'd']);
    await api().merge(path, { metadata: { finalizers: null } });
  });

  test('a patch cannot change what an object is called', async () => {
    const answer = await api().merge(await make(), { metadata: { name: 'other' } });
    expect(answer.status).toBe(400);
  });

  test('a patch cannot change uid or creation time', async () => {
    const path = await make();
    const uid = '00000000-0000-4000-8000-000000000000';
    const answer = await api().merge(path, { metadata: { uid } });
    expect(answer.status).toBe(422);
    expect(new Set(complaints(answer))).toEqual(new Set(['FieldValueInvalid metadata.uid']));
    const before = await api().read(path);
    const { metadata } = (
      await api().merge(path, { metadata: { creationTimestamp: '2001-01-01T00:00:00Z' } })
    ).body;
    expect(metadata.creationTimestamp).toBe(before.metadata.creationTimestamp);
  });
});

describeContract('strategic merge patch', (api) => {
  let widgets: Defined;
  beforeAll(async () => {
    widgets = await define(api());
  }, 60_000);
  const make = async (containers: object[] = [container()], spec: object = {}) => {
    const name = api().name();
    await api().make(api().at(DEPLOYMENTS), deployment(name, spec, { containers }));
    return api().at(DEPLOYMENTS, name);
  };
  const inPod = (spec: object) => ({ spec: { template: { spec } } });
  const podAfter = async (path: string, spec: object) => {
    const answer = await api().strategic(path, inPod(spec));
    expect(answer.status).toBe(200);
    return answer.body.spec.template.spec;
  };
  const names = (list: { name: string }[]) => list.map(({ name }) => name);

  test('containers are merged by name', async () => {
    const pod = await podAfter(await make(), { containers: [{ name: 'app', image: 'example.org/app:2' }] });
    expect(pod.containers).toMatchObject([
      { name: 'app', image: 'example.org/app:2', imagePullPolicy: 'IfNotPresent' },
    ]);
  });

  test('a new container comes before those that it does not name', async () => {
    const pod = await podAfter(await make(), { containers: [{ name: 'more', image: 'example.org/more:1' }] });
    expect(names(pod.containers)).toEqual(['more', 'app']);
  });

  test('the order is what the patch says', async () => {
    const pod = await podAfter(await make(), {
      $setElementOrder: undefined,
      '$setElementOrder/containers': [{ name: 'app' }, { name: 'more' }],
      containers: [{ name: 'more', image: 'example.org/more:1' }],
    });
    expect(names(pod.containers)).toEqual(['app', 'more']);
  });

  test('an element is deleted by its key', async () => {
    const path = await make([container(), container({ name: 'more' })]);
    expect(
      names((await podAfter(path, { containers: [{ $patch: 'delete', name: 'app' }] })).containers),
    ).toEqual(['more']);
  });

  test('environment variables are merged by name', async () => {
    const path = await make([
      container({
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
        ],
      }),
    ]);
    const env = [
      { name: 'B', value: '3' },
      { name: 'C', value: '4' },
    ];
    const pod = await podAfter(path, { containers: [{ name: 'app', env }] });
    expect(
      Object.fromEntries(
        pod.containers[0].env.map((one: { name: string; value: string }) => [one.name, one.value]),
      ),
    ).toEqual({
      A: '1',
      B: '3',
      C: '4',
    });
  });

  test('ports are merged by their number', async () => {
    const path = await make([container({ ports: [{ containerPort: 80 }] })]);
    const pod = await podAfter(path, {
      containers: [{ name: 'app', ports: [{ containerPort: 80, name: 'http' }] }],
    });
    expect(pod.containers[0].ports).toEqual([{ containerPort: 80, name: 'http', protocol: 'TCP' }]);
  });

  test('arguments are replaced as a whole', async () => {
    const path = await make([container({ args: ['a', 'b'] })]);
    expect((await podAfter(path, { containers: [{ name: 'app', args: ['c'] }] })).containers[0].args).toEqual(
      ['c'],
    );
  });

  test('a list can be replaced', async () => {
    const path = await make([container(), container({ name: 'more' })]);
    const pod = await podAfter(path, { containers: [{ $patch: 'replace' }, container({ name: 'sole' })] });
    expect(names(pod.containers)).toEqual(['sole']);
  });

  test('an object can be replaced', async () => {
    const path = await make();
    const { body } = await api().strategic(path, {
      spec: { strategy: { $patch: 'replace', type: 'Recreate' } },
    });
    expect(body.spec.strategy).toEqual({ type: 'Recreate' });
  });

  test('keys that are not retained go', async () => {
    const path = await make();
    const { body } = await api().strategic(path, {
      spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } },
    });
    expect(body.spec.strategy).toEqual({ type: 'Recreate' });
  });

  test('volumes are merged by name', async () => {
    const path = await make();
    await podAfter(path, { volumes: [{ name: 'a', emptyDir: {} }] });
    expect(names((await podAfter(path, { volumes: [{ name: 'b', emptyDir: {} }] })).volumes).sort()).toEqual([
      'a',
      'b',
    ]);
  });

  test('null removes', async () => {
    const path = await make([container({ command: ['x'] })]);
    expect(
      (await podAfter(path, { containers: [{ name: 'app', command: null }] })).containers[0].command,
    ).toBeUndefined();
  });

  test('annotations of the template are merged, as a restart does', async () => {
    const path = await make();
    const annotations = { 'kubectl.kubernetes.io/restartedAt': '2026-01-01T00:00:00Z' };
    const { body } = await api().strategic(path, { spec: { template: { metadata: { annotations } } } });
    expect(body.spec.template.metadata).toMatchObject({ annotations, labels: { app: expect.any(String) } });
  });

  test('ports of a Service are merged by number', async () => {
    const name = api().name();
    await api().make(api().at('v1/services'), service(name, { ports: [{ name: 'http', port: 80 }] }));
    const { body } = await api().strategic(api().at('v1/services', name), {
      spec: { ports: [{ name: 'more', port: 81 }] },
    });
    expect(body.spec.ports.map(({ port }: { port: number }) => port).sort()).toEqual([80, 81]);
  });

  test('finalizers are merged as a set', async () => {
    const name = api().name();
    const finalizers = ['contract.serinette.dev/a'];
    await api().make(api().at(MAPS), configMap(name, {}, { finalizers }));
    const path = api().at(MAPS, name);
    const more = ['contract.serinette.dev/b'];
    expect(
      (await api().strategic(path, { metadata: { finalizers: more } })).body.metadata.finalizers.toSorted(),
    ).toEqual([...finalizers, ...more]);
    const gone = await api().strategic(path, { metadata: { '$deleteFromPrimitiveList/finalizers': more } });
    expect(gone.body.metadata.finalizers).toEqual(finalizers);
    await api().merge(path, { metadata: { finalizers: null } });
  });

  test('an element without its key is refused', async () => {
    const answer = await api().strategic(await make(), inPod({ containers: [{ image: 'x' }] }));
    expect(answer.status).toBe(500);
  });

  test('custom objects do not take it', async () => {
    const name = api().name();
    await api().make(api().at(widgets.resource), {
      apiVersion: widgets.apiVersion,
      kind: 'Widget',
      metadata: { name },
      spec: { size: 1 },
    });
    const answer = await api().strategic(api().at(widgets.resource, name), { spec: { size: 2 } });
    expect(refusal(answer)).toMatchObject({ status: 415, reason: 'UnsupportedMediaType' });
  });

  test('a patch of an unknown type is refused', async () => {
    const answer = await api().call('PATCH', await make(), { body: {}, type: 'application/json' });
    expect(refusal(answer)).toMatchObject({ status: 415, reason: 'UnsupportedMediaType' });
  });
});
