import type { Fields } from './fields.ts';
import { parseStrategy, type Provider, type StrategyPlan } from './plan-strategy.ts';

export interface PlanDefaults {
  /** Flagger's floor is 10 s. */
  readonly minIntervalMs: number;
  /** Of Canaries that name none. */
  readonly meshProvider: Provider;
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
  | 'rollback';

export interface HookPlan {
  readonly name: string;
  readonly type: HookType;
  readonly url: string;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly skipTlsVerify: boolean;
  readonly muteAlert: boolean;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface AnalysisPlan extends StrategyPlan {
  readonly intervalMs: number;
  /** What `interval` said, when that was below the operator's floor. */
  readonly raisedFromMs: number | undefined;
  /** Failed checks that end the run; at least 1. */
  readonly threshold: number;
  /** Percent that return to the primary at a time after promotion; 0 = all at once. */
  readonly promotionStep: number;
  readonly primaryReadyThreshold: number;
  readonly canaryReadyThreshold: number;
  readonly metrics: readonly MetricPlan[];
  readonly hooks: readonly HookPlan[];
}

const PERCENT = { min: 0, max: 100 };
const DAY_MS = 86_400_000;

export const parseAnalysis = (
  analysis: Fields,
  namespace: string,
  { minIntervalMs, provider }: { readonly minIntervalMs: number; readonly provider: Provider },
): AnalysisPlan => {
  const asked = analysis.durationMs('interval', { max: DAY_MS, otherwise: 60_000 });
  return {
    ...parseStrategy(analysis, provider),
    intervalMs: Math.max(asked, minIntervalMs),
    raisedFromMs: asked < minIntervalMs ? asked : undefined,
    threshold: Math.max(1, analysis.integer('threshold', { min: 0, max: 1000, otherwise: 1 })),
    promotionStep: analysis.integer('stepWeightPromotion', { ...PERCENT, otherwise: 0 }),
    primaryReadyThreshold: readyThreshold(analysis, 'primaryReadyThreshold'),
    canaryReadyThreshold: readyThreshold(analysis, 'canaryReadyThreshold'),
    metrics: parseMetrics(analysis, namespace),
    hooks: analysis.items('webhooks').flatMap(parseHook),
  };
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
    interval: metric.string('interval', '1m') || '1m',
    intervalMs: metric.durationMs('interval', { min: 1, max: 30 * DAY_MS, otherwise: 60_000 }),
    bounds: parseBounds(metric, source),
    source,
    variables: metric.texts('templateVariables'),
    onNoData: parseNoData(metric),
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
  if (query !== '') return { kind: 'query', query };
  if (name === 'request-success-rate' || name === 'request-duration') return { kind: name };
  if (name !== '') {
    metric.issue(
      'name',
      `must be request-success-rate or request-duration, or "${name}" needs a templateRef or a query`,
    );
  }
  return { kind: 'request-success-rate' };
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

const SERVED: readonly string[] = [
  'confirm-rollout',
  'pre-rollout',
  'rollout',
  'confirm-traffic-increase',
  'confirm-promotion',
  'rollback',
] satisfies readonly HookType[];

/** Types that are legal but not served have their issue from `reportUnserved`. */
const UNSERVED = ['event', 'post-rollout'];

const isServed = (type: string): type is HookType => SERVED.includes(type);

const parseHook = (hook: Fields): HookPlan[] => {
  const type = hook.string('type', 'rollout') || 'rollout';
  if (!isServed(type)) {
    if (!UNSERVED.includes(type))
      hook.issue('type', `must be one of ${[...SERVED, ...UNSERVED].join(', ')}, got "${type}"`);
    return [];
  }
  return [
    {
      name: hook.required('name'),
      type,
      url: parseUrl(hook),
      timeoutMs: hook.durationMs('timeout', { min: 1, max: 900_000, otherwise: 10_000 }),
      retries: hook.integer('retries', { min: 0, max: 10, otherwise: 0 }),
      skipTlsVerify: hook.boolean('disableTLS'),
      muteAlert: hook.boolean('muteAlert'),
      metadata: hook.texts('metadata'),
    },
  ];
};

const parseUrl = (hook: Fields): string => {
  const url = hook.required('url');
  if (url === '') return url;
  if (!/^https?:\/\/[^\s/?#]+/i.test(url)) hook.issue('url', 'must be an http:// or https:// URL');
  else if (/^https?:\/\/[^/?#]*@/i.test(url)) hook.issue('url', 'must not contain a user name or password');
  return url;
};
