import { revisionOf } from '../../src/domain/revision.ts';
import { NO_COOKIES } from '../../src/domain/traffic.ts';
import type { Condition, Run, Status } from '../../src/domain/status.ts';

export const NOW = 1_700_000_000_000;

/** Fingerprints of three templates, by a letter. */
export const rev = (letter: string): string => revisionOf({ letter });

export const aRun = (over: Partial<Run> = {}): Run => ({
  id: '2',
  revision: rev('B'),
  trackedConfigs: {},
  strategy: 'canary',
  startedAt: NOW - 20_000,
  stageSince: NOW - 10_000,
  steppedAt: NOW - 10_000,
  dueAt: NOW,
  intent: 'advance',
  trafficSeq: 4,
  audience: 'everyone',
  mirrored: false,
  retry: false,
  heals: false,
  tick: 1,
  inconclusive: 0,
  passedHooks: [],
  ...over,
});

export const aCondition = (over: Partial<Condition> = {}): Condition => ({
  status: 'True',
  reason: 'Accepted',
  message: 'The spec is valid.',
  lastTransitionTime: NOW - 60_000,
  lastUpdateTime: NOW - 60_000,
  observedGeneration: 1,
  ...over,
});

export const holdingFor = (reason: string, message = 'why'): Condition => aCondition({ reason, message });

/** A run of B at 10 %, with A promoted. */
export const aStatus = (over: Partial<Status> = {}): Status => ({
  phase: 'Progressing',
  canaryWeight: 10,
  failedChecks: 0,
  iterations: 0,
  cookies: NO_COOKIES,
  lastAppliedSpec: rev('B'),
  lastPromotedSpec: rev('A'),
  lastTrackedRevision: 't-1/2',
  trackedConfigs: {},
  observedGeneration: 1,
  lastTransitionTime: NOW - 60_000,
  promoted: undefined,
  accepted: aCondition(),
  holding: undefined,
  command: undefined,
  run: aRun(),
  ...over,
});

/** At rest with A promoted. */
export const atRest = (over: Partial<Status> = {}): Status =>
  aStatus({
    phase: 'Succeeded',
    canaryWeight: 0,
    lastAppliedSpec: rev('A'),
    lastTrackedRevision: 't-1/1',
    run: aRun({ id: '1', revision: rev('A'), intent: 'finish', drainUntil: NOW - 50_000 }),
    ...over,
  });
