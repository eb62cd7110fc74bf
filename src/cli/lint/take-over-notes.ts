import { isOurs } from '../../domain/revision.ts';
import { type Json, objectAt, textAt } from '../../domain/json.ts';
import type { Note } from './note.ts';

const takenOver = (message: string): Note => ({ effect: 'taken over', path: 'status.phase', message });

const GOES_ON = 'goes on from the weight in the routes, after one interval, with the failed checks so far';

const PHASES: Readonly<Record<string, string>> = {
  Initializing: 'is set up from where it stands',
  Waiting: 'asks its confirm-rollout hooks again, then begins',
  Progressing: GOES_ON,
  WaitingPromotion: `${GOES_ON}; its confirm-promotion hooks are asked again`,
  Promoting: 'the promotion goes on, once the primary is ready',
  Finalising: 'is brought to its end: the target goes to zero after the drain',
  Failed:
    'while the target still has the version that was refused, it is analysed once more; put it back first to avoid that',
};

/** What becomes of a Canary of a cluster, in whose status another controller has written last. */
export const takeOverNotes = (canary: Json): readonly Note[] => {
  const status = objectAt(canary, 'status');
  const phase = textAt(status, 'phase');
  return [
    ...(isLeaving(canary, phase) ? [takenOver(LEAVING)] : []),
    ...(isOurs(textAt(status, 'lastAppliedSpec')) || PHASES[phase] === undefined
      ? []
      : [takenOver(`${phase} ${PHASES[phase]}`)]),
  ];
};

const LEAVING = 'is being deleted: users are given back to the target, then the deletion goes on';

const isLeaving = (canary: Json, phase: string): boolean =>
  'deletionTimestamp' in objectAt(canary, 'metadata') || phase === 'Terminating';
