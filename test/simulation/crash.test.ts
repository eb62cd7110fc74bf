import { describe, expect, test } from '@jest/globals';
import { CANARY, CONFIG_MAP, DEPLOYMENT } from '../../src/api/kinds.ts';
import type { Cluster } from '../../src/kube/cluster.ts';
import { canary, deployment, NAMESPACE } from '../support/manifests.ts';
import { makeWorld, type Operator, type World } from '../support/world.ts';

type Position = 'before' | 'after';
/** What a rollout is made of: the scenario starts from an initialised Canary and ends in this phase. */
interface Scenario {
  readonly name: string;
  readonly phase: 'Succeeded' | 'Failed';
  readonly analysis?: Record<string, unknown>;
  readonly begin: (world: World) => Promise<void>;
  /** Happens once, when the recorded weight first reaches this. */
  readonly at?: { readonly weight: number; readonly then: (world: World) => Promise<void> };
}

/** Calls `onWrite` around each write of the operator; a promise that never settles is a process that ended. */
const counting = (cluster: Cluster, around: <T>(write: () => Promise<T>) => Promise<T>): Cluster => ({
  get: (ref, signal) => cluster.get(ref, signal),
  list: (type, options, signal) => cluster.list(type, options, signal),
  watch: (type, options, signal) => cluster.watch(type, options, signal),
  create: (type, object, signal) => around(() => cluster.create(type, object, signal)),
  replace: (type, object, signal, sub) => around(() => cluster.replace(type, object, signal, sub)),
  patch: (ref, patch, signal) => around(() => cluster.patch(ref, patch, signal)),
});

const interval = 10_000;

/** Runs a scenario, ending the operator around its k-th write, and starting another one 3 s later. */
const run = async (scenario: Scenario, crash?: { readonly k: number; readonly position: Position }) => {
  const world = await makeWorld();
  await world.user.create(
    CONFIG_MAP,
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'settings', namespace: NAMESPACE },
      data: { colour: 'blue' },
    },
    world.never,
  );
  await world.user.create(DEPLOYMENT, withConfig(deployment('1.0.0')), world.never);
  await world.user.create(CANARY, canary(scenario.analysis), world.never);
  let operator: Operator = world.startOperator();
  await world.until(async () => (await world.status())['phase'] === 'Initialized', 120_000);
  await world.clock.advance(30_000);
  await operator.stop();

  let writes = 0;
  let isDead = false;
  const dead = new Promise<never>(() => undefined);
  const through = (cluster: Cluster): Cluster =>
    counting(cluster, async (write) => {
      writes += 1;
      if (crash === undefined || writes !== crash.k) return write();
      if (crash.position === 'after') await write();
      operator.kill();
      isDead = true;
      return dead;
    });
  operator = world.startOperator(through);
  const raises = watchRaises(world);
  await world.clock.advance(1_000);
  await scenario.begin(world);
  let happened = false;
  const look = async (): Promise<boolean> => {
    if (isDead) {
      isDead = false;
      await world.clock.advance(3_000);
      operator = world.startOperator();
    }
    const status = await world.status();
    if (scenario.at !== undefined && !happened && status['canaryWeight'] >= scenario.at.weight) {
      happened = true;
      await scenario.at.then(world);
    }
    return status['phase'] === scenario.phase && !isDead;
  };
  await world.until(look, 900_000);
  await world.clock.advance(60_000);
  const end = await picture(world);
  await operator.stop();
  await world.close();
  return { end, writes, raises };
};

interface Raise {
  readonly weight: number;
  readonly at: number;
}

/** Pairs of raises with less than an interval between them. */
const tooSoon = (raises: readonly Raise[]): readonly (readonly Raise[])[] =>
  raises.flatMap((raise, at) => {
    const before = raises[at - 1];
    return before !== undefined && raise.at - before.at < interval ? [[before, raise]] : [];
  });

/** Every write that sends more traffic to the canary than the one before, with its time. */
const watchRaises = (world: World): readonly Raise[] => {
  const raises: Raise[] = [];
  let before = 0;
  world.api.admit(({ object }) => {
    if (object.kind !== 'VirtualService') return;
    const weight = Number((object as Record<string, any>)['spec'].http[0].route[1].weight);
    if (weight > before) raises.push({ weight, at: world.clock.now() });
    before = weight;
  });
  return raises;
};

const withConfig = (object: ReturnType<typeof deployment>) => {
  const copy = structuredClone(object) as Record<string, any>;
  copy['spec'].template.spec.containers[0].envFrom = [{ configMapRef: { name: 'settings' } }];
  return copy as ReturnType<typeof deployment>;
};

/** All that must be the same at the end, however often the operator died. */
const picture = async (world: World) => {
  const status = await world.status();
  const primary = await world.deployment('podinfo-primary');
  const target = await world.deployment('podinfo');
  return {
    phase: status['phase'],
    weights: await world.weights(),
    canaryWeight: status['canaryWeight'],
    lastPromotedSpec: status['lastPromotedSpec'],
    lastAppliedSpec: status['lastAppliedSpec'],
    primaryImage: primary['spec'].template.spec.containers[0].image,
    primaryId: primary['spec'].template.metadata.annotations['flagger-id'],
    primaryReplicas: primary['spec'].replicas,
    primaryGeneration: primary['metadata'].generation,
    targetReplicas: target['spec'].replicas,
    copy: (await world.get(CONFIG_MAP, 'settings-primary'))['data'],
  };
};

const scenarios: readonly Scenario[] = [
  { name: 'a promotion', phase: 'Succeeded', begin: (world) => world.setImage('1.0.1') },
  {
    name: 'a promotion in steps back',
    phase: 'Succeeded',
    analysis: { stepWeight: 25, stepWeightPromotion: 25 },
    begin: (world) => world.setImage('1.0.1'),
  },
  {
    name: 'a rollback',
    phase: 'Failed',
    begin: (world) => world.setImage('1.0.2-bad'),
    at: {
      weight: 20,
      then: (world) => {
        world.outside.successRate = 90;
        return Promise.resolve();
      },
    },
  },
  {
    name: 'a new revision in mid-run',
    phase: 'Succeeded',
    analysis: { stepWeight: 25 },
    begin: (world) => world.setImage('1.0.1'),
    at: { weight: 25, then: (world) => world.setImage('1.0.3') },
  },
];

describe.each(scenarios)('$name', (scenario) => {
  test('ends the same after a crash around each of its writes, and never raises too soon', async () => {
    const reference = await run(scenario);
    expect(reference.end.phase).toBe(scenario.phase);
    expect(reference.writes).toBeGreaterThan(10);
    const differing: unknown[] = [];
    for (let k = 1; k <= reference.writes; k += 1) {
      for (const position of ['before', 'after'] as const) {
        const { end, raises } = await run(scenario, { k, position });
        if (JSON.stringify(end) !== JSON.stringify(reference.end)) differing.push({ k, position, end });
        differing.push(...tooSoon(raises).map((pair) => ({ k, position, tooSoon: pair })));
      }
    }
    expect(differing).toEqual([]);
  }, 300_000);
});
