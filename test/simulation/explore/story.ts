import type { Nonsense } from '../../support/world.ts';

/** Everything that happens in one run; the same story has the same history. */
export interface Story {
  readonly seed: number;
  readonly workload: string;
  readonly faults: readonly Fault[];
}

/**
 * Times are milliseconds since the first new revision, whose analysis takes some 40 s. With a state the fault waits from its time on
 * until the Canary is in it; when that never comes it does not happen.
 */
export type Fault = { readonly atMs: number; readonly state?: State } & Happening;

/** A phase, or a run that is on its way back. */
export type State = (typeof STATES)[number];
export const STATES = [
  'Initializing',
  'Initialized',
  'Waiting',
  'Progressing',
  'WaitingPromotion',
  'Promoting',
  'Finalising',
  'rolling back',
  'Succeeded',
  'Failed',
] as const;

export type Happening =
  /** The process is killed, and another one starts. */
  | { readonly kind: 'kill'; readonly downMs: number }
  /** The same around the n-th write from now on. */
  | {
      readonly kind: 'kill at write';
      readonly nth: number;
      readonly position: Position;
      readonly downMs: number;
    }
  | { readonly kind: 'restart' }
  /** The process stands still with all that it holds; in the meantime another one leads. */
  | { readonly kind: 'pause'; readonly forMs: number; readonly takeOver: boolean }
  /** A second one that thinks that it leads as well, with caches that lag. */
  | { readonly kind: 'second leader'; readonly forMs: number; readonly lagMs: number }
  /** What the watches tell comes later: all, or those of one resource. */
  | { readonly kind: 'lag'; readonly byMs: number; readonly forMs: number; readonly only?: string }
  | { readonly kind: 'watches cut' }
  | { readonly kind: 'history gone' }
  | { readonly kind: 'API away'; readonly forMs: number }
  /** The n-th call from now on fails; `after`: it is carried out all the same. */
  | {
      readonly kind: 'call fails';
      readonly nth: number;
      readonly code: CallCode;
      readonly when: 'before' | 'after';
    }
  | { readonly kind: 'calls slow'; readonly byMs: number; readonly forMs: number }
  /** Writes of this resource are refused. */
  | {
      readonly kind: 'refused';
      readonly plural: string;
      readonly code: 'REJECTED' | 'FORBIDDEN';
      readonly forMs: number;
    }
  /** Somebody else writes the Canary and the routes five times a second. */
  | { readonly kind: 'fighting writer'; readonly forMs: number }
  | { readonly kind: 'clock jumps'; readonly byMs: number }
  | { readonly kind: 'bad metrics'; readonly forMs: number }
  | { readonly kind: 'no metrics'; readonly how: 'none' | 'down'; readonly forMs: number }
  | { readonly kind: 'nonsense metrics'; readonly how: Nonsense; readonly forMs: number }
  | { readonly kind: 'hook closed'; readonly hook: HookType; readonly forMs: number }
  | { readonly kind: 'hook silent'; readonly hook: HookType; readonly forMs: number }
  | { readonly kind: 'rollback asked'; readonly forMs: number }
  | { readonly kind: 'new revision'; readonly version: string }
  | { readonly kind: 'old revision' }
  | { readonly kind: 'config changed'; readonly value: string }
  | { readonly kind: 'spec edited'; readonly stepWeight: number; readonly interval: string }
  | { readonly kind: 'suspended'; readonly forMs: number }
  /** A mistake in the spec, until somebody mends it. */
  | { readonly kind: 'spec mistaken'; readonly how: Mistake; readonly forMs: number }
  /** Another Canary of the namespace has a fraction where a whole number belongs. */
  | { readonly kind: 'bad neighbour' }
  | { readonly kind: 'command'; readonly verb: 'promote' | 'rollback' | 'halt' | 'retry' | 'approve' }
  | { readonly kind: 'routes edited'; readonly canary: number }
  | { readonly kind: 'foreign annotation' }
  | { readonly kind: 'scaled by hand'; readonly side: Side; readonly replicas: number }
  | { readonly kind: 'pods killed'; readonly side: Side }
  | { readonly kind: 'deleted'; readonly what: 'VirtualService' | 'Service' | 'primary' | 'DestinationRule' }
  | { readonly kind: 'GitOps reverts'; readonly forMs: number };

export type Mistake = 'too much weight' | 'unrenderable query';
export type Position = 'before' | 'unanswered' | 'answered';
export type Side = 'target' | 'primary';
export type HookType = 'confirm-rollout' | 'pre-rollout' | 'rollout' | 'confirm-promotion';
export type CallCode = 'CONFLICT' | 'UNAVAILABLE' | 'TIMEOUT' | 'FORBIDDEN' | 'NOT_FOUND';
export type Kind = Happening['kind'];
