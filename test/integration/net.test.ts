import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeHttp } from '../../src/net/http.ts';
import type { HttpRequest } from '../../src/net/port.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { selfSigned } from '../support/certificate.ts';
import { type Outside, serveOutside } from '../support/outside.ts';

const BOMB = gzipSync(Buffer.alloc(20_000_000));
const SECRET = 'hunter2';

let plain: Outside;
let secure: Outside;
beforeAll(async () => {
  plain = await serveOutside((request, response) => {
    switch (request.url?.split('?')[0]) {
      case '/slow':
        return;
      case '/drip':
        response.writeHead(200).write('a');
        return;
      case '/moved':
        return void response.writeHead(302, { location: '/' }).end();
      case '/huge':
        return void response.end('x'.repeat(200_000));
      case '/bomb':
        return void response.writeHead(200, { 'content-encoding': 'gzip' }).end(BOMB);
      case '/reset':
        return void request.socket.destroy();
      case '/cut':
        response.writeHead(200, { 'content-length': '100' });
        return void response.write('abc', () => request.socket.destroy());
      case '/teapot':
        return void response.writeHead(418, { 'X-Kind': 'tea' }).end('short and stout');
      default:
        return void response.end('hello');
    }
  });
  secure = await serveOutside((_, response) => void response.end('hello'), selfSigned());
});
afterAll(() => Promise.all([plain.close(), secure.close()]));

const http = (egressAllow: readonly string[] = [], apiServerHosts: readonly string[] = []) =>
  makeHttp({ clock: systemClock, egressAllow, apiServerHosts, userAgent: 'serinette/test' });

const never = new AbortController().signal;
const get = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url,
  timeoutMs: 5_000,
  maxBytes: 100_000,
  origin: 'flag',
  ...more,
});

test('brings any status back, with headers in lower case', async () => {
  const answer = await http().send(get(`${plain.url}/teapot`), never);
  expect(answer).toMatchObject({ status: 418, body: 'short and stout', headers: { 'x-kind': 'tea' } });
});

test('sends body and headers as they are, names itself, and reuses its connection', async () => {
  const own = await serveOutside((_, response) => void response.end());
  const sender = http();
  const request = get(own.url, {
    method: 'POST',
    body: '{"a":1}',
    headers: { 'content-type': 'application/json' },
  });
  for (let count = 0; count < 3; count += 1) await sender.send(request, never);
  expect(own.seen[0]).toMatchObject({
    method: 'POST',
    body: '{"a":1}',
    headers: { 'content-type': 'application/json', 'user-agent': 'serinette/test' },
  });
  expect(own.connections()).toBe(1);
  await own.close();
});

describe('a failure has a name, and shows neither path nor credentials', () => {
  test.each([
    ['/slow', 'timeout', { timeoutMs: 50 }],
    ['/drip', 'timeout', { timeoutMs: 50 }],
    ['/moved', 'redirected', {}],
    ['/huge', 'tooLarge', {}],
    ['/bomb', 'tooLarge', {}],
    ['/reset', 'unreachable', {}],
    ['/cut', 'unreachable', {}],
  ] as const)('%s: %s', async (path, failure, more) => {
    const url = `${plain.url.replace('//', `//user:${SECRET}@`)}${path}?token=${SECRET}`;
    const thrown = await http()
      .send(get(url, more), never)
      .catch((error: unknown) => error);
    expect(thrown).toMatchObject({ name: 'HttpError', failure });
    const { message, cause } = thrown as Error;
    expect(message).toContain(plain.url);
    expect(`${message}${String(cause)}`).not.toMatch(new RegExp(`${SECRET}|user:|token|${path}`));
  });

  test('a closed port', async () => {
    const own = await serveOutside(() => undefined);
    await own.close();
    await expect(http().send(get(own.url), never)).rejects.toMatchObject({
      failure: 'unreachable',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  test.each(['file:///etc/passwd', 'gopher://127.0.0.1/', 'no url', 'http://'])('%s', async (url) => {
    await expect(http().send(get(url), never)).rejects.toMatchObject({ failure: 'unreachable' });
  });
});

test('stops at once when the caller gives up, with the reason of the caller', async () => {
  const caller = new AbortController();
  const sent = http().send(get(`${plain.url}/slow`), caller.signal);
  caller.abort(new Error('shutting down'));
  await expect(sent).rejects.toThrow('shutting down');
});

describe('a proxy', () => {
  /** Takes plain requests and tunnels to the secure server, whatever host they mean, and notes what it was asked. */
  const openProxy = async () => {
    const asked: { what: string; authorization: string | undefined }[] = [];
    const server = createServer((incoming, response) => {
      asked.push({
        what: `${incoming.method ?? ''} ${incoming.url ?? ''}`,
        authorization: incoming.headers['proxy-authorization'],
      });
      response.end('by proxy');
    });
    server.on('connect', (incoming, socket: Socket) => {
      asked.push({
        what: `CONNECT ${incoming.url ?? ''}`,
        authorization: incoming.headers['proxy-authorization'],
      });
      const tunnel = connect(secure.port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        socket.pipe(tunnel).pipe(socket);
      });
      tunnel.on('error', () => socket.destroy());
      socket.on('error', () => tunnel.destroy());
    });
    const sockets = new Set<Socket>();
    server.on('connection', (socket: Socket) => sockets.add(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return {
      asked,
      port,
      close: async () => {
        for (const socket of sockets) socket.destroy();
        await new Promise((resolve) => server.close(resolve));
      },
    };
  };

  test('is handed plain requests, and opens tunnels for others, in which certificates are looked at', async () => {
    const { asked, port, close } = await openProxy();
    const proxy = `http://user:${SECRET}@127.0.0.1:${port}`;
    const plainly = await http().send(get('http://hooks.invalid/a?b=c', { proxy }), never);
    expect(plainly.body).toBe('by proxy');
    const secured = http().send(get('https://hooks.invalid/a', { proxy }), never);
    await expect(secured).rejects.toMatchObject({ failure: 'tls' });
    const unseen = await http().send(get('https://hooks.invalid/a', { proxy, skipTlsVerify: true }), never);
    expect(unseen.body).toBe('hello');
    const authorization = `Basic ${btoa(`user:${SECRET}`)}`;
    expect(asked).toEqual([
      { what: 'GET http://hooks.invalid/a?b=c', authorization },
      { what: 'CONNECT hooks.invalid:443', authorization },
      { what: 'CONNECT hooks.invalid:443', authorization },
    ]);
    await close();
  });

  test('that an object chose stands where objects may lead', async () => {
    const { asked, port, close } = await openProxy();
    const through = (host: string, allow: readonly string[] = []) =>
      http(allow).send(
        get('http://hooks.invalid/', { origin: 'object', proxy: `http://${host}:${port}` }),
        never,
      );
    await expect(through('127.0.0.1')).rejects.toMatchObject({ failure: 'egressDenied' });
    await expect(through('localhost')).rejects.toMatchObject({ failure: 'egressDenied' });
    expect(asked).toEqual([]);
    await expect(through('localhost', ['127.0.0.0/8', '::1/128'])).resolves.toMatchObject({
      body: 'by proxy',
    });
    await close();
  });

  test('does not help an object to an address that it must not name', async () => {
    const { asked, port, close } = await openProxy();
    const url = 'http://169.254.169.254/';
    const sent = http(['127.0.0.0/8']).send(
      get(url, { origin: 'object', proxy: `http://127.0.0.1:${port}` }),
      never,
    );
    await expect(sent).rejects.toMatchObject({ failure: 'egressDenied' });
    expect(asked).toEqual([]);
    await close();
  });

  test('that does not answer has its credentials in no word', async () => {
    const { port, close } = await openProxy();
    await close();
    const proxy = `http://user:${SECRET}@127.0.0.1:${port}`;
    const thrown = await http()
      .send(get('https://hooks.invalid/', { proxy }), never)
      .catch((error: unknown) => error);
    expect(thrown).toMatchObject({ failure: 'unreachable' });
    expect(`${(thrown as Error).message}${String((thrown as Error).cause)}`).not.toContain(SECRET);
  });
});

describe('certificates', () => {
  test('that nobody vouches for are refused', async () => {
    await expect(http().send(get(secure.url), never)).rejects.toMatchObject({ failure: 'tls' });
  });

  test('are not looked at where that is asked for, which helps no other request', async () => {
    const sender = http();
    const answer = await sender.send(get(secure.url, { skipTlsVerify: true }), never);
    expect(answer.body).toBe('hello');
    await expect(sender.send(get(secure.url), never)).rejects.toMatchObject({ failure: 'tls' });
  });
});

describe('a URL from a namespaced object', () => {
  test.each(['127.0.0.1', 'localhost', '0x7f.1', '[::ffff:127.0.0.1]', '2130706433'])(
    'does not get to %s, nor opens a connection',
    async (host) => {
      const before = plain.connections();
      const sent = http().send(get(`http://${host}:${plain.port}/`, { origin: 'object' }), never);
      await expect(sent).rejects.toMatchObject({ failure: 'egressDenied' });
      expect(plain.connections()).toBe(before);
    },
  );

  test('does not ride on a connection that a flag was trusted to open', async () => {
    const sender = http();
    await sender.send(get(plain.url.replace('127.0.0.1', 'localhost')), never);
    const sent = sender.send(get(plain.url.replace('127.0.0.1', 'localhost'), { origin: 'object' }), never);
    await expect(sent).rejects.toMatchObject({ failure: 'egressDenied' });
  });

  test.each(['127.0.0.1', 'localhost'])('gets to %s where the operator permits it', async (host) => {
    const sender = http(['127.0.0.0/8', '::1/128']);
    const sent = sender.send(get(`http://${host}:${plain.port}/`, { origin: 'object' }), never);
    await expect(sent).resolves.toMatchObject({ status: 200 });
  });

  test('does not get to an API server that is given as a bracketed IPv6 address', async () => {
    const sent = http([], ['[fd00:96::1]']).send(get('http://[fd00:96::1]/', { origin: 'object' }), never);
    await expect(sent).rejects.toThrow(/API server/);
  });

  test('does not get to the API server, by whichever name', async () => {
    const sent = http([], ['localhost']).send(
      get(`http://127.0.0.1:${plain.port}/`, { origin: 'object' }),
      never,
    );
    await expect(sent).rejects.toThrow(/API server/);
  });
});
