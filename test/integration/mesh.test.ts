import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { DEPLOYMENT, ENDPOINT_SLICE, SERVICE, VIRTUAL_SERVICE } from '../../src/api/kinds.ts';
import type { KubeObject } from '../../src/api/objects.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { makeApiServer } from '../../src/sandbox/apiserver/api-server.ts';
import type { SandboxCluster } from '../../src/sandbox/apiserver/api-server.ts';
import { runControllers } from '../../src/sandbox/controllers/controllers.ts';
import { startLoad } from '../../src/sandbox/load/load-generator.ts';
import { makeProxy } from '../../src/sandbox/mesh/proxy.ts';
import type { Proxy } from '../../src/sandbox/mesh/proxy.ts';
import type { MetricSource } from '../../src/sandbox/metrics/samples.ts';
import { lookupIn } from '../../src/sandbox/pods/environment.ts';
import { makeHttpDriver } from '../../src/sandbox/pods/http-driver.ts';

const clock = systemClock;
/** Every sequence of dice is the same in each run. */
const seeded = (seed: number) => () => {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
  return seed / 0x80000000;
};

interface World {
  readonly cluster: SandboxCluster;
  readonly proxy: Proxy;
  readonly signal: AbortSignal;
  stop(): Promise<void>;
}

const startWorld = async (): Promise<World> => {
  const random = seeded(7);
  const cluster = makeApiServer({ clock, random }).cluster('test');
  const stopping = new AbortController();
  const { signal } = stopping;
  const driver = makeHttpDriver({ clock, random, lookup: lookupIn(cluster, signal) });
  const controllers = runControllers({ cluster, driver, clock, random, log: silentLog, signal });
  const proxy = await makeProxy({
    cluster,
    addressOf: driver.addressOf,
    clock,
    random,
    log: silentLog,
    namespace: 'default',
    workload: 'load',
  });
  return {
    cluster,
    proxy,
    signal,
    stop: async () => {
      await proxy.close();
      stopping.abort();
      await controllers;
      await driver.close();
    },
  };
};

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.stop());

/** Waits for a change of the cluster that makes the condition hold. */
const until = async (holds: () => Promise<boolean>): Promise<void> => {
  const limit = AbortSignal.timeout(10_000);
  while (!(await holds())) {
    limit.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

const readyEndpoints = async (service: string): Promise<number> => {
  const labelSelector = `kubernetes.io/service-name=${service}`;
  const { items } = await world.cluster.list(
    ENDPOINT_SLICE,
    { namespace: 'default', labelSelector },
    world.signal,
  );
  const endpoints = items.flatMap((slice) => slice['endpoints'] as { conditions: { ready: boolean } }[]);
  return endpoints.filter(({ conditions }) => conditions.ready).length;
};

const deployment = (name: string, image: string, env: Readonly<Record<string, string>>): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'default' },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: {
        containers: [
          {
            name: 'podinfo',
            image: `serinette/podinfo:${image}`,
            ports: [{ name: 'http', containerPort: 9898 }],
            env: Object.entries(env).map(([key, value]) => ({ name: key, value })),
          },
        ],
      },
    },
  },
});

const service = (name: string, selector: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'default' },
  spec: { selector: { app: selector }, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
});

/** A Deployment behind a Service of the same name, ready to serve. */
const serve = async (name: string, image: string, env: Readonly<Record<string, string>> = {}) => {
  await world.cluster.create(SERVICE, service(name, name), world.signal);
  await world.cluster.create(DEPLOYMENT, deployment(name, image, env), world.signal);
  await until(async () => (await readyEndpoints(name)) === 2);
};

const rule = async (...http: readonly object[]): Promise<void> => {
  const object = {
    apiVersion: 'networking.istio.io/v1beta1',
    kind: 'VirtualService',
    metadata: { name: 'podinfo', namespace: 'default' },
    spec: { hosts: ['podinfo'], http },
  };
  const ref = { type: VIRTUAL_SERVICE, namespace: 'default', name: 'podinfo' };
  const known = await world.cluster.get(ref, world.signal).catch(() => undefined);
  if (known === undefined) {
    await world.cluster.create(SERVICE, service('podinfo', 'podinfo-primary'), world.signal);
    await world.cluster.create(VIRTUAL_SERVICE, object, world.signal);
  } else
    await world.cluster.replace(
      VIRTUAL_SERVICE,
      { ...object, metadata: { ...object.metadata, resourceVersion: known.metadata.resourceVersion ?? '' } },
      world.signal,
    );
};

const to = (host: string, weight?: number, more: object = {}) => ({
  destination: { host },
  ...(weight === undefined ? {} : { weight }),
  ...more,
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const get = async (path = '/', headers: Record<string, string> = {}): Promise<Answer> => {
  const outgoing = request(new URL(path, world.proxy.url), {
    headers: { host: 'podinfo.default', ...headers },
  });
  outgoing.end();
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  response.setEncoding('utf8');
  let body = '';
  for await (const chunk of response as AsyncIterable<string>) body += chunk;
  return { status: response.statusCode ?? 0, headers: response.headers, body };
};

const total = (metrics: MetricSource, name: string, labels: Readonly<Record<string, string>>): number => {
  let sum = 0;
  for (const sample of metrics.collect()) {
    const isMeant = Object.entries({ __name__: name, ...labels }).every(
      ([key, value]) => sample.labels[key] === value,
    );
    if (isMeant) sum += sample.value;
  }
  return sum;
};
const requests = (labels: Readonly<Record<string, string>>): number =>
  total(world.proxy.metrics, 'istio_requests_total', labels);

describe('a request through the mesh', () => {
  test('reaches the pods of its Service in turn, and is counted on both sides with Istio’s labels', async () => {
    await serve('podinfo', '1.0');
    const hostnames = new Set<string>();
    for (let count = 0; count < 4; count += 1)
      hostnames.add((JSON.parse((await get()).body) as { hostname: string }).hostname);
    expect(hostnames.size).toBe(2);
    const common = {
      source_workload: 'load',
      source_workload_namespace: 'default',
      destination_workload: 'podinfo',
      destination_workload_namespace: 'default',
      destination_service: 'podinfo.default.svc.cluster.local',
      destination_service_name: 'podinfo',
      destination_service_namespace: 'default',
      request_protocol: 'http',
      response_code: '200',
      response_flags: '-',
    };
    const destination = { ...common, reporter: 'destination', connection_security_policy: 'mutual_tls' };
    expect(requests(destination)).toBe(4);
    expect(requests({ ...common, reporter: 'source' })).toBe(4);
    const duration = 'istio_request_duration_milliseconds';
    expect(total(world.proxy.metrics, `${duration}_bucket`, { ...destination, le: '+Inf' })).toBe(4);
    expect(total(world.proxy.metrics, `${duration}_count`, destination)).toBe(4);
    expect(total(world.proxy.metrics, `${duration}_sum`, destination)).toBeGreaterThan(0);
  });

  test('follows the weights of the VirtualService as they change', async () => {
    await serve('podinfo-primary', '1.0');
    await serve('podinfo-canary', '2.0');
    const share = async (canary: number): Promise<number> => {
      await rule({ route: [to('podinfo-primary', 100 - canary), to('podinfo-canary', canary)] });
      const answers = await Promise.all(Array.from({ length: 300 }, () => get()));
      expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
      return answers.filter(({ headers }) => headers['x-version'] === '2.0').length / answers.length;
    };
    expect(await share(0)).toBe(0);
    const tenth = await share(10);
    expect(tenth).toBeGreaterThan(0.04);
    expect(tenth).toBeLessThan(0.18);
    const half = await share(50);
    expect(half).toBeGreaterThan(0.4);
    expect(half).toBeLessThan(0.6);
    expect(await share(100)).toBe(1);
  });

  test('with a cookie goes where its match says', async () => {
    await serve('podinfo-primary', '1.0');
    await serve('podinfo-canary', '2.0');
    const cookie = { regex: '^(.*?;)?(canary=always)(;.*)?$' };
    await rule(
      { match: [{ headers: { cookie } }], route: [to('podinfo-canary')] },
      { route: [to('podinfo-primary')] },
    );
    expect((await get('/', { cookie: 'a=b;canary=always' })).headers['x-version']).toBe('2.0');
    expect((await get('/')).headers['x-version']).toBe('1.0');
  });

  test('is rewritten, and headers change on the way there and back', async () => {
    await serve('podinfo-primary', '1.0');
    await rule({
      match: [{ uri: { prefix: '/api/v1' } }],
      rewrite: { uri: '/headers', authority: 'inside' },
      headers: { request: { set: { 'x-mesh': 'yes' }, remove: ['x-secret'] } },
      route: [
        to('podinfo-primary', 100, {
          headers: { response: { set: { 'set-cookie': 'seen=1' }, remove: ['x-version'] } },
        }),
      ],
    });
    const { status, headers, body } = await get('/api/v1', { 'x-secret': 'hush', 'x-kept': '1' });
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ host: 'inside', 'x-mesh': 'yes', 'x-kept': '1' });
    expect(body).not.toContain('hush');
    expect(headers['set-cookie']).toEqual(['seen=1']);
    expect(headers['x-version']).toBeUndefined();
  });

  test('is retried as often as the route allows', async () => {
    await serve('podinfo-primary', '1.0');
    await rule({ retries: { attempts: 3, retryOn: '5xx' }, route: [to('podinfo-primary')] });
    expect((await get('/status/500')).status).toBe(500);
    expect(requests({ reporter: 'destination', response_code: '500' })).toBe(4);
    expect(requests({ reporter: 'source', response_code: '500', response_flags: 'URX' })).toBe(1);
  });

  test('that fails now and then succeeds through retries', async () => {
    await serve('podinfo-primary', '1.0', { ERROR_RATE: '0.3' });
    await rule({ retries: { attempts: 8, retryOn: '5xx' }, route: [to('podinfo-primary')] });
    const answers = await Promise.all(Array.from({ length: 50 }, () => get()));
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    expect(requests({ reporter: 'destination', response_code: '500' })).toBeGreaterThan(0);
  });

  test('that takes too long is answered 504', async () => {
    await serve('podinfo-primary', '1.0');
    await rule({ timeout: '50ms', route: [to('podinfo-primary')] });
    const { status, body } = await get('/delay/5');
    expect(status).toBe(504);
    expect(body).toBe('upstream request timeout');
    expect(requests({ reporter: 'source', response_code: '504', response_flags: 'UT' })).toBe(1);
  });

  test('is mirrored without the caller noticing, and counted where it went', async () => {
    await serve('podinfo-primary', '1.0');
    await serve('podinfo-canary', '2.0', { ERROR_RATE: '1' });
    await rule({
      route: [to('podinfo-primary')],
      mirror: { host: 'podinfo-canary' },
      mirrorPercentage: { value: 100 },
    });
    for (let count = 0; count < 10; count += 1) expect((await get()).headers['x-version']).toBe('1.0');
    const mirrored = { destination_workload: 'podinfo-canary', response_code: '500' };
    await until(() => Promise.resolve(requests({ ...mirrored, reporter: 'destination' }) === 10));
    expect(requests({ ...mirrored, reporter: 'source' })).toBe(0);
  });

  test('carries its body along at each retry', async () => {
    await serve('podinfo-primary', '1.0', { ERROR_RATE: '0.5' });
    await rule({ retries: { attempts: 12, retryOn: '5xx' }, route: [to('podinfo-primary')] });
    for (let count = 0; count < 10; count += 1) {
      const outgoing = request(world.proxy.url, { method: 'POST', headers: { host: 'podinfo' } });
      outgoing.end('x'.repeat(100_000));
      const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
      response.resume();
      expect(response.statusCode).toBe(200);
    }
    expect(requests({ reporter: 'destination', response_code: '500' })).toBeGreaterThan(0);
  });
});

describe('a request that cannot be served', () => {
  test('finds no healthy upstream when no pod is ready', async () => {
    await world.cluster.create(SERVICE, service('podinfo', 'nobody'), world.signal);
    await until(async () => (await get()).status === 503);
    expect((await get()).body).toBe('no healthy upstream');
    expect(requests({ response_code: '503', response_flags: 'UH' })).toBeGreaterThan(0);
  });

  test('has no route when no rule takes it', async () => {
    await serve('podinfo-primary', '1.0');
    await rule({ match: [{ uri: { exact: '/only' } }], route: [to('podinfo-primary')] });
    expect((await get('/other')).status).toBe(404);
    expect(requests({ response_code: '404', response_flags: 'NR' })).toBe(1);
  });

  test('meets a destination that does not exist', async () => {
    await rule({ route: [to('podinfo-typo')] });
    expect((await get()).status).toBe(503);
    expect(requests({ response_code: '503', response_flags: 'NC' })).toBe(1);
  });

  test('does not change its route for a VirtualService that a proxy would refuse', async () => {
    await serve('podinfo-primary', '1.0');
    await rule({ route: [to('podinfo-primary')] });
    await rule({ match: [{ uri: { regex: '(' } }], route: [to('podinfo-typo')] });
    expect((await get()).headers['x-version']).toBe('1.0');
  });
});

test('no request fails during a rolling update under load', async () => {
  await serve('podinfo', '1.0', { LATENCY: '20ms' });
  const versions = new Set<string>();
  const { url } = world.proxy;
  const load = startLoad({
    url,
    host: 'podinfo',
    ratePerSecond: 200,
    clock,
    onAnswer: ({ version }) => versions.add(version),
  });
  await until(() => Promise.resolve(load.stats().answered > 50));
  const ref = { type: DEPLOYMENT, namespace: 'default', name: 'podinfo' };
  const current = await world.cluster.get(ref, world.signal);
  const { resourceVersion = '' } = current.metadata;
  const next = deployment('podinfo', '2.0', { LATENCY: '20ms' });
  await world.cluster.replace(
    DEPLOYMENT,
    { ...current, spec: next['spec'], metadata: { ...current.metadata, resourceVersion } },
    world.signal,
  );
  await until(async () => {
    const pods = await world.cluster.list(
      { group: '', version: 'v1', kind: 'Pod', plural: 'pods', namespaced: true },
      {},
      world.signal,
    );
    return (
      pods.items.length === 2 &&
      pods.items.every((pod) => JSON.stringify(pod['spec']).includes('podinfo:2.0'))
    );
  });
  const seen = load.stats().answered;
  await until(() => Promise.resolve(load.stats().answered > seen + 50));
  await load.stop();
  expect([...versions].sort()).toEqual(['1.0', '2.0']);
  expect(load.stats()).toMatchObject({ failed: 0, skipped: 0 });
  expect(load.stats().answered).toBe(load.stats().sent);
});
