import type { Labels, MetricSource, Sample } from '../metrics/samples.ts';
import type { ServiceName } from './hosts.ts';

/** Istio's two standard HTTP metrics, with its label names and bucket bounds. */
export interface Workload {
  readonly name: string;
  readonly namespace: string;
}

export interface Observation {
  /** Both sidecars of a call count it; mirrored calls only at the destination. */
  readonly reporter: 'source' | 'destination';
  readonly source: Workload;
  readonly destination: Workload;
  /** Fully qualified, or as the client wrote it when it is no Service. */
  readonly host: string;
  readonly service: ServiceName | undefined;
  /** 0 when the client went away before an answer. */
  readonly code: number;
  /** Envoy's, joined by commas; `-` for none. */
  readonly flags: string;
  readonly elapsedMs: number;
}

export interface Telemetry extends MetricSource {
  /** `count` equal observations; one unless told. */
  record(observation: Observation, count?: number): void;
}

export const UNKNOWN: Workload = { name: 'unknown', namespace: 'unknown' };

/** Upper bounds of the histogram's buckets, without +Inf. */
export const BUCKETS_MS: readonly number[] = [
  0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000,
  3_600_000,
];
const REQUESTS = 'istio_requests_total';
const DURATION = 'istio_request_duration_milliseconds';

interface Series {
  count: number;
  sumMs: number;
  /** Not cumulative; the last one is +Inf. */
  readonly buckets: number[];
  readonly labels: {
    readonly requests: Labels;
    readonly count: Labels;
    readonly sum: Labels;
    readonly buckets: readonly Labels[];
  };
}

const labelsOf = (seen: Observation): Labels => ({
  reporter: seen.reporter,
  source_workload: seen.source.name,
  source_workload_namespace: seen.source.namespace,
  destination_workload: seen.destination.name,
  destination_workload_namespace: seen.destination.namespace,
  destination_service: seen.host,
  destination_service_name: seen.service?.name ?? seen.host,
  destination_service_namespace: seen.service?.namespace ?? 'unknown',
  request_protocol: 'http',
  response_code: String(seen.code),
  response_flags: seen.flags,
  connection_security_policy: seen.reporter === 'destination' ? 'mutual_tls' : 'unknown',
});

const seriesOf = (seen: Observation): Series => {
  const labels = labelsOf(seen);
  const bounds = [...BUCKETS_MS.map(String), '+Inf'];
  return {
    count: 0,
    sumMs: 0,
    buckets: bounds.map(() => 0),
    labels: {
      requests: { __name__: REQUESTS, ...labels },
      count: { __name__: `${DURATION}_count`, ...labels },
      sum: { __name__: `${DURATION}_sum`, ...labels },
      buckets: bounds.map((le) => ({ __name__: `${DURATION}_bucket`, ...labels, le })),
    },
  };
};

const keyOf = ({ reporter, source, destination, host, code, flags }: Observation): string =>
  `${reporter}|${source.namespace}/${source.name}|${destination.namespace}/${destination.name}|${host}|${code}|${flags}`;

function* samplesOf({ count, sumMs, buckets, labels }: Series): Iterable<Sample> {
  yield { labels: labels.requests, value: count };
  yield { labels: labels.count, value: count };
  yield { labels: labels.sum, value: sumMs };
  let cumulative = 0;
  for (const [index, bucket] of labels.buckets.entries()) {
    cumulative += buckets[index] ?? 0;
    yield { labels: bucket, value: cumulative };
  }
}

export const makeTelemetry = (): Telemetry => {
  const all = new Map<string, Series>();
  return {
    record: (seen, count = 1) => {
      const key = keyOf(seen);
      const series = all.get(key) ?? seriesOf(seen);
      all.set(key, series);
      const found = BUCKETS_MS.findIndex((bound) => seen.elapsedMs <= bound);
      const index = found === -1 ? BUCKETS_MS.length : found;
      series.count += count;
      series.sumMs += seen.elapsedMs * count;
      series.buckets[index] = (series.buckets[index] ?? 0) + count;
    },
    *collect() {
      for (const series of all.values()) yield* samplesOf(series);
    },
  };
};
