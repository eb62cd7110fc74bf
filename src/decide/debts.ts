import { isRunning, type Phase } from '../domain/phase.ts';
import { isWanted } from '../domain/plan-alerts.ts';
import type { Plan } from '../domain/plan.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { Run, Status } from '../domain/status.ts';
import { endAlert } from './alerts.ts';

/**
 * The end of a run owes its alert and its post-rollout hooks, and says so in the write that ends it: a process
 * that comes later sends what an earlier one could not. Settled when they are delivered or given up.
 */
export const withDebts = (plan: Plan, seen: Snapshot, status: Status): Status => {
  const { run } = status;
  if (run === undefined) return status;
  if (endsNow(seen, status)) return owesAnything(plan, seen, status) ? noted(status, run, false) : status;
  return isOwing(status) && seen.announced ? noted(status, run, true) : status;
};

const noted = (status: Status, run: Run, announced: boolean): Status => ({
  ...status,
  run: { ...run, announced },
});

const isEnd = (phase: Phase | undefined): boolean => phase === 'Succeeded' || phase === 'Failed';

const endsNow = ({ status: before }: Snapshot, next: Status): boolean =>
  isRunning(before.phase) && isEnd(next.phase);

const owesAnything = (plan: Plan, seen: Snapshot, status: Status): boolean => {
  const { severity } = endAlert(plan, seen, status);
  return (
    plan.analysis.hooks.some(({ type }) => type === 'post-rollout') ||
    plan.analysis.alerts.some((alert) => isWanted(alert, severity))
  );
};

/** Something about the end of this run is still to be delivered. */
export const isOwing = ({ phase, run }: Status): boolean => isEnd(phase) && run?.announced === false;
