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

const ofPods = ({ namespace, workload }: Measured, more = ''): string =>
  `{kubernetes_namespace="${namespace}",kubernetes_pod_name=~"${workload}-[0-9a-zA-Z]+(-[0-9a-zA-Z]+)"${more}}`;

/**
 * Flagger's built-in queries without a mesh: over what the pods themselves say of their requests, told from the
 * primary's pods by their names.
 */
export const podQuery = (metric: BuiltIn, of: Measured): string => {
  const rate = (suffix: string, more = ''): string =>
    `sum(rate(http_request_duration_seconds_${suffix}${ofPods(of, more)}[${of.window}]))`;
  return metric === 'request-duration'
    ? `histogram_quantile(0.99, ${rate('bucket')} by (le)) * 1000`
    : `${rate('count', ',status!~"5.*"')} / ${rate('count')} * 100`;
};
