import type { Plan } from '../../domain/plan.ts';
import type { Bounds } from '../../domain/plan-analysis.ts';
import type { Rehearsal } from '../../simulation/rehearsal/rehearse.ts';

export interface Curve {
  readonly name: string;
  readonly unit: string;
  readonly points: readonly { readonly atMs: number; readonly value: number }[];
  /** What passes, such as `>= 99 %`. */
  readonly bound: string | undefined;
  readonly bounds: Bounds | undefined;
}

/** What is drawn of a run: the canary's weight, and each metric as it was judged. */
export const curvesOf = ({ analysis }: Plan, { weights, measured }: Rehearsal): readonly Curve[] => [
  {
    name: 'canary weight',
    unit: ' %',
    points: [{ atMs: 0, value: 0 }, ...weights.map(({ atMs, weight }) => ({ atMs, value: weight }))],
    bound: undefined,
    bounds: undefined,
  },
  ...analysis.metrics.map(({ name, bounds, source }) => {
    // The series has seconds, the bounds of a Canary milliseconds.
    const isDuration = source.kind === 'request-duration';
    const unit = isDuration ? ' ms' : source.kind === 'request-success-rate' ? ' %' : '';
    return {
      name,
      unit,
      points: measured
        .filter(({ metric }) => metric === name)
        .map(({ atMs, value }) => ({ atMs, value: isDuration ? value * 1000 : value })),
      bound: worded(bounds, unit),
      bounds,
    };
  }),
];

const worded = ({ min, max }: Bounds, unit: string): string =>
  [min === undefined ? '' : `>= ${min}${unit}`, max === undefined ? '' : `<= ${max}${unit}`]
    .filter((part) => part !== '')
    .join(' and ');
