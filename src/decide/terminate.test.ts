import { describe, expect, test } from '@jest/globals';
import { aCanary, aPlan } from '../../test/builders/plan.ts';
import {
  aConfig,
  aScaler,
  aTarget,
  idleTarget,
  LABEL,
  NOT_READY,
  seeing,
} from '../../test/builders/snapshot.ts';
import { aRun, aStatus, atRest, NOW } from '../../test/builders/status.ts';
import type { Plan } from '../domain/plan.ts';
import type { Verdict } from '../domain/question.ts';
import type { Refusal, Snapshot } from '../domain/snapshot.ts';
import type { Status } from '../domain/status.ts';
import { type Action, converge } from './converge.ts';
import { decide } from './decide.ts';
import { probesFor } from './probes.ts';

const FLAGGERS = 'finalizer.flagger.app';
const REVERT = { revertOnDeletion: true };
const plan = aPlan({}, REVERT);
const plain = aPlan();
const refusal: Refusal = { reason: 'InvalidSpec', issues: [{ path: 'spec.provider', problem: 'is odd' }] };
const finalized = aCanary({}, REVERT, { finalizers: ['example.dev/other', FLAGGERS] });
const ONE_MINUTE = 60_000;

/** A Canary that is being deleted and waits for us. */
const deleting = (status: Status, over: Partial<Snapshot> = {}): Snapshot =>
  seeing({ canary: finalized, deletedAt: NOW - 1_000, status, ...over });

const terminating = (run: Parameters<typeof aRun>[0] = {}, over: Partial<Status> = {}): Status =>
  aStatus({ phase: 'Terminating', canaryWeight: 0, run: aRun({ stageSince: NOW - 1_000, ...run }), ...over });
const handingOver = (run: Parameters<typeof aRun>[0] = {}): Status =>
  terminating({ intent: 'handOver', ...run }, { canaryWeight: 100 });
const OPEN = { outlives: true, service: 'drifted', routes: 'drifted', isReached: false } as const;
const asleep = idleTarget({ replicasToServe: 2 });
const REFUSED = {
  reason: 'RouteRefused',
  what: 'giving the routes back',
  message: 'no',
  retryAt: NOW + 5,
} as const;

/** As the world is when the endpoints were asked for, with this answer. */
const answered = (seen: Snapshot, given: Plan, answer: Verdict['answer']): readonly Verdict[] =>
  probesFor(given, seen).map((question) => ({ question, answer }));

const outcome = (
  seen: Snapshot,
  given: Plan | Refusal = plan,
  answer: Verdict['answer'] = { outcome: 'pass' },
) => {
  const { status, next, announcements } = decide(
    given,
    seen,
    'target' in given ? answered(seen, given, answer) : [],
  );
  return {
    phase: status.phase,
    intent: status.run?.intent,
    told: announcements.map(({ topic, message }) => `${topic}: ${message}`),
    next: next.kind === 'at' ? next.at - NOW : next.kind,
    status,
  };
};

describe('a deletion that waits for us', () => {
  test.each([
    'Initializing',
    'Initialized',
    'Waiting',
    'Progressing',
    'WaitingPromotion',
    'Promoting',
    'Finalising',
    'Succeeded',
    'Failed',
  ] as const)('enters Terminating from %s, at the recorded weight', (phase) => {
    const status = aStatus({
      phase,
      canaryWeight: 30,
      run: aRun({ intent: 'rollBack', reason: 'FailedChecks', drainUntil: NOW }),
    });
    const { told, status: next } = outcome(deleting(status));
    expect(next).toMatchObject({
      phase: 'Terminating',
      canaryWeight: 30,
      run: { intent: 'advance', stageSince: NOW },
    });
    expect(next.run).not.toHaveProperty('drainUntil');
    expect(next.run).not.toHaveProperty('reason');
    expect(told).toEqual(['Terminating: Terminating canary podinfo.test']);
  });

  test.each([
    { name: 'suspended', given: { ...plan, suspend: true }, over: {} },
    {
      name: 'in the way of an obstacle',
      given: plan,
      over: { obstacle: { kind: 'NameTaken', message: 'x' } } as const,
    },
    { name: 'with an unanswered command', given: plan, over: { command: 'halt 1' } },
    { name: 'before configs are read', given: plan, over: { configs: [aConfig({ checksum: undefined })] } },
  ])('begins also $name', ({ given, over }) => {
    expect(outcome(deleting(atRest(), over), given)).toMatchObject({ phase: 'Terminating' });
  });

  test.each([
    {
      name: 'without a record of ours, as Flagger leaves it',
      status: aStatus({ phase: 'Terminating', run: undefined }),
    },
    {
      name: 'without a record, and without a target',
      status: aStatus({ phase: 'Succeeded', run: undefined }),
      over: { target: undefined },
    },
  ])('begins $name', ({ status, over }) => {
    expect(outcome(deleting(status, over)).status).toMatchObject({
      phase: 'Terminating',
      run: { intent: 'advance' },
    });
  });

  test('has nothing to undo where nothing was done', () => {
    expect(outcome(deleting(aStatus({ phase: undefined, run: undefined })))).toMatchObject({
      phase: 'Terminated',
    });
  });
});

describe('the target is waited for', () => {
  const rows: readonly { name: string; over: Partial<Snapshot> }[] = [
    { name: 'while it is at zero', over: { target: asleep } },
    { name: 'while it is not ready', over: { target: aTarget({ readiness: NOT_READY }) } },
    { name: 'while too few endpoints are ready', over: { target: aTarget({ endpoints: 1 }) } },
  ];

  test.each(rows)('$name, up to its deadline', ({ over }) => {
    expect(outcome(deleting(terminating(), over))).toMatchObject({
      phase: 'Terminating',
      intent: 'advance',
      told: [],
      next: plan.progressDeadlineMs - 1_000,
    });
  });

  test.each(rows)('$name, and no longer', ({ over }) => {
    const { intent, told } = outcome(
      deleting(terminating({ stageSince: NOW - plan.progressDeadlineMs }), over),
    );
    expect(intent).toBe('handOver');
    expect(told).toEqual([
      expect.stringMatching(
        /^LetGo: Canary podinfo.test goes without waiting for its target: it is not ready: /,
      ),
    ]);
  });

  test('and not at all where there is none', () => {
    expect(outcome(deleting(terminating(), { target: undefined }))).toMatchObject({
      intent: 'handOver',
      told: ['LetGo: Canary podinfo.test goes without waiting for its target: it does not exist'],
    });
  });

  test('while a live look finds fewer endpoints than the cache', () => {
    const few = { outcome: 'fail', message: 'the canary has 1 of 2 ready endpoints' } as const;
    const seen = deleting(terminating());
    expect(outcome(seen, plan, few)).toMatchObject({
      intent: 'advance',
      status: { holding: { status: 'True', reason: 'NoEndpoints' } },
    });
    const late = deleting(terminating({ stageSince: NOW - plan.progressDeadlineMs }));
    expect(outcome(late, plan, few)).toMatchObject({ intent: 'handOver' });
  });

  test('while a write is refused, which is told', () => {
    expect(outcome(deleting(terminating(), { target: asleep, refused: REFUSED }))).toMatchObject({
      intent: 'advance',
      status: { holding: { status: 'True', reason: 'RouteRefused' } },
      next: 5,
    });
  });
});

describe('users are led to a target that can serve them', () => {
  test('after a live look', () => {
    const seen = deleting(terminating());
    expect(probesFor(plan, seen)).toEqual([{ kind: 'endpoints', side: 'canary', atLeast: 2 }]);
    expect(outcome(seen)).toMatchObject({ intent: 'handOver', told: [], status: { canaryWeight: 100 } });
  });

  test('by the workload alone where the canary Service was never made', () => {
    const services = { ...seeing().services, canary: 'missing' } as const;
    const seen = deleting(terminating(), { services, target: aTarget({ endpoints: 0 }) });
    expect(probesFor(plan, seen)).toEqual([]);
    expect(outcome(seen)).toMatchObject({ intent: 'handOver' });
  });
});

describe('what was given back', () => {
  test.each([
    { name: 'is waited for', over: { handOver: OPEN }, next: ONE_MINUTE - 1_000, drains: false },
    { name: 'is drained once it is seen', over: {}, next: 5_000, drains: true },
  ])('$name', ({ over, next, drains }) => {
    const { phase, status, next: look } = outcome(deleting(handingOver(), over));
    expect({ phase, look, drains: status.run?.drainUntil !== undefined }).toEqual({
      phase: 'Terminating',
      look: next,
      drains,
    });
  });

  test('is drained anew when a hand has undone it', () => {
    const { status } = outcome(deleting(handingOver({ drainUntil: NOW - 1 }), { handOver: OPEN }));
    expect(status.run).not.toHaveProperty('drainUntil');
  });

  test('is drained to the end, and then it is over', () => {
    expect(outcome(deleting(handingOver({ drainUntil: NOW + 1 })))).toMatchObject({
      phase: 'Terminating',
      next: 1,
    });
    expect(outcome(deleting(handingOver({ drainUntil: NOW })))).toMatchObject({
      phase: 'Terminated',
      told: ['Terminated: Terminated canary podinfo.test'],
    });
  });

  test('is waited for while proxies may not know of it', () => {
    const seen = deleting(handingOver({ drainUntil: NOW - 1 }), { catchUpUntil: NOW + 7 });
    expect(outcome(seen)).toMatchObject({
      phase: 'Terminating',
      next: 7,
      status: { holding: { reason: 'CatchingUp' } },
    });
  });

  test.each([
    {
      name: 'all of it',
      over: { handOver: OPEN },
      without: 'its Service and its VirtualService and endpoints of its target behind its Service',
    },
    {
      name: 'what is refused',
      over: { handOver: { ...OPEN, service: 'asWanted', isReached: true } as const, refused: REFUSED },
      without: 'its VirtualService (giving the routes back: no)',
    },
  ])('is given up after a minute: $name', ({ over, without }) => {
    expect(outcome(deleting(handingOver({ stageSince: NOW - ONE_MINUTE }), over))).toMatchObject({
      phase: 'Terminated',
      told: [`LetGo: Canary podinfo.test is let go after its deadline without ${without}`],
    });
  });
});

describe('a spec that is refused', () => {
  test('has ten minutes to be mended, and is then let go', () => {
    expect(outcome(deleting(atRest()), refusal)).toMatchObject({ phase: atRest().phase, next: 599_000 });
    expect(outcome(deleting(atRest(), { deletedAt: NOW - 600_000 }), refusal)).toMatchObject({
      phase: 'Terminated',
      told: [
        'LetGo: Canary podinfo.test is let go after its deadline with nothing given back, since its spec is refused',
      ],
    });
  });

  test('is let go at once where nothing was ever done', () => {
    expect(outcome(deleting(aStatus({ phase: undefined, run: undefined })), refusal)).toMatchObject({
      phase: 'Terminated',
    });
  });
});

const spoken = (action: Action): string => {
  if (action.kind === 'setFinalizer') return action.isOn ? 'finalizer on' : 'finalizer off';
  if (action.kind === 'scaleTarget') return `scale to ${action.replicas}`;
  return action.kind;
};

describe('it writes', () => {
  const other = aCanary({}, {}, { finalizers: [FLAGGERS] });
  const bare = aCanary({}, REVERT);
  const paused = aScaler({ target: 'paused' });
  const drifted = { services: { ...seeing().services, apex: 'drifted' } } as const;
  const rows: readonly { name: string; seen: Snapshot; given?: Plan | Refusal; is: readonly string[] }[] = [
    {
      name: 'the finalizer before all else',
      seen: seeing({ canary: bare, status: atRest(), ...drifted }),
      is: ['finalizer on', 'writeService'],
    },
    {
      name: 'the finalizer also while suspended',
      seen: seeing({ canary: bare, status: atRest() }),
      given: { ...plan, suspend: true },
      is: ['finalizer on'],
    },
    {
      name: 'no finalizer before anything is begun',
      seen: seeing({ canary: bare, status: aStatus({ phase: undefined, run: undefined }) }),
      is: [],
    },
    { name: 'no finalizer twice', seen: seeing({ canary: finalized, status: atRest() }), is: [] },
    {
      name: 'it off a Canary that does not ask for it',
      seen: seeing({ canary: other, status: atRest() }),
      given: plain,
      is: ['finalizer off'],
    },
    {
      name: 'it off such a one that is deleted',
      seen: deleting(atRest(), { canary: other }),
      given: plain,
      is: ['finalizer off'],
    },
    {
      name: 'it off such a one that is refused and deleted',
      seen: deleting(atRest(), { canary: other }),
      given: refusal,
      is: ['finalizer off'],
    },
    {
      name: 'nothing to one that is refused and not deleted',
      seen: seeing({ canary: other, status: atRest() }),
      given: refusal,
      is: [],
    },
    {
      name: 'nothing to a deleted one that is none of ours',
      seen: deleting(atRest(), { canary: bare, ...drifted }),
      is: [],
    },
    {
      name: 'the replicas of the target first',
      seen: deleting(terminating(), { target: asleep, handOver: OPEN, ...drifted }),
      is: ['scale to 2'],
    },
    {
      name: 'its autoscaler free, too',
      seen: deleting(terminating(), { target: asleep, scaler: paused }),
      is: ['pauseAutoscaler', 'scale to 2'],
    },
    {
      name: 'nothing to a target that has its pods',
      seen: deleting(terminating(), { handOver: OPEN }),
      is: [],
    },
    {
      name: 'Service and routes back, once it is recorded',
      seen: deleting(handingOver(), { handOver: OPEN }),
      is: ['returnService', 'returnRoutes'],
    },
    { name: 'nothing that is back already', seen: deleting(handingOver()), is: [] },
    {
      name: 'the finalizer last',
      seen: deleting(terminating({}, { phase: 'Terminated' })),
      is: ['finalizer off'],
    },
    {
      name: 'it off a refused one that is let go',
      seen: deleting(terminating({}, { phase: 'Terminated' })),
      given: refusal,
      is: ['finalizer off'],
    },
    {
      name: 'nothing before a refused write may be tried again',
      seen: deleting(handingOver(), { handOver: OPEN, refused: REFUSED }),
      is: [],
    },
  ];

  test.each(rows)('$name', ({ seen, given = plan, is }) => {
    expect(converge(given, seen, seen.status).map(spoken)).toEqual(is);
  });
});

test('a deletion without us asks nothing, decides nothing and writes nothing', () => {
  const seen = seeing({ canary: aCanary({}, {}), deletedAt: NOW, status: aStatus(), label: LABEL });
  expect(probesFor(plain, seen)).toEqual([]);
  expect(decide(plain, seen, [])).toMatchObject({ status: seen.status, announcements: [] });
  expect(converge(plain, seen, seen.status)).toEqual([]);
});
