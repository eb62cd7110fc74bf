import type { Plan } from '../domain/plan.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { Run, Status } from '../domain/status.ts';
import { type Decision, lookAt } from './decision.ts';
import { wait } from './record.ts';
import { newRun, primaryCanReceive, recordedConfigs } from './runs.ts';

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
