import { afterEach, describe, expect, test } from '@jest/globals';
import { CANARY, DEPLOYMENT, SERVICE, VIRTUAL_SERVICE } from '../../src/api/kinds.ts';
import type { KubeObject } from '../../src/api/objects.ts';
import type { Json } from '../../src/domain/json.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { makeModelledMesh } from '../../src/sandbox/mesh/modelled.ts';
import { canary, deployment, NAMESPACE } from '../support/manifests.ts';
import { seeded } from '../../src/runtime/seeded.ts';
import { createTheirs, KEEPING, THEIRS } from '../support/strategies.ts';
import { makeWorld, type Operator, type World } from '../support/world.ts';

const CATCH_ALL = { name: 'maintenance', route: [{ destination: { host: 'legacy' } }] };

let world: World;
let operator: Operator;

afterEach(async () => {
  await operator.stop();
  await world.close();
});

const phaseIs = (phase: string, limitMs = 300_000): Promise<void> =>
  world.until(async () => (await world.status())['phase'] === phase, limitMs);
const weightIs = (weight: number): Promise<void> =>
  world.until(async () => (await world.status())['canaryWeight'] === weight);
const http = async (): Promise<readonly Json[]> =>
  ((await world.get(VIRTUAL_SERVICE, 'podinfo')) as Record<string, any>)['spec'].http;
const names = async (): Promise<readonly unknown[]> => (await http()).map(({ name }) => name);
const holding = async (): Promise<Json | undefined> =>
  ((await world.status())['conditions'] as readonly Json[]).find(({ type }) => type === 'Holding');

const begin = async (more: Record<string, unknown> = {}): Promise<void> => {
  world = await makeWorld();
  operator = world.startOperator();
  await world.user.create(DEPLOYMENT, deployment('1.0.0'), world.never);
  await createTheirs(world);
  const metadata = { name: 'legacy', namespace: NAMESPACE };
  const ports = [{ name: 'http', port: 9898, targetPort: 'http' }];
  const spec = { selector: { app: 'legacy' }, ports };
  await world.user.create(SERVICE, { apiVersion: 'v1', kind: 'Service', metadata, spec }, world.never);
  const legacy = deployment('0.9.0', { selector: { matchLabels: { app: 'legacy' } } }) as Record<string, any>;
  legacy['metadata'].name = 'legacy';
  legacy['spec'].template.metadata.labels = { app: 'legacy' };
  await world.user.create(DEPLOYMENT, legacy as KubeObject, world.never);
  await world.user.create(CANARY, canary({ stepWeight: 25 }, { ...KEEPING, ...more }), world.never);
};

/** Users behind a sidecar, who call the Service by name. */
const withUsers = (path: string) => {
  const stop = new AbortController();
  const mesh = makeModelledMesh({
    cluster: world.api.cluster('istiod'),
    driver: world.driver,
    clock: world.clock,
    random: seeded(7),
    log: silentLog,
    namespace: NAMESPACE,
    request: { host: 'podinfo', path },
    ratePerSecond: 20,
    everyMs: 100,
  });
  const running = mesh.run(stop.signal);
  world.atClose(async () => {
    stop.abort();
    await running;
  });
  return mesh;
};

describe('with keepForeignRoutes', () => {
  test('routes of others are as before in the whole life of a Canary, and back alone after it', async () => {
    await begin({ revertOnDeletion: true });
    await phaseIs('Initialized');
    const seen: unknown[] = [];
    world.api.admit(({ object }) => {
      if (object.kind !== 'VirtualService') return;
      const { http: routes } = object['spec'] as { readonly http: readonly Json[] };
      seen.push(routes.filter(({ name }) => !String(name).startsWith('serinette-')));
    });
    await world.setImage('1.0.1');
    await phaseIs('Succeeded');
    world.outside.successRate = 90;
    await world.setImage('1.0.2');
    await phaseIs('Failed');
    await world.user.delete({ type: CANARY, namespace: NAMESPACE, name: 'podinfo' }, world.never);
    await world.until(async () => (await world.get(CANARY, 'podinfo').catch(() => undefined)) === undefined);
    expect(seen.length).toBeGreaterThan(4);
    expect(seen.filter((routes) => JSON.stringify(routes) !== JSON.stringify(THEIRS))).toEqual([]);
    expect(await http()).toEqual(THEIRS);
  });

  test('others change theirs in mid-run, and ours are put back at the weight that is recorded', async () => {
    await begin();
    await phaseIs('Initialized');
    await world.setImage('1.0.1');
    await weightIs(25);
    const added = { name: 'added', match: [{ uri: { prefix: '/new' } }], route: THEIRS[0]?.route };
    await world.editRoutes((routes) => {
      const text = JSON.stringify([added, ...routes.filter(({ name }) => name !== 'legacy')]);
      return JSON.parse(
        text.replace('"weight":75', '"weight":0').replace('"weight":25', '"weight":100'),
      ) as Json[];
    });
    await world.clock.advance(1_000);
    expect(await names()).toEqual(['added', 'serinette-1', undefined]);
    expect((await http())[1]?.['route']).toMatchObject([{ weight: 75 }, { weight: 25 }]);
    await phaseIs('Succeeded');
    expect(await names()).toEqual(['added', 'serinette-1', undefined]);
  });

  test('a route that hides ours holds the run at its weight, says which, and counts nothing against it', async () => {
    await begin();
    await phaseIs('Initialized');
    await world.setImage('1.0.1');
    await weightIs(25);
    await world.editRoutes((routes) => [routes[0] ?? {}, CATCH_ALL, ...routes.slice(1)]);
    world.outside.successRate = 'none';
    await world.clock.advance(120_000);
    expect(await world.status()).toMatchObject({ phase: 'Progressing', canaryWeight: 25, failedChecks: 0 });
    expect(await holding()).toMatchObject({
      status: 'True',
      reason: 'RoutesHidden',
      message:
        'spec.http[1] of VirtualService podinfo.test takes every request before it comes to ours; give it a match, or put it after them',
    });
    world.outside.calls.length = 0;
    await world.editRoutes((routes) => routes.filter(({ name }) => name !== 'maintenance'));
    // Users come back, and the window of the metrics fills with them.
    await world.clock.advance(9_000);
    expect(world.outside.calls).toEqual([]);
    world.outside.successRate = 100;
    await phaseIs('Succeeded');
    expect(await names()).toEqual(['legacy', 'serinette-1', undefined]);
  });

  test('a VirtualService that would hide ours from the first is not taken over', async () => {
    world = await makeWorld();
    operator = world.startOperator();
    await world.user.create(DEPLOYMENT, deployment('1.0.0'), world.never);
    await createTheirs(world);
    await world.editRoutes((routes) => [CATCH_ALL, ...routes]);
    await world.user.create(CANARY, canary({}, KEEPING), world.never);
    await world.clock.advance(60_000);
    expect(await holding()).toMatchObject({ reason: 'RoutesHidden' });
    expect(await names()).toEqual(['maintenance', 'legacy', undefined]);
    expect((await world.deployment('podinfo'))['spec'].replicas).toBe(2);
    await world.editRoutes((routes) => routes.slice(1));
    await phaseIs('Initialized');
  });

  test('a route that copies requests to the canary is left alone, and keeps its pods until it is gone', async () => {
    await begin();
    await phaseIs('Initialized');
    const copying = { ...THEIRS[0], name: 'copying', mirror: { host: 'podinfo-canary' } };
    await world.editRoutes((routes) => [copying, ...routes]);
    await world.setImage('1.0.1');
    await phaseIs('Finalising');
    await world.clock.advance(60_000);
    expect(await names()).toEqual(['copying', 'legacy', 'serinette-1', undefined]);
    expect((await world.deployment('podinfo'))['spec'].replicas).toBe(2);
    expect(await holding()).toMatchObject({ status: 'True', reason: 'NoEndpoints' });
    await world.editRoutes((routes) => routes.slice(1));
    await phaseIs('Succeeded');
    expect((await world.deployment('podinfo'))['spec'].replicas).toBe(0);
  });

  test('turned off, routes of others go; turned on in mid-run, ours get their names', async () => {
    await begin({ service: { ...KEEPING.service, keepForeignRoutes: false } });
    await phaseIs('Initialized');
    expect(await names()).toEqual([undefined]);
    await world.setImage('1.0.1');
    await weightIs(25);
    const { resourceVersion = '' } = (await world.get(CANARY, 'podinfo')).metadata;
    await world.user.patch(
      { type: CANARY, namespace: NAMESPACE, name: 'podinfo' },
      { type: 'merge', body: { spec: KEEPING }, resourceVersion },
      world.never,
    );
    await world.clock.advance(1_000);
    expect(await names()).toEqual(['serinette-1']);
    expect(await world.weights()).toEqual({ primary: 75, canary: 25 });
    await phaseIs('Succeeded');
  });

  test.each([
    { path: '/', versions: ['1.0.0', '1.0.1'] },
    { path: '/legacy', versions: ['0.9.0'] },
  ])('users of $path notice nothing of take-over, rollout and deletion', async ({ path, versions }) => {
    await begin({ revertOnDeletion: true });
    await world.clock.advance(10_000);
    const mesh = withUsers(path);
    await phaseIs('Initialized');
    await world.setImage('1.0.1');
    await phaseIs('Succeeded');
    await world.user.delete({ type: CANARY, namespace: NAMESPACE, name: 'podinfo' }, world.never);
    await world.until(async () => (await world.get(CANARY, 'podinfo').catch(() => undefined)) === undefined);
    await world.clock.advance(30_000);
    const { failed, byVersion } = mesh.totals();
    expect({ failed, versions: Object.keys(byVersion).sort() }).toEqual({ failed: 0, versions });
  });
});
