import { CANARY, METRIC_TEMPLATE } from '../../api/kinds.ts';
import type { KubeObject, ResourceType } from '../../api/objects.ts';
import { type Config, parseConfig } from '../../config.ts';
import { isOperatorError } from '../../errors.ts';
import { makeMetrics } from '../../report/metrics.ts';
import { sleep } from '../../runtime/clock.ts';
import { silentLog } from '../../runtime/log.ts';
import { NODE } from '../../sandbox/controllers/kinds.ts';
import { type Flows, type FlowTotals, makeFlows, type Performance } from '../../sandbox/mesh/flows.ts';
import { makePrometheusApi } from '../../sandbox/metrics/prometheus-api.ts';
import { makeSeriesStore, type SeriesStore } from '../../sandbox/metrics/series-store.ts';
import type { Behaviour } from '../../sandbox/pods/behaviour.ts';
import type { Versioned } from '../../kube/cluster.ts';
import { startReplica } from '../replica.ts';
import { makeVirtualCluster, type VirtualCluster } from '../virtual-cluster.ts';
import { longestRunMs } from './course.ts';
import { makeOutside, simulatedTemplate } from './outside.ts';
import { rateAt, releaseQuality, type Scenario } from './scenario.ts';
import { atRelease, isRelease, type Script, templatesOf } from './script.ts';
import { type Moment, type WeightPoint, Witness } from './witness.ts';

/** A value that the operator judged. Of `request-duration` in seconds, as its series has it. */
export interface Measured {
  readonly atMs: number;
  readonly metric: string;
  readonly value: number;
}

export type Result = 'promoted' | 'rolledBack' | 'unfinished' | 'notInitialised';

/** What became of one rollout. Times are milliseconds since the new version was set. */
export interface Rehearsal {
  readonly seed: number;
  readonly result: Result;
  /** When it ended, or when nobody waited any longer. */
  readonly endedAtMs: number;
  /** What holds it, where it did not end. */
  readonly holding: string;
  readonly firstFailureAtMs: number | undefined;
  /** When the canary's weight was back at zero. */
  readonly awayAtMs: number | undefined;
  /** Users' requests during the rollout. */
  readonly requests: number;
  readonly failed: number;
  /** Those that the release answered. */
  readonly exposed: number;
  readonly exposedFailed: number;
  readonly moments: readonly Moment[];
  readonly weights: readonly WeightPoint[];
  /** Empty unless details are asked for. */
  readonly measured: readonly Measured[];
}

export interface RehearseOptions {
  readonly script: Script;
  readonly scenario: Scenario;
  readonly seed: number;
  readonly definitions: readonly KubeObject[];
  readonly details?: boolean;
}

/** A manifest that the API server does not take. */
export class RefusedManifest extends Error {}

const RELEASE = 'release';
const BASELINE = 'baseline';
/** Requests are drawn so many times between two checks, since weights change no faster, and at least this often. */
const DRAWN_A_CHECK = 12;
const SELDOM_MS = 5_000;
const LONGEST_SETUP_MS = 3_600_000;
/** Until the last Events are written and all pods are gone. */
const AFTERWARDS_MS = 2_000;
const NODES = 3;

/** Rolls a release out once: the real operator, in virtual time, in the world that the scenario describes. */
export const rehearse = async (options: RehearseOptions): Promise<Rehearsal> => {
  const { script, scenario } = options;
  const stage = await prepare(options);
  const { cluster, witness } = stage;
  const { clock } = cluster;
  const replica = startReplica({ ...stage.operator }, clock);
  const isReady = await clock.advanceUntil(() => witness.phase === 'Initialized', LONGEST_SETUP_MS);
  if (isReady) {
    beginTraffic(stage, scenario);
    await clock.advance(warmUpMs(script, scenario));
    await release(stage, script);
    const { run } = witness;
    await clock.advanceUntil(
      () => witness.run !== run && hasEnded(witness),
      longestRunMs(script.plan, scenario),
    );
  }
  const end = clock.monotonic();
  const totals = stage.flows.totals();
  await clock.advance(AFTERWARDS_MS);
  await replica.stop();
  await cluster.close();
  return outcomeOf(options, stage, { end, totals, isReady });
};

interface Stage {
  readonly cluster: VirtualCluster;
  readonly witness: Witness;
  readonly flows: Flows;
  readonly store: SeriesStore;
  readonly measured: Measured[];
  readonly operator: Parameters<typeof startReplica>[0];
  /** When the new version was set, on the monotonic clock. */
  began: number;
  /** What had been sent by then. */
  before: FlowTotals;
}

const prepare = async (options: RehearseOptions): Promise<Stage> => {
  const { script, scenario, seed, definitions } = options;
  const { plan } = script;
  const cluster = await makeVirtualCluster({
    seed,
    definitions,
    namespaces: namespacesOf(script),
    recordsManagers: false,
    behave: (pod) => behaviourOf(pod, scenario),
  });
  const { clock, api, random } = cluster;
  const witness = new Witness(api, clock, script.canary);
  const since = (): number => clock.monotonic() - stage.began;
  const flows = makeFlows({
    cluster: api.cluster('mesh'),
    clock,
    random,
    log: silentLog,
    namespace: plan.namespace,
    workload: 'users',
    audiences: audiencesOf(script, scenario),
    ratePerSecond: () => rateAt(scenario.traffic, Math.max(0, since())),
    performanceAt: (ip) => performanceAt(ip, { scenario, cluster, witness, atMs: since() }),
    everyMs: Math.min(SELDOM_MS, plan.analysis.intervalMs / DRAWN_A_CHECK, scenario.scrapeIntervalMs),
  });
  const store = makeSeriesStore({});
  const metrics = makeMetrics('rehearsal');
  const stage: Stage = {
    cluster,
    witness,
    flows,
    store,
    measured: [],
    began: Infinity,
    before: flows.totals(),
    operator: {
      config: configOf(),
      cluster: api.cluster('serinette'),
      http: makeOutside({
        scenario,
        prometheus: makePrometheusApi({ store, clock }),
        hooks: plan.analysis.hooks,
        random,
        atMs: since,
        isUnderWay: () => clock.monotonic() >= stage.began,
      }),
      clock,
      random,
      log: silentLog,
      metrics,
    },
  };
  await apply(cluster, script, scenario);
  if (options.details === true) cluster.runBeside((signal) => noteMeasured(stage, metrics, signal));
  return stage;
};

/** Only now: nothing is judged before, and what nobody looks at need not be drawn. */
const beginTraffic = ({ cluster, flows, store }: Stage, { scrapeIntervalMs }: Scenario): void => {
  cluster.runBeside((signal) => flows.run(signal));
  cluster.runBeside((signal) =>
    every(cluster, scrapeIntervalMs, signal, () =>
      store.append(cluster.clock.now(), flows.metrics.collect()),
    ),
  );
};

const configOf = (): Config => {
  const parsed = parseConfig(['--enable-config-tracking=false'], {});
  if ('mistakes' in parsed) throw new Error(parsed.mistakes.join('; '));
  return parsed.config;
};

const behaviourOf = (
  pod: KubeObject,
  { startTimeMs, release: { crashAfterMs, neverReady } }: Scenario,
): Behaviour => ({
  version: isRelease(pod) ? RELEASE : BASELINE,
  readyAfterMs: startTimeMs,
  neverReady: isRelease(pod) && neverReady,
  crashAfterMs: isRelease(pod) ? crashAfterMs : undefined,
  errorRate: 0,
  latencyMs: 0,
});

const audiencesOf = ({ plan }: Script, { traffic }: Scenario) => {
  const request = { host: plan.apexName, port: plan.service.port };
  const known = traffic.audiences.map(({ share, headers }) => ({ share, request: { ...request, headers } }));
  const rest = 1 - known.reduce((sum, { share }) => sum + share, 0);
  return rest > 1e-9 ? [...known, { share: rest, request }] : known;
};

const performanceAt = (
  ip: string,
  {
    scenario,
    cluster,
    witness,
    atMs,
  }: { scenario: Scenario; cluster: VirtualCluster; witness: Witness; atMs: number },
): Performance | undefined => {
  const running = cluster.driver.runningAt(ip);
  if (running === undefined) return undefined;
  const { version } = running.behaviour;
  if (version !== RELEASE) return { version, ...scenario.baseline };
  const ageMs = cluster.clock.monotonic() - running.startedAt;
  return { version, ...releaseQuality(scenario, { weight: witness.weight, atMs, ageMs }) };
};

/** Repeats until aborted. */
const every = async (
  { clock }: VirtualCluster,
  intervalMs: number,
  signal: AbortSignal,
  work: () => void | Promise<void>,
): Promise<void> => {
  while (!signal.aborted) {
    await work();
    await sleep(clock, intervalMs, signal).catch(() => undefined);
  }
};

const namespacesOf = ({ plan, objects }: Script): readonly string[] => {
  const named = [...templatesOf(plan), ...objects.map(({ object }) => object.metadata)].map(
    ({ namespace }) => namespace ?? plan.namespace,
  );
  return [...new Set([plan.namespace, ...named])].filter((name) => name !== 'default');
};

const apply = async (
  { user, never }: VirtualCluster,
  script: Script,
  { metrics }: Scenario,
): Promise<void> => {
  const simulated = new Map(
    templatesOf(script.plan).flatMap(({ name, namespace }) => {
      const metric = metrics.find(({ template }) => template === name);
      return metric === undefined ? [] : [[name, simulatedTemplate(metric, namespace)] as const];
    }),
  );
  const create = async (type: ResourceType, object: KubeObject): Promise<void> => {
    try {
      await user.create(type, bare(object), never);
    } catch (thrown) {
      if (!isOperatorError(thrown)) throw thrown;
      throw new RefusedManifest(thrown.message, { cause: thrown });
    }
  };
  if (script.targetType.kind === 'DaemonSet')
    for (let node = 1; node <= NODES; node += 1)
      await user.create(NODE, { apiVersion: 'v1', kind: 'Node', metadata: { name: `node-${node}` } }, never);
  for (const { type, object } of script.objects) {
    const instead = type.kind === 'MetricTemplate' ? simulated.get(object.metadata.name) : undefined;
    simulated.delete(object.metadata.name);
    await create(type, instead ?? object);
  }
  for (const template of simulated.values()) await create(METRIC_TEMPLATE, template);
  await create(CANARY, script.canary);
};

/** As in a manifest, also when it was read from a cluster. */
const bare = (object: KubeObject): KubeObject => {
  const { status: _, ...rest } = object;
  const { name, namespace, labels, annotations } = object.metadata;
  return {
    ...rest,
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
    },
  };
};

/** Until every window that a check looks back on is full. */
const warmUpMs = ({ plan }: Script, { scrapeIntervalMs }: Scenario): number =>
  Math.max(...plan.analysis.metrics.map(({ intervalMs }) => intervalMs), 0) + 2 * scrapeIntervalMs;

const release = async (stage: Stage, { plan, targetType }: Script): Promise<void> => {
  const { clock, user, never } = stage.cluster;
  const ref = { type: targetType, namespace: plan.namespace, name: plan.target.name };
  const target = await user.get(ref, never);
  stage.before = stage.flows.totals();
  stage.began = clock.monotonic();
  await user.replace(targetType, atRelease(target) as Versioned, never);
};

const hasEnded = ({ phase }: Witness): boolean => phase === 'Succeeded' || phase === 'Failed';

/** The values of the last tick, once it is reported. */
const noteMeasured = async (
  { cluster, witness, measured }: Stage,
  metrics: ReturnType<typeof makeMetrics>,
  signal: AbortSignal,
): Promise<void> => {
  let noted = '';
  await every(cluster, 1_000, signal, async () => {
    const tick = `${witness.run}/${witness.tick}`;
    if (tick === noted) return;
    noted = tick;
    const atMs = cluster.clock.monotonic();
    for (const { labels, value } of (await metrics.analysis.get()).values)
      measured.push({ atMs, metric: String(labels.metric), value });
  });
};

const outcomeOf = (
  { seed }: RehearseOptions,
  { witness, began, before, measured }: Stage,
  { end, totals, isReady }: { end: number; totals: FlowTotals; isReady: boolean },
): Rehearsal => {
  const since = <T extends { readonly atMs: number }>(all: readonly T[]): readonly T[] =>
    all
      .filter(({ atMs }) => !isReady || atMs >= began)
      .map((one) => ({ ...one, atMs: one.atMs - (isReady ? began : 0) }));
  const [exposed, exposedBefore] = [totals.byVersion[RELEASE], before.byVersion[RELEASE]];
  const after = (at: number | undefined): number | undefined =>
    at === undefined || at < began ? undefined : at - began;
  return {
    seed,
    result: resultOf(witness, isReady),
    endedAtMs: isReady ? end - began : end,
    holding: witness.holding,
    firstFailureAtMs: after(witness.firstFailureAt),
    awayAtMs: after(witness.backAtZeroAt),
    requests: totals.sent - before.sent,
    failed: totals.failed - before.failed,
    exposed: (exposed?.sent ?? 0) - (exposedBefore?.sent ?? 0),
    exposedFailed: (exposed?.failed ?? 0) - (exposedBefore?.failed ?? 0),
    moments: since(witness.moments),
    weights: since(witness.weights),
    measured: since(measured),
  };
};

const resultOf = (witness: Witness, isReady: boolean): Result => {
  if (!isReady) return 'notInitialised';
  if (!hasEnded(witness)) return 'unfinished';
  return witness.phase === 'Succeeded' ? 'promoted' : 'rolledBack';
};
