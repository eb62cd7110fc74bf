import type { Fields } from './fields.ts';
import type { Json } from './json.ts';
import { type AffinityPlan, parseAffinity } from './plan-affinity.ts';
import { checkStringMatch, escapeRegex } from './string-match.ts';
import { type Audience, overshoot, parseSteps } from './traffic.ts';

/** What splits the traffic: Istio's routes, or nothing but the selectors of Services. */
export type Provider = 'istio' | 'kubernetes';

export const STRATEGIES = ['canary', 'ab-testing', 'blue-green'] as const;
/**
 * `canary` climbs a ladder of weights; `ab-testing` gives the canary all requests that match, for a number of
 * iterations; `blue-green` judges the canary for as many without users, then gives it all of them.
 */
export type Strategy = (typeof STRATEGIES)[number];

export interface StrategyPlan {
  readonly strategy: Strategy;
  /** Rising weights, the last one being the greatest that the analysis allows; 100 alone with iterations. */
  readonly ladder: readonly number[];
  /** Where equal steps would have led, past `maxWeight`; the ladder ends at `maxWeight` instead. */
  readonly clampedFrom: number | undefined;
  /** Rounds that must pass before promotion, or before all users go to the canary; 0 with a ladder. */
  readonly iterations: number;
  /** Alternatives, in Istio's form; whoever meets none of them stays on the primary. Empty: all are meant. */
  readonly match: readonly Json[];
  readonly mirror: MirrorPlan | undefined;
  readonly affinity: AffinityPlan | undefined;
  /** What the provider cannot do and is left out. */
  readonly leftOut: readonly string[];
}

export interface MirrorPlan {
  /** Undefined: of all requests. */
  readonly percent: number | undefined;
}

export const audienceOf = ({ match }: Pick<StrategyPlan, 'match'>): Audience =>
  match.length > 0 ? 'matched' : 'everyone';

export const parseStrategy = (analysis: Fields, provider: Provider): StrategyPlan => {
  const iterations = analysis.integer('iterations', { min: 0, max: 10_000, otherwise: 0 });
  const match = parseMatch(analysis);
  const mirror = parseMirror(analysis);
  const affinity = parseAffinity(analysis);
  if (provider === 'kubernetes')
    return withoutRoutes(iterations, { match, settles: analysis.has('settleTime') });
  const rest = { match, mirror, affinity, leftOut: [] };
  if (iterations === 0) {
    const ladder = parseSteps(analysis);
    return { strategy: 'canary', ladder, clampedFrom: overshoot(analysis), iterations, ...rest };
  }
  const strategy = match.length > 0 ? 'ab-testing' : 'blue-green';
  return { strategy, ladder: [100], clampedFrom: undefined, iterations, ...rest };
};

/** Flagger's number, where nobody gave one and weights mean nothing. */
const DEFAULT_ITERATIONS = 10;

/** Services know no shares and no matches, so that every analysis is Blue/Green there, as in Flagger. */
const withoutRoutes = (
  iterations: number,
  { match, settles }: { readonly match: readonly Json[]; readonly settles: boolean },
): StrategyPlan => ({
  strategy: 'blue-green',
  ladder: [100],
  clampedFrom: undefined,
  iterations: iterations || DEFAULT_ITERATIONS,
  match: [],
  mirror: undefined,
  affinity: undefined,
  leftOut: [
    ...(match.length === 0 ? [] : ['provider kubernetes cannot match requests, analysis.match is left out']),
    ...(settles
      ? ['provider kubernetes moves no traffic before the promotion, analysis.settleTime is left out']
      : []),
    ...(iterations > 0
      ? []
      : [
          `provider kubernetes cannot split traffic, there are ${DEFAULT_ITERATIONS} iterations instead of weights`,
        ]),
  ],
});

/** A percentage of 0 counts as none given, as in Flagger. */
const parseMirror = (analysis: Fields): MirrorPlan | undefined => {
  const percent = analysis.integer('mirrorWeight', { min: 0, max: 100, otherwise: 0 }) || undefined;
  return analysis.boolean('mirror') ? { percent } : undefined;
};

const parseMatch = (analysis: Fields): readonly Json[] =>
  analysis.items('match').map((match) => {
    const headers = match.within('headers');
    const queryParams = match.within('queryParams');
    const sourceLabels = match.texts('sourceLabels');
    for (const name of Object.keys(queryParams.raw)) checkStringMatch(queryParams.within(name));
    const entry = {
      ...withoutEmpty('headers', parseHeaders(headers)),
      ...withoutEmpty('queryParams', queryParams.raw),
      ...withoutEmpty('sourceLabels', sourceLabels),
    };
    if (Object.keys(entry).length === 0)
      match.issue('', 'must have headers, queryParams or sourceLabels, or it would match everyone');
    return entry;
  });

const withoutEmpty = (key: string, value: Json): Json =>
  Object.keys(value).length === 0 ? {} : { [key]: value };

const parseHeaders = (headers: Fields): Json =>
  Object.fromEntries(
    Object.keys(headers.raw).map((name) => {
      const condition = headers.within(name);
      checkStringMatch(condition, ['exact', 'prefix', 'suffix', 'regex']);
      return [name, withoutSuffix(condition)];
    }),
  );

/** Istio knows no suffix, and would take a condition with nothing else in it for "the header is there". */
const withoutSuffix = (condition: Fields): Json => {
  if (!condition.has('suffix')) return condition.raw;
  return { regex: `.*${escapeRegex(condition.string('suffix'))}` };
};
