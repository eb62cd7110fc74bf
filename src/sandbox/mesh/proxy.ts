import { once } from 'node:events';
import { Agent, createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Cluster } from '../../kube/cluster.ts';
import type { Clock, Random } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import type { MetricSource } from '../metrics/samples.ts';
import { answerLocally, forward } from './exchange.ts';
import type { Sidecar } from './exchange.ts';
import type { MeshRequest } from './match.ts';
import { route } from './route.ts';
import type { RouteDecision } from './route.ts';
import type { Address } from './send.ts';
import { makeTelemetry, UNKNOWN } from './telemetry.ts';
import type { Workload } from './telemetry.ts';
import { makeBalancer, makeWorld } from './world.ts';

export interface ProxyOptions {
  readonly cluster: Cluster;
  readonly addressOf: (ip: string, port: number) => Address | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** The caller's: short Host names mean Services in it. */
  readonly namespace: string;
  /** The caller's workload, its labels and, for an ingress, its `namespace/name` of Gateway. */
  readonly workload?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly gateway?: string;
}

export interface Proxy {
  readonly url: string;
  readonly metrics: MetricSource;
  close(): Promise<void>;
}

/** Envoy keeps as much of a request for retries; more is refused here. */
const LARGEST_BODY = 1024 * 1024;

const flat = (headers: IncomingHttpHeaders): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
  );

const meshRequest = (request: IncomingMessage, options: ProxyOptions): MeshRequest => {
  const host = request.headers.host ?? '';
  const port = /:(\d+)$/.exec(host)?.[1];
  return {
    host,
    ...(port === undefined ? {} : { port: Number(port) }),
    method: request.method ?? 'GET',
    path: request.url ?? '/',
    headers: flat(request.headers),
    sourceNamespace: options.namespace,
    ...(options.labels === undefined ? {} : { sourceLabels: options.labels }),
    ...(options.gateway === undefined ? {} : { gateway: options.gateway }),
  };
};

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';

/** `too-large` when it is more than a proxy would buffer. */
const bodyOf = async (request: IncomingMessage): Promise<Buffer | undefined | 'too-large'> => {
  if (!hasBody(request)) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) return 'too-large';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const countUnrouted = (sidecar: Sidecar, request: MeshRequest, code: number, flags: string): void =>
  sidecar.telemetry.record({
    reporter: 'source',
    source: sidecar.source,
    destination: UNKNOWN,
    host: request.host,
    service: undefined,
    code,
    flags,
    elapsedMs: 0,
  });

const localAnswer = (
  decision: Exclude<RouteDecision, { kind: 'forward' }>,
): { code: number; body: string } => {
  if (decision.kind === 'direct') return { code: decision.status, body: decision.body };
  return decision.kind === 'redirect' ? { code: decision.status, body: '' } : { code: 404, body: '' };
};

/** One caller's sidecar: requests to it go where the VirtualServices say; the Host header names the Service. */
export const makeProxy = async (options: ProxyOptions): Promise<Proxy> => {
  const { cluster, clock, random, log, namespace, addressOf } = options;
  const stopping = new AbortController();
  const world = makeWorld({ cluster, clock, log });
  const telemetry = makeTelemetry();
  const agent = new Agent({ keepAlive: true });
  const source: Workload = { name: options.workload ?? 'unknown', namespace };
  const sidecar = { world, pick: makeBalancer(), addressOf, agent, clock, random, telemetry, source };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked = meshRequest(request, options);
    const body = await bodyOf(request);
    if (body === 'too-large') return answerLocally(response, { code: 413, body: 'Payload Too Large' });
    const decision = route(world.config(), asked, random);
    if (decision.kind === 'forward') return await forward(sidecar, decision, { request, body }, response);
    const answer = localAnswer(decision);
    if (decision.kind === 'redirect') response.setHeader('location', decision.location);
    countUnrouted(sidecar, asked, answer.code, decision.kind === 'no-route' ? 'NR' : '-');
    answerLocally(response, answer);
  };

  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    handle(request, response).catch((thrown: unknown) => {
      log.error({ err: thrown, url: request.url }, 'proxy failed');
      answerLocally(response, { code: 500, body: 'proxy failed' });
    });
  });
  const following = world.run(stopping.signal);
  await world.synced;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    metrics: telemetry,
    close: async () => {
      stopping.abort();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      agent.destroy();
      await following;
    },
  };
};
