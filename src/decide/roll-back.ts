import { dotted } from '../domain/names.ts';
import type { Plan } from '../domain/plan.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { Status } from '../domain/status.ts';
import { type Decision, type EndReason, warn } from './decision.ts';
import { turn } from './wind-down.ts';

/** Begins a rollback; the phase stays until the target is at zero and `Failed` is true. */
export const rollBack = (
  plan: Plan,
  seen: Snapshot,
  status: Status,
  { reason, detail }: { readonly reason: EndReason; readonly detail: string },
): Decision =>
  turn(plan, seen, status, {
    intent: 'rollBack',
    reason,
    announcements: [warn('RollingBack', `Rolling back ${dotted(plan.name, plan.namespace)} ${detail}`)],
  });

export const rollBackByHook = (plan: Plan, seen: Snapshot, status: Status): Decision =>
  rollBack(plan, seen, status, { reason: 'RollbackRequested', detail: 'manual webhook invoked' });

export const rollBackByCommand = (plan: Plan, seen: Snapshot, status: Status): Decision =>
  rollBack(plan, seen, status, { reason: 'RollbackRequested', detail: 'a person asked for it' });

export const rollBackByChecks = (plan: Plan, seen: Snapshot, status: Status): Decision =>
  rollBack(plan, seen, status, {
    reason: 'FailedChecks',
    detail: `failed checks threshold reached ${status.failedChecks}`,
  });
