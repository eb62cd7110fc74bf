import type { Input } from './input.ts';
import { inputsOfMetrics } from './inputs-of-metrics.ts';
import { inputsOfPeople } from './inputs-of-people.ts';
import { inputsOfService } from './inputs-of-service.ts';
import { inputsOfSteps } from './inputs-of-steps.ts';
import { inputsOfTarget } from './inputs-of-target.ts';

/** Bad inputs that are an edit of a Canary's spec. */
export const INPUTS: readonly Input[] = [
  ...inputsOfTarget,
  ...inputsOfService,
  ...inputsOfSteps,
  ...inputsOfMetrics,
  ...inputsOfPeople,
];
