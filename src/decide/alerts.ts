import { dotted } from '../domain/names.ts';
import { isRunning } from '../domain/phase.ts';
import type { Severity } from '../domain/plan-alerts.ts';
import type { Plan } from '../domain/plan.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { Status } from '../domain/status.ts';
import type { Announcement, Decision, EndReason, HoldReason } from './decision.ts';

/** Something that a person should hear of. */
export interface Alert {
  /** What it is about within a run: the same alert, told again after a crash, is known by it. */
  readonly moment: string;
  readonly severity: Severity;
  /** Worded as Flagger words it where Flagger has the same alert. */
  readonly text: string;
  /** The gate that is waited for. */
  readonly gate?: string;
}

const END = 'Ended/';

/** It is told once a run, however often it is told of. */
export const isOfEnd = ({ moment }: Alert): boolean => moment.startsWith(END);

/** What a decision has to tell people, once it is recorded; most decisions nothing. */
export const alertsOf = (
  plan: Plan,
  seen: Snapshot,
  { status, announcements }: Decision,
): readonly Alert[] => {
  const told = announcements.flatMap((announcement) => alertOf(plan, seen, status, announcement));
  const passes = announcements.some(({ topic, passing }) => topic === 'Holding' && passing === true);
  return passes ? told : [...told, ...alarms(seen, status)];
};

const alertOf = (
  plan: Plan,
  seen: Snapshot,
  status: Status,
  announcement: Announcement,
): readonly Alert[] => {
  switch (announcement.topic) {
    case 'Initialized':
      return [info('Initialized', `New ${plan.target.kind} detected, initialization completed.`)];
    case 'NewRevision':
      return [info('NewRevision', 'New revision detected, progressing canary analysis.')];
    case 'WaitingForApproval':
      return gate(plan, status, status.phase === 'Waiting' ? 'Canary' : 'Canary promotion', announcement);
    case 'Holding':
      return status.holding?.reason === 'GateClosed'
        ? gate(plan, status, 'Canary traffic increase', announcement)
        : [];
    case 'RollingBack':
    case 'PromotionFailed':
    case 'Promoted':
    case 'Reverted':
      return [endAlert(plan, seen, status)];
    default:
      return [];
  }
};

const info = (moment: string, text: string): Alert => ({ moment, severity: 'info', text });

const GATES: ReadonlySet<string> = new Set([
  'confirm-rollout',
  'confirm-traffic-increase',
  'confirm-promotion',
]);

/** A closed gate is told once at each weight, unless the hook asks for silence. */
const gate = (
  plan: Plan,
  { canaryWeight }: Status,
  what: string,
  { gate: name = '' }: Announcement,
): readonly Alert[] => {
  const isMuted = plan.analysis.hooks.some(
    (hook) => hook.name === name && GATES.has(hook.type) && hook.muteAlert,
  );
  const moment = `WaitingForApproval/${name}/${canaryWeight}`;
  return isMuted ? [] : [{ moment, severity: 'warn', text: `${what} is waiting for approval.`, gate: name }];
};

/**
 * How a run ends, or is going to end now that it has turned: from the record alone, so that it reads the same
 * after a crash. Sent when the end is certain, and owed until it is delivered.
 */
export const endAlert = (plan: Plan, seen: Snapshot, status: Status): Alert => {
  const { run } = status;
  const moment = `${END}${run?.reason ?? 'Promoted'}`;
  if (run?.reason === 'Reverted')
    return info(moment, 'The target is back at the promoted revision, nothing to analyse.');
  if (status.phase === 'Succeeded')
    return info(
      moment,
      plan.skipAnalysis
        ? 'Canary analysis was skipped, promotion finished.'
        : 'Canary analysis completed successfully, promotion finished.',
    );
  const severity = run?.reason === 'RollbackRequested' ? 'warn' : 'error';
  return { moment, severity, text: whyRolledBack(plan, seen, status) };
};

const whyRolledBack = (plan: Plan, seen: Snapshot, { run, failedChecks }: Status): string => {
  const reason = run?.reason as EndReason | undefined;
  switch (reason) {
    case 'FailedChecks':
      return `Failed checks threshold reached ${failedChecks}`;
    case 'RollbackRequested':
      return 'Rolling back manual webhook invoked';
    case 'PromotionFailed':
      return `Promotion failed, primary not ready: ${readinessOf(seen.primary)}`;
    case 'ProgressDeadlineExceeded':
      return `Rolling back, canary not ready within its deadline of ${plan.progressDeadlineMs / 1000}s`;
    case 'CanaryLost':
      return 'Rolling back, no ready endpoint is left on the canary';
    case 'TargetLost':
      return `Rolling back, target ${dotted(plan.target.name, plan.namespace)} is gone`;
    case 'Reverted':
    case 'ConfigChanged':
    case undefined:
      return 'Canary analysis failed';
  }
};

const readinessOf = (side: Snapshot['primary']): string => {
  if (side === undefined) return 'it does not exist';
  return side.readiness.kind === 'ready' ? 'it was not ready in time' : side.readiness.message;
};

/**
 * What a hold means for people. A run that stands still in silence is a rollout that nobody finishes; outside a
 * run only trouble of those who serve is worth a word.
 */
const ALARMS: Readonly<Record<HoldReason, 'never' | 'inRun' | 'always'>> = {
  Suspended: 'never',
  InvalidSpec: 'never',
  GateClosed: 'never',
  // Somebody chose it, or it passes by itself.
  Halted: 'never',
  CatchingUp: 'never',
  // Passes by itself, or ends in a rollback that alerts.
  CanaryNotReady: 'never',
  NoEndpoints: 'never',
  TargetNotFound: 'inRun',
  PortNotFound: 'inRun',
  SelectorUnsupported: 'inRun',
  TargetPaused: 'inRun',
  UpdateStrategyUnsupported: 'inRun',
  ConfigNotFound: 'inRun',
  ConfigShared: 'inRun',
  AutoscalerNotFound: 'inRun',
  AutoscalerConflict: 'inRun',
  NameTaken: 'inRun',
  RoutesHidden: 'inRun',
  NoEvidence: 'inRun',
  RouteRefused: 'inRun',
  PrimaryLost: 'always',
  PrimaryNotReady: 'always',
  NoSideReady: 'always',
};

const alarms = (seen: Snapshot, status: Status): readonly Alert[] => {
  const { holding } = status;
  if (holding?.status !== 'True' || !isNews(seen, status)) return [];
  const when = ALARMS[holding.reason as HoldReason];
  const moment = `Holding/${holding.reason}`;
  const text = `Advancement is halted: ${holding.message}`;
  if (when === 'inRun') return isRunning(status.phase) ? [{ moment, severity: 'warn', text }] : [];
  if (when !== 'always' || (holding.reason === 'PrimaryNotReady' && !primaryIsInTrouble(seen))) return [];
  return [{ moment, severity: 'error', text }];
};

/** A new reason; of an unready primary also new words, since it may have missed its deadline only now. */
const isNews = ({ status: before }: Snapshot, { holding }: Status): boolean => {
  const known = before.holding;
  if (known?.status !== 'True' || known.reason !== holding?.reason) return true;
  return holding.reason === 'PrimaryNotReady' && known.message !== holding.message;
};

/** A primary that is merely being scaled is not ready either, and needs nobody. */
const primaryIsInTrouble = ({ primary, status }: Snapshot): boolean =>
  primary === undefined ||
  primary.endpoints === 0 ||
  primary.readiness.kind === 'stuck' ||
  !isRunning(status.phase);
