import type { RequestListener } from 'node:http';
import type { KubeObject } from '../../src/api/objects.ts';
import { parsePlan } from '../../src/domain/plan.ts';
import type { Answer } from '../../src/domain/question.ts';
import type { Snapshot } from '../../src/domain/snapshot.ts';
import { OperatorError } from '../../src/errors.ts';
import type { Cluster } from '../../src/kube/cluster.ts';
import { makeHttp } from '../../src/net/http.ts';
import type { Http, HttpRequest } from '../../src/net/port.ts';
import { makeMetricProbe, type MetricProbeOptions } from '../../src/probe/metrics/metric-probe.ts';
import type { Surroundings } from '../../src/runtime/surroundings.ts';
import { VirtualClock } from '../../src/runtime/virtual-clock.ts';
import { type Seen, serveOutside } from './outside.ts';

export interface Asking {
  readonly provider: Readonly<Record<string, unknown>>;
  readonly query: string;
  /** Keys and texts of the Secret that the provider refers to; without it, it refers to none. */
  readonly secret?: Readonly<Record<string, string>>;
  readonly metric?: object;
  readonly environment?: Readonly<Record<string, string>>;
  /** By path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly cluster?: Partial<Pick<Cluster, 'get' | 'list'>>;
  readonly more?: Partial<MetricProbeOptions>;
}

export type Reply = readonly [status: number, body: unknown, headers?: Readonly<Record<string, string>>];

export interface Asked {
  readonly answer: Answer;
  /** As the server saw them, each with the address that was meant. */
  readonly requests: readonly (Seen & { readonly meant: URL; readonly sent: HttpRequest })[];
  /** What was measured of each request. */
  readonly queries: readonly { readonly provider: string; readonly outcome: string }[];
}

/**
 * Asks a metric of a template, bounds 1 to 99, at a fixed time, and answers its requests one by one from a server on
 * this machine, whatever host they mean. Where replies are used up the server stays silent, until the clock has run
 * past the time-out.
 */
export const askTemplate = async (asking: Asking, replies: readonly Reply[]): Promise<Asked> => {
  const clock = new VirtualClock(NOW_MS);
  const left = [...replies];
  const respond: RequestListener = (_, response) => {
    const reply = left.shift();
    if (reply === undefined) return void clock.advance(60_000);
    const [status, body, headers = {}] = reply;
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  };
  const server = await serveOutside(respond);
  const sent: HttpRequest[] = [];
  const queries: { provider: string; outcome: string }[] = [];
  const real = makeHttp({ clock, egressAllow: ['127.0.0.0/8'], apiServerHosts: [], userAgent: 'test' });
  const http: Http = {
    send: (request, signal) => {
      const url = new URL(request.url);
      sent.push(request);
      return real.send({ ...request, url: `${server.url}${url.pathname}${url.search}` }, signal);
    },
  };
  const probe = makeMetricProbe({
    http,
    clock,
    cluster: { ...clusterWith(asking.secret), ...asking.cluster },
    surroundings: surroundingsOf(asking),
    templates: { get: () => templateOf(asking) },
    metricsServer: 'http://prometheus.invalid',
    noCrossNamespaceRefs: false,
    onQuery: ({ provider, outcome }) => void queries.push({ provider, outcome }),
    ...asking.more,
  });
  const plan = planOf(asking.metric);
  const [metric] = plan.analysis.metrics;
  if (metric === undefined) throw new Error('the plan has no metric');
  try {
    const answer = await probe(metric, { plan, seen: {} as Snapshot }, new AbortController().signal);
    const requests = server.seen.flatMap((seen, at) => {
      const request = sent[at];
      return request === undefined ? [] : [{ ...seen, meant: new URL(request.url), sent: request }];
    });
    return { answer, requests, queries };
  } finally {
    await server.close();
  }
};

/** 2026-01-02T03:04:05Z. */
export const NOW_MS = 1_767_323_045_000;
export const NOW_S = NOW_MS / 1000;

const templateOf = ({ provider, query, secret }: Asking): KubeObject => ({
  apiVersion: 'flagger.app/v1beta1',
  kind: 'MetricTemplate',
  metadata: { name: 't', namespace: 'shared' },
  spec: { provider: { ...provider, ...(secret === undefined ? {} : { secretRef: { name: 's' } }) }, query },
});

const surroundingsOf = ({ environment = {}, files = {} }: Asking): Surroundings => ({
  environment,
  readText: (path) => Promise.resolve(files[path]),
});

const clusterWith = (secret: Asking['secret'] = {}): Pick<Cluster, 'get' | 'list'> => ({
  get: ({ type, namespace = '', name }) =>
    type.kind === 'Secret' && namespace === 'shared' && name === 's'
      ? Promise.resolve({
          apiVersion: 'v1',
          kind: 'Secret',
          metadata: { name, namespace },
          data: Object.fromEntries(Object.entries(secret).map(([key, text]) => [key, btoa(text)])),
        })
      : Promise.reject(new OperatorError('NOT_FOUND', 'not there')),
  list: () => Promise.reject(new OperatorError('NOT_FOUND', 'not there')),
});

const planOf = (metric: object = {}) => {
  const own = { name: 'm', interval: '30s', thresholdRange: { min: 1, max: 99 }, templateRef };
  const parsed = parsePlan(
    {
      apiVersion: 'flagger.app/v1beta1',
      kind: 'Canary',
      metadata: { name: 'podinfo', namespace: 'test', uid: 'u' },
      spec: {
        targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' },
        service: { port: 80 },
        analysis: {
          interval: '10s',
          threshold: 1,
          stepWeight: 10,
          maxWeight: 50,
          metrics: [{ ...own, ...metric }],
        },
      },
    },
    { minIntervalMs: 1, meshProvider: 'istio' },
  );
  if (!('plan' in parsed)) throw new Error(JSON.stringify(parsed.issues));
  return parsed.plan;
};

const templateRef = { name: 't', namespace: 'shared' };
