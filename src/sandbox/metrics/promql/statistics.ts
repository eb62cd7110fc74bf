/** Added with Neumaier's correction, so that small terms are not lost among large ones. */
export const sum = (values: Iterable<number>): number => {
  let total = 0;
  let lost = 0;
  for (const value of values) {
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return Number.isFinite(total) ? total + lost : total;
};

export const mean = (values: ArrayLike<number> & Iterable<number>): number => {
  const total = sum(values);
  if (Number.isFinite(total)) return total / values.length;
  // The sum may be too large where the mean is not.
  let average = 0;
  let count = 0;
  for (const value of values) {
    count += 1;
    average += value / count - average / count;
  }
  return Number.isNaN(average) ? total : average;
};

/** Of the population, as Prometheus does. */
export const variance = (values: ArrayLike<number> & Iterable<number>): number => {
  let count = 0;
  let average = 0;
  let squares = 0;
  for (const value of values) {
    count += 1;
    const before = value - average;
    average += before / count;
    squares += before * (value - average);
  }
  return squares / count;
};

/** NaN counts as the least of all. */
export const ascending = (one: number, other: number): number => {
  if (Number.isNaN(one)) return Number.isNaN(other) ? 0 : -1;
  if (Number.isNaN(other)) return 1;
  return one === other ? 0 : one - other < 0 || one < other ? -1 : 1;
};

/** Interpolates between the two nearest ranks; beyond [0, 1] it is an infinity. */
export const quantile = (wanted: number, values: Iterable<number>): number => {
  const sorted = [...values].sort(ascending);
  if (sorted.length === 0 || Number.isNaN(wanted)) return NaN;
  if (wanted < 0) return -Infinity;
  if (wanted > 1) return Infinity;
  const rank = wanted * (sorted.length - 1);
  const lower = Math.max(0, Math.floor(rank));
  const upper = Math.min(sorted.length - 1, lower + 1);
  const weight = rank - Math.floor(rank);
  return (sorted[lower] ?? NaN) * (1 - weight) + (sorted[upper] ?? NaN) * weight;
};

/** The least that is a number; NaN when none is. */
export const least = (values: Iterable<number>): number => {
  let found = NaN;
  for (const value of values) if (value < found || Number.isNaN(found)) found = value;
  return found;
};

/** The greatest that is a number; NaN when none is. */
export const greatest = (values: Iterable<number>): number => {
  let found = NaN;
  for (const value of values) if (value > found || Number.isNaN(found)) found = value;
  return found;
};
