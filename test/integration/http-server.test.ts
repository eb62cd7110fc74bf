import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { HttpServer } from '../../src/runtime/http-server.ts';
import { ListenError, serveHttp } from '../../src/runtime/http-server.ts';

let server: HttpServer;
let thrown: unknown[];

beforeEach(async () => {
  thrown = [];
  server = await serveHttp({
    host: '127.0.0.1',
    port: 0,
    routes: {
      'GET /healthz': () => ({ body: 'ok\n' }),
      'GET /readyz': (url) => ({ status: 503, body: `not yet: ${url.searchParams.get('verbose') ?? ''}` }),
      'GET /metrics': () => Promise.resolve({ contentType: 'text/plain; version=0.0.4', body: 'up 1\n' }),
      'POST /echo': (_, body) => ({ status: 202, body: `got ${body}` }),
      'GET /broken': () => {
        throw new Error('secret');
      },
    },
    onError: (error) => thrown.push(error),
  });
});

afterEach(() => server.close());

test('each route answers with its status, type and body', async () => {
  const health = await fetch(`${server.url}/healthz`);
  expect([health.status, await health.text()]).toEqual([200, 'ok\n']);
  const ready = await fetch(`${server.url}/readyz?verbose=1`);
  expect([ready.status, await ready.text()]).toEqual([503, 'not yet: 1']);
  const metrics = await fetch(`${server.url}/metrics`);
  expect(metrics.headers.get('content-type')).toBe('text/plain; version=0.0.4');
});

test('what is not there is 404, what may not be done is 405', async () => {
  expect((await fetch(`${server.url}/nothing`)).status).toBe(404);
  const posted = await fetch(`${server.url}/healthz`, { method: 'POST', body: 'x' });
  expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  const asked = await fetch(`${server.url}/healthz`, { method: 'HEAD' });
  expect([asked.status, await asked.text(), asked.headers.get('content-length')]).toEqual([200, '', '3']);
});

test('a body is heard where one may be sent, up to 64 KiB', async () => {
  const post = (body: string) => fetch(`${server.url}/echo`, { method: 'POST', body });
  const answer = await post('hällo');
  expect([answer.status, await answer.text()]).toEqual([202, 'got hällo']);
  expect((await post('x'.repeat(65 * 1024))).status).toBe(413);
  const asked = await fetch(`${server.url}/echo`);
  expect([asked.status, asked.headers.get('allow')]).toEqual([405, 'POST']);
});

test('a handler that fails tells the client nothing, and us everything', async () => {
  const answer = await fetch(`${server.url}/broken`);
  expect([answer.status, await answer.text()]).toEqual([500, 'internal error\n']);
  expect(thrown).toEqual([new Error('secret')]);
});

test('a port that is taken is an error', async () => {
  const port = Number(new URL(server.url).port);
  const refused = serveHttp({ host: '127.0.0.1', port, routes: {} });
  await expect(refused).rejects.toBeInstanceOf(ListenError);
  await expect(refused).rejects.toThrow(`127.0.0.1:${port}: the port is in use (EADDRINUSE)`);
});

test('closing does not wait for clients that keep a connection open', async () => {
  const other = await serveHttp({ host: '127.0.0.1', port: 0, routes: { 'GET /': () => ({ body: 'x' }) } });
  const socket = connect(Number(new URL(other.url).port), '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  const ended = new Promise((resolve) => socket.once('close', resolve));
  await other.close();
  await ended;
});
