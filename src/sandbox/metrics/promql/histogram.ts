import { dropLabels, labelKey, METRIC_NAME } from '../labels.ts';
import type { Labels } from '../samples.ts';
import type { PromqlFunction } from './function.ts';
import { parseNumber } from './literals.ts';
import type { VectorSample } from './value.ts';
import { samplesOf, scalarOf, vector } from './value.ts';

interface Bucket {
  readonly upper: number;
  /** Cumulative. */
  readonly count: number;
}

interface Histogram {
  readonly labels: Labels;
  readonly buckets: Bucket[];
}

const NOT_THE_HISTOGRAM = new Set([METRIC_NAME, 'le']);
/** Differences below this part of the count come from floating point, not from a histogram gone wrong. */
const ROUNDING = 1e-12;

const groups = new WeakMap<Labels, Labels>();
const histogramLabels = (labels: Labels): Labels => {
  const known = groups.get(labels) ?? dropLabels(labels, NOT_THE_HISTOGRAM);
  groups.set(labels, known);
  return known;
};

const histograms = (samples: readonly VectorSample[]): Iterable<Histogram> => {
  const found = new Map<string, Histogram>();
  for (const { labels, value } of samples) {
    const upper = parseNumber(labels['le'] ?? '');
    if (upper === undefined) continue;
    const own = histogramLabels(labels);
    const key = labelKey(own);
    const histogram = found.get(key) ?? { labels: own, buckets: [] };
    histogram.buckets.push({ upper, count: value });
    found.set(key, histogram);
  }
  return found.values();
};

/** In ascending order, each bound once, and counts that never fall. */
const repaired = (buckets: readonly Bucket[]): Bucket[] => {
  const merged: Bucket[] = [];
  for (const { upper, count } of buckets.toSorted((a, b) => a.upper - b.upper)) {
    const same = merged.at(-1)?.upper === upper ? merged.pop() : undefined;
    const total = count + (same?.count ?? 0);
    const floor = merged.at(-1)?.count ?? -Infinity;
    const rounded = Math.abs(total - floor) < ROUNDING * Math.max(Math.abs(total), Math.abs(floor));
    merged.push({ upper, count: rounded || total < floor ? floor : total });
  }
  return merged;
};

const interpolate = (buckets: readonly Bucket[], rank: number): number => {
  const found = buckets.findIndex(({ count }) => count >= rank);
  const index = found === -1 ? buckets.length - 1 : found;
  const bucket = buckets[index];
  const below = buckets[index - 1];
  if (bucket === undefined) return NaN;
  if (index === buckets.length - 1) return below?.upper ?? NaN;
  if (below === undefined && bucket.upper <= 0) return bucket.upper;
  const { upper: lower, count: lesser } = below ?? { upper: 0, count: 0 };
  return lower + (bucket.upper - lower) * ((rank - lesser) / (bucket.count - lesser));
};

const quantileOf = (quantile: number, buckets: readonly Bucket[]): number => {
  if (Number.isNaN(quantile)) return NaN;
  if (quantile < 0) return -Infinity;
  if (quantile > 1) return Infinity;
  const sorted = repaired(buckets);
  const all = sorted.at(-1);
  if (all?.upper !== Infinity || sorted.length < 2 || !(all.count > 0 || all.count < 0)) return NaN;
  return interpolate(sorted, quantile * all.count);
};

const histogramQuantile: PromqlFunction = {
  takes: ['scalar', 'vector'],
  gives: 'vector',
  call: ([quantile, of]) =>
    vector(
      Array.from(histograms(samplesOf(of)), ({ labels, buckets }) => ({
        labels,
        value: quantileOf(scalarOf(quantile), buckets),
      })),
    ),
};

/** Of classic histograms: series with an `le` label. */
export const HISTOGRAMS: Readonly<Record<string, PromqlFunction>> = {
  histogram_quantile: histogramQuantile,
};
