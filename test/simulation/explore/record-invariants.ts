import { isSettled, mayMove } from '../../../src/domain/phase.ts';
import type { Invariant, Seen } from './checker.ts';
import {
  conditionOf,
  fingerprint,
  isAnalysing,
  isRecord,
  numberIn,
  phaseOf,
  runIdOf,
  runOf,
  statusOf,
  weightOf,
} from './facts.ts';
import type { Write } from './history.ts';

/** What is decided, and on what grounds. */
export const RECORD: readonly Invariant[] = [
  {
    id: 'S-07',
    says: 'Failed checks of a run are counted one by one, and are never forgotten.',
    check: (write, { memory }) => {
      if (!isRecord(write)) return undefined;
      const run = runIdOf(write.object);
      const failed = numberIn(statusOf(write.object)['failedChecks']);
      const before = memory.failedChecksOf.get(run) ?? 0;
      memory.failedChecksOf.set(run, failed);
      if (failed > before + 1) return `from ${before} to ${failed} at once`;
      const isForgotten =
        failed < before && isAnalysing(phaseOf(write.before)) && isAnalysing(phaseOf(write.object));
      return isForgotten ? `from ${before} back to ${failed}` : undefined;
    },
  },
  {
    id: 'S-15',
    says: 'Every rollback is recorded with its reason.',
    check: (write) => {
      const isEnd =
        isRecord(write) && phaseOf(write.object) === 'Failed' && phaseOf(write.before) !== 'Failed';
      if (!isEnd) return undefined;
      const { reason = '' } = runOf(write.object);
      const { message = '' } = conditionOf(write.object, 'Promoted');
      return reason === '' || message === '' ? 'Failed without a reason or a message' : undefined;
    },
  },
  {
    id: 'S-24',
    says: 'A weight rises, and a release is promoted, only on answers that show it is good.',
    check: (write, { around }) => {
      if (!isRecord(write) || around.isCommanded() || around.isEvidenceGood()) return undefined;
      return isRaise(write) || isPromotion(write)
        ? `${weightOf(write.before)} % to ${weightOf(write.object)} %, ${phaseOf(write.object) ?? ''}`
        : undefined;
    },
  },
  {
    id: 'S-28',
    says: 'No analysis starts by itself: only a new revision, a changed config or a person starts one.',
    check: (write, seen) => {
      const to = phaseOf(write.object);
      const isStart =
        isRecord(write) && isSettled(phaseOf(write.before)) && (to === 'Progressing' || to === 'Waiting');
      if (!isStart || seen.around.isCommanded() || isSomethingNew(write, seen)) return undefined;
      return `from ${phaseOf(write.before) ?? ''} with nothing new`;
    },
  },
  {
    id: 'S-31',
    says: 'Phases follow each other only as documented.',
    check: (write) => {
      if (!isRecord(write)) return undefined;
      const [from, to] = [phaseOf(write.before), phaseOf(write.object)];
      return to === undefined || mayMove(from, to) ? undefined : `from ${from ?? 'none'} to ${to}`;
    },
  },
];

/** A copy may be this old when it is decided on; what is written is guarded. */
const STALE_MS = 60_000;

const isSomethingNew = ({ before, object, at }: Write, { history, memory }: Seen): boolean => {
  const target = history.get('Deployment', 'podinfo') ?? history.get('DaemonSet', 'podinfo');
  const isNew =
    memory.isConfigChanged ||
    at - memory.retemplatedAt < STALE_MS ||
    fingerprint(target) !== statusOf(before)['lastAppliedSpec'];
  if (phaseOf(object) === 'Progressing') memory.isConfigChanged = false;
  return isNew;
};

/** The first weight is given once the release is ready: nothing can have been measured before. */
const isRaise = ({ before, object }: Write): boolean =>
  weightOf(before) > 0 && weightOf(object) > weightOf(before) && isAnalysing(phaseOf(before));

const isPromotion = ({ before, object }: Write): boolean =>
  phaseOf(object) === 'Promoting' && phaseOf(before) !== 'Promoting';
