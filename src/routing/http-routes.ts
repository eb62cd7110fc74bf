import type { Json } from '../domain/json.ts';
import { audienceOf } from '../domain/plan-strategy.ts';
import type { Plan } from '../domain/plan.ts';
import { type Split, type Traffic, trafficAt } from '../domain/traffic.ts';
import { mergedMatches } from './matches.ts';
import { withAffinity } from './session-affinity.ts';
import { destination, destinations, primaryAlone } from './destinations.ts';

/**
 * The HTTP routes for a recorded traffic. With `analysis.match` there are always two: what matches is split, all
 * else stays on the primary, unless a failed promotion has sent everyone to the canary. A weight that was meant
 * for requests that match is none where nothing is matched any more.
 */
export const httpRoutes = (plan: Plan, traffic: Traffic): readonly Json[] => {
  const { match } = plan.service;
  if (audienceOf(plan.analysis) === 'everyone') {
    const meant = traffic.audience === 'everyone' ? traffic : trafficAt(0, { cookies: traffic.cookies });
    return withAffinity(plan, meant, httpRoute(plan, match, meant));
  }
  const forAll = traffic.audience === 'everyone' && traffic.canary > 0;
  const others = { ...when(match), ...commonParts(plan), route: primaryAlone(plan) };
  return [
    httpRoute(plan, mergedMatches(plan.analysis.match, match), traffic),
    forAll ? httpRoute(plan, match, traffic) : others,
  ];
};

const when = (match: readonly Json[]): Json => (match.length === 0 ? {} : { match });

const commonParts = ({ service }: Plan): Json => {
  const { rewrite, timeout, retries, corsPolicy, headers } = service;
  const optional = { rewrite, timeout, retries, corsPolicy, headers };
  return Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
};

const httpRoute = (plan: Plan, match: readonly Json[], split: Split): Json => ({
  ...when(match),
  ...commonParts(plan),
  route: destinations(plan, split),
  ...mirrorOf(plan, split),
});

const mirrorOf = (plan: Plan, { mirrored }: Split): Json => {
  const { mirror } = plan.analysis;
  if (!mirrored || mirror === undefined) return {};
  return {
    mirror: destination(plan, plan.canaryService),
    ...(mirror.percent === undefined ? {} : { mirrorPercentage: { value: mirror.percent } }),
  };
};
