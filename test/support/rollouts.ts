import { ALERT_PROVIDER, CANARY, CONFIG_MAP, DEPLOYMENT, VIRTUAL_SERVICE } from '../../src/api/kinds.ts';
import type { KubeObject, ResourceType } from '../../src/api/objects.ts';
import type { Cluster } from '../../src/kube/cluster.ts';
import { canary, deployment, NAMESPACE } from './manifests.ts';
import { drawnWeights, makeWorld, type World } from './world.ts';

/** What a rollout is made of: the scenario starts from an initialised Canary and ends in this phase. */
export interface Scenario {
  readonly name: string;
  /** `Initialized`: it is about the first set-up. */
  readonly phase: 'Initialized' | 'Succeeded' | 'Failed';
  readonly analysis?: Record<string, unknown>;
  /** Other fields of the Canary's spec. */
  readonly spec?: Record<string, unknown>;
  /** Of the target; a Deployment unless this says otherwise. */
  readonly type?: ResourceType;
  /** What must be there before the Canary is: a Deployment unless this says otherwise. */
  readonly prepare?: (world: World) => Promise<void>;
  readonly begin: (world: World) => Promise<void>;
  /** Happens once, when the recorded weight or iterations first reach this. */
  readonly at?: { readonly then: (world: World) => Promise<void> } & (
    | { readonly weight: number }
    | { readonly iterations: number }
  );
}

/** Calls `onWrite` around each write of the operator; a promise that never settles is a process that ended. */
export const counting = (cluster: Cluster, around: <T>(write: () => Promise<T>) => Promise<T>): Cluster => ({
  get: (ref, signal) => cluster.get(ref, signal),
  list: (type, options, signal) => cluster.list(type, options, signal),
  watch: (type, options, signal) => cluster.watch(type, options, signal),
  create: (type, object, signal) => around(() => cluster.create(type, object, signal)),
  replace: (type, object, signal, sub) => around(() => cluster.replace(type, object, signal, sub)),
  patch: (ref, patch, signal) => around(() => cluster.patch(ref, patch, signal)),
});

export const INTERVAL_MS = 10_000;

export const withDeployment = async (world: World): Promise<void> => {
  await world.user.create(DEPLOYMENT, withConfig(deployment('1.0.0')), world.never);
};

export const createCanary = async (
  world: World,
  { analysis, spec }: Pick<Scenario, 'analysis' | 'spec'>,
): Promise<void> => {
  await world.user.create(CANARY, canary(analysis, spec), world.never);
};

/** A world in which the scenario's Canary is initialised and no operator runs. */
export const readyFor = async (scenario: Scenario): Promise<World> => {
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
  await (scenario.prepare ?? withDeployment)(world);
  if (scenario.phase === 'Initialized') return world;
  await createCanary(world, scenario);
  const operator = world.startOperator();
  await world.until(async () => (await world.status())['phase'] === 'Initialized', 120_000);
  await world.clock.advance(30_000);
  await operator.stop();
  return world;
};

/** Asked once a second: lets the scenario's event happen, and tells whether its last phase is reached. */
export const unfolding = (world: World, scenario: Scenario): (() => Promise<boolean>) => {
  let happened = false;
  return async () => {
    const status = await world.status();
    if (scenario.at !== undefined && !happened && hasComeTo(scenario.at, status)) {
      happened = true;
      await scenario.at.then(world);
    }
    return status['phase'] === scenario.phase;
  };
};

const hasComeTo = (at: NonNullable<Scenario['at']>, status: Record<string, any>): boolean =>
  'weight' in at ? status['canaryWeight'] >= at.weight : status['iterations'] >= at.iterations;

export interface Raise {
  readonly weight: number;
  readonly at: number;
}

/** Pairs of raises with less than an interval between them. */
export const tooSoon = (raises: readonly Raise[]): readonly (readonly Raise[])[] =>
  raises.flatMap((raise, at) => {
    const before = raises[at - 1];
    return before !== undefined && raise.at - before.at < INTERVAL_MS ? [[before, raise]] : [];
  });

/** Every write that sends more traffic to the canary than the one before, with its time. */
export const watchRaises = (world: World): readonly Raise[] => {
  const raises: Raise[] = [];
  let before = 0;
  world.api.admit(({ object }) => {
    if (object.kind !== 'VirtualService') return;
    const weight = drawnWeights(object).canary;
    if (weight > before) raises.push({ weight, at: world.clock.now() });
    before = weight;
  });
  return raises;
};

export const withConfig = (object: ReturnType<typeof deployment>) => {
  const copy = structuredClone(object) as Record<string, any>;
  copy['spec'].template.spec.containers[0].envFrom = [{ configMapRef: { name: 'settings' } }];
  return copy as ReturnType<typeof deployment>;
};

/** All that must be the same at the end, however often the operator died. */
export const picture = async (world: World, { type = DEPLOYMENT }: Scenario) => {
  const status = await world.status();
  const primary: Record<string, any> = await world.get(type, 'podinfo-primary');
  const target: Record<string, any> = await world.get(type, 'podinfo');
  return {
    phase: status['phase'],
    runs: status['run']?.id,
    routes: await routesOf(world),
    cookies: [status['sessionAffinityCookie'], status['previousSessionAffinityCookie']],
    iterations: status['iterations'],
    canaryWeight: status['canaryWeight'],
    lastPromotedSpec: status['lastPromotedSpec'],
    lastAppliedSpec: status['lastAppliedSpec'],
    primaryTemplate: primary['spec'].template,
    primarySelector: primary['spec'].selector,
    primaryId: primary['metadata'].annotations?.['flagger-id'],
    primaryReplicas: primary['spec'].replicas,
    primaryGeneration: primary['metadata'].generation,
    targetReplicas: target['spec'].replicas,
    targetTemplate: target['spec'].template,
    targetSelector: target['spec'].selector,
    copy: (await world.get(CONFIG_MAP, 'settings-primary').catch(() => undefined))?.['data'],
    announced: status['run']?.announced,
    told: endsTold(world),
  };
};

/** Undefined where Services are the only routes. */
const routesOf = async (world: World): Promise<unknown> => {
  const all = await world.user.list(VIRTUAL_SERVICE, { namespace: NAMESPACE }, world.never);
  return all.items[0]?.['spec'];
};

export const failing = (world: World): Promise<void> => {
  world.outside.successRate = 90;
  return Promise.resolve();
};

/** The address of the team that hears of everything. */
export const TEAM = 'http://team.test/alerts';
const AFTER = 'http://team.test/after';

/** A provider of alerts to the team. */
export const provider = (address = TEAM): KubeObject => ({
  apiVersion: 'flagger.app/v1beta1',
  kind: 'AlertProvider',
  metadata: { name: 'team', namespace: NAMESPACE },
  spec: { type: 'webhook', address },
});

const withTeam = async (world: World): Promise<void> => {
  await withDeployment(world);
  await world.user.create(ALERT_PROVIDER, provider(), world.never);
};

export const TOLD = {
  alerts: [{ name: 'team', severity: 'info', providerRef: { name: 'team' } }],
  webhooks: [{ name: 'after', type: 'post-rollout', url: AFTER }],
};

/** Which ends the team has heard of, by the ids that came with them; hearing of one twice is no difference. */
const endsTold = (world: World): readonly string[] => {
  const ids = world.outside.calls.flatMap(({ url, body }) => {
    if (url === TEAM)
      return (body as { id: string }).id.includes('/Ended/') ? [(body as { id: string }).id] : [];
    return url === AFTER ? [JSON.stringify((body as { serinette: unknown }).serinette)] : [];
  });
  // Each world makes its own uids.
  return [...new Set(ids.map((id) => id.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'uid')))].sort();
};

export const scenarios: readonly Scenario[] = [
  { name: 'a promotion', phase: 'Succeeded', begin: (world) => world.setImage('1.0.1') },
  {
    name: 'a promotion in steps back',
    phase: 'Succeeded',
    analysis: { stepWeight: 25, stepWeightPromotion: 25 },
    begin: (world) => world.setImage('1.0.1'),
  },
  {
    name: 'a promotion that a person asks for',
    phase: 'Succeeded',
    begin: (world) => world.setImage('1.0.1'),
    at: { weight: 20, then: (world) => world.command('promote@2') },
  },
  {
    name: 'a rollback that people and hooks are told of',
    phase: 'Failed',
    analysis: TOLD,
    prepare: withTeam,
    begin: (world) => world.setImage('1.0.2-bad'),
    at: { weight: 20, then: failing },
  },
  {
    name: 'a promotion that people and hooks are told of',
    phase: 'Succeeded',
    analysis: { stepWeight: 25, ...TOLD },
    prepare: withTeam,
    begin: (world) => world.setImage('1.0.1'),
  },
  {
    name: 'a new revision in mid-run',
    phase: 'Succeeded',
    analysis: { stepWeight: 25 },
    begin: (world) => world.setImage('1.0.1'),
    at: { weight: 25, then: (world) => world.setImage('1.0.3') },
  },
];
