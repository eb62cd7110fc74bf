import { dotted } from '../domain/names.ts';
import type { Plan } from '../domain/plan.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { Run, Status } from '../domain/status.ts';
import { checkText } from './checks.ts';
import {
  type Announcement,
  type Decision,
  decision,
  type EndReason,
  lookAt,
  tell,
  warn,
  whenChanged,
} from './decision.ts';
import { floorOnLeaving } from './floor.ts';
import { catchUp, enter, hold, proceeding, routed, wait } from './record.ts';
import { drainedAt, isCatchingUp, isRetired, primaryCanReceive, routesFollow } from './runs.ts';
import { reverted, start } from './start.ts';

/** Turns a run away from advancing; traffic leaves in the same write when the primary can take it. */
export const turn = (
  plan: Plan,
  seen: Snapshot,
  status: Status,
  to: {
    readonly intent: 'rollBack' | 'revert' | 'restart';
    readonly reason: EndReason;
    readonly announcements: readonly Announcement[];
  },
): Decision => {
  const { run } = status;
  if (run === undefined) return wait(status);
  const { drainUntil: _, ...rest } = run;
  const turned: Run = {
    ...rest,
    ...floorOnLeaving(seen, status),
    intent: to.intent,
    reason: to.reason,
    stageSince: seen.now,
  };
  const next = leave(plan, seen, { ...status, run: turned }, turned);
  return { ...next, announcements: [...to.announcements, ...next.announcements] };
};

/** Sends the traffic to the primary, unless nobody there could answer. */
const leave = (plan: Plan, seen: Snapshot, status: Status, run: Run): Decision => {
  if (status.canaryWeight === 0 || primaryCanReceive(plan, seen)) {
    return wait(routed(proceeding(seen, status), run, 0));
  }
  return hold(seen, status, {
    reason: 'PrimaryNotReady',
    message: `traffic stays at ${status.canaryWeight}% on the canary: primary ${dotted(plan.target.primaryName, plan.namespace)} has ${seen.primary?.endpoints ?? 0} ready endpoints`,
  });
};

/**
 * Away from the target, in the order that protects users: routes to zero, seen there, drained, then pods.
 * The end phase is written last, when it is true.
 */
export const windDown = (plan: Plan, seen: Snapshot, status: Status, run: Run): Decision => {
  if (run.reason === 'PromotionFailed' && run.intent === 'rollBack') return keepCanary(plan, seen, status);
  if (isStranded(plan, seen, status, run)) return start(plan, seen, status, 'Progressing');
  if (status.canaryWeight > 0) return leave(plan, seen, status, run);
  if (!routesFollow(seen, status)) return awaitRoutes(seen, status);
  const drained = drainedAt(seen, run);
  if (drained === undefined) return beginDrain(seen, status, run);
  return awaitZero(seen, status, drained) ?? end(plan, seen, proceeding(seen, status), run);
};

/**
 * A fix of a failed promotion failed as well, and the primary that it was to heal has nobody who could answer: the
 * way back would never be free. What the target holds by now is the next fix, and is analysed where everyone is.
 */
const isStranded = (plan: Plan, seen: Snapshot, { canaryWeight }: Status, run: Run): boolean =>
  run.intent === 'rollBack' &&
  run.heals &&
  canaryWeight === 100 &&
  seen.target !== undefined &&
  seen.target.revision !== run.revision &&
  !primaryCanReceive(plan, seen);

/** Undefined when the drain is over and no pod of the target is left. */
const awaitZero = (seen: Snapshot, status: Status, drained: number): Decision | undefined => {
  const isUp = !isRetired(seen);
  if (isUp && isCatchingUp(seen)) return catchUp(seen, status);
  if (seen.now < drained) return wait(status, lookAt(drained));
  return isUp ? awaitRoutes(seen, status) : undefined;
};

/** A rollback goes on while a write is refused, and says so; what else leaves is held before it comes here. */
const awaitRoutes = (seen: Snapshot, status: Status): Decision => {
  if (seen.refused === undefined) return wait(status);
  const message = `${seen.refused.what}: ${seen.refused.message}`;
  return hold(seen, status, { reason: seen.refused.reason, message }, lookAt(seen.refused.retryAt));
};

/** Drain counts from the route being seen at zero; a hand may have sent traffic there before any tick did. */
const beginDrain = (seen: Snapshot, status: Status, run: Run): Decision => {
  const drainUntil = seen.now + seen.drainMs;
  return wait({ ...status, run: { ...run, drainUntil } }, lookAt(drainUntil));
};

/** Without routes nobody can be sent to it; it stays for a hand that would. */
const keepCanary = (plan: Plan, seen: Snapshot, status: Status): Decision => {
  if (!routesFollow(seen, status)) return awaitRoutes(seen, status);
  const what =
    plan.provider === 'kubernetes' ? 'the canary keeps running' : 'all traffic stays on the canary';
  const message = `Promotion failed, primary not ready; ${what}.`;
  return decision(enter(seen, proceeding(seen, status), 'Failed', message), whenChanged, [
    warn('PromotionFailed', `Promotion of ${dotted(plan.target.name, plan.namespace)} failed, ${what}`),
  ]);
};

const end = (plan: Plan, seen: Snapshot, status: Status, run: Run): Decision => {
  const tracked = { ...status, lastTrackedRevision: trackedAt(seen, run) };
  switch (run.intent) {
    case 'restart':
      return start(plan, seen, tracked, 'Progressing');
    case 'revert':
      return decision(
        enter(seen, status, 'Succeeded', 'The target is back at the promoted revision.'),
        whenChanged,
        [reverted(plan)],
      );
    case 'rollBack':
      return failed(plan, seen, tracked, run);
    case 'advance':
    case 'finish':
    case 'handOver':
      return succeeded(plan, seen, tracked, run);
  }
};

/** A revision that arrived meanwhile stays unrecorded, so that it is seen as new at once. */
const trackedAt = (seen: Snapshot, run: Run): string => {
  const { target, status } = seen;
  return target !== undefined && target.revision === run.revision
    ? target.trackedRevision
    : status.lastTrackedRevision;
};

const failed = (plan: Plan, seen: Snapshot, status: Status, run: Run): Decision => {
  const { lastCheck } = run;
  const detail =
    lastCheck === undefined || run.reason !== 'FailedChecks' ? '' : ` Last check: ${checkText(lastCheck)}.`;
  const message = `Canary analysis failed, ${plan.target.kind} scaled to zero. Reason: ${run.reason ?? 'unknown'}.${detail}`;
  return decision(enter(seen, status, 'Failed', message), whenChanged, [
    warn('RolledBack', `Canary failed! Scaling down ${dotted(plan.name, plan.namespace)}`),
  ]);
};

const succeeded = (plan: Plan, seen: Snapshot, status: Status, run: Run): Decision => {
  const done: Status = { ...status, lastAppliedSpec: run.revision, lastPromotedSpec: run.revision };
  const name = dotted(plan.target.name, plan.namespace);
  const message = plan.skipAnalysis
    ? `Promotion completed! Canary analysis was skipped for ${name}`
    : `Promotion completed! Scaling down ${name}`;
  return decision(enter(seen, done, 'Succeeded'), whenChanged, [tell('Promoted', message)]);
};
