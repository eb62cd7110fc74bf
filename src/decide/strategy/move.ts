import type { Plan } from '../../domain/plan.ts';
import { dotted } from '../../domain/names.ts';
import type { Run, Status } from '../../domain/status.ts';

/** What a counted round does if it passes. */
export interface Advance {
  readonly kind: 'advance';
  readonly weight: number;
  readonly mirrored: boolean;
  readonly iterations: number;
  /** Asked last, when nothing else stands in the way any more. */
  readonly gate: 'confirm-traffic-increase' | 'confirm-promotion' | undefined;
  /** Worded as Flagger words it; undefined when nobody would notice a difference. */
  readonly message: string | undefined;
}

/** Where the next counted round leads. */
export type Move =
  | Advance
  /** A maximum was lowered: the weight follows whatever anybody would answer. */
  | { readonly kind: 'lower'; readonly weight: number }
  | { readonly kind: 'promote' };

export type MoveOf = (plan: Plan, status: Status, run: Run) => Move;

export const PROMOTE: Move = { kind: 'promote' };

/** A round that changes nothing but what is given. */
export const round = (status: Status, run: Run, over: Partial<Advance> = {}): Advance => ({
  kind: 'advance',
  weight: status.canaryWeight,
  mirrored: run.mirrored,
  iterations: status.iterations,
  gate: undefined,
  message: undefined,
  ...over,
});

/** One more of the rounds that a strategy counts. */
export const iteration = (plan: Plan, status: Status, run: Run, over: Partial<Advance> = {}): Advance => {
  const iterations = status.iterations + 1;
  const name = dotted(plan.name, plan.namespace);
  return round(status, run, {
    iterations,
    message: `Advance ${name} canary iteration ${iterations}/${plan.analysis.iterations}`,
    ...over,
  });
};
