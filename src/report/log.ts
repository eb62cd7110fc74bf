import type { Decision } from '../decide/decision.ts';
import type { FormatTime, Status } from '../domain/status.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { Log } from '../runtime/log.ts';

/**
 * One line a decision that changes the record, a warning where an Event of it is one; a run that changes nothing
 * says nothing above debug.
 */
export const logDecision = (
  log: Log,
  seen: Snapshot,
  { status, announcements }: Decision,
  formatTime: FormatTime,
): void => {
  const before = seen.status;
  const { name, namespace } = seen.canary.metadata;
  const canary = `${namespace ?? ''}/${name}`;
  if (!isTold(before, status) && announcements.length === 0) {
    log.debug({ canary, phase: status.phase }, 'looked');
    return;
  }
  const level = announcements.some(({ type }) => type === 'Warning') ? 'warn' : 'info';
  log[level](
    {
      canary,
      from: before.phase,
      phase: status.phase,
      weight: status.canaryWeight,
      failedChecks: status.failedChecks,
      ...aboutRun(status, formatTime),
      why: announcements.map(({ message }) => message),
    },
    'decided',
  );
};

const isTold = (before: Status, after: Status): boolean =>
  before.phase !== after.phase ||
  before.canaryWeight !== after.canaryWeight ||
  before.failedChecks !== after.failedChecks;

const aboutRun = ({ run, holding }: Status, formatTime: FormatTime) => ({
  run: run?.id,
  intent: run?.intent,
  reason: run?.reason ?? (holding?.status === 'True' ? holding.reason : undefined),
  check: run?.lastCheck && { ...run.lastCheck, at: formatTime(run.lastCheck.at) },
});
