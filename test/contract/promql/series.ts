/** The series over which Prometheus and we are compared: made from a fixed seed, so that they can be made again. */
export interface RecordedSeries {
  readonly labels: Readonly<Record<string, string>>;
  /** Milliseconds since 1970, and the value as Prometheus writes it. */
  readonly samples: readonly (readonly [number, string])[];
}

export const START_MS = 1_700_000_000_000;
const INTERVAL_MS = 15_000;
const SCRAPES = 100;

const makeRandom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
};

type Next = (previous: number, index: number, random: () => number) => number | undefined;

const counter =
  (perScrape: number, resetAt = -1): Next =>
  (previous, index, random) =>
    index === resetAt ? Math.floor(random() * 3) : previous + Math.floor(random() * perScrape);

const gauge =
  (middle: number, spread: number): Next =>
  (_, __, random) =>
    Math.round((middle + (random() - 0.5) * spread) * 1000) / 1000;

const write = (value: number): string => {
  if (Number.isNaN(value)) return 'NaN';
  return Number.isFinite(value) ? String(value) : value > 0 ? '+Inf' : '-Inf';
};

const record = (labels: Record<string, string>, seed: number, next: Next): RecordedSeries => {
  const random = makeRandom(seed);
  const samples: [number, string][] = [];
  let value = 0;
  for (let index = 0; index < SCRAPES; index += 1) {
    const jitterMs = Math.floor(random() * 400);
    const made = next(value, index, random);
    if (made === undefined) continue;
    value = made;
    samples.push([START_MS + index * INTERVAL_MS + jitterMs, write(made)]);
  }
  return { labels, samples };
};

const requests = (): RecordedSeries[] => {
  const codes = ['200', '404', '500'];
  const workloads = ['podinfo', 'podinfo-primary', 'other'];
  return workloads.flatMap((workload, at) =>
    codes.map((code, nth) => {
      const labels = {
        __name__: 'istio_requests_total',
        reporter: nth === 1 ? 'source' : 'destination',
        destination_workload: workload,
        destination_workload_namespace: at === 2 ? 'prod' : 'test',
        response_code: code,
      };
      return record(labels, at * 10 + nth + 1, counter(nth === 0 ? 90 : 4, at === 1 ? 40 + nth : -1));
    }),
  );
};

const BOUNDS = ['0.5', '1', '5', '10', '25', '50', '100', '+Inf'];

const durations = (): RecordedSeries[] =>
  ['podinfo', 'podinfo-primary'].flatMap((workload, at) =>
    BOUNDS.map((le, nth) => {
      const labels = {
        __name__: 'istio_request_duration_milliseconds_bucket',
        destination_workload: workload,
        le,
      };
      // The same seed for all, and more at higher bounds: the buckets are cumulative.
      return record(labels, 100 + at, counter(8 * (nth + 1)));
    }),
  );

const gauges = (): RecordedSeries[] => [
  record({ __name__: 'temperature', room: 'hall', floor: '0' }, 201, gauge(20, 8)),
  record({ __name__: 'temperature', room: 'attic', floor: '2' }, 202, gauge(5, 30)),
  record({ __name__: 'temperature', room: 'cellar', floor: '-1' }, 203, () => 12),
  record({ __name__: 'temperature', room: 'gap', floor: '0' }, 204, (previous, index) =>
    index > 30 && index < 70 ? undefined : previous + 0.25,
  ),
  record({ __name__: 'odd', kind: 'nan' }, 211, (_, index) => (index % 5 === 0 ? NaN : index)),
  record({ __name__: 'odd', kind: 'inf' }, 212, (_, index) => (index % 7 === 0 ? Infinity : -index)),
  record({ __name__: 'odd', kind: 'huge' }, 213, (_, index) => 1e300 * (index - 50)),
  record({ __name__: 'odd', kind: 'tiny' }, 214, (_, index) => 1e-9 * index),
  record({ __name__: 'room_info', room: 'hall', colour: 'red' }, 221, () => 1),
  record({ __name__: 'room_info', room: 'attic', colour: 'blue' }, 222, () => 1),
  record({ __name__: 'room_info', room: 'cellar', colour: 'red' }, 223, () => 1),
  record({ __name__: 'floor_height_metres', floor: '0' }, 231, () => 2.5),
  record({ __name__: 'floor_height_metres', floor: '2' }, 232, () => 2.25),
  record({ __name__: 'floor_height_metres', floor: '-1' }, 233, () => 1.9),
  record({ __name__: 'started_seconds', job: 'a' }, 241, () => 1_709_212_800 - 1),
  record({ __name__: 'started_seconds', job: 'b' }, 242, () => -86_401),
  record({ __name__: 'late_total' }, 251, (previous, index) => (index < 60 ? undefined : previous + 7)),
];

export const recordSeries = (): RecordedSeries[] => [...requests(), ...durations(), ...gauges()];

const escaped = (labels: RecordedSeries['labels']): string =>
  Object.entries(labels)
    .filter(([name]) => name !== '__name__')
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(',');

/** For `promtool tsdb create-blocks-from openmetrics`. */
export const toOpenMetrics = (all: readonly RecordedSeries[]): string => {
  const lines = all.flatMap(({ labels, samples }) =>
    samples.map(
      ([ms, value]) => `${labels['__name__'] ?? ''}{${escaped(labels)}} ${value} ${(ms / 1000).toFixed(3)}`,
    ),
  );
  return `${lines.join('\n')}\n# EOF\n`;
};
