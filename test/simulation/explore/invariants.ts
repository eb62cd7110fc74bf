import type { Circumstances, Invariant, Memory, Violation } from './checker.ts';
import {
  fingerprint,
  imageIn,
  isOf,
  isOperator,
  isRoutes,
  isWorkloadCalled,
  reachesCanary,
} from './facts.ts';
import type { History, Write } from './history.ts';
import { MORE } from './more-invariants.ts';
import { OBJECTS } from './object-invariants.ts';
import { RECORD } from './record-invariants.ts';
import { TRAFFIC } from './traffic-invariants.ts';

export const INVARIANTS: readonly Invariant[] = [...TRAFFIC, ...RECORD, ...OBJECTS, ...MORE];

/** Checks every write of the operator as it is accepted. */
export const watchOver = (
  history: History,
  around: Circumstances,
): { readonly violations: readonly Violation[]; readonly memory: Memory } => {
  const violations: Violation[] = [];
  const memory: Memory = {
    images: new Map(),
    raised: new Map(),
    failedChecksOf: new Map(),
    awaySince: 0,
    closedBy: '',
    wasOpenedByHand: false,
    isEditedByHand: false,
    isConfigChanged: false,
    retemplatedAt: -Infinity,
  };
  history.onWrite((write) => {
    note(memory, write);
    if (!isOperator(write)) return;
    for (const { id, check } of INVARIANTS) {
      const message = check(write, { history, around, memory });
      if (message !== undefined) violations.push({ id, message, at: write.at });
    }
    if (isRoutes(write)) memory.isEditedByHand = false;
  });
  return { violations, memory };
};

const note = (memory: Memory, write: Write): void => {
  if (isWorkloadCalled(write, 'podinfo')) noteTemplate(memory, write);
  if (isOf(write, 'ConfigMap', 'settings') && write.verb === 'update') memory.isConfigChanged = true;
  if (!isRoutes(write)) return;
  if (!isOperator(write)) memory.isEditedByHand = true;
  const [was, is] = [reachesCanary(write.before), reachesCanary(write.object)];
  if (is && !was) memory.wasOpenedByHand = !isOperator(write);
  if (!was || is) return;
  memory.awaySince = write.at;
  memory.closedBy = write.user;
};

const noteTemplate = (memory: Memory, { before, object, at }: Write): void => {
  const revision = fingerprint(object);
  memory.images.set(revision, imageIn(object));
  if (before !== undefined && fingerprint(before) !== revision) memory.retemplatedAt = at;
};
