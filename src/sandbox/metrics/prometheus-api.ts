import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../runtime/clock.ts';
import { BadRequest, rangeParameters, timeParameter } from './api-parameters.ts';
import type { Labels } from './samples.ts';
import type { SeriesStore } from './series-store.ts';
import { evaluateInstant, evaluateRange } from './promql.ts';
import { PromqlError } from './promql/error.ts';
import { parseSelector } from './promql/parse.ts';

export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Of a POST: a form with the same parameters. */
  readonly body?: string;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: string;
}

export interface PrometheusApi {
  handle(request: ApiRequest): ApiAnswer;
}

type Answer = (parameters: URLSearchParams) => unknown;

const LABEL_VALUES = /^\/api\/v1\/label\/([^/]+)\/values$/;
const LABEL_NAME = /^[a-zA-Z_]\w*$/;

const json = (status: number, body: unknown): ApiAnswer => ({ status, body: JSON.stringify(body) });

const failure = (status: number, errorType: string, error: string): ApiAnswer =>
  json(status, { status: 'error', errorType, error });

const refusal = (thrown: unknown): ApiAnswer => {
  if (thrown instanceof BadRequest) return failure(400, 'bad_data', thrown.message);
  if (!(thrown instanceof PromqlError)) throw thrown;
  if (thrown.type === 'execution') return failure(422, 'execution', thrown.message);
  return failure(400, 'bad_data', `invalid parameter "query": ${thrown.message}`);
};

const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();

/** Prometheus' query API over a series store: the same paths, answers, error types and status codes. */
export const makePrometheusApi = ({ store, clock }: { store: SeriesStore; clock: Clock }): PrometheusApi => {
  const seriesFor = (parameters: URLSearchParams): Labels[] => {
    const [from, to] = [
      timeParameter(parameters, 'start', -Infinity),
      timeParameter(parameters, 'end', Infinity),
    ];
    const wanted = parameters.getAll('match[]').map(parseSelector);
    const found = (wanted.length === 0 ? [[]] : wanted).flatMap((matchers) =>
      store.select(matchers, from, to),
    );
    return [...new Set(found)].map(({ labels }) => labels);
  };

  const routes: Readonly<Record<string, Answer | undefined>> = {
    '/api/v1/query': (parameters) =>
      evaluateInstant(store, parameters.get('query') ?? '', timeParameter(parameters, 'time', clock.now())),
    '/api/v1/query_range': (parameters) =>
      evaluateRange(store, parameters.get('query') ?? '', rangeParameters(parameters)),
    '/api/v1/labels': (parameters) => sorted(seriesFor(parameters).flatMap((labels) => Object.keys(labels))),
    '/api/v1/series': (parameters) => {
      if (!parameters.has('match[]')) throw new BadRequest('no match[] parameter provided');
      return seriesFor(parameters);
    },
    '/api/v1/status/buildinfo': () => BUILD,
  };

  const labelValues = (name: string): Answer => {
    if (!LABEL_NAME.test(name)) throw new BadRequest(`invalid label name: "${name}"`);
    return (parameters) =>
      sorted(seriesFor(parameters).flatMap((labels) => (name in labels ? [labels[name] ?? ''] : [])));
  };

  const routeFor = (path: string): Answer | undefined => {
    const label = LABEL_VALUES.exec(path)?.[1];
    return label === undefined ? routes[path] : labelValues(label);
  };

  const answer = ({ path, query, body }: ApiRequest): ApiAnswer => {
    const parameters = new URLSearchParams([...query, ...new URLSearchParams(body ?? '')]);
    try {
      const route = routeFor(path);
      if (route === undefined) return { status: 404, body: '404 page not found\n' };
      return json(200, { status: 'success', data: route(parameters) });
    } catch (thrown) {
      return refusal(thrown);
    }
  };

  return {
    handle: (request) => {
      const healthy = HEALTH[request.path];
      if (healthy !== undefined) return { status: 200, body: healthy };
      if (!METHODS.has(request.method)) return { status: 405, body: 'Method Not Allowed\n' };
      return answer(request);
    },
  };
};

const METHODS: ReadonlySet<string> = new Set(['GET', 'POST', 'HEAD']);

const HEALTH: Readonly<Record<string, string | undefined>> = {
  '/-/healthy': 'Prometheus Server is Healthy.\n',
  '/-/ready': 'Prometheus Server is Ready.\n',
};

/** The version whose semantics are followed. */
const BUILD = {
  version: '3.0.0',
  revision: '',
  branch: '',
  buildUser: '',
  buildDate: '',
  goVersion: '',
};

export interface PrometheusServer {
  /** Without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

const LARGEST_BODY_BYTES = 1024 * 1024;
const TOO_LARGE: ApiAnswer = { status: 413, body: 'request body too large\n' };
const BROKEN: ApiAnswer = { status: 500, body: 'internal error\n' };

/** Undefined when the body is larger than we take. */
const readBody = async (request: IncomingMessage): Promise<string | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const answerOver = async (api: PrometheusApi, request: IncomingMessage): Promise<ApiAnswer> => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://server');
  const body = await readBody(request);
  if (body === undefined) return TOO_LARGE;
  const method = request.method ?? 'GET';
  return api.handle({ method, path: pathname, query: searchParams, body });
};

const respond = (response: ServerResponse, { status, body }: ApiAnswer): void => {
  const type = body.startsWith('{') ? 'application/json' : 'text/plain; charset=utf-8';
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
};

/** Serves on loopback only; port 0, the default, takes any free one. Rejects when it cannot be bound. */
export const servePrometheus = async (
  api: PrometheusApi,
  { port = 0, onError }: { port?: number; onError?: (thrown: unknown) => void } = {},
): Promise<PrometheusServer> => {
  const server = createServer((request, response) => {
    answerOver(api, request)
      .catch((thrown: unknown) => {
        onError?.(thrown);
        return BROKEN;
      })
      .then((given) => respond(response, given))
      .catch((thrown: unknown) => onError?.(thrown));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
