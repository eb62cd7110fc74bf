/** Steps that people count in, within a power of ten. */
const DECIMAL = [1, 2, 2.5, 5, 10];

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const CLOCK = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12, 24, 48, 96, 168].map((hours) => hours * HOUR),
];

/** The smallest round step that spans the width in at most so many. */
export const roundStep = (width: number, most: number): number => {
  const least = (width > 0 ? width : 1) / most;
  const power = 10 ** Math.floor(Math.log10(least));
  return power * (DECIMAL.find((step) => step * power >= least * (1 - 1e-9)) ?? 10);
};

/** As `roundStep`, in units of a clock. */
export const clockStep = (widthMs: number, most: number): number => {
  const weeks = Math.ceil(widthMs / most / (168 * HOUR)) * 168 * HOUR;
  return CLOCK.find((step) => step * most >= widthMs) ?? weeks;
};

/** Multiples of the step from the last one that is not above `low` to the first that is not below `high`. */
export const ticksAround = (low: number, high: number, step: number): readonly number[] => {
  const [first, last] = [Math.floor(low / step + 1e-9), Math.ceil(high / step - 1e-9)];
  // Rounded, since three times 0.1 is not 0.3.
  return Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)));
};
