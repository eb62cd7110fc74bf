import { dotted } from '../domain/names.ts';
import type { Plan } from '../domain/plan.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { Run, Status } from '../domain/status.ts';
import { type Decision, decision, lookAt, warn, whenChanged } from './decision.ts';
import { enter, wait } from './record.ts';
import { newRun, primaryCanReceive, recordedConfigs, recordIsLost, writtenSeq } from './runs.ts';

/**
 * Takes over a run that another controller left in flight. This once weight and mirroring are read from the
 * routes, since that controller kept them there; from here on the record rules. Iterations and cookies it kept in
 * the status.
 */
export const adopt = (plan: Plan, seen: Snapshot, status: Status): Decision => {
  const { target } = seen;
  if (target === undefined) return wait(status);
  const fresh = newRun(plan, seen, target);
  const canaryWeight = seen.routes.traffic?.canary ?? status.canaryWeight;
  const mirrored = seen.routes.traffic?.mirrored ?? false;
  const run: Run = {
    ...fresh,
    trafficSeq: fresh.trafficSeq + 1,
    mirrored,
    tick: canaryWeight > 0 || mirrored || status.iterations > 0 ? 1 : 0,
    intent: status.phase === 'Finalising' ? 'finish' : 'advance',
  };
  const adopted = {
    ...status,
    canaryWeight,
    lastAppliedSpec: target.revision,
    lastTrackedRevision: target.trackedRevision,
    trackedConfigs: recordedConfigs(seen),
    run,
  };
  return wait(adopted, lookAt(run.dueAt));
};

/**
 * Routes of ours, and no run on record: somebody took it away. What was found out goes with it, so nothing may be
 * promoted on the strength of a phase.
 */
export const wasSetUp = (seen: Snapshot, { phase, run }: Status): boolean =>
  run === undefined &&
  seen.primary !== undefined &&
  (writtenSeq(seen) > 0 ||
    (phase === undefined && seen.routes.form === 'unneeded' && seen.services.apexSelectsPrimary));

/** Made anew from the routes and the primary; what the target holds beyond the primary is a new revision. */
export const recover = (plan: Plan, seen: Snapshot, status: Status): Decision => {
  const lost: Status = {
    ...status,
    run: undefined,
    lastAppliedSpec: '',
    lastPromotedSpec: '',
    trackedConfigs: undefined,
  };
  const { status: next } = adoptIdle(plan, { ...seen, status: lost }, lost);
  const told = warn(
    'RecordLost',
    `The status of ${dotted(plan.name, plan.namespace)} was lost; it is made anew`,
  );
  return decision(enter(seen, next, 'Initialized'), whenChanged, [told]);
};

/** As much of a changed record as the routes tell: a decision that is later than theirs. */
export const overtaking = (seen: Snapshot, status: Status): Status =>
  status.run === undefined || !recordIsLost(seen)
    ? status
    : { ...status, run: { ...status.run, trafficSeq: writtenSeq(seen) + 1 } };

/**
 * Takes over a Canary that another controller left at rest: with a record of ours its routes and Services are
 * kept. The weight is read from the routes here too, since Flagger records 0 while a failed promotion has all
 * traffic on the canary. In A/B testing that was only those who match; the others follow if the primary is broken.
 * Whether a promotion failed it does not record at all: a primary that is not ready tells, and only the promotion of a
 * fix can end that.
 */
export const adoptIdle = (plan: Plan, seen: Snapshot, status: Status): Decision => {
  const { target } = seen;
  if (target === undefined) return wait(status);
  const fresh = newRun(plan, seen, target);
  const canaryWeight = seen.routes.traffic?.canary ?? status.canaryWeight;
  const isStranded = canaryWeight > 0 && !primaryCanReceive(plan, seen);
  const run: Run = {
    ...fresh,
    audience: isStranded ? 'everyone' : fresh.audience,
    trafficSeq: fresh.trafficSeq + 1,
    intent: 'finish',
    heals: status.phase === 'Failed' && seen.primary?.readiness.kind !== 'ready',
  };
  return wait({ ...status, canaryWeight, run });
};
