import type { Latency } from '../../sandbox/mesh/latency.ts';

/** The world that a rollout is rehearsed in. Times count from the start of the rollout. */
export interface Scenario {
  readonly name: string;
  readonly traffic: TrafficPlan;
  readonly baseline: Quality;
  readonly release: Release;
  /** From a pod's start until it is ready. */
  readonly startTimeMs: number;
  readonly gates: readonly Gate[];
  readonly metrics: readonly SimulatedMetric[];
  readonly scrapeIntervalMs: number;
  /** Times without an answer of any metrics server. */
  readonly outages: readonly Span[];
  readonly expect: Expectation | undefined;
}

export interface TrafficPlan {
  /** In rising order of time, linear in between; at least one. */
  readonly rate: readonly { readonly atMs: number; readonly perSecond: number }[];
  /** Callers with headers of their own; the rest of the requests carries none. */
  readonly audiences: readonly {
    readonly share: number;
    readonly headers: Readonly<Record<string, string>>;
  }[];
}

export interface Quality {
  /** Of answers that are 500; 0..1. */
  readonly errorShare: number;
  readonly latency: Latency;
}

export interface Release extends Quality {
  /** What holds from a weight or a time on; of several that hold, the last one says. */
  readonly changes: readonly Change[];
  /** A pod answers this much slower for so long after its start. */
  readonly slowStart: { readonly forMs: number; readonly factor: number } | undefined;
  /** After a pod's start its program ends. */
  readonly crashAfterMs: number | undefined;
  readonly neverReady: boolean;
}

export interface Change extends Partial<Quality> {
  readonly fromWeight: number | undefined;
  readonly afterMs: number | undefined;
}

/** What hooks of this name or type answer: 403 until it opens, 200 from then on. */
export interface Gate {
  readonly hook: string;
  /** Infinity: never. */
  readonly opensAfterMs: number;
}

/** Answers for a MetricTemplate, whatever its provider and query are. */
export interface SimulatedMetric {
  readonly template: string;
  /** Undefined: there is no data. */
  readonly baseline: number | undefined;
  readonly release: number | undefined;
  /** Standard deviation of an answer. */
  readonly noise: number;
}

export interface Span {
  readonly fromMs: number;
  readonly forMs: number;
}

export interface Expectation {
  /** As it was written. */
  readonly text: string;
  readonly outcome: 'promoted' | 'rolledBack';
  readonly withinMs: number;
  /** The largest share of the requests of a rollout that may meet the release; 0..1. */
  readonly exposed: number;
  /** Of runs in which it must hold; 0..1. */
  readonly share: number;
}

/** True when nothing tells the release from what ran before, so that a rollback of it is a false one. */
export const isHarmless = ({ baseline, release, metrics }: Scenario): boolean =>
  release.changes.length === 0 &&
  release.slowStart === undefined &&
  release.crashAfterMs === undefined &&
  !release.neverReady &&
  isSameQuality(release, baseline) &&
  metrics.every((metric) => metric.release === metric.baseline);

/** The same world with a release that is as good as the baseline. */
export const withoutHarm = (scenario: Scenario): Scenario => ({
  ...scenario,
  name: `${scenario.name}, with a release that is as good as the baseline`,
  release: {
    ...scenario.baseline,
    changes: [],
    slowStart: undefined,
    crashAfterMs: undefined,
    neverReady: false,
  },
  metrics: scenario.metrics.map((metric) => ({ ...metric, release: metric.baseline })),
  expect: undefined,
});

const isSameQuality = (one: Quality, other: Quality): boolean =>
  one.errorShare === other.errorShare &&
  one.latency.p50Ms === other.latency.p50Ms &&
  one.latency.p99Ms === other.latency.p99Ms;

/** Requests per second at a time. */
export const rateAt = ({ rate }: TrafficPlan, atMs: number): number => {
  const next = rate.findIndex((point) => point.atMs > atMs);
  const last = rate[next === -1 ? rate.length - 1 : Math.max(0, next - 1)];
  const then = rate[next];
  if (last === undefined) return 0;
  if (then === undefined || then === last || atMs <= last.atMs) return last.perSecond;
  return last.perSecond + ((then.perSecond - last.perSecond) * (atMs - last.atMs)) / (then.atMs - last.atMs);
};

/** How the release answers, given its share of the traffic in percent, the time, and the age of the pod that is asked. */
export const releaseQuality = (
  { release }: Scenario,
  { weight, atMs, ageMs }: { weight: number; atMs: number; ageMs: number },
): Quality => {
  const changed = release.changes
    .filter(({ fromWeight = 0, afterMs = 0 }) => weight >= fromWeight && atMs >= afterMs)
    .reduce<Quality>(
      (so, { errorShare = so.errorShare, latency = so.latency }) => ({ errorShare, latency }),
      release,
    );
  const { slowStart } = release;
  if (slowStart === undefined || ageMs >= slowStart.forMs) return changed;
  const { p50Ms, p99Ms } = changed.latency;
  return {
    errorShare: changed.errorShare,
    latency: { p50Ms: p50Ms * slowStart.factor, p99Ms: p99Ms * slowStart.factor },
  };
};
