import { dotted } from '../domain/names.ts';
import { audienceOf } from '../domain/plan-strategy.ts';
import { isSettled, type Phase } from '../domain/phase.ts';
import type { Plan } from '../domain/plan.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { Run, Status } from '../domain/status.ts';
import { type Announcement, type Decision, decision, lookAt, tell } from './decision.ts';
import { floorOnLeaving } from './floor.ts';
import { enter, proceeding, wait } from './record.ts';
import { newRun, primaryCanReceive, recordedConfigs } from './runs.ts';

/**
 * Begins a run of the target's revision. After a failed promotion the canary side serves everyone; it keeps
 * doing so, and is analysed there, unless the primary can take the traffic back.
 */
export const start = (
  plan: Plan,
  seen: Snapshot,
  status: Status,
  from: Phase | undefined = status.phase,
): Decision => {
  const { target } = seen;
  if (target === undefined) return wait(status);
  const run = newRun(plan, seen, target);
  const begun: Status = {
    ...status,
    failedChecks: 0,
    iterations: 0,
    lastAppliedSpec: target.revision,
    lastTrackedRevision: target.trackedRevision,
    trackedConfigs: recordedConfigs(seen),
    ...trafficOfStart(plan, seen, status, run),
  };
  return decision(enter(seen, proceeding(seen, begun), 'Progressing'), lookAt(run.dueAt), [
    begins(plan, from),
  ]);
};

const trafficOfStart = (
  plan: Plan,
  seen: Snapshot,
  status: Status,
  run: Run,
): Pick<Status, 'canaryWeight' | 'run'> => {
  if (status.canaryWeight > 0 && !primaryCanReceive(plan, seen))
    return { canaryWeight: status.canaryWeight, run: { ...run, reason: 'PromotionFailed' } };
  const moves = status.canaryWeight > 0 || status.run?.mirrored === true;
  return {
    canaryWeight: 0,
    run: {
      ...run,
      trafficSeq: run.trafficSeq + (moves ? 1 : 0),
      audience: audienceOf(plan.analysis),
      ...(moves ? floorOnLeaving(seen, status) : {}),
    },
  };
};

const begins = (plan: Plan, from: Phase | undefined): Announcement => {
  const name = dotted(plan.target.name, plan.namespace);
  return isSettled(from) || from === 'Waiting'
    ? tell('NewRevision', `New revision detected! Scaling up ${name}`)
    : tell('AnalysisRestarted', `New revision detected! Restarting analysis for ${name}`);
};

export const reverted = (plan: Plan): Announcement =>
  tell(
    'Reverted',
    `${dotted(plan.target.name, plan.namespace)} is back at the promoted revision, nothing to analyse`,
  );
