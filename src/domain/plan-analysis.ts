import type { Fields } from './fields.ts';
import { addressProblem } from './names.ts';
import { type AlertDefaults, type AlertPlan, parseAlerts } from './plan-alerts.ts';
import { parseDuration } from './duration.ts';
import { parseTemplate } from './template/template.ts';
import { parseStrategy, type Provider, type StrategyPlan } from './plan-strategy.ts';

export interface PlanDefaults extends AlertDefaults {
  /** Flagger's floor is 10 s. */
  readonly minIntervalMs: number;
  /** Of Canaries that name none. */
  readonly meshProvider: Provider;
  /** For Canaries that have no event hook of their own. */
  readonly eventHooks?: readonly HookPlan[];
}

/** The inclusive interval in which a value passes; at least one bound exists. */
export interface Bounds {
  readonly min: number | undefined;
  readonly max: number | undefined;
}

export type MetricSourcePlan =
  | { readonly kind: 'request-success-rate' | 'request-duration' }
  | { readonly kind: 'query'; readonly query: string }
  | { readonly kind: 'template'; readonly namespace: string; readonly name: string };

/** What a check counts as when the metrics server answers, but with nothing to judge. */
export type NoDataPolicy = 'fail' | 'skip' | 'hold';

export interface MetricPlan {
  readonly name: string;
  /** As written; it is pasted into queries. */
  readonly interval: string;
  readonly intervalMs: number;
  readonly bounds: Bounds;
  readonly source: MetricSourcePlan;
  readonly variables: Readonly<Record<string, string>>;
  readonly onNoData: NoDataPolicy;
}

export type HookType =
  | 'confirm-rollout'
  | 'pre-rollout'
  | 'rollout'
  | 'confirm-traffic-increase'
  | 'confirm-promotion'
  | 'rollback'
  | 'event'
  | 'post-rollout';

export interface HookPlan {
  readonly name: string;
  readonly type: HookType;
  readonly url: string;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly skipTlsVerify: boolean;
  readonly muteAlert: boolean;
  readonly metadata: Readonly<Record<string, string>>;
  /** Who chose the URL: rules for addresses hold for objects alone. */
  readonly origin: 'object' | 'flag';
}

export interface AnalysisPlan extends StrategyPlan {
  readonly intervalMs: number;
  /** What `interval` said, when that was below the operator's floor. */
  readonly raisedFromMs: number | undefined;
  /**
   * How long proxies may take to follow a change of traffic; no check looks at what was before. Undefined: rounds
   * count from the change itself, and windows may reach back before it, as in Flagger.
   */
  readonly settleMs: number | undefined;
  /** Failed checks that end the run; at least 1. */
  readonly threshold: number;
  /** Percent that return to the primary at a time after promotion; 0 = all at once. */
  readonly promotionStep: number;
  readonly primaryReadyThreshold: number;
  readonly canaryReadyThreshold: number;
  readonly metrics: readonly MetricPlan[];
  readonly hooks: readonly HookPlan[];
  readonly alerts: readonly AlertPlan[];
}

const PERCENT = { min: 0, max: 100 };
const DAY_MS = 86_400_000;

export const parseAnalysis = (
  analysis: Fields,
  namespace: string,
  { provider, ...defaults }: Omit<PlanDefaults, 'meshProvider'> & { readonly provider: Provider },
): AnalysisPlan => {
  const { minIntervalMs } = defaults;
  const asked = analysis.durationMs('interval', { max: DAY_MS, otherwise: 60_000 });
  return {
    ...parseStrategy(analysis, provider),
    intervalMs: Math.max(asked, minIntervalMs),
    raisedFromMs: asked < minIntervalMs ? asked : undefined,
    settleMs: analysis.has('settleTime')
      ? analysis.durationMs('settleTime', { max: DAY_MS, otherwise: 0 })
      : undefined,
    threshold: Math.max(1, analysis.integer('threshold', { min: 0, max: 1000, otherwise: 1 })),
    promotionStep: analysis.integer('stepWeightPromotion', { ...PERCENT, otherwise: 0 }),
    primaryReadyThreshold: readyThreshold(analysis, 'primaryReadyThreshold'),
    canaryReadyThreshold: readyThreshold(analysis, 'canaryReadyThreshold'),
    metrics: parseMetrics(analysis, namespace),
    hooks: parseHooks(analysis, defaults),
    alerts: parseAlerts(analysis, namespace, defaults),
  };
};

/** How far the queries of the analysis look back at most. */
export const longestWindowMs = ({ metrics }: Pick<AnalysisPlan, 'metrics'>): number =>
  Math.max(0, ...metrics.map(({ intervalMs }) => intervalMs));

/**
 * From a change of traffic to the round that judges it. With a settle time it is long enough for windows to hold
 * nothing but requests that the present split has led, however long proxies took to hear of it.
 */
export const judgedAfterMs = (
  analysis: Pick<AnalysisPlan, 'intervalMs' | 'settleMs' | 'metrics'>,
): number => {
  const { intervalMs, settleMs } = analysis;
  return settleMs === undefined ? intervalMs : Math.max(intervalMs, settleMs + longestWindowMs(analysis));
};

/** Zero would call a side ready that has no pods. */
const readyThreshold = (analysis: Fields, key: string): number =>
  analysis.integer(key, { min: 1, max: 100, otherwise: 100 });

const parseMetrics = (analysis: Fields, namespace: string): readonly MetricPlan[] => {
  const metrics = analysis.items('metrics').map((metric) => parseMetric(metric, namespace));
  const names = metrics.map((metric) => metric.name);
  names.forEach((name, at) => {
    if (names.indexOf(name) < at)
      analysis.issue(`metrics[${at}].name`, `must be unique, "${name}" is there twice`);
  });
  return metrics;
};

const parseMetric = (metric: Fields, namespace: string): MetricPlan => {
  const name = metric.required('name');
  const source = parseSource(metric, name, namespace);
  return {
    name,
    ...parseWindow(metric, source),
    bounds: parseBounds(metric, source),
    source,
    variables: metric.texts('templateVariables'),
    onNoData: parseNoData(metric),
  };
};

/** As Graphite writes minutes; Flagger's own examples have it, and only a template's query can mean it. */
const GRAPHITE_MINUTES = /^(\d{1,4})min$/;

/** Go's fractions and micro-seconds would be an error in every query that they are pasted into. */
const parseWindow = (
  metric: Fields,
  { kind }: MetricSourcePlan,
): Pick<MetricPlan, 'interval' | 'intervalMs'> => {
  const interval = metric.string('interval', '1m') || '1m';
  const minutes = kind === 'template' ? Number(GRAPHITE_MINUTES.exec(interval)?.[1] ?? 0) : 0;
  if (minutes > 0) return { interval, intervalMs: minutes * 60_000 };
  if (parseDuration(interval) !== undefined && !/^(\d+h)?(\d+m)?(\d+s)?(\d+ms)?$/.test(interval))
    metric.issue('interval', 'must be whole hours, minutes and seconds in this order, such as 1m30s');
  return {
    interval,
    intervalMs: metric.durationMs('interval', { min: 1, max: 30 * DAY_MS, otherwise: 60_000 }),
  };
};

const parseSource = (metric: Fields, name: string, namespace: string): MetricSourcePlan => {
  const query = metric.string('query').trim();
  if (metric.has('templateRef')) {
    if (query !== '') metric.issue('query', 'must not be set beside templateRef');
    const reference = metric.within('templateRef');
    return {
      kind: 'template',
      name: reference.required('name'),
      namespace: reference.string('namespace') || namespace,
    };
  }
  if (query !== '') return { kind: 'query', query: parseQuery(metric, query) };
  if (name === 'request-success-rate' || name === 'request-duration') return { kind: name };
  if (name !== '') {
    metric.issue(
      'name',
      `must be request-success-rate or request-duration, or "${name}" needs a templateRef or a query`,
    );
  }
  return { kind: 'request-success-rate' };
};

/** An error that is there before anything is asked is told before anything is rolled out. */
const parseQuery = (metric: Fields, query: string): string => {
  const parsed = parseTemplate(query);
  if ('error' in parsed) {
    const { line, column, message } = parsed.error;
    metric.issue(
      'query',
      `must be a template that can be rendered; line ${line}, column ${column}: ${message}`,
    );
  }
  return query;
};

/** The deprecated `threshold` is a minimum for the success rate and a maximum for all else, as in Flagger. */
const parseBounds = (metric: Fields, source: MetricSourcePlan): Bounds => {
  if (metric.has('thresholdRange')) {
    const range = metric.within('thresholdRange');
    const bounds = { min: range.number('min'), max: range.number('max') };
    if (!range.has('min') && !range.has('max'))
      range.issue('', 'must have min, max or both, or nothing could ever fail');
    if (bounds.min !== undefined && bounds.max !== undefined && bounds.min > bounds.max) {
      range.issue('min', `must not be above max (${bounds.max}), or nothing could ever pass`);
    }
    return bounds;
  }
  const threshold = metric.number('threshold');
  if (threshold === undefined) metric.issue('thresholdRange', 'is required: min, max or both');
  return source.kind === 'request-success-rate'
    ? { min: threshold, max: undefined }
    : { min: undefined, max: threshold };
};

const parseNoData = (metric: Fields): NoDataPolicy => {
  const policy = metric.string('onNoData', 'fail') || 'fail';
  if (policy === 'fail' || policy === 'skip' || policy === 'hold') return policy;
  metric.issue('onNoData', `must be fail, skip or hold, got "${policy}"`);
  return 'fail';
};

const HOOK_TYPES = [
  'confirm-rollout',
  'pre-rollout',
  'rollout',
  'confirm-traffic-increase',
  'confirm-promotion',
  'rollback',
  'event',
  'post-rollout',
] as const satisfies readonly HookType[];

/** One event hook of a Canary's own takes the place of the operator's. */
const parseHooks = (
  analysis: Fields,
  { eventHooks = [] }: Pick<PlanDefaults, 'eventHooks'>,
): readonly HookPlan[] => {
  const own = analysis.items('webhooks').map(parseHook);
  reportDoubles(analysis, own);
  return own.some(({ type }) => type === 'event') ? own : [...own, ...eventHooks];
};

/** What has passed, and which gate is closed, is recorded by name: a double would pass with its namesake. */
const reportDoubles = (analysis: Fields, hooks: readonly HookPlan[]): void =>
  hooks.forEach(({ name, type }, at) => {
    if (hooks.findIndex((other) => other.name === name && other.type === type) < at)
      analysis.issue(`webhooks[${at}].name`, `must be unique among ${type} hooks, "${name}" is there twice`);
  });

const parseHook = (hook: Fields): HookPlan => ({
  name: hook.required('name'),
  type: parseHookType(hook),
  url: parseUrl(hook),
  timeoutMs: hook.durationMs('timeout', { min: 1, max: 900_000, otherwise: HOOK_TIMEOUT_MS }),
  retries: hook.integer('retries', { min: 0, max: 10, otherwise: 0 }),
  skipTlsVerify: hook.boolean('disableTLS'),
  muteAlert: hook.boolean('muteAlert'),
  metadata: hook.texts('metadata'),
  origin: 'object',
});

const HOOK_TIMEOUT_MS = 10_000;

const parseHookType = (hook: Fields): HookType => {
  const text = hook.string('type', 'rollout') || 'rollout';
  const type = HOOK_TYPES.find((known) => known === text);
  if (type === undefined) hook.issue('type', `must be one of ${HOOK_TYPES.join(', ')}, got "${text}"`);
  return type ?? 'rollout';
};

/** The hook of `--event-webhook`, which is told of every Event as if each Canary had it. */
export const operatorEventHook = (url: string): HookPlan => ({
  name: 'event-webhook',
  type: 'event',
  url,
  timeoutMs: HOOK_TIMEOUT_MS,
  retries: 0,
  skipTlsVerify: false,
  muteAlert: false,
  metadata: {},
  origin: 'flag',
});

const parseUrl = (hook: Fields): string => {
  const url = hook.required('url');
  const problem = url === '' ? undefined : addressProblem(url);
  if (problem !== undefined) hook.issue('url', problem);
  return url;
};
