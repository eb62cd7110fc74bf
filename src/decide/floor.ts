import { endpointsNeeded } from '../domain/readiness.ts';
import type { Plan } from '../domain/plan.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { Floor, Run, Status } from '../domain/status.ts';
import { type Decision, lookAt } from './decision.ts';

/**
 * How long a floor outlives the return of traffic: as long as a HorizontalPodAutoscaler looks back by default before
 * it scales down, so that by then it judges by the new load alone.
 */
export const KEPT_MS = 300_000;

/**
 * The replicas that the primary needs to serve everyone: no more than both sides have together, and no more than the
 * canary's pods say for their share of the traffic. Undefined where no autoscaler has taken pods from the primary.
 */
const floorFor = (seen: Snapshot, { canaryWeight }: Status): Floor | undefined => {
  const { primary, target, scaler } = seen;
  if (scaler === undefined || primary === undefined || target === undefined || canaryWeight === 0)
    return undefined;
  const together = primary.replicas + target.replicas;
  const byShare = Math.ceil((target.replicas * 100) / canaryWeight);
  const replicas = Math.min(together, Math.max(primary.replicas, byShare), scaler.primaryMax);
  return { replicas, readyWith: primary.replicas };
};

/** The floor that this return of traffic waits for; one with an end is left from an earlier return. */
const askedFor = ({ primaryFloor: floor }: Run): Floor | undefined =>
  floor?.until === undefined ? floor : undefined;

/** A floor that traffic is going to wait for; undefined when there is one already, or nothing to raise. */
export const missingFloor = (seen: Snapshot, status: Status, run: Run): Floor | undefined =>
  askedFor(run) === undefined ? floorFor(seen, status) : undefined;

const ending = (floor: Floor, now: number): Floor => ({ ...floor, until: now + KEPT_MS });

/** For traffic that leaves a canary at once: pods follow as fast as they can, and nobody waits for them. */
export const floorOnLeaving = (seen: Snapshot, status: Status): { readonly primaryFloor?: Floor } => {
  const floor = floorFor(seen, status) ?? status.run?.primaryFloor;
  return floor === undefined
    ? {}
    : { primaryFloor: floor.until === undefined ? ending(floor, seen.now) : floor };
};

/** What a new run keeps of the last one's floor. */
export const floorThatHolds = (run: Run | undefined, now: number): { readonly primaryFloor?: Floor } =>
  run?.primaryFloor?.until !== undefined && run.primaryFloor.until > now
    ? { primaryFloor: run.primaryFloor }
    : {};

/** More pods were asked for in vain: those that were ready before have to do. */
export const isGivenUp = (plan: Plan, seen: Snapshot, run: Run): boolean =>
  askedFor(run) !== undefined &&
  (seen.primary?.readiness.kind === 'stuck' || seen.now >= run.stageSince + plan.progressDeadlineMs);

/** The floor after a step of the way back; given up, it asks for no more than there was. */
export const floorAfterReturn = (
  plan: Plan,
  seen: Snapshot,
  run: Run,
  weight: number,
): { readonly primaryFloor?: Floor } => {
  const floor = askedFor(run);
  if (floor === undefined) return {};
  const kept = isGivenUp(plan, seen, run) ? { ...floor, replicas: floor.readyWith } : floor;
  return { primaryFloor: weight === 0 ? ending(kept, seen.now) : kept };
};

/** The replicas whose endpoints count before traffic returns. */
export const replicasToCount = (plan: Plan, seen: Snapshot, run: Run): number =>
  isGivenUp(plan, seen, run)
    ? (askedFor(run)?.readyWith ?? 1)
    : Math.max(seen.primary?.replicas ?? 1, askedFor(run)?.replicas ?? 1);

/** The autoscaler has acted, whatever share of its pods has to be ready. */
export const isScaled = (plan: Plan, seen: Snapshot, run: Run): boolean =>
  (seen.primary?.replicas ?? 0) >= (askedFor(run)?.replicas ?? 0) || isGivenUp(plan, seen, run);

export const hasEndpointsFor = (plan: Plan, seen: Snapshot, replicas: number): boolean =>
  (seen.primary?.endpoints ?? 0) >= endpointsNeeded(replicas, plan.analysis.primaryReadyThreshold);

/** A floor ends by time: somebody has to look then. */
export const minding = (decision: Decision, now: number): Decision => {
  const { next, status } = decision;
  const until = status.run?.primaryFloor?.until;
  const isSooner = next.kind === 'at' && (next.asksAgain || next.at <= (until ?? 0));
  return until === undefined || until <= now || isSooner ? decision : { ...decision, next: lookAt(until) };
};
