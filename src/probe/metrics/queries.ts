/** Whose requests are measured, and over how long; `workload` is matched as a whole. */
export interface Measured {
  readonly namespace: string;
  readonly workload: string;
  /** A Prometheus duration, pasted as it stands. */
  readonly window: string;
}

const selector = ({ namespace, workload }: Measured, more = ''): string =>
  `{reporter="destination",destination_workload_namespace="${namespace}",destination_workload=~"${workload}"${more}}`;

/** Percent of the requests to the workload that were not answered with 5xx. Source: Istio's standard metrics. */
export const successRateQuery = (of: Measured, by = ''): string =>
  `sum${by}(rate(istio_requests_total${selector(of, ',response_code!~"5.*"')}[${of.window}])) / ` +
  `sum${by}(rate(istio_requests_total${selector(of)}[${of.window}])) * 100`;

/** The duration in milliseconds that 99 % of the requests to the workload stay below. */
export const durationQuery = (of: Measured, by = ' by (le)'): string =>
  `histogram_quantile(0.99, sum${by}(rate(istio_request_duration_milliseconds_bucket${selector(of)}[${of.window}])))`;
