import { describe, expect, test } from '@jest/globals';
import { CONFIG_MAP, DEPLOYMENT, EVENT, SECRET, VIRTUAL_SERVICE } from '../../api/kinds.ts';
import type { KubeObject, ResourceType } from '../../api/objects.ts';
import { OperatorError } from '../../errors.ts';
import type { Versioned, WatchEvent, WatchOptions } from '../../kube/cluster.ts';
import { VirtualClock } from '../../runtime/virtual-clock.ts';
import { makeApiServer } from './api-server.ts';
import type { RequestRecord, SandboxCluster } from './api-server.ts';

const live = new AbortController().signal;
const countingRandom = (): (() => number) => {
  let state = 1;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
};

const setup = (historySize?: number) => {
  const clock = new VirtualClock();
  const size = historySize === undefined ? {} : { historySize };
  const server = makeApiServer({ clock, random: countingRandom(), ...size });
  return { clock, server, cluster: server.cluster('tester') };
};

const configMap = (name: string, more: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'default' },
  data: { color: 'red' },
  ...more,
});

const deployment = (name = 'web'): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'default' },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'app', image: 'podinfo:1' }] },
    },
  },
});

const ref = (type: ResourceType, name: string) => ({ type, namespace: 'default', name });
const refusal = async (attempt: Promise<unknown>): Promise<OperatorError> => {
  const error: unknown = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof OperatorError)) throw new Error('expected a refusal');
  return error;
};

/** Reads a watch in the background; `take` gives what has arrived. */
const observe = (cluster: SandboxCluster, type: ResourceType, options: WatchOptions) => {
  const events: WatchEvent[] = [];
  const stop = new AbortController();
  const outcome = { ended: false, error: undefined as unknown };
  const done = (async () => {
    try {
      for await (const event of cluster.watch(type, options, stop.signal)) events.push(event);
    } catch (error) {
      outcome.error = error;
    }
    outcome.ended = true;
  })();
  return { events, outcome, done, stop: () => stop.abort() };
};
const briefly = (events: readonly WatchEvent[]): string[] =>
  events.map((event) =>
    event.type === 'BOOKMARK' ? 'BOOKMARK' : `${event.type} ${event.object.metadata.name}`,
  );

describe('reading and writing', () => {
  test('a created object has what the server gives it, and is read back the same', async () => {
    const { cluster } = setup();
    const made = await cluster.create(CONFIG_MAP, configMap('a'), live);
    expect(made.metadata.uid).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(made.metadata.creationTimestamp).toBe('2023-11-14T22:13:20Z');
    expect(await cluster.get(ref(CONFIG_MAP, 'a'), live)).toEqual(made);
  });

  test('two servers with the same seed give the same answers', async () => {
    const one = await setup().cluster.create(CONFIG_MAP, configMap('a'), live);
    const other = await setup().cluster.create(CONFIG_MAP, configMap('a'), live);
    expect(one).toEqual(other);
  });

  test('an object that was handed out cannot be edited, and editing what was handed in changes nothing', async () => {
    const { cluster } = setup();
    const data = { color: 'red' };
    const made = await cluster.create(CONFIG_MAP, configMap('a', { data }), live);
    data.color = 'blue';
    expect((await cluster.get(ref(CONFIG_MAP, 'a'), live))['data']).toEqual({ color: 'red' });
    expect(() => Object.assign(made['data'] as object, { color: 'green' })).toThrow(TypeError);
  });

  test('a name is made from generateName', async () => {
    const { cluster } = setup();
    const made = await cluster.create(
      CONFIG_MAP,
      configMap('', { metadata: { name: '', generateName: 'x-', namespace: 'default' } }),
      live,
    );
    expect(made.metadata.name).toMatch(/^x-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  });

  test.each([
    [
      'a missing object',
      'NOT_FOUND',
      'configmaps "b" not found',
      (c: SandboxCluster) => c.get(ref(CONFIG_MAP, 'b'), live),
    ],
    [
      'a kind that is not served',
      'NOT_FOUND',
      'the server could not find the requested resource',
      (c: SandboxCluster) =>
        c.list({ group: 'x.io', version: 'v1', kind: 'X', plural: 'xs', namespaced: true }, {}, live),
    ],
    [
      'a name that is taken',
      'ALREADY_EXISTS',
      'configmaps "a" already exists',
      (c: SandboxCluster) => c.create(CONFIG_MAP, configMap('a'), live),
    ],
    [
      'a namespace that is not there',
      'NOT_FOUND',
      'namespaces "nowhere" not found',
      (c: SandboxCluster) =>
        c.create(CONFIG_MAP, configMap('a', { metadata: { name: 'a', namespace: 'nowhere' } }), live),
    ],
    [
      'a bad name',
      'REJECTED',
      'ConfigMap "A_" is invalid: metadata.name: Invalid value: "A_": a lowercase RFC 1123 subdomain',
      (c: SandboxCluster) => c.create(CONFIG_MAP, configMap('A_'), live),
    ],
    [
      'a bad label',
      'REJECTED',
      'metadata.labels: Invalid value: "-x"',
      (c: SandboxCluster) =>
        c.create(
          CONFIG_MAP,
          configMap('l', { metadata: { name: 'l', namespace: 'default', labels: { a: '-x' } } }),
          live,
        ),
    ],
  ])('%s answers as the API server does', async (_what, expectedCode, message, attempt) => {
    const { cluster } = setup();
    await cluster.create(CONFIG_MAP, configMap('a'), live);
    const error = await refusal(attempt(cluster));
    expect(error.code).toBe(expectedCode);
    expect(error.message).toContain(message);
  });

  test('a replace that was decided on an old version is a conflict and changes nothing', async () => {
    const { cluster } = setup();
    const first = (await cluster.create(CONFIG_MAP, configMap('a'), live)) as Versioned;
    await cluster.replace(CONFIG_MAP, { ...first, data: { color: 'blue' } }, live);
    const error = await refusal(cluster.replace(CONFIG_MAP, { ...first, data: { color: 'green' } }, live));
    expect(error.code).toBe('CONFLICT');
    expect(error.message).toBe(
      'Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again',
    );
    expect((await cluster.get(ref(CONFIG_MAP, 'a'), live))['data']).toEqual({ color: 'blue' });
  });

  test('a write that changes nothing keeps the version and is not seen by a watch', async () => {
    const { cluster, clock } = setup();
    const first = (await cluster.create(CONFIG_MAP, configMap('a'), live)) as Versioned;
    const watch = observe(cluster, CONFIG_MAP, { resourceVersion: first.metadata.resourceVersion });
    const again = await cluster.replace(CONFIG_MAP, first, live);
    await clock.advance(1);
    expect(again.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
    expect(watch.events).toEqual([]);
    watch.stop();
  });

  test('generation counts changes of the spec, not those of labels or status', async () => {
    const { cluster } = setup();
    const made = (await cluster.create(DEPLOYMENT, deployment(), live)) as Versioned;
    const labelled = (await cluster.replace(
      DEPLOYMENT,
      { ...made, metadata: { ...made.metadata, labels: { a: 'b' } } },
      live,
    )) as Versioned;
    const told = (await cluster.replace(
      DEPLOYMENT,
      { ...labelled, status: { replicas: 2 } },
      live,
      'status',
    )) as Versioned;
    expect(told.metadata.generation).toBe(1);
    const spec = { ...(told['spec'] as object), replicas: 3 };
    expect((await cluster.replace(DEPLOYMENT, { ...told, spec }, live)).metadata.generation).toBe(2);
  });

  test('status and the rest are written by separate doors', async () => {
    const { cluster } = setup();
    const made = (await cluster.create(
      DEPLOYMENT,
      { ...deployment(), status: { replicas: 9 } },
      live,
    )) as Versioned;
    expect(made['status']).toEqual({});
    const changed = { ...made, spec: { ...(made['spec'] as object), replicas: 7 }, status: { replicas: 1 } };
    const byStatus = (await cluster.replace(DEPLOYMENT, changed, live, 'status')) as Versioned;
    expect(byStatus).toMatchObject({ spec: { replicas: 2 }, status: { replicas: 1 } });
    const byMain = await cluster.replace(DEPLOYMENT, { ...byStatus, spec: changed.spec, status: {} }, live);
    expect(byMain).toMatchObject({ spec: { replicas: 7 }, status: { replicas: 1 } });
  });

  test('the scale subresource reads and sets replicas', async () => {
    const { cluster } = setup();
    const made = (await cluster.create(DEPLOYMENT, deployment(), live)) as Versioned;
    const scale = await cluster.patch(
      ref(DEPLOYMENT, 'web'),
      {
        type: 'merge',
        body: { spec: { replicas: 0 } },
        resourceVersion: made.metadata.resourceVersion,
        subresource: 'scale',
      },
      live,
    );
    expect(scale).toMatchObject({
      apiVersion: 'autoscaling/v1',
      kind: 'Scale',
      spec: { replicas: 0 },
      status: { selector: 'app=web' },
    });
    expect(await cluster.get(ref(DEPLOYMENT, 'web'), live)).toMatchObject({
      spec: { replicas: 0 },
      metadata: { generation: 2 },
    });
  });

  test('both kinds of patch change the object, and only at the version that they were decided on', async () => {
    const { cluster } = setup();
    const made = (await cluster.create(CONFIG_MAP, configMap('a'), live)) as Versioned;
    const merged = (await cluster.patch(
      ref(CONFIG_MAP, 'a'),
      {
        type: 'merge',
        body: { data: { color: null, size: 'xl' } },
        resourceVersion: made.metadata.resourceVersion,
      },
      live,
    )) as Versioned;
    expect(merged['data']).toEqual({ size: 'xl' });
    const body = [
      { op: 'test', path: '/data/size', value: 'xl' },
      { op: 'replace', path: '/data/size', value: 's' },
    ];
    const { resourceVersion } = merged.metadata;
    const patched = await cluster.patch(ref(CONFIG_MAP, 'a'), { type: 'json', body, resourceVersion }, live);
    expect(patched['data']).toEqual({ size: 's' });
    await expect(
      cluster.patch(ref(CONFIG_MAP, 'a'), { type: 'json', body, resourceVersion }, live),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  test('both versions of an Istio kind are the same objects', async () => {
    const { cluster } = setup();
    const object = {
      apiVersion: 'networking.istio.io/v1beta1',
      kind: 'VirtualService',
      metadata: { name: 'v', namespace: 'default' },
      spec: { hosts: ['v'] },
    };
    await cluster.create(VIRTUAL_SERVICE, object, live);
    const v1 = { ...VIRTUAL_SERVICE, version: 'v1' };
    const seen = await cluster.get(ref(v1, 'v'), live);
    expect(seen.apiVersion).toBe('networking.istio.io/v1');
    await cluster.replace(v1, { ...seen, spec: { hosts: ['w'] } } as unknown as Versioned, live);
    expect(await cluster.get(ref(VIRTUAL_SERVICE, 'v'), live)).toMatchObject({
      apiVersion: 'networking.istio.io/v1beta1',
      spec: { hosts: ['w'] },
      metadata: { generation: 2 },
    });
  });

  test('an aborted request rejects with its reason and does nothing', async () => {
    const { cluster } = setup();
    await expect(cluster.create(CONFIG_MAP, configMap('a'), AbortSignal.abort())).rejects.toThrow('abort');
    await expect(cluster.get(ref(CONFIG_MAP, 'a'), live)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('lists', () => {
  test('labels and fields select', async () => {
    const { cluster } = setup();
    for (const tier of ['web', 'db']) {
      await cluster.create(
        CONFIG_MAP,
        configMap(tier, { metadata: { name: tier, namespace: 'default', labels: { tier } } }),
        live,
      );
    }
    const names = async (options: object) =>
      (await cluster.list(CONFIG_MAP, options, live)).items.map((item) => item.metadata.name);
    expect(await names({})).toEqual(['db', 'web']);
    expect(await names({ labelSelector: 'tier notin (db)' })).toEqual(['web']);
    expect(await names({ fieldSelector: 'metadata.name=db' })).toEqual(['db']);
    expect(await names({ namespace: 'kube-system' })).toEqual([]);
  });

  test('a field that cannot be selected by is refused', async () => {
    const { cluster } = setup();
    const error = await refusal(cluster.list(CONFIG_MAP, { fieldSelector: 'data.color=red' }, live));
    expect(error.message).toBe('field label "data.color" not supported for ConfigMap');
  });

  test('Events are found by what they are about', async () => {
    const { cluster } = setup();
    const event = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'e', namespace: 'default' },
      involvedObject: { kind: 'Canary', name: 'x', namespace: 'default' },
      type: 'Warning',
    };
    await cluster.create(EVENT, event, live);
    const found = await cluster.list(EVENT, { fieldSelector: 'involvedObject.name=x,type!=Normal' }, live);
    expect(found.items).toHaveLength(1);
  });

  test('pages show one moment, also when objects come and go between them', async () => {
    const { cluster } = setup();
    for (const name of ['a', 'b', 'c']) await cluster.create(CONFIG_MAP, configMap(name), live);
    const first = await cluster.list(CONFIG_MAP, { limit: 2 }, live);
    await cluster.delete(ref(CONFIG_MAP, 'c'), live);
    await cluster.create(CONFIG_MAP, configMap('d'), live);
    const second = await cluster.list(CONFIG_MAP, { limit: 2, continue: first.continue! }, live);
    expect([...first.items, ...second.items].map((item) => item.metadata.name)).toEqual(['a', 'b', 'c']);
    expect(second.resourceVersion).toBe(first.resourceVersion);
    expect(second.continue).toBeUndefined();
  });

  test('a continue token expires with the history', async () => {
    const { cluster, server } = setup();
    for (const name of ['a', 'b']) await cluster.create(CONFIG_MAP, configMap(name), live);
    const first = await cluster.list(CONFIG_MAP, { limit: 1 }, live);
    await cluster.create(CONFIG_MAP, configMap('c'), live);
    server.compact();
    await expect(cluster.list(CONFIG_MAP, { continue: first.continue! }, live)).rejects.toMatchObject({
      code: 'EXPIRED',
    });
  });

  test('a metadata view holds no data', async () => {
    const { cluster } = setup();
    await cluster.create(
      SECRET,
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 's', namespace: 'default' },
        data: { key: 'c2VjcmV0' },
      },
      live,
    );
    const { items } = await cluster.list(SECRET, { as: 'metadata' }, live);
    expect(items[0]).toMatchObject({ kind: 'PartialObjectMetadata', metadata: { name: 's' } });
    expect(JSON.stringify(items)).not.toContain('c2VjcmV0');
  });
});

describe('watches', () => {
  test('every change after the version of a list is delivered once and in order', async () => {
    const { cluster, clock } = setup();
    await cluster.create(CONFIG_MAP, configMap('a'), live);
    const { resourceVersion } = await cluster.list(CONFIG_MAP, {}, live);
    const made = (await cluster.create(CONFIG_MAP, configMap('b'), live)) as Versioned;
    const watch = observe(cluster, CONFIG_MAP, { resourceVersion });
    await clock.advance(1);
    await cluster.replace(CONFIG_MAP, { ...made, data: {} }, live);
    await cluster.delete(ref(CONFIG_MAP, 'b'), live);
    await clock.advance(1);
    expect(briefly(watch.events)).toEqual(['ADDED b', 'MODIFIED b', 'DELETED b']);
    const versions = watch.events.map(
      (event) => event.type !== 'BOOKMARK' && Number(event.object.metadata.resourceVersion),
    );
    expect(versions).toEqual([...versions].sort());
    watch.stop();
  });

  test('objects enter and leave the view of a selector', async () => {
    const { cluster, clock } = setup();
    const made = (await cluster.create(CONFIG_MAP, configMap('a'), live)) as Versioned;
    const watch = observe(cluster, CONFIG_MAP, {
      labelSelector: 'on',
      resourceVersion: made.metadata.resourceVersion,
    });
    const labelled = (await cluster.replace(
      CONFIG_MAP,
      { ...made, metadata: { ...made.metadata, labels: { on: '' } } },
      live,
    )) as Versioned;
    await cluster.replace(CONFIG_MAP, { ...labelled, metadata: { ...labelled.metadata, labels: {} } }, live);
    await clock.advance(1);
    expect(briefly(watch.events)).toEqual(['ADDED a', 'DELETED a']);
    watch.stop();
  });

  test('a version that is forgotten answers EXPIRED', async () => {
    const { cluster, server, clock } = setup();
    const { resourceVersion } = await cluster.list(CONFIG_MAP, {}, live);
    await cluster.create(CONFIG_MAP, configMap('a'), live);
    server.compact();
    const watch = observe(cluster, CONFIG_MAP, { resourceVersion });
    await clock.advance(1);
    expect(watch.outcome).toMatchObject({ ended: true, error: { code: 'EXPIRED' } });
  });

  test('the history is as long as was asked for, and not much longer', async () => {
    const { cluster, clock } = setup(3);
    const { resourceVersion } = await cluster.list(CONFIG_MAP, {}, live);
    for (let index = 0; index < 20; index++) await cluster.create(CONFIG_MAP, configMap(`a${index}`), live);
    const watch = observe(cluster, CONFIG_MAP, { resourceVersion });
    await clock.advance(1);
    expect(watch.outcome.error).toMatchObject({ code: 'EXPIRED' });
  });

  test('a timeout ends the watch in good order, with a bookmark before', async () => {
    const { cluster, clock } = setup();
    const watch = observe(cluster, CONFIG_MAP, { resourceVersion: '1', timeoutSeconds: 5 });
    await clock.advance(4_999);
    expect(watch.outcome.ended).toBe(false);
    await clock.advance(1);
    expect(watch.outcome).toEqual({ ended: true, error: undefined });
    expect(briefly(watch.events)).toEqual(['BOOKMARK']);
  });

  test('a quiet watch learns how far the cluster has come', async () => {
    const { cluster, clock } = setup();
    const { resourceVersion } = await cluster.list(CONFIG_MAP, {}, live);
    const watch = observe(cluster, CONFIG_MAP, { resourceVersion });
    await clock.advance(1);
    await cluster.create(
      SECRET,
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'default' } },
      live,
    );
    await clock.advance(61_000);
    expect(watch.events).toEqual([
      { type: 'BOOKMARK', resourceVersion: String(Number(resourceVersion) + 1) },
    ]);
    watch.stop();
  });

  test('dropped watches end and can resume without loss', async () => {
    const { cluster, server, clock } = setup();
    const { resourceVersion } = await cluster.list(CONFIG_MAP, {}, live);
    const watch = observe(cluster, CONFIG_MAP, { resourceVersion });
    await clock.advance(1);
    server.dropWatches();
    await clock.advance(1);
    expect(watch.outcome).toEqual({ ended: true, error: undefined });
    await cluster.create(CONFIG_MAP, configMap('a'), live);
    const resumed = observe(cluster, CONFIG_MAP, { resourceVersion });
    await clock.advance(1);
    expect(briefly(resumed.events)).toEqual(['ADDED a']);
    resumed.stop();
  });

  test('an aborted watch rejects with its reason', async () => {
    const { cluster, clock } = setup();
    const watch = observe(cluster, CONFIG_MAP, { resourceVersion: '1' });
    await clock.advance(1);
    watch.stop();
    await watch.done;
    expect(watch.outcome.error).toMatchObject({ name: 'AbortError' });
  });
});

describe('deletion', () => {
  const owned = (name: string, owner: KubeObject, more: object = {}): KubeObject =>
    configMap(name, {
      metadata: {
        name,
        namespace: 'default',
        ownerReferences: [
          {
            apiVersion: owner.apiVersion,
            kind: owner.kind,
            name: owner.metadata.name,
            uid: owner.metadata.uid ?? '',
            ...more,
          },
        ],
      },
    });

  test('what an owner owns goes with it, down to the last', async () => {
    const { cluster } = setup();
    const top = await cluster.create(CONFIG_MAP, configMap('top'), live);
    const middle = await cluster.create(CONFIG_MAP, owned('middle', top), live);
    await cluster.create(CONFIG_MAP, owned('leaf', middle), live);
    await cluster.delete(ref(CONFIG_MAP, 'top'), live);
    expect((await cluster.list(CONFIG_MAP, {}, live)).items).toEqual([]);
  });

  test('an object whose owner never was, or is another of that name, does not stay', async () => {
    const { cluster } = setup();
    const top = await cluster.create(CONFIG_MAP, configMap('top'), live);
    const stranger = { ...top, metadata: { ...top.metadata, uid: '00000000-0000-4000-8000-000000000000' } };
    await cluster.create(CONFIG_MAP, owned('child', stranger), live);
    await expect(cluster.get(ref(CONFIG_MAP, 'child'), live)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('orphans stay, without their owner', async () => {
    const { cluster } = setup();
    const top = await cluster.create(CONFIG_MAP, configMap('top'), live);
    await cluster.create(CONFIG_MAP, owned('child', top), live);
    await cluster.delete(ref(CONFIG_MAP, 'top'), live, { propagation: 'Orphan' });
    expect((await cluster.get(ref(CONFIG_MAP, 'child'), live)).metadata.ownerReferences).toBeUndefined();
    await expect(cluster.get(ref(CONFIG_MAP, 'top'), live)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('in the foreground the owner waits for dependents that block it', async () => {
    const { cluster } = setup();
    const top = await cluster.create(CONFIG_MAP, configMap('top'), live);
    const child = owned('child', top, { blockOwnerDeletion: true });
    const held = (await cluster.create(
      CONFIG_MAP,
      { ...child, metadata: { ...child.metadata, finalizers: ['x.io/hold'] } },
      live,
    )) as Versioned;
    await cluster.delete(ref(CONFIG_MAP, 'top'), live, { propagation: 'Foreground' });
    expect((await cluster.get(ref(CONFIG_MAP, 'top'), live)).metadata.finalizers).toEqual([
      'foregroundDeletion',
    ]);
    const marked = (await cluster.get(ref(CONFIG_MAP, held.metadata.name), live)) as Versioned;
    await cluster.replace(CONFIG_MAP, { ...marked, metadata: { ...marked.metadata, finalizers: [] } }, live);
    expect((await cluster.list(CONFIG_MAP, {}, live)).items).toEqual([]);
  });

  test('a finalizer holds an object until it is taken off, and no new one may be added', async () => {
    const { cluster } = setup();
    await cluster.create(
      CONFIG_MAP,
      configMap('a', { metadata: { name: 'a', namespace: 'default', finalizers: ['x.io/hold'] } }),
      live,
    );
    await cluster.delete(ref(CONFIG_MAP, 'a'), live);
    const marked = (await cluster.get(ref(CONFIG_MAP, 'a'), live)) as Versioned;
    expect(marked.metadata.deletionTimestamp).toBe('2023-11-14T22:13:20Z');
    const more = { ...marked, metadata: { ...marked.metadata, finalizers: ['x.io/hold', 'x.io/more'] } };
    expect((await refusal(cluster.replace(CONFIG_MAP, more, live))).message).toContain(
      'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"x.io/more"}',
    );
    await cluster.replace(CONFIG_MAP, { ...marked, metadata: { ...marked.metadata, finalizers: [] } }, live);
    await expect(cluster.get(ref(CONFIG_MAP, 'a'), live)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('a delete that was decided on another version or object is a conflict', async () => {
    const { cluster } = setup();
    await cluster.create(CONFIG_MAP, configMap('a'), live);
    await expect(cluster.delete(ref(CONFIG_MAP, 'a'), live, { uid: 'other' })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    await expect(cluster.delete(ref(CONFIG_MAP, 'a'), live, { resourceVersion: '1' })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });
});

describe('what stands around the server', () => {
  test('an admission check refuses a write with its own words, until it is removed', async () => {
    const { cluster, server } = setup();
    const remove = server.admit(({ verb, object }) => {
      if (verb === 'create' && object.kind === 'ConfigMap')
        throw new OperatorError('FORBIDDEN', 'no config today');
    });
    expect(await refusal(cluster.create(CONFIG_MAP, configMap('a'), live))).toMatchObject({
      code: 'FORBIDDEN',
      message: 'no config today',
    });
    remove();
    await cluster.create(CONFIG_MAP, configMap('a'), live);
  });

  test('every request is told with its user and the code of its answer', async () => {
    const { cluster, server, clock } = setup();
    const told: RequestRecord[] = [];
    server.onRequest((record) => told.push(record));
    await cluster.create(CONFIG_MAP, configMap('a'), live);
    await refusal(cluster.create(CONFIG_MAP, configMap('a'), live));
    const watch = observe(cluster, CONFIG_MAP, { resourceVersion: '1' });
    await clock.advance(1);
    watch.stop();
    expect(
      told.map(({ verb, resource, user, code: answered }) => ({ verb, resource, user, answered })),
    ).toEqual([
      { verb: 'create', resource: 'configmaps', user: 'tester', answered: 201 },
      { verb: 'create', resource: 'configmaps', user: 'tester', answered: 409 },
      { verb: 'watch', resource: 'configmaps', user: 'tester', answered: 200 },
    ]);
  });
});

test('an API server that records no managers keeps all else', async () => {
  const written = async (recordsManagers: boolean): Promise<KubeObject> => {
    const server = makeApiServer({ clock: new VirtualClock(), random: countingRandom(), recordsManagers });
    const cluster = server.cluster('tester');
    const made = await cluster.create(DEPLOYMENT, deployment(), live);
    const spec = { ...(made['spec'] as object), replicas: 5 };
    return cluster.replace(DEPLOYMENT, { ...made, spec } as Versioned, live);
  };
  const [without, { metadata, ...rest }] = [await written(false), await written(true)];
  const { managedFields, ...others } = metadata;
  expect(managedFields).toHaveLength(1);
  expect(without).toEqual({ ...rest, metadata: others });
});
