/** One thing that happened, as it is shown and printed. */
export interface Happening {
  /** Milliseconds since the demo began. */
  readonly at: number;
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

/** One look at the metrics: what Prometheus answers, and what the record says. */
export interface Look {
  readonly weight: number;
  /** Percent; undefined without data. */
  readonly successRate: number | undefined;
  /** Milliseconds; undefined without data. */
  readonly p99: number | undefined;
}

/** All that the screen shows. */
export interface DemoState {
  readonly elapsedMs: number;
  readonly step: string;
  readonly phase: string;
  readonly weight: number;
  readonly failedChecks: number;
  readonly threshold: number;
  readonly primaryVersion: string;
  readonly targetVersion: string;
  readonly requests: number;
  readonly errors: number;
  readonly looks: readonly Look[];
  readonly happenings: readonly Happening[];
}
