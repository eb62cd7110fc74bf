import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HttpAnswer {
  /** Default: 200. */
  readonly status?: number;
  /** Default: text/plain. */
  readonly contentType?: string;
  readonly body: string;
}

export type HttpHandler = (url: URL) => HttpAnswer | Promise<HttpAnswer>;

export interface HttpServer {
  /** Without a slash at the end. */
  readonly url: string;
  /** Answers what has been asked, then ends. */
  close(): Promise<void>;
}

export interface HttpServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly routes: Readonly<Record<`GET /${string}`, HttpHandler>>;
  /** Told what a handler throws; the client only hears 500. */
  readonly onError?: (thrown: unknown) => void;
}

/** The address cannot be bound; the message says which and why. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

const SLOWEST_CLIENT_MS = 10_000;

/** A small server for health and metrics. Rejects with ListenError when the address cannot be bound. */
export const serveHttp = async (options: HttpServerOptions): Promise<HttpServer> => {
  const answering = new Set<Promise<void>>();
  const server = createServer(
    { headersTimeout: SLOWEST_CLIENT_MS, requestTimeout: SLOWEST_CLIENT_MS },
    (request, response) => {
      const answered = respond(options, request, response).finally(() => answering.delete(answered));
      answering.add(answered);
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(asListenError(options, cause)));
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    url: `http://${host}:${port}`,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.all(answering);
      // Also those on which nothing was ever asked; Node does not count them as idle.
      server.closeAllConnections();
      await closed;
    },
  };
};

const asListenError = ({ host, port }: HttpServerOptions, cause: NodeJS.ErrnoException): ListenError => {
  const why = cause.code === 'EADDRINUSE' ? 'the port is in use' : 'cannot listen';
  return new ListenError(`${host}:${port}: ${why} (${cause.code ?? cause.message})`, { cause });
};

const respond = async (
  options: HttpServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const { status = 200, contentType = 'text/plain; charset=utf-8', body } = await answer(options, request);
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    'x-content-type-options': 'nosniff',
    ...(status === 405 ? { allow: 'GET, HEAD' } : {}),
  });
  await new Promise<void>((resolve) => {
    response.once('close', resolve);
    response.end(request.method === 'HEAD' ? undefined : body);
  });
};

const answer = async (
  { routes, onError }: HttpServerOptions,
  { method, url = '/' }: IncomingMessage,
): Promise<HttpAnswer> => {
  const asked = URL.canParse(url, 'http://server') ? new URL(url, 'http://server') : undefined;
  const handler =
    asked && (routes as Readonly<Record<string, HttpHandler | undefined>>)[`GET ${asked.pathname}`];
  if (handler === undefined) return { status: 404, body: 'not found\n' };
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, body: 'method not allowed\n' };
  try {
    return await handler(asked as URL);
  } catch (thrown) {
    onError?.(thrown);
    return { status: 500, body: 'internal error\n' };
  }
};
