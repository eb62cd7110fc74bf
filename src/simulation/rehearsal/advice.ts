import { formatDuration } from '../../domain/duration.ts';
import type { MetricPlan } from '../../domain/plan-analysis.ts';
import type { Plan } from '../../domain/plan.ts';
import { BUCKETS_MS } from '../../sandbox/mesh/telemetry.ts';
import { ticksToPromote } from './course.ts';
import { rateAt, type Scenario } from './scenario.ts';

/** What would make a Canary's analysis tell good releases from bad ones better, a sentence each; pure. */
export const adviceFor = (plan: Plan, scenario: Scenario): readonly string[] => [
  ...aboutChecks(plan),
  ...plan.analysis.metrics.flatMap((metric) => aboutMetric(metric, plan, scenario)),
  ...aboutPods(plan, scenario),
];

const aboutChecks = (plan: Plan): readonly string[] => {
  const { metrics, threshold, intervalMs, hooks } = plan.analysis;
  if (plan.skipAnalysis)
    return ['spec.skipAnalysis is true: nothing is checked, and every release is promoted.'];
  const isChecked = metrics.length > 0 || hooks.some(({ type }) => type === 'rollout');
  if (!isChecked)
    return [
      'spec.analysis has neither metrics nor a rollout hook: only pods that do not start can stop a release.',
    ];
  const ticks = ticksToPromote(plan);
  return threshold > ticks
    ? [
        `spec.analysis.threshold is ${threshold}: a release that fails every check holds its weight for ${formatDuration(threshold * intervalMs)} before it is rolled back; a promotion takes ${formatDuration(ticks * intervalMs)}. Fewer failed checks would take users off a bad release sooner.`,
      ]
    : [];
};

const aboutMetric = (metric: MetricPlan, plan: Plan, scenario: Scenario): readonly string[] => {
  const at = `metric ${metric.name}`;
  return [
    ...aboutWindow(at, metric, plan, scenario),
    ...aboutBounds(at, metric),
    ...aboutTraffic(at, metric, plan, scenario),
  ];
};

const isFromMesh = ({ source }: MetricPlan): boolean =>
  source.kind === 'request-success-rate' || source.kind === 'request-duration';

/** `rate` needs two scrapes within its window; with less than four a missed one leaves nothing. */
const aboutWindow = (
  at: string,
  { intervalMs }: MetricPlan,
  { analysis }: Plan,
  { scrapeIntervalMs }: Scenario,
): readonly string[] => {
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

const aboutBounds = (at: string, { source, bounds }: MetricPlan): readonly string[] => {
  const { min = -Infinity, max = Infinity } = bounds;
  if (source.kind === 'request-success-rate' && min <= 0 && max >= 100)
    return [`${at}: its bounds take every success rate, so that it never fails; a min such as 99 would.`];
  if (source.kind === 'request-duration' && min <= 0 && max >= LONGEST_BUCKET_MS)
    return [`${at}: its bounds take every duration that Istio measures, so that it never fails.`];
  return [];
};

/** How many requests a check judges at its smallest weight, and how many of them may fail. */
const aboutTraffic = (
  at: string,
  metric: MetricPlan,
  { analysis }: Plan,
  scenario: Scenario,
): readonly string[] => {
  if (!isFromMesh(metric)) return [];
  const weight = analysis.ladder[0] ?? 100;
  const expected = (rateAt(scenario.traffic, 0) * weight * metric.intervalMs) / 100_000;
  const judged = `${at}: at ${weight} % of the traffic a window holds some ${expected < 10 ? expected.toFixed(1) : Math.round(expected)} requests`;
  if (expected < 5)
    return [
      `${judged}: often there is nothing to judge, which counts as a failed check. Use a longer window, a larger first step or a load test as rollout hook.`,
    ];
  const min = metric.bounds.min;
  if (metric.source.kind !== 'request-success-rate' || min === undefined) return [];
  const mayFail = (expected * (100 - min)) / 100;
  if (mayFail >= 1) return [];
  return [
    `${judged}, so that a single failed one is below ${min} %. With a baseline of ${((1 - scenario.baseline.errorShare) * 100).toFixed(2)} % one window in ${oneIn(1 - (1 - scenario.baseline.errorShare) ** expected)} fails for a release that is as good. Use a longer window or a larger first step.`,
  ];
};

const oneIn = (chance: number): string =>
  chance > 0 ? String(Math.max(1, Math.round(1 / chance))) : 'very many';

const aboutPods = ({ progressDeadlineMs }: Plan, { startTimeMs }: Scenario): readonly string[] =>
  startTimeMs * 2 > progressDeadlineMs
    ? [
        `spec.progressDeadlineSeconds is ${progressDeadlineMs / 1000}: pods take ${formatDuration(startTimeMs)} to start, and an update replaces them one after another; give them more time.`,
      ]
    : [];
