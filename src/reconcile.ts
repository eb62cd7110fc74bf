import type { Action } from './decide/converge.ts';
import { converge } from './decide/converge.ts';
import { decide } from './decide/decide.ts';
import { type Decision, type Look, lookAt } from './decide/decision.ts';
import { probesFor } from './decide/probes.ts';
import type { Plan } from './domain/plan.ts';
import type { Question, Verdict } from './domain/question.ts';
import type { Refusal, Refused, Snapshot } from './domain/snapshot.ts';
import type { Status } from './domain/status.ts';

export interface Observation {
  readonly plan: Plan | Refusal;
  readonly seen: Snapshot;
}

/** The edges; each is a plain function, wired in app.ts. */
export interface Ports {
  /** Undefined: the Canary is gone. */
  readonly observe: (key: string) => Observation | undefined;
  readonly ask: (
    questions: readonly Question[],
    observed: Observation,
    signal: AbortSignal,
  ) => Promise<readonly Verdict[]>;
  /** False: the record does not stand, so nothing may be done on the strength of it. */
  readonly commit: (
    seen: Snapshot,
    status: Status,
    mustWrite: boolean,
    signal: AbortSignal,
  ) => Promise<boolean>;
  readonly act: (observed: Observation, action: Action, signal: AbortSignal) => Promise<Refused | undefined>;
  /** Tells what has become true; returns at once. */
  readonly report: (observed: Observation, decision: Decision, verdicts: readonly Verdict[]) => void;
  /** Keeps what only this process needs to know until the next run. */
  readonly remember: (observed: Observation, decision: Decision, refused: Refused | undefined) => void;
}

/**
 * One run for one Canary. If you understand these lines, you understand the operator.
 *
 * A crash after any of them loses nothing: before the commit nothing has happened, after it the next run
 * derives the same actions from the record. Nothing flows back up.
 */
export const makeReconcile =
  ({ observe, ask, commit, act, report, remember }: Ports) =>
  async (key: string, signal: AbortSignal): Promise<Look | undefined> => {
    const observed = observe(key); // caches only
    if (observed === undefined) return undefined;
    const { plan, seen } = observed;
    const verdicts = await ask(probesFor(plan, seen), observed, signal); // in order, stops at the first that halts
    const decision = decide(plan, seen, verdicts); // pure: next status, announcements, next look
    const actions = converge(plan, seen, decision.status); // pure: from the record, never from why we decided
    const stands = await commit(seen, decision.status, actions.length > 0, signal); // one guarded write
    const acting = stands ? carryOut(actions, (action) => act(observed, action, signal)) : undefined;
    const refused = await told(acting, () => report(observed, decision, verdicts)); // never blocks the loop
    remember(observed, decision, refused);
    return soonest(decision.next, refused ?? seen.refused); // the one place that says when to look again
  };

/** What is committed is told once its actions were tried, also when they failed and follow in the next run. */
const told = async <T>(acting: Promise<T> | undefined, tell: () => void): Promise<T | undefined> => {
  try {
    return await acting;
  } finally {
    tell();
  }
};

/** In order, and no further than the first that was refused: later ones rely on it. */
const carryOut = async (
  actions: readonly Action[],
  act: (action: Action) => Promise<Refused | undefined>,
): Promise<Refused | undefined> => {
  for (const action of actions) {
    const refused = await act(action); // idempotent, absolute, guarded
    if (refused !== undefined) return refused;
  }
  return undefined;
};

/** A refused write is tried again at its time, whatever else is waited for. */
const soonest = (next: Look, refused: Refused | undefined): Look =>
  refused === undefined || (next.kind === 'at' && next.at <= refused.retryAt)
    ? next
    : lookAt(refused.retryAt);
