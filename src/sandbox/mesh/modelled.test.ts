import { expect, test } from '@jest/globals';
import { DEPLOYMENT, SERVICE, VIRTUAL_SERVICE } from '../../api/kinds.ts';
import { silentLog } from '../../runtime/log.ts';
import { VirtualClock } from '../../runtime/virtual-clock.ts';
import { makeApiServer } from '../apiserver/api-server.ts';
import { runControllers } from '../controllers/controllers.ts';
import type { MetricSource } from '../metrics/samples.ts';
import { lookupIn } from '../pods/environment.ts';
import { makeModelledDriver } from '../pods/modelled-driver.ts';
import { makeModelledMesh } from './modelled.ts';

const seeded = (seed: number) => () => {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
  return seed / 0x80000000;
};

const makeWorld = () => {
  const clock = new VirtualClock();
  const random = seeded(3);
  const cluster = makeApiServer({ clock, random }).cluster('test');
  const stopping = new AbortController();
  const { signal } = stopping;
  const driver = makeModelledDriver({ clock, random, lookup: lookupIn(cluster, signal) });
  const options = { cluster, driver, clock, random, log: silentLog };
  const mesh = makeModelledMesh({
    ...options,
    namespace: 'default',
    workload: 'load',
    request: { host: 'podinfo' },
    ratePerSecond: 100,
    everyMs: 100,
  });
  const done = Promise.all([runControllers({ ...options, signal }), mesh.run(signal)]);
  const serve = async (name: string, image: string): Promise<void> => {
    const metadata = { name, namespace: 'default' };
    const labels = { app: name };
    const ports = [{ port: 80, targetPort: 9898 }];
    await cluster.create(
      SERVICE,
      { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: labels, ports } },
      signal,
    );
    const containers = [{ name: 'podinfo', image, ports: [{ containerPort: 9898 }] }];
    const template = { metadata: { labels }, spec: { containers } };
    const spec = { replicas: 2, selector: { matchLabels: labels }, template };
    await cluster.create(DEPLOYMENT, { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec }, signal);
  };
  const rule = (http: readonly object[]) =>
    cluster.create(
      VIRTUAL_SERVICE,
      {
        apiVersion: 'networking.istio.io/v1beta1',
        kind: 'VirtualService',
        metadata: { name: 'podinfo', namespace: 'default' },
        spec: { hosts: ['podinfo'], http },
      },
      signal,
    );
  const stop = async (): Promise<void> => {
    stopping.abort();
    await clock.advance(0);
    await done;
  };
  return { clock, mesh, serve, rule, stop };
};

const total = (metrics: MetricSource, labels: Readonly<Record<string, string>>): number => {
  let sum = 0;
  for (const sample of metrics.collect())
    if (Object.entries(labels).every(([key, value]) => sample.labels[key] === value)) sum += sample.value;
  return sum;
};

test('ten modelled minutes are split by the weights, answered as the pods behave, and counted', async () => {
  const world = makeWorld();
  for (const name of ['podinfo', 'podinfo-primary']) await world.serve(name, 'serinette/podinfo:1.0');
  await world.serve('podinfo-canary', 'serinette/podinfo:2.0-bad');
  await world.rule([
    {
      route: [
        { destination: { host: 'podinfo-primary' }, weight: 80 },
        { destination: { host: 'podinfo-canary' }, weight: 20 },
      ],
    },
  ]);
  await world.clock.advance(1000);
  const before = total(world.mesh.metrics, { __name__: 'istio_requests_total', reporter: 'source' });
  await world.clock.advance(600_000);
  const count = (labels: Readonly<Record<string, string>>): number =>
    total(world.mesh.metrics, { __name__: 'istio_requests_total', reporter: 'destination', ...labels });
  expect(total(world.mesh.metrics, { __name__: 'istio_requests_total', reporter: 'source' }) - before).toBe(
    60_000,
  );
  const canary = count({ destination_workload: 'podinfo-canary' });
  expect(canary / count({})).toBeCloseTo(0.2, 1);
  const bad = count({ destination_workload: 'podinfo-canary', response_code: '500' });
  expect(bad / canary).toBeCloseTo(0.1, 1);
  expect(count({ destination_workload: 'podinfo-primary', response_code: '500' })).toBe(0);
  expect(world.mesh.totals().byVersion['2.0-bad']).toBe(canary);
  await world.stop();
});

test('a slow version shows in the duration, and a timeout in the answers', async () => {
  const world = makeWorld();
  await world.serve('podinfo', 'serinette/podinfo:1.0-slow');
  await world.rule([{ timeout: '500ms', route: [{ destination: { host: 'podinfo' } }] }]);
  await world.clock.advance(10_000);
  const count = (labels: Readonly<Record<string, string>>): number =>
    total(world.mesh.metrics, { __name__: 'istio_requests_total', reporter: 'source', ...labels });
  const late = count({ response_code: '504', response_flags: 'UT' });
  expect(late).toBeGreaterThan(900);
  expect(
    total(world.mesh.metrics, {
      __name__: 'istio_request_duration_milliseconds_sum',
      reporter: 'source',
      response_code: '504',
    }),
  ).toBe(late * 500);
  await world.stop();
});
