import { parseDuration } from '../../domain/duration.ts';
import { Fields, type SpecIssue } from '../../domain/fields.ts';
import type { Latency } from '../../sandbox/mesh/latency.ts';
import { parseExpectation } from './parse-expectation.ts';
import type { Change, Gate, Quality, Release, Scenario, SimulatedMetric, TrafficPlan } from './scenario.ts';

const DEFAULT_RATE = 20;
const DEFAULT_QUALITY: Quality = { errorShare: 0.0005, latency: { p50Ms: 25, p99Ms: 120 } };
const DEFAULT_START_MS = 5_000;
const DEFAULT_SCRAPE_MS = 15_000;
const LONGEST_MS = 30 * 86_400_000;

/** Which keys each part may have; others are mistakes, since a misspelt one would be passed over in silence. */
export const KEYS = {
  scenario: ['name', 'traffic', 'baseline', 'release', 'pods', 'gates', 'metrics', 'prometheus', 'expect'],
  traffic: ['requestsPerSecond', 'profile', 'audiences'],
  point: ['at', 'requestsPerSecond'],
  audience: ['share', 'headers'],
  quality: ['successRate', 'latency'],
  latency: ['p50', 'p99'],
  release: ['successRate', 'latency', 'changes', 'slowStart', 'crashAfter', 'neverReady'],
  change: ['fromWeight', 'after', 'successRate', 'latency'],
  slowStart: ['for', 'factor'],
  pods: ['startTime'],
  gate: ['hook', 'opensAfter', 'neverOpens'],
  metric: ['template', 'baseline', 'release', 'noise'],
  prometheus: ['scrapeInterval', 'outages'],
  outage: ['from', 'for'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** A scenario as its YAML document says, or all that is wrong with it. What is left out has a default; `{}` is a quiet day. */
export const parseScenario = (
  document: unknown,
  name: string,
): { readonly scenario: Scenario } | { readonly issues: readonly SpecIssue[] } => {
  const issues: SpecIssue[] = [];
  const root = new Fields(document, 'scenario', issues);
  onlyKnown(root, 'scenario');
  const baseline = parseQuality(known(root, 'baseline', 'quality'), DEFAULT_QUALITY);
  const prometheus = known(root, 'prometheus', 'prometheus');
  const scenario: Scenario = {
    name: root.string('name', name),
    traffic: parseTraffic(known(root, 'traffic', 'traffic')),
    baseline,
    release: parseRelease(known(root, 'release', 'release'), baseline),
    startTimeMs: known(root, 'pods', 'pods').durationMs('startTime', {
      max: LONGEST_MS,
      otherwise: DEFAULT_START_MS,
    }),
    gates: each(root, 'gates', 'gate').map(parseGate),
    metrics: each(root, 'metrics', 'metric').map(parseMetric),
    scrapeIntervalMs: prometheus.durationMs('scrapeInterval', {
      min: 1000,
      max: 3_600_000,
      otherwise: DEFAULT_SCRAPE_MS,
    }),
    outages: each(prometheus, 'outages', 'outage').map((outage) => ({
      fromMs: outage.durationMs('from', { max: LONGEST_MS, otherwise: 0 }),
      forMs: requiredDuration(outage, 'for'),
    })),
    expect: parseExpectation(root),
  };
  return issues.length > 0 ? { issues } : { scenario };
};

const onlyKnown = (fields: Fields, part: keyof typeof KEYS): Fields => {
  const allowed: readonly string[] = KEYS[part];
  for (const key of Object.keys(fields.raw))
    if (!allowed.includes(key)) fields.issue(key, `is not known; known are ${allowed.join(', ')}`);
  return fields;
};

const known = (fields: Fields, key: string, part: keyof typeof KEYS): Fields =>
  onlyKnown(fields.within(key), part);

const each = (fields: Fields, key: string, part: keyof typeof KEYS): readonly Fields[] =>
  fields.items(key).map((item) => onlyKnown(item, part));

const parseTraffic = (traffic: Fields): TrafficPlan => {
  const steady = rateIn(traffic, DEFAULT_RATE);
  const profile = each(traffic, 'profile', 'point').map((point) => ({
    atMs: requiredDuration(point, 'at'),
    perSecond: rateIn(point, undefined),
  }));
  if (profile.length > 0 && traffic.has('requestsPerSecond'))
    traffic.issue('profile', 'cannot stand beside requestsPerSecond');
  if (profile.some(({ atMs }, at) => at > 0 && atMs <= (profile[at - 1]?.atMs ?? 0)))
    traffic.issue('profile', 'must have rising times');
  const audiences = each(traffic, 'audiences', 'audience').map((audience) => ({
    share: percentIn(audience, 'share', undefined) / 100,
    headers: lowerCased(audience.texts('headers')),
  }));
  if (audiences.reduce((sum, { share }) => sum + share, 0) > 1 + 1e-9)
    traffic.issue('audiences', 'must have shares of at most 100 together');
  return { rate: profile.length > 0 ? profile : [{ atMs: 0, perSecond: steady }], audiences };
};

/** Without a default it must be there. */
const rateIn = (fields: Fields, otherwise: number | undefined): number => {
  const rate = fields.number('requestsPerSecond');
  if (rate === undefined) {
    if (otherwise === undefined && !fields.has('requestsPerSecond'))
      fields.issue('requestsPerSecond', 'is required');
    return otherwise ?? 0;
  }
  if (rate < 0 || rate > 1e6)
    fields.issue('requestsPerSecond', `must be a number from 0 to 1000000, got ${rate}`);
  return rate;
};

const percentIn = (fields: Fields, key: string, otherwise: number | undefined): number => {
  const percent = fields.number(key);
  if (percent === undefined) {
    if (otherwise === undefined && !fields.has(key)) fields.issue(key, 'is required');
    return otherwise ?? 0;
  }
  if (percent < 0 || percent > 100)
    fields.issue(key, `must be a number of percent from 0 to 100, got ${percent}`);
  return percent;
};

const lowerCased = (headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

const parseQuality = (fields: Fields, otherwise: Quality): Quality => ({
  errorShare: fields.has('successRate') ? errorShareIn(fields) : otherwise.errorShare,
  latency: fields.has('latency') ? parseLatency(fields) : otherwise.latency,
});

/** Rounded, so that 99.9 % of successes are one error in a thousand and not nearly one. */
const errorShareIn = (fields: Fields): number =>
  Number((1 - percentIn(fields, 'successRate', 100) / 100).toFixed(12));

const parseLatency = (fields: Fields): Latency => {
  const latency = known(fields, 'latency', 'latency');
  const p50Ms = latency.durationMs('p50', { min: 0.1, max: 3_600_000, otherwise: Number.NaN });
  if (!latency.has('p50')) latency.issue('p50', 'is required, such as 25ms');
  const p99Ms = latency.durationMs('p99', { max: 3_600_000, otherwise: p50Ms });
  if (p99Ms < p50Ms) latency.issue('p99', 'must not be below p50');
  return { p50Ms, p99Ms };
};

const parseRelease = (release: Fields, baseline: Quality): Release => {
  const slowStart = known(release, 'slowStart', 'slowStart');
  return {
    ...parseQuality(release, baseline),
    changes: each(release, 'changes', 'change').map(parseChange),
    slowStart: release.has('slowStart')
      ? { forMs: requiredDuration(slowStart, 'for'), factor: factorIn(slowStart) }
      : undefined,
    crashAfterMs: optionalDuration(release, 'crashAfter'),
    neverReady: release.boolean('neverReady'),
  };
};

const factorIn = (slowStart: Fields): number => {
  const factor = slowStart.number('factor') ?? 1;
  if (factor < 1) slowStart.issue('factor', `must be a number of at least 1, got ${factor}`);
  return factor;
};

const parseChange = (change: Fields): Change => {
  if (!change.has('fromWeight') && !change.has('after'))
    change.issue('', 'needs fromWeight, after or both: it says from when on the release acts otherwise');
  return {
    fromWeight: change.has('fromWeight') ? percentIn(change, 'fromWeight', 0) : undefined,
    afterMs: optionalDuration(change, 'after'),
    ...(change.has('successRate') ? { errorShare: errorShareIn(change) } : {}),
    ...(change.has('latency') ? { latency: parseLatency(change) } : {}),
  };
};

const parseGate = (gate: Fields): Gate => {
  const hook = gate.required('hook');
  const never = gate.boolean('neverOpens');
  if (never && gate.has('opensAfter')) gate.issue('neverOpens', 'cannot stand beside opensAfter');
  if (!never && !gate.has('opensAfter')) gate.issue('opensAfter', 'is required, unless neverOpens is true');
  return { hook, opensAfterMs: never ? Infinity : (optionalDuration(gate, 'opensAfter') ?? 0) };
};

const parseMetric = (metric: Fields): SimulatedMetric => {
  const baseline = metric.number('baseline');
  const noise = metric.number('noise') ?? 0;
  if (noise < 0) metric.issue('noise', `must be a number of at least 0, got ${noise}`);
  return {
    template: metric.required('template'),
    baseline,
    release: metric.has('release') ? metric.number('release') : baseline,
    noise,
  };
};

const optionalDuration = (fields: Fields, key: string): number | undefined =>
  fields.has(key) ? fields.durationMs(key, { max: LONGEST_MS, otherwise: 0 }) : undefined;

const requiredDuration = (fields: Fields, key: string): number => {
  if (!fields.has(key)) fields.issue(key, 'is required, such as 5m');
  else if (fields.raw[key] === '' || parseDuration(fields.string(key)) === undefined)
    return fields.durationMs(key, { max: LONGEST_MS, otherwise: 0 });
  return optionalDuration(fields, key) ?? 0;
};
