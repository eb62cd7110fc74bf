import type { Clock } from '../../runtime/clock.ts';
import { sleep } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import { labelKey, METRIC_NAME } from './labels.ts';
import type { Labels, MetricSource, Sample } from './samples.ts';
import type { SeriesStore } from './series-store.ts';

export interface ScrapeTarget {
  /** What identifies the target, such as `job` and `instance`; added to each of its series. */
  readonly labels: Labels;
  readonly source: MetricSource;
}

export interface Scraper {
  /** Scrapes at once and then once per interval, until aborted; then it ends without an error. */
  run(signal: AbortSignal): Promise<void>;
  scrapeNow(): void;
}

export interface ScraperOptions {
  readonly clock: Clock;
  readonly store: SeriesStore;
  readonly targets: () => Iterable<ScrapeTarget>;
  readonly intervalMs: number;
  readonly log: Log;
}

/** A label that the target also has is kept as `exported_…`; an empty one is none. */
const joinLabels = (own: Labels, target: Labels): Labels => {
  const renamed = Object.entries(own)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => [name in target ? `exported_${name}` : name, value] as const);
  return { ...Object.fromEntries(renamed), ...target };
};

const report = (target: Labels, values: Readonly<Record<string, number>>): Sample[] =>
  Object.entries(values).map(([name, value]) => ({ labels: { ...target, [METRIC_NAME]: name }, value }));

interface Scraped {
  readonly up: boolean;
  readonly samples: readonly Sample[];
}

/** Series by their key. */
type Exposed = ReadonlyMap<string, Labels>;

const NOTHING: Exposed = new Map();

const gone = (before: Exposed, now: Exposed): Labels[] =>
  before
    .entries()
    .filter(([key]) => !now.has(key))
    .map(([, labels]) => labels)
    .toArray();

const exposedBy = (samples: readonly Sample[]): Exposed =>
  new Map(samples.map(({ labels }) => [labelKey(labels), labels]));

/** Prometheus' service for targets: attaches their labels, follows what appears and ends what vanishes. */
export const makeScraper = ({ clock, store, targets, intervalMs, log }: ScraperOptions): Scraper => {
  let previous = new Map<string, Exposed>();
  const joined = new Map<string, WeakMap<Labels, Labels>>();

  const labelled = (target: Labels, own: Labels): Labels => {
    const key = labelKey(target);
    const known = joined.get(key) ?? new WeakMap<Labels, Labels>();
    joined.set(key, known);
    const labels = known.get(own) ?? joinLabels(own, target);
    known.set(own, labels);
    return labels;
  };

  const collect = ({ labels: target, source }: ScrapeTarget): Scraped => {
    try {
      const samples = Array.from(source.collect(), ({ labels, value }) => ({
        labels: labelled(target, labels),
        value,
      }));
      return { up: true, samples };
    } catch (err) {
      log.warn({ err, target }, 'scrape failed');
      return { up: false, samples: [] };
    }
  };

  const scrape = (target: ScrapeTarget, at: number): Exposed => {
    const startedAt = clock.monotonic();
    const { up, samples } = collect(target);
    const before = previous.get(labelKey(target.labels)) ?? NOTHING;
    const now = exposedBy(samples);
    const facts = report(target.labels, {
      up: up ? 1 : 0,
      scrape_duration_seconds: (clock.monotonic() - startedAt) / 1000,
      scrape_samples_scraped: samples.length,
      scrape_samples_post_metric_relabeling: samples.length,
      scrape_series_added: gone(now, before).length,
    });
    store.append(at, samples);
    store.append(at, facts);
    const exposed = new Map([...now, ...exposedBy(facts)]);
    store.markStale(at, gone(before, exposed));
    return exposed;
  };

  const scrapeNow = (): void => {
    const at = clock.now();
    const current = new Map<string, Exposed>();
    for (const target of targets()) current.set(labelKey(target.labels), scrape(target, at));
    for (const [key, exposed] of previous) {
      if (current.has(key)) continue;
      store.markStale(at, exposed.values());
      joined.delete(key);
    }
    previous = current;
  };

  return {
    scrapeNow,
    run: async (signal) => {
      let due = clock.monotonic();
      try {
        while (!signal.aborted) {
          scrapeNow();
          due = Math.max(due + intervalMs, clock.monotonic());
          await sleep(clock, due - clock.monotonic(), signal);
        }
      } catch (thrown) {
        if (!signal.aborted) throw thrown;
      }
    },
  };
};
