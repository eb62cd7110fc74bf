import type { PromqlFunction } from './function.ts';
import { derived, overRange, summarise } from './function.ts';
import { absentLabels } from './absent.ts';
import { greatest, least, mean, quantile, sum, variance } from './statistics.ts';
import type { Range } from './value.ts';
import { rangesOf, samplesOf, scalarOf, vector } from './value.ts';

interface Line {
  readonly perSecond: number;
  /** At the reference time. */
  readonly level: number;
}

/** Least squares; seconds count from `referenceMs`. Undefined for fewer than two samples. */
const fitLine = ({ times, values }: Range, referenceMs: number): Line | undefined => {
  if (times.length < 2) return undefined;
  const level = values[0] ?? NaN;
  if (values.every((value) => value === level)) {
    return Number.isFinite(level) ? { perSecond: 0, level } : { perSecond: NaN, level: NaN };
  }
  const seconds = times.map((time) => (time - referenceMs) / 1000);
  const [middle, average] = [mean(seconds), mean(values)];
  const spread = sum(seconds.map((second) => (second - middle) ** 2));
  const together = sum(
    seconds.map((second, index) => (second - middle) * ((values[index] ?? NaN) - average)),
  );
  const perSecond = together / spread;
  return { perSecond, level: average - perSecond * middle };
};

const predictLinear: PromqlFunction = {
  takes: ['matrix', 'scalar'],
  gives: 'vector',
  call: ([of, ahead], { atMs }) =>
    vector(
      summarise(rangesOf(of), (range) => {
        const line = fitLine(range, atMs);
        return line && line.level + line.perSecond * scalarOf(ahead);
      }),
    ),
};

const quantileOverTime: PromqlFunction = {
  takes: ['scalar', 'matrix'],
  gives: 'vector',
  call: ([wanted, of]) => vector(summarise(rangesOf(of), ({ values }) => quantile(scalarOf(wanted), values))),
};

/** The sample itself, so it keeps the metric's name. */
const lastOverTime: PromqlFunction = {
  takes: ['matrix'],
  gives: 'vector',
  call: ([of]) =>
    vector(
      rangesOf(of).flatMap(({ labels, values }) => {
        const value = values.at(-1);
        return value === undefined ? [] : [{ labels, value }];
      }),
    ),
};

const absentOverTime: PromqlFunction = {
  takes: ['matrix'],
  gives: 'vector',
  call: ([of], { call }) =>
    vector(rangesOf(of).length > 0 ? [] : [{ labels: absentLabels(call.args[0]), value: 1 }]),
};

/** Functions of all that a series was in a range. */
export const OVER_TIME: Readonly<Record<string, PromqlFunction>> = {
  sum_over_time: overRange(({ values }) => sum(values)),
  avg_over_time: overRange(({ values }) => mean(values)),
  min_over_time: overRange(({ values }) => least(values)),
  max_over_time: overRange(({ values }) => greatest(values)),
  count_over_time: overRange(({ values }) => values.length),
  stddev_over_time: overRange(({ values }) => Math.sqrt(variance(values))),
  stdvar_over_time: overRange(({ values }) => variance(values)),
  present_over_time: overRange(() => 1),
  last_over_time: lastOverTime,
  quantile_over_time: quantileOverTime,
  absent_over_time: absentOverTime,
  deriv: overRange((range) => fitLine(range, range.times[0] ?? NaN)?.perSecond),
  predict_linear: predictLinear,
  timestamp: {
    takes: ['vector'],
    gives: 'vector',
    call: ([of], { atMs }) => vector(derived(samplesOf(of), () => atMs / 1000)),
  },
};
