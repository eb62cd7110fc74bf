import type { Spec } from './input.ts';

export interface Forgery {
  readonly what: string;
  /** Changes the status, or answers with another one. */
  readonly change: (status: Spec) => unknown;
}

const bare = (what: string, status: Spec): Forgery => ({ what, change: () => status });
const inRun = (what: string, run: Spec): Forgery => ({
  what,
  change: (status) => void Object.assign(status['run'], run),
});

export const FORGERIES: readonly Forgery[] = [
  bare('no status at all', {}),
  ...['Initializing', 'Waiting', 'Progressing', 'WaitingPromotion', 'Promoting', 'Finalising', 'Failed'].map(
    (phase) =>
      bare(`${phase} at weight 500, and nothing else`, { phase, canaryWeight: 500, failedChecks: 0 }),
  ),
  ...['Terminating', 'Terminated'].map((phase) =>
    bare(`${phase}, of a Canary that nobody deletes`, { phase, canaryWeight: 0 }),
  ),
  inRun('a run that is no number', { id: 'first' }),
  inRun('a run without a revision', { revision: '', trackedConfigs: {} }),
  inRun('a run of nobody knows when', { startedAt: undefined, dueAt: undefined, steppedAt: undefined }),
  inRun('a record of traffic that was never decided', { trafficSeq: 1_000_000 }),
  inRun('counters below zero', { trafficSeq: -5, tick: -1, inconclusive: -1 }),
  {
    what: 'counters of everything',
    change: (status) => void Object.assign(status, { failedChecks: -3, iterations: 1e15, canaryWeight: -20 }),
  },
  {
    what: 'conditions that are none',
    change: (status) => {
      status['conditions'] = [
        { type: '__proto__', status: 'x', reason: '' },
        { type: 'Accepted', status: 'Maybe', reason: '\r\n' },
        { type: 'Accepted', status: 'False', reason: 'x' },
      ];
    },
  },
];
