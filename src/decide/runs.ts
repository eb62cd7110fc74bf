import { longestWindowMs } from '../domain/plan-analysis.ts';
import type { Plan } from '../domain/plan.ts';
import { audienceOf } from '../domain/plan-strategy.ts';
import { isPromotionPin, promotionPin } from '../domain/revision.ts';
import { endpointsNeeded } from '../domain/readiness.ts';
import { isRunning } from '../domain/phase.ts';
import type { ConfigSeen, Obstacle, Snapshot, TargetSeen } from '../domain/snapshot.ts';
import { nextRunId, replicasNeeded, type Run, type Status } from '../domain/status.ts';
import { floorThatHolds } from './floor.ts';

/** Checksums of the tracked configs; undefined while one of them was not looked at yet. */
export const checksumsOf = (
  configs: readonly ConfigSeen[] | undefined,
): Readonly<Record<string, string>> | undefined => {
  const sums: Record<string, string> = {};
  for (const { key, checksum } of configs ?? []) {
    if (checksum === undefined) return undefined;
    sums[key] = checksum;
  }
  return sums;
};

/** What the record says about configs: nothing where none are tracked. */
export const recordedConfigs = (seen: Snapshot): Readonly<Record<string, string>> | undefined =>
  seen.configs === undefined ? undefined : checksumsOf(seen.configs);

export const sameConfigs = (
  one: Readonly<Record<string, string>>,
  other: Readonly<Record<string, string>>,
): boolean => {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
};

/** The target's template and configs are those that the run analyses. */
export const targetIsAt = (seen: Snapshot, run: Run): boolean =>
  seen.target?.revision === run.revision && sameConfigs(checksumsOf(seen.configs) ?? {}, run.trackedConfigs);

/** The primary carries what the run promotes. */
export const primaryIsAt = (seen: Snapshot, run: Run): boolean =>
  seen.primary?.flaggerId === promotionPin(run.revision, run.trackedConfigs);

/**
 * The target holds exactly what was promoted last and the primary carries it, so there is nothing to analyse. A
 * primary that another controller promoted has no pin to tell by; then its template and the record do.
 */
export const targetIsPromoted = (seen: Snapshot): boolean => {
  const { target, primary, status } = seen;
  if (target === undefined || primary === undefined || target.revision !== status.lastPromotedSpec)
    return false;
  const sums = checksumsOf(seen.configs);
  if (sums === undefined) return false;
  return isPromotionPin(primary.flaggerId)
    ? primary.flaggerId === promotionPin(target.revision, sums)
    : primary.runsTarget && sameConfigs(sums, status.trackedConfigs ?? sums);
};

/** Nothing but its own end is left for a run: the target is on its way to zero. */
export const isLeaving = ({ phase, run }: Status): boolean =>
  run !== undefined && isRunning(phase) && (phase === 'Finalising' || run.intent !== 'advance');

/**
 * What stands in the way of the next decision. A run judges a lost target by itself, what leaves needs nothing
 * more from the target, and neither does a primary that has what was analysed.
 */
export const obstacleTo = (seen: Snapshot, status: Status): Obstacle | undefined => {
  const { obstacle } = seen;
  const { run, phase } = status;
  if (obstacle === undefined || isLeaving(status)) return undefined;
  if (run === undefined || !isRunning(phase)) return obstacle;
  const isPast = obstacle.kind === 'TargetNotFound' || (phase === 'Promoting' && primaryIsAt(seen, run));
  return isPast ? undefined : obstacle;
};

/** Until the contents of configs are known nobody can say what a run would be of; the way out needs none. */
export const awaitsConfigs = (seen: Snapshot, status: Status): boolean =>
  checksumsOf(seen.configs) === undefined && (!isLeaving(status) || status.run?.intent === 'restart');

/** After a failed promotion the canary serves everyone, and the run is there to heal a primary that cannot. */
export const servesEveryone = (run: Run): boolean =>
  run.intent === 'advance' && run.reason === 'PromotionFailed';

/**
 * A failed promotion, or a fix of it that failed as well, left the primary in the middle of a rollout that only
 * another promotion can end.
 */
export const primaryIsStuck = ({ primary }: Snapshot, before: Run | undefined): boolean =>
  (before?.reason === 'PromotionFailed' || before?.heals === true) && primary?.readiness.kind !== 'ready';

/** Enough ready endpoints, by the cache, for the primary to take all traffic. */
export const primaryCanReceive = (plan: Plan, seen: Snapshot): boolean =>
  seen.primary !== undefined &&
  seen.primary.endpoints >=
    endpointsNeeded(
      replicasNeeded(seen.primary.replicas, seen.status.run, seen.now),
      plan.analysis.primaryReadyThreshold,
    );

/** The routes say what the record says; where there are none, the Service that users call does. */
export const routesFollow = (seen: Snapshot, status: Status): boolean => {
  const { form, stamp } = seen.routes;
  if (form === 'unneeded') return seen.services.apexSelectsPrimary;
  return (
    form === 'asWanted' &&
    stamp?.uid === seen.canary.metadata.uid &&
    stamp?.seq === (status.run?.trafficSeq ?? 0)
  );
};

/**
 * From when on nothing is on its way to the target: the recorded time, and as long after the last write of the
 * routes, which may have closed a way that a hand had opened. Undefined until the routes were seen at zero.
 */
export const drainedAt = (seen: Snapshot, run: Run): number | undefined => {
  if (run.drainUntil === undefined) return undefined;
  const writtenAt = seen.routes.stamp?.at ?? 0;
  return writtenAt > seen.now ? run.drainUntil : Math.max(run.drainUntil, writtenAt + seen.drainMs);
};

/** Proxies may not know yet what the API server says, so pods that they may send to have to stay. */
export const isCatchingUp = (seen: Snapshot): boolean => seen.now < seen.catchUpUntil;

/** The target has no pods, and nothing that would bring them back. */
export const isRetired = ({ target, scaler }: Snapshot): boolean =>
  (target?.replicas ?? 0) === 0 && scaler?.target !== 'active';

/** Something that we see contradicts the record in a way that only an old copy explains; a newer one will come. */
export const copyIsOld = (seen: Snapshot): boolean =>
  (routesAreAhead(seen) && !recordIsLost(seen)) || targetIsBehind(seen);

/** The traffic decision that our routes were written from; 0 where there are none. */
export const writtenSeq = ({ routes: { stamp }, canary }: Snapshot): number =>
  stamp !== undefined && stamp.uid === canary.metadata.uid ? stamp.seq : 0;

/** The record that they were written from is later than the one that we see. */
const routesAreAhead = (seen: Snapshot): boolean => writtenSeq(seen) > (seen.status.run?.trafficSeq ?? 0);

const LOST_AFTER_MS = 60_000;

/**
 * No copy stays old for so long: somebody took the record away, or changed it. Should ours be old all the same, the
 * guarded write of the status finds that out before anything is done.
 */
export const recordIsLost = (seen: Snapshot): boolean =>
  routesAreAhead(seen) && seen.now - (seen.routes.stamp?.at ?? seen.now) >= LOST_AFTER_MS;

/** The record was made from a later generation of the target than the one that we see. */
const targetIsBehind = ({ target, status }: Snapshot): boolean => {
  const [uid, generation] = status.lastTrackedRevision.split('/');
  const [seenUid, seenGeneration] = target?.trackedRevision.split('/') ?? [];
  return seenUid === uid && Number(seenGeneration) < Number(generation);
};

/** Some round of the run has passed, so that users, copies or hooks may have come to the canary. */
export const isTried = ({ canaryWeight, iterations, run }: Status): boolean =>
  canaryWeight > 0 || iterations > 0 || run?.mirrored === true;

/**
 * The first raise waits an interval, and longer when a metric's window would still hold requests that the
 * revision before answered: the workload keeps its name, so Prometheus cannot tell the two apart.
 */
const firstDueAt = (plan: Plan, seen: Snapshot): number => {
  const { status, now } = seen;
  const before = status.run;
  // Not after now: that was recorded before the clock went back.
  const servedUntil = isTried(status) ? now : Math.min(before?.drainUntil ?? 0, now);
  const clean = longestWindowMs(plan.analysis) + servedUntil - plan.analysis.intervalMs;
  return Math.max(now + plan.analysis.intervalMs, before === undefined || before.tick === 0 ? 0 : clean);
};

/** A run of the target's present revision, before its first tick. */
export const newRun = (plan: Plan, seen: Snapshot, target: Pick<TargetSeen, 'revision'>): Run => {
  const before = seen.status.run;
  const keepsTraffic = before !== undefined && seen.status.canaryWeight > 0;
  return {
    id: nextRunId(before),
    revision: target.revision,
    trackedConfigs: checksumsOf(seen.configs) ?? {},
    strategy: plan.analysis.strategy,
    startedAt: seen.now,
    stageSince: seen.now,
    steppedAt: seen.now,
    dueAt: firstDueAt(plan, seen),
    intent: 'advance',
    trafficSeq: Math.max(before?.trafficSeq ?? 0, writtenSeq(seen)),
    audience: keepsTraffic ? before.audience : audienceOf(plan.analysis),
    mirrored: false,
    retry: false,
    heals: primaryIsStuck(seen, before),
    tick: 0,
    inconclusive: 0,
    passedHooks: [],
    ...floorThatHolds(before, seen.now),
  };
};
