import type { Json } from '../domain/json.ts';
import type { Plan } from '../domain/plan.ts';
import type { Split } from '../domain/traffic.ts';
import { destinations } from './destinations.ts';

/** Connections are split by weight. Of `service.match` only ports mean something to them. */
export const tcpRoutes = (plan: Plan, split: Split): readonly Json[] => {
  const ports = plan.service.match.flatMap(({ port }) => (typeof port === 'number' ? [{ port }] : []));
  return [{ ...(ports.length === 0 ? {} : { match: ports }), route: destinations(plan, split) }];
};
