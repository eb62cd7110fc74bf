import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { request as rawRequest } from 'node:http';
import { OperatorError } from '../../src/errors.ts';
import { systemClock, systemRandom } from '../../src/runtime/clock.ts';
import { makeApiServer } from '../../src/sandbox/apiserver/api-server.ts';
import type { ApiServer, RequestRecord } from '../../src/sandbox/apiserver/api-server.ts';
import { serveApi } from '../../src/sandbox/apiserver/http-face.ts';

let server: ApiServer;
let url: string;
let close: () => Promise<void>;
let records: RequestRecord[];

beforeEach(async () => {
  server = makeApiServer({ clock: systemClock, random: systemRandom });
  records = [];
  server.onRequest((record) => records.push(record));
  const face = await serveApi(server, { clock: systemClock });
  ({ url } = face);
  close = () => face.close();
});
afterEach(() => close());

interface Answer {
  readonly status: number;
  readonly warning: string | null;
  readonly body: unknown;
}
const MAPS = '/api/v1/namespaces/default/configmaps';
const map = (name: string, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, ...more },
  data: { a: 'b' },
});

interface Call {
  readonly method?: string;
  readonly body?: unknown;
  readonly type?: string;
  readonly accept?: string;
  readonly headers?: Record<string, string>;
}
const call = async (
  path: string,
  { method = 'GET', body, type, accept, headers }: Call = {},
): Promise<Answer> => {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { 'content-type': type ?? 'application/json', accept: accept ?? 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    warning: response.headers.get('warning'),
    body: text === 'ok' ? text : JSON.parse(text),
  };
};

/** Opens a watch; `next` gives one event after the other. */
const openWatch = async (path: string, accept = 'application/json') => {
  const stop = new AbortController();
  const response = await fetch(`${url}${path}`, { headers: { accept }, signal: stop.signal });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  const next = async (): Promise<unknown> => {
    while (!rest.includes('\n')) {
      const { done, value } = await reader.read();
      if (done) return undefined;
      rest += value;
    }
    const [line = '', ...others] = rest.split('\n');
    rest = others.join('\n');
    return JSON.parse(line);
  };
  return { status: response.status, next, stop: () => stop.abort() };
};

test('an object is created, read, replaced and deleted, with the codes of the real server', async () => {
  const made = await call(MAPS, { method: 'POST', body: map('a') });
  expect(made).toMatchObject({
    status: 201,
    body: { kind: 'ConfigMap', metadata: { name: 'a', namespace: 'default' } },
  });
  expect(await call(`${MAPS}/a`)).toEqual({ status: 200, warning: null, body: made.body });
  expect((await call(`${MAPS}/a`, { method: 'PUT', body: { ...map('a'), data: {} } })).status).toBe(200);
  expect(await call(`${MAPS}/a`, { method: 'DELETE' })).toMatchObject({
    status: 200,
    body: { kind: 'Status', status: 'Success', details: { name: 'a', kind: 'configmaps' } },
  });
  expect(await call(`${MAPS}/a`)).toEqual({
    status: 404,
    warning: null,
    body: {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'configmaps "a" not found',
      reason: 'NotFound',
      details: { name: 'a', kind: 'configmaps' },
      code: 404,
    },
  });
});

test('a watch of a version that is forgotten tells 410 inside the stream', async () => {
  await call(MAPS, { method: 'POST', body: map('a') });
  server.compact();
  await call(MAPS, { method: 'POST', body: map('b') });
  const watch = await openWatch(`${MAPS}?watch=1&resourceVersion=1`);
  expect(watch.status).toBe(200);
  expect(await watch.next()).toMatchObject({
    type: 'ERROR',
    object: { kind: 'Status', code: 410, reason: 'Expired' },
  });
  expect(await watch.next()).toBeUndefined();
});

test('a watch can begin with all that is there, and says when that is done', async () => {
  await call(MAPS, { method: 'POST', body: map('a') });
  const query = 'watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
  const watch = await openWatch(`${MAPS}?${query}`);
  expect(await watch.next()).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'a' } } });
  expect(await watch.next()).toMatchObject({
    type: 'BOOKMARK',
    object: { kind: 'ConfigMap', metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } } },
  });
  await call(MAPS, { method: 'POST', body: map('b') });
  expect(await watch.next()).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'b' } } });
  watch.stop();
});

test('a watch ends after the time that it asked for', async () => {
  const watch = await openWatch(`${MAPS}?watch=1&resourceVersion=1&timeoutSeconds=1`);
  expect(await watch.next()).toBeUndefined();
});

test('lists and watches come as metadata or as a table when that is asked for', async () => {
  await call(MAPS, { method: 'POST', body: map('a') });
  const partial = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
  const { body } = await call(MAPS, { accept: partial });
  expect(body).toMatchObject({
    kind: 'PartialObjectMetadataList',
    items: [{ kind: 'PartialObjectMetadata', metadata: { name: 'a' } }],
  });
  expect(JSON.stringify(body)).not.toContain('"data"');
  const table = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
  expect((await call(MAPS, { accept: table })).body).toMatchObject({
    kind: 'Table',
    columnDefinitions: [{ name: 'Name' }, { name: 'Data' }, { name: 'Age' }],
    rows: [{ cells: ['a', 1, expect.any(String)], object: { kind: 'PartialObjectMetadata' } }],
  });
  const watch = await openWatch(`${MAPS}?watch=1`, table);
  expect(await watch.next()).toMatchObject({
    type: 'ADDED',
    object: { kind: 'Table', rows: [{ cells: ['a', 1, expect.any(String)] }] },
  });
  watch.stop();
});

test('a dry run answers as if, and stores nothing', async () => {
  const dry = await call(`${MAPS}?dryRun=All`, { method: 'POST', body: map('a') });
  expect(dry).toMatchObject({ status: 201, body: { metadata: { uid: expect.any(String) } } });
  expect((await call(`${MAPS}/a`)).status).toBe(404);
  expect((await call(`${MAPS}?dryRun=Some`, { method: 'POST', body: map('a') })).status).toBe(422);
});

test('unknown fields are refused, told or ignored, as the request says', async () => {
  const body = { ...map('a'), extra: 1 };
  const strict = await call(`${MAPS}?fieldValidation=Strict`, { method: 'POST', body });
  expect(strict).toMatchObject({
    status: 400,
    body: {
      message:
        'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "extra"',
    },
  });
  expect((await call(`${MAPS}?fieldValidation=Warn`, { method: 'POST', body })).warning).toBe(
    '299 - "unknown field \\"extra\\""',
  );
  const ignored = await call(`${MAPS}?fieldValidation=Ignore`, {
    method: 'POST',
    body: { ...body, metadata: { name: 'b' } },
  });
  expect(ignored).toMatchObject({ status: 201, warning: null });
  expect(ignored.body).not.toHaveProperty('extra');
});

test('a patch that carries another version than the current one is a conflict', async () => {
  await call(MAPS, { method: 'POST', body: map('a') });
  const body = { metadata: { resourceVersion: '1' }, data: { x: 'y' } };
  const type = 'application/merge-patch+json';
  expect(await call(`${MAPS}/a`, { method: 'PATCH', body, type })).toMatchObject({
    status: 409,
    body: { reason: 'Conflict' },
  });
});

test('pages hang together by their token', async () => {
  for (const name of ['a', 'b', 'c']) await call(MAPS, { method: 'POST', body: map(name) });
  const first = (await call(`${MAPS}?limit=2`)).body as {
    metadata: { continue: string; remainingItemCount: number };
  };
  expect(first.metadata.remainingItemCount).toBe(1);
  const rest = await call(`${MAPS}?limit=2&continue=${first.metadata.continue}`);
  expect(rest.body).toMatchObject({ items: [{ metadata: { name: 'c' } }] });
  expect((await call(`${MAPS}?continue=nonsense`)).status).toBe(400);
});

test.each([
  ['a body that is no JSON', MAPS, { method: 'POST', body: '{' }, 400],
  ['a body of another format', MAPS, { method: 'POST', body: 'x', type: 'text/plain' }, 415],
  ['a patch of another format', `${MAPS}/a`, { method: 'PATCH', body: '{}' }, 415],
  [
    'an apply without manager',
    `${MAPS}/a`,
    { method: 'PATCH', body: '{}', type: 'application/apply-patch+yaml' },
    422,
  ],
  ['a body that is too large', MAPS, { method: 'POST', body: `"${'x'.repeat(3 * 1024 * 1024)}"` }, 413],
  ['a form that is not served', MAPS, { accept: 'text/html' }, 406],
  ['a verb that is not served', MAPS, { method: 'PUT', body: map('a') }, 405],
  ['a path that is not there', '/apis/nope/v1/things', {}, 404],
  ['another kind than the path names', MAPS, { method: 'POST', body: { ...map('a'), kind: 'Secret' } }, 400],
  [
    'a strategic patch of a custom kind',
    '/apis/networking.istio.io/v1/namespaces/default/virtualservices/v',
    { method: 'PATCH', body: '{}', type: 'application/strategic-merge-patch+json' },
    404,
  ],
] as [string, string, Call, number][])('%s answers with its code', async (_what, path, options, status) => {
  expect(await call(path, options)).toMatchObject({ status, body: { kind: 'Status', code: status } });
});

test('what an admission check refuses comes back with its words', async () => {
  server.admit(() => {
    throw new OperatorError('REJECTED', 'admission webhook "test" denied the request: no');
  });
  expect(await call(MAPS, { method: 'POST', body: map('a') })).toMatchObject({
    status: 400,
    body: { message: 'admission webhook "test" denied the request: no' },
  });
});

test('requests are told with the user who made them', async () => {
  await call(`${MAPS}/a`, { headers: { authorization: 'Bearer ann' } });
  await call(`${MAPS}/a`, { headers: { authorization: 'Bearer ann', 'impersonate-user': 'bob' } });
  await call(`${MAPS}/a`);
  expect(records.map(({ user, verb, code }) => [user, verb, code])).toEqual([
    ['ann', 'get', 404],
    ['bob', 'get', 404],
    ['system:anonymous', 'get', 404],
  ]);
});

test('a request under a foreign name is refused, so that no web page reaches the cluster', async () => {
  const status = await new Promise((resolve, reject) => {
    const sent = rawRequest(`${url}${MAPS}`, { headers: { host: 'evil.example' } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.once('error', reject);
    sent.end();
  });
  expect(status).toBe(403);
});

test('closing ends open watches', async () => {
  const watch = await openWatch(`${MAPS}?watch=1&resourceVersion=1`);
  const ended = watch.next().catch(() => undefined);
  await close();
  expect(await ended).toBeUndefined();
  close = () => Promise.resolve();
});
