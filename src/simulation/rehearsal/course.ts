import type { Plan } from '../../domain/plan.ts';
import { topRung } from '../../domain/traffic.ts';
import type { Scenario } from './scenario.ts';

/** How many ticks a promotion takes when every check passes: one a rung or round, the promotion, and the way back. */
export const ticksToPromote = ({ analysis }: Plan): number => {
  const { ladder, iterations, promotionStep } = analysis;
  const back = promotionStep === 0 ? 1 : Math.ceil(topRung(ladder) / promotionStep);
  return Math.max(ladder.length, iterations) + 1 + back;
};

const PATIENCE_MS = 1_800_000;

/** When a rollout that has not ended is given up: well after it should have. */
export const longestRunMs = (plan: Plan, { gates, startTimeMs }: Scenario): number => {
  const ticks = ticksToPromote(plan) + plan.analysis.threshold;
  const open = gates.map(({ opensAfterMs }) => opensAfterMs).filter((ms) => ms !== Infinity);
  return (
    ticks * plan.analysis.intervalMs +
    3 * startTimeMs +
    plan.progressDeadlineMs +
    Math.max(0, ...open) +
    PATIENCE_MS
  );
};
