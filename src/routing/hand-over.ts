import type { KubeObject } from '../api/objects.ts';
import { type Json, listAt, objectAt } from '../domain/json.ts';
import type { Plan } from '../domain/plan.ts';
import { canonicalJson } from '../domain/revision.ts';
import { trafficAt } from '../domain/traffic.ts';
import { originalsOf, returned } from '../manifests/hand-over.ts';
import { destination } from './destinations.ts';
import { isOurs, leadsToApex, takesEveryRequest, withoutOurs } from './foreign-routes.ts';
import { httpRoutes } from './http-routes.ts';
import { tcpRoutes } from './tcp-routes.ts';

const LISTS = ['http', 'tcp', 'tls'] as const;

/**
 * The VirtualService as it was before it was taken over; one that we made leads to the Service that users call. One
 * that does not lead to our sides any more is left as it is, so this may be done again.
 */
export const returnedRoutes = (plan: Plan, existing: KubeObject, outlives: boolean): KubeObject =>
  returned(existing, plan, { spec: returnedSpec(plan, existing), outlives });

const returnedSpec = (plan: Plan, existing: KubeObject): Json => {
  const live = objectAt(existing, 'spec');
  if (!holdsOurs(plan, live)) return live;
  const original = originalsOf(existing).find((spec) => !holdsOurs(plan, spec));
  if (plan.service.keepsForeignRoutes) return leavingOthers(plan, live, original);
  return original ?? { ...live, ...toApex(plan, live) };
};

const holdsOurs = (plan: Plan, spec: Json): boolean =>
  LISTS.some((list) => listAt(spec, list).some((route) => isOurs(plan, route)));

/** The route that everyone else takes between rollouts, with what the service asks of it, to one destination. */
const toService = (plan: Plan): Json => {
  const idle = plan.service.isTcp ? tcpRoutes(plan, trafficAt(0)) : httpRoutes(plan, trafficAt(0));
  const { mirror: _, mirrorPercentage: __, ...route } = idle.at(-1) ?? {};
  return { ...route, route: [{ destination: destination(plan, plan.apexName) }] };
};

const toApex = (plan: Plan, live: Json): Json => {
  const [ours, other] = plan.service.isTcp ? ['tcp', 'http'] : ['http', 'tcp'];
  const others = withoutOurs(plan, listAt(live, other));
  return {
    [ours]: [toService(plan)],
    ...(others.length === 0 ? { [other]: undefined } : { [other]: others }),
  };
};

/** What others have done since stays: only what we have written is as it was. */
const leavingOthers = (plan: Plan, live: Json, original: Json | undefined): Json => {
  const http = listAt(live, 'http');
  const found = http.findIndex((route) => isOurs(plan, route));
  const place = found < 0 ? http.length : found;
  return {
    ...live,
    ...(original === undefined ? {} : { hosts: original['hosts'], gateways: original['gateways'] }),
    ...toApex(plan, live),
    http: [
      ...withoutOurs(plan, http.slice(0, place)),
      ...inOurPlace(plan, withoutOurs(plan, http), original),
      ...withoutOurs(plan, http.slice(place)),
    ],
  };
};

/**
 * Nothing where all that was there before is still there, or where others lead everyone to the Service. Of what was
 * lost while others were not kept, it is what led there.
 */
const inOurPlace = (
  plan: Plan,
  others: readonly unknown[],
  original: Json | undefined,
): readonly unknown[] => {
  if (original === undefined) return [toService(plan)];
  const kept = new Set(others.map(canonicalJson));
  const lost = listAt(original, 'http').filter((route) => !kept.has(canonicalJson(route)));
  const isLed = others.some((route) => leadsToApex(plan, route) && takesEveryRequest(route));
  if (lost.length === 0 || isLed) return [];
  const back = others.length === 0 ? lost : lost.filter((route) => leadsToApex(plan, route));
  return back.length === 0 ? [toService(plan)] : back;
};
