import { iteration, type MoveOf, PROMOTE } from './move.ts';

/** All requests that match go to the canary from the first round on, for as many rounds as were asked for. */
export const abTestingMove: MoveOf = (plan, status, run) =>
  status.iterations < plan.analysis.iterations ? iteration(plan, status, run, { weight: 100 }) : PROMOTE;
