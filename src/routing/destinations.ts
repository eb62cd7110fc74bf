import type { Json } from '../domain/json.ts';
import type { Plan } from '../domain/plan.ts';
import type { Split } from '../domain/traffic.ts';

/** Both sides, also at weight 0, the primary first: tools read weights by their place. */
export const destinations = (plan: Plan, { primary, canary }: Split): readonly [Json, Json] => [
  { destination: { host: plan.primaryService }, weight: primary },
  { destination: { host: plan.canaryService }, weight: canary },
];

export const primaryAlone = (plan: Plan): readonly Json[] => [
  { destination: { host: plan.primaryService }, weight: 100 },
];
