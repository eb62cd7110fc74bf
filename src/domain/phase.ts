/** The phases on the wire; their inconsistent spelling is Flagger's and part of the API. */
export type Phase =
  | 'Initializing'
  | 'Initialized'
  | 'Waiting'
  | 'Progressing'
  | 'WaitingPromotion'
  | 'Promoting'
  | 'Finalising'
  | 'Succeeded'
  | 'Failed'
  | 'Terminating'
  | 'Terminated';

const MOVES: Readonly<Record<Phase, readonly Phase[]>> = {
  Initializing: ['Initialized'],
  Initialized: ['Initializing', 'Waiting', 'Progressing'],
  Waiting: ['Progressing', 'Succeeded', 'Failed', 'Initializing'],
  Progressing: ['WaitingPromotion', 'Promoting', 'Failed', 'Succeeded', 'Initializing'],
  WaitingPromotion: ['Progressing', 'Promoting', 'Failed', 'Succeeded', 'Initializing'],
  Promoting: ['Progressing', 'Finalising', 'Failed', 'Initializing'],
  Finalising: ['Succeeded', 'Failed', 'Initializing'],
  Succeeded: ['Initializing', 'Waiting', 'Progressing'],
  Failed: ['Initializing', 'Waiting', 'Progressing', 'Succeeded'],
  Terminating: ['Terminated'],
  Terminated: [],
};

const PHASES: ReadonlySet<string> = new Set(Object.keys(MOVES));

export const isPhase = (text: unknown): text is Phase => typeof text === 'string' && PHASES.has(text);

/** True for staying as well: a status is written more often than the phase changes. A deletion comes in any phase. */
export const mayMove = (from: Phase | undefined, to: Phase): boolean =>
  from === to ||
  (to === 'Terminating' && from !== 'Terminated') ||
  (from === undefined ? to === 'Initializing' : MOVES[from].includes(to));

/** No rollout is under way; a new revision starts one. */
export const isSettled = (phase: Phase | undefined): boolean =>
  phase === 'Initialized' || phase === 'Succeeded' || phase === 'Failed';

/** A rollout is under way. */
export const isRunning = (phase: Phase | undefined): boolean =>
  phase === 'Progressing' || phase === 'WaitingPromotion' || phase === 'Promoting' || phase === 'Finalising';
