import type { KubeObject } from '../api/objects.ts';
import { isObject, type Json, listAt, textAt } from '../domain/json.ts';
import type { Plan } from '../domain/plan.ts';
import { canonicalJson } from '../domain/revision.ts';
import { leadsTo } from './read-back.ts';

/** How ours are called where others stand beside them. */
const nameOf = (at: number): string => `serinette-${at + 1}`;
const NAME = /^serinette-\d+$/;

const isNamed = (route: unknown): boolean => isObject(route) && NAME.test(textAt(route, 'name'));

const leadsToSides = (plan: Plan, route: unknown): boolean =>
  leadsTo(plan, route, plan.primaryService) || leadsTo(plan, route, plan.canaryService);

/** By its name, whatever a hand has made of it, or since it leads to a side: who comes there is for the record to say. */
export const isOurs = (plan: Plan, route: unknown): boolean => isNamed(route) || leadsToSides(plan, route);

export const withoutOurs = (plan: Plan, routes: readonly unknown[]): readonly unknown[] =>
  routes.filter((route) => !isOurs(plan, route));

/**
 * Our routes among those of others, which stay as they are and in their order. Ours stand together where the last of
 * them stood, so that what was put between them comes first and is not hidden by ours.
 */
export const amongOthers = (
  plan: Plan,
  ours: readonly Json[],
  existing: readonly unknown[],
): readonly unknown[] => {
  const place = placeOf(plan, existing);
  return [
    ...withoutOurs(plan, existing.slice(0, place)),
    ...ours.map((route, at) => ({ name: nameOf(at), ...route })),
    ...withoutOurs(plan, existing.slice(place)),
  ];
};

/**
 * Where there are none of ours yet: before the route that led the same requests to the Service, which would hide them.
 * Else last: what others have put there is meant to come first.
 */
const placeOf = (plan: Plan, existing: readonly unknown[]): number => {
  const places = [
    existing.findLastIndex(isNamed),
    existing.findIndex((route) => leadsToSides(plan, route)),
    existing.findIndex((route) => leadsToApex(plan, route) && takesAllOf(plan, route)),
  ];
  return places.find((place) => place >= 0) ?? existing.length;
};

export const leadsToApex = (plan: Plan, route: unknown): boolean => leadsTo(plan, route, plan.apexName);

/** All that come to ours, as far as can be told without comparing conditions one by one. */
const takesAllOf = ({ service }: Plan, route: unknown): boolean => {
  const match = listAt(route, 'match');
  return takesEveryRequest(route) || canonicalJson(match) === canonicalJson(service.match);
};

export const takesEveryRequest = (route: unknown): boolean => {
  const match = listAt(route, 'match');
  return match.length === 0 || match.some(isUnconditional);
};

const isUnconditional = (entry: unknown): boolean => {
  if (!isObject(entry)) return false;
  const { name: _, ignoreUriCase: __, ...conditions } = entry;
  return ['{}', '{"uri":{"prefix":"/"}}'].includes(canonicalJson(conditions));
};

/** The place of the first route of others that takes every request before it comes to ours; undefined without one. */
export const hidingRoute = (plan: Plan, existing: KubeObject | undefined): number | undefined => {
  if (!plan.service.keepsForeignRoutes) return undefined;
  const routes = listAt(existing, 'spec', 'http');
  const before = routes.slice(0, placeOf(plan, routes));
  const hiding = before.findIndex((route) => !isOurs(plan, route) && takesEveryRequest(route));
  return hiding < 0 ? undefined : hiding;
};
