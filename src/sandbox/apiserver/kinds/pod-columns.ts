import type { KubeObject } from '../../../api/objects.ts';
import { at, isRec, items, rec, text } from '../json.ts';
import type { Rec } from '../json.ts';

const count = (value: unknown): number => (typeof value === 'number' ? value : 0);

const statusesOf = (object: KubeObject): Rec[] =>
  items(at(object, 'status', 'containerStatuses')).filter(isRec);

export const podReady = (object: KubeObject): string => {
  const ready = statusesOf(object).filter((status) => status['ready'] === true).length;
  return `${ready}/${items(at(object, 'spec', 'containers')).length}`;
};

export const podRestarts = (object: KubeObject): string => {
  const counts = statusesOf(object).map((status) => status['restartCount']);
  return String(counts.reduce<number>((sum, count) => sum + (typeof count === 'number' ? count : 0), 0));
};

/** Why a container does not run, as it is shown in the place of the phase. */
const trouble = (status: Rec): string => {
  const waiting = text(at(status, 'state', 'waiting', 'reason'));
  if (waiting !== '') return waiting;
  const terminated = at(status, 'state', 'terminated');
  if (!isRec(terminated)) return '';
  return text(terminated['reason']) || `ExitCode:${count(terminated['exitCode'])}`;
};

export const podStatus = (object: KubeObject): string => {
  if (object.metadata.deletionTimestamp !== undefined) return 'Terminating';
  const status = rec(object['status']);
  const stopped = statusesOf(object)
    .map(trouble)
    .find((reason) => reason !== '');
  return stopped ?? (text(status['reason']) || text(status['phase']) || 'Unknown');
};
