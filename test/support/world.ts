import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { CANARY, DEPLOYMENT, EVENT, VIRTUAL_SERVICE } from '../../src/api/kinds.ts';
import type { KubeObject, ResourceType } from '../../src/api/objects.ts';
import { makeApp } from '../../src/app.ts';
import { type Config, parseConfig } from '../../src/config.ts';
import type { Json } from '../../src/domain/json.ts';
import { isAbort } from '../../src/errors.ts';
import type { Cluster } from '../../src/kube/cluster.ts';
import type { Election } from '../../src/kube/election.ts';
import { type Http, type HttpAnswer, HttpError, type HttpRequest } from '../../src/net/port.ts';
import { makeMetrics } from '../../src/report/metrics.ts';
import type { Clock } from '../../src/runtime/clock.ts';
import { type Log, silentLog } from '../../src/runtime/log.ts';
import { VirtualClock } from '../../src/runtime/virtual-clock.ts';
import {
  makeApiServer,
  type RequestRecord,
  type SandboxCluster,
} from '../../src/sandbox/apiserver/api-server.ts';
import { runControllers } from '../../src/sandbox/controllers/controllers.ts';
import { lookupIn } from '../../src/sandbox/pods/environment.ts';
import { makeModelledDriver } from '../../src/sandbox/pods/modelled-driver.ts';
import { NAMESPACE } from './manifests.ts';
import { seeded } from './seeded.ts';

const CRD_TYPE: ResourceType = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  namespaced: false,
};
const NAMESPACE_TYPE: ResourceType = {
  group: '',
  version: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  namespaced: false,
};

/** What Prometheus and webhooks say; tests change it while time passes. */
export interface Outside {
  successRate: number | 'none' | 'down';
  durationMs: number;
  /** Status by URL; 200 unless told. */
  hooks: Map<string, number>;
  /** URLs that take requests and never answer. */
  readonly silent: Set<string>;
  readonly calls: { readonly url: string; readonly body: unknown; readonly at: number }[];
}

const vector = (value: number): HttpAnswer => ({
  status: 200,
  headers: {},
  body: JSON.stringify({
    status: 'success',
    data: { resultType: 'vector', result: [{ metric: {}, value: [0, String(value)] }] },
  }),
});
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
    const isDuration = request.url.includes('histogram_quantile');
    return Promise.resolve(vector(isDuration ? outside.durationMs : outside.successRate));
  },
});

const silence = (clock: VirtualClock, { timeoutMs }: HttpRequest, signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    clock.after(timeoutMs, () => reject(new HttpError('timeout', 'no answer in time')));
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });

export interface Operator {
  /** Ends the process between two instructions: nothing that it still holds is carried out. */
  kill(): void;
  /** Ends it in good order. */
  stop(): Promise<void>;
  /** How it ended by itself. */
  outcome(): 'stopped' | 'lost' | undefined;
}

/** What one operator has that others have not. */
export interface OwnParts {
  readonly clock?: Clock;
  readonly http?: (http: Http) => Http;
  readonly election?: Election;
}

/** A whole cluster in virtual time, and as many operators as a test starts. */
export const makeWorld = async (options: { args?: readonly string[]; seed?: number; log?: Log } = {}) => {
  const clock = new VirtualClock();
  const random = seeded(options.seed ?? 1);
  const api = makeApiServer({ clock, random });
  const user = api.cluster('user');
  const never = new AbortController().signal;
  const requests: (RequestRecord & { at: number })[] = [];
  api.onRequest((record) => requests.push({ ...record, at: clock.now() }));
  for (const name of ['canary', 'metrictemplate', 'alertprovider']) {
    const crd = parse(
      readFileSync(new URL(`../../crds/${name}.yaml`, import.meta.url), 'utf8'),
    ) as KubeObject;
    await user.create(CRD_TYPE, crd, never);
  }
  await user.create(
    NAMESPACE_TYPE,
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
    never,
  );
  const driver = makeModelledDriver({ clock, random, lookup: lookupIn(api.cluster('kubelet'), never) });
  const stop = new AbortController();
  const ends: (() => Promise<void>)[] = [];
  const controllers = runControllers({
    cluster: api.cluster('controllers'),
    driver,
    clock,
    random,
    log: silentLog,
    signal: stop.signal,
  });
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
  ): Operator => {
    const abort = new AbortController();
    const guard = cutOff(through(api.cluster('operator')));
    const app = makeApp({
      config,
      cluster: guard.cluster,
      http: guard.http((own.http ?? ((http) => http))(outsideHttp(outside, clock))),
      clock: own.clock ?? clock,
      random,
      log: options.log ?? silentLog,
      metrics,
      ...(own.election === undefined ? {} : { election: own.election }),
    });
    let outcome: 'stopped' | 'lost' | undefined;
    const running = app.run(abort.signal).then(
      (how) => {
        outcome = how;
        if (how === 'lost') guard.cut();
      },
      (thrown: unknown) => {
        if (!isAbort(thrown)) throw thrown;
      },
    );
    return {
      outcome: () => outcome,
      kill: () => {
        guard.cut();
        abort.abort();
      },
      stop: async () => {
        abort.abort();
        await ended(clock, running);
      },
    };
  };

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
      stop.abort();
      await ended(clock, controllers);
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

/** Lets time pass until the work has ended, so that nothing of one test reaches into the next. */
const ended = async (clock: VirtualClock, work: Promise<unknown>): Promise<void> => {
  let isOver = false;
  const over = (): void => {
    isOver = true;
  };
  const settled = work.then(over, (thrown: unknown) => {
    over();
    if (!isAbort(thrown)) throw thrown;
  });
  if (!(await clock.advanceUntil(() => isOver, 60_000)))
    throw new Error('did not end within a minute of its signal');
  await settled;
};

/** Ports that can be cut: from then on nothing goes through and nothing comes back. */
const cutOff = (cluster: Cluster): { cluster: Cluster; http(http: Http): Http; cut(): void } => {
  let isCut = false;
  const isOpen = (): boolean => !isCut;
  const silence = new Promise<never>(() => undefined);
  const pass = async <T>(call: () => Promise<T>): Promise<T> => {
    if (!isOpen()) return silence;
    const answer = await call();
    return isOpen() ? answer : silence;
  };
  return {
    cut: () => {
      isCut = true;
    },
    http: (http) => ({ send: (request, signal) => pass(() => http.send(request, signal)) }),
    cluster: {
      get: (ref, signal) => pass(() => cluster.get(ref, signal)),
      list: (type, options, signal) => pass(() => cluster.list(type, options, signal)),
      watch: (type, options, signal) => cluster.watch(type, options, signal),
      create: (type, object, signal) => pass(() => cluster.create(type, object, signal)),
      replace: (type, object, signal, subresource) =>
        pass(() => cluster.replace(type, object, signal, subresource)),
      patch: (ref, patch, signal) => pass(() => cluster.patch(ref, patch, signal)),
    },
  };
};
