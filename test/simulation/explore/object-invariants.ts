import { listAt, objectAt, textAt } from '../../../src/domain/json.ts';
import { NAMESPACE } from '../../support/manifests.ts';
import type { Invariant, Seen } from './checker.ts';
import {
  imageIn,
  isOf,
  isSame,
  isScaledToZero,
  isWorkloadCalled,
  phaseOf,
  PRIMARY_HOST,
  reachesCanary,
  runOf,
  templateOf,
} from './facts.ts';
import type { Write } from './history.ts';

/** Timers round. */
const ROUNDING_MS = 50;
/** How long a write that was decided on may still be on its way when a person suspends the Canary. */
const UNDER_WAY_MS = 20_000;

/** What is done to workloads and to what others own. */
export const OBJECTS: readonly Invariant[] = [
  {
    id: 'S-08',
    says: "The primary's pod template changes only while it is made and while a promotion is recorded.",
    check: (write, seen) => (isPrimaryTemplate(write) ? outsidePromotion(seen) : undefined),
  },
  {
    id: 'S-09',
    says: 'What is promoted is what was analysed.',
    check: (write, seen) => {
      if (!isPrimaryTemplate(write) || phaseOf(seen.history.canary) !== 'Promoting') return undefined;
      const analysed = seen.memory.images.get(textAt(runOf(seen.history.canary), 'revision'));
      const written = imageIn(write.object);
      return analysed === undefined || analysed === written
        ? undefined
        : `analysed ${analysed}, promoted ${written}`;
    },
  },
  {
    id: 'S-11',
    says: 'The target goes to zero only when no route has led to it for the drain time, and the primary has ready pods.',
    check: (write, { history, around, memory }) => {
      if (!isWorkloadCalled(write, 'podinfo') || !isScaledToZero(write)) return undefined;
      if (reachesCanary(history.get('VirtualService', 'podinfo'))) return 'a route still leads to it';
      // A process that has just started knows no other clock than the one that was set ahead.
      const believedMs = memory.closedBy === write.user ? 0 : around.aheadSince(memory.awaySince);
      const awayMs = write.at - memory.awaySince + believedMs;
      // What a hand opened is closed at once, and its drain counts from when that was decided.
      if (awayMs < around.drainMs - ROUNDING_MS && !memory.wasOpenedByHand)
        return `the last route is ${awayMs} ms ago`;
      return history.endpoints(PRIMARY_HOST) === 0 ? 'the primary has no ready pods' : undefined;
    },
  },
  {
    id: 'S-12',
    says: 'The primary is never scaled to zero.',
    check: (write) =>
      write.verb === 'update' && isWorkloadCalled(write, PRIMARY_HOST) && isScaledToZero(write)
        ? 'replicas 0'
        : undefined,
  },
  {
    id: 'S-17',
    says: 'Labels and annotations of others stay on what the operator writes.',
    check: (write) => {
      if (write.verb !== 'update' || write.isStatus) return undefined;
      return ['labels', 'annotations'].flatMap((part) => lostIn(write, part)).at(0);
    },
  },
  {
    id: 'S-18',
    says: 'What the operator makes belongs to its Canary.',
    check: (write) => {
      if (write.verb !== 'create' || isOf(write, 'Event') || isOf(write, 'Lease')) return undefined;
      const owners = listAt(write.object, 'metadata', 'ownerReferences');
      return owners.some((one) => objectAt(one)['kind'] === 'Canary')
        ? undefined
        : `${String(write.object['kind'])} without an owner`;
    },
  },
  {
    id: 'S-20',
    says: 'The operator writes in the namespace of the Canary alone, but for its Lease.',
    check: (write) => {
      const namespace = textAt(objectAt(write.object, 'metadata'), 'namespace');
      return namespace === NAMESPACE || isOf(write, 'Lease')
        ? undefined
        : `${String(write.object['kind'])} in ${namespace}`;
    },
  },
  {
    id: 'S-22',
    says: 'While a Canary is suspended nothing moves, but for a rollback that has begun.',
    check: (write, seen) => {
      const since = seen.around.suspendedSince();
      if (since === undefined || write.at - since < UNDER_WAY_MS) return undefined;
      if (['Canary', 'Event', 'Lease'].includes(String(write.object['kind']))) return undefined;
      return runOf(seen.history.canary)['intent'] === 'rollBack'
        ? undefined
        : `${write.verb} of ${String(write.object['kind'])}`;
    },
  },
  {
    id: 'S-25',
    says: 'Copies of configs change only while the primary is made or a promotion is recorded.',
    check: (write, seen) => {
      const isCopy = isOf(write, 'ConfigMap') || isOf(write, 'Secret');
      const isChanged = write.verb === 'update' && !isSame(write.before?.['data'], write.object['data']);
      return isCopy && isChanged ? outsidePromotion(seen) : undefined;
    },
  },
];

const outsidePromotion = (seen: Seen): string | undefined => {
  const phase = phaseOf(seen.history.canary);
  return phase === 'Promoting' || phase === 'Initializing' ? undefined : `in ${phase ?? 'no phase'}`;
};

const isPrimaryTemplate = (write: Write): boolean =>
  write.verb === 'update' &&
  !write.isStatus &&
  isWorkloadCalled(write, PRIMARY_HOST) &&
  !isSame(templateOf(write.before), templateOf(write.object));

const lostIn = ({ before, object }: Write, part: string): readonly string[] => {
  const after = objectAt(object, 'metadata', part);
  return Object.entries(objectAt(before, 'metadata', part))
    .filter(([key, value]) => key.startsWith('team.example/') && after[key] !== value)
    .map(([key]) => `${key} is lost`);
};
