import type { Plan } from '../domain/plan.ts';
import type { Verdict } from '../domain/question.ts';
import type { Refusal, Snapshot } from '../domain/snapshot.ts';
import type { Run, Status } from '../domain/status.ts';
import { adopt } from './adopt.ts';
import { type Decision, decision, lookAt, warn, whenChanged } from './decision.ts';
import { initialise } from './initialise.ts';
import { progress } from './progress.ts';
import { promote } from './promote.ts';
import { acknowledged, hold, proceeding, refusedSpec, wait } from './record.ts';
import { checksumsOf, recordIsOld } from './runs.ts';
import { settled, waiting } from './settled.ts';
import { windDown } from './wind-down.ts';

/**
 * What follows from the plan, from what was seen and from the verdicts: the next status, what to tell, when to
 * look again. It is true once it is committed; it names no write, since `converge` derives those from the
 * record alone.
 */
export const decide = (plan: Plan | Refusal, seen: Snapshot, verdicts: readonly Verdict[]): Decision => {
  if (!('target' in plan)) return refuse(plan, seen);
  if (recordIsOld(seen)) return wait(seen.status, lookAt(seen.now + 1000));
  const status = acknowledged(plan, seen);
  return standingInTheWay(plan, seen, status) ?? byPhase(plan, seen, status, verdicts);
};

/** One Event a generation: the condition tells all, and stays. */
const refuse = (refusal: Refusal, seen: Snapshot): Decision => {
  const message = refusal.issues
    .map(({ path, problem }) => `${path} ${problem}`)
    .join('; ')
    .slice(0, 1024);
  const status = refusedSpec(seen, seen.canary.metadata.generation ?? 0, refusal.reason, message);
  const { accepted } = seen.status;
  const isKnown = accepted?.status === 'False' && accepted.message === message;
  const next = refusal.reason === 'CRDOutdated' ? lookAt(seen.now + 60_000) : whenChanged;
  return decision(status, next, isKnown ? [] : [warn('InvalidSpec', `${refusal.reason}: ${message}`)]);
};

/** What holds a Canary in any phase; a rollback that has begun goes on to its end all the same. */
const standingInTheWay = (plan: Plan, seen: Snapshot, status: Status): Decision | undefined => {
  const isRollingBack = status.run?.intent === 'rollBack' && status.phase !== 'Failed';
  if (isRollingBack) return undefined;
  if (seen.canary.metadata.deletionTimestamp !== undefined) return wait(seen.status);
  if (plan.suspend) return hold(seen, status, { reason: 'Suspended', message: 'spec.suspend is true' });
  if (seen.refused !== undefined) {
    const message = `${seen.refused.what}: ${seen.refused.message}`;
    return hold(seen, status, { reason: seen.refused.reason, message }, lookAt(seen.refused.retryAt));
  }
  if (seen.obstacle === undefined || isRunning(status)) return undefined;
  return hold(seen, status, { reason: seen.obstacle.kind, message: seen.obstacle.message });
};

/** A run in flight judges by itself what a missing target means. */
const isRunning = (status: Status): boolean =>
  status.phase === 'Progressing' ||
  status.phase === 'WaitingPromotion' ||
  status.phase === 'Promoting' ||
  status.phase === 'Finalising';

const byPhase = (plan: Plan, seen: Snapshot, status: Status, verdicts: readonly Verdict[]): Decision => {
  if (seen.configs !== undefined && checksumsOf(seen.configs) === undefined) {
    return verdicts.some((verdict) => verdict.answer.outcome !== 'pass')
      ? wait(status, lookAt(seen.now + 5000))
      : wait(status, lookAt(seen.now));
  }
  switch (status.phase) {
    case undefined:
    case 'Initializing':
      return initialise(plan, seen, status);
    case 'Initialized':
    case 'Succeeded':
    case 'Failed':
      return settled(plan, seen, status, verdicts);
    case 'Waiting':
      return waiting(plan, seen, status, verdicts);
    case 'Progressing':
    case 'WaitingPromotion':
    case 'Promoting':
    case 'Finalising':
      return status.run === undefined
        ? adopt(plan, seen, status)
        : inRun(plan, seen, status, { run: status.run, verdicts });
    case 'Terminating':
    case 'Terminated':
      return wait(proceeding(seen, status));
  }
};

const inRun = (
  plan: Plan,
  seen: Snapshot,
  status: Status,
  asked: { readonly run: Run; readonly verdicts: readonly Verdict[] },
): Decision => {
  const { run } = asked;
  if (status.phase === 'Finalising' || run.intent !== 'advance') return windDown(plan, seen, status, run);
  return status.phase === 'Promoting'
    ? promote(plan, seen, status, asked)
    : progress(plan, seen, status, asked);
};
