import { describe, expect, test } from '@jest/globals';
import { CANARY, DEPLOYMENT, SCALED_OBJECT, SERVICE, VIRTUAL_SERVICE } from '../../../src/api/kinds.ts';
import type { KubeObject, ResourceType } from '../../../src/api/objects.ts';
import type { Cluster } from '../../../src/kube/cluster.ts';
import { silentLog } from '../../../src/runtime/log.ts';
import { makeModelledMesh } from '../../../src/sandbox/mesh/modelled.ts';
import { canary, deployment, NAMESPACE } from '../../support/manifests.ts';
import { outage } from '../../support/outage.ts';
import { counting, readyFor, type Scenario } from '../../support/rollouts.ts';
import { seeded } from '../../../src/runtime/seeded.ts';
import { createTheirs, KEEPING, THEIRS } from '../../support/strategies.ts';
import { targetScenarios } from '../../support/target-rollouts.ts';
import { makeWorld, type World } from '../../support/world.ts';

const REVERT = { revertOnDeletion: true };
const FINALIZERS = ['finalizer.flagger.app'];
const ORIGINAL_SELECTOR = { app: 'podinfo', tier: 'front' };
const ORIGINAL_ROUTES = {
  hosts: ['podinfo', 'old.example.com'],
  exportTo: ['.'],
  http: [{ route: [{ destination: { host: 'podinfo' } }], timeout: '3s' }],
};

const ref = (type: ResourceType, name = 'podinfo') => ({ type, namespace: NAMESPACE, name });

const find = (world: World, type: ResourceType, name = 'podinfo'): Promise<KubeObject | undefined> =>
  world.get(type, name).catch(() => undefined);

const isGone = async (world: World): Promise<boolean> => (await find(world, CANARY)) === undefined;

const remove = (world: World, type: ResourceType = CANARY, name = 'podinfo') =>
  world.user.delete(ref(type, name), world.never);

const merge = async (world: World, type: ResourceType, body: unknown, name = 'podinfo') => {
  const { resourceVersion = '' } = (await world.get(type, name)).metadata;
  await world.user.patch(ref(type, name), { type: 'merge', body, resourceVersion }, world.never);
};

/** Objects that users had before there was a Canary; the label by which the Service selects is on the pods. */
const withOriginals = async (world: World): Promise<void> => {
  const metadata = { name: 'podinfo', namespace: NAMESPACE };
  const ports = [{ name: 'http', port: 9898, targetPort: 'http' }];
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: { selector: ORIGINAL_SELECTOR, ports },
  };
  await world.user.create(SERVICE, service, world.never);
  const apiVersion = 'networking.istio.io/v1beta1';
  const routes = { apiVersion, kind: 'VirtualService', metadata, spec: ORIGINAL_ROUTES };
  await world.user.create(VIRTUAL_SERVICE, routes, world.never);
};

const target = (): KubeObject => {
  const object = deployment('1.0.0') as Record<string, any>;
  object['spec'].template.metadata.labels.tier = 'front';
  return object as KubeObject;
};

const phaseIs = (world: World, phase: string) => async () => (await world.status())['phase'] === phase;

const initialised = async (
  world: World,
  more: Record<string, unknown> = REVERT,
  prepare: (world: World) => Promise<void> = () => Promise.resolve(),
): Promise<void> => {
  await prepare(world);
  await world.user.create(DEPLOYMENT, target(), world.never);
  await world.user.create(CANARY, canary({}, more), world.never);
  await world.until(phaseIs(world, 'Initialized'), 120_000);
};

/** Users who call the Service by name, behind a sidecar. */
const withUsers = (world: World, through: (cluster: Cluster) => Cluster = (cluster) => cluster) => {
  const stop = new AbortController();
  const mesh = makeModelledMesh({
    cluster: through(world.api.cluster('istiod')),
    driver: world.driver,
    clock: world.clock,
    random: seeded(7),
    log: silentLog,
    namespace: NAMESPACE,
    request: { host: 'podinfo' },
    ratePerSecond: 50,
    everyMs: 100,
  });
  const running = mesh.run(stop.signal);
  world.atClose(async () => {
    stop.abort();
    await running;
  });
  return mesh;
};

/** What is left when the Canary is gone. */
const leftovers = async (world: World) => ({
  replicas: (await world.deployment('podinfo'))['spec'].replicas,
  primary: await find(world, DEPLOYMENT, 'podinfo-primary'),
  sides: [await find(world, SERVICE, 'podinfo-primary'), await find(world, SERVICE, 'podinfo-canary')],
  selector: ((await find(world, SERVICE)) as Record<string, any> | undefined)?.['spec'].selector,
  routes: ((await find(world, VIRTUAL_SERVICE)) as Record<string, any> | undefined)?.['spec'],
  marks: [
    ...Object.keys((await find(world, SERVICE))?.metadata.annotations ?? {}),
    ...Object.keys((await find(world, VIRTUAL_SERVICE))?.metadata.annotations ?? {}),
  ],
  owners: [
    (await find(world, SERVICE))?.metadata.ownerReferences,
    (await find(world, VIRTUAL_SERVICE))?.metadata.ownerReferences,
  ],
});

const NOTHING_OF_OURS = {
  replicas: 2,
  primary: undefined,
  sides: [undefined, undefined],
  marks: [],
  owners: [undefined, undefined],
};

const inWorld = async (story: (world: World) => Promise<void>): Promise<void> => {
  const world = await makeWorld();
  const operator = world.startOperator();
  try {
    await story(world);
  } finally {
    await operator.stop();
    await world.close();
  }
};

test('a Canary without revertOnDeletion leaves its users without pods, which shows that they are there', () =>
  inWorld(async (world) => {
    await initialised(world, {});
    const mesh = withUsers(world);
    await world.clock.advance(5_000);
    expect(mesh.totals().failed).toBe(0);
    await remove(world);
    await world.clock.advance(20_000);
    expect(mesh.totals().failed).toBeGreaterThan(100);
  }));

interface Moment {
  readonly name: string;
  readonly come: (world: World) => Promise<void>;
}

const GATE = 'http://gate.test/';

/** A new revision comes to a gate that is closed. */
const closed = async (world: World, type: string, phase: string): Promise<void> => {
  world.outside.hooks.set(GATE, 403);
  await world.editAnalysis({ webhooks: [{ name: 'gate', type, url: GATE }] });
  await world.setImage('1.0.1');
  await world.until(phaseIs(world, phase));
};

const MOMENTS: readonly Moment[] = [
  { name: 'Waiting', come: (world) => closed(world, 'confirm-rollout', 'Waiting') },
  { name: 'WaitingPromotion', come: (world) => closed(world, 'confirm-promotion', 'WaitingPromotion') },
  { name: 'Initialized', come: () => Promise.resolve() },
  {
    name: 'Progressing at weight 30',
    come: async (world) => {
      await world.setImage('1.0.1');
      await world.until(async () => (await world.status())['canaryWeight'] === 30);
    },
  },
  {
    name: 'Progressing before any weight',
    come: async (world) => {
      await world.setImage('1.0.1');
      await world.until(phaseIs(world, 'Progressing'));
    },
  },
  {
    name: 'Progressing while it is rolled back',
    come: async (world) => {
      await world.setImage('1.0.1');
      await world.until(async () => (await world.status())['canaryWeight'] === 30);
      world.outside.successRate = 50;
      await world.until(async () => (await world.status())['run'].intent === 'rollBack');
    },
  },
  {
    name: 'Promoting, with half of the traffic back,',
    come: async (world) => {
      await world.editAnalysis({ stepWeightPromotion: 10 });
      await world.setImage('1.0.1');
      await world.until(phaseIs(world, 'Promoting'));
    },
  },
  {
    name: 'Finalising',
    come: async (world) => {
      await world.setImage('1.0.1');
      await world.until(phaseIs(world, 'Finalising'));
    },
  },
  {
    name: 'Succeeded',
    come: async (world) => {
      await world.setImage('1.0.1');
      await world.until(phaseIs(world, 'Succeeded'));
    },
  },
  {
    name: 'Failed',
    come: async (world) => {
      await world.setImage('1.0.1');
      await world.until(async () => (await world.status())['canaryWeight'] === 30);
      world.outside.successRate = 50;
      await world.until(phaseIs(world, 'Failed'));
    },
  },
];

describe('a Canary with revertOnDeletion that is deleted', () => {
  test.each(MOMENTS)('while $name gives users back to the target without an error', ({ come }) =>
    inWorld(async (world) => {
      await initialised(world);
      const mesh = withUsers(world);
      await world.clock.advance(5_000);
      await come(world);
      await remove(world);
      await world.until(() => isGone(world), 120_000);
      await world.clock.advance(60_000);
      const { sent, failed } = mesh.totals();
      expect(sent).toBeGreaterThan(1_000);
      expect(failed).toBe(0);
      expect(await leftovers(world)).toMatchObject({
        ...NOTHING_OF_OURS,
        selector: { app: 'podinfo' },
        routes: { http: [{ route: [{ destination: { host: 'podinfo' } }] }] },
      });
      const events = await world.events();
      expect(events).toContain('Terminating canary podinfo.test');
      expect(events).toContain('Terminated canary podinfo.test');
    }),
  );

  test('gives a Service and a VirtualService that were there before their content back, without an error', () =>
    inWorld(async (world) => {
      await initialised(world, REVERT, withOriginals);
      const mesh = withUsers(world);
      await world.clock.advance(5_000);
      await remove(world);
      await world.until(() => isGone(world), 120_000);
      await world.clock.advance(60_000);
      expect(mesh.totals().failed).toBe(0);
      const left = await leftovers(world);
      expect(left).toMatchObject({ ...NOTHING_OF_OURS, selector: ORIGINAL_SELECTOR });
      expect(left.routes).toEqual(ORIGINAL_ROUTES);
    }));

  test('while Initializing leaves users where they are, without an error', () =>
    inWorld(async (world) => {
      await withOriginals(world);
      await world.user.create(DEPLOYMENT, target(), world.never);
      const mesh = withUsers(world);
      await world.clock.advance(5_000);
      const { failed } = mesh.totals();
      await world.user.create(CANARY, canary({}, REVERT), world.never);
      await world.until(phaseIs(world, 'Initializing'));
      expect((await world.get(CANARY, 'podinfo')).metadata.finalizers).toEqual(FINALIZERS);
      await remove(world);
      await world.until(() => isGone(world), 120_000);
      await world.clock.advance(30_000);
      expect(mesh.totals().failed).toBe(failed);
      const left = await leftovers(world);
      expect(left).toMatchObject({
        ...NOTHING_OF_OURS,
        selector: ORIGINAL_SELECTOR,
        routes: ORIGINAL_ROUTES,
      });
    }));

  test('passes through Terminating and Terminated, and its condition says so', () =>
    inWorld(async (world) => {
      await initialised(world, REVERT);
      await merge(world, CANARY, { metadata: { finalizers: [...FINALIZERS, 'example.dev/hold'] } });
      await remove(world);
      await world.until(phaseIs(world, 'Terminating'));
      expect((await world.status())['conditions'][0]).toMatchObject({
        type: 'Promoted',
        status: 'Unknown',
        reason: 'Terminating',
        message: 'The Canary is being deleted, users go back to the Deployment.',
      });
      await world.until(phaseIs(world, 'Terminated'), 120_000);
      await world.clock.advance(5_000);
      expect((await world.get(CANARY, 'podinfo')).metadata.finalizers).toEqual(['example.dev/hold']);
    }));
});

describe('a deletion is not blocked', () => {
  const gone = async (world: World, limitMs: number): Promise<string[]> => {
    await remove(world);
    await world.until(() => isGone(world), limitMs);
    return world.events();
  };

  test.each([
    { name: 'the VirtualService', type: VIRTUAL_SERVICE, kept: { selector: ORIGINAL_SELECTOR } },
    { name: 'the Service', type: SERVICE, kept: { routes: ORIGINAL_ROUTES } },
  ])('by $name that is gone', ({ type, kept }) =>
    inWorld(async (world) => {
      await initialised(world, REVERT, withOriginals);
      await remove(world);
      await world.until(phaseIs(world, 'Terminating'));
      await remove(world, type);
      await world.until(() => isGone(world), 60_000);
      expect(await leftovers(world)).toMatchObject({ replicas: 2, ...kept });
    }),
  );

  test('by a target that is gone: originals get their content back, what we made goes', () =>
    inWorld(async (world) => {
      await initialised(world, REVERT, async (made) => {
        await withOriginals(made);
        await remove(made, VIRTUAL_SERVICE);
      });
      await remove(world, DEPLOYMENT);
      await gone(world, 30_000);
      await world.clock.advance(5_000);
      expect(await find(world, VIRTUAL_SERVICE)).toBeUndefined();
      expect(((await world.get(SERVICE, 'podinfo')) as Record<string, any>)['spec'].selector).toEqual(
        ORIGINAL_SELECTOR,
      );
    }));

  test('by a target that does not become ready: after the deadline it is let go, and an Event says so', () =>
    inWorld(async (world) => {
      await initialised(world);
      await world.setImage('1.0.1-unready');
      await world.clock.advance(1_000);
      await remove(world);
      await world.clock.advance(50_000);
      expect(await isGone(world)).toBe(false);
      await world.until(() => isGone(world), 80_000);
      const events = (await world.events()).join('\n');
      expect(events).toContain(
        'goes without waiting for its target: it is not ready: 0 of 2 replicas are available',
      );
      expect(events).toContain(
        'let go after its deadline without endpoints of its target behind its Service',
      );
      expect((await leftovers(world)).selector).toEqual({ app: 'podinfo' });
    }));

  test('by a spec that became invalid', () =>
    inWorld(async (world) => {
      await initialised(world);
      await merge(world, CANARY, { spec: { provider: 'linkerd' } });
      await world.clock.advance(1_000);
      const events = await gone(world, 700_000);
      expect(events.join('\n')).toContain('nothing given back, since its spec is refused');
    }));

  test('once revertOnDeletion is taken back', () =>
    inWorld(async (world) => {
      await initialised(world);
      await merge(world, CANARY, { spec: { revertOnDeletion: false } });
      await world.clock.advance(2_000);
      expect((await world.get(CANARY, 'podinfo')).metadata.finalizers).toBeUndefined();
    }));

  test("by a finalizer of Flagger's on a Canary that asks for nothing, not even while it is refused", () =>
    inWorld(async (world) => {
      await initialised(world, {});
      await merge(world, CANARY, { metadata: { finalizers: FINALIZERS } });
      await world.clock.advance(2_000);
      expect((await world.get(CANARY, 'podinfo')).metadata.finalizers).toBeUndefined();
      await merge(world, CANARY, { metadata: { finalizers: FINALIZERS }, spec: { provider: 'linkerd' } });
      await gone(world, 10_000);
    }));
});

test("a deletion that Flagger has begun is ended, with Flagger's finalizer", () =>
  inWorld(async (world) => {
    await initialised(world);
    const { run: _, ...ofFlagger } = await world.status();
    const now = await world.get(CANARY, 'podinfo');
    await world.user.replace(
      CANARY,
      {
        ...now,
        metadata: { ...now.metadata, resourceVersion: now.metadata.resourceVersion ?? '' },
        status: {
          ...ofFlagger,
          phase: 'Terminating',
          lastAppliedSpec: '5c8b9d6f7',
          lastPromotedSpec: '5c8b9d6f7',
        },
      },
      world.never,
      'status',
    );
    await remove(world);
    await world.until(() => isGone(world), 120_000);
    await world.clock.advance(10_000);
    expect(await leftovers(world)).toMatchObject({ ...NOTHING_OF_OURS, selector: { app: 'podinfo' } });
  }));

/** From the deletion on the operator ends around its k-th write, and another one starts 3 s later. */
const deletion = async (
  { prepare, more = REVERT }: { prepare: (world: World) => Promise<void>; more?: Record<string, unknown> },
  crash?: { readonly k: number; readonly position: 'before' | 'after' },
) => {
  const world = await makeWorld();
  const first = world.startOperator();
  await initialised(world, more, prepare);
  await world.setImage('1.0.1');
  await world.until(async () => (await world.status())['canaryWeight'] === 20);
  await first.stop();
  const mesh = withUsers(world);
  await world.clock.advance(1_000);
  await remove(world);
  let writes = 0;
  let isDead = false;
  const dead = new Promise<never>(() => undefined);
  const through = (cluster: Cluster): Cluster =>
    counting(cluster, async (write) => {
      writes += 1;
      if (writes !== crash?.k) return write();
      if (crash.position === 'after') await write();
      operator.kill();
      isDead = true;
      return dead;
    });
  let operator = world.startOperator(through);
  await world.until(async () => {
    if (isDead) {
      isDead = false;
      await world.clock.advance(3_000);
      operator = world.startOperator();
    }
    return (await isGone(world)) && !isDead;
  }, 300_000);
  await world.clock.advance(60_000);
  const end = { left: await leftovers(world), failed: mesh.totals().failed };
  await operator.stop();
  await world.close();
  return { end, writes };
};

test.each([
  { name: 'what was there before', prepare: withOriginals, selector: ORIGINAL_SELECTOR },
  { name: 'what we made', prepare: () => Promise.resolve(), selector: { app: 'podinfo' } },
  {
    name: 'routes beside which ours stood',
    prepare: createTheirs,
    more: { ...REVERT, ...KEEPING },
    selector: { app: 'podinfo' },
    http: THEIRS,
  },
])(
  'a deletion that gives back $name ends the same after a crash around each of its writes, and no request fails',
  async ({ selector, http, ...given }) => {
    const reference = await deletion(given);
    expect(reference.end.failed).toBe(0);
    expect(reference.end.left).toMatchObject({ ...NOTHING_OF_OURS, selector });
    if (http !== undefined) expect(reference.end.left.routes.http).toEqual(http);
    expect(reference.writes).toBeGreaterThan(6);
    const differing: unknown[] = [];
    for (let k = 1; k <= reference.writes; k += 1) {
      for (const position of ['before', 'after'] as const) {
        const { end } = await deletion(given, { k, position });
        if (JSON.stringify(end) !== JSON.stringify(reference.end)) differing.push({ k, position, end });
      }
    }
    expect(differing).toEqual([]);
  },
  300_000,
);

const scenarioOf = (name: string): Scenario => {
  const found = targetScenarios.find((scenario) => scenario.name === `a promotion ${name}`);
  if (found === undefined) throw new Error(`no promotion ${name}`);
  return found;
};

describe('users are given back without an error', () => {
  test.each<{ readonly name: string; readonly scenario: Scenario; readonly replicas?: number }>([
    { name: 'to a DaemonSet', scenario: scenarioOf('of a DaemonSet') },
    { name: 'to a Service', scenario: scenarioOf('of a Service') },
    {
      name: 'to a Deployment under a HorizontalPodAutoscaler',
      scenario: scenarioOf('under a HorizontalPodAutoscaler'),
      replicas: 2,
    },
    {
      name: 'to a Deployment under a ScaledObject, which is resumed',
      scenario: scenarioOf('under a ScaledObject'),
      replicas: 2,
    },
    {
      name: 'without Istio',
      scenario: {
        name: '',
        phase: 'Succeeded',
        spec: { provider: 'kubernetes' },
        analysis: { iterations: 2, stepWeight: undefined, maxWeight: undefined },
        begin: () => Promise.resolve(),
      },
      replicas: 2,
    },
  ])('$name', async ({ scenario, replicas }) => {
    const world = await readyFor({ ...scenario, spec: { ...scenario.spec, ...REVERT } });
    const operator = world.startOperator();
    try {
      const mesh = withUsers(world);
      await world.clock.advance(5_000);
      await remove(world);
      await world.until(() => isGone(world), 120_000);
      await world.clock.advance(60_000);
      const { sent, failed } = mesh.totals();
      expect(sent).toBeGreaterThan(1_000);
      expect(failed).toBe(0);
      const { type = DEPLOYMENT } = scenario;
      expect(await find(world, type, 'podinfo-primary')).toBeUndefined();
      const left = (await world.get(type, 'podinfo')) as Record<string, any>;
      expect(left['spec'].replicas).toBe(replicas);
      expect(JSON.stringify(left['spec'])).not.toContain('scale-to-zero');
      if (scenario.name.endsWith('ScaledObject'))
        expect((await world.get(SCALED_OBJECT, 'podinfo')).metadata.annotations ?? {}).toEqual({});
    } finally {
      await operator.stop();
      await world.close();
    }
  });
});

/** The operator is back from an outage of the API server when the deletion comes; the mesh is back 45 s later. */
const behindOutage = async (args: readonly string[]) => {
  const world = await makeWorld({ args });
  const [ours, theirs] = [outage(), outage()];
  const operator = world.startOperator(ours.through);
  try {
    await initialised(world);
    const mesh = withUsers(world, theirs.through);
    await world.clock.advance(5_000);
    ours.begin();
    theirs.begin();
    await world.clock.advance(30_000);
    ours.end();
    await remove(world);
    await world.clock.advance(45_000);
    theirs.end();
    await world.until(() => isGone(world), 180_000);
    await world.clock.advance(30_000);
    return mesh.totals().failed;
  } finally {
    await operator.stop();
    await world.close();
  }
};

describe('a deletion after an outage of the API server from which the mesh recovers late', () => {
  test('waits for the proxies before the primary goes', async () => {
    expect(await behindOutage([])).toBe(0);
  });

  test('would fail requests if nobody waited for the mesh', async () => {
    expect(await behindOutage(['--catch-up-time=0s'])).toBeGreaterThan(100);
  });
});
