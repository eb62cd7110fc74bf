import { isSettled } from '../domain/phase.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { Run, Status } from '../domain/status.ts';
import { KEPT_MS } from './floor.ts';

/**
 * Recorded times that lie further ahead than they can were written before the wall clock went back. Waiting for them could take
 * hours, so they are recorded anew, counted from now; spacing has its own clock (`observe/due.ts`).
 */
export const withoutFuture = (
  status: Status,
  { now, drainMs }: Pick<Snapshot, 'now' | 'drainMs'>,
): Status => {
  const { run } = status;
  if (run === undefined) return status;
  const next = {
    ...run,
    ...floorBefore(run, now + KEPT_MS),
    ...(isSettled(status.phase) ? {} : stageBefore(run, now, drainMs)),
  };
  return next.stageSince === run.stageSince &&
    next.drainUntil === run.drainUntil &&
    next.primaryFloor?.until === run.primaryFloor?.until
    ? status
    : { ...status, run: next };
};

const stageBefore = (run: Run, now: number, drainMs: number): Pick<Run, 'stageSince' | 'drainUntil'> => ({
  stageSince: Math.min(run.stageSince, now),
  ...(run.drainUntil === undefined ? {} : { drainUntil: Math.min(run.drainUntil, now + drainMs) }),
});

const floorBefore = ({ primaryFloor: floor }: Run, latest: number): Pick<Run, 'primaryFloor'> =>
  floor?.until === undefined ? {} : { primaryFloor: { ...floor, until: Math.min(floor.until, latest) } };
