import { isRunning } from '../domain/phase.ts';
import type { Plan } from '../domain/plan.ts';
import type { Side } from '../domain/question.ts';
import type { ConfigSeen, Refusal, Snapshot, TargetSeen } from '../domain/snapshot.ts';
import { floorAt, type Run, type Status, trafficOf } from '../domain/status.ts';
import type { Traffic } from '../domain/traffic.ts';
import { isFinalized, wantsRevert } from './terminate.ts';
import { copyIsOld, drainedAt, isCatchingUp, primaryIsAt, routesFollow, targetIsAt } from './runs.ts';

/** One write, as an intent: idempotent, absolute, guarded by the version that it was decided on. */
export type Action =
  /** Writes the `-primary` copy if the source still has this checksum. */
  | { readonly kind: 'copyConfig'; readonly config: ConfigSeen; readonly checksum: string }
  /** Creates the primary, or gives it the target's template. */
  | { readonly kind: 'writePrimary' }
  | { readonly kind: 'writeService'; readonly role: 'apex' | Side }
  | { readonly kind: 'writeRule'; readonly side: Side }
  | { readonly kind: 'writeRoutes'; readonly traffic: Traffic; readonly seq: number }
  /** The primary's copy, which does not scale it below `floor`. */
  | { readonly kind: 'writeAutoscaler'; readonly floor: number }
  /** Lets the target's autoscaler hold it at zero, after the same live look as for scaling; or lets it go. */
  | { readonly kind: 'pauseAutoscaler'; readonly pause: boolean }
  /** To zero only after a live look: no route leads there, and the other side has endpoints. */
  | { readonly kind: 'scaleTarget'; readonly replicas: number }
  /** Leads users to the target as before it was taken over. */
  | { readonly kind: 'returnService' }
  | { readonly kind: 'returnRoutes' }
  /** While it is on the Canary, a deletion waits. */
  | { readonly kind: 'setFinalizer'; readonly isOn: boolean };

/**
 * What must be done so that the cluster matches the record. It reads the record, never why it was decided, so
 * a restart at any point arrives at the same actions. In an order that protects users.
 */
export const converge = (plan: Plan | Refusal, seen: Snapshot, record: Status): readonly Action[] => {
  if (seen.refused !== undefined && seen.now < seen.refused.retryAt) return [];
  const first = finalizer(plan, seen, record);
  return 'target' in plan ? [...first, ...following(plan, seen, record)] : first;
};

const following = (plan: Plan, seen: Snapshot, record: Status): readonly Action[] => {
  const { run, phase } = record;
  if (run === undefined) return [];
  if (seen.deletedAt !== undefined) return phase === 'Terminating' ? termination(seen, run) : [];
  if (mayNotAct(plan, seen, record)) return [];
  switch (phase) {
    case undefined:
    case 'Terminating':
    case 'Terminated':
      return [];
    case 'Initializing':
      return seen.obstacle === undefined ? initialisation(seen, record, run) : [];
    case 'Initialized':
    case 'Waiting':
    case 'Succeeded':
    case 'Failed':
      return [...upkeep(seen, record, run), ...idling(seen, record)];
    case 'Progressing':
    case 'WaitingPromotion':
    case 'Promoting':
    case 'Finalising':
      return [...promotion(seen, record, run), ...upkeep(seen, record, run), ...scaling(seen, record, run)];
  }
};

/**
 * Set before the first write that a deletion would have to undo; off when all is undone, or when nobody asks for that.
 * What a refused spec asks for is left alone until its Canary is deleted.
 */
const finalizer = (
  plan: Plan | Refusal,
  { canary, deletedAt }: Snapshot,
  record: Status,
): readonly Action[] => {
  const isOn = isFinalized(canary);
  const isWanted = wantsRevert(canary);
  if (deletedAt !== undefined)
    return isOn && (!isWanted || record.phase === 'Terminated')
      ? [{ kind: 'setFinalizer', isOn: false }]
      : [];
  if (!('target' in plan) || isOn === isWanted || (isWanted && record.run === undefined)) return [];
  return [{ kind: 'setFinalizer', isOn: isWanted }];
};

/** The target first gets its pods; traffic stays where it is until it is recorded that they can serve it. */
const termination = ({ target, scaler, handOver }: Snapshot, { intent }: Run): readonly Action[] => {
  const resume: Action[] = scaler?.target === 'paused' ? [{ kind: 'pauseAutoscaler', pause: false }] : [];
  if (intent === 'handOver')
    return [
      ...resume,
      ...(handOver.service === 'asWanted' ? [] : [{ kind: 'returnService' } as const]),
      ...(handOver.routes === 'asWanted' ? [] : [{ kind: 'returnRoutes' } as const]),
    ];
  const replicas = target?.replicasToServe;
  return replicas === undefined ? resume : [...resume, { kind: 'scaleTarget', replicas }];
};

/** A rollback that has begun is finished, whatever else is asked. */
const isRollingBack = ({ phase, run }: Status): boolean => run?.intent === 'rollBack' && isRunning(phase);

const mayNotAct = (plan: Plan, seen: Snapshot, record: Status): boolean =>
  copyIsOld(seen) || ((plan.suspend || seen.obstacle?.kind === 'NameTaken') && !isRollingBack(record));

/** Services before the primary is ready, rules and routes after: no route may lead to a side without pods. */
const initialisation = (seen: Snapshot, record: Status, run: Run): readonly Action[] => {
  if (!targetIsAt(seen, run) && !primaryIsAt(seen, run)) return [];
  const base = [
    ...primaryCopy(seen, run),
    ...autoscaler(seen, run),
    ...services(seen, ['primary', 'canary']),
  ];
  const { primary } = seen;
  const isReady = primary?.readiness.kind === 'ready' && primary.endpoints > 0 && primaryIsAt(seen, run);
  if (base.length > 0 || !isReady) return base;
  const routing = [...rules(seen), ...routes(seen, record, run)];
  if (routing.length > 0) return routing;
  const apex = services(seen, ['apex']);
  return apex.length > 0 ? apex : retirementOfSource(seen, run);
};

/** A target that holds something else by now is about to be analysed. */
const retirementOfSource = (seen: Snapshot, run: Run): readonly Action[] =>
  targetIsAt(seen, run) ? retirement(seen, run) : [];

/** Nothing is on its way to the target any more. */
const isDrained = (seen: Snapshot, run: Run): boolean =>
  (drainedAt(seen, run) ?? Number.POSITIVE_INFINITY) <= seen.now;

/** First what would bring pods back, then the pods. */
const retirement = (seen: Snapshot, run: Run): readonly Action[] => {
  if (!isDrained(seen, run) || isCatchingUp(seen)) return [];
  const pause: Action[] = seen.scaler?.target === 'active' ? [{ kind: 'pauseAutoscaler', pause: true }] : [];
  const scale: Action[] = (seen.target?.replicas ?? 0) > 0 ? [{ kind: 'scaleTarget', replicas: 0 }] : [];
  return [...pause, ...scale];
};

/** What is repaired in every phase after the first set-up. */
const upkeep = (seen: Snapshot, record: Status, run: Run): readonly Action[] => [
  ...missingCopies(seen, record),
  ...services(seen, mayTouchCanary(seen, record, run) ? ['primary', 'canary', 'apex'] : ['primary', 'apex']),
  ...rules(seen),
  ...routes(seen, record, run),
  ...autoscaler(seen, run),
];

/** The target's replicas are left alone at rest, but an autoscaler that was resumed by hand would wake it. */
const idling = (seen: Snapshot, record: Status): readonly Action[] =>
  seen.scaler?.target === 'active' && record.canaryWeight === 0 && routesFollow(seen, record)
    ? [{ kind: 'pauseAutoscaler', pause: true }]
    : [];

const autoscaler = (seen: Snapshot, run: Run): readonly Action[] =>
  seen.scaler === undefined || seen.scaler.form === 'asWanted'
    ? []
    : [{ kind: 'writeAutoscaler', floor: floorAt(run, seen.now) }];

/** Where it is the release itself, the canary's users would be led to one that was never analysed. */
const mayTouchCanary = (seen: Snapshot, record: Status, run: Run): boolean =>
  !seen.services.canaryIsRelease ||
  (routesFollow(seen, record) && ((record.canaryWeight === 0 && !run.mirrored) || targetIsAt(seen, run)));

const services = (seen: Snapshot, roles: readonly ('apex' | Side)[]): readonly Action[] =>
  roles.filter((role) => seen.services[role] !== 'asWanted').map((role) => ({ kind: 'writeService', role }));

const SIDES: readonly Side[] = ['primary', 'canary'];

const rules = (seen: Snapshot): readonly Action[] =>
  SIDES.filter((side) => seen.rules[side] !== 'asWanted').map((side) => ({ kind: 'writeRule', side }));

const routes = (seen: Snapshot, record: Status, run: Run): readonly Action[] =>
  seen.routes.form === 'unneeded' || routesFollow(seen, record)
    ? []
    : [{ kind: 'writeRoutes', traffic: trafficOf(record), seq: run.trafficSeq }];

/** All pins are checked first, then configs, then the template. Lost afterwards, the primary is made again. */
const promotion = (seen: Snapshot, record: Status, run: Run): readonly Action[] => {
  const isDue = record.phase === 'Promoting' && run.intent === 'advance';
  const isLost = record.phase === 'Finalising' && seen.primary === undefined;
  if (!isDue && !isLost) return [];
  return primaryIsAt(seen, run) || !targetIsAt(seen, run) ? [] : primaryCopy(seen, run);
};

/** A new template takes away the pods of a primary that there is. */
const primaryCopy = (seen: Snapshot, run: Run): readonly Action[] => {
  if (primaryIsAt(seen, run) || (seen.primary !== undefined && isCatchingUp(seen))) return [];
  const copies = (seen.configs ?? []).flatMap((config): Action[] => {
    const checksum = run.trackedConfigs[config.key];
    return checksum === undefined ? [] : [{ kind: 'copyConfig', config, checksum }];
  });
  return [...copies, { kind: 'writePrimary' }];
};

/** A copy that someone deleted comes back only from a source that still has what was promoted. */
const missingCopies = (seen: Snapshot, record: Status): readonly Action[] => {
  const isSettled = record.phase === 'Initialized' || record.phase === 'Succeeded';
  return (seen.configs ?? []).flatMap((config): Action[] => {
    const checksum = record.trackedConfigs?.[config.key];
    const isLost = isSettled && !config.copied && checksum !== undefined && checksum === config.checksum;
    return isLost ? [{ kind: 'copyConfig', config, checksum }] : [];
  });
};

/** Up only before the first tick of a run; down only when routes are seen at zero and drained. */
const scaling = (seen: Snapshot, record: Status, run: Run): readonly Action[] => {
  if (seen.target === undefined) return [];
  const isLeaving = run.intent !== 'advance' || record.phase === 'Finalising';
  if (!isLeaving) return waking(seen, seen.target, startsNow(record, run));
  return record.canaryWeight === 0 && routesFollow(seen, record) ? retirement(seen, run) : [];
};

const startsNow = ({ phase }: Status, { tick }: Run): boolean => phase === 'Progressing' && tick === 0;

const waking = (seen: Snapshot, target: TargetSeen, mayScale: boolean): readonly Action[] => {
  const isAsleep = target.replicas === 0 && target.startReplicas > 0;
  return [
    ...(seen.scaler?.target === 'paused' ? [{ kind: 'pauseAutoscaler', pause: false } as const] : []),
    ...(mayScale && isAsleep ? [{ kind: 'scaleTarget', replicas: target.startReplicas } as const] : []),
  ];
};
