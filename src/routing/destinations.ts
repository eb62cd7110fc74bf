import type { Json } from '../domain/json.ts';
import type { Plan } from '../domain/plan.ts';
import type { Split } from '../domain/traffic.ts';

/** With several ports a gateway has to be told which one; a sidecar takes the one that was called. */
export const destination = ({ service }: Plan, host: string): Json => {
  const isAmbiguous = service.portDiscovery && service.gateways[0] !== 'mesh';
  return isAmbiguous ? { host, port: { number: service.port } } : { host };
};

/** Both sides, also at weight 0, the primary first: tools read weights by their place. */
export const destinations = (plan: Plan, { primary, canary }: Split): readonly [Json, Json] => [
  { destination: destination(plan, plan.primaryService), weight: primary },
  { destination: destination(plan, plan.canaryService), weight: canary },
];

export const primaryAlone = (plan: Plan): readonly Json[] => [
  { destination: destination(plan, plan.primaryService), weight: 100 },
];
