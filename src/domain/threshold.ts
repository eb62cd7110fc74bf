import type { Bounds } from './plan-analysis.ts';

/** True only on positive evidence: a finite value within bounds of which at least one exists; both are inclusive. */
export const isWithin = (value: number, { min, max }: Bounds): boolean => {
  const isAboveMin = min === undefined || value >= min;
  const isBelowMax = max === undefined || value <= max;
  return Number.isFinite(value) && (min !== undefined || max !== undefined) && isAboveMin && isBelowMax;
};

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

/**
 * A sample's value as Prometheus writes it. `Number("")` is 0 and `parseFloat("12abc")` is 12, so the text must
 * be a number as a whole; undefined when it is none. NaN and infinities are recognised, for the caller to refuse.
 */
export const parseSample = (text: unknown): number | undefined => {
  if (typeof text !== 'string') return undefined;
  if (text === 'NaN') return Number.NaN;
  if (text === '+Inf' || text === 'Inf') return Number.POSITIVE_INFINITY;
  if (text === '-Inf') return Number.NEGATIVE_INFINITY;
  return NUMBER.test(text) ? Number(text) : undefined;
};
