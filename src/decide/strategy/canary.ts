import { dotted } from '../../domain/names.ts';
import { nextRung, topRung } from '../../domain/traffic.ts';
import { servesEveryone } from '../runs.ts';
import { type MoveOf, PROMOTE, round } from './move.ts';

/**
 * Up a ladder of weights, one rung a round; with mirroring, copies of requests come first. A run that serves
 * everyone already is judged as often as the ladder has rungs.
 */
export const canaryMove: MoveOf = (plan, status, run) => {
  const { ladder, mirror } = plan.analysis;
  const { canaryWeight } = status;
  if (servesEveryone(run)) return run.tick < ladder.length ? round(status, run) : PROMOTE;
  if (canaryWeight > topRung(ladder)) return { kind: 'lower', weight: topRung(ladder) };
  const mirrored = mirror !== undefined && canaryWeight === 0 && !run.mirrored;
  const weight = mirrored ? 0 : nextRung(ladder, canaryWeight);
  if (weight === undefined) return PROMOTE;
  return round(status, run, {
    weight,
    mirrored,
    gate: 'confirm-traffic-increase',
    message: `Advance ${dotted(plan.name, plan.namespace)} canary weight ${weight}`,
  });
};
