import type { Labels } from './samples.ts';

/** Samples in ascending order of time; both arrays have one length. Times are milliseconds since 1970. */
export interface Window {
  readonly times: Float64Array;
  readonly values: Float64Array;
}

export interface Point {
  readonly time: number;
  readonly value: number;
}

export interface Series {
  readonly labels: Labels;
  /** Samples with `after < time <= until`, without stale markers. A view: valid until the next append. */
  readonly window: (after: number, until: number) => Window;
  /** The newest sample with `after < time <= until`; undefined also when that is a stale marker. */
  readonly latest: (after: number, until: number) => Point | undefined;
}

export interface WritableSeries extends Series {
  /** Ignored unless it is newer than the last one. `stale` writes Prometheus' marker instead of a value. */
  push(time: number, value: number | 'stale'): void;
  forgetBefore(time: number): void;
  readonly size: number;
  readonly newest: number;
  /** True when the last thing written is a marker. */
  readonly ended: boolean;
}

const FIRST_CAPACITY = 16;

/** The first index in [head, tail) whose time is greater than `time`. */
const firstAfter = (times: Float64Array, time: number, [head, tail]: readonly [number, number]): number => {
  let low = head;
  let high = tail;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] as number) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
};

const withoutStale = ({ times, values }: Window, stale: ReadonlySet<number>): Window => {
  const kept: number[] = [];
  for (const [index, time] of times.entries()) if (!stale.has(time)) kept.push(index);
  if (kept.length === times.length) return { times, values };
  return {
    times: Float64Array.from(kept, (index) => times[index] as number),
    values: Float64Array.from(kept, (index) => values[index] as number),
  };
};

export const makeSeries = (labels: Labels): WritableSeries => {
  let times = new Float64Array(FIRST_CAPACITY);
  let values = new Float64Array(FIRST_CAPACITY);
  let head = 0;
  let tail = 0;
  // A marker cannot be a NaN with a payload, as in Prometheus: JavaScript may change the payload.
  const stale = new Set<number>();

  const newest = (): number => (tail === head ? -Infinity : (times[tail - 1] as number));
  const makeRoom = (): void => {
    const size = tail - head;
    const capacity = size * 2 > times.length ? times.length * 2 : times.length;
    const [oldTimes, oldValues] = [times, values];
    times = new Float64Array(capacity);
    values = new Float64Array(capacity);
    times.set(oldTimes.subarray(head, tail));
    values.set(oldValues.subarray(head, tail));
    head = 0;
    tail = size;
  };

  return {
    labels,
    window: (after, until) => {
      const from = firstAfter(times, after, [head, tail]);
      const to = firstAfter(times, until, [from, tail]);
      const all = { times: times.subarray(from, to), values: values.subarray(from, to) };
      return stale.size === 0 ? all : withoutStale(all, stale);
    },
    latest: (after, until) => {
      const index = firstAfter(times, until, [head, tail]) - 1;
      const time = index < head ? -Infinity : (times[index] as number);
      return time > after && !stale.has(time) ? { time, value: values[index] as number } : undefined;
    },
    push: (time, value) => {
      if (time <= newest()) return;
      if (tail === times.length) makeRoom();
      times[tail] = time;
      values[tail] = value === 'stale' ? NaN : value;
      tail += 1;
      if (value === 'stale') stale.add(time);
    },
    forgetBefore: (time) => {
      while (head < tail && (times[head] as number) < time) {
        stale.delete(times[head] as number);
        head += 1;
      }
    },
    get size() {
      return tail - head;
    },
    get newest() {
      return newest();
    },
    get ended() {
      return stale.has(newest());
    },
  };
};
