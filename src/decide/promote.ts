import { dotted } from '../domain/names.ts';
import type { Plan } from '../domain/plan.ts';
import type { Question, Verdict } from '../domain/question.ts';
import { endpointsNeeded } from '../domain/readiness.ts';
import type { PrimarySeen, Snapshot } from '../domain/snapshot.ts';
import type { Floor, Run, Status } from '../domain/status.ts';
import { askAgainAt, type Decision, decision, lookAt, tell, warn, whenChanged } from './decision.ts';
import {
  floorAfterReturn,
  hasEndpointsFor,
  isGivenUp,
  isScaled,
  missingFloor,
  replicasToCount,
} from './floor.ts';
import { firstHalt } from './halts.ts';
import { catchUp, enter, hold, holdsFor, proceeding, routed, wait } from './record.ts';
import { rollBack } from './roll-back.ts';
import { isCatchingUp, primaryIsAt, routesFollow, targetIsAt } from './runs.ts';
import { start } from './start.ts';

/** A live look at the primary's endpoints, before traffic goes back to it. */
export const promoteQuestions = (plan: Plan, seen: Snapshot, run: Run): readonly Question[] =>
  seen.askable && mayReturn(plan, seen, run) ? [primaryEndpoints(plan, seen, run)] : [];

const primaryEndpoints = (plan: Plan, seen: Snapshot, run: Run): Question => ({
  kind: 'endpoints',
  side: 'primary',
  atLeast: endpointsNeeded(replicasToCount(plan, seen, run), plan.analysis.primaryReadyThreshold),
});

/** Ready with as many pods as it takes; past the deadline, with those that it had before it was asked for more. */
const isReady = (plan: Plan, seen: Snapshot, run: Run): boolean => {
  const { primary } = seen;
  if (primary === undefined || !isScaled(plan, seen, run)) return false;
  if (!hasEndpointsFor(plan, seen, replicasToCount(plan, seen, run))) return false;
  return primary.readiness.kind === 'ready' || isGivenUp(plan, seen, run);
};

const mayReturn = (plan: Plan, seen: Snapshot, run: Run): boolean =>
  primaryIsAt(seen, run) &&
  isReady(plan, seen, run) &&
  routesFollow(seen, seen.status) &&
  seen.status.canaryWeight > 0 &&
  missingFloor(seen, seen.status, run) === undefined &&
  (promotionStepOf(plan, seen, run) === 0 || seen.due);

/** A target that holds something else by now, unanalysed, loses its traffic at once; 0 means that. */
const promotionStepOf = (plan: Plan, seen: Snapshot, run: Run): number =>
  targetIsAt(seen, run) ? plan.analysis.promotionStep : 0;

/**
 * The primary takes over what was analysed, and only that: a target that changed meanwhile sends the run back
 * to the start, unless the primary already has the analysed revision.
 */
export const promote = (
  plan: Plan,
  seen: Snapshot,
  status: Status,
  { run, verdicts }: { readonly run: Run; readonly verdicts: readonly Verdict[] },
): Decision => {
  const { primary } = seen;
  if (!primaryIsAt(seen, run) || primary === undefined) return awaitCopy(plan, seen, status, run);
  if (!isReady(plan, seen, run)) return awaitPrimary(plan, seen, status, { run, primary });
  if (!routesFollow(seen, status)) return wait(status);
  const floor = missingFloor(seen, status, run);
  if (floor !== undefined) return askForPods(plan, seen, status, { run, floor });
  return shiftBack(plan, seen, status, { run, verdicts });
};

/** Neither side at the analysed revision: it can no longer be promoted. */
const awaitCopy = (plan: Plan, seen: Snapshot, status: Status, run: Run): Decision => {
  if (targetIsAt(seen, run)) return copying(seen, status, run);
  if (seen.target !== undefined) return start(plan, seen, status, 'Promoting');
  const detail = `target ${dotted(plan.target.name, plan.namespace)} is gone`;
  return rollBack(plan, seen, status, { reason: 'TargetLost', detail });
};

/** A new template replaces the primary's pods. Its deadline counts from when it may have it. */
const copying = (seen: Snapshot, status: Status, run: Run): Decision => {
  if (seen.primary !== undefined && isCatchingUp(seen)) return catchUp(seen, status);
  if (!holdsFor(seen, 'CatchingUp')) return wait(status);
  return wait({ ...proceeding(seen, status), run: { ...run, stageSince: seen.now } });
};

/** While the canary had traffic an autoscaler may have shrunk the primary; its pods come back before the users. */
const askForPods = (
  plan: Plan,
  seen: Snapshot,
  status: Status,
  { run, floor }: { readonly run: Run; readonly floor: Floor },
): Decision => {
  const next: Run = { ...run, primaryFloor: floor, stageSince: seen.now };
  const announcements =
    floor.replicas > floor.readyWith
      ? [
          tell(
            'PrimaryScaling',
            `Scaling up ${dotted(plan.target.primaryName, plan.namespace)} to ${floor.replicas} replicas before traffic returns`,
          ),
        ]
      : [];
  return decision({ ...proceeding(seen, status), run: next }, whenChanged, announcements);
};

const shiftBack = (
  plan: Plan,
  seen: Snapshot,
  status: Status,
  { run, verdicts }: { readonly run: Run; readonly verdicts: readonly Verdict[] },
): Decision => {
  if (status.canaryWeight === 0) return finish(seen, proceeding(seen, status), run);
  if (!mayReturn(plan, seen, run)) return wait(proceeding(seen, status), lookAt(seen.dueAt));
  if (!seen.askable) return wait(status, lookAt(seen.askableAt));
  const halt = firstHalt(verdicts);
  if (halt?.kind === 'noEndpoints') {
    return hold(seen, status, { reason: 'NoEndpoints', message: halt.message }, askAgainAt(seen.now + 1000));
  }
  if (verdicts.length === 0) return wait(status, lookAt(seen.now + 1000));
  return giveBack(plan, seen, proceeding(seen, status), run);
};

const awaitPrimary = (
  plan: Plan,
  seen: Snapshot,
  status: Status,
  { run, primary }: { readonly run: Run; readonly primary: PrimarySeen },
): Decision => {
  const deadline = run.stageSince + plan.progressDeadlineMs;
  const isOverdue = primary.readiness.kind === 'stuck' || seen.now >= deadline;
  if (!isOverdue) return wait(proceeding(seen, status), lookAt(deadline));
  const why =
    primary.readiness.kind === 'ready'
      ? `${primary.endpoints} endpoints are ready`
      : primary.readiness.message;
  if ((seen.target?.endpoints ?? 0) === 0) {
    return hold(seen, status, {
      reason: 'NoSideReady',
      message: `primary not ready (${why}) and the canary has no ready endpoint`,
    });
  }
  const { primaryFloor: _, ...rest } = run;
  const failing: Run = { ...rest, intent: 'rollBack', reason: 'PromotionFailed', stageSince: seen.now };
  const free = proceeding(seen, status);
  const isRouted = plan.provider !== 'kubernetes';
  const kept: Status = isRouted
    ? routed(free, failing, 100, { audience: 'everyone' })
    : { ...free, run: failing };
  return decision(kept, whenChanged, [
    warn(
      'PromotionFailed',
      `Promotion of ${dotted(plan.target.name, plan.namespace)} failed, primary not ready: ${why}`,
    ),
  ]);
};

/** A person may have promoted while the canary still got copies. */
const finish = (seen: Snapshot, status: Status, run: Run): Decision => {
  const next: Run = { ...run, intent: 'finish', stageSince: seen.now };
  const ended: Status = run.mirrored ? routed(status, next, 0) : { ...status, run: next };
  return wait(enter(seen, ended, 'Finalising'));
};

/** All at once, or by `stepWeightPromotion` an interval; the last step already enters Finalising. */
const giveBack = (plan: Plan, seen: Snapshot, status: Status, run: Run): Decision => {
  const { intervalMs } = plan.analysis;
  const promotionStep = promotionStepOf(plan, seen, run);
  const weight = promotionStep === 0 ? 0 : Math.max(0, status.canaryWeight - promotionStep);
  const next: Run = {
    ...run,
    ...floorAfterReturn(plan, seen, run, weight),
    steppedAt: seen.now,
    stageSince: seen.now,
    dueAt: seen.now + intervalMs,
  };
  if (weight > 0) {
    return decision(routed(status, next, weight), lookAt(next.dueAt), [
      tell('Advanced', `Advance ${dotted(plan.name, plan.namespace)} primary weight ${100 - weight}`),
    ]);
  }
  const returned = routed(status, { ...next, intent: 'finish' }, 0);
  return decision(enter(seen, returned, 'Finalising'), whenChanged, [
    tell('TrafficReturned', 'Routing all traffic to primary'),
  ]);
};
