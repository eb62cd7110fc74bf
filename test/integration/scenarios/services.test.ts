import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CANARY, CONFIG_MAP, DEPLOYMENT, SERVICE, VIRTUAL_SERVICE } from '../../../src/api/kinds.ts';
import type { KubeObject } from '../../../src/api/objects.ts';
import { canary, deployment, NAMESPACE } from '../../support/manifests.ts';
import { type Stage, stageOf } from '../../support/stage.ts';
import { makeWorld, type Operator, type World } from '../../support/world.ts';

const SERVICES = ['podinfo', 'podinfo-primary', 'podinfo-canary'] as const;

let world: World;
let stage: Stage;
let operator: Operator;

beforeEach(async () => {
  world = await makeWorld();
  stage = stageOf(world);
});

afterEach(async () => {
  await operator.stop();
  await world.close();
});

const withPorts = (version: string, ...ports: readonly Record<string, unknown>[]): KubeObject => {
  const object = structuredClone(deployment(version)) as Record<string, any>;
  object['spec'].template.spec.containers[0].ports.push(...ports);
  return object as KubeObject;
};

const initialised = async (
  service: Record<string, unknown>,
  target: KubeObject = deployment('1.0.0'),
): Promise<void> => {
  await stage.apply(DEPLOYMENT, target);
  const all = { port: 80, targetPort: 'http', ...service };
  await stage.apply(CANARY, canary({ stepWeight: 25 }, { service: all }));
  operator = world.startOperator();
  await stage.phaseIs('Initialized', 120_000);
  await world.clock.advance(30_000);
};

const portsOf = async (name: string): Promise<string[]> =>
  (await stage.get(SERVICE, name))['spec'].ports.map(
    (port: Record<string, unknown>) =>
      `${String(port['name'])}:${String(port['port'])}/${String(port['protocol'])}`,
  );

describe('the Services of a Canary', () => {
  test('offer every port of the application, also one that comes with a new version, on all three', async () => {
    const grpc = { name: 'grpc', containerPort: 9999 };
    await initialised({ portDiscovery: true, gateways: ['public'] }, withPorts('1.0.0', grpc));
    for (const name of SERVICES) expect(await portsOf(name)).toEqual(['http:80/TCP', 'grpc:9999/TCP']);
    const next = withPorts('1.0.1', grpc, { containerPort: 5353, protocol: 'UDP' });
    await stage.change(DEPLOYMENT, 'podinfo', {
      spec: { template: (next['spec'] as Record<string, any>)['template'] },
    });
    await stage.weightIs(25);
    for (const name of SERVICES)
      expect(await portsOf(name)).toEqual(['http:80/TCP', 'grpc:9999/TCP', 'udp-podinfod-2:5353/UDP']);
    const [route] = (await stage.get(VIRTUAL_SERVICE, 'podinfo'))['spec'].http[0].route;
    expect(route.destination).toEqual({ host: 'podinfo-primary', port: { number: 80 } });
    await stage.phaseIs('Succeeded', 300_000);
  });

  test('keep their discovered ports while the target is gone', async () => {
    await initialised({ portDiscovery: true }, withPorts('1.0.0', { name: 'grpc', containerPort: 9999 }));
    await stage.remove(DEPLOYMENT, 'podinfo');
    await stage.change(SERVICE, 'podinfo-primary', { spec: { selector: { app: 'nobody' } } });
    await world.until(
      async () => (await stage.get(SERVICE, 'podinfo-primary'))['spec'].selector.app === 'podinfo-primary',
      10_000,
    );
    expect(await portsOf('podinfo-primary')).toEqual(['http:80/TCP', 'grpc:9999/TCP']);
  });

  test('have no address of their own when they are made headless, and a rollout goes over them', async () => {
    await initialised({ headless: true });
    for (const name of SERVICES) expect((await stage.get(SERVICE, name))['spec'].clusterIP).toBe('None');
    await world.setImage('1.0.1');
    await stage.phaseIs('Succeeded', 300_000);
  });

  test('keep the address that they have when headless is asked for later', async () => {
    await initialised({});
    const before = (await stage.get(SERVICE, 'podinfo'))['spec'].clusterIP;
    await stage.change(CANARY, 'podinfo', { spec: { service: { headless: true } } });
    await world.clock.advance(30_000);
    expect((await stage.get(SERVICE, 'podinfo'))['spec'].clusterIP).toBe(before);
    expect((await stage.holding())['status']).not.toBe('True');
  });

  test('prefer the endpoints that the Canary says, also when it says so later', async () => {
    await initialised({});
    await stage.change(CANARY, 'podinfo', { spec: { service: { trafficDistribution: 'PreferClose' } } });
    await world.clock.advance(5_000);
    for (const name of SERVICES)
      expect((await stage.get(SERVICE, name))['spec'].trafficDistribution).toBe('PreferClose');
  });

  test('leave to others the metadata that the Canary says is theirs, and put the rest back', async () => {
    await initialised({
      apex: {
        annotations: { 'lb.example.com/group': 'ours', note: 'ours' },
        labels: { 'lb.example.com/zone': 'ours', side: 'ours' },
      },
      unmanagedMetadata: { annotations: ['lb.example.com/group'], labels: ['lb.example.com/zone'] },
    });
    const annotations = { 'lb.example.com/group': 'theirs', note: 'theirs', 'lb.example.com/id': '7' };
    const labels = { 'lb.example.com/zone': 'theirs', side: 'theirs' };
    await stage.change(SERVICE, 'podinfo', { metadata: { annotations, labels } });
    await world.until(
      async () => (await stage.get(SERVICE, 'podinfo'))['metadata'].annotations.note === 'ours',
      10_000,
    );
    expect((await stage.get(SERVICE, 'podinfo'))['metadata'].annotations).toMatchObject({
      'lb.example.com/group': 'theirs',
      'lb.example.com/id': '7',
    });
    expect((await stage.get(SERVICE, 'podinfo'))['metadata'].labels).toMatchObject({
      'lb.example.com/zone': 'theirs',
      side: 'ours',
    });
  });

  test('say the protocol of the application', async () => {
    await initialised({ appProtocol: 'http2' });
    for (const name of SERVICES)
      expect((await stage.get(SERVICE, name))['spec'].ports[0].appProtocol).toBe('http2');
  });

  test('that belong to somebody else are not taken', async () => {
    const { metadata } = await stage.apply(CONFIG_MAP, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'theirs', namespace: NAMESPACE },
    });
    const owner = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name: 'theirs',
      uid: metadata.uid ?? '',
      controller: true,
      blockOwnerDeletion: true,
    };
    await stage.apply(SERVICE, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'podinfo-canary', namespace: NAMESPACE, ownerReferences: [owner] },
      spec: { selector: { app: 'theirs' }, ports: [{ port: 80 }] },
    });
    await stage.apply(DEPLOYMENT, deployment('1.0.0'));
    await stage.apply(CANARY, canary());
    operator = world.startOperator();
    await world.clock.advance(3_000);
    expect(await stage.holding()).toMatchObject({ reason: 'NameTaken' });
    expect(await world.events()).toContainEqual(
      expect.stringContaining('Service podinfo-canary.test belongs to ConfigMap theirs'),
    );
  });
});
