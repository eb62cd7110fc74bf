import type { Plan } from '../domain/plan.ts';
import type { Question } from '../domain/question.ts';
import type { Refusal, Snapshot } from '../domain/snapshot.ts';
import type { Run } from '../domain/status.ts';
import { hasNews } from './commands.ts';
import { progressQuestions } from './progress.ts';
import { promoteQuestions } from './promote.ts';
import { awaitsConfigs, obstacleTo, copyIsOld } from './runs.ts';
import { startQuestions } from './settled.ts';
import { terminateQuestions } from './terminate.ts';

/**
 * What must be asked before deciding, in order. Contents of configs come alone: until they are known, nobody
 * can say which revision the target holds.
 */
export const probesFor = (plan: Plan | Refusal, seen: Snapshot): readonly Question[] => {
  if (!('target' in plan)) return [];
  if (seen.deletedAt !== undefined) return terminateQuestions(plan, seen);
  if (isHeld(plan, seen)) return [];
  if (awaitsConfigs(seen, seen.status)) return unreadConfigs(seen);
  const { phase, run } = seen.status;
  switch (phase) {
    case 'Initialized':
    case 'Succeeded':
    case 'Failed':
    case 'Waiting':
      return run === undefined ? [] : startQuestions(plan, seen);
    case 'Progressing':
    case 'WaitingPromotion':
    case 'Promoting':
      return run === undefined || run.intent !== 'advance' ? [] : runQuestions(plan, seen, run);
    case undefined:
    case 'Initializing':
    case 'Finalising':
    case 'Terminating':
    case 'Terminated':
      return [];
  }
};

/** Answers would be wasted: `decide` holds whatever they are. */
const isHeld = (plan: Plan, seen: Snapshot): boolean =>
  plan.suspend ||
  copyIsOld(seen) ||
  hasNews(seen) ||
  seen.refused !== undefined ||
  obstacleTo(seen, seen.status) !== undefined;

const runQuestions = (plan: Plan, seen: Snapshot, run: Run): readonly Question[] =>
  seen.status.phase === 'Promoting' ? promoteQuestions(plan, seen, run) : progressQuestions(plan, seen, run);

const unreadConfigs = (seen: Snapshot): readonly Question[] =>
  (seen.configs ?? [])
    .filter((config) => config.checksum === undefined)
    .map(({ kind, name, version }) => ({ kind: 'config', config: kind, name, version }));
