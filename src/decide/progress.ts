import { dotted } from '../domain/names.ts';
import { judgedAfterMs } from '../domain/plan-analysis.ts';
import type { Plan } from '../domain/plan.ts';
import type { Question, Verdict } from '../domain/question.ts';
import { endpointsNeeded } from '../domain/readiness.ts';
import type { Snapshot, TargetSeen } from '../domain/snapshot.ts';
import type { Run, Status } from '../domain/status.ts';
import { askAgainAt, type Decision, type Look, lookAt, tell, whenChanged } from './decision.ts';
import { isCommanded, isExpedited } from './commands.ts';
import { firstHalt } from './halts.ts';
import { hooksOf } from './hooks.ts';
import { hold, holdsFor, proceeding, wait } from './record.ts';
import { rollBack, rollBackByChecks, rollBackByCommand, rollBackByHook } from './roll-back.ts';
import {
  checksumsOf,
  primaryCanReceive,
  recordedConfigs,
  routesFollow,
  sameConfigs,
  servesEveryone,
  targetIsPromoted,
} from './runs.ts';
import { start } from './start.ts';
import { isOtherStrategy } from './strategy/strategy.ts';
import { tick, tickQuestions } from './tick.ts';
import { turn } from './wind-down.ts';

/**
 * Where an advancing run stands before anything is asked. Stated once, so that what is asked and what is
 * decided can never disagree.
 */
type Stage =
  | { readonly kind: 'targetLost' }
  | { readonly kind: 'newRevision'; readonly target: TargetSeen }
  | { readonly kind: 'otherStrategy' }
  | { readonly kind: 'uncovered' }
  | { readonly kind: 'canaryLost' }
  | { readonly kind: 'canaryOverdue'; readonly message: string }
  | { readonly kind: 'canaryNotReady'; readonly message: string }
  | { readonly kind: 'primaryNotReady'; readonly message: string }
  | { readonly kind: 'converging' }
  | { readonly kind: 'tooManyFailures' }
  | { readonly kind: 'halted' }
  | { readonly kind: 'notDue' }
  | { readonly kind: 'ready' };

const stageOf = (plan: Plan, seen: Snapshot, run: Run): Stage =>
  changeOf(plan, seen, run) ??
  coverStage(seen) ??
  canaryStage(plan, seen, run) ??
  primaryStage(plan, seen, run) ?? { kind: paceOf(plan, seen, run) };

const paceOf = (plan: Plan, seen: Snapshot, run: Run): 'halted' | 'notDue' | 'ready' => {
  if (isCommanded(seen, run, 'halt')) return 'halted';
  return seen.due || isExpedited(plan, seen, run) ? 'ready' : 'notDue';
};

const changeOf = (plan: Plan, seen: Snapshot, run: Run): Stage | undefined => {
  const { target } = seen;
  if (target === undefined) return { kind: 'targetLost' };
  const sameTemplate = target.revision === run.revision;
  const configs = seen.configs === undefined ? run.trackedConfigs : checksumsOf(seen.configs);
  const isSame = sameTemplate && sameConfigs(configs ?? run.trackedConfigs, run.trackedConfigs);
  if (!isSame) return { kind: 'newRevision', target };
  return isOtherStrategy(plan, run) ? { kind: 'otherStrategy' } : undefined;
};

/** Routes of others hid ours until just now: what looks back to then has nothing to judge by. */
const coverStage = (seen: Snapshot): Stage | undefined =>
  holdsFor(seen, 'RoutesHidden') ? { kind: 'uncovered' } : undefined;

const canaryStage = (plan: Plan, seen: Snapshot, run: Run): Stage | undefined => {
  const { target, status, now } = seen;
  if (target === undefined) return undefined;
  const needed = endpointsNeeded(target.replicas, plan.analysis.canaryReadyThreshold);
  const { readiness } = target;
  if (readiness.kind === 'stuck') return { kind: 'canaryOverdue', message: readiness.message };
  // With available pods and no endpoints it is the Service that is missing, and that is repaired.
  const hasPods = readiness.kind === 'ready';
  if (status.canaryWeight > 0 && target.endpoints === 0 && !hasPods) return { kind: 'canaryLost' };
  if (readiness.kind === 'ready' && target.endpoints >= needed) return undefined;
  const message =
    readiness.kind === 'ready' ? `${target.endpoints} of ${needed} endpoints are ready` : readiness.message;
  return now >= deadlineOf(plan, seen, run)
    ? { kind: 'canaryOverdue', message }
    : { kind: 'canaryNotReady', message };
};

/** The canary was not ready before, or waits for its first readiness; nothing else was waited for. */
const isAwaited = (seen: Snapshot, run: Run): boolean =>
  holdsFor(seen, 'CanaryNotReady') || (run.tick === 0 && seen.status.holding?.status !== 'True');

/** Counts from when readiness was lost, however long the run stood still before. */
const deadlineOf = (plan: Plan, seen: Snapshot, run: Run): number =>
  (isAwaited(seen, run) ? run.stageSince : seen.now) + plan.progressDeadlineMs;

const primaryStage = (plan: Plan, seen: Snapshot, run: Run): Stage | undefined => {
  const { status } = seen;
  if (!routesFollow(seen, status) || isBeingLaid(seen)) return { kind: 'converging' };
  if (status.failedChecks >= plan.analysis.threshold) return { kind: 'tooManyFailures' };
  const needsNone = servesEveryone(run) || (run.heals && plan.provider === 'kubernetes');
  return needsNone ? undefined : unreadyPrimary(plan, seen, run);
};

const unreadyPrimary = (plan: Plan, seen: Snapshot, run: Run): Stage | undefined => {
  const { primary } = seen;
  if (primary === undefined) return { kind: 'primaryNotReady', message: 'it does not exist' };
  if (primary.readiness.kind !== 'ready' && !run.heals)
    return { kind: 'primaryNotReady', message: primary.readiness.message };
  const message = `${primary.endpoints} endpoints are ready`;
  return primaryCanReceive(plan, seen) ? undefined : { kind: 'primaryNotReady', message };
};

/** The canary Service does not lead to what is analysed yet. */
const isBeingLaid = ({ services }: Snapshot): boolean =>
  services.canaryIsRelease && services.canary !== 'asWanted';

export const progressQuestions = (plan: Plan, seen: Snapshot, run: Run): readonly Question[] => {
  if (!seen.askable || isCommanded(seen, run, 'rollback')) return [];
  const { kind } = stageOf(plan, seen, run);
  if (kind === 'canaryNotReady' || kind === 'primaryNotReady' || kind === 'halted')
    return hooksOf(plan, 'rollback');
  if (kind === 'notDue' && seen.now >= intervalEnd(plan, run)) return hooksOf(plan, 'rollback');
  return kind === 'ready' && !isExpedited(plan, seen, run) ? tickQuestions(plan, seen, run) : [];
};

/** Progressing and WaitingPromotion, while the run advances. */
export const progress = (
  plan: Plan,
  seen: Snapshot,
  status: Status,
  asked: { readonly run: Run; readonly verdicts: readonly Verdict[] },
): Decision => {
  const { run, verdicts } = asked;
  if (isCommanded(seen, run, 'rollback')) return rollBackByCommand(plan, seen, status);
  const pulled = firstHalt(verdicts);
  if (pulled?.kind === 'rollBack') return rollBackByHook(plan, seen, status);
  const stage = stageOf(plan, seen, run);
  switch (stage.kind) {
    case 'targetLost':
      return rollBack(plan, seen, status, {
        reason: 'TargetLost',
        detail: `target ${dotted(plan.target.name, plan.namespace)} is gone`,
      });
    case 'newRevision':
      return changeOver(plan, seen, status, stage.target);
    case 'otherStrategy':
      return beginAnew(plan, seen, status);
    case 'uncovered':
      return beginRound(plan, seen, status, run);
    case 'canaryLost':
      return rollBack(plan, seen, status, {
        reason: 'CanaryLost',
        detail: 'no ready endpoint is left on the canary',
      });
    case 'canaryOverdue':
      return rollBack(plan, seen, status, {
        reason: 'ProgressDeadlineExceeded',
        detail: `canary not ready within its deadline: ${stage.message}`,
      });
    case 'canaryNotReady':
      return awaitCanary(plan, seen, status, { run, message: stage.message });
    case 'primaryNotReady':
      return awaitPrimary(plan, seen, status, stage.message);
    case 'converging':
      return wait(status);
    case 'tooManyFailures':
      return rollBackByChecks(plan, seen, status);
    case 'halted':
      return halted(plan, seen, status);
    case 'notDue':
      return awaitDue(plan, seen, status, run);
    case 'ready':
      return tick(plan, seen, status, { run, verdicts });
  }
};

/**
 * A new template replaces the pods by itself; new configs do not, so the target goes to zero first. A way back
 * is recorded now, with what the target holds now: whatever comes later is new.
 */
const changeOver = (plan: Plan, seen: Snapshot, status: Status, target: TargetSeen): Decision => {
  if (targetIsPromoted(seen)) {
    const back: Status = {
      ...status,
      lastAppliedSpec: target.revision,
      lastTrackedRevision: target.trackedRevision,
      trackedConfigs: recordedConfigs(seen),
    };
    return turn(plan, seen, back, { intent: 'revert', reason: 'Reverted', announcements: [] });
  }
  if (target.revision === status.run?.revision) {
    return turn(plan, seen, status, { intent: 'restart', reason: 'ConfigChanged', announcements: [] });
  }
  return start(plan, seen, status);
};

/** Other users would meet the canary, in another order: what was found out so far does not speak for that. */
const beginAnew = (plan: Plan, seen: Snapshot, status: Status): Decision => {
  const name = dotted(plan.target.name, plan.namespace);
  const message = `Strategy ${plan.analysis.strategy} is new! Restarting analysis for ${name}`;
  return { ...start(plan, seen, status), announcements: [tell('AnalysisRestarted', message)] };
};

/** As after a change of traffic, which it was. */
const beginRound = (plan: Plan, seen: Snapshot, status: Status, run: Run): Decision => {
  const dueAt = seen.now + judgedAfterMs(plan.analysis);
  return wait({ ...status, run: { ...run, steppedAt: seen.now, dueAt } }, lookAt(dueAt));
};

const halted = (plan: Plan, seen: Snapshot, status: Status): Decision => {
  const why = { reason: 'Halted', message: `a person halted run ${status.run?.id ?? ''}` } as const;
  return hold(seen, status, why, nextLook(plan, seen, undefined));
};

/** Checks may have to wait for longer than an interval after their tick; rollback hooks are not kept waiting. */
const awaitDue = (plan: Plan, seen: Snapshot, status: Status, run: Run): Decision => {
  const until = intervalEnd(plan, run);
  const next = seen.now >= until ? nextLook(plan, seen, seen.dueAt) : lookAt(Math.min(seen.dueAt, until));
  return wait(proceeding(seen, status), next);
};

const intervalEnd = ({ analysis }: Plan, { steppedAt }: Run): number => steppedAt + analysis.intervalMs;

const awaitPrimary = (plan: Plan, seen: Snapshot, status: Status, message: string): Decision =>
  hold(
    seen,
    status,
    {
      reason: 'PrimaryNotReady',
      message: `primary ${dotted(plan.target.primaryName, plan.namespace)} is not ready: ${message}`,
    },
    nextLook(plan, seen, undefined),
  );

/** Waiting for the first readiness is part of every rollout; losing it later is worth a word. */
const awaitCanary = (
  plan: Plan,
  seen: Snapshot,
  status: Status,
  { run, message }: { readonly run: Run; readonly message: string },
): Decision => {
  const deadline = deadlineOf(plan, seen, run);
  const next = nextLook(plan, seen, deadline);
  if (run.tick === 0 && isAwaited(seen, run) && !holdsFor(seen, 'CanaryNotReady')) return wait(status, next);
  const since = isAwaited(seen, run) ? run.stageSince : seen.now;
  const why = {
    reason: 'CanaryNotReady',
    message: `canary ${dotted(plan.target.name, plan.namespace)} is not ready: ${message}`,
  } as const;
  return hold(seen, { ...status, run: { ...run, stageSince: since } }, why, next);
};

/** Rollback hooks go on being asked once an interval while readiness is waited for. */
const nextLook = (plan: Plan, seen: Snapshot, deadline: number | undefined): Look => {
  if (hooksOf(plan, 'rollback').length === 0) {
    return deadline === undefined ? whenChanged : lookAt(deadline);
  }
  const nextAsk = seen.askable ? seen.now + plan.analysis.intervalMs : seen.askableAt;
  return askAgainAt(deadline === undefined ? nextAsk : Math.min(deadline, nextAsk));
};
