/** A series' labels; `__name__` holds the metric's name, as in Prometheus. */
export type Labels = Readonly<Record<string, string>>;

export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

/** Something that can be scraped: current values of counters, gauges and histogram buckets. */
export interface MetricSource {
  collect(): Iterable<Sample>;
}
