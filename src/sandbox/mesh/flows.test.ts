import { afterEach, describe, expect, test } from '@jest/globals';
import { DEPLOYMENT, SERVICE, VIRTUAL_SERVICE } from '../../api/kinds.ts';
import { silentLog } from '../../runtime/log.ts';
import { seeded } from '../../runtime/seeded.ts';
import { VirtualClock } from '../../runtime/virtual-clock.ts';
import { makeApiServer } from '../apiserver/api-server.ts';
import { runControllers } from '../controllers/controllers.ts';
import { lookupIn } from '../pods/environment.ts';
import { makeModelledDriver } from '../pods/modelled-driver.ts';
import { type Audience, type Flows, makeFlows } from './flows.ts';

const RATE = 200;
const SECONDS = 300;
const ERRORS = 0.02;
const NAMESPACE = 'default';

let close: () => Promise<void> = () => Promise.resolve();
afterEach(() => close());

/** Two versions behind one host, with routes as given; 300 s of traffic. */
const trafficOver = async (
  http: readonly object[] | undefined,
  more: {
    audiences?: readonly Audience[];
    latency?: { p50Ms: number; p99Ms: number };
    versions?: readonly string[];
  } = {},
): Promise<Flows> => {
  const clock = new VirtualClock();
  const random = seeded(7);
  const cluster = makeApiServer({ clock, random }).cluster('test');
  const stopping = new AbortController();
  const { signal } = stopping;
  const driver = makeModelledDriver({ clock, random, lookup: lookupIn(cluster, signal) });
  const flows = makeFlows({
    cluster,
    clock,
    random,
    log: silentLog,
    namespace: NAMESPACE,
    workload: 'users',
    audiences: more.audiences ?? [{ share: 1, request: { host: 'one' } }],
    ratePerSecond: () => RATE,
    performanceAt: (ip) => {
      const version = driver.runningAt(ip)?.behaviour.version;
      if (version === undefined) return undefined;
      return {
        version,
        errorShare: version === 'two' ? ERRORS : 0,
        latency: more.latency ?? { p50Ms: 20, p99Ms: 80 },
      };
    },
    everyMs: 1_000,
  });
  for (const name of more.versions ?? ['one', 'two']) {
    const metadata = { name, namespace: NAMESPACE };
    const labels = { app: name };
    const ports = [{ port: 80, targetPort: 9898 }];
    await cluster.create(
      SERVICE,
      { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: labels, ports } },
      signal,
    );
    const containers = [{ name: 'app', image: `app:${name}`, ports: [{ containerPort: 9898 }] }];
    const spec = {
      replicas: 2,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers } },
    };
    await cluster.create(DEPLOYMENT, { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec }, signal);
  }
  if (http !== undefined)
    await cluster.create(
      VIRTUAL_SERVICE,
      {
        apiVersion: 'networking.istio.io/v1beta1',
        kind: 'VirtualService',
        metadata: { name: 'one', namespace: NAMESPACE },
        spec: { hosts: ['one'], http },
      },
      signal,
    );
  const running = [runControllers({ cluster, driver, clock, random, log: silentLog, signal })];
  await clock.advance(5_000);
  running.push(flows.run(signal));
  close = async () => {
    stopping.abort();
    await clock.advance(10_000);
    await Promise.all(running);
  };
  await clock.advance(SECONDS * 1000);
  return flows;
};

const to = (host: string, weight: number) => ({ destination: { host }, weight });

/** Of a Poisson count, five standard deviations around its mean. */
const expectAbout = (count: number, mean: number): void => {
  expect(Math.abs(count - mean)).toBeLessThan(5 * Math.sqrt(mean) + 1);
};

const counted = (flows: Flows, labels: Readonly<Record<string, string>>): number => {
  let sum = 0;
  for (const sample of flows.metrics.collect())
    if (Object.entries(labels).every(([key, value]) => sample.labels[key] === value)) sum += sample.value;
  return sum;
};

const ALL = RATE * SECONDS;

describe('many requests at once', () => {
  test('are split as the routes say, and fail as the versions do', async () => {
    const flows = await trafficOver([{ route: [to('one', 70), to('two', 30)] }]);
    const { sent, failed, byVersion } = flows.totals();
    expectAbout(sent, ALL);
    expectAbout(byVersion['one']?.sent ?? 0, 0.7 * ALL);
    expectAbout(byVersion['two']?.sent ?? 0, 0.3 * ALL);
    expect(byVersion['one']?.failed).toBe(0);
    expectAbout(byVersion['two']?.failed ?? 0, 0.3 * ALL * ERRORS);
    expect(failed).toBe(byVersion['two']?.failed);
  });

  test('are counted on both sides as Istio does, with the time that they took', async () => {
    const flows = await trafficOver([{ route: [to('one', 70), to('two', 30)] }]);
    const { byVersion } = flows.totals();
    const two = { __name__: 'istio_requests_total', destination_workload: 'two' };
    for (const reporter of ['source', 'destination']) {
      expect(counted(flows, { ...two, reporter })).toBe(byVersion['two']?.sent);
      expect(counted(flows, { ...two, reporter, response_code: '500' })).toBe(byVersion['two']?.failed);
    }
    const buckets = { __name__: 'istio_request_duration_milliseconds_bucket', reporter: 'destination' };
    const whole = counted(flows, { ...buckets, le: '+Inf' });
    expect(counted(flows, { ...buckets, le: '25' }) / whole).toBeGreaterThan(0.5);
    expect(counted(flows, { ...buckets, le: '100' }) / whole).toBeGreaterThan(0.99);
  });

  test('are tried again where a route says so, which only the destination notices', async () => {
    const retries = { attempts: 3, retryOn: '5xx' };
    const flows = await trafficOver([{ retries, route: [to('two', 100)] }]);
    const tried = counted(flows, {
      __name__: 'istio_requests_total',
      reporter: 'destination',
      response_code: '500',
    });
    expectAbout(tried, ALL * ERRORS);
    expect(flows.totals().failed).toBeLessThan(5);
  });

  test('fail when they take longer than a route allows', async () => {
    const flows = await trafficOver([{ timeout: '1s', retries: { attempts: 0 }, route: [to('one', 100)] }], {
      latency: { p50Ms: 1000, p99Ms: 4000 },
    });
    expectAbout(flows.totals().failed, ALL / 2);
    expect(
      counted(flows, { __name__: 'istio_requests_total', reporter: 'source', response_code: '504' }),
    ).toBe(flows.totals().failed);
  });

  test('are copied to a mirror, whose answers nobody sees', async () => {
    const mirror = { mirror: { host: 'two' }, mirrorPercentage: { value: 50 } };
    const flows = await trafficOver([{ ...mirror, route: [to('one', 100)] }]);
    expect(flows.totals().byVersion['two']).toBeUndefined();
    const copies = { __name__: 'istio_requests_total', destination_workload: 'two' };
    expectAbout(counted(flows, { ...copies, reporter: 'destination' }), ALL / 2);
    expect(counted(flows, { ...copies, reporter: 'source' })).toBe(0);
  });

  test('go where the headers of their callers lead', async () => {
    const match = [{ headers: { 'x-beta': { exact: 'yes' } } }];
    const request = { host: 'one' };
    const flows = await trafficOver([{ match, route: [to('two', 100)] }, { route: [to('one', 100)] }], {
      audiences: [
        { share: 0.2, request: { ...request, headers: { 'x-beta': 'yes' } } },
        { share: 0.8, request },
      ],
    });
    expectAbout(flows.totals().byVersion['two']?.sent ?? 0, 0.2 * ALL);
  });

  test('fail where nobody answers, and go nowhere where no route takes them', async () => {
    const nobody = await trafficOver([{ route: [to('two', 100)] }], { versions: ['one'] });
    expect(nobody.totals().failed).toBe(nobody.totals().sent);
    await close();
    const noRoute = await trafficOver([{ match: [{ uri: { exact: '/other' } }], route: [to('one', 100)] }]);
    expect(noRoute.totals().failed).toBe(noRoute.totals().sent);
    expect(noRoute.totals().byVersion).toEqual({});
  });
});
