import { errorFunction } from 'simple-statistics';
import { BUCKETS_MS } from './telemetry.ts';

/** How long answers take: log-normal, the usual shape of a service's latency, given by two of its percentiles. */
export interface Latency {
  readonly p50Ms: number;
  /** At least `p50Ms`; equal to it when every answer takes the same time. */
  readonly p99Ms: number;
}

/** A part of all answers that takes about this long. */
export interface LatencyPart {
  readonly share: number;
  readonly elapsedMs: number;
}

/** Standard deviations between the median and the 99th percentile of a normal distribution. */
const P99_SIGMAS = 2.326_347_874;

/** The share of answers that take no longer. */
export const shareWithin = ({ p50Ms, p99Ms }: Latency, limitMs: number): number => {
  if (limitMs === Infinity) return 1;
  const sigma = Math.log(p99Ms / p50Ms) / P99_SIGMAS;
  if (sigma === 0) return limitMs >= p50Ms ? 1 : 0;
  return (1 + errorFunction(Math.log(limitMs / p50Ms) / sigma / Math.SQRT2)) / 2;
};

/** Answers within the limit, by the buckets of Istio's histogram; a share below one in a million is left out. */
export const latencyParts = (latency: Latency, limitMs: number): readonly LatencyPart[] => {
  const parts: LatencyPart[] = [];
  let [below, low] = [0, 0];
  for (const bound of [...BUCKETS_MS, Infinity]) {
    const high = Math.min(bound, limitMs);
    const within = shareWithin(latency, high);
    if (within - below > 1e-6) parts.push({ share: within - below, elapsedMs: typical(low, high, latency) });
    if (high >= limitMs) break;
    [below, low] = [within, high];
  }
  return parts;
};

/** Something between the bounds; the median itself where it lies there. */
const typical = (lowMs: number, highMs: number, { p50Ms }: Latency): number => {
  if (p50Ms > lowMs && p50Ms <= highMs) return p50Ms;
  if (highMs === Infinity) return lowMs * 2;
  return lowMs === 0 ? highMs / 2 : Math.sqrt(lowMs * highMs);
};

/** What `histogram_quantile` reads of it: within a bucket it takes answers to be spread evenly. */
export const percentileInBuckets = (quantile: number, latency: Latency): number => {
  let [low, below] = [0, 0];
  for (const bound of BUCKETS_MS) {
    const within = shareWithin(latency, bound);
    if (within >= quantile) return low + ((bound - low) * (quantile - below)) / (within - below);
    [low, below] = [bound, within];
  }
  return low;
};
