import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CANARY, DEPLOYMENT, EVENT, VIRTUAL_SERVICE } from '../../src/api/kinds.ts';
import type { KubeObject, ResourceType } from '../../src/api/objects.ts';
import { connect } from '../../src/kube/connection.ts';
import { makeHttpCluster } from '../../src/kube/http-cluster.ts';
import { type Informer, makeInformer } from '../../src/kube/informer.ts';
import { systemClock, systemRandom } from '../../src/runtime/clock.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { type Answer, isError, type RouteChange } from './answers.ts';
import { saidBy } from './command.ts';
import { apply, kubectl } from './kubectl.ts';
import {
  APP,
  app,
  canary,
  type CanaryParts,
  type Environment,
  load,
  LOAD_PORT,
  namespace,
} from './manifests.ts';
import { settings } from './settings.ts';
import { makeUsers, type Users } from './users.ts';

type Loose = Record<string, any>;

/** A moment of the Canary's status. */
export interface Moment {
  readonly at: number;
  readonly phase: string;
  readonly weight: number;
}

export interface Told {
  /** To the second, in ms since 1970. */
  readonly at: number;
  readonly type: string;
  readonly reason: string;
  readonly message: string;
}

export interface StageOptions {
  readonly name: string;
  /** Requests a second; 0: no users. Default: 150. */
  readonly rps?: number;
  readonly replicas?: number;
  readonly canary?: CanaryParts;
  readonly namespaceLabels?: Readonly<Record<string, string>>;
}

/** A namespace of its own with an application, its users, and a look at all that happens to it. */
export interface Stage {
  readonly namespace: string;
  /** Requests a second that its users send from the start. */
  readonly rps: number;
  /** `kubectl -n <namespace> …` */
  kubectl(...args: string[]): Promise<string>;
  apply(...objects: readonly object[]): Promise<string>;
  /** As `apply`, through all of the server's checks, but nothing is stored. */
  tryApply(object: object): Promise<string>;
  /** A new version of the application, by `kubectl apply`. */
  release(version: string, env?: Environment): Promise<void>;
  /** Applies the Canary that the stage was opened with, changed by `parts`. */
  applyCanary(parts?: CanaryParts): Promise<void>;
  canary(): Loose;
  status(): Loose;
  condition(type: string): Loose | undefined;
  deployment(name: string): Loose;
  /** The Canary's Events, the oldest first. */
  events(): readonly Told[];
  routes(): readonly RouteChange[];
  /** Every phase and weight that was seen. */
  moments(): readonly Moment[];
  /** Resolves as soon as it holds; looked at again with every change in the namespace. */
  until(what: string, holds: () => boolean, limitS?: number): Promise<void>;
  untilPhase(phase: string, limitS?: number): Promise<void>;
  /** Starts the users; until then nobody calls. */
  startUsers(): Promise<void>;
  /** Others beside them, whose requests have a header, as `name=value`. */
  startOthers(name: string, rps: number, header: string): Promise<Users>;
  answers(): Promise<readonly Answer[]>;
  /** Sends the users home: all that they sent, each with its answer. */
  lastAnswers(): Promise<readonly Answer[]>;
  /** What the users' pod was sent at `/heard`, as a receiver of alerts. */
  heard(): Promise<readonly Loose[]>;
  /** A POST to the users' pod, such as `/gate/open` or `/rate?rps=0`. */
  post(path: string): Promise<void>;
  dump(): Promise<string>;
  close(): Promise<void>;
}

const WATCHED: readonly ResourceType[] = [CANARY, VIRTUAL_SERVICE, DEPLOYMENT, EVENT];

const RPS = 150;

/** Waits are events of this namespace; a condition that depends on something else is asked again after this time. */
const ASK_AGAIN_MS = 500;

const follow = (inNamespace: string, signal: AbortSignal) => {
  const connection = connect({ kubeconfig: settings.kubeconfig });
  const clock = systemClock;
  const cluster = makeHttpCluster(connection, { clock, userAgent: 'serinette-e2e' });
  const informers = new Map<ResourceType, Informer>(
    WATCHED.map((type) => [
      type,
      makeInformer({ cluster, type, namespace: inNamespace, clock, random: systemRandom, log: silentLog }),
    ]),
  );
  const running = [...informers.values()].map((informer) => informer.run(signal));
  return {
    informers,
    synced: () => Promise.all([...informers.values()].map((informer) => informer.whenSynced(signal))),
    ended: async () => {
      await Promise.all(running);
      await connection.close();
    },
  };
};

const canaryWeightOf = (route: KubeObject): number => {
  const destinations: Loose[] = (route as Loose)['spec']?.http?.[0]?.route ?? [];
  return Number(
    destinations.find(({ destination }) => destination.host === `${APP}-canary`)?.['weight'] ?? 0,
  );
};

/** Makes the namespace with the application and its Canary; nothing waits for the operator yet. */
export const openStage = async (options: StageOptions): Promise<Stage> => {
  const name = `e2e-${options.name}-${settings.run}`;
  const inside = (...args: string[]): Promise<string> => kubectl('-n', name, ...args);
  const placed = (object: object): object => {
    const { metadata, ...rest } = object as { metadata: object };
    return { ...rest, metadata: { namespace: name, ...metadata } };
  };
  const applyHere = (...objects: readonly object[]): Promise<string> => apply({}, ...objects.map(placed));
  await apply({}, namespace(name, options.namespaceLabels));

  const stop = new AbortController();
  const { informers, synced, ended } = follow(name, stop.signal);
  const routes: RouteChange[] = [];
  const moments: Moment[] = [];
  const listeners = new Set<() => void>();
  informers.get(VIRTUAL_SERVICE)?.onChange(({ after }) => {
    if (after === undefined) return;
    const canaryWeight = canaryWeightOf(after);
    if (routes.at(-1)?.canaryWeight !== canaryWeight) routes.push({ at: Date.now(), canaryWeight });
  });
  informers.get(CANARY)?.onChange(({ after }) => {
    const status = ((after as Loose | undefined)?.['status'] ?? {}) as Loose;
    const moment = { phase: String(status['phase'] ?? ''), weight: Number(status['canaryWeight'] ?? 0) };
    const last = moments.at(-1);
    if (last?.phase !== moment.phase || last.weight !== moment.weight)
      moments.push({ at: Date.now(), ...moment });
  });
  for (const informer of informers.values())
    informer.onChange(() => {
      for (const listener of [...listeners]) listener();
    });
  await synced();

  const object = (type: ResourceType, of: string): Loose => informers.get(type)?.get(name, of) ?? {};
  const status = (): Loose => (object(CANARY, APP)['status'] ?? {}) as Loose;
  const events = () =>
    (informers.get(EVENT)?.list(name) ?? [])
      .map((event) => event as Loose)
      .filter((event) => event['involvedObject']?.kind === 'Canary')
      .toSorted((a, b) => Number(a['metadata'].resourceVersion) - Number(b['metadata'].resourceVersion))
      .map(({ firstTimestamp, type, reason, message }) => ({
        at: Date.parse(String(firstTimestamp)),
        type: String(type),
        reason: String(reason),
        message: String(message),
      }));

  const until = (what: string, holds: () => boolean, limitS = 90): Promise<void> =>
    new Promise((resolve, reject) => {
      const end = (finish: () => void): void => {
        listeners.delete(look);
        clearInterval(asking);
        clearTimeout(limit);
        finish();
      };
      const look = (): void => {
        try {
          if (holds()) end(resolve);
        } catch (thrown) {
          const failure = thrown instanceof Error ? thrown : new Error(String(thrown));
          end(() => reject(failure));
        }
      };
      const seen = () => {
        const { phase, canaryWeight, failedChecks } = status();
        const told = events()
          .slice(-5)
          .map(({ reason, message }) => `${reason}: ${message}`);
        return [`phase ${phase}, weight ${canaryWeight}, failed checks ${failedChecks}`, ...told].join('\n');
      };
      const limit = setTimeout(
        () => end(() => reject(new Error(`not within ${limitS} s: ${what}\n${seen()}`))),
        limitS * 1_000,
      );
      const asking = setInterval(look, ASK_AGAIN_MS);
      listeners.add(look);
      look();
    });

  const rps = options.rps ?? RPS;
  const usersOf = (of: string): Users =>
    makeUsers(`/api/v1/namespaces/${name}/services/${of}:${LOAD_PORT}/proxy`);
  const users = usersOf('load');

  const parts = options.canary ?? {};
  const stage: Stage = {
    namespace: name,
    rps,
    kubectl: inside,
    apply: applyHere,
    tryApply: (tried) => apply({ dryRun: true }, placed(tried)),
    release: async (version, env = {}) => {
      await applyHere(app({ version, env, replicas: options.replicas ?? 1 }));
    },
    applyCanary: async (more = {}) => {
      await applyHere(
        canary({
          spec: { ...parts.spec, ...more.spec },
          service: { ...parts.service, ...more.service },
          analysis: { ...parts.analysis, ...more.analysis },
        }),
      );
    },
    canary: () => object(CANARY, APP),
    status,
    condition: (type) => (status()['conditions'] as Loose[] | undefined)?.find((one) => one['type'] === type),
    deployment: (of) => object(DEPLOYMENT, of),
    events,
    routes: () => routes,
    moments: () => moments,
    until,
    untilPhase: (phase, limitS) => until(`phase ${phase}`, () => status()['phase'] === phase, limitS),
    startUsers: async () => {
      await applyHere(...load(rps));
      await inside('rollout', 'status', 'deployment/load', '--timeout=90s');
      await users.meet();
    },
    startOthers: async (of, theirRps, header) => {
      await applyHere(...load(theirRps, { name: of, header }));
      await inside('rollout', 'status', `deployment/${of}`, '--timeout=90s');
      const others = usersOf(of);
      await others.meet();
      return others;
    },
    answers: () => (rps === 0 ? Promise.resolve([]) : users.answers()),
    lastAnswers: () => (rps === 0 ? Promise.resolve([]) : users.leave()),
    heard: () => users.heard(),
    post: (path) => users.post(path),
    dump: () =>
      dump(name, inside, async () =>
        (await stage.answers())
          .filter(isError)
          .map(
            ({ at, tookMs, status, version }) =>
              `${new Date(at).toISOString()} ${tookMs} ${status} ${version}`,
          )
          .join('\n'),
      ),
    close: async () => {
      stop.abort();
      await ended().catch((thrown: unknown) => {
        if (!stop.signal.aborted) throw thrown;
      });
      if (!settings.keep) await kubectl('delete', 'namespace', name, '--wait=false', '--ignore-not-found');
    },
  };
  return stage;
};

const DUMPED = [
  ['get', 'canaries,deployments,services,virtualservices,destinationrules,metrictemplates', '-o', 'yaml'],
  ['get', 'pods', '-o', 'wide'],
  ['get', 'events', '--sort-by=.metadata.creationTimestamp'],
  ['logs', '-l', `app=${APP}`, '-c', 'app', '--tail=50', '--prefix'],
  ['logs', '-l', `app=${APP}`, '-c', 'app', '--tail=50', '--prefix', '--previous'],
  ['logs', '-l', 'app.kubernetes.io/name=serinette', '--tail=-1', '--prefix'],
  ['logs', '-l', 'app.kubernetes.io/name=serinette', '--tail=-1', '--prefix', '--previous'],
] as const;

/** Writes what is needed to understand a failure into the folder of results. Returns that file's path. */
const dump = async (
  name: string,
  inside: (...args: string[]) => Promise<string>,
  errors: () => Promise<string>,
): Promise<string> => {
  mkdirSync(settings.results, { recursive: true });
  const parts: string[] = [];
  for (const args of DUMPED) parts.push(`==> kubectl ${args.join(' ')}\n${await saidBy(inside(...args))}`);
  parts.push(`==> answers with errors: time, ms taken, status, version\n${await saidBy(errors())}`);
  const path = join(settings.results, `${name}.dump.txt`);
  writeFileSync(path, parts.join('\n'));
  return path;
};
