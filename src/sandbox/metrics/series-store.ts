import { labelKey, METRIC_NAME } from './labels.ts';
import { matchesAll, nameIn } from './matchers.ts';
import type { Matcher } from './matchers.ts';
import type { Labels, Sample } from './samples.ts';
import { makeSeries } from './series.ts';
import type { Series, WritableSeries } from './series.ts';

export interface SeriesStore {
  /** Records what was true at `at`, in milliseconds. A sample that is not newer than its series' last is dropped. */
  append(at: number, samples: Iterable<Sample>): void;
  /** Ends series: from `at` on they are absent instead of old, until they are appended to again. */
  markStale(at: number, labels: Iterable<Labels>): void;
  /** Series that all matchers accept, with something in [from, to]; without bounds all that are kept. */
  select(matchers: readonly Matcher[], from?: number, to?: number): readonly Series[];
}

const DEFAULT_RETENTION_MS = 2 * 60 * 60_000;
const SWEEP_EVERY_MS = 60_000;

/** Series in memory, by name. What is older than the retention is forgotten, series and all. */
export const makeSeriesStore = ({
  retentionMs = DEFAULT_RETENTION_MS,
}: {
  retentionMs?: number;
}): SeriesStore => {
  const byName = new Map<string, Map<string, WritableSeries>>();
  // Sources hand out the same labels again and again.
  const byLabels = new WeakMap<Labels, WritableSeries>();
  let sweptAt = -Infinity;

  const find = (labels: Labels): WritableSeries => {
    const known = byLabels.get(labels);
    if (known !== undefined && known.size > 0) return known;
    const name = labels[METRIC_NAME] ?? '';
    const family = byName.get(name) ?? new Map<string, WritableSeries>();
    byName.set(name, family);
    const key = labelKey(labels);
    const series = family.get(key) ?? makeSeries(labels);
    family.set(key, series);
    byLabels.set(labels, series);
    return series;
  };

  const sweep = (at: number): void => {
    if (at - sweptAt < SWEEP_EVERY_MS) return;
    sweptAt = at;
    for (const [name, family] of byName) {
      for (const [key, series] of family) {
        series.forgetBefore(at - retentionMs);
        if (series.size === 0) family.delete(key);
      }
      if (family.size === 0) byName.delete(name);
    }
  };

  const candidates = (matchers: readonly Matcher[]): Iterable<Series> => {
    const name = nameIn(matchers);
    if (name !== undefined) return byName.get(name)?.values() ?? [];
    return byName.values().flatMap((family) => family.values());
  };

  return {
    append: (at, samples) => {
      sweep(at);
      for (const { labels, value } of samples) find(labels).push(at, value);
    },
    markStale: (at, all) => {
      for (const labels of all) find(labels).push(at, 'stale');
    },
    select: (matchers, from = -Infinity, to = Infinity) => {
      const bounded = from !== -Infinity || to !== Infinity;
      return [...candidates(matchers)].filter(
        (series) =>
          matchesAll(series.labels, matchers) && (!bounded || series.window(from - 1, to).times.length > 0),
      );
    },
  };
};
