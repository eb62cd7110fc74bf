import { afterEach, describe, expect, test } from '@jest/globals';
import { CANARY, DEPLOYMENT, VIRTUAL_SERVICE } from '../../../src/api/kinds.ts';
import { canary, deployment, NAMESPACE } from '../../support/manifests.ts';
import { BETA, iterations } from '../../support/strategies.ts';
import { drawnWeights, makeWorld, type Operator, type World } from '../../support/world.ts';

let world: World;
let operator: Operator;

const initialised = async (
  analysis: Record<string, unknown>,
  spec: Record<string, unknown> = {},
  args: readonly string[] = [],
): Promise<void> => {
  world = await makeWorld({ args });
  operator = world.startOperator();
  await world.user.create(DEPLOYMENT, deployment('1.0.0'), world.never);
  await world.user.create(CANARY, canary(analysis, spec), world.never);
  await phaseIs('Initialized');
  await world.clock.advance(30_000);
};

afterEach(async () => {
  await operator.stop();
  await world.close();
});

const phaseIs = (phase: string, limitMs = 300_000) =>
  world.until(async () => (await world.status())['phase'] === phase, limitMs);
const http = async (): Promise<readonly Record<string, any>[]> =>
  ((await world.get(VIRTUAL_SERVICE, 'podinfo')) as Record<string, any>)['spec'].http;

describe('routes that a hand changes are put back:', () => {
  const STICKY = { stepWeight: 50, sessionAffinity: { cookieName: 'who' } };

  test.each([
    { name: 'a match that is widened', analysis: { ...iterations(9), match: [BETA] }, at: 100, drop: 0 },
    { name: 'a cookie route that is deleted', analysis: STICKY, at: 50, drop: 0 },
    { name: 'the route of all others that is deleted', analysis: STICKY, at: 50, drop: 1 },
  ])('$name', async ({ analysis, at, drop }) => {
    await initialised(analysis);
    await world.setImage('1.0.1');
    await world.until(async () => (await world.status())['canaryWeight'] === at);
    await world.clock.advance(1_000);
    const before = await http();
    await editRoutes((routes) => {
      if (routes.length > 1 && drop === 1) routes.pop();
      else delete routes[0]?.['match'];
    });
    await world.clock.advance(1_000);
    expect(await http()).toEqual(before);
  });

  test('copies that are turned off', async () => {
    await initialised({ ...iterations(9), mirror: true });
    await world.setImage('1.0.1');
    await world.until(async () => (await world.status())['run']?.mirrored === true);
    await world.clock.advance(1_000);
    await editRoutes((routes) => {
      delete routes[0]?.['mirror'];
    });
    await world.clock.advance(1_000);
    expect((await http())[0]?.['mirror']).toEqual({ host: 'podinfo-canary' });
  });
});

const editRoutes = async (change: (routes: Record<string, any>[]) => void): Promise<void> => {
  const object = structuredClone(await world.get(VIRTUAL_SERVICE, 'podinfo')) as Record<string, any>;
  change(object['spec'].http);
  await world.user.patch(
    { type: VIRTUAL_SERVICE, namespace: NAMESPACE, name: 'podinfo' },
    {
      type: 'merge',
      body: { spec: object['spec'] },
      resourceVersion: String(object['metadata'].resourceVersion),
    },
    world.never,
  );
};

describe('a strategy that changes in mid-run', () => {
  test('never gives everyone what only some were to get', async () => {
    await initialised({ ...iterations(5), match: [BETA] });
    await world.setImage('1.0.1');
    await world.until(async () => (await world.status())['canaryWeight'] === 100);
    const weights: number[] = [];
    world.api.admit(({ object }) => {
      if (object.kind === 'VirtualService') weights.push(drawnWeights(object).canary);
    });
    await world.editAnalysis({ iterations: null, match: null, stepWeight: 10, maxWeight: 20 });
    await phaseIs('Succeeded');
    expect(weights).toEqual([0, 10, 20, 0]);
  });

  test('waits for the primary like any other run while it begins anew', async () => {
    await initialised({});
    await world.setImage('1.0.1');
    await world.until(async () => (await world.status())['canaryWeight'] === 20);
    await world.editAnalysis({ stepWeight: null, maxWeight: null, iterations: 2 });
    await world.clock.advance(100);
    expect(await world.status()).toMatchObject({ phase: 'Progressing', canaryWeight: 0, iterations: 0 });
    await phaseIs('Succeeded');
    expect(await world.events()).toContain(
      'Strategy blue-green is new! Restarting analysis for podinfo.test',
    );
  });

  test('does not turn a Canary away from Istio while its routes are there', async () => {
    await initialised({});
    await editSpec({ provider: 'kubernetes' });
    await operator.stop();
    operator = world.startOperator();
    await world.clock.advance(1_000);
    const accepted = (await world.status())['conditions'].find(
      ({ type }: { type: string }) => type === 'Accepted',
    );
    expect(accepted).toMatchObject({
      status: 'False',
      reason: 'RoutesLeft',
      message:
        'spec.provider must stay istio while the VirtualService podinfo of this Canary exists; delete that first',
    });
    await world.user.delete({ type: VIRTUAL_SERVICE, namespace: NAMESPACE, name: 'podinfo' }, world.never);
    await world.setImage('1.0.1');
    await phaseIs('Succeeded', 600_000);
  });
});

const editSpec = async (spec: Record<string, unknown>): Promise<void> => {
  const { metadata } = await world.get(CANARY, 'podinfo');
  await world.user.patch(
    { type: CANARY, namespace: NAMESPACE, name: 'podinfo' },
    { type: 'merge', body: { spec }, resourceVersion: metadata.resourceVersion ?? '' },
    world.never,
  );
};

test('an operator without Istio asks for nothing of it', async () => {
  await initialised(iterations(1), {}, ['--mesh-provider=kubernetes']);
  await world.setImage('1.0.1');
  await phaseIs('Succeeded');
  const asked = world.requests.filter(({ user, group }) => user === 'operator' && group.includes('istio'));
  expect(asked).toEqual([]);
});

describe('a run that Flagger left', () => {
  /** What Flagger would have recorded here: no run, a hash of its own, no weight where it counts iterations. */
  const leaveAsFlagger = async (status: Record<string, unknown>): Promise<void> => {
    await operator.stop();
    const object = await world.get(CANARY, 'podinfo');
    const { run: _, lastTrackedRevision: __, ...recorded } = object['status'] as Record<string, unknown>;
    const left = { ...recorded, lastAppliedSpec: '7c5b68f9c6', lastPromotedSpec: '5d8c9bf64b', ...status };
    const resourceVersion = object.metadata.resourceVersion ?? '';
    const versioned = { ...object, metadata: { ...object.metadata, resourceVersion } };
    await world.user.replace(CANARY, { ...versioned, status: left }, world.never, 'status');
    const routes = await world.get(VIRTUAL_SERVICE, 'podinfo');
    await world.user.patch(
      { type: VIRTUAL_SERVICE, namespace: NAMESPACE, name: 'podinfo' },
      {
        type: 'merge',
        body: { metadata: { annotations: { 'serinette.dev/record': null } } },
        resourceVersion: routes.metadata.resourceVersion ?? '',
      },
      world.never,
    );
  };

  const AFFINITY = { cookieName: 'who' };
  const rows: readonly {
    readonly name: string;
    readonly analysis: Record<string, unknown>;
    readonly until: (status: Record<string, any>) => boolean;
    readonly left: Record<string, unknown>;
    readonly is: Record<string, unknown>;
  }[] = [
    {
      name: 'A/B testing',
      analysis: { ...iterations(4), match: [BETA] },
      until: ({ iterations: count }) => count === 2,
      left: { canaryWeight: 0 },
      is: { canaryWeight: 100, iterations: 2 },
    },
    {
      name: 'mirrored Blue/Green',
      analysis: { ...iterations(4), mirror: true },
      until: ({ iterations: count }) => count === 2,
      left: { canaryWeight: 0 },
      is: { canaryWeight: 0, iterations: 2, run: { mirrored: true } },
    },
    {
      name: 'Blue/Green after the switch',
      analysis: iterations(2),
      until: ({ canaryWeight }) => canaryWeight === 100,
      left: { canaryWeight: 0 },
      is: { canaryWeight: 100, iterations: 3 },
    },
    {
      name: 'weights with cookies',
      analysis: { stepWeight: 25, sessionAffinity: AFFINITY },
      until: ({ canaryWeight }) => canaryWeight === 25,
      left: { sessionAffinityCookie: 'who=ofFlagger' },
      is: { canaryWeight: 25, sessionAffinityCookie: 'who=ofFlagger' },
    },
  ];

  test.each(rows)('in $name goes on where it stands, once', async ({ analysis, until, left, is }) => {
    await initialised(analysis);
    await world.setImage('1.0.1');
    await world.until(async () => until(await world.status()));
    await leaveAsFlagger(left);
    operator = world.startOperator();
    await world.clock.advance(2_000);
    expect(await world.status()).toMatchObject({ phase: 'Progressing', ...is });
    const { id } = (await world.status())['run'];
    await phaseIs('Succeeded', 600_000);
    expect(await world.status()).toMatchObject({ run: { id }, canaryWeight: 0, iterations: 0 });
  });
});
