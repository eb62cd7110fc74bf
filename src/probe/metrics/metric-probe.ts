import type { KubeObject } from '../../api/objects.ts';
import type { MetricPlan } from '../../domain/plan-analysis.ts';
import type { Answer } from '../../domain/question.ts';
import { isWithin } from '../../domain/threshold.ts';
import type { Cluster } from '../../kube/cluster.ts';
import { type Http, HttpError, type HttpFailure } from '../../net/port.ts';
import type { NoEvidence } from '../../domain/question.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Asking } from '../ask.ts';
import { type Evidence, evidenceIn, inconclusive, noEvidence } from './evidence.ts';
import { durationQuery, successRateQuery } from './queries.ts';

export interface MetricProbeOptions {
  readonly http: Http;
  readonly cluster: Pick<Cluster, 'get'>;
  readonly templates: { get(namespace: string, name: string): KubeObject | undefined };
  readonly clock: Clock;
  /** Prometheus for built-in metrics, where a Canary names none of its own. */
  readonly metricsServer: string;
  readonly noCrossNamespaceRefs: boolean;
}

const QUERY_TIMEOUT_MS = 5_000;
const LARGEST_ANSWER = 4 * 1024 * 1024;

/** Measures one metric and holds it against its bounds. */
export const makeMetricProbe =
  (options: MetricProbeOptions) =>
  async (metric: MetricPlan, asking: Asking, signal: AbortSignal): Promise<Answer> => {
    const evidence = await measure(options, metric, asking, signal);
    if ('none' in evidence) return inconclusive(evidence.none, evidence.message);
    return judge(metric, evidence.value);
  };

/** Milliseconds are compared whole, as Flagger does. */
const judge = (metric: MetricPlan, measured: number): Answer => {
  const isDuration = metric.source.kind === 'request-duration';
  const value = isDuration ? Math.trunc(measured) : measured;
  if (isWithin(value, metric.bounds)) return { outcome: 'pass', value };
  return { outcome: 'fail', value, message: `${metric.name} is out of bounds` };
};

const measure = async (
  options: MetricProbeOptions,
  metric: MetricPlan,
  { plan }: Asking,
  signal: AbortSignal,
): Promise<Evidence> => {
  const measured = { namespace: plan.namespace, workload: plan.target.name, window: metric.interval };
  const query =
    metric.source.kind === 'request-duration' ? durationQuery(measured) : successRateQuery(measured);
  const address = (plan.metricsServer ?? options.metricsServer).replace(/\/+$/, '');
  try {
    const { status, body } = await options.http.send(
      {
        method: 'GET',
        url: `${address}/api/v1/query?query=${encodeURIComponent(query)}`,
        timeoutMs: QUERY_TIMEOUT_MS,
        maxBytes: LARGEST_ANSWER,
        origin: plan.metricsServer === undefined ? 'flag' : 'object',
      },
      signal,
    );
    return evidenceIn(status, body);
  } catch (thrown) {
    if (!(thrown instanceof HttpError)) throw thrown;
    return noEvidence(NAMES[thrown.failure], thrown.message);
  }
};

const NAMES: Readonly<Record<HttpFailure, NoEvidence>> = {
  timeout: 'MetricsTimeout',
  unreachable: 'MetricsUnavailable',
  tls: 'MetricsUnavailable',
  tooLarge: 'BadAnswer',
  egressDenied: 'EgressDenied',
  redirected: 'BadAnswer',
};
