import type { Status } from '../domain/status.ts';

/** Why traffic left the canary, or a run ended otherwise than by promotion. */
export const END_REASONS = [
  'FailedChecks',
  'ProgressDeadlineExceeded',
  'RollbackRequested',
  'CanaryLost',
  'TargetLost',
  'PromotionFailed',
  'Reverted',
  'ConfigChanged',
] as const;
export type EndReason = (typeof END_REASONS)[number];

/** Why nothing advances; shown in the condition `Holding`. */
export const HOLD_REASONS = [
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
  'PrimaryLost',
  'PrimaryNotReady',
  'CanaryNotReady',
  'NoEndpoints',
  'NoSideReady',
  'CatchingUp',
  'Halted',
  'GateClosed',
  'NoEvidence',
  'RouteRefused',
] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];

/** Event reasons: a closed list, so that filters and alert rules can rely on it. */
export const TOPICS = [
  'Initialized',
  'NewRevision',
  'AnalysisStarted',
  'AnalysisRestarted',
  'CheckPassed',
  'CheckFailed',
  'Advanced',
  'WaitingForApproval',
  'Holding',
  'RollingBack',
  'RolledBack',
  'Promoting',
  'PromotionFailed',
  'PrimaryScaling',
  'TrafficReturned',
  'Promoted',
  'Reverted',
  'IntervalRaised',
  'StepClamped',
  'StrategyLimited',
  'InvalidSpec',
  'RecordLost',
  'Commanded',
  'CommandRefused',
  'HookFailed',
  'Terminating',
  'Terminated',
  'LetGo',
] as const;
export type Topic = (typeof TOPICS)[number];

/** Something to tell after it has become true; how, is the reporter's business. */
export interface Announcement {
  readonly type: 'Normal' | 'Warning';
  readonly topic: Topic;
  /** Worded as Flagger words it where tools may match on it. */
  readonly message: string;
  /** Name of the gate that is waited for. */
  readonly gate?: string;
  /** It may well pass by itself: nobody need hear of it. */
  readonly passing?: boolean;
}

/** When to look again if nothing changes before; the only source of timers. */
export type Look =
  | { readonly kind: 'whenChanged' }
  /** `asksAgain`: until then an event alone asks no hook and no metric. */
  | { readonly kind: 'at'; readonly at: number; readonly asksAgain: boolean };

export interface Decision {
  readonly status: Status;
  readonly announcements: readonly Announcement[];
  readonly next: Look;
}

export const whenChanged: Look = { kind: 'whenChanged' };
export const lookAt = (at: number): Look => ({ kind: 'at', at, asksAgain: false });
export const askAgainAt = (at: number): Look => ({ kind: 'at', at, asksAgain: true });

export const decision = (
  status: Status,
  next: Look = whenChanged,
  announcements: readonly Announcement[] = [],
): Decision => ({ status, next, announcements });

export const tell = (topic: Topic, message: string): Announcement => ({ type: 'Normal', topic, message });
export const warn = (topic: Topic, message: string): Announcement => ({ type: 'Warning', topic, message });
