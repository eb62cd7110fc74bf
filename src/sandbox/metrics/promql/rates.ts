import { overRange } from './function.ts';
import type { PromqlFunction, Summary } from './function.ts';
import type { Range } from './value.ts';

const at = (array: Float64Array, index: number): number => array.at(index) ?? NaN;

/** What a counter lost by starting again from zero. */
const lostByResets = (values: Float64Array): number => {
  let lost = 0;
  let previous = values[0] ?? NaN;
  for (const value of values) {
    if (value < previous) lost += previous;
    previous = value;
  }
  return lost;
};

/** Seconds from a counter's supposed zero to its first sample. */
const secondsSinceZero = (first: number, increase: number, sampledSeconds: number): number =>
  increase > 0 && first >= 0 ? sampledSeconds * (first / increase) : Infinity;

/**
 * The factor that carries a change between the first and the last sample over to the whole range: to a bound of
 * the range when samples come close to it (1.1 of their mean distance), else by half that distance; for counters
 * never to before they were zero. As in Prometheus 3.
 */
const extrapolation = ({ times, values, afterMs, untilMs }: Range, counted: number | undefined): number => {
  const sampledSeconds = (at(times, -1) - at(times, 0)) / 1000;
  const meanSeconds = sampledSeconds / (times.length - 1);
  const reach = (seconds: number): number => (seconds >= meanSeconds * 1.1 ? meanSeconds / 2 : seconds);
  const toStart = reach((at(times, 0) - afterMs) / 1000);
  const toEnd = reach((untilMs - at(times, -1)) / 1000);
  const toZero = counted === undefined ? Infinity : secondsSinceZero(at(values, 0), counted, sampledSeconds);
  return (sampledSeconds + Math.min(toStart, toZero) + toEnd) / sampledSeconds;
};

const extrapolated =
  ({ counter, perSecond }: { counter: boolean; perSecond: boolean }): Summary =>
  (range) => {
    const { values, afterMs, untilMs } = range;
    if (values.length < 2) return undefined;
    const change = at(values, -1) - at(values, 0) + (counter ? lostByResets(values) : 0);
    const factor = extrapolation(range, counter ? change : undefined);
    return change * (perSecond ? factor / ((untilMs - afterMs) / 1000) : factor);
  };

const lastStep =
  ({ perSecond }: { perSecond: boolean }): Summary =>
  ({ times, values }) => {
    if (values.length < 2) return undefined;
    const [before, last] = [at(values, -2), at(values, -1)];
    if (!perSecond) return last - before;
    const change = last < before ? last : last - before;
    return change / ((at(times, -1) - at(times, -2)) / 1000);
  };

const countPairs = (values: Float64Array, counts: (before: number, after: number) => boolean): number => {
  let count = 0;
  let previous = values[0] ?? NaN;
  for (const value of values.subarray(1)) {
    if (counts(previous, value)) count += 1;
    previous = value;
  }
  return count;
};

const differs = (before: number, after: number): boolean =>
  before !== after && !(Number.isNaN(before) && Number.isNaN(after));

/** Functions of how a series moves; of counters where the name says so in Prometheus' documentation. */
export const RATES: Readonly<Record<string, PromqlFunction>> = {
  rate: overRange(extrapolated({ counter: true, perSecond: true })),
  increase: overRange(extrapolated({ counter: true, perSecond: false })),
  delta: overRange(extrapolated({ counter: false, perSecond: false })),
  irate: overRange(lastStep({ perSecond: true })),
  idelta: overRange(lastStep({ perSecond: false })),
  resets: overRange(({ values }) => countPairs(values, (before, after) => after < before)),
  changes: overRange(({ values }) => countPairs(values, differs)),
};
