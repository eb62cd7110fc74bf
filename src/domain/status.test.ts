import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { aCondition, aRun, aStatus, NOW } from '../../test/builders/status.ts';
import { isPhase, isRunning, isSettled, mayMove, type Phase } from './phase.ts';
import type { CanaryRun, CanaryStatus } from '../api/generated/canary.ts';
import {
  floorAt,
  type Intent,
  parseStatus,
  replicasNeeded,
  type Run,
  type Status,
  toWire,
  type Times,
} from './status.ts';

/** Times are only written and read back here, so any reversible form will do. */
const times: Times = {
  format: (ms) => `T${ms}`,
  parse: (text) => (/^T\d+$/.test(text) ? Number(text.slice(1)) : undefined),
};

/** Compiles only while both are the same: what the CRD's schema lacks, the API server refuses to record. */
type Same<A, B> = [A, B] extends [B, A] ? true : never;
const ON_THE_WIRE: readonly [
  Same<Intent, NonNullable<CanaryRun['intent']>>,
  Same<Phase | '', NonNullable<CanaryStatus['phase']>>,
] = [true, true];

const lastCheck = {
  verdict: 'fail',
  metric: 'm',
  value: 90,
  bound: '>= 99',
  window: '1m',
  reason: 'low',
  weight: 10,
  at: NOW,
} as const;

test('intents and phases are those of the CRD', () => {
  expect(ON_THE_WIRE).toEqual([true, true]);
});

describe('a record', () => {
  test.each([
    { name: 'of a run', status: aStatus() },
    {
      name: 'with everything that may be there',
      status: aStatus({
        promoted: aCondition(),
        holding: aCondition({ status: 'False', reason: 'Proceeding', message: '' }),
        run: aRun({
          reason: 'FailedChecks',
          intent: 'rollBack',
          drainUntil: NOW,
          passedHooks: ['a'],
          announced: false,
          primaryFloor: { replicas: 5, readyWith: 2, until: NOW },
          lastCheck,
        }),
      }),
    },
    {
      name: 'with a floor that has no end yet',
      status: aStatus({ run: aRun({ primaryFloor: { replicas: 5, readyWith: 2 } }) }),
    },
    { name: 'with nothing tracked', status: aStatus({ trackedConfigs: undefined }) },
    { name: 'without a run', status: aStatus({ run: undefined }) },
  ])('$name is read back as it was written', ({ status }) => {
    expect(parseStatus(JSON.parse(JSON.stringify(toWire(status, {}, times))), times)).toEqual(status);
  });

  /** As it stands in the cluster; the compatibility page names these fields. */
  const WIRE: CanaryStatus = {
    phase: 'Progressing',
    canaryWeight: 20,
    failedChecks: 1,
    iterations: 2,
    lastAppliedSpec: 'v2:b',
    lastPromotedSpec: 'v2:a',
    lastTrackedRevision: 'uid/7',
    trackedConfigs: { 'configmap/settings': '0432367cd6bedd01' },
    observedGeneration: 3,
    lastTransitionTime: 'T1',
    sessionAffinityCookie: 'who=b',
    previousSessionAffinityCookie: 'who=a',
    primarySessionAffinityCookie: 'other=a',
    leaderEpoch: 4,
    command: { text: 'halt@2', accepted: true, message: '', at: 'T2' },
    conditions: [
      {
        type: 'Promoted',
        status: 'Unknown',
        reason: 'Progressing',
        message: 'under way',
        lastTransitionTime: 'T1',
        lastUpdateTime: 'T1',
        observedGeneration: 3,
      },
    ],
    run: {
      id: '2',
      revision: 'v2:b',
      trackedConfigs: { 'configmap/settings': '0432367cd6bedd01' },
      strategy: 'ab-testing',
      intent: 'rollBack',
      reason: 'FailedChecks',
      trafficSeq: 6,
      audience: 'matched',
      mirrored: true,
      retry: true,
      heals: true,
      tick: 3,
      inconclusive: 1,
      passedHooks: ['prepare'],
      announced: false,
      startedAt: 'T1',
      stageSince: 'T2',
      steppedAt: 'T3',
      dueAt: 'T4',
      drainUntil: 'T5',
      primaryFloor: { replicas: 5, readyWith: 2, until: 'T6' },
      lastCheck: {
        verdict: 'fail',
        metric: 'request-success-rate',
        value: 90,
        bound: '>= 99',
        window: '1m',
        reason: 'low',
        weight: 20,
        at: 'T3',
      },
    },
  };

  test('with every field is written as it was read', () => {
    expect(toWire(parseStatus(WIRE, times), WIRE, times)).toEqual(WIRE);
  });

  test.each(Object.keys(WIRE.run ?? {}))('without the %s of its run is another record', (field) => {
    const { [field as keyof CanaryRun]: _, ...rest } = WIRE.run as CanaryRun;
    const without = parseStatus({ ...WIRE, run: rest as CanaryRun }, times);
    expect(without).not.toEqual(parseStatus(WIRE, times));
  });

  test('is the same after any number of writes', () => {
    const once = toWire(aStatus(), {}, times);
    expect(toWire(parseStatus(once, times), once, times)).toEqual(once);
  });

  test('keeps what this version does not know', () => {
    const before = { leaderEpoch: 3, conditions: [{ type: 'Theirs', status: 'True' }] };
    const wire = toWire(aStatus(), before, times) as { conditions: readonly unknown[] };
    expect(wire).toMatchObject({ leaderEpoch: 3 });
    expect(wire.conditions).toContainEqual({ type: 'Theirs', status: 'True' });
  });

  test('puts the condition Promoted first, since tools read the first one', () => {
    const wire = toWire(aStatus({ promoted: aCondition(), holding: aCondition() }), {}, times) as {
      conditions: readonly { type: string }[];
    };
    expect(wire.conditions.map(({ type }) => type)).toEqual(['Promoted', 'Accepted', 'Holding']);
  });

  test('keeps cookies under Flagger’s names, and none that is gone', () => {
    const cookies = { canary: '', primary: '', previous: 'who=abc' };
    const wire = toWire(aStatus({ cookies }), { sessionAffinityCookie: 'who=abc' }, times);
    expect(wire).toMatchObject({ previousSessionAffinityCookie: 'who=abc' });
    expect(wire).not.toHaveProperty('sessionAffinityCookie');
    expect(parseStatus(wire, times).cookies).toEqual(cookies);
  });

  test('names no configs any more once none are tracked', () => {
    const wire = toWire(
      aStatus({ trackedConfigs: undefined }),
      { trackedConfigs: { 'configmap/a': 'x' } },
      times,
    );
    expect(wire).not.toHaveProperty('trackedConfigs');
  });
});

test('Flagger’s own status is read', () => {
  const flaggers = {
    phase: 'Progressing',
    canaryWeight: 20,
    failedChecks: 1,
    iterations: -1,
    sessionAffinityCookie: 'who=abc',
    previousSessionAffinityCookie: 'who=old',
    lastAppliedSpec: '6f5f8c9d47',
    lastPromotedSpec: '5d8c9bf64b',
    trackedConfigs: { 'configmap/settings': 'd45dd62e7a4d3df7' },
    lastTransitionTime: 'T1700000000000',
    conditions: [
      {
        type: 'Promoted',
        status: 'Unknown',
        reason: 'Progressing',
        message: 'New revision detected, progressing canary analysis.',
        lastUpdateTime: 'T5',
        lastTransitionTime: 'T4',
      },
    ],
  };
  expect(parseStatus(flaggers, times)).toEqual({
    phase: 'Progressing',
    canaryWeight: 20,
    failedChecks: 1,
    iterations: 0,
    cookies: { canary: 'who=abc', primary: '', previous: 'who=old' },
    lastAppliedSpec: '6f5f8c9d47',
    lastPromotedSpec: '5d8c9bf64b',
    lastTrackedRevision: '',
    trackedConfigs: { 'configmap/settings': 'd45dd62e7a4d3df7' },
    observedGeneration: 0,
    lastTransitionTime: 1_700_000_000_000,
    promoted: {
      status: 'Unknown',
      reason: 'Progressing',
      message: 'New revision detected, progressing canary analysis.',
      lastUpdateTime: 5,
      lastTransitionTime: 4,
    },
    accepted: undefined,
    holding: undefined,
    command: undefined,
    run: undefined,
  } satisfies Status);
});

describe('a status that a hand has edited', () => {
  test.each([
    { name: 'of an unknown phase has none', raw: { phase: 'Dancing' }, is: { phase: undefined } },
    { name: 'with too great a weight has 100', raw: { canaryWeight: 250 }, is: { canaryWeight: 100 } },
    { name: 'with a negative weight has 0', raw: { canaryWeight: -5 }, is: { canaryWeight: 0 } },
    {
      name: 'with an answer to no command has none',
      raw: { command: { accepted: true } },
      is: { command: undefined },
    },
    {
      name: 'with half an answer has a refusal',
      raw: { command: { text: 'halt@2', accepted: 'yes' } },
      is: { command: { text: 'halt@2', accepted: false, message: '', at: 0 } },
    },
    { name: 'with half a check has none', raw: { failedChecks: 1.5 }, is: { failedChecks: 0 } },
    {
      name: 'with an unknown intent advances',
      raw: { run: { intent: 'dance' } },
      is: { run: { intent: 'advance' } },
    },
    {
      name: 'with an unknown verdict has no evidence',
      raw: { run: { lastCheck: { verdict: 'maybe' } } },
      is: { run: { lastCheck: { verdict: 'inconclusive' } } },
    },
  ])('$name', ({ raw, is }) => {
    expect(parseStatus(raw, times)).toMatchObject(is);
  });

  test('is read whatever it holds, and can be written again', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('phase', 'run', 'conditions', 'canaryWeight', 'trackedConfigs'),
          fc.jsonValue(),
        ),
        (raw) => {
          const status = parseStatus(raw, times);
          expect(status.canaryWeight).toBeLessThanOrEqual(100);
          const { observedGeneration } = parseStatus(toWire(status, raw, times), times);
          expect(observedGeneration).toBe(status.observedGeneration);
        },
      ),
    );
  });
});

describe('the phase table', () => {
  const all: readonly Phase[] = [
    'Initializing',
    'Initialized',
    'Waiting',
    'Progressing',
    'WaitingPromotion',
    'Promoting',
    'Finalising',
    'Succeeded',
    'Failed',
    'Terminating',
    'Terminated',
  ];

  test('knows the wire’s spellings and no others', () => {
    expect(all.every(isPhase)).toBe(true);
    expect(['Initialising', 'Finalizing', '', undefined, 7].some(isPhase)).toBe(false);
  });

  test.each([
    { from: undefined, to: 'Initializing', may: true },
    { from: undefined, to: 'Progressing', may: false },
    { from: 'Initializing', to: 'Progressing', may: false },
    { from: 'Progressing', to: 'Progressing', may: true },
    { from: 'Progressing', to: 'Finalising', may: false },
    { from: 'Promoting', to: 'Succeeded', may: false },
    { from: 'Promoting', to: 'Progressing', may: true },
    { from: 'Finalising', to: 'Progressing', may: false },
    { from: 'Failed', to: 'Succeeded', may: true },
    { from: 'Failed', to: 'Promoting', may: false },
    { from: 'Terminated', to: 'Initializing', may: false },
  ] as const)('$from to $to: $may', ({ from, to, may }) => {
    expect(mayMove(from, to)).toBe(may);
  });

  test('has a way out of every phase but the last', () => {
    for (const from of all.filter((phase) => phase !== 'Terminated'))
      expect(all.some((to) => to !== from && mayMove(from, to))).toBe(true);
  });

  test('calls no phase both running and settled', () => {
    expect(all.filter((phase) => isRunning(phase) && isSettled(phase))).toEqual([]);
  });
});

describe('a floor', () => {
  const floor = (until?: number): Run =>
    aRun({ primaryFloor: { replicas: 5, readyWith: 2, ...(until === undefined ? {} : { until }) } });

  test.each([
    { name: 'none', run: aRun(), is: 0 },
    { name: 'without a run', run: undefined, is: 0 },
    { name: 'without an end', run: floor(), is: 5 },
    { name: 'before its end', run: floor(NOW + 1), is: 5 },
    { name: 'at its end', run: floor(NOW), is: 0 },
  ])('$name is $is', ({ run, is }) => {
    expect(floorAt(run, NOW)).toBe(is);
  });

  test.each([
    { name: 'those that were ready, of what it has added', replicas: 5, run: floor(), is: 2 },
    { name: 'those that are there, when they are fewer', replicas: 1, run: floor(), is: 1 },
    { name: 'all, when load has added more', replicas: 6, run: floor(), is: 6 },
    { name: 'all, when it has ended', replicas: 5, run: floor(NOW), is: 5 },
    { name: 'all, without one', replicas: 5, run: aRun(), is: 5 },
  ])('makes a primary need $name', ({ replicas, run, is }) => {
    expect(replicasNeeded(replicas, run, NOW)).toBe(is);
  });
});
