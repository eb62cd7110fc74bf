import type { KubeObject } from '../api/objects.ts';
import { isObject, type Json, listAt, objectAt } from '../domain/json.ts';
import type { Plan } from '../domain/plan.ts';
import type { Split } from '../domain/traffic.ts';

const routesIn = (virtualService: KubeObject, ...lists: readonly string[]): readonly Json[] =>
  lists.flatMap((list) => listAt(virtualService, 'spec', list).filter(isObject));

/**
 * The split that a VirtualService makes, whoever wrote it. Where cookies or matches make several routes, the last
 * one that knows the canary is the one that draws. Undefined when there is none, or its weights are no split.
 */
export const splitOf = (plan: Plan, virtualService: KubeObject): Split | undefined => {
  const routes = routesIn(virtualService, plan.service.isTcp ? 'tcp' : 'http');
  const drawing = routes.findLast((route) => weightOf(route, plan.canaryService) !== undefined);
  if (drawing === undefined) return undefined;
  const primary = weightOf(drawing, plan.primaryService) ?? 0;
  const canary = weightOf(drawing, plan.canaryService) ?? 0;
  const mirrored = routes.some((route) =>
    isHost(plan, objectAt(route, 'mirror')['host'], plan.canaryService),
  );
  const isSplit = primary >= 0 && canary >= 0 && primary + canary === 100;
  return isSplit ? { primary, canary, mirrored } : undefined;
};

const weightOf = (route: Json, host: string): number | undefined => {
  const found = destinationsIn(route).find((item) => objectAt(item, 'destination')['host'] === host);
  if (found === undefined) return undefined;
  return typeof found['weight'] === 'number' ? found['weight'] : 0;
};

const destinationsIn = (route: unknown): readonly Json[] => listAt(route, 'route').filter(isObject);

/** A hand may have written a Service's longer names. */
const isHost = ({ namespace }: Plan, host: unknown, service: string): boolean =>
  host === service ||
  (typeof host === 'string' &&
    (host === `${service}.${namespace}` || host.startsWith(`${service}.${namespace}.svc`)));

/** Whether a route names this Service at all, at any weight. */
export const leadsTo = (plan: Plan, route: unknown, service: string): boolean =>
  destinationsIn(route).some((item) => isHost(plan, objectAt(item, 'destination')['host'], service));

/**
 * Whether any request can still come to the canary by this VirtualService, be it a copy, whatever it was that
 * wrote it. A single destination gets everything, whatever its weight says.
 */
export const reachesCanary = (plan: Plan, virtualService: KubeObject): boolean =>
  routesIn(virtualService, 'http', 'tcp', 'tls').some((route) => {
    const items = destinationsIn(route);
    const isSent = items.some(
      (item) =>
        isHost(plan, objectAt(item, 'destination')['host'], plan.canaryService) &&
        (items.length === 1 || item['weight'] !== 0),
    );
    const copies = [
      objectAt(route, 'mirror')['host'],
      ...listAt(route, 'mirrors').map((mirror) => objectAt(mirror, 'destination')['host']),
    ];
    return isSent || copies.some((host) => isHost(plan, host, plan.canaryService));
  });
