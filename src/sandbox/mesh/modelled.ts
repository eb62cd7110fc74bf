import type { Cluster } from '../../kube/cluster.ts';
import type { Clock, Random } from '../../runtime/clock.ts';
import { sleep } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import type { MetricSource } from '../metrics/samples.ts';
import type { ModelledAnswer, ModelledDriver } from '../pods/modelled-driver.ts';
import { serviceOfHost } from './hosts.ts';
import type { MeshRequest } from './match.ts';
import { isRetriable } from './retries.ts';
import type { TryOutcome } from './retries.ts';
import { route } from './route.ts';
import type { Forward, Target } from './route.ts';
import { makeTelemetry, UNKNOWN } from './telemetry.ts';
import type { Observation, Telemetry, Workload } from './telemetry.ts';
import { makeBalancer, makeWorld } from './world.ts';
import type { Endpoint, Upstream, World } from './world.ts';

/** The mesh without sockets: requests are drawn, routed, answered and counted at once, in virtual time. */
export interface ModelledMeshOptions {
  readonly cluster: Cluster;
  readonly driver: ModelledDriver;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** The caller's. */
  readonly namespace: string;
  readonly workload?: string;
  /** What every request calls. */
  readonly request: Pick<MeshRequest, 'host'> & Partial<MeshRequest>;
  readonly ratePerSecond: number;
  /** How often the requests of the time that has passed are sent. */
  readonly everyMs: number;
}

export interface UserTotals {
  readonly sent: number;
  readonly failed: number;
  /** Answers that users got, by version; mirrored ones not among them. */
  readonly byVersion: Readonly<Record<string, number>>;
}

export interface ModelledMesh {
  readonly metrics: MetricSource;
  totals(): UserTotals;
  /** Until the signal is aborted. */
  run(signal: AbortSignal): Promise<void>;
}

/** A connection refused inside a cluster takes about this long to notice. */
const REFUSED_MS = 1;

interface Tried {
  readonly outcome: TryOutcome;
  readonly code: number;
  readonly flags: string;
  readonly workload: Workload;
  readonly version: string | undefined;
  readonly elapsedMs: number;
}

const local = (code: number, flags: string): Tried => ({
  outcome: { kind: 'reset' },
  code,
  flags,
  workload: UNKNOWN,
  version: undefined,
  elapsedMs: 0,
});

const limited = (answer: ModelledAnswer, endpoint: Endpoint, limitMs: number): Tried => {
  const { status, delayMs, version } = answer;
  const { workload } = endpoint;
  if (delayMs > limitMs)
    return {
      outcome: { kind: 'timed-out' },
      code: 504,
      flags: 'UT',
      workload,
      version: undefined,
      elapsedMs: limitMs,
    };
  return {
    outcome: { kind: 'answered', status },
    code: status,
    flags: '-',
    workload,
    version,
    elapsedMs: delayMs,
  };
};

class ModelledSidecar implements ModelledMesh {
  readonly metrics: Telemetry = makeTelemetry();
  readonly #options: ModelledMeshOptions;
  readonly #world: World;
  readonly #source: Workload;
  readonly #pick: (target: Target, upstream: Upstream) => Endpoint | undefined = makeBalancer();
  readonly #byVersion: Record<string, number> = {};
  #sent = 0;
  #failed = 0;

  constructor(options: ModelledMeshOptions) {
    this.#options = options;
    this.#world = makeWorld(options);
    this.#source = { name: options.workload ?? 'unknown', namespace: options.namespace };
  }

  totals(): UserTotals {
    return { sent: this.#sent, failed: this.#failed, byVersion: { ...this.#byVersion } };
  }

  async run(signal: AbortSignal): Promise<void> {
    const following = this.#world.run(signal);
    await this.#world.synced;
    await this.#send(signal);
    await following;
  }

  async #send(signal: AbortSignal): Promise<void> {
    const { clock, everyMs, ratePerSecond } = this.#options;
    const beganMs = clock.monotonic();
    let sent = 0;
    while (!signal.aborted) {
      const due = Math.floor(((clock.monotonic() - beganMs) * ratePerSecond) / 1000);
      for (; sent < due; sent += 1) this.#one();
      await sleep(clock, everyMs, signal).catch(() => undefined);
    }
  }

  #one(): void {
    const { request, namespace, random } = this.#options;
    const asked = { method: 'GET', path: '/', headers: {}, sourceNamespace: namespace, ...request };
    const decision = route(this.#world.config(), asked, random);
    this.#sent += 1;
    if (decision.kind !== 'forward') {
      this.#failed += decision.kind === 'no-route' ? 1 : 0;
      return;
    }
    for (const shadow of decision.mirrors) this.#try(shadow, decision.path, Infinity);
    const answered = this.#follow(decision);
    this.#failed += answered.code >= 500 ? 1 : 0;
    if (answered.version !== undefined)
      this.#byVersion[answered.version] = (this.#byVersion[answered.version] ?? 0) + 1;
    this.#count('source', decision.target, answered);
  }

  /** Tries as the route allows; the time of all tries together is what the caller waits. */
  #follow({ target, retries, timeoutMs = Infinity, path }: Forward): Tried {
    let elapsedMs = 0;
    for (let retry = 0; ; retry += 1) {
      const limitMs = Math.min(retries.perTryTimeoutMs ?? Infinity, timeoutMs - elapsedMs);
      const tried = this.#try(target, path, limitMs);
      elapsedMs += tried.elapsedMs;
      const again = elapsedMs < timeoutMs && isRetriable(retries, tried.outcome);
      if (!again || retry >= retries.attempts)
        return { ...tried, elapsedMs, flags: again && retries.attempts > 0 ? 'URX' : tried.flags };
    }
  }

  #try(target: Target, path: string, limitMs: number): Tried {
    const upstream = this.#world.upstream(target);
    if (upstream === undefined) return local(503, 'NC');
    const endpoint = this.#pick(target, upstream);
    if (endpoint === undefined) return local(503, 'UH');
    const answer = this.#options.driver.answer(endpoint.ip, { method: 'GET', path, headers: {} });
    if (answer === undefined)
      return {
        ...local(503, 'UF'),
        outcome: { kind: 'refused' },
        workload: endpoint.workload,
        elapsedMs: REFUSED_MS,
      };
    const tried = limited(answer, endpoint, limitMs);
    const isCut = tried.outcome.kind === 'timed-out';
    this.#count('destination', target, isCut ? { ...tried, code: 0, flags: 'DC' } : tried);
    return tried;
  }

  #count(reporter: Observation['reporter'], target: Target, tried: Tried): void {
    this.metrics.record({
      reporter,
      source: this.#source,
      destination: tried.workload,
      host: target.host,
      service: serviceOfHost(target.host),
      code: tried.code,
      flags: tried.flags,
      elapsedMs: tried.elapsedMs,
    });
  }
}

export const makeModelledMesh = (options: ModelledMeshOptions): ModelledMesh => new ModelledSidecar(options);
