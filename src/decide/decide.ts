import { formatDuration } from '../domain/duration.ts';
import type { Plan } from '../domain/plan.ts';
import type { Verdict } from '../domain/question.ts';
import type { Refusal, Snapshot } from '../domain/snapshot.ts';
import type { Run, Status } from '../domain/status.ts';
import { topRung } from '../domain/traffic.ts';
import { adopt, adoptIdle, overtaking, recover, wasSetUp } from './adopt.ts';
import { answer, hasNews } from './commands.ts';
import { withCookies } from './cookies.ts';
import { type Announcement, type Decision, decision, lookAt, warn, whenChanged, tell } from './decision.ts';
import { withDebts } from './debts.ts';
import { withoutFuture } from './future.ts';
import { minding } from './floor.ts';
import { initialise, remake } from './initialise.ts';
import { isRunning } from '../domain/phase.ts';
import { progress } from './progress.ts';
import { promote } from './promote.ts';
import { acknowledged, hold, proceeding, refusedSpec, unobstructed, wait } from './record.ts';
import { awaitsConfigs, isLeaving, obstacleTo, copyIsOld } from './runs.ts';
import { settled, waiting } from './settled.ts';
import { abandoned, terminate } from './terminate.ts';
import { windDown } from './wind-down.ts';

/**
 * What follows from the plan, from what was seen and from the verdicts: the next status, what to tell, when to
 * look again. It is true once it is committed; it names no write, since `converge` derives those from the
 * record alone.
 */
export const decide = (plan: Plan | Refusal, given: Snapshot, verdicts: readonly Verdict[]): Decision => {
  const seen = { ...given, status: withoutFuture(given.status, given) };
  if (!('target' in plan)) return abandoned(seen, refuse(plan, seen));
  if (seen.deletedAt !== undefined) return terminate(plan, seen, verdicts);
  if (copyIsOld(seen)) return wait(seen.status, lookAt(seen.now + 1000));
  const status = overtaking(seen, acknowledged(plan, seen));
  if (hasNews(seen)) return answer(plan, seen, status);
  const decided =
    remadeInRun(plan, seen, status) ??
    standingInTheWay(plan, seen, status) ??
    byPhase(plan, seen, unobstructed(seen, status), verdicts);
  const told: Decision = {
    ...decided,
    status: withDebts(plan, seen, withCookies(plan, decided.status)),
    announcements: [...notices(plan, seen, decided.status), ...decided.announcements],
  };
  return minding(told, seen.now);
};

/** What was understood otherwise than written, told once a generation. */
const notices = (plan: Plan, seen: Snapshot, next: Status): readonly Announcement[] => {
  const { intervalMs, raisedFromMs, clampedFrom, ladder, leftOut } = plan.analysis;
  if (seen.status.observedGeneration === next.observedGeneration) return [];
  const raised = `analysis.interval ${formatDuration(raisedFromMs ?? 0)} is below the operator's floor, it is ${formatDuration(intervalMs)}`;
  const clamped = `the last step goes to maxWeight ${topRung(ladder)} and not to ${clampedFrom ?? 0}`;
  return [
    ...(raisedFromMs === undefined ? [] : [warn('IntervalRaised', raised)]),
    ...(clampedFrom === undefined ? [] : [tell('StepClamped', clamped)]),
    ...leftOut.map((message) => warn('StrategyLimited', message)),
  ];
};

/** What ends these refusals is no change of the Canary, nor of anything that is watched for it. */
const ENDS_UNSEEN: ReadonlySet<Refusal['reason']> = new Set<Refusal['reason']>([
  'CRDOutdated',
  'RoutesLeft',
  'TargetChanged',
]);

/** One Event a generation: the condition tells all, and stays. */
const refuse = (refusal: Refusal, seen: Snapshot): Decision => {
  const message = refusal.issues
    .map(({ path, problem }) => `${path} ${problem}`)
    .join('; ')
    .slice(0, 1024)
    .toWellFormed(); // half a character would come back as another one, and look like a change
  const status = refusedSpec(seen, seen.canary.metadata.generation ?? 0, refusal.reason, message);
  const { accepted } = seen.status;
  const isKnown = accepted?.status === 'False' && accepted.message === message;
  const next = ENDS_UNSEEN.has(refusal.reason) ? lookAt(seen.now + 60_000) : whenChanged;
  return decision(status, next, isKnown ? [] : [warn('InvalidSpec', `${refusal.reason}: ${message}`)]);
};

const isRollingBack = ({ run, phase }: Status): boolean => run?.intent === 'rollBack' && phase !== 'Failed';

/** Comes before what holds a run: a refused write may be one that only a new primary lets through. */
const remadeInRun = (plan: Plan, seen: Snapshot, status: Status): Decision | undefined =>
  isRunning(status.phase) && status.run !== undefined && (!plan.suspend || isRollingBack(status))
    ? remake(plan, seen, unobstructed(seen, status))
    : undefined;

/** What holds a Canary in any phase; a rollback that has begun goes on to its end all the same. */
const standingInTheWay = (plan: Plan, seen: Snapshot, status: Status): Decision | undefined => {
  if (isRollingBack(status)) return undefined;
  if (plan.suspend) return hold(seen, status, { reason: 'Suspended', message: 'spec.suspend is true' });
  if (seen.refused !== undefined) {
    const message = `${seen.refused.what}: ${seen.refused.message}`;
    return hold(seen, status, { reason: seen.refused.reason, message }, lookAt(seen.refused.retryAt));
  }
  const obstacle = obstacleTo(seen, status);
  return obstacle === undefined
    ? undefined
    : hold(seen, status, { reason: obstacle.kind, message: obstacle.message });
};

const byPhase = (plan: Plan, seen: Snapshot, status: Status, verdicts: readonly Verdict[]): Decision => {
  if (awaitsConfigs(seen, status)) return awaitConfigs(seen, status, verdicts);
  switch (status.phase) {
    case undefined:
    case 'Initializing':
      return wasSetUp(seen, status) ? recover(plan, seen, status) : initialise(plan, seen, status);
    case 'Initialized':
    case 'Succeeded':
    case 'Failed':
      return status.run === undefined ? adoptIdle(plan, seen, status) : settled(plan, seen, status, verdicts);
    case 'Waiting':
      return status.run === undefined ? adoptIdle(plan, seen, status) : waiting(plan, seen, status, verdicts);
    case 'Progressing':
    case 'WaitingPromotion':
    case 'Promoting':
    case 'Finalising':
      if (status.run !== undefined) return inRun(plan, seen, status, { run: status.run, verdicts });
      return wasSetUp(seen, status) ? recover(plan, seen, status) : adopt(plan, seen, status);
    case 'Terminating':
    case 'Terminated':
      return recover(plan, seen, proceeding(seen, status)); // nobody deletes it
  }
};

/** Read, they make the next run decide; unreadable, they hold it. */
const awaitConfigs = (seen: Snapshot, status: Status, verdicts: readonly Verdict[]): Decision => {
  const failed = verdicts.find(({ answer }) => answer.outcome !== 'pass');
  if (failed === undefined || failed.answer.outcome === 'pass') return wait(status, lookAt(seen.now));
  const why = { reason: 'ConfigNotFound', message: failed.answer.message } as const;
  return hold(seen, status, why, lookAt(seen.now + 5000));
};

const inRun = (
  plan: Plan,
  seen: Snapshot,
  status: Status,
  asked: { readonly run: Run; readonly verdicts: readonly Verdict[] },
): Decision => {
  const { run } = asked;
  if (isLeaving(status)) return windDown(plan, seen, status, run);
  return status.phase === 'Promoting'
    ? promote(plan, seen, status, asked)
    : progress(plan, seen, status, asked);
};
