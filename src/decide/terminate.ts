import { FINALIZER } from '../api/identifiers.ts';
import type { KubeObject } from '../api/objects.ts';
import { objectAt } from '../domain/json.ts';
import { dotted } from '../domain/names.ts';
import type { Plan } from '../domain/plan.ts';
import type { Question, Verdict } from '../domain/question.ts';
import { endpointsNeeded } from '../domain/readiness.ts';
import type { Snapshot, TargetSeen } from '../domain/snapshot.ts';
import type { Run, Status } from '../domain/status.ts';
import { askAgainAt, type Decision, decision, lookAt, tell, warn, whenChanged } from './decision.ts';
import { firstHalt } from './halts.ts';
import { acknowledged, catchUp, enter, hold, proceeding, routed, undrained, wait } from './record.ts';
import { isCatchingUp, newRun } from './runs.ts';

/** How long what was given back may take to be seen, and a spec that cannot be read to be mended. */
const HAND_OVER_MS = 60_000;
const UNREADABLE_MS = 600_000;

export const isFinalized = ({ metadata }: KubeObject): boolean =>
  metadata.finalizers?.includes(FINALIZER) === true;

/** Also of a spec that is refused. */
export const wantsRevert = (canary: KubeObject): boolean =>
  objectAt(canary, 'spec')['revertOnDeletion'] === true;

/** A deletion waits for us, and users are to be back on the target before it goes on. */
const isAwaited = ({ canary }: Snapshot): boolean => isFinalized(canary) && wantsRevert(canary);

/**
 * The way out of any phase, in the order that protects users: the target gets its pods and is ready; Service and
 * routes lead there; the primary has nothing left to answer; only then the deletion may go on, which takes the primary
 * away. Each part has its time: a deletion is never blocked for good.
 */
export const terminate = (plan: Plan, seen: Snapshot, verdicts: readonly Verdict[]): Decision => {
  const { phase, run } = seen.status;
  if (!isAwaited(seen) || phase === 'Terminated') return wait(seen.status);
  const status = acknowledged(plan, seen);
  if (phase === undefined) return end(seen, status);
  if (phase !== 'Terminating' || run === undefined) return begin(plan, seen, status);
  return run.intent === 'handOver'
    ? handOver(seen, status, run)
    : awaitTarget(plan, seen, status, {
        run,
        verdicts,
        deadline: run.stageSince + plan.progressDeadlineMs,
      });
};

const begin = (plan: Plan, seen: Snapshot, status: Status): Decision => {
  const {
    drainUntil: _,
    reason: __,
    ...rest
  } = status.run ?? newRun(plan, seen, { revision: status.lastAppliedSpec });
  const run: Run = { ...rest, intent: 'advance', stageSince: seen.now };
  return decision(
    enter(seen, { ...proceeding(seen, status), run }, 'Terminating'),
    lookAt(seen.now + plan.progressDeadlineMs),
    [tell('Terminating', `Terminating canary ${nameOf(seen)}`)],
  );
};

/** A live look at the target's endpoints, before all traffic goes there. */
export const terminateQuestions = (plan: Plan, seen: Snapshot): readonly Question[] => {
  const { target, status } = seen;
  const isBefore = status.phase === 'Terminating' && status.run?.intent !== 'handOver';
  if (!isAwaited(seen) || !isBefore || !seen.askable || target === undefined) return [];
  if (!hasCanaryService(seen) || obstacleToServing(plan, seen, target) !== undefined) return [];
  return [{ kind: 'endpoints', side: 'canary', atLeast: needed(plan, target) }];
};

const needed = ({ analysis }: Plan, { replicas }: TargetSeen): number =>
  endpointsNeeded(replicas, analysis.canaryReadyThreshold);

/** Without it, as before the first set-up, nothing but the workload itself says whether its pods are there. */
const hasCanaryService = ({ services }: Snapshot): boolean => services.canary !== 'missing';

/** Why the target could not serve everyone yet. */
const obstacleToServing = (plan: Plan, seen: Snapshot, target: TargetSeen): string | undefined => {
  if (target.replicasToServe !== undefined) return `it is to have ${target.replicasToServe} replicas`;
  if (target.readiness.kind !== 'ready') return target.readiness.message;
  return hasCanaryService(seen) && target.endpoints < needed(plan, target)
    ? `${target.endpoints} of ${needed(plan, target)} endpoints are ready`
    : undefined;
};

interface Awaiting {
  readonly run: Run;
  readonly verdicts: readonly Verdict[];
  /** After this the target is not waited for any more. */
  readonly deadline: number;
}

const awaitTarget = (plan: Plan, seen: Snapshot, status: Status, awaiting: Awaiting): Decision => {
  const { target } = seen;
  const { run, deadline } = awaiting;
  if (target === undefined) return giveUpOnTarget(seen, status, run, 'it does not exist');
  const obstacle = obstacleToServing(plan, seen, target) ?? refusal(seen);
  if (obstacle === undefined)
    return hasCanaryService(seen) ? byLiveLook(seen, status, awaiting) : lead(seen, status, run);
  return seen.now < deadline
    ? awaitWrites(seen, status, deadline)
    : giveUpOnTarget(seen, status, run, `it is not ready: ${obstacle}`);
};

const byLiveLook = (seen: Snapshot, status: Status, { run, verdicts, deadline }: Awaiting): Decision => {
  if (!seen.askable) return wait(status, lookAt(seen.askableAt));
  const halt = firstHalt(verdicts);
  if (halt?.kind !== 'noEndpoints')
    return verdicts.length === 0 ? wait(status, lookAt(seen.now + 1000)) : lead(seen, status, run);
  return seen.now < deadline
    ? hold(seen, status, { reason: 'NoEndpoints', message: halt.message }, askAgainAt(seen.now + 1000))
    : giveUpOnTarget(seen, status, run, halt.message);
};

const refusal = ({ refused }: Snapshot): string | undefined =>
  refused === undefined ? undefined : `${refused.what}: ${refused.message}`;

/** A refused write is tried again at its time, and told. */
const awaitWrites = (seen: Snapshot, status: Status, deadline: number): Decision =>
  seen.refused === undefined
    ? wait(proceeding(seen, status), lookAt(deadline))
    : hold(
        seen,
        status,
        { reason: seen.refused.reason, message: refusal(seen) ?? '' },
        lookAt(Math.min(deadline, seen.refused.retryAt)),
      );

/** From here on users are led to the target. */
const lead = (seen: Snapshot, status: Status, run: Run): Decision =>
  wait(
    routed(proceeding(seen, status), { ...run, intent: 'handOver', stageSince: seen.now }, 100, {
      audience: 'everyone',
    }),
    lookAt(seen.now + HAND_OVER_MS),
  );

/** What was taken over is given back all the same: nothing may be left that leads to a primary that goes. */
const giveUpOnTarget = (seen: Snapshot, status: Status, run: Run, why: string): Decision => ({
  ...lead(seen, status, run),
  announcements: [warn('LetGo', `Canary ${nameOf(seen)} goes without waiting for its target: ${why}`)],
});

const handOver = (seen: Snapshot, status: Status, run: Run): Decision => {
  const { service, routes, isReached } = seen.handOver;
  if (isCatchingUp(seen)) return catchUp(seen, status);
  const open = [
    ...(service === 'asWanted' ? [] : ['its Service']),
    ...(routes === 'asWanted' ? [] : ['its VirtualService']),
    ...(isReached ? [] : ['endpoints of its target behind its Service']),
  ];
  if (open.length > 0) return awaitHandOver(seen, undrained(status), run, open.join(' and '));
  const free = proceeding(seen, status);
  if (run.drainUntil === undefined) {
    const drainUntil = seen.now + seen.drainMs;
    return wait({ ...free, run: { ...run, drainUntil } }, lookAt(drainUntil));
  }
  return seen.now < run.drainUntil ? wait(free, lookAt(run.drainUntil)) : end(seen, free);
};

const awaitHandOver = (seen: Snapshot, status: Status, run: Run, open: string): Decision => {
  const deadline = run.stageSince + HAND_OVER_MS;
  if (seen.now < deadline) return awaitWrites(seen, status, deadline);
  const because = seen.refused === undefined ? '' : ` (${refusal(seen) ?? ''})`;
  return end(seen, status, `without ${open}${because}`);
};

const end = (seen: Snapshot, status: Status, without?: string): Decision => {
  const free = proceeding(seen, status);
  if (without === undefined)
    return decision(enter(seen, free, 'Terminated'), whenChanged, [
      tell('Terminated', `Terminated canary ${nameOf(seen)}`),
    ]);
  const message = `The Canary is let go after its deadline ${without}.`;
  return decision(enter(seen, free, 'Terminated', message), whenChanged, [
    warn('LetGo', `Canary ${nameOf(seen)} is let go after its deadline ${without}`),
  ]);
};

/** Nobody can say what a spec that is refused would give back; there is time to mend it, and then it is let go. */
export const abandoned = (seen: Snapshot, refused: Decision): Decision => {
  const { deletedAt, status } = seen;
  if (deletedAt === undefined || !isAwaited(seen) || status.phase === 'Terminated') return refused;
  if (status.phase === undefined) return end(seen, refused.status);
  const deadline = deletedAt + UNREADABLE_MS;
  if (seen.now < deadline) return { ...refused, next: lookAt(deadline) };
  return end(seen, refused.status, 'with nothing given back, since its spec is refused');
};

const nameOf = ({ canary: { metadata } }: Snapshot): string =>
  dotted(metadata.name, metadata.namespace ?? '');
