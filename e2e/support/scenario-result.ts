/**
 * What users may notice. `healthy`: nothing. `one-sided`: one side stays healthy, so next to nothing. `broken`: a bad
 * version gets its share of requests before it is found out; the scenario says itself what is allowed.
 */
export type Health = 'healthy' | 'one-sided' | 'broken';

/** A line of the table; `npm run e2e` prints them at the end. */
export interface ScenarioResult {
  readonly name: string;
  readonly health: Health;
  /** Whether its requests count among those that went through a rollout. */
  readonly rollout: boolean;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly seconds: number;
  readonly requests: number;
  readonly errors: number;
  readonly notes: readonly string[];
  readonly failure?: string;
}

export const RESULTS_FILE = 'results.ndjson';

/** Share of errors that users may see while one side is healthy. */
export const ONE_SIDED_LIMIT = 0.0001;
