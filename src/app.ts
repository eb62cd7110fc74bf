import { makeAct } from './act/act.ts';
import { COMMAND } from './api/identifiers.ts';
import type { KubeObject } from './api/objects.ts';
import { makeCommit } from './commit/commit.ts';
import { highestEpoch, makeFence } from './commit/fence.ts';
import type { Config } from './config.ts';
import { type Look, warn } from './decide/decision.ts';
import { isAbort } from './errors.ts';
import type { Cluster } from './kube/cluster.ts';
import type { Election } from './kube/election.ts';
import { guardedCluster } from './kube/guarded-cluster.ts';
import { lastAwayMs, watchful } from './kube/outage.ts';
import { type Following, type Informers, kindsOf, knowsKindsOf, makeFollowing } from './informers.ts';
import type { Http } from './net/port.ts';
import { shownAddress } from './net/shown.ts';
import { type Caches, targetsOf } from './observe/caches.ts';
import { contentKey } from './observe/configs.ts';
import { Interest, namesOf } from './observe/interest.ts';
import { Memory } from './observe/memory.ts';
import { makeObserve } from './observe/observe.ts';
import { makeAsker } from './probe/ask.ts';
import { makeHookProbe } from './probe/hooks.ts';
import { makeLive } from './probe/live.ts';
import { troubleWith } from './probe/metrics-server.ts';
import { makeMetricProbe } from './probe/metrics/metric-probe.ts';
import { makeReconcile, type Observation, type Ports } from './reconcile.ts';
import { CanaryMetrics } from './report/canary-metrics.ts';
import type { Metrics } from './report/metrics.ts';
import { makeTelling } from './report/telling.ts';
import type { Clock, Random } from './runtime/clock.ts';
import { type Controller, makeController, type Next } from './runtime/controller.ts';
import type { Log } from './runtime/log.ts';
import { hostSurroundings } from './runtime/surroundings.ts';
import { TIMES, toRfc3339Millis } from './runtime/time.ts';

export interface AppOptions {
  readonly config: Config;
  readonly cluster: Cluster;
  readonly http: Http;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Without it, this replica is taken to be the only one. */
  readonly election?: Election;
}

export interface App {
  /**
   * Runs until the signal is aborted, and then until what is in progress has ended. `lost`: another replica
   * leads or soon will; nothing was waited for, and the process must end.
   */
  run(signal: AbortSignal): Promise<'stopped' | 'lost'>;
  /** Why caches have no first complete copy yet, a line each; empty once the operator is ready. */
  waitsFor(): readonly string[];
}

/** How often runs that had nothing to wait for may follow each other. */
const SOONEST_MS = 5;

/** Between two looks at whether a first list has arrived; costs no request. */
const SOON_MS = 50;

/** Between two looks at whether this replica may act; costs no request. */
const NOT_YET_MS = 1_000;

/** Constructs the operator; nothing starts before `run`. */
export const makeApp = (options: AppOptions): App => {
  const { namespace, settings } = options.config;
  const { trackConfigs, meshProvider } = settings;
  const following = makeFollowing({ ...options, namespace, trackConfigs, meshProvider });
  const { always, rare } = following;
  return {
    waitsFor: () => always.flatMap((informer) => informer.whyNotSynced() ?? []),
    run: async (signal) => {
      const over = new AbortController();
      const life = AbortSignal.any([signal, over.signal]);
      const running = [...always, ...rare].map((informer) => informer.run(life));
      await Promise.all(always.map((informer) => informer.whenSynced(life)));
      const outcome = await elected(options, following, signal);
      over.abort();
      if (outcome === 'stopped') await Promise.all(running);
      return outcome;
    },
  };
};

/** Standbys keep their caches warm, so that they act at once when they lead. */
const elected = async (
  options: AppOptions,
  following: Following,
  signal: AbortSignal,
): Promise<'stopped' | 'lost'> => {
  const { election, cluster, metrics } = options;
  if (election === undefined) {
    metrics.leader.set(1);
    await lead(options, following, signal);
    return 'stopped';
  }
  const guarded = { ...options, cluster: guardedCluster(cluster, election) };
  return election.run({
    signal,
    lead: (reign) => lead(guarded, following, reign),
    epochSeen: () => highestEpoch(following.informers.canaries.list()),
  });
};

const lead = async (options: AppOptions, following: Following, signal: AbortSignal): Promise<void> => {
  const { controller, telling } = wire(options, following, signal);
  for (const canary of following.informers.canaries.list()) controller.enqueue(keyOf(canary));
  const tried = tryMetricsServer(options, signal);
  await controller.run(signal);
  await telling.close();
  await tried;
};

/** A wrong address would otherwise be silent until healthy releases are rolled back for lack of evidence. */
const tryMetricsServer = async ({ http, log, config }: AppOptions, signal: AbortSignal): Promise<void> => {
  const metricsServer = shownAddress(config.metricsServer);
  try {
    const cause = await troubleWith(config.metricsServer, http, signal);
    if (cause !== undefined)
      log.warn(
        { metricsServer, cause },
        'the server of --metrics-server does not answer; built-in metrics need it',
      );
  } catch (thrown) {
    if (!isAbort(thrown)) log.error({ metricsServer, err: thrown }, 'trying the metrics server failed');
  }
};

const keyOf = ({ metadata }: KubeObject): string => `${metadata.namespace ?? ''}/${metadata.name}`;

const splitKey = (key: string): readonly [string, string] => {
  const [namespace = '', name = ''] = key.split('/');
  return [namespace, name];
};

/** Joins the edges: what each run reads, asks, writes and tells. */
const wire = (given: AppOptions, { informers, rare }: Following, signal: AbortSignal) => {
  const { cluster, lastSilentMs } = watchful(given.cluster, given.clock);
  const options = { ...given, cluster };
  const { clock, random, log, metrics, config, election } = options;
  const memory = new Memory();
  const interest = new Interest();
  const canaryMetrics = new CanaryMetrics(metrics);
  const byKind = kindsOf(informers);
  const learn = (object: KubeObject): void => byKind.get(object.kind)?.learn(object);
  const telling = makeTelling({
    ...options,
    telling: config.telling,
    settings: config.settings,
    providers: informers.alertProviders,
    canaryMetrics,
    signal,
    onAnnounced: (key, uid, runId) => {
      memory.noteAnnounced(uid, runId);
      controller.enqueue(key);
    },
  });
  const asker = makeAsker(askOptions(options, informers, memory));
  const observe = makeObserve({
    caches: informers satisfies Caches,
    memory,
    settings: config.settings,
    clock,
    times: TIMES,
    lastAwayMs: () => Math.min(lastAwayMs([...byKind.values()].map(({ health }) => health)), lastSilentMs()),
  });
  const act = makeAct({ cluster, settings: config.settings, clock, formatTime: toRfc3339Millis, learn });
  const ports: Ports = {
    observe: (key) => {
      const observed = observe(...splitKey(key));
      if (observed !== undefined) noteInterest(interest, key, observed, informers);
      return observed;
    },
    ask: async (questions, observed, runSignal) => {
      const began = clock.monotonic();
      const verdicts = await asker.ask(questions, observed, runSignal);
      if (questions.length > 0 && 'target' in observed.plan)
        canaryMetrics.took(observed.plan, clock.monotonic() - began);
      return verdicts;
    },
    commit: makeCommit({
      cluster,
      times: TIMES,
      learn,
      ...(election === undefined ? {} : { epoch: () => election.epoch() }),
      onRefused: (canary, message) => {
        if (!memory.isNews(canary.metadata.uid ?? '', message)) return;
        log.error({ canary: keyOf(canary), message }, 'the status of a canary was refused');
        telling.tell(canary, warn('Holding', `Halt, the status cannot be recorded: ${message}`));
      },
      onPruned: (canary) => {
        memory.crdOutdatedUntil = clock.now() + 60_000;
        log.error(
          { canary: keyOf(canary) },
          'the installed Canary CRD drops status.run; apply the CRDs of this version',
        );
      },
    }),
    act: async ({ plan, seen }, action, runSignal) => {
      const namespace = seen.canary.metadata.namespace ?? '';
      const existing = (kind: string, name: string): KubeObject | undefined =>
        byKind.get(kind)?.get(namespace, name);
      return act({ plan, seen, existing }, action, runSignal);
    },
    report: telling.report,
    remember: ({ seen }, { next }, refused) => {
      const uid = seen.canary.metadata.uid ?? '';
      if (next.kind === 'at' && next.asksAgain) memory.askAgainAt(uid, next.at);
      else if (seen.askable) memory.askAgainAt(uid, undefined);
      memory.noteRefused(uid, refused ?? stillRefused(seen));
    },
  };
  const controller = makeController({
    reconcile: nextRun(makeReconcile(ports), options, {
      mayStart: mayRun(options, informers),
      isKnown: (key) => knowsKindsOf(rare, informers.canaries.get(...splitKey(key))),
    }),
    clock,
    random,
    log,
    keyField: 'canary',
    concurrency: config.concurrency,
    observe: ({ outcome, code, lateMs }) => {
      metrics.runs.inc({ outcome, code: code ?? '' });
      metrics.lateness.observe(lateMs / 1000);
    },
  });
  metrics.sources.depth = () => controller.depth();
  const forget = (uid: string): void => {
    memory.forget(uid);
    asker.forget(uid);
    telling.forget(uid);
  };
  const commanded = (uid: string): void => memory.askAgainAt(uid, undefined);
  listen(informers, { controller, interest, canaryMetrics, forget, commanded });
  return { controller, telling };
};

/** A refusal holds until its time; then the next run tries again. */
const stillRefused = ({ refused, now }: Observation['seen']) =>
  refused !== undefined && now < refused.retryAt ? refused : undefined;

const askOptions = (
  { cluster, http, clock, config, metrics }: AppOptions,
  { templates }: Informers,
  memory: Memory,
) => ({
  live: makeLive({
    cluster,
    onContent: ({ kind, namespace, name }, version, found) =>
      memory.noteContent(contentKey(kind, namespace, name), version, found),
  }),
  hook: makeHookProbe({ http, clock }),
  metric: makeMetricProbe({
    http,
    cluster,
    templates,
    clock,
    surroundings: hostSurroundings,
    metricsServer: config.metricsServer,
    noCrossNamespaceRefs: config.settings.noCrossNamespaceRefs,
    onQuery: ({ provider, outcome, elapsedMs }) =>
      metrics.queries.observe({ provider, outcome }, elapsedMs / 1000),
  }),
});

const noteInterest = (interest: Interest, key: string, { plan, seen }: Observation, caches: Caches): void => {
  if (!('target' in plan)) return;
  const target = seen.target?.object ?? targetsOf(plan, caches).get(plan.namespace, plan.target.name);
  interest.note(key, namesOf(plan, target));
};

/** False: another replica may lead, or has written this Canary as a later leader. */
const mayRun = ({ election, log }: AppOptions, { canaries }: Informers): ((key: string) => boolean) => {
  if (election === undefined) return () => true;
  const fence = makeFence(election, log);
  return (key) => {
    const canary = canaries.get(...splitKey(key));
    return election.mayWrite() && (canary === undefined || fence(canary) === undefined);
  };
};

/** Turns "look at" into the queue's "after". */
const nextRun =
  (
    reconcile: (key: string, signal: AbortSignal) => Promise<Look | undefined>,
    { clock }: AppOptions,
    {
      mayStart,
      isKnown,
    }: { readonly mayStart: (key: string) => boolean; readonly isKnown: (key: string) => boolean },
  ) =>
  async (key: string, signal: AbortSignal): Promise<Next> => {
    if (!mayStart(key)) return { kind: 'after', delayMs: NOT_YET_MS };
    if (!isKnown(key)) return { kind: 'after', delayMs: SOON_MS };
    const look = await reconcile(key, signal);
    if (look === undefined || look.kind === 'whenChanged') return { kind: 'when-changed' };
    return { kind: 'after', delayMs: Math.max(SOONEST_MS, look.at - clock.now()) };
  };

interface Listening {
  readonly controller: Controller;
  readonly interest: Interest;
  readonly canaryMetrics: CanaryMetrics;
  readonly forget: (uid: string) => void;
  /** A person asks something new of this Canary. */
  readonly commanded: (uid: string) => void;
}

/** Every change leads to a key on the queue, and nothing else. */
const listen = (
  informers: Informers,
  { controller, interest, canaryMetrics, forget, commanded }: Listening,
): void => {
  for (const [kind, informer] of kindsOf(informers)) {
    informer.onChange(({ before, after }) => {
      const object = after ?? before;
      if (object === undefined) return;
      for (const key of interest.keysOf(kind, object)) controller.enqueue(key);
    });
  }
  informers.canaries.onChange(({ before, after }) => {
    const object = after ?? before;
    if (object === undefined) return;
    const key = keyOf(object);
    const uid = object.metadata.uid ?? '';
    if (after === undefined) {
      controller.forget(key);
      interest.drop(key);
      canaryMetrics.gone(key);
      forget(uid);
    } else controller.enqueue(key);
    if (isCommandedAnew(before, after)) commanded(uid);
    const mayFreeClaims = after === undefined || before?.metadata.generation !== after.metadata.generation;
    if (!mayFreeClaims) return;
    for (const neighbour of informers.canaries.list(object.metadata.namespace))
      controller.enqueue(keyOf(neighbour));
  });
};

/** A person need not wait until the next look at a gate is due. */
const isCommandedAnew = (before: KubeObject | undefined, after: KubeObject | undefined): boolean =>
  before?.metadata.annotations?.[COMMAND] !== after?.metadata.annotations?.[COMMAND];
