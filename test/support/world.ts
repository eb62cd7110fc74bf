import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { CANARY, DEPLOYMENT, EVENT, VIRTUAL_SERVICE } from '../../src/api/kinds.ts';
import type { KubeObject, ResourceType } from '../../src/api/objects.ts';
import { type Config, parseConfig } from '../../src/config.ts';
import type { Json } from '../../src/domain/json.ts';
import type { Cluster } from '../../src/kube/cluster.ts';
import type { Election } from '../../src/kube/election.ts';
import { type Http, type HttpAnswer, HttpError, type HttpRequest } from '../../src/net/port.ts';
import { makeMetrics } from '../../src/report/metrics.ts';
import type { Clock } from '../../src/runtime/clock.ts';
import { type Log, silentLog } from '../../src/runtime/log.ts';
import type { VirtualClock } from '../../src/runtime/virtual-clock.ts';
import type { RequestRecord, SandboxCluster } from '../../src/sandbox/apiserver/api-server.ts';
import { ended } from '../../src/simulation/ended.ts';
import { type Replica, startReplica } from '../../src/simulation/replica.ts';
import { makeVirtualCluster } from '../../src/simulation/virtual-cluster.ts';
import { NAMESPACE } from './manifests.ts';

/** Read once: parsing YAML takes longer than a short rollout. */
const DEFINITIONS = ['canary', 'metrictemplate', 'alertprovider'].map(
  (name) => parse(readFileSync(new URL(`../../crds/${name}.yaml`, import.meta.url), 'utf8')) as KubeObject,
);

/** Answers of a metrics server that are no evidence of anything. */
export type Nonsense = keyof typeof NONSENSE;

const answered = (data: unknown, status = 'success'): HttpAnswer => ({
  status: 200,
  headers: {},
  body: JSON.stringify({ status, data }),
});

const vector = (value: number): HttpAnswer => ({
  status: 200,
  headers: {},
  body: JSON.stringify({
    status: 'success',
    data: { resultType: 'vector', result: [{ metric: {}, value: [0, String(value)] }] },
  }),
});

const NONSENSE = {
  'not a number': answered({ resultType: 'vector', result: [{ metric: {}, value: [0, 'NaN'] }] }),
  infinite: answered({ resultType: 'vector', result: [{ metric: {}, value: [0, '+Inf'] }] }),
  'several series': answered({
    resultType: 'vector',
    result: [
      { metric: { pod: 'a' }, value: [0, '1'] },
      { metric: { pod: 'b' }, value: [0, '100'] },
    ],
  }),
  'a matrix': answered({ resultType: 'matrix', result: [{ metric: {}, values: [[0, '100']] }] }),
  'an error': answered({}, 'error'),
  'a page': { status: 200, headers: {}, body: '<html>100</html>' },
  'a flood': {
    ...vector(100),
    body: `${vector(100).body}${' '.repeat(5 * 1024 * 1024)}`,
  },
  'status 500': { status: 500, headers: {}, body: '100' },
} as const satisfies Readonly<Record<string, HttpAnswer>>;

/** What Prometheus and webhooks say; tests change it while time passes. */
export interface Outside {
  successRate: number | 'none' | 'down' | Nonsense;
  durationMs: number;
  /** Status by URL; 200 unless told. */
  hooks: Map<string, number>;
  /** URLs that take requests and never answer. */
  readonly silent: Set<string>;
  readonly calls: { readonly url: string; readonly body: unknown; readonly at: number }[];
}

const NOTHING: HttpAnswer = {
  status: 200,
  headers: {},
  body: JSON.stringify({ status: 'success', data: { resultType: 'vector', result: [] } }),
};

const outsideHttp = (outside: Outside, clock: VirtualClock): Http => ({
  send: (request: HttpRequest, signal: AbortSignal) => {
    outside.calls.push({
      url: request.url,
      body: request.body === undefined ? undefined : JSON.parse(request.body),
      at: clock.now(),
    });
    if (outside.silent.has(request.url)) return silence(clock, request, signal);
    if (request.method === 'POST')
      return Promise.resolve({ status: outside.hooks.get(request.url) ?? 200, headers: {}, body: '' });
    if (outside.successRate === 'down')
      return Promise.reject(new HttpError('unreachable', 'connection refused'));
    if (outside.successRate === 'none') return Promise.resolve(NOTHING);
    if (request.url.includes('histogram_quantile')) return Promise.resolve(vector(outside.durationMs));
    if (typeof outside.successRate === 'number') return Promise.resolve(vector(outside.successRate));
    return whole(NONSENSE[outside.successRate], request);
  },
});

/** As the port promises: no more of a body than was asked for. */
const whole = (answer: HttpAnswer, { maxBytes }: HttpRequest): Promise<HttpAnswer> =>
  answer.body.length <= maxBytes
    ? Promise.resolve(answer)
    : Promise.reject(new HttpError('tooLarge', `more than ${maxBytes} bytes`));

const silence = (clock: VirtualClock, { timeoutMs }: HttpRequest, signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    clock.after(timeoutMs, () => reject(new HttpError('timeout', 'no answer in time')));
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });

export type Operator = Replica;

/** What one operator has that others have not. */
export interface OwnParts {
  /** As the API server knows it. */
  readonly user?: string;
  readonly clock?: Clock;
  readonly http?: (http: Http) => Http;
  readonly election?: Election;
}

/** A whole cluster in virtual time, and as many operators as a test starts. */
export const makeWorld = async (options: { args?: readonly string[]; seed?: number; log?: Log } = {}) => {
  const cluster = await makeVirtualCluster({
    seed: options.seed ?? 1,
    definitions: DEFINITIONS,
    namespaces: [NAMESPACE],
  });
  const { clock, random, api, driver, user, never } = cluster;
  const requests: (RequestRecord & { at: number })[] = [];
  api.onRequest((record) => requests.push({ ...record, at: clock.now() }));
  const ends: (() => Promise<void>)[] = [];
  const outside: Outside = {
    successRate: 100,
    durationMs: 20,
    hooks: new Map(),
    silent: new Set(),
    calls: [],
  };
  const parsed = parseConfig(options.args ?? [], {});
  if ('mistakes' in parsed) throw new Error(parsed.mistakes.join('; '));

  const metrics = makeMetrics('test');
  const startOperator = (
    through: (cluster: SandboxCluster) => Cluster = (cluster) => cluster,
    config: Config = parsed.config,
    own: OwnParts = {},
  ): Operator =>
    startReplica(
      {
        config,
        cluster: through(api.cluster(own.user ?? 'operator')),
        http: (own.http ?? ((http) => http))(outsideHttp(outside, clock)),
        clock: own.clock ?? clock,
        random,
        log: options.log ?? silentLog,
        metrics,
        ...(own.election === undefined ? {} : { election: own.election }),
      },
      clock,
    );

  const get = async (type: ResourceType, name: string): Promise<KubeObject> =>
    user.get({ type, namespace: NAMESPACE, name }, never);
  const status = async (): Promise<Record<string, any>> =>
    ((await get(CANARY, 'podinfo'))['status'] ?? {}) as Record<string, any>;

  return {
    clock,
    api,
    /** Answers for pods, without sockets. */
    driver,
    user,
    never,
    outside,
    requests,
    startOperator,
    metrics,
    get,
    status,
    deployment: (name: string) => get(DEPLOYMENT, name) as Promise<Record<string, any>>,
    weights: async (): Promise<Weights> => drawnWeights(await get(VIRTUAL_SERVICE, 'podinfo')),
    /** Changes the Canary's analysis as a merge patch does. */
    editAnalysis: async (analysis: Record<string, unknown>): Promise<void> => {
      const { metadata } = await get(CANARY, 'podinfo');
      await user.patch(
        { type: CANARY, namespace: NAMESPACE, name: 'podinfo' },
        { type: 'merge', body: { spec: { analysis } }, resourceVersion: metadata.resourceVersion ?? '' },
        never,
      );
    },
    /** Changes the HTTP routes as a hand does. */
    editRoutes: async (change: (routes: readonly Json[]) => readonly Json[]): Promise<void> => {
      const { metadata, spec } = (await get(VIRTUAL_SERVICE, 'podinfo')) as Record<string, any>;
      await user.patch(
        { type: VIRTUAL_SERVICE, namespace: NAMESPACE, name: 'podinfo' },
        {
          type: 'merge',
          body: { spec: { http: change(structuredClone(spec.http)) } },
          resourceVersion: metadata.resourceVersion,
        },
        never,
      );
    },
    events: async (): Promise<string[]> =>
      (await user.list(EVENT, { namespace: NAMESPACE }, never)).items.map((event) =>
        String(event['message']),
      ),
    /** Passes time until the condition holds, looking once a second; throws after the limit, saying what the status was. */
    until: async (holds: () => Promise<boolean>, limitMs = 600_000): Promise<void> => {
      const end = clock.now() + limitMs;
      while (!(await holds())) {
        if (clock.now() >= end)
          throw new Error(`still not after ${limitMs} ms: ${JSON.stringify(await status(), null, 1)}`);
        await clock.advance(1000);
      }
    },
    setImage: async (version: string, type: ResourceType = DEPLOYMENT): Promise<void> => {
      const before = await get(type, 'podinfo');
      const template = structuredClone((before as Record<string, any>)['spec'].template);
      template.spec.containers[0].image = `serinette/podinfo:${version}`;
      const patch = {
        type: 'merge',
        body: { spec: { template } },
        resourceVersion: before.metadata.resourceVersion ?? '',
      } as const;
      await user.patch({ type, namespace: NAMESPACE, name: 'podinfo' }, patch, never);
    },
    /** As a person annotates the Canary. */
    command: async (text: string): Promise<void> => {
      const { resourceVersion = '' } = (await get(CANARY, 'podinfo')).metadata;
      const body = { metadata: { annotations: { 'serinette.dev/command': text } } };
      const ref = { type: CANARY, namespace: NAMESPACE, name: 'podinfo' };
      await user.patch(ref, { type: 'merge', body, resourceVersion }, never);
    },
    /** For what a test has running beside the cluster. */
    atClose: (end: () => Promise<void>): void => void ends.push(end),
    close: async (): Promise<void> => {
      await cluster.close();
      for (const end of ends) await ended(clock, end());
    },
  };
};

export interface Weights {
  readonly primary: number;
  readonly canary: number;
}

/** Of the route that draws: cookies and matches come before it or, with a match, are in it. */
export const drawnWeights = (virtualService: KubeObject): Weights => {
  const { http = [], tcp = [] } = virtualService['spec'] as Record<string, any>;
  const drawing = [...http, ...tcp].findLast(({ route }) => route.length === 2).route;
  return { primary: drawing[0].weight, canary: drawing[1].weight };
};

export type World = Awaited<ReturnType<typeof makeWorld>>;
