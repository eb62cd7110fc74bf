import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { stringify } from 'yaml';
import type { Clock } from '../../runtime/clock.ts';
import { silentLog } from '../../runtime/log.ts';
import type { Log } from '../../runtime/log.ts';
import type { ApiServer } from './api-server.ts';
import { forbidden, methodNotAllowed } from './failure.ts';
import { failureOf, sendFailure } from './http/answer.ts';
import { sendDocument } from './http/documents.ts';
import type { Exchange, ResourceExchange } from './http/exchange.ts';
import { isWatch } from './http/query.ts';
import { getList, getOne, streamChanges } from './http/reads.ts';
import { routeOf } from './http/route.ts';
import { createOne, deleteOne, patchOne, replaceOne } from './http/writes.ts';

export interface HttpFaceOptions {
  readonly clock: Clock;
  readonly log?: Log;
  /** 0 or absent: any free one. */
  readonly port?: number;
}

export interface HttpFace {
  readonly url: string;
  /** A kubeconfig in YAML. */
  readonly kubeconfig: string;
  close(): Promise<void>;
}

const serveGet = (exchange: ResourceExchange): void | Promise<void> => {
  if (isWatch(exchange.query)) return streamChanges(exchange);
  return exchange.place.name === undefined ? getList(exchange) : getOne(exchange);
};

const METHODS: Readonly<Record<string, (exchange: ResourceExchange) => void | Promise<void>>> = {
  GET: serveGet,
  POST: createOne,
  PUT: replaceOne,
  PATCH: patchOne,
  DELETE: deleteOne,
};

const LOCAL = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/;

/** A browser that was led here under another name must not reach the cluster. */
const checkHost = (request: IncomingMessage): void => {
  if (LOCAL.test(request.headers.host ?? '')) return;
  throw forbidden({ group: '', kind: 'Host', plural: 'hosts' }, request.headers.host ?? '', 'loopback only');
};

const serve = async (exchange: Exchange, pathname: string): Promise<void> => {
  checkHost(exchange.request);
  const method = exchange.request.method ?? 'GET';
  const route = routeOf(pathname);
  if (route.kind === 'document') {
    if (method !== 'GET') throw methodNotAllowed();
    return sendDocument(exchange, route.path);
  }
  const handler = METHODS[method];
  if (handler === undefined) throw methodNotAllowed();
  return handler({ ...exchange, place: route.place });
};

const kubeconfigOf = (url: string): string =>
  stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'sandbox', cluster: { server: url, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'admin', user: { token: 'admin' } }],
    contexts: [{ name: 'sandbox', context: { cluster: 'sandbox', user: 'admin', namespace: 'default' } }],
    'current-context': 'sandbox',
  });

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      resolve((server.address() as AddressInfo).port);
    });
  });

/** Longer than clients keep idle connections, so that none is cut while a request is on its way. */
const KEEP_ALIVE_MS = 120_000;

/** Serves the same core over HTTP on loopback, as kubectl and other clients know it. */
export const serveApi = async (api: ApiServer, options: HttpFaceOptions): Promise<HttpFace> => {
  const { clock, log = silentLog } = options;
  const closing = new AbortController();

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://localhost');
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const signal = AbortSignal.any([gone.signal, closing.signal]);
    try {
      await serve({ core: api.core, clock, request, response, query, signal }, pathname);
    } catch (error) {
      if (failureOf(error).status === 500) log.error({ error, path: pathname }, 'request failed');
      if (response.headersSent) response.destroy();
      else sendFailure(response, error);
    }
  };

  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    void answer(request, response);
  });
  const url = `http://127.0.0.1:${await listen(server, options.port ?? 0)}`;
  return {
    url,
    kubeconfig: kubeconfigOf(url),
    close: () =>
      new Promise((resolve) => {
        closing.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
