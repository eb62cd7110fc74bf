import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CONFIG_MAP, DEPLOYMENT, SECRET } from '../../src/api/kinds.ts';
import type { KubeObject } from '../../src/api/objects.ts';
import type { Cluster, Ref, Versioned, WatchEvent } from '../../src/kube/cluster.ts';
import type { Connection } from '../../src/kube/connection.ts';
import { connect } from '../../src/kube/connection.ts';
import { makeHttpCluster } from '../../src/kube/http-cluster.ts';
import type { Change, Informer } from '../../src/kube/informer.ts';
import { makeInformer } from '../../src/kube/informer.ts';
import type { RequestObservation } from '../../src/kube/requests.ts';
import { systemClock, systemRandom } from '../../src/runtime/clock.ts';
import { silentLog } from '../../src/runtime/log.ts';
import type { ApiServer } from '../../src/sandbox/apiserver/api-server.ts';
import { makeApiServer } from '../../src/sandbox/apiserver/api-server.ts';
import type { HttpFace } from '../../src/sandbox/apiserver/http-face.ts';
import { serveApi } from '../../src/sandbox/apiserver/http-face.ts';
import type { Gatekeeper } from './gatekeeper.ts';
import { guard } from './gatekeeper.ts';

let directory: string;
let api: ApiServer;
let face: HttpFace;
let gate: Gatekeeper;
let connection: Connection;
let cluster: Cluster;
let requests: RequestObservation[];
let stop: AbortController;

const kubeconfig = (server: string, user: object): string =>
  JSON.stringify({
    'current-context': 'test',
    contexts: [{ name: 'test', context: { cluster: 'here', user: 'me', namespace: 'default' } }],
    clusters: [{ name: 'here', cluster: { server } }],
    users: [{ name: 'me', user }],
  });

const path = (name: string): string => join(directory, name);

const open = (timeoutMs?: number): Cluster => {
  connection = connect({ kubeconfig: path('config') }, {});
  return makeHttpCluster(connection, {
    clock: systemClock,
    userAgent: 'serinette/test',
    onRequest: (seen) => requests.push(seen),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
};

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'http-cluster-'));
  api = makeApiServer({ clock: systemClock, random: systemRandom });
  face = await serveApi(api, { clock: systemClock });
  gate = await guard(face.url);
  await writeFile(path('token'), 'first\n');
  await writeFile(path('config'), kubeconfig(gate.url, { tokenFile: 'token' }));
  requests = [];
  stop = new AbortController();
  cluster = open();
});

afterEach(async () => {
  stop.abort();
  await gate.close();
  await face.close();
  await connection.close();
  await rm(directory, { recursive: true });
});

const refTo = (name: string): Ref => ({ type: CONFIG_MAP, namespace: 'default', name });
const configMap = (name: string, data: Record<string, string> = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'default' },
  data,
});
const create = async (name: string, data: Record<string, string> = {}): Promise<Versioned> =>
  (await cluster.create(CONFIG_MAP, configMap(name, data), stop.signal)) as Versioned;
const get = (name: string): Promise<KubeObject> => cluster.get(refTo(name), stop.signal);
const codes = (of: readonly Promise<unknown>[]): Promise<unknown[]> =>
  Promise.all(
    of.map((each) =>
      each.then(
        () => 'done',
        (error: unknown) => (error as { code?: unknown }).code,
      ),
    ),
  );

describe('objects', () => {
  test('what is written is what is read', async () => {
    const created = await create('a', { key: '1' });
    expect(await get('a')).toEqual(created);
    const replaced = await cluster.replace(CONFIG_MAP, { ...created, data: { key: '2' } }, stop.signal);
    expect(await get('a')).toEqual(replaced);
    expect(replaced.metadata.resourceVersion).not.toBe(created.metadata.resourceVersion);
  });

  test('both kinds of patch change only what they name', async () => {
    const created = await create('a', { kept: '1', changed: '1' });
    const merged = await cluster.patch(
      refTo('a'),
      { type: 'merge', body: { data: { changed: '2' } }, resourceVersion: created.metadata.resourceVersion },
      stop.signal,
    );
    expect(merged['data']).toEqual({ kept: '1', changed: '2' });
    const patched = await cluster.patch(
      refTo('a'),
      {
        type: 'json',
        body: [{ op: 'replace', path: '/data/changed', value: '3' }],
        resourceVersion: merged.metadata.resourceVersion!,
      },
      stop.signal,
    );
    expect(patched['data']).toEqual({ kept: '1', changed: '3' });
  });

  test('a write that was decided on an old version changes nothing', async () => {
    const old = await create('a', { key: '1' });
    await cluster.replace(CONFIG_MAP, { ...old, data: { key: '2' } }, stop.signal);
    const { resourceVersion } = old.metadata;
    const mine = { data: { key: 'mine' } };
    const patch = (type: 'merge' | 'json', body: unknown): Promise<unknown> =>
      cluster.patch(refTo('a'), { type, body, resourceVersion }, stop.signal);
    expect(
      await codes([
        cluster.replace(CONFIG_MAP, { ...old, ...mine }, stop.signal),
        patch('merge', mine),
        patch('json', [{ op: 'replace', path: '/data', value: mine.data }]),
      ]),
    ).toEqual(['CONFLICT', 'CONFLICT', 'CONFLICT']);
    expect((await get('a'))['data']).toEqual({ key: '2' });
  });

  test('each refusal has its code', async () => {
    await create('a');
    expect(
      await codes([
        get('nobody'),
        create('a'),
        create('Not A Name'),
        cluster.list({ ...CONFIG_MAP, plural: 'unknowns' }, {}, stop.signal),
      ]),
    ).toEqual(['NOT_FOUND', 'ALREADY_EXISTS', 'REJECTED', 'NOT_FOUND']);
    await expect(get('nobody')).rejects.toThrow(/^get configmaps default\/nobody: 404 NotFound: .*nobody/);
  });

  test('a list comes in pages, and its items say what they are', async () => {
    for (const name of ['a', 'b', 'c']) await create(name);
    const first = await cluster.list(CONFIG_MAP, { namespace: 'default', limit: 2 }, stop.signal);
    const more = { namespace: 'default', limit: 2, continue: first.continue! };
    const second = await cluster.list(CONFIG_MAP, more, stop.signal);
    const items = [...first.items, ...second.items];
    expect(items.map(({ kind, apiVersion, metadata }) => [apiVersion, kind, metadata.name])).toEqual([
      ['v1', 'ConfigMap', 'a'],
      ['v1', 'ConfigMap', 'b'],
      ['v1', 'ConfigMap', 'c'],
    ]);
    expect(second.continue).toBeUndefined();
  });

  test('a metadata view of a Secret does not carry it', async () => {
    const secret = { ...configMap('s', { password: 'eA==' }), kind: 'Secret' };
    await cluster.create(SECRET, secret, stop.signal);
    const { items } = await cluster.list(SECRET, { namespace: 'default', as: 'metadata' }, stop.signal);
    expect(items.map(({ kind, metadata }) => [kind, metadata.name])).toEqual([['Secret', 's']]);
    expect(JSON.stringify(items)).not.toContain('eA==');
  });

  test('the scale of a Deployment can be patched alone', async () => {
    const template = {
      metadata: { labels: { app: 'x' } },
      spec: { containers: [{ name: 'c', image: 'i', futureField: { kept: true } }] },
    };
    const spec = { replicas: 1, selector: { matchLabels: { app: 'x' } }, template };
    const made = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'd', namespace: 'default' },
      spec,
    };
    const created = await cluster.create(DEPLOYMENT, made, stop.signal);
    const ref: Ref = { type: DEPLOYMENT, namespace: 'default', name: 'd' };
    const { resourceVersion } = created.metadata;
    const body = { spec: { replicas: 0 } };
    await cluster.patch(
      ref,
      { type: 'merge', body, resourceVersion: resourceVersion!, subresource: 'scale' },
      stop.signal,
    );
    expect((await cluster.get(ref, stop.signal))['spec']).toMatchObject({ replicas: 0 });
    expect(requests.at(-2)).toMatchObject({ verb: 'patch', subresource: 'scale', code: 200 });
  });
});

describe('the connection', () => {
  test('is kept, however many requests follow', async () => {
    await create('a');
    for (let times = 0; times < 50; times++) await get('a');
    // The pool may open a second while the first still finishes an answer.
    expect(gate.connections()).toBeLessThanOrEqual(2);
    expect(gate.seen.every(({ headers }) => headers['user-agent'] === 'serinette/test')).toBe(true);
  });

  test('survives a rotated token: it is read again, and the request repeated', async () => {
    gate.token = 'first';
    await create('a');
    await writeFile(path('token'), 'second\n');
    gate.token = 'second';
    expect((await get('a')).metadata.name).toBe('a');
    expect(requests.map(({ code }) => code)).toEqual([201, 401, 200]);
  });

  test('gives up after one more try when the token is simply wrong', async () => {
    gate.token = 'other';
    expect(await codes([get('a')])).toEqual(['FORBIDDEN']);
    expect(requests.map(({ code }) => code)).toEqual([401, 401]);
  });

  test('that cannot be made is UNAVAILABLE, and works again when the server does', async () => {
    await create('a');
    gate.spoil = (request) => {
      request.socket.destroy();
      return true;
    };
    expect(await codes([get('a')])).toEqual(['UNAVAILABLE']);
    gate.spoil = undefined;
    expect(await codes([get('a')])).toEqual(['done']);
    await writeFile(path('config'), kubeconfig('http://127.0.0.1:1', {}));
    await connection.close();
    cluster = open();
    await expect(get('a')).rejects.toThrow('ECONNREFUSED');
  });

  test('that gives no answer ends with TIMEOUT, or at once with the caller', async () => {
    await connection.close();
    cluster = open(200);
    gate.spoil = () => true;
    await expect(get('a')).rejects.toMatchObject({ code: 'TIMEOUT' });
    const caller = new AbortController();
    const asked = cluster.get(refTo('a'), caller.signal);
    caller.abort();
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('passes on when another try is welcome, and none of what a proxy writes', async () => {
    gate.spoil = (_request, response) => {
      response.writeHead(503, { 'retry-after': '7', 'set-cookie': 'secret' });
      response.end('<html>secret</html>');
      return true;
    };
    const error: unknown = await get('a').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'UNAVAILABLE', retryAfterMs: 7000 });
    expect(String(error)).toBe('OperatorError: get configmaps default/a: 503');
  });
});

describe('a watch', () => {
  const collect = async (resourceVersion: string, count: number): Promise<WatchEvent[]> => {
    const events: WatchEvent[] = [];
    for await (const event of cluster.watch(
      CONFIG_MAP,
      { namespace: 'default', resourceVersion },
      stop.signal,
    )) {
      if (event.type !== 'BOOKMARK') events.push(event);
      if (events.length === count) break;
    }
    return events;
  };

  test('delivers what happened since a version, in order', async () => {
    const a = await create('a');
    await cluster.replace(CONFIG_MAP, { ...a, data: { key: '2' } }, stop.signal);
    await create('b');
    const events = await collect(a.metadata.resourceVersion, 2);
    expect(events.map((event) => [event.type, 'object' in event && event.object.metadata.name])).toEqual([
      ['MODIFIED', 'a'],
      ['ADDED', 'b'],
    ]);
  });

  test('from a version that is too old is EXPIRED', async () => {
    const a = await create('a');
    await create('b');
    api.compact();
    expect(await codes([collect(a.metadata.resourceVersion, 1)])).toEqual(['EXPIRED']);
  });

  test.each([
    { name: 'garbage', text: 'not json\n' },
    { name: 'half a line', text: '{"type":"ADDED","object":' },
    {
      name: 'an event of no known type',
      text: '{"type":"SURPRISE","object":{"metadata":{"resourceVersion":"1"}}}\n',
    },
    { name: 'an error of the server', text: '{"type":"ERROR","object":{"code":500}}\n' },
  ])('that yields $name is UNAVAILABLE', async ({ text }) => {
    gate.spoil = (_request, response) => {
      response.end(text);
      return true;
    };
    expect(await codes([collect('1', 1)])).toEqual(['UNAVAILABLE']);
  });

  test('ends at once with the caller, and closes its connection', async () => {
    const seen: WatchEvent[] = [];
    const watching = (async () => {
      const options = { namespace: 'default', resourceVersion: (await create('a')).metadata.resourceVersion };
      for await (const event of cluster.watch(CONFIG_MAP, options, stop.signal)) seen.push(event);
    })();
    await until(() => requests.some(({ verb }) => verb === 'watch'));
    stop.abort();
    await expect(watching).rejects.toMatchObject({ name: 'AbortError' });
    await until(() => gate.seen.at(-1)?.socket.destroyed === true);
  });
});

/** Waits for a condition that I/O makes true. */
const until = async (holds: () => boolean, limitMs = 4_000): Promise<void> => {
  const end = performance.now() + limitMs;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`still not true after ${limitMs} ms: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

describe('an informer', () => {
  let informer: Informer;
  let changes: Change[];

  const follow = async (): Promise<void> => {
    changes = [];
    informer = makeInformer({
      cluster,
      type: CONFIG_MAP,
      namespace: 'default',
      clock: systemClock,
      random: systemRandom,
      log: silentLog,
    });
    informer.onChange((change) => changes.push(change));
    void informer.run(stop.signal);
    await informer.whenSynced(stop.signal);
  };
  const has = (name: string) => (): boolean => informer.get('default', name) !== undefined;
  const listed = (): number => requests.filter(({ verb }) => verb === 'list').length;

  test('goes on where it was when all watches are dropped, without a new list', async () => {
    await create('a');
    await follow();
    for (const name of ['b', 'c', 'd']) {
      api.dropWatches();
      await create(name);
      await until(has(name));
    }
    expect(listed()).toBe(1);
    expect(changes).toHaveLength(4);
  });

  test('lists again when its version is gone, and tells what it missed', async () => {
    const a = await create('a');
    await follow();
    gate.spoil = (request, response) => {
      if (!request.url!.includes('watch=true')) return false;
      response.destroy();
      return true;
    };
    api.dropWatches();
    await cluster.replace(CONFIG_MAP, { ...a, data: { key: '2' } }, stop.signal);
    await create('b');
    api.compact();
    gate.spoil = undefined;
    await until(has('b'));
    expect(informer.get('default', 'a')?.['data']).toEqual({ key: '2' });
    expect(listed()).toBe(2);
    expect(changes.map(({ before }) => before?.metadata.name)).toEqual([undefined, 'a', undefined]);
  });

  test('reads what we wrote before the stream tells of it', async () => {
    const a = await create('a');
    await follow();
    const written = await cluster.replace(CONFIG_MAP, { ...a, data: { key: 'mine' } }, stop.signal);
    informer.learn(written);
    expect(informer.get('default', 'a')?.['data']).toEqual({ key: 'mine' });
    await create('b');
    await until(has('b'));
    expect(changes.filter(({ after }) => after?.metadata.name === 'a')).toHaveLength(2);
  });

  test('costs nothing while nothing happens: one list and one watch', async () => {
    await create('a');
    await follow();
    await until(() => requests.some(({ verb }) => verb === 'watch'));
    expect(requests.map(({ verb }) => verb)).toEqual(['create', 'list', 'watch']);
  });
});
