import { randomPoisson } from 'd3-random';
import { isOperatorError } from '../../errors.ts';
import type { Cluster } from '../../kube/cluster.ts';
import type { Clock, Random } from '../../runtime/clock.ts';
import { sleep } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import type { MetricSource } from '../metrics/samples.ts';
import { serviceOfHost } from './hosts.ts';
import { type Latency, latencyParts, shareWithin } from './latency.ts';
import type { MeshRequest } from './match.ts';
import { isRetriable } from './retries.ts';
import { type Chance, chances, type Forward, type Target } from './route.ts';
import { makeTelemetry, type Observation, type Telemetry, UNKNOWN, type Workload } from './telemetry.ts';
import { type Endpoint, makeWorld, type World } from './world.ts';

/** Callers that send the same requests. */
export interface Audience {
  /** Of all requests; the shares of all audiences sum to 1. */
  readonly share: number;
  readonly request: Pick<MeshRequest, 'host'> & Partial<MeshRequest>;
}

/** How a program answers at one moment. */
export interface Performance {
  readonly version: string;
  /** Of answers that are 500. */
  readonly errorShare: number;
  readonly latency: Latency;
}

export interface FlowsOptions {
  readonly cluster: Cluster;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** The callers'. */
  readonly namespace: string;
  readonly workload?: string;
  readonly audiences: readonly Audience[];
  /** At this moment. */
  readonly ratePerSecond: () => number;
  /** Undefined when nothing runs at the address. */
  readonly performanceAt: (ip: string) => Performance | undefined;
  /** How often the requests of the time that has passed are drawn. */
  readonly everyMs: number;
}

export interface VersionTotals {
  readonly sent: number;
  readonly failed: number;
}

export interface FlowTotals extends VersionTotals {
  /** By the version that answered; copies that mirroring makes are not among them. */
  readonly byVersion: Readonly<Record<string, VersionTotals>>;
}

export interface Flows {
  readonly metrics: MetricSource;
  totals(): FlowTotals;
  run(signal: AbortSignal): Promise<void>;
}

interface Counts {
  sent: number;
  failed: number;
}

/** Endpoints that act alike. */
interface Group {
  readonly share: number;
  readonly workload: Workload;
  readonly performance: Performance;
}

/**
 * The mesh for many requests at once. Arrivals are a Poisson process, so what each route, pod and bucket of latency gets in
 * a stretch of time is drawn by itself, with exactly the noise that single requests would have; the cost does not depend on
 * the rate. Callers have no memory: they bring no cookies back.
 */
class DrawnFlows implements Flows {
  readonly metrics: Telemetry = makeTelemetry();
  readonly #options: FlowsOptions;
  readonly #world: World;
  readonly #source: Workload;
  readonly #poisson: (mean: number) => () => number;
  readonly #byVersion = new Map<string, Counts>();
  readonly #all: Counts = { sent: 0, failed: 0 };

  constructor(options: FlowsOptions) {
    this.#options = options;
    this.#world = makeWorld(options);
    this.#source = { name: options.workload ?? 'unknown', namespace: options.namespace };
    this.#poisson = randomPoisson.source(options.random);
  }

  totals(): FlowTotals {
    return {
      ...this.#all,
      byVersion: Object.fromEntries([...this.#byVersion].map(([v, c]) => [v, { ...c }])),
    };
  }

  async run(signal: AbortSignal): Promise<void> {
    const following = this.#world.run(signal);
    await this.#world.synced;
    await this.#keepDrawing(signal);
    await following;
  }

  async #keepDrawing(signal: AbortSignal): Promise<void> {
    const { clock, everyMs, ratePerSecond } = this.#options;
    let drawnAt = clock.monotonic();
    while (!signal.aborted) {
      await sleep(clock, everyMs, signal).catch(() => undefined);
      const now = clock.monotonic();
      this.#draw((ratePerSecond() * (now - drawnAt)) / 1000);
      drawnAt = now;
    }
  }

  #draw(expected: number): void {
    for (const { share, request } of this.#options.audiences)
      for (const chance of this.#chancesOf(request)) this.#send(expected * share, chance);
  }

  /** A VirtualService that Envoy could not read routes nowhere. */
  #chancesOf(request: Audience['request']): readonly Chance[] {
    const { namespace } = this.#options;
    try {
      return chances(this.#world.config(), {
        method: 'GET',
        path: '/',
        headers: {},
        sourceNamespace: namespace,
        ...request,
      });
    } catch (thrown) {
      if (!isOperatorError(thrown, 'REJECTED') && !(thrown instanceof SyntaxError)) throw thrown;
      return [{ share: 1, decision: { kind: 'no-route' }, copies: [] }];
    }
  }

  #send(expected: number, { share, decision, copies }: Chance): void {
    const mean = expected * share;
    if (decision.kind === 'forward') this.#forward(mean, decision);
    else this.#answeredByProxy(mean, decision);
    for (const copy of copies) this.#copy(mean * copy.share, copy.target);
  }

  #answeredByProxy(mean: number, decision: Exclude<Chance['decision'], Forward>): void {
    const count = this.#drawn(mean);
    const isFailure = decision.kind === 'no-route' || (decision.kind === 'direct' && decision.status >= 500);
    this.#users(undefined, count, isFailure ? count : 0);
  }

  /** Nobody sees its answer, and only the destination counts it. */
  #copy(mean: number, target: Target): void {
    for (const group of this.#groupsOf(target)) {
      for (const { ending, elapsedMs, share } of outcomesOf(group.performance, Infinity))
        this.#tried(group, target, { ending, elapsedMs }, this.#drawn(mean * group.share * share));
    }
  }

  #forward(mean: number, forward: Forward): void {
    const { target } = forward;
    const groups = this.#groupsOf(target);
    for (const group of groups) this.#ask(group, mean * group.share, forward);
    if (groups.length > 0) return;
    const count = this.#drawn(mean);
    this.#users(undefined, count, count);
    this.#count(
      { reporter: 'source', target, workload: UNKNOWN },
      { code: 503, flags: 'UH', elapsedMs: 0 },
      count,
    );
  }

  /** One try of all; those that failed and may try again are few, and followed one by one. */
  #ask(group: Group, mean: number, forward: Forward): void {
    const { target, retries, timeoutMs = Infinity } = forward;
    const limitMs = Math.min(retries.perTryTimeoutMs ?? Infinity, timeoutMs);
    for (const { ending, elapsedMs, share } of outcomesOf(group.performance, limitMs)) {
      const count = this.#drawn(mean * share);
      this.#tried(group, target, { ending, elapsedMs }, count);
      if (!mayTryAgain(retries, ending)) this.#ended(group, target, { ending, elapsedMs }, count);
      else
        for (let one = 0; one < count; one += 1)
          this.#ended(
            group,
            target,
            { ending: this.#retried(group, ending, limitMs, forward), elapsedMs },
            1,
          );
    }
  }

  #retried(group: Group, first: Ending, limitMs: number, { target, retries }: Forward): Ending {
    const { random } = this.#options;
    const { errorShare, latency } = group.performance;
    const inTime = shareWithin(latency, limitMs);
    let ending = first;
    for (let retry = 0; retry < retries.attempts && mayTryAgain(retries, ending); retry += 1) {
      ending = random() >= inTime ? 'late' : random() < errorShare ? 'failed' : 'answered';
      this.#tried(group, target, { ending, elapsedMs: ending === 'late' ? limitMs : latency.p50Ms }, 1);
    }
    return ending;
  }

  #tried({ workload }: Group, target: Target, { ending, elapsedMs }: Outcome, count: number): void {
    this.#count(
      { reporter: 'destination', target, workload },
      { ...AT_DESTINATION[ending], elapsedMs },
      count,
    );
  }

  #ended(
    { workload, performance }: Group,
    target: Target,
    { ending, elapsedMs }: Outcome,
    count: number,
  ): void {
    this.#users(performance.version, count, ending === 'answered' ? 0 : count);
    this.#count({ reporter: 'source', target, workload }, { ...AT_SOURCE[ending], elapsedMs }, count);
  }

  #users(version: string | undefined, sent: number, failed: number): void {
    this.#all.sent += sent;
    this.#all.failed += failed;
    if (version === undefined || sent === 0) return;
    const counts = this.#byVersion.get(version) ?? { sent: 0, failed: 0 };
    counts.sent += sent;
    counts.failed += failed;
    this.#byVersion.set(version, counts);
  }

  #drawn(mean: number): number {
    return mean > 0 ? this.#poisson(mean)() : 0;
  }

  /** A pod that has just ended is passed over, as a retry of a refused connection does. */
  #groupsOf(target: Target): readonly Group[] {
    const { endpoints = [] } = this.#world.upstream(target) ?? {};
    const running = endpoints.flatMap((endpoint) => {
      const performance = this.#options.performanceAt(endpoint.ip);
      return performance === undefined ? [] : [{ endpoint, performance }];
    });
    return alike(running);
  }

  #count(
    { reporter, target, workload }: { reporter: Observation['reporter']; target: Target; workload: Workload },
    how: Pick<Observation, 'code' | 'flags' | 'elapsedMs'>,
    count: number,
  ): void {
    if (count === 0) return;
    const { host } = target;
    const service = serviceOfHost(host);
    this.metrics.record(
      { reporter, source: this.#source, destination: workload, host, service, ...how },
      count,
    );
  }
}

/** How a try ends; `late`: the caller gave up before an answer. */
type Ending = 'answered' | 'failed' | 'late';

interface Outcome {
  readonly ending: Ending;
  readonly elapsedMs: number;
}

type Told = Pick<Observation, 'code' | 'flags'>;

const AT_DESTINATION: Readonly<Record<Ending, Told>> = {
  answered: { code: 200, flags: '-' },
  failed: { code: 500, flags: '-' },
  late: { code: 0, flags: 'DC' },
};

const AT_SOURCE: Readonly<Record<Ending, Told>> = { ...AT_DESTINATION, late: { code: 504, flags: 'UT' } };

/** All ways in which a try may end, with shares that sum to 1 but for the smallest ones. */
const outcomesOf = (
  { errorShare, latency }: Performance,
  limitMs: number,
): readonly (Outcome & { readonly share: number })[] => [
  ...latencyParts(latency, limitMs).flatMap(({ share, elapsedMs }) => [
    { ending: 'answered' as const, elapsedMs, share: share * (1 - errorShare) },
    { ending: 'failed' as const, elapsedMs, share: share * errorShare },
  ]),
  ...(limitMs === Infinity
    ? []
    : [{ ending: 'late' as const, elapsedMs: limitMs, share: 1 - shareWithin(latency, limitMs) }]),
];

const mayTryAgain = (retries: Forward['retries'], ending: Ending): boolean => {
  if (ending === 'answered' || retries.attempts === 0) return false;
  return isRetriable(retries, ending === 'late' ? { kind: 'timed-out' } : { kind: 'answered', status: 500 });
};

const alike = (running: readonly { endpoint: Endpoint; performance: Performance }[]): readonly Group[] => {
  const groups = new Map<string, { count: number; workload: Workload; performance: Performance }>();
  for (const { endpoint, performance } of running) {
    const { version, errorShare, latency } = performance;
    const key = `${endpoint.workload.name}|${version}|${errorShare}|${latency.p50Ms}|${latency.p99Ms}`;
    const group = groups.get(key) ?? { count: 0, workload: endpoint.workload, performance };
    group.count += 1;
    groups.set(key, group);
  }
  return [...groups.values()].map(({ count, ...group }) => ({ ...group, share: count / running.length }));
};

export const makeFlows = (options: FlowsOptions): Flows => new DrawnFlows(options);
