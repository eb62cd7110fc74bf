import { SCALE_TO_ZERO } from '../../../src/api/identifiers.ts';
import { isPhase, isSettled, mayMove, type Phase } from '../../../src/domain/phase.ts';
import { revisionOf } from '../../../src/domain/revision.ts';
import { NAMESPACE } from '../../support/manifests.ts';
import {
  CANARY_HOST,
  drawing,
  type History,
  type Json,
  PRIMARY_HOST,
  reachesCanary,
  type Write,
} from './history.ts';
import { MORE } from './more-invariants.ts';

/** What the checker knows beside the history: what is given to the operator from outside. */
export interface Circumstances {
  readonly intervalMs: number;
  readonly drainMs: number;
  /** The largest weight that any spec of the story allows, before promotion. */
  readonly maxWeight: number;
  readonly threshold: number;
  /** What metrics servers last answered with: only this is evidence that a release is good. */
  readonly isEvidenceGood: () => boolean;
  /** Since when the Canary is suspended, on the monotonic clock. */
  readonly suspendedSince: () => number | undefined;
  /** A person asked for the promotion: it goes by no check. */
  readonly isCommanded: () => boolean;
  readonly isPreRolloutPassed: () => boolean;
  readonly hasPreRollout: boolean;
}

export interface Violation {
  readonly id: string;
  readonly message: string;
  readonly at: number;
}

export interface Invariant {
  readonly id: string;
  /** In words that a user understands. */
  readonly says: string;
  /** What is wrong with a write of the operator; undefined when nothing is. */
  readonly check: (write: Write, seen: Seen) => string | undefined;
}

/** What predicates may look at. */
export interface Seen {
  readonly history: History;
  readonly around: Circumstances;
  readonly memory: Memory;
}

/** What the history has shown so far. */
export interface Memory {
  /** Images by the fingerprint of the templates that the target had. */
  readonly images: Map<string, string>;
  /** By run: the highest weight that routes had, and when it was raised last. */
  readonly raised: Map<string, { weight: number; at: number }>;
  /** Since when no route leads to the canary, on the monotonic clock. */
  awaySince: number;
  readonly failedChecksOf: Map<string, number>;
  /** Since the last run began. */
  isConfigChanged: boolean;
  /** The last write of the routes was no operator's. */
  isEditedByHand: boolean;
}

export const isOperator = ({ user }: Write): boolean => user.startsWith('operator');

const statusOf = (canary: Json | undefined): Json => canary?.['status'] ?? {};
const phaseOf = (canary: Json | undefined): Phase | undefined => {
  const { phase } = statusOf(canary);
  return isPhase(phase) ? phase : undefined;
};
const isOf = (write: Write, kind: string, name?: string): boolean =>
  write.object['kind'] === kind && (name === undefined || write.object['metadata'].name === name);
const isWorkload = ({ object }: Write): boolean =>
  object['kind'] === 'Deployment' || object['kind'] === 'DaemonSet';
const canaryOf = ({ history }: Seen): Json | undefined => history.get('Canary', 'podinfo');
const imageIn = (workload: Json | undefined): string =>
  String(workload?.['spec']?.template?.spec?.containers?.[0]?.image ?? '');
const runOf = (canary: Json | undefined): Json => statusOf(canary)['run'] ?? {};
const isRoutes = (write: Write): boolean => isOf(write, 'VirtualService') && write.verb !== 'delete';

/** The weight that a route write gives the canary, and the one before it. */
const step = (write: Write): { from: number; to: number } => ({
  from: drawing(write.before)?.canary ?? 0,
  to: drawing(write.object)?.canary ?? 0,
});

const rulesOf = (virtualService: Json): readonly Json[] => [
  ...(virtualService['spec']?.http ?? []),
  ...(virtualService['spec']?.tcp ?? []),
];

/** The promotion and what comes after it send no more than the analysis did, and need no check. */
const isAnalysing = (phase: Phase | undefined): boolean =>
  phase === 'Progressing' || phase === 'Waiting' || phase === 'WaitingPromotion';

/** How long a write that was decided on may still be on its way when a person suspends the Canary. */
const UNDER_WAY_MS = 20_000;

export const INVARIANTS: readonly Invariant[] = [
  {
    id: 'S-01',
    says: 'Weights of a route are whole numbers from 0 to 100 that sum to 100, and lead to the primary and the canary alone.',
    check: (write) => {
      if (!isRoutes(write)) return undefined;
      const rules = rulesOf(write.object);
      if (rules.length === 0) return 'no routes at all';
      return rules.flatMap((rule): readonly string[] => weightsWrong(rule)).at(0);
    },
  },
  {
    id: 'S-02',
    says: 'No side gets traffic that it did not have while it has no ready pods.',
    check: (write, { history, memory }) => {
      if (!isRoutes(write) || write.before === undefined) return undefined;
      const [before, after] = [drawing(write.before), drawing(write.object)];
      const isRaised =
        (after?.canary ?? 0) > (before?.canary ?? 0) ||
        (reachesCanary(write.object) && !reachesCanary(write.before));
      if (isRaised && history.endpoints(CANARY_HOST) === 0) return 'the canary has no ready pods';
      // A hand may have led users away from a primary without pods: what is recorded comes back all the same.
      const isReturned = (after?.primary ?? 0) > (before?.primary ?? 0) && !memory.isEditedByHand;
      const isWorse = history.endpoints(PRIMARY_HOST) === 0 && history.endpoints(CANARY_HOST) > 0;
      return isReturned && isWorse ? 'the primary has no ready pods, and the canary has some' : undefined;
    },
  },
  {
    id: 'S-03',
    says: 'During an analysis the canary never gets more than maxWeight.',
    check: (write, seen) => {
      if (!isRoutes(write) || !isAnalysing(phaseOf(canaryOf(seen)))) return undefined;
      const { to } = step(write);
      return to > seen.around.maxWeight ? `${to} % of ${seen.around.maxWeight} %` : undefined;
    },
  },
  {
    id: 'S-05',
    says: 'A weight is raised at most once an interval, whatever crashes, clocks and edits do.',
    check: (write, { around, memory, ...seen }) => {
      if (!isRoutes(write)) return undefined;
      const run = String(runOf(seen.history.get('Canary', 'podinfo'))['id'] ?? '');
      const last = memory.raised.get(run);
      const { to } = step(write);
      if (to === 0 || (last !== undefined && to <= last.weight)) return undefined;
      memory.raised.set(run, { weight: to, at: write.at });
      if (last === undefined || around.isCommanded()) return undefined;
      const apartMs = write.at - last.at;
      return apartMs < around.intervalMs - 250 ? `${last.weight} to ${to} after ${apartMs} ms` : undefined;
    },
  },
  {
    id: 'S-06',
    says: 'Routes follow the record: a weight is recorded before any user meets it.',
    check: (write, seen) => {
      if (!isRoutes(write)) return undefined;
      const { from, to } = step(write);
      const recorded = Number(statusOf(canaryOf(seen))['canaryWeight'] ?? 0);
      return to > from && to !== recorded ? `routed ${to} %, recorded ${recorded} %` : undefined;
    },
  },
  {
    id: 'S-07',
    says: 'Failed checks of a run are counted one by one, and are never forgotten.',
    check: (write, { memory }) => {
      if (!isOf(write, 'Canary') || !write.isStatus) return undefined;
      const run = String(runOf(write.object)['id'] ?? '');
      const failed = Number(statusOf(write.object)['failedChecks'] ?? 0);
      const before = memory.failedChecksOf.get(run) ?? 0;
      memory.failedChecksOf.set(run, failed);
      if (failed > before + 1) return `from ${before} to ${failed} at once`;
      return failed < before && isAnalysing(phaseOf(write.object)) && isAnalysing(phaseOf(write.before))
        ? `from ${before} back to ${failed}`
        : undefined;
    },
  },
  {
    id: 'S-08',
    says: "The primary's pod template changes only at its creation and while a promotion is recorded.",
    check: (write, seen) => {
      if (!isPrimaryTemplate(write)) return undefined;
      const phase = phaseOf(canaryOf(seen));
      return phase === 'Promoting' || phase === 'Initializing' ? undefined : `in ${phase ?? 'no phase'}`;
    },
  },
  {
    id: 'S-09',
    says: 'What is promoted is what was analysed.',
    check: (write, seen) => {
      if (!isPrimaryTemplate(write)) return undefined;
      if (phaseOf(canaryOf(seen)) !== 'Promoting') return undefined;
      const analysed = seen.memory.images.get(String(runOf(canaryOf(seen))['revision'] ?? ''));
      const written = imageIn(write.object);
      return analysed !== undefined && analysed !== written
        ? `analysed ${analysed}, promoted ${written}`
        : undefined;
    },
  },
  {
    id: 'S-11',
    says: 'The target goes to zero only when no route has led to it for the drain time, and the primary has ready pods.',
    check: (write, { history, around, memory }) => {
      const isDown = scaledTo(write) === 0 && (scaledTo(write, 'before') ?? 0) > 0;
      if (!isWorkload(write) || !isOf(write, write.object['kind'] as string, 'podinfo') || !isDown)
        return undefined;
      if (reachesCanary(history.get('VirtualService', 'podinfo'))) return 'a route still leads to it';
      const awayMs = write.at - memory.awaySince;
      if (awayMs < around.drainMs - 50) return `the last route is ${awayMs} ms ago`;
      return history.endpoints(PRIMARY_HOST) === 0 ? 'the primary has no ready pods' : undefined;
    },
  },
  {
    id: 'S-12',
    says: 'The primary is never scaled to zero.',
    check: (write) =>
      isWorkload(write) &&
      isOf(write, write.object['kind'] as string, 'podinfo-primary') &&
      scaledTo(write) === 0 &&
      scaledTo(write, 'before') !== 0
        ? 'replicas 0'
        : undefined,
  },
  {
    id: 'S-15',
    says: 'Every rollback is recorded with its reason.',
    check: (write) => {
      if (!isOf(write, 'Canary') || !write.isStatus || phaseOf(write.object) !== 'Failed') return undefined;
      if (phaseOf(write.before) === 'Failed') return undefined;
      const { reason = '' } = runOf(write.object);
      const promoted = (statusOf(write.object)['conditions'] ?? []).find(
        (one: Json) => one['type'] === 'Promoted',
      );
      return reason === '' || (promoted?.message ?? '') === ''
        ? 'Failed without a reason or a message'
        : undefined;
    },
  },
  {
    id: 'S-17',
    says: 'Labels and annotations of others stay on what the operator writes.',
    check: (write) => {
      if (write.verb !== 'update' || write.before === undefined || write.isStatus) return undefined;
      return ['labels', 'annotations']
        .flatMap((part) => lost(write.before?.['metadata'][part], write.object['metadata'][part]))
        .at(0);
    },
  },
  {
    id: 'S-18',
    says: 'What the operator makes belongs to its Canary.',
    check: (write) => {
      if (write.verb !== 'create' || ['Event', 'Lease'].includes(write.object['kind'] as string))
        return undefined;
      const owners = write.object['metadata'].ownerReferences ?? [];
      return owners.some((one: Json) => one['kind'] === 'Canary')
        ? undefined
        : `${String(write.object['kind'])} without an owner`;
    },
  },
  {
    id: 'S-20',
    says: 'The operator writes in the namespace of the Canary alone, but for its Lease.',
    check: ({ object }) =>
      object['metadata'].namespace === NAMESPACE || object['kind'] === 'Lease'
        ? undefined
        : `${String(object['kind'])} in ${String(object['metadata'].namespace)}`,
  },
  {
    id: 'S-22',
    says: 'While a Canary is suspended nothing moves, but for a rollback that has begun.',
    check: (write, seen) => {
      const since = seen.around.suspendedSince();
      if (since === undefined || write.at - since < UNDER_WAY_MS) return undefined;
      if (['Canary', 'Event', 'Lease'].includes(write.object['kind'] as string)) return undefined;
      const { intent } = runOf(canaryOf(seen));
      return intent === 'rollBack' ? undefined : `${write.verb} of ${String(write.object['kind'])}`;
    },
  },
  {
    id: 'S-24',
    says: 'A weight rises, and a release is promoted, only on answers that show it is good.',
    check: (write, { around }) => {
      if (!isOf(write, 'Canary') || !write.isStatus || around.isCommanded()) return undefined;
      const [before, after] = [
        Number(statusOf(write.before)['canaryWeight'] ?? 0),
        Number(statusOf(write.object)['canaryWeight'] ?? 0),
      ];
      const isRaise = before > 0 && after > before && isAnalysing(phaseOf(write.before));
      const isPromotion = phaseOf(write.object) === 'Promoting' && phaseOf(write.before) !== 'Promoting';
      if (!isRaise && !isPromotion) return undefined;
      return around.isEvidenceGood()
        ? undefined
        : `${before} % to ${after} %, ${phaseOf(write.object) ?? ''}`;
    },
  },
  {
    id: 'S-25',
    says: 'Copies of configs change only while the primary is made or a promotion is recorded.',
    check: (write, seen) => {
      const isCopy = ['ConfigMap', 'Secret'].includes(write.object['kind'] as string);
      if (!isCopy || write.verb !== 'update' || same(write.before?.['data'], write.object['data']))
        return undefined;
      const phase = phaseOf(canaryOf(seen));
      return phase === 'Promoting' || phase === 'Initializing' ? undefined : `in ${phase ?? 'no phase'}`;
    },
  },
  {
    id: 'S-27',
    says: 'No user meets a release before its pre-rollout hooks have passed.',
    check: (write, { around }) => {
      if (!isRoutes(write) || !around.hasPreRollout || around.isCommanded()) return undefined;
      const isFirst = !reachesCanary(write.before) && reachesCanary(write.object);
      return isFirst && !around.isPreRolloutPassed() ? 'the hook has not passed' : undefined;
    },
  },
  {
    id: 'S-28',
    says: 'No analysis starts by itself: only a new revision, a changed config or a person starts one.',
    check: (write, { around, history, memory }) => {
      if (!isOf(write, 'Canary') || !write.isStatus || around.isCommanded()) return undefined;
      const [from, to] = [phaseOf(write.before), phaseOf(write.object)];
      if (!isSettled(from) || (to !== 'Progressing' && to !== 'Waiting')) return undefined;
      const target = history.get('Deployment', 'podinfo') ?? history.get('DaemonSet', 'podinfo');
      const isNew =
        fingerprint(target) !== statusOf(write.before)['lastAppliedSpec'] || memory.isConfigChanged;
      if (to === 'Progressing') memory.isConfigChanged = false;
      return isNew ? undefined : `from ${from ?? ''} with nothing new`;
    },
  },
  {
    id: 'S-31',
    says: 'Phases follow each other only as documented.',
    check: (write) => {
      if (!isOf(write, 'Canary') || !write.isStatus) return undefined;
      const [from, to] = [phaseOf(write.before), phaseOf(write.object)];
      return to === undefined || mayMove(from, to) ? undefined : `from ${from ?? 'none'} to ${to}`;
    },
  },
];

const weightsWrong = (rule: Json): readonly string[] => {
  const destinations: readonly Json[] = rule['route'] ?? [];
  const hosts = destinations.map((one) => String(one['destination'].host));
  const strange = hosts.find((host) => host !== PRIMARY_HOST && host !== CANARY_HOST);
  if (strange !== undefined) return [`leads to ${strange}`];
  const weights = destinations.map((one) => one['weight'] as unknown);
  if (destinations.length === 1) return [];
  const isWrong = weights.some(
    (weight) => !Number.isInteger(weight) || Number(weight) < 0 || Number(weight) > 100,
  );
  const sum = weights.reduce<number>((total, weight) => total + Number(weight), 0);
  return isWrong || sum !== 100 ? [`weights ${JSON.stringify(weights)}`] : [];
};

const isPrimaryTemplate = (write: Write): boolean =>
  isWorkload(write) &&
  write.verb === 'update' &&
  isOf(write, write.object['kind'] as string, 'podinfo-primary') &&
  !write.isStatus &&
  !same(write.before?.['spec'].template, write.object['spec'].template);

/** A DaemonSet is at zero when it is bound to a node that does not exist. */
const scaledTo = (write: Write, which: 'before' | 'object' = 'object'): number | undefined => {
  const object = write[which];
  if (object === undefined || write.isStatus || !isWorkload(write)) return undefined;
  if (object['kind'] === 'Deployment') return Number(object['spec'].replicas ?? 1);
  const selector = object['spec'].template?.spec?.nodeSelector ?? {};
  return SCALE_TO_ZERO in selector ? 0 : 1;
};

/** Of what is analysed: what only scales a DaemonSet is none of it. */
const fingerprint = (workload: Json | undefined): string => {
  const template = structuredClone(workload?.['spec'].template ?? {}) as Json;
  const { nodeSelector } = (template['spec'] ?? {}) as Json;
  if (nodeSelector !== undefined) delete nodeSelector[SCALE_TO_ZERO];
  return revisionOf(template);
};

const lost = (before: Record<string, string> = {}, after: Record<string, string> = {}): readonly string[] =>
  Object.keys(before)
    .filter((key) => key.startsWith('team.example/') && after[key] !== before[key])
    .map((key) => `${key} is lost`);

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Checks every write of the operator as it is accepted. */
export const watchOver = (
  history: History,
  around: Circumstances,
): { readonly violations: readonly Violation[]; readonly memory: Memory } => {
  const violations: Violation[] = [];
  const memory: Memory = {
    images: new Map(),
    raised: new Map(),
    awaySince: 0,
    failedChecksOf: new Map(),
    isConfigChanged: false,
    isEditedByHand: false,
  };
  history.onWrite((write) => {
    if (isOf(write, 'Deployment', 'podinfo') || isOf(write, 'DaemonSet', 'podinfo'))
      memory.images.set(fingerprint(write.object), imageIn(write.object));
    if (isOf(write, 'ConfigMap', 'settings') && write.verb === 'update') memory.isConfigChanged = true;
    if (isRoutes(write) && reachesCanary(write.before) && !reachesCanary(write.object))
      memory.awaySince = write.at;
    if (isRoutes(write) && !isOperator(write)) memory.isEditedByHand = true;
    if (!isOperator(write)) return;
    for (const { id, check } of [...INVARIANTS, ...MORE]) {
      const message = check(write, { history, around, memory });
      if (message !== undefined) violations.push({ id, message, at: write.at });
    }
    if (isRoutes(write)) memory.isEditedByHand = false;
  });
  return { violations, memory };
};
