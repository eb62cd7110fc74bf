/** Whose requests are measured, and over how long; `workload` is matched as a whole. */
export interface Measured {
  readonly namespace: string;
  readonly workload: string;
  /** A Prometheus duration, pasted as it stands. */
  readonly window: string;
}

const selector = ({ namespace, workload }: Measured, more = ''): string =>
  `{reporter="destination",destination_workload_namespace="${namespace}",destination_workload=~"${workload}"${more}}`;

export type BuiltIn = 'request-success-rate' | 'request-duration';

/**
 * Flagger's built-in queries over Istio's standard metrics: the percentage of requests to the workload that were not
 * answered with 5xx, and the milliseconds that 99 % of them stay below. `by workload` keeps workloads apart.
 */
export const builtInQuery = (metric: BuiltIn, of: Measured, grouping?: 'by workload'): string =>
  metric === 'request-duration'
    ? durationQuery(of, grouping && ' by (destination_workload,le)')
    : successRateQuery(of, grouping && ' by (destination_workload)');

export const successRateQuery = (of: Measured, by = ''): string =>
  `sum${by}(rate(istio_requests_total${selector(of, ',response_code!~"5.*"')}[${of.window}])) / ` +
  `sum${by}(rate(istio_requests_total${selector(of)}[${of.window}])) * 100`;

export const durationQuery = (of: Measured, by = ' by (le)'): string =>
  `histogram_quantile(0.99, sum${by}(rate(istio_request_duration_milliseconds_bucket${selector(of)}[${of.window}])))`;
