import { withoutName } from '../labels.ts';
import type { Call } from './ast.ts';
import type { Range, Value, ValueType, VectorSample } from './value.ts';
import { rangesOf, samplesOf, scalarOf, vector } from './value.ts';

export interface Moment {
  /** Evaluation time, milliseconds since 1970. */
  readonly atMs: number;
  readonly call: Call;
}

export interface PromqlFunction {
  readonly takes: readonly ValueType[];
  /** So many at the end may be left out. */
  readonly optional?: number;
  /** The last may be given any number of times. */
  readonly repeats?: boolean;
  readonly gives: ValueType;
  readonly call: (args: readonly Value[], moment: Moment) => Value;
}

/** The result has the labels without the metric's name: it is another quantity. */
export const derived = (
  samples: readonly VectorSample[],
  change: (sample: VectorSample) => number,
): VectorSample[] => samples.map((sample) => ({ labels: withoutName(sample.labels), value: change(sample) }));

/** A function of each value and of scalars. */
export const mapping = (
  scalars: number,
  change: (value: number, ...scalars: number[]) => number,
): PromqlFunction => ({
  takes: ['vector', ...Array.from({ length: scalars }, () => 'scalar' as const)],
  gives: 'vector',
  call: ([of, ...rest]) => {
    const numbers = rest.map(scalarOf);
    return vector(derived(samplesOf(of), ({ value }) => change(value, ...numbers)));
  },
});

/** One number from each series' range; undefined leaves the series out. */
export type Summary = (range: Range, atMs: number) => number | undefined;

export const summarise = (
  ranges: readonly Range[],
  summary: (range: Range) => number | undefined,
): VectorSample[] =>
  ranges.flatMap((range) => {
    const value = range.times.length === 0 ? undefined : summary(range);
    return value === undefined ? [] : [{ labels: withoutName(range.labels), value }];
  });

export const overRange = (summary: Summary): PromqlFunction => ({
  takes: ['matrix'],
  gives: 'vector',
  call: ([of], { atMs }) => vector(summarise(rangesOf(of), (range) => summary(range, atMs))),
});
