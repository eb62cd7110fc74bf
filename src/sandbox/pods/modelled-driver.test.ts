import { expect, test } from '@jest/globals';
import type { KubeObject } from '../../api/objects.ts';
import { VirtualClock } from '../../runtime/virtual-clock.ts';
import type { ConfigLookup } from './environment.ts';
import { makeModelledDriver } from './modelled-driver.ts';
import type { Container } from './pod.ts';

const pod = (container: Partial<Container>): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'podinfo-1', namespace: 'test' },
  spec: { containers: [{ name: 'podinfo', image: 'serinette/podinfo:1.0', ...container }] },
});

const objects: Readonly<Record<string, KubeObject>> = {
  'ConfigMap/test/settings': {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings' },
    data: { LATENCY: '30ms', SHARE: '1' },
  },
  'Secret/test/keys': {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'keys' },
    data: { READY: Buffer.from('5s').toString('base64') },
  },
};
const lookup: ConfigLookup = (kind, namespace, name) =>
  Promise.resolve(objects[`${kind}/${namespace}/${name}`]);

const world = () => {
  const clock = new VirtualClock();
  return { clock, driver: makeModelledDriver({ clock, random: () => 0.5, lookup }) };
};
const get = (path: string) => ({ method: 'GET', path, headers: {} });

test('the environment comes from ConfigMaps and Secrets, and variables win over whole maps', async () => {
  const { clock, driver } = world();
  const runtime = await driver.start(
    pod({
      envFrom: [{ configMapRef: { name: 'settings' } }],
      env: [
        { name: 'ERROR_RATE', valueFrom: { configMapKeyRef: { name: 'settings', key: 'SHARE' } } },
        { name: 'READY_AFTER', valueFrom: { secretKeyRef: { name: 'keys', key: 'READY' } } },
      ],
    }),
  );
  const seen: boolean[] = [];
  runtime.onReadyChange((ready) => seen.push(ready));
  expect(driver.answer(runtime.ip, get('/'))).toMatchObject({ status: 500, delayMs: 30, version: '1.0' });
  expect(driver.answer(runtime.ip, get('/readyz'))?.status).toBe(503);
  await clock.advance(5000);
  expect(seen).toEqual([true]);
  expect(driver.answer(runtime.ip, get('/readyz'))?.status).toBe(200);
});

test.each([
  ['configmap "absent" not found', { configMapRef: { name: 'absent' } }],
  ['secret "absent" not found', { secretRef: { name: 'absent' } }],
])('a missing reference stops the start: %s', async (message, from) => {
  await expect(world().driver.start(pod({ envFrom: [from] }))).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message,
  });
});

test('an optional missing reference does not', async () => {
  const container = { envFrom: [{ configMapRef: { name: 'absent', optional: true } }] };
  await expect(world().driver.start(pod(container))).resolves.toMatchObject({ ip: '10.244.0.1' });
});

test('a crashing program reports its exit once and answers nothing afterwards', async () => {
  const { clock, driver } = world();
  const runtime = await driver.start(pod({ image: 'serinette/podinfo:1.1-crash' }));
  const codes: number[] = [];
  runtime.onExit((code) => codes.push(code));
  await clock.advance(10_000);
  expect(codes).toEqual([1]);
  expect(driver.answer(runtime.ip, get('/'))).toBeUndefined();
});

test('a program that is told to stop still answers for a second', async () => {
  const { clock, driver } = world();
  const runtime = await driver.start(pod({}));
  const stopped = runtime.stop(30_000);
  await clock.advance(999);
  expect(driver.answer(runtime.ip, get('/'))?.status).toBe(200);
  await clock.advance(1);
  await stopped;
  expect(driver.answer(runtime.ip, get('/'))).toBeUndefined();
});
