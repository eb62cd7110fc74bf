import type { Plan } from '../../domain/plan.ts';
import type { Status } from '../../domain/status.ts';
import { type MoveOf, PROMOTE, round, iteration } from './move.ts';

/**
 * As many rounds as were asked for without users on the canary, at most with copies of their requests; then one
 * with all of them. A run that serves everyone already only counts its rounds.
 */
export const blueGreenMove: MoveOf = (plan, status, run) => {
  const { iterations: total, mirror } = plan.analysis;
  if (status.iterations < total) {
    const mirrored = mirror !== undefined && status.canaryWeight === 0;
    return iteration(plan, status, run, { mirrored });
  }
  if (isSwitched(plan, status)) return PROMOTE;
  const isRouted = plan.provider !== 'kubernetes';
  const stopping = run.mirrored ? 'Stop traffic mirroring and route all traffic to canary' : undefined;
  return round(status, run, {
    weight: isRouted ? 100 : 0,
    mirrored: false,
    iterations: total + 1,
    gate: 'confirm-promotion',
    message: isRouted ? (stopping ?? 'Routing all traffic to canary') : undefined,
  });
};

/** Services cannot be switched without a gap: there a round passes in its place, as in Flagger. */
const isSwitched = ({ provider, analysis }: Plan, { canaryWeight, iterations }: Status): boolean =>
  provider === 'kubernetes' ? iterations > analysis.iterations : canaryWeight > 0;
