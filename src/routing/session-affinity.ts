import type { Json } from '../domain/json.ts';
import { objectAt } from '../domain/json.ts';
import type { AffinityPlan } from '../domain/plan-affinity.ts';
import type { Plan } from '../domain/plan.ts';
import { escapeRegex } from '../domain/string-match.ts';
import { type Traffic, trafficAt } from '../domain/traffic.ts';
import { destinations } from './destinations.ts';

/** Flagger's name for the route of a cookie, by which it tells it from the others. */
const STICKY_ROUTE = 'sticky-route';
const PRIMARY_STICKY_ROUTE = `${STICKY_ROUTE}-primary`;

/**
 * The route with those before it that keep users on their side. While the canary has traffic, each answer of a
 * side sets its cookie, and who brings one back is not drawn again. Afterwards the canary's cookie is deleted in
 * the browsers that still send it.
 */
export const withAffinity = (plan: Plan, traffic: Traffic, route: Json): readonly Json[] => {
  const { affinity } = plan.analysis;
  if (affinity === undefined) return [route];
  if (traffic.canary === 0) return [...cleaning(plan, affinity, { traffic, route }), route];
  if (traffic.cookies.canary === '') return [route];
  return [...returning(plan, traffic, route), setting(plan, affinity, { traffic, route })];
};

/** Users who bring a cookie back. With all traffic on the canary nobody is kept on the primary any more. */
const returning = (plan: Plan, { cookies, canary }: Traffic, route: Json): readonly Json[] => {
  const sticky = (name: string, cookie: string, weight: number): Json => ({
    ...route,
    name,
    match: cookieMatch(plan, cookie),
    route: destinations(plan, trafficAt(weight)),
  });
  const ofPrimary =
    cookies.primary === '' || canary === 100 ? [] : [sticky(PRIMARY_STICKY_ROUTE, cookies.primary, 0)];
  return [sticky(STICKY_ROUTE, cookies.canary, 100), ...ofPrimary];
};

const setting = (
  plan: Plan,
  affinity: AffinityPlan,
  { traffic, route }: { readonly traffic: Traffic; readonly route: Json },
): Json => {
  const { cookies } = traffic;
  const [primary, canary] = destinations(plan, traffic);
  const primaryAge = Math.ceil(plan.analysis.intervalMs / 1000);
  return {
    ...route,
    route: [
      cookies.primary === '' ? primary : { ...primary, ...adding(affinity, cookies.primary, primaryAge) },
      { ...canary, ...adding(affinity, cookies.canary, affinity.maxAgeSeconds) },
    ],
  };
};

const adding = ({ attributes }: AffinityPlan, cookie: string, maxAgeSeconds: number): Json => ({
  headers: { response: { add: { 'Set-Cookie': `${cookie}; Max-Age=${maxAgeSeconds}${attributes}` } } },
});

/**
 * Browsers forget a cookie only when told with the domain and path that it was set with. The headers are a copy:
 * answers of the ordinary route must not delete anything.
 */
const cleaning = (
  plan: Plan,
  { attributes }: AffinityPlan,
  { traffic, route }: { readonly traffic: Traffic; readonly route: Json },
): readonly Json[] => {
  const { previous } = traffic.cookies;
  if (previous === '') return [];
  const headers = objectAt(route, 'headers');
  const response = objectAt(headers, 'response');
  const add = { ...objectAt(response, 'add'), 'Set-Cookie': `${previous}; Max-Age=-1${attributes}` };
  return [
    {
      ...route,
      name: STICKY_ROUTE,
      match: cookieMatch(plan, previous),
      headers: { ...headers, response: { ...response, add } },
    },
  ];
};

/**
 * Within what the service matches, its other headers included: a cookie opens no new way in. It is asked for as a
 * whole: another one with a longer name, or the same one of an older run beside it, is not meant.
 */
const cookieMatch = (plan: Plan, cookie: string): readonly Json[] => {
  const Cookie = { regex: `(.*; ?)?${escapeRegex(cookie)}(;.*)?` };
  const { match } = plan.service;
  if (match.length === 0) return [{ headers: { Cookie } }];
  return match.map((base) => ({ ...base, headers: { ...objectAt(base, 'headers'), Cookie } }));
};
