import type { MetricPlan } from '../../domain/plan-analysis.ts';
import type { Plan } from '../../domain/plan.ts';
import type { Answer } from '../../domain/question.ts';
import { isWithin } from '../../domain/threshold.ts';
import type { Cluster } from '../../kube/cluster.ts';
import type { Surroundings } from '../../runtime/surroundings.ts';
import type { Asking } from '../ask.ts';
import { dataFor, findTemplate, queryIn, renderQuery, type TemplateOptions } from './custom-metric.ts';
import { type Evidence, inconclusive, type Nothing } from './evidence.ts';
import { type AskBuiltIn, groupQueries } from './grouped-queries.ts';
import { askServer, makeQuery, type MetricsServer, type Query } from './prometheus.ts';
import { providerOf } from './providers.ts';
import { podQuery } from './queries.ts';
import { type ExchangeOptions, makeMeasure, makeSend } from './send.ts';
import { shareQueries } from './shared-queries.ts';
import { type Settings, settingsOf } from './template-settings.ts';

export interface MetricProbeOptions extends ExchangeOptions, TemplateOptions {
  readonly cluster: Pick<Cluster, 'get' | 'list'>;
  /** Where the operator's own credentials for clouds lie. */
  readonly surroundings: Surroundings;
  /** Prometheus for metrics without a template, where a Canary names none of its own. */
  readonly metricsServer: string;
}

interface Probe extends MetricProbeOptions {
  readonly query: Query;
  readonly builtIn: AskBuiltIn;
}

/** Measures one metric and holds it against its bounds. */
export const makeMetricProbe = (options: MetricProbeOptions) => {
  const query = shareQueries(makeQuery(options), options.clock);
  const probe: Probe = { ...options, query, builtIn: groupQueries(query, options.clock) };
  return async (metric: MetricPlan, { plan }: Asking, signal: AbortSignal): Promise<Answer> => {
    const evidence = await measure(probe, metric, plan, signal);
    if ('none' in evidence) return inconclusive(evidence.none, explained(metric, plan, evidence));
    return judge(metric, evidence.value);
  };
};

/** Durations and their bounds are compared in whole milliseconds, as Flagger does. */
const judge = (metric: MetricPlan, measured: number): Answer => {
  const isDuration = metric.source.kind === 'request-duration';
  const whole = (ms: number | undefined) => (ms === undefined ? undefined : Math.trunc(ms));
  const { min, max } = metric.bounds;
  const value = isDuration ? Math.trunc(measured) : measured;
  const bounds = isDuration ? { min: whole(min), max: whole(max) } : { min, max };
  if (isWithin(value, bounds)) return { outcome: 'pass', value };
  return { outcome: 'fail', value, message: `${metric.name} is out of bounds` };
};

const explained = (metric: MetricPlan, plan: Plan, { none, message }: Nothing): string => {
  if (none !== 'NoData' && none !== 'NotANumber') return message;
  const isBuiltIn = metric.source.kind !== 'query' && metric.source.kind !== 'template';
  return isBuiltIn
    ? `no values found for ${plan.provider} metric ${metric.name}, probably ${plan.target.name}.${plan.namespace} is not receiving traffic`
    : `no values found for metric ${metric.name}${none === 'NotANumber' ? ', the value is NaN' : ''}`;
};

const measure = async (
  probe: Probe,
  metric: MetricPlan,
  plan: Plan,
  signal: AbortSignal,
): Promise<Evidence> => {
  const { source } = metric;
  const server = defaultServer(probe, plan);
  switch (source.kind) {
    case 'query': {
      const rendered = renderQuery(source.query, dataFor(plan, metric), `the query of metric ${metric.name}`);
      return 'none' in rendered
        ? rendered
        : askServer(probe.query, server, rendered.query.replace(/\s+/g, ' '), signal);
    }
    case 'template':
      return askTemplate(probe, { ...metric, source }, plan, signal);
    default: {
      const measured = { namespace: plan.namespace, workload: plan.target.name, window: metric.interval };
      if (plan.provider === 'kubernetes')
        return askServer(probe.query, server, podQuery(source.kind, measured), signal);
      return probe.builtIn({ server, metric: source.kind, measured }, signal);
    }
  }
};

/** The Canary's own server is an object's word; the operator's comes from a flag and is trusted. */
const defaultServer = ({ metricsServer }: Probe, plan: Plan): MetricsServer => ({
  address: (plan.metricsServer ?? metricsServer).replace(/\/+$/, ''),
  origin: plan.metricsServer === undefined ? 'flag' : 'object',
  headers: {},
  skipTlsVerify: false,
});

const askTemplate = async (
  probe: Probe,
  metric: MetricPlan & { readonly source: Extract<MetricPlan['source'], { kind: 'template' }> },
  plan: Plan,
  signal: AbortSignal,
): Promise<Evidence> => {
  const { source, intervalMs } = metric;
  const found = findTemplate(probe, source, plan);
  if ('none' in found) return found;
  const named = `metric template ${source.name}.${source.namespace}`;
  const rendered = renderQuery(queryIn(found.template), dataFor(plan, metric), named);
  if ('none' in rendered) return rendered;
  const settings = await settingsOf(found.template, probe.cluster, signal);
  if ('none' in settings) return settings;
  const provider = providerOf(settings);
  if ('none' in provider) return provider;
  const asked = { settings, query: rendered.query, intervalMs, nowMs: probe.clock.now() };
  const send = makeSend(probe, settings.type, settings.skipTlsVerify);
  const measure = makeMeasure(probe, settings.type);
  return redacted(await provider.ask(asked, { ...probe, send, measure }, signal), settings);
};

/** A server may quote what it was sent. */
const redacted = (evidence: Evidence, { secret }: Settings): Evidence => {
  if (!('none' in evidence)) return evidence;
  const values = Object.values(secret?.values ?? {}).filter((value) => value.length >= 4);
  const message = values.reduce((text, value) => text.replaceAll(value, '***'), evidence.message);
  return { ...evidence, message };
};
