import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CANARY, DEPLOYMENT, SERVICE, VIRTUAL_SERVICE } from '../../src/api/kinds.ts';
import type { KubeObject } from '../../src/api/objects.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import {
  type Answer,
  type Load,
  type LoadOptions,
  startLoad,
} from '../../src/sandbox/load/load-generator.ts';
import type { Proxy } from '../../src/sandbox/mesh/proxy.ts';
import { NAMESPACE } from '../support/manifests.ts';
import { eventually, type Running, serinette } from '../support/process.ts';
import { makeSandbox, type TestSandbox } from '../support/sandbox.ts';
import { type Browser, type LoadTest, makeBrowser, startLoadTest, type Visit } from '../support/visitors.ts';

const BETA = { 'x-beta': 'yes' };
const METRICS: readonly object[] = [
  { name: 'request-success-rate', thresholdRange: { min: 90 }, interval: '4s', onNoData: 'hold' },
];
/** Without Istio the pods would have to count their requests; here it is the mesh that does. */
const OF_PLAIN = {
  name: 'successes',
  query: `100 * sum(rate(istio_requests_total{reporter="destination",destination_workload="{{ target }}",response_code="200"}[4s]))
    / sum(rate(istio_requests_total{reporter="destination",destination_workload="{{ target }}"}[4s]))`,
  thresholdRange: { min: 90 },
  interval: '4s',
  onNoData: 'hold',
};
const PACE = { interval: '1s', threshold: 2, metrics: METRICS };
const [OLD, GOOD, BAD] = ['1.0.0', '1.0.1', '1.0.2'];

/** Each has a Canary, a Deployment and users of its own; all rollouts happen at the same time. */
const STORIES: Readonly<Record<string, { analysis: object; service?: object; provider?: string }>> = {
  ab: { analysis: { iterations: 3, match: [{ headers: { 'x-beta': { exact: 'yes' } } }] } },
  green: { analysis: { iterations: 3 } },
  copied: { analysis: { iterations: 3, mirror: true } },
  plain: { analysis: { iterations: 3, metrics: [OF_PLAIN] }, provider: 'kubernetes' },
  ladder: { analysis: { stepWeights: [40, 80], mirror: true, mirrorWeight: 100 } },
  sticky: {
    analysis: { stepWeights: [50, 60], sessionAffinity: { cookieName: 'who', path: '/', httpOnly: true } },
  },
  cache: {
    analysis: { stepWeights: [50, 60], metrics: [] },
    service: { appProtocol: 'tcp' },
  },
  shop: { analysis: { stepWeights: [50, 60] }, service: { delegation: true } },
  shared: {
    analysis: { stepWeights: [50, 60], settleTime: '1s' },
    service: { keepForeignRoutes: true },
  },
};
/** Of the metrics, and what `shared` waits besides. */
const [WINDOW_MS, SETTLE_MS] = [4_000, 1_000];

/** Another team's, reached by the VirtualService of `shared`. */
const OLD_SHOP = '0.9.0';
const THEIRS = [
  {
    name: 'old',
    match: [{ uri: { prefix: '/old' } }],
    rewrite: { uri: '/' },
    route: [{ destination: { host: 'old-shop' } }],
  },
  { route: [{ destination: { host: 'shared' } }] },
];

const application = (name: string, version = OLD): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: NAMESPACE, labels: { app: name } },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: {
        containers: [
          {
            name: 'podinfod',
            image: `serinette/podinfo:${version}`,
            ports: [{ name: 'http', containerPort: 9898 }],
          },
        ],
      },
    },
  },
});

interface Moment {
  readonly at: number;
  readonly phase: string;
  readonly weight: number;
  readonly iterations: number;
}

let cluster: TestSandbox;
let operator: Running;
let proxy: Proxy;
const loads = new Map<string, Load>();
const answers = new Map<string, Answer[]>();
const history = new Map<string, Moment[]>();
const tests: LoadTest[] = [];

/** What a Canary's record said, one entry for each change. */
const note = (object: KubeObject): void => {
  const status = (object['status'] ?? {}) as Record<string, any>;
  const { phase = '', canaryWeight: weight = 0, iterations = 0 } = status;
  const moments = history.get(object.metadata.name) ?? [];
  history.set(object.metadata.name, moments);
  const said = { phase, weight, iterations };
  const { at: _, ...last } = moments.at(-1) ?? { at: 0 };
  if (JSON.stringify(last) !== JSON.stringify(said)) moments.push({ at: Date.now(), ...said });
};

const users = (name: string, host: string, more: Partial<LoadOptions> = {}): void => {
  const seen: Answer[] = [];
  answers.set(name, seen);
  const onAnswer = (answer: Answer): number => seen.push(answer);
  loads.set(
    name,
    startLoad({ url: proxy.url, host, ratePerSecond: 15, clock: systemClock, onAnswer, ...more }),
  );
};

/** A team that shares its host before there is a Canary for it. */
const beginOldShop = async (): Promise<void> => {
  const ports = [{ name: 'http', port: 9898, targetPort: 'http' }];
  const named = (name: string) => ({ name, namespace: NAMESPACE });
  await cluster.user.create(DEPLOYMENT, application('old-shop', OLD_SHOP), cluster.never);
  await cluster.user.create(
    SERVICE,
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: named('old-shop'),
      spec: { selector: { app: 'old-shop' }, ports },
    },
    cluster.never,
  );
  await cluster.user.create(
    VIRTUAL_SERVICE,
    {
      apiVersion: 'networking.istio.io/v1beta1',
      kind: 'VirtualService',
      metadata: named('shared'),
      spec: { hosts: ['shared'], http: THEIRS },
    },
    cluster.never,
  );
};

const begin = async (name: string): Promise<void> => {
  const { analysis, service = {}, provider } = STORIES[name] ?? { analysis: {} };
  const isStrict = name === 'cache';
  const load = await startLoadTest(proxy.url, `${name}-canary.${NAMESPACE}`, { count: 12, isStrict });
  tests.push(load);
  const webhooks = [{ name: 'load-test', type: 'rollout', url: load.url }];
  const isTested = ['green', 'plain', 'cache'].includes(name);
  await cluster.user.create(DEPLOYMENT, application(name), cluster.never);
  await cluster.user.create(
    CANARY,
    {
      apiVersion: 'flagger.app/v1beta1',
      kind: 'Canary',
      metadata: { name, namespace: NAMESPACE },
      spec: {
        ...(provider === undefined ? {} : { provider }),
        targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
        service: { port: 9898, targetPort: 'http', ...service },
        analysis: { ...PACE, ...analysis, ...(isTested ? { webhooks } : {}) },
      },
    },
    cluster.never,
  );
};

/** Gives every Deployment another version, and waits until every Canary has come to this phase. */
const release = async (version: string, phase: string): Promise<void> => {
  const env = version === BAD ? [{ name: 'ERROR_RATE', value: '1' }] : [];
  for (const name of Object.keys(STORIES)) {
    const { metadata } = await cluster.deployment(name);
    const container = { name: 'podinfod', image: `serinette/podinfo:${version}`, env };
    const ports = [{ name: 'http', containerPort: 9898 }];
    await cluster.user.patch(
      { type: DEPLOYMENT, namespace: NAMESPACE, name },
      {
        type: 'merge',
        body: { spec: { template: { spec: { containers: [{ ...container, ports }] } } } },
        resourceVersion: String(metadata.resourceVersion),
      },
      cluster.never,
    );
  }
  await allAre('Progressing');
  await allAre(phase);
};

/** At once or one after the other: a Canary that has passed through a phase counts. */
const allAre = async (phase: string): Promise<void> => {
  const since = new Map([...history].map(([name, moments]) => [name, moments.length - 1]));
  const waiting = (): string[] =>
    Object.keys(STORIES).filter(
      (name) =>
        !(history.get(name) ?? []).slice(since.get(name) ?? 0).some((moment) => moment.phase === phase),
    );
  await eventually(
    () => waiting().length === 0,
    120_000,
    async () => {
      const records = await Promise.all(waiting().map((name) => cluster.status(name)));
      return `${waiting().join()} are not ${phase}: ${JSON.stringify(records, null, 1)}`;
    },
  );
};

/** What has passed so far; the next round begins at these places. */
const marks = new Map<string, number>();
const mark = (): void => {
  for (const [name, moments] of history) marks.set(name, moments.length);
  for (const [name, seen] of answers) marks.set(`answers of ${name}`, seen.length);
};
const momentsOf = (name: string): readonly Moment[] => (history.get(name) ?? []).slice(marks.get(name));
const answersOf = (name: string): readonly Answer[] =>
  (answers.get(name) ?? []).slice(marks.get(`answers of ${name}`));
const firstAt = (name: string, phase: string): number =>
  momentsOf(name).find((moment) => moment.phase === phase)?.at ?? Number.POSITIVE_INFINITY;
/** Answered by then: what was only sent may have waited for long on a busy machine. */
const answeredBefore = (name: string, time: number): readonly Answer[] =>
  answersOf(name).filter(({ at, elapsedMs }) => at + elapsedMs < time);
const before = (name: string, phase: string, of = name): readonly Answer[] =>
  answeredBefore(of, firstAt(name, phase));
const versionsOf = (list: readonly (Answer | Visit)[]): readonly string[] =>
  [...new Set(list.map(({ version }) => version))].sort();
const failuresOf = (list: readonly Answer[]): number => list.filter(({ status }) => status !== 200).length;
const weightsOf = (name: string): readonly number[] =>
  momentsOf(name).flatMap(({ weight }, at, all) => (weight === all[at - 1]?.weight ? [] : [weight]));
const iterationsOf = (name: string): readonly number[] =>
  momentsOf(name).flatMap(({ iterations }, at, all) =>
    iterations === all[at - 1]?.iterations ? [] : [iterations],
  );

/** Requests that the canary's pods have counted, copies included. */
const countedAtCanary = (name: string): number => {
  let sum = 0;
  for (const { labels, value } of proxy.metrics.collect())
    if (
      labels['__name__'] === 'istio_requests_total' &&
      labels['reporter'] === 'destination' &&
      labels['destination_workload'] === name
    )
      sum += value;
  return sum;
};

beforeAll(async () => {
  cluster = await makeSandbox();
  cluster.sandbox.api.admit(({ object }) => {
    if (object.kind === 'Canary') note(object);
  });
  proxy = await cluster.sandbox.openProxy(NAMESPACE, 'load');
  operator = serinette(cluster.operatorArgs());
  await beginOldShop();
  for (const name of Object.keys(STORIES)) await begin(name);
  await cluster.user.create(
    VIRTUAL_SERVICE,
    {
      apiVersion: 'networking.istio.io/v1beta1',
      kind: 'VirtualService',
      metadata: { name: 'front', namespace: NAMESPACE },
      spec: { hosts: ['shop.example.com'], http: [{ delegate: { name: 'shop', namespace: NAMESPACE } }] },
    },
    cluster.never,
  );
  await allAre('Initialized');
  const connections = await cluster.sandbox.openTcpProxy(NAMESPACE, 'load', `cache.${NAMESPACE}:9898`);
  const { host, port } = connections.address;
  users('cache', 'any', { headers: { connection: 'close' }, url: `http://${host}:${port}` });
  for (const name of Object.keys(STORIES).filter((story) => story !== 'cache'))
    users(name, name === 'shop' ? 'shop.example.com' : `${name}.${NAMESPACE}`);
  users('beta', `ab.${NAMESPACE}`, { headers: BETA });
  users('old-shop', `shared.${NAMESPACE}`, { path: '/old' });
}, 120_000);

afterAll(async () => {
  operator.child.kill('SIGTERM');
  await operator.ended;
  await Promise.all([...loads.values()].map((load) => load.stop()));
  await Promise.all(tests.map((load) => load.close()));
  await cluster.close();
});

describe('a good version', () => {
  const browsers: Browser[] = [];
  let copies = 0;

  beforeAll(async () => {
    mark();
    for (let count = 0; count < 8; count += 1) browsers.push(makeBrowser(proxy.url, `sticky.${NAMESPACE}`));
    let isOver = false;
    const browsing = browsers.map(async (browser) => {
      while (!isOver) {
        await browser.visit();
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    });
    await release(GOOD, 'Succeeded');
    copies = countedAtCanary('copied');
    await eventually(() => browsers.every(({ jar }) => jar.size === 0));
    isOver = true;
    await Promise.all(browsing);
  }, 150_000);

  test('meets only users that match in A/B testing, and everyone once it is promoted', () => {
    expect(versionsOf(before('ab', 'Promoting'))).toEqual([OLD]);
    expect(versionsOf(before('ab', 'Promoting', 'beta'))).toContain(GOOD);
    expect(versionsOf(answersOf('ab').filter(({ at }) => at > firstAt('ab', 'Succeeded') + 500))).toEqual([
      GOOD,
    ]);
    expect(weightsOf('ab')).toEqual([0, 100, 0]);
    expect(iterationsOf('ab')).toEqual([0, 1, 2, 3, 0]);
  });

  test('meets nobody in Blue/Green until everyone is sent to it', () => {
    const switched = momentsOf('green').find(({ weight }) => weight === 100)?.at ?? 0;
    expect(versionsOf(answeredBefore('green', switched))).toEqual([OLD]);
    expect(versionsOf(answersOf('green').filter(({ at }) => at > switched + 500))).toEqual([GOOD]);
    expect(iterationsOf('green')).toEqual([0, 1, 2, 3, 4, 0]);
    expect(weightsOf('green')).toEqual([0, 100, 0]);
  });

  test('meets copies of requests in mirrored Blue/Green', () => {
    const switched = momentsOf('copied').find(({ weight }) => weight === 100)?.at ?? 0;
    expect(versionsOf(answeredBefore('copied', switched))).toEqual([OLD]);
    const answered = before('copied', 'Finalising').filter(({ version }) => version === GOOD).length;
    expect(copies).toBeGreaterThan(answered);
  });

  test('needs no VirtualService without Istio, and meets users with its promotion', async () => {
    const all = await cluster.user.list(VIRTUAL_SERVICE, { namespace: NAMESPACE }, cluster.never);
    expect(all.items.map(({ metadata }) => metadata.name)).not.toContain('plain');
    expect(versionsOf(before('plain', 'Promoting'))).toEqual([OLD]);
    expect(versionsOf(answersOf('plain'))).toContain(GOOD);
    expect(weightsOf('plain')).toEqual([0]);
  });

  test('meets copies before weights where a ladder is mirrored', () => {
    expect(weightsOf('ladder')).toEqual([0, 40, 80, 0]);
    expect(versionsOf(before('ladder', 'Promoting'))).toContain(GOOD);
  });

  test('keeps the users that it has once met, and is forgotten by browsers in the end', () => {
    const met = browsers.filter(({ visits }) => visits.some(({ setCookies }) => setCookies.length > 0));
    expect(met.length).toBeGreaterThan(0);
    for (const { visits } of met) {
      const first = visits.findIndex(({ setCookies }) => setCookies.length > 0);
      expect(visits[first]?.setCookies[0]).toMatch(/^who=[A-Za-z]{10}; Max-Age=86400; HttpOnly; Path=\/$/);
      expect(versionsOf(visits.slice(first))).toEqual([GOOD]);
    }
  });

  test('gets a share of the connections on TCP', async () => {
    expect(weightsOf('cache')).toEqual([0, 50, 60, 0]);
    expect(versionsOf(before('cache', 'Promoting'))).toContain(GOOD);
    expect((await cluster.get(VIRTUAL_SERVICE, 'cache'))['spec']).not.toHaveProperty('http');
  });

  test('is reached through the VirtualService that delegates', () => {
    expect(weightsOf('shop')).toEqual([0, 50, 60, 0]);
    expect(versionsOf(before('shop', 'Promoting'))).toContain(GOOD);
  });

  test('is met beside the routes of others, which lead where they led', async () => {
    expect(weightsOf('shared')).toEqual([0, 50, 60, 0]);
    expect(versionsOf(before('shared', 'Promoting'))).toContain(GOOD);
    expect(versionsOf(answersOf('old-shop'))).toEqual([OLD_SHOP]);
    const { http } = (await cluster.get(VIRTUAL_SERVICE, 'shared'))['spec'] as { http: { name?: string }[] };
    expect(http.map(({ name }) => name)).toEqual(['old', 'serinette-1', undefined]);
    expect(http.filter(({ name }) => name !== 'serinette-1')).toEqual(THEIRS);
  });

  test('is judged by no window from before its weight had settled', () => {
    const rounds = momentsOf('shared').filter(({ weight }) => weight > 0);
    const [first, second] = [50, 60].map(
      (weight) => rounds.find((moment) => moment.weight === weight)?.at ?? 0,
    );
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(SETTLE_MS + WINDOW_MS);
    expect(firstAt('shared', 'Promoting') - (second ?? 0)).toBeGreaterThanOrEqual(SETTLE_MS + WINDOW_MS);
  });

  test('costs no user an error', () => {
    for (const name of answers.keys()) expect([name, failuresOf(answersOf(name))]).toEqual([name, 0]);
  });
});

describe('a bad version', () => {
  beforeAll(async () => {
    mark();
    await release(BAD, 'Failed');
  }, 150_000);

  test('is rolled back by its checks in every strategy, with its pods gone and the users on the good one', async () => {
    for (const name of Object.keys(STORIES)) {
      const { run, canaryWeight, iterations } = await cluster.status(name);
      expect([name, run.reason, canaryWeight, iterations]).toEqual([name, 'FailedChecks', 0, 0]);
      expect((await cluster.deployment(name))['spec'].replicas).toBe(0);
    }
  });

  test('harms only users that match in A/B testing', () => {
    expect(failuresOf(answersOf('ab'))).toBe(0);
    expect(failuresOf(answersOf('beta'))).toBeGreaterThan(0);
  });

  test('harms nobody in Blue/Green, be it mirrored or without Istio', () => {
    for (const name of ['green', 'copied', 'plain'])
      expect([name, failuresOf(answersOf(name))]).toEqual([name, 0]);
    expect(weightsOf('green')).toEqual([0]);
  });

  test('harms nobody while a ladder only has copies', () => {
    expect(weightsOf('ladder')).toEqual([0]);
    expect(failuresOf(answersOf('ladder'))).toBe(0);
  });
});
