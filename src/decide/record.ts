import { objectAt, textAt } from '../domain/json.ts';
import { isSettled, type Phase } from '../domain/phase.ts';
import type { Plan } from '../domain/plan.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { Condition, Run, Status } from '../domain/status.ts';
import {
  type Announcement,
  type Decision,
  decision,
  type HoldReason,
  type Look,
  lookAt,
  warn,
  whenChanged,
} from './decision.ts';

/** Status and text of the condition `Promoted`; tools match on both. `<Kind>` is the target's. */
const PROMOTED: Readonly<Record<Phase, readonly [Condition['status'], string]>> = {
  Initializing: ['Unknown', 'New <Kind> detected, starting initialization.'],
  Initialized: ['True', '<Kind> initialization completed.'],
  Waiting: ['Unknown', 'Waiting for approval.'],
  Progressing: ['Unknown', 'New revision detected, progressing canary analysis.'],
  WaitingPromotion: ['Unknown', 'Waiting for approval.'],
  Promoting: ['Unknown', 'Canary analysis completed, starting primary rolling update.'],
  Finalising: ['Unknown', 'Canary analysis completed, routing all traffic to primary.'],
  Succeeded: ['True', 'Canary analysis completed successfully, promotion finished.'],
  Failed: ['False', 'Canary analysis failed, <Kind> scaled to zero.'],
  Terminating: ['Unknown', 'The Canary is being deleted, users go back to the <Kind>.'],
  Terminated: ['Unknown', 'The Canary is being deleted, users are back on the <Kind>.'],
};

/** A condition keeps its times until what it says changes. */
const changed = (
  before: Condition | undefined,
  next: Pick<Condition, 'status' | 'reason' | 'message'>,
  seen: Snapshot,
): Condition => {
  const same =
    before?.status === next.status && before.reason === next.reason && before.message === next.message;
  const transition = before?.status === next.status ? before.lastTransitionTime : seen.now;
  return {
    ...next,
    lastTransitionTime: transition,
    lastUpdateTime: same ? before.lastUpdateTime : seen.now,
    observedGeneration: seen.canary.metadata.generation ?? 0,
  };
};

/** The status as it stands, with this generation of the spec accepted. */
export const acknowledged = (plan: Plan, seen: Snapshot): Status => ({
  ...seen.status,
  observedGeneration: plan.generation,
  accepted: changed(
    seen.status.accepted,
    { status: 'True', reason: 'Accepted', message: 'The spec is valid.' },
    seen,
  ),
});

export const refusedSpec = (seen: Snapshot, generation: number, reason: string, message: string): Status => ({
  ...seen.status,
  observedGeneration: generation,
  accepted: changed(seen.status.accepted, { status: 'False', reason, message }, seen),
  ...(isInFlight(seen.status.phase)
    ? { holding: changed(seen.status.holding, { status: 'True', reason: 'InvalidSpec', message }, seen) }
    : {}),
});

/** A run that a bad spec stops where it is. */
const isInFlight = (phase: Phase | undefined): boolean =>
  phase === 'Progressing' || phase === 'WaitingPromotion' || phase === 'Promoting' || phase === 'Finalising';

export const enter = (seen: Snapshot, status: Status, phase: Phase, message?: string): Status => {
  const [promoted, worded] = PROMOTED[phase];
  const text = worded.replace('<Kind>', textAt(objectAt(seen.canary, 'spec', 'targetRef'), 'kind'));
  return {
    ...status,
    phase,
    iterations: phase === 'Finalising' || isSettled(phase) ? 0 : status.iterations,
    lastTransitionTime: status.phase === phase ? status.lastTransitionTime : seen.now,
    promoted: changed(status.promoted, { status: promoted, reason: phase, message: message ?? text }, seen),
  };
};

/** Records a weight as a new traffic decision; mirroring ends with it unless it is what was decided. */
export const routed = (
  status: Status,
  run: Run,
  canaryWeight: number,
  { mirrored = false, audience = run.audience }: Partial<Pick<Run, 'mirrored' | 'audience'>> = {},
): Status => ({
  ...status,
  canaryWeight,
  run: { ...run, mirrored, audience, trafficSeq: run.trafficSeq + 1 },
});

/** The way to the target is open again, so what was drained counts for nothing. */
export const undrained = (status: Status): Status => {
  const { run } = status;
  if (run?.drainUntil === undefined) return status;
  const { drainUntil: _, ...rest } = run;
  return { ...status, run: rest };
};

export const proceeding = (seen: Snapshot, status: Status): Status =>
  status.holding?.status === 'True'
    ? {
        ...status,
        holding: changed(status.holding, { status: 'False', reason: 'Proceeding', message: '' }, seen),
      }
    : status;

/** Holds that `decide` finds before any phase has its say, and that end without the phase knowing. */
const STANDING: ReadonlySet<string> = new Set([
  'Suspended',
  'InvalidSpec',
  'TargetNotFound',
  'PortNotFound',
  'SelectorUnsupported',
  'TargetPaused',
  'UpdateStrategyUnsupported',
  'ConfigNotFound',
  'ConfigShared',
  'AutoscalerNotFound',
  'AutoscalerConflict',
  'NameTaken',
  'RoutesHidden',
  'RouteRefused',
] satisfies HoldReason[]);

/** After a hold from outside, or a spec that was invalid: it is over, and deadlines did not run meanwhile. */
export const unobstructed = (seen: Snapshot, status: Status): Status => {
  const { holding: hold, accepted } = seen.status;
  const wasHeld = hold?.status === 'True' && STANDING.has(hold.reason);
  if (!wasHeld && accepted?.status !== 'False') return status;
  const { run } = status;
  const resumed = { ...status, run: run === undefined ? undefined : { ...run, stageSince: seen.now } };
  return wasHeld ? proceeding(seen, resumed) : resumed;
};

export const holdsFor = (seen: Snapshot, ...reasons: readonly HoldReason[]): boolean => {
  const { holding: hold } = seen.status;
  return hold?.status === 'True' && reasons.some((reason) => reason === hold.reason);
};

const holding = (seen: Snapshot, status: Status, reason: HoldReason, message: string): Status => ({
  ...status,
  holding: changed(seen.status.holding, { status: 'True', reason, message }, seen),
});

/** Nothing advances and the condition says why; the Event comes once, when the reason is new. */
export const hold = (
  seen: Snapshot,
  status: Status,
  why: {
    readonly reason: HoldReason;
    readonly message: string;
  } & Pick<Announcement, 'gate' | 'passing'>,
  next: Look = whenChanged,
): Decision => {
  const announcements: Announcement[] = holdsFor(seen, why.reason)
    ? []
    : [
        {
          ...warn(
            'Holding',
            `Halt ${seen.canary.metadata.name}.${seen.canary.metadata.namespace ?? ''} advancement ${why.message}`,
          ),
          ...(why.gate === undefined ? {} : { gate: why.gate }),
          ...(why.passing === undefined ? {} : { passing: why.passing }),
        },
      ];
  return decision(holding(seen, status, why.reason, why.message), next, announcements);
};

/** What takes pods away waits until proxies know what the API server, which was away, says. */
export const catchUp = (seen: Snapshot, status: Status): Decision =>
  hold(
    seen,
    status,
    {
      reason: 'CatchingUp',
      message: 'the API server was away, and proxies may not know yet what it says: no pods are taken away',
    },
    lookAt(seen.catchUpUntil),
  );

/** As `hold`, for what is part of every healthy rollout: nothing is written or told. */
export const wait = (status: Status, next: Look = whenChanged): Decision => decision(status, next);
