import type { KubeObject } from '../api/objects.ts';
import { isObject, type Json, listAt, objectAt } from '../domain/json.ts';
import type { Plan } from '../domain/plan.ts';
import { trafficAt } from '../domain/traffic.ts';
import { originalsOf, returned } from '../manifests/hand-over.ts';
import { destination } from './destinations.ts';
import { httpRoutes } from './http-routes.ts';
import { leadsTo } from './read-back.ts';
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
  if (!leadsToSides(plan, live)) return live;
  const original = originalsOf(existing).find((spec) => !leadsToSides(plan, spec));
  return original ?? { ...live, ...toApex(plan, live) };
};

const leadsToSides = (plan: Plan, spec: Json): boolean =>
  LISTS.some((list) => listAt(spec, list).some((route) => isOfSides(plan, route)));

const isOfSides = (plan: Plan, route: unknown): boolean =>
  leadsTo(plan, route, 'primary') || leadsTo(plan, route, 'canary');

/** The route that everyone else takes between rollouts, with what the service asks of it, to one destination. */
const toApex = (plan: Plan, live: Json): Json => {
  const idle = plan.service.isTcp ? tcpRoutes(plan, trafficAt(0)) : httpRoutes(plan, trafficAt(0));
  const { mirror: _, mirrorPercentage: __, ...route } = idle.at(-1) ?? {};
  const toService = { ...route, route: [{ destination: destination(plan, plan.apexName) }] };
  const foreign = (list: string): readonly unknown[] =>
    listAt(live, list).filter((item) => !(isObject(item) && isOfSides(plan, item)));
  const [ours, other] = plan.service.isTcp ? ['tcp', 'http'] : ['http', 'tcp'];
  const others = foreign(other);
  return { [ours]: [toService], ...(others.length === 0 ? { [other]: undefined } : { [other]: others }) };
};
