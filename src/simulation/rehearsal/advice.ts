import { formatDuration } from '../../domain/duration.ts';
import { objectAt, textAt } from '../../domain/json.ts';
import type { MetricPlan } from '../../domain/plan-analysis.ts';
import type { Plan } from '../../domain/plan.ts';
import { type Latency, percentileInBuckets } from '../../sandbox/mesh/latency.ts';
import { BUCKETS_MS } from '../../sandbox/mesh/telemetry.ts';
import { ticksToPromote } from './course.ts';
import { type Quality, rateAt, type Scenario } from './scenario.ts';
import type { Script } from './script.ts';

type Advice = readonly string[];

/** What would make a Canary's analysis tell good releases from bad ones better, a sentence each; pure. */
export const adviceFor = (script: Pick<Script, 'plan' | 'objects'>, scenario: Scenario): Advice => {
  const { plan } = script;
  if (plan.skipAnalysis)
    return ['spec.skipAnalysis is true: nothing is checked, and every release is promoted.'];
  return [
    ...aboutChecks(plan),
    ...aboutPace(plan, scenario),
    ...aboutUsers(plan, scenario),
    ...plan.analysis.metrics.flatMap((metric) => aboutMetric(metric, script, scenario)),
    ...aboutTraffic(plan, scenario),
    ...aboutPods(plan, scenario),
  ];
};

const aboutChecks = ({ analysis }: Plan): Advice => {
  const { metrics, hooks } = analysis;
  const isChecked = metrics.length > 0 || hooks.some(({ type }) => type === 'rollout');
  return isChecked
    ? []
    : [
        'spec.analysis has neither metrics nor a rollout hook: only pods that do not start can stop a release.',
      ];
};

const aboutPace = (plan: Plan, { scrapeIntervalMs }: Scenario): Advice => {
  const { metrics, threshold, intervalMs } = plan.analysis;
  const interval = formatDuration(intervalMs);
  const ticks = ticksToPromote(plan);
  return [
    ...(metrics.length > 0 && threshold > ticks
      ? [
          `spec.analysis.threshold is ${threshold}: a release that fails every check holds its weight for ${formatDuration(threshold * intervalMs)} before it is rolled back; a promotion takes ${formatDuration(ticks * intervalMs)}. Fewer failed checks would take users off a bad release sooner.`,
        ]
      : []),
    ...(metrics.length > 0 && intervalMs < scrapeIntervalMs
      ? [
          `spec.analysis.interval is ${interval}, and Prometheus scrapes every ${formatDuration(scrapeIntervalMs)}: several checks judge the same samples, so that one bad moment counts as several failed checks.`,
        ]
      : []),
  ];
};

/** A first step that is as large meets half of the users unchecked. */
const LARGE_STEP = 50;

const aboutUsers = ({ analysis }: Plan, { traffic }: Scenario): Advice => {
  const { strategy, ladder, mirror, match } = analysis;
  const [first = 100] = ladder;
  if (strategy === 'canary' && first >= LARGE_STEP && mirror === undefined)
    return [
      `the first step sends ${first} % of the users to a release that nothing has checked; a smaller first step exposes fewer.`,
    ];
  if (match.length > 0 && traffic.audiences.length === 0)
    return [
      'spec.analysis.match picks callers by what their requests carry, and the scenario has no traffic.audiences: nobody meets the release before it is promoted.',
    ];
  return [];
};

const aboutMetric = (
  metric: MetricPlan,
  { plan, objects }: Pick<Script, 'plan' | 'objects'>,
  scenario: Scenario,
): Advice => {
  const at = `metric ${metric.name}`;
  return [
    ...aboutWindow(at, metric, plan, scenario),
    ...aboutBounds(at, metric),
    ...aboutBaseline(at, metric, scenario.baseline),
    ...aboutSource(at, metric, { objects, scenario }),
  ];
};

/** `rate` needs two scrapes within its window; with less than four a missed one leaves nothing. */
const aboutWindow = (
  at: string,
  { intervalMs }: MetricPlan,
  { analysis }: Plan,
  { scrapeIntervalMs }: Scenario,
): Advice => {
  const [window, scrape] = [formatDuration(intervalMs), formatDuration(scrapeIntervalMs)];
  if (intervalMs < 2 * scrapeIntervalMs)
    return [
      `${at}: its window of ${window} holds less than two scrapes of ${scrape}, so that a rate has often no value and the check fails; use at least ${formatDuration(4 * scrapeIntervalMs)}.`,
    ];
  if (intervalMs > 2 * analysis.intervalMs)
    return [
      `${at}: its window of ${window} is longer than two intervals of ${formatDuration(analysis.intervalMs)}, so that a check looks mostly at what an earlier weight did; a window of one interval sees a bad release sooner.`,
    ];
  return [];
};

const LONGEST_BUCKET_MS = BUCKETS_MS.at(-1) ?? Infinity;

const aboutBounds = (at: string, { source, bounds }: MetricPlan): Advice => {
  const { min = -Infinity, max = Infinity } = bounds;
  if (source.kind === 'request-success-rate' && min <= 0 && max >= 100)
    return [`${at}: its bounds take every success rate, so that it never fails; a min such as 99 would.`];
  if (source.kind === 'request-duration' && min <= 0 && max >= LONGEST_BUCKET_MS)
    return [`${at}: its bounds take every duration that Istio measures, so that it never fails.`];
  return [];
};

/** A bound that what runs already does not keep rolls back every release. */
const aboutBaseline = (
  at: string,
  { source, bounds }: MetricPlan,
  { errorShare, latency }: Quality,
): Advice => {
  const { min = -Infinity, max = Infinity } = bounds;
  const successRate = (1 - errorShare) * 100;
  if (source.kind === 'request-success-rate' && successRate < min)
    return [
      `${at}: the baseline itself succeeds for ${round(successRate)} % only, below its min of ${min}: a release that is as good fails most checks.`,
    ];
  if (source.kind !== 'request-duration') return [];
  const read = percentileInBuckets(0.99, latency);
  return read > max ? [slowBaseline(at, { read, max, latency })] : [];
};

const slowBaseline = (
  at: string,
  { read, max, latency }: { read: number; max: number; latency: Latency },
): string =>
  `${at}: of the baseline, whose 99th percentile is ${round(latency.p99Ms)} ms, Istio's buckets say some ${Math.round(read)} ms, above its max of ${max}: a release that is as good fails most checks. The next bounds that buckets can tell are ${BUCKETS_MS.filter(
    (bound) => bound >= read,
  )
    .slice(0, 2)
    .join(' and ')} ms.`;

const round = (value: number): number => Number(value.toPrecision(4));

/** Only Prometheus is part of a rehearsal. */
const aboutSource = (
  at: string,
  { source }: MetricPlan,
  { objects, scenario }: Pick<Script, 'objects'> & { scenario: Scenario },
): Advice => {
  if (source.kind !== 'template' || scenario.metrics.some(({ template }) => template === source.name))
    return [];
  const template = objects.find(
    ({ object }) => object.kind === 'MetricTemplate' && object.metadata.name === source.name,
  );
  if (template === undefined) return [];
  const type = textAt(objectAt(template.object, 'spec', 'provider'), 'type');
  return type === 'prometheus'
    ? []
    : [
        `${at}: a rehearsal has no ${type}, so that it gets no answer; give the values of template ${source.name} in the scenario's metrics.`,
      ];
};

/** Judged by what the mesh counts; nothing to judge is a matter of these alone. */
const isFromMesh = ({ source }: MetricPlan): boolean =>
  source.kind === 'request-success-rate' || source.kind === 'request-duration';

/** Below, some windows have no request at all. */
const FEW = 5;

/** How many requests a check judges at its smallest weight, and how many of them may fail. */
const aboutTraffic = ({ analysis }: Plan, scenario: Scenario): Advice => {
  const metrics = analysis.metrics.filter(isFromMesh);
  if (metrics.length === 0 || analysis.strategy === 'ab-testing') return [];
  if (analysis.strategy === 'blue-green' && analysis.mirror === undefined)
    return [
      `${namesOf(metrics)}: nobody's requests reach a Blue/Green release before it is promoted. Its checks need a load test as rollout hook, which a rehearsal does not have, or mirrored requests.`,
    ];
  const perWindow = (metric: MetricPlan): number => requestsIn(metric, analysis.ladder[0] ?? 100, scenario);
  const few = metrics.filter((metric) => perWindow(metric) < FEW && metric.onNoData === 'fail');
  return [
    ...(few.length === 0 ? [] : [fewRequests(few, Math.min(...few.map(perWindow)), analysis.ladder[0])]),
    ...metrics
      .filter((metric) => perWindow(metric) >= FEW)
      .flatMap((metric) => aboutSingleFailures(metric, perWindow(metric), scenario.baseline)),
  ];
};

const namesOf = (metrics: readonly MetricPlan[]): string =>
  `${metrics.length > 1 ? 'metrics' : 'metric'} ${metrics.map(({ name }) => name).join(' and ')}`;

const requestsIn = ({ intervalMs }: MetricPlan, weight: number, { traffic }: Scenario): number =>
  (rateAt(traffic, 0) * weight * intervalMs) / 100_000;

const fewRequests = (few: readonly MetricPlan[], expected: number, weight = 100): string =>
  `${namesOf(few)}: at ${weight} % of the traffic a window holds some ${expected.toFixed(1)} requests: often there is nothing to judge, which counts as a failed check. Use a longer interval and window, a larger first step, a load test as rollout hook, or onNoData: hold.`;

const aboutSingleFailures = (
  { name, source, bounds: { min } }: MetricPlan,
  expected: number,
  { errorShare }: Quality,
): Advice => {
  if (source.kind !== 'request-success-rate' || min === undefined) return [];
  if ((expected * (100 - min)) / 100 >= 1 || errorShare === 0) return [];
  return [
    `metric ${name}: a window of the first step holds some ${Math.round(expected)} requests, so that a single failed one is below ${min} %. With a baseline of ${((1 - errorShare) * 100).toFixed(2)} % one window in ${oneIn(1 - (1 - errorShare) ** expected)} fails for a release that is as good. Use a longer interval and window, or a larger first step.`,
  ];
};

const oneIn = (chance: number): number => Math.max(1, Math.round(1 / chance));

const aboutPods = ({ progressDeadlineMs }: Plan, { startTimeMs }: Scenario): Advice =>
  startTimeMs * 2 > progressDeadlineMs
    ? [
        `spec.progressDeadlineSeconds is ${progressDeadlineMs / 1000}: pods take ${formatDuration(startTimeMs)} to start, and an update replaces them one after another; give them more time.`,
      ]
    : [];
