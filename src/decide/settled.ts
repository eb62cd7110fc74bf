import { dotted } from '../domain/names.ts';
import type { Plan } from '../domain/plan.ts';
import type { Question, Verdict } from '../domain/question.ts';
import { isOurs } from '../domain/revision.ts';
import type { Snapshot, TargetSeen } from '../domain/snapshot.ts';
import { nextRunId, type Run, type Status } from '../domain/status.ts';
import { askAgainAt, type Decision, decision, lookAt, tell, warn, whenChanged } from './decision.ts';
import { isCommandedOfNext } from './commands.ts';
import { firstHalt } from './halts.ts';
import { hooksOf } from './hooks.ts';
import { remake } from './initialise.ts';
import { enter, hold, proceeding, wait } from './record.ts';
import { checksumsOf, recordedConfigs, sameConfigs, targetIsPromoted } from './runs.ts';
import { reverted, start } from './start.ts';

/**
 * Whether the target holds something to analyse. `adopt`: the record must follow, but nothing new is there,
 * as after an API server's change of defaults, a return to what was promoted, or a take-over from Flagger.
 */
type Novelty = 'none' | 'adopt' | 'new';

const noveltyOf = (seen: Snapshot, target: TargetSeen): Novelty => {
  const { status } = seen;
  if (isRetried(status.run, target)) return 'new';
  const recorded = target.revision === status.lastAppliedSpec && configsAreRecorded(seen);
  if (recorded) return isFullyRecorded(seen, target) ? 'none' : 'adopt';
  return targetIsPromoted(seen) || isKnownTemplate(seen, target) ? 'adopt' : 'new';
};

const isRetried = (run: Run | undefined, { revision }: TargetSeen): boolean =>
  run?.retry === true && run.revision === revision;

/** Tracking that was turned on since, or a record of Flagger's without configs, has them added. */
const isFullyRecorded = ({ status, configs }: Snapshot, target: TargetSeen): boolean =>
  target.trackedRevision === status.lastTrackedRevision &&
  (configs === undefined || status.trackedConfigs !== undefined);

/** Nobody but Flagger can compute its fingerprints: there the primary's template has to tell. */
const isKnownTemplate = (seen: Snapshot, target: TargetSeen): boolean => {
  const { status, primary } = seen;
  if (!configsAreRecorded(seen)) return false;
  return isOurs(status.lastAppliedSpec)
    ? target.trackedRevision === status.lastTrackedRevision
    : primary?.runsTarget === true;
};

/** Also when nothing was recorded, or nothing is tracked: then there is nothing to differ from. */
const configsAreRecorded = (seen: Snapshot): boolean => {
  const { trackedConfigs } = seen.status;
  const sums = seen.configs === undefined ? undefined : checksumsOf(seen.configs);
  return trackedConfigs === undefined || sums === undefined || sameConfigs(sums, trackedConfigs);
};

/**
 * New, and seen by the controller of its kind: that writes the status of each new spec within moments, and a
 * scale-up that was decided before that would lose the race.
 */
const isNew = ({ target, ...seen }: Snapshot): boolean =>
  target !== undefined && target.isObserved && noveltyOf({ target, ...seen }, target) === 'new';

/** Gates that stand before a run; also asked while waiting for approval. */
export const startQuestions = (plan: Plan, seen: Snapshot): readonly Question[] => {
  const { run, phase } = seen.status;
  if (!seen.askable || seen.primary === undefined || run === undefined || !isNew(seen)) return [];
  const gates = isCommandedOfNext(seen, 'approve') ? [] : hooksOf(plan, 'confirm-rollout');
  return phase === 'Waiting' ? [...hooksOf(plan, 'rollback'), ...gates] : gates;
};

/** Initialized, Succeeded or Failed: nothing happens until the target or a tracked config changes. */
export const settled = (
  plan: Plan,
  seen: Snapshot,
  status: Status,
  verdicts: readonly Verdict[],
): Decision => {
  const { target } = seen;
  if (target === undefined) return wait(status);
  if (seen.primary === undefined) return recreate(plan, seen, status);
  const free = proceeding(seen, status);
  switch (noveltyOf(seen, target)) {
    case 'none':
      return wait(free);
    case 'adopt':
      return status.phase === 'Failed' && isBack(seen)
        ? endReverted(plan, seen, free, target)
        : wait(adopted(seen, free, target));
    case 'new':
      return approach(plan, seen, free, verdicts);
  }
};

/** At the promoted revision, with the users on the primary: as good as promoted. */
const isBack = (seen: Snapshot): boolean => targetIsPromoted(seen) && seen.status.canaryWeight === 0;

const endReverted = (plan: Plan, seen: Snapshot, status: Status, target: TargetSeen): Decision => {
  const { run } = status;
  const noted: Status = {
    ...adopted(seen, status, target),
    run: run === undefined ? undefined : { ...run, intent: 'revert', reason: 'Reverted' },
  };
  return decision(
    enter(seen, noted, 'Succeeded', 'The target is back at the promoted revision.'),
    whenChanged,
    [reverted(plan)],
  );
};

export const waiting = (
  plan: Plan,
  seen: Snapshot,
  status: Status,
  verdicts: readonly Verdict[],
): Decision => {
  const { target } = seen;
  if (target === undefined) return wait(status);
  if (seen.primary === undefined) return recreate(plan, seen, status);
  const free = proceeding(seen, status);
  if (isCommandedOfNext(seen, 'rollback')) return refuse(plan, seen, free, 'a person asked for it');
  if (noveltyOf(seen, target) === 'new') return approach(plan, seen, free, verdicts);
  if (isBack(seen)) return endReverted(plan, seen, free, target);
  const message = 'The target is back at the revision that was rolled back before.';
  return wait(enter(seen, adopted(seen, free, target), 'Failed', message));
};

const adopted = (seen: Snapshot, status: Status, target: TargetSeen): Status => ({
  ...status,
  lastAppliedSpec: target.revision,
  lastPromotedSpec: promotedAs(seen, target),
  lastTrackedRevision: target.trackedRevision,
  trackedConfigs: recordedConfigs(seen),
});

/** The fingerprint of what is promoted also changes when Flagger made it, or when API defaults have moved. */
const promotedAs = ({ status, primary }: Snapshot, target: TargetSeen): string => {
  const isForeign = !isOurs(status.lastPromotedSpec) && primary?.runsTarget === true;
  const hasMoved =
    status.lastAppliedSpec === status.lastPromotedSpec &&
    status.lastTrackedRevision === target.trackedRevision;
  return isForeign || hasMoved ? target.revision : status.lastPromotedSpec;
};

const recreate = (plan: Plan, seen: Snapshot, status: Status): Decision => {
  const remade = remake(plan, seen, status);
  if (remade !== undefined) return remade;
  return hold(seen, status, {
    reason: 'PrimaryLost',
    message: `primary ${dotted(plan.target.primaryName, plan.namespace)} is gone, and ${plan.target.name} does not hold the promoted revision to make it again`,
  });
};

const approach = (plan: Plan, seen: Snapshot, status: Status, verdicts: readonly Verdict[]): Decision => {
  if (!isNew(seen)) return wait(status);
  const gates = startQuestions(plan, seen);
  if (!seen.askable && hooksOf(plan, 'confirm-rollout').length > 0)
    return wait(status, lookAt(seen.askableAt));
  const halt = firstHalt(verdicts);
  if (halt === undefined && verdicts.length < gates.length) return wait(status, lookAt(seen.now + 1000));
  if (halt?.kind === 'gateClosed') return awaitApproval(plan, seen, status, halt.hook);
  if (halt?.kind === 'rollBack') return refuse(plan, seen, status, 'manual webhook invoked');
  const passed = gates.flatMap((gate) =>
    gate.kind === 'hook' && gate.hook.type === 'confirm-rollout'
      ? [tell('CheckPassed', `Confirm-rollout check ${gate.hook.name} passed`)]
      : [],
  );
  const started = start(plan, seen, status);
  return { ...started, announcements: [...passed, ...started.announcements] };
};

const awaitApproval = (plan: Plan, seen: Snapshot, status: Status, hook: string): Decision => {
  const next = askAgainAt(seen.now + plan.analysis.intervalMs);
  if (status.phase === 'Waiting') return wait(status, next);
  return decision(enter(seen, status, 'Waiting'), next, [
    {
      ...warn(
        'WaitingForApproval',
        `Halt ${dotted(plan.name, plan.namespace)} advancement waiting for approval ${hook}`,
      ),
      gate: hook,
    },
  ]);
};

/** Called off before any traffic: the revision is recorded as seen and failed, and what was called off is counted. */
const refuse = (plan: Plan, seen: Snapshot, status: Status, why: string): Decision => {
  const target = seen.target;
  const { run } = status;
  const noted: Status = {
    ...(target === undefined ? status : adopted(seen, status, target)),
    run:
      run === undefined
        ? undefined
        : { ...run, id: nextRunId(run), reason: 'RollbackRequested', retry: false },
  };
  return decision(enter(seen, noted, 'Failed', 'Rolled back before the analysis started.'), whenChanged, [
    warn('RollingBack', `Rolling back ${dotted(plan.name, plan.namespace)} ${why}`),
  ]);
};
