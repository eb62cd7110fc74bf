import { dotted } from '../domain/names.ts';
import type { Plan } from '../domain/plan.ts';
import { endpointsNeeded } from '../domain/readiness.ts';
import type { Snapshot, TargetSeen } from '../domain/snapshot.ts';
import type { Run, Status } from '../domain/status.ts';
import { type Decision, decision, lookAt, tell, whenChanged } from './decision.ts';
import { catchUp, enter, hold, proceeding, routed, undrained, wait } from './record.ts';
import {
  drainedAt,
  isCatchingUp,
  isRetired,
  newRun,
  primaryIsAt,
  recordedConfigs,
  routesFollow,
  targetIsAt,
} from './runs.ts';

/**
 * The first set-up: primary, Services, rules, routes; then users move to the primary, and only when nothing
 * can be on its way to the target any more does the target go to zero. What is missing is converge's work;
 * this says how far it is.
 */
export const initialise = (plan: Plan, seen: Snapshot, status: Status): Decision => {
  const { target } = seen;
  if (target === undefined) return wait(status);
  const run = status.run;
  if (run === undefined || !isStillMeant(seen, status, run)) return begin(plan, seen, status, target);
  if (!primaryIsAt(seen, run)) return awaitCopy(seen, status);
  const late = awaitPrimary(plan, seen, status, run);
  if (late !== undefined) return late;
  if (status.canaryWeight > 0) return wait(routed(proceeding(seen, status), run, 0));
  if (!isServedByPrimary(seen, status)) return wait(undrained(proceeding(seen, status)));
  return retire(plan, seen, proceeding(seen, status), run);
};

/**
 * A first set-up is of what the target holds by then. A primary that was lost and is made again has what was promoted:
 * what came to the target meanwhile is a release to be analysed, and users never meet it here.
 */
const isStillMeant = (seen: Snapshot, { lastPromotedSpec }: Status, run: Run): boolean =>
  targetIsAt(seen, run) || (lastPromotedSpec !== '' && primaryIsAt(seen, run));

/** A new template takes away the pods of a primary that there is already. */
const awaitCopy = (seen: Snapshot, status: Status): Decision =>
  seen.primary !== undefined && isCatchingUp(seen) ? catchUp(seen, status) : wait(proceeding(seen, status));

const begin = (plan: Plan, seen: Snapshot, status: Status, target: TargetSeen): Decision => {
  const run = newRun(plan, seen, target);
  return wait(enter(seen, routed({ ...status, canaryWeight: 0, failedChecks: 0 }, run, 0), 'Initializing'));
};

/**
 * Makes a lost primary again, which only a target can give that holds what the primary ran; undefined when it
 * does not. Until it is ready, traffic stays where it is recorded.
 */
export const remake = (plan: Plan, seen: Snapshot, status: Status): Decision | undefined => {
  const { target, primary } = seen;
  if (primary !== undefined || target?.revision !== promotedRevision(status)) return undefined;
  const run = newRun(plan, seen, target);
  return wait(enter(seen, proceeding(seen, { ...status, failedChecks: 0, run }), 'Initializing'));
};

/** From Finalising on the primary runs what was analysed, although that is recorded as promoted at the end alone. */
const promotedRevision = ({ phase, run, lastPromotedSpec }: Status): string =>
  phase === 'Finalising' && run?.intent === 'finish' ? run.revision : lastPromotedSpec;

/** Undefined when the primary can take the users. */
const awaitPrimary = (plan: Plan, seen: Snapshot, status: Status, run: Run): Decision | undefined => {
  const { primary, now } = seen;
  if (primary === undefined) return wait(status);
  const needed = endpointsNeeded(primary.replicas, plan.analysis.primaryReadyThreshold);
  const isReady = primary.readiness.kind === 'ready' && primary.endpoints >= needed;
  if (isReady) return undefined;
  const deadline = run.stageSince + plan.progressDeadlineMs;
  if (now < deadline && primary.readiness.kind !== 'stuck') return wait(status, lookAt(deadline));
  const why =
    primary.readiness.kind === 'ready'
      ? `${primary.endpoints} of ${needed} endpoints are ready`
      : primary.readiness.message;
  return hold(seen, status, {
    reason: 'PrimaryNotReady',
    message: `primary ${dotted(plan.target.primaryName, plan.namespace)} is not ready: ${why}`,
  });
};

const isServedByPrimary = (seen: Snapshot, status: Status): boolean =>
  seen.services.apexSelectsPrimary &&
  seen.services.apex === 'asWanted' &&
  seen.rules.primary === 'asWanted' &&
  seen.rules.canary === 'asWanted' &&
  routesFollow(seen, status);

const retire = (plan: Plan, seen: Snapshot, status: Status, run: Run): Decision => {
  const { now } = seen;
  if (isRetired(seen) || !targetIsAt(seen, run)) return initialised(plan, seen, status, run);
  const drained = drainedAt(seen, run);
  if (drained === undefined) {
    return wait({ ...status, run: { ...run, drainUntil: now + seen.drainMs } }, lookAt(now + seen.drainMs));
  }
  if (isCatchingUp(seen)) return catchUp(seen, status);
  return wait(status, drained > now ? lookAt(drained) : whenChanged);
};

const initialised = (plan: Plan, seen: Snapshot, status: Status, run: Run): Decision => {
  const done: Status = {
    ...status,
    lastAppliedSpec: run.revision,
    lastPromotedSpec: run.revision,
    // What came meanwhile stays unrecorded, so that it is seen as new at once.
    ...(targetIsAt(seen, run)
      ? { lastTrackedRevision: seen.target?.trackedRevision ?? '', trackedConfigs: recordedConfigs(seen) }
      : {}),
    run: { ...run, intent: 'finish' },
  };
  return decision(enter(seen, done, 'Initialized'), whenChanged, [
    tell('Initialized', `Initialization done! ${dotted(plan.name, plan.namespace)}`),
  ]);
};
