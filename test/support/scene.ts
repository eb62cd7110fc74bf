import { ALERT_PROVIDER, CANARY, CONFIG_MAP, DEPLOYMENT, EVENT, SERVICE } from '../../src/api/kinds.ts';
import type { KubeObject, ResourceType } from '../../src/api/objects.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { makeModelledMesh, type UserTotals } from '../../src/sandbox/mesh/modelled.ts';
import type { MeshRequest } from '../../src/sandbox/mesh/match.ts';
import { canary, NAMESPACE } from './manifests.ts';
import { provider, TEAM, withDeployment } from './rollouts.ts';
import { seeded } from '../../src/runtime/seeded.ts';
import { type Stage, stageOf } from './stage.ts';
import { drawnWeights, makeWorld, type Operator, type World } from './world.ts';

type Raw = Record<string, any>;

/** Addresses of the hooks that every Canary of a scene has; gates are open, and nobody asks for a rollback. */
export const HOOKS = {
  start: 'http://hooks.test/start',
  increase: 'http://hooks.test/increase',
  promotion: 'http://hooks.test/promotion',
  rollback: 'http://hooks.test/rollback',
  prepare: 'http://hooks.test/prepare',
  load: 'http://hooks.test/load',
  after: 'http://hooks.test/after',
  events: 'http://hooks.test/events',
} as const;

export type Hook = keyof typeof HOOKS;

const TYPES: Readonly<Record<Hook, string>> = {
  start: 'confirm-rollout',
  increase: 'confirm-traffic-increase',
  promotion: 'confirm-promotion',
  rollback: 'rollback',
  prepare: 'pre-rollout',
  load: 'rollout',
  after: 'post-rollout',
  events: 'event',
};

export const hookNamed = (name: Hook, more: object = {}) => ({
  name,
  type: TYPES[name],
  url: HOOKS[name],
  ...more,
});

export interface Given {
  readonly analysis?: Raw;
  /** Other fields of the Canary's spec. */
  readonly spec?: Raw;
  readonly args?: readonly string[];
  /** Of the target; a Deployment unless this says otherwise. */
  readonly type?: ResourceType;
  /** Makes the target: a Deployment with a config unless this says otherwise. */
  readonly target?: (world: World) => Promise<unknown>;
  /** Gives the target a new version; its image unless this says otherwise. */
  readonly release?: (world: World, version: string) => Promise<void>;
  /** The version that the primary has; by its image unless this says otherwise. */
  readonly versionOf?: (world: World) => Promise<string>;
  /** What users send. */
  readonly request?: Partial<MeshRequest>;
  /** As many as that in a second. */
  readonly users?: number;
}

/** Two steps up, two steps back, each after a round. */
const WEIGHTS = { stepWeight: 25, maxWeight: 50, stepWeightPromotion: 25 };
const NO_WEIGHTS = { stepWeight: undefined, maxWeight: undefined };

const settings = (colour: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace: NAMESPACE },
  data: { colour },
});

/** As users have it before there is a Canary. */
const service: KubeObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'podinfo', namespace: NAMESPACE },
  spec: { selector: { app: 'podinfo' }, ports: [{ name: 'http', port: 9898, targetPort: 'http' }] },
};

const withUsers = (world: World, { request = {}, users = 20 }: Given) => {
  const stop = new AbortController();
  const mesh = makeModelledMesh({
    cluster: world.api.cluster('istiod'),
    driver: world.driver,
    clock: world.clock,
    random: seeded(7),
    log: silentLog,
    namespace: NAMESPACE,
    request: { host: 'podinfo', ...request },
    ratePerSecond: users,
    everyMs: 200,
  });
  const running = mesh.run(stop.signal);
  world.atClose(async () => {
    stop.abort();
    await running;
  });
  return mesh;
};

/** Those that a deletion leaves do not: everyone is led to the target. */
const drawsLots = (virtualService: KubeObject): boolean => {
  const { http = [], tcp = [] } = virtualService['spec'] as Raw;
  return [...http, ...tcp].some(({ route }) => route.length === 2);
};

/** The weights of the canary that routes were given, one after the other. */
const watchWeights = (world: World): number[] => {
  const weights: number[] = [];
  world.api.admit(({ object }) => {
    const isOurs = object.kind === 'VirtualService' && object.metadata.name === 'podinfo';
    if (!isOurs || !drawsLots(object)) return;
    const { canary: weight } = drawnWeights(object);
    if (weights.at(-1) !== weight) weights.push(weight);
  });
  return weights;
};

/** Their names hold the time, and count. */
const eventsOf = async (world: World): Promise<readonly KubeObject[]> =>
  (await world.user.list(EVENT, { namespace: NAMESPACE }, world.never)).items.toSorted((one, other) =>
    one.metadata.name < other.metadata.name ? -1 : 1,
  );

const alertText = ({ body }: { readonly body: unknown }): string => {
  const { severity, text } = body as Raw;
  return `${String(severity)} ${String(text)}`;
};

export interface Outcome {
  /** `gone` with the Canary. */
  readonly phase: string;
  readonly weights: readonly number[];
  readonly alerts: readonly string[];
  readonly told: readonly string[];
  /** Of the primary. */
  readonly version: string;
  readonly colour: string;
  /** Requests of users that were not answered, from the beginning of the scene. */
  readonly failed: number;
}

export interface Scene {
  readonly world: World;
  readonly stage: Stage;
  /** From the beginning of the scene. */
  readonly weights: readonly number[];
  users(): UserTotals;
  /** `<severity> <text>` of what the team was sent, each once. */
  alerts(): readonly string[];
  /** Reasons of Events, each once, in order of appearance. */
  reasons(): Promise<readonly string[]>;
  /** Texts of all Events, in order. */
  messages(): Promise<readonly string[]>;
  /** What a hook was sent. */
  called(hook: Hook): readonly Raw[];
  answer(hook: Hook, status: number): void;
  release(version: string): Promise<void>;
  editSpec(spec: Raw): Promise<void>;
  deleteCanary(): Promise<void>;
  paint(colour: string): Promise<void>;
  /** What people can see of it now. */
  outcome(): Promise<Outcome>;
  /** Nothing of what was told or sent before counts any more. */
  forget(): Promise<void>;
  stopOperator(): Promise<void>;
  startOperator(): void;
  end(): Promise<void>;
}

/** One Canary, its users from before it was made, and a team that is told everything. */
export const openScene = async (given: Given = {}): Promise<Scene> => {
  const world = await makeWorld({ args: given.args ?? [] });
  const stage = stageOf(world);
  const { type = DEPLOYMENT } = given;
  const answer = (hook: Hook, status: number): void => void world.outside.hooks.set(HOOKS[hook], status);
  answer('rollback', 403);
  await stage.apply(ALERT_PROVIDER, provider());
  await stage.apply(CONFIG_MAP, settings('blue'));
  await (given.target ?? withDeployment)(world);
  if (type !== SERVICE) await stage.apply(SERVICE, service);
  await world.clock.advance(30_000);
  const mesh = withUsers(world, given);
  await world.clock.advance(1_000);
  const weights = watchWeights(world);
  let forgotten = 0;
  let operator: Operator = world.startOperator();
  const alerts = [{ name: 'team', severity: 'info', providerRef: { name: 'team' } }];
  const webhooks = (Object.keys(HOOKS) as Hook[]).map((name) => hookNamed(name));
  const strategy = given.analysis?.['iterations'] === undefined ? WEIGHTS : NO_WEIGHTS;
  const analysis = { threshold: 2, ...strategy, alerts, webhooks, ...given.analysis };
  await stage.apply(CANARY, canary(analysis, given.spec));
  const alertsSent = () => [...new Set(world.outside.calls.filter(({ url }) => url === TEAM).map(alertText))];
  const reasons = async () => [
    ...new Set((await eventsOf(world)).slice(forgotten).map((event) => String(event['reason']))),
  ];
  const gone = (): string => 'gone';
  const colour = async (): Promise<string> =>
    (await stage.get(CONFIG_MAP, 'settings-primary'))['data'].colour as string;
  return {
    world,
    stage,
    weights,
    users: () => mesh.totals(),
    alerts: alertsSent,
    reasons,
    outcome: async () => ({
      phase: await world.status().then(({ phase }) => String(phase), gone),
      weights: [...weights],
      alerts: alertsSent(),
      told: await reasons(),
      version: await (given.versionOf?.(world) ?? stage.imageOf(type, 'podinfo-primary')).catch(gone),
      colour: await colour().catch(gone),
      failed: mesh.totals().failed,
    }),
    messages: async () => (await eventsOf(world)).map((event) => String(event['message'])),
    called: (hook) =>
      world.outside.calls.filter(({ url }) => url === HOOKS[hook]).map(({ body }) => body as Raw),
    answer,
    release: (version) => given.release?.(world, version) ?? world.setImage(version, type),
    editSpec: (spec) => stage.change(CANARY, 'podinfo', { spec }),
    deleteCanary: async () => {
      await stage.remove(CANARY, 'podinfo');
    },
    paint: (colour) => stage.change(CONFIG_MAP, 'settings', { data: { colour } }),
    forget: async () => {
      forgotten = (await eventsOf(world)).length;
      world.outside.calls.length = 0;
      weights.length = 0;
    },
    stopOperator: () => operator.stop(),
    startOperator: () => {
      operator = world.startOperator();
    },
    end: async () => {
      await operator.stop();
      await world.close();
    },
  };
};
