import { audienceOf, type Strategy } from '../../domain/plan-strategy.ts';
import type { Plan } from '../../domain/plan.ts';
import type { Run } from '../../domain/status.ts';
import { servesEveryone } from '../runs.ts';
import { abTestingMove } from './ab-testing.ts';
import { blueGreenMove } from './blue-green.ts';
import { canaryMove } from './canary.ts';
import type { MoveOf } from './move.ts';

const MOVES: Readonly<Record<Strategy, MoveOf>> = {
  canary: canaryMove,
  'ab-testing': abTestingMove,
  'blue-green': blueGreenMove,
};

export const moveOf: MoveOf = (plan, status, run) => MOVES[plan.analysis.strategy](plan, status, run);

/**
 * The spec asks for another strategy than the run was begun with, or for another audience: what was measured so
 * far says nothing about that. A run that heals a broken primary has everyone, and goes on.
 */
export const isOtherStrategy = ({ analysis }: Plan, run: Run): boolean =>
  run.strategy !== analysis.strategy || (!servesEveryone(run) && run.audience !== audienceOf(analysis));
