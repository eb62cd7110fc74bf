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

/** `body` is empty but for a POST. */
export type HttpHandler = (url: URL, body: string) => HttpAnswer | Promise<HttpAnswer>;

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
  readonly routes: Readonly<Record<`${'GET' | 'POST'} /${string}`, HttpHandler>>;
  /** Told what a handler throws; the client only hears 500. */
  readonly onError?: (thrown: unknown) => void;
}

/** The address cannot be bound; the message says which and why. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

const SLOWEST_CLIENT_MS = 10_000;
const LONGEST_BODY = 64 * 1024;

/** A small server for health, metrics and gates. Rejects with ListenError when the address cannot be bound. */
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
  const answered = await answer(options, request);
  const { status = 200, contentType = 'text/plain; charset=utf-8', body } = answered;
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    'x-content-type-options': 'nosniff',
    ...('allow' in answered ? { allow: answered.allow } : {}),
  });
  await new Promise<void>((resolve) => {
    response.once('close', resolve);
    response.end(request.method === 'HEAD' ? undefined : body);
  });
};

/** What is said besides the body when a path does not know the method. */
interface Disallowed extends HttpAnswer {
  readonly allow: string;
}

const answer = async (
  { routes, onError }: HttpServerOptions,
  request: IncomingMessage,
): Promise<HttpAnswer | Disallowed> => {
  const { method = 'GET', url = '/' } = request;
  const asked = URL.canParse(url, 'http://server') ? new URL(url, 'http://server') : undefined;
  const here = METHODS.filter((name) => handlerOf(routes, name, asked) !== undefined);
  if (asked === undefined || here.length === 0) return { status: 404, body: 'not found\n' };
  const handler = handlerOf(routes, method === 'HEAD' ? 'GET' : method, asked);
  if (handler === undefined)
    return { status: 405, body: 'method not allowed\n', allow: here.flatMap(withHead).join(', ') };
  try {
    return await handled(handler, asked, request);
  } catch (thrown) {
    onError?.(thrown);
    return { status: 500, body: 'internal error\n' };
  }
};

const handled = async (handler: HttpHandler, asked: URL, request: IncomingMessage): Promise<HttpAnswer> => {
  const body = request.method === 'POST' ? await readBody(request) : '';
  return body === undefined ? { status: 413, body: 'the body is too long\n' } : handler(asked, body);
};

const METHODS = ['GET', 'POST'] as const;

const handlerOf = (
  routes: HttpServerOptions['routes'],
  method: string,
  asked: URL | undefined,
): HttpHandler | undefined =>
  asked && (routes as Readonly<Record<string, HttpHandler | undefined>>)[`${method} ${asked.pathname}`];

const withHead = (method: (typeof METHODS)[number]): readonly string[] =>
  method === 'GET' ? ['GET', 'HEAD'] : [method];

/** Undefined: longer than anybody needs. */
const readBody = async (request: IncomingMessage): Promise<string | undefined> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LONGEST_BODY) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};
