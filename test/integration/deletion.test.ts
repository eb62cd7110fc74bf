import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CANARY, DAEMON_SET, DEPLOYMENT, SERVICE, VIRTUAL_SERVICE } from '../../src/api/kinds.ts';
import type { KubeObject, ResourceType } from '../../src/api/objects.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { NODE } from '../../src/sandbox/controllers/kinds.ts';
import { type Load, startLoad } from '../../src/sandbox/load/load-generator.ts';
import { canary, daemonSet, deployment, NAMESPACE, node } from '../support/manifests.ts';
import { eventually, type Running, serinette } from '../support/process.ts';
import { crds, FAST, makeSandbox, type TestSandbox } from '../support/sandbox.ts';

const REVERT = { revertOnDeletion: true };

let cluster: TestSandbox;
let operator: Running;

beforeAll(async () => {
  cluster = await makeSandbox({ definitions: crds() });
  await cluster.user.create(NODE, node('node-1'), cluster.never);
  operator = serinette(cluster.operatorArgs());
}, 60_000);

afterAll(async () => {
  operator.child.kill('SIGTERM');
  expect(await operator.ended).toBe(0);
  await cluster.close();
});

const named = (object: KubeObject, name: string): KubeObject =>
  JSON.parse(JSON.stringify(object).replaceAll('podinfo', name)) as KubeObject;

const apply = (type: ResourceType, object: KubeObject, name: string) =>
  cluster.user.create(type, named(object, name), cluster.never);

const phaseIs = (name: string, phase: string): Promise<void> =>
  eventually(
    async () => (await cluster.status(name))['phase'] === phase,
    60_000,
    async () => `${JSON.stringify(await cluster.status(name), null, 1)}\n${operator.output().slice(-2000)}`,
  );

const ref = (type: ResourceType, name: string) => ({ type, namespace: NAMESPACE, name });

const isThere = (type: ResourceType, name: string): Promise<boolean> =>
  cluster.get(type, name).then(
    () => true,
    () => false,
  );

/** As kubectl does it: asks for the deletion, and waits until the object is gone. */
const remove = async (name: string): Promise<void> => {
  await cluster.user.delete(ref(CANARY, name), cluster.never, { propagation: 'Background' });
  await eventually(
    async () => !(await isThere(CANARY, name)),
    60_000,
    async () => `${JSON.stringify(await cluster.status(name), null, 1)}\n${operator.output().slice(-2000)}`,
  );
};

/** Users who must not notice anything, while something happens and for a while afterwards. */
const unnoticed = async (name: string, happens: () => Promise<void>): Promise<void> => {
  const proxy = await cluster.sandbox.openProxy(NAMESPACE, `users-of-${name}`);
  const load: Load = startLoad({
    url: proxy.url,
    host: `${name}.test`,
    ratePerSecond: 30,
    clock: systemClock,
  });
  try {
    await happens();
    const { answered } = load.stats();
    await eventually(() => Promise.resolve(load.stats().answered > answered + 60), 20_000);
    expect(load.stats().failed).toBe(0);
  } finally {
    await load.stop();
  }
};

const setVersion = async (name: string, version: string): Promise<void> => {
  const body = { spec: { template: { metadata: { annotations: { version } } } } };
  const resourceVersion = String((await cluster.get(DEPLOYMENT, name))['metadata'].resourceVersion);
  await cluster.user.patch(ref(DEPLOYMENT, name), { type: 'merge', body, resourceVersion }, cluster.never);
};

describe('the whole operator, when a Canary with revertOnDeletion is deleted', () => {
  test('gives users back to its Deployment in mid-run', async () => {
    await apply(DEPLOYMENT, deployment('1.0.0'), 'midway');
    const closed = { name: 'gate', type: 'confirm-promotion', url: 'http://127.0.0.1:1/' };
    await apply(CANARY, canary({ ...FAST, metrics: [], webhooks: [closed] }, REVERT), 'midway');
    await phaseIs('midway', 'Initialized');
    await unnoticed('midway', async () => {
      await setVersion('midway', '2');
      await phaseIs('midway', 'WaitingPromotion');
      await remove('midway');
    });
    await eventually(async () => !(await isThere(DEPLOYMENT, 'midway-primary')));
    expect((await cluster.get(DEPLOYMENT, 'midway'))['status'].readyReplicas).toBe(2);
    expect((await cluster.get(SERVICE, 'midway'))['spec'].selector).toEqual({ app: 'midway' });
    expect((await cluster.get(VIRTUAL_SERVICE, 'midway'))['spec'].http).toEqual([
      { route: [{ destination: { host: 'midway' } }] },
    ]);
  }, 120_000);

  test('gives users back to a DaemonSet, and their Service its content', async () => {
    const metadata = { name: 'edge', namespace: NAMESPACE };
    const spec = { selector: { app: 'edge' }, ports: [{ name: 'old', port: 9898, targetPort: 9898 }] };
    await cluster.user.create(SERVICE, { apiVersion: 'v1', kind: 'Service', metadata, spec }, cluster.never);
    await apply(DAEMON_SET, daemonSet('1.0.0'), 'edge');
    const targetRef = { apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'edge' };
    await apply(CANARY, canary(FAST, { ...REVERT, targetRef }), 'edge');
    await phaseIs('edge', 'Initialized');
    expect((await cluster.get(SERVICE, 'edge'))['spec'].ports[0].name).toBe('http');
    await unnoticed('edge', () => remove('edge'));
    const left = (await cluster.get(SERVICE, 'edge'))['spec'];
    expect({ selector: left.selector, port: left.ports[0].name }).toEqual({
      selector: { app: 'edge' },
      port: 'old',
    });
  }, 120_000);

  test('lets a Canary go whose target and VirtualService are gone', async () => {
    await apply(DEPLOYMENT, deployment('1.0.0'), 'bare');
    await apply(CANARY, canary(FAST, REVERT), 'bare');
    await phaseIs('bare', 'Initialized');
    await cluster.user.delete(ref(DEPLOYMENT, 'bare'), cluster.never);
    await cluster.user.delete(ref(CANARY, 'bare'), cluster.never);
    await cluster.user.delete(ref(VIRTUAL_SERVICE, 'bare'), cluster.never);
    await eventually(async () => !(await isThere(CANARY, 'bare')), 30_000);
    await eventually(async () => !(await isThere(SERVICE, 'bare')));
  }, 60_000);
});
