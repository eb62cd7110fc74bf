import { describe, expect, test } from '@jest/globals';
import { aCanary, aPlan } from '../../test/builders/plan.ts';
import {
  aConfig,
  aTarget,
  carrying,
  idleTarget,
  onMetric,
  passing,
  routesOf,
  seeing,
} from '../../test/builders/snapshot.ts';
import { aCondition, aRun, aStatus, atRest, holdingFor, NOW, rev } from '../../test/builders/status.ts';
import type { Refusal, Snapshot } from '../domain/snapshot.ts';
import type { Status } from '../domain/status.ts';
import { converge } from './converge.ts';
import { decide } from './decide.ts';
import { probesFor } from './probes.ts';

const plan = aPlan();
const LONG_AGO = NOW - 600_000;
const obstacle = {
  kind: 'AutoscalerNotFound',
  message: 'HorizontalPodAutoscaler pods.test does not exist',
} as const;
const refused = {
  reason: 'RouteRefused',
  what: 'routing 20% to the canary was refused',
  message: 'denied',
  retryAt: NOW + 5_000,
} as const;

/** Each phase as it is seen when nothing is wrong. */
const PHASES: readonly { readonly phase: string; readonly seen: Snapshot }[] = [
  {
    phase: 'Initializing',
    seen: seeing({
      status: aStatus({ phase: 'Initializing', canaryWeight: 0, run: aRun({ revision: rev('A') }) }),
      target: aTarget({ revision: rev('A') }),
      primary: carrying('A'),
    }),
  },
  {
    phase: 'Initialized',
    seen: seeing({ status: atRest({ phase: 'Initialized' }), target: idleTarget(), primary: carrying('A') }),
  },
  { phase: 'Waiting', seen: seeing({ status: atRest({ phase: 'Waiting' }), primary: carrying('A') }) },
  { phase: 'Progressing', seen: seeing() },
  { phase: 'WaitingPromotion', seen: seeing({ status: aStatus({ phase: 'WaitingPromotion' }) }) },
  { phase: 'Promoting', seen: seeing({ status: aStatus({ phase: 'Promoting' }) }) },
  { phase: 'Succeeded', seen: seeing({ status: atRest(), target: idleTarget(), primary: carrying('A') }) },
  {
    phase: 'Failed',
    seen: seeing({
      status: aStatus({ phase: 'Failed', canaryWeight: 0 }),
      target: idleTarget({ revision: rev('B'), trackedRevision: 't-1/2' }),
    }),
  },
];
const held = (seen: Snapshot, reason: string): Snapshot => ({
  ...seen,
  status: { ...seen.status, holding: holdingFor(reason) },
});

describe.each(PHASES)('in $phase', ({ seen }) => {
  const holds: readonly {
    readonly name: string;
    readonly given: typeof plan;
    readonly over: Partial<Snapshot>;
    readonly reason: string;
  }[] = [
    { name: 'suspend', given: { ...plan, suspend: true }, over: {}, reason: 'Suspended' },
    { name: 'a missing autoscaler', given: plan, over: { obstacle }, reason: 'AutoscalerNotFound' },
    { name: 'a refused write', given: plan, over: { refused }, reason: 'RouteRefused' },
  ];

  test.each(holds)('$name holds everything as it is, and is told once', ({ given, over, reason }) => {
    const first = decide(given, { ...seen, ...over }, []);
    expect(first.status).toEqual({
      ...seen.status,
      holding: expect.objectContaining({ status: 'True', reason }),
    });
    expect(first.announcements.map(({ topic }) => topic)).toEqual(['Holding']);
    const second = decide(given, { ...seen, ...over, status: first.status }, []);
    expect(second).toEqual({ ...first, announcements: [] });
    expect(probesFor(given, { ...seen, ...over })).toEqual([]);
  });

  test.each(['Suspended', 'AutoscalerNotFound', 'RouteRefused', 'TargetNotFound', 'ConfigShared'])(
    'the hold %s ends with its reason',
    (reason) => {
      const { status } = decide(plan, held(seen, reason), []);
      expect(status.holding).toMatchObject({ status: 'False' });
    },
  );

  test('time that was spent suspended counts for no deadline', () => {
    const stood = held(seen, 'Suspended');
    const { run } = stood.status;
    const { status } = decide(
      plan,
      { ...stood, status: { ...stood.status, run: run && { ...run, stageSince: LONG_AGO } } },
      [],
    );
    expect(status.run?.stageSince).toBe(NOW);
  });

  test('nothing is done to a Canary that is being deleted', () => {
    const deleted = { ...seen, deletedAt: NOW };
    expect(decide(plan, deleted, [])).toMatchObject({ status: seen.status, announcements: [] });
  });

  test('an old record is waited out', () => {
    const { trafficSeq = 0 } = seen.status.run ?? {};
    const old = { ...seen, routes: { ...seen.routes, stamp: { uid: 'c-1', seq: trafficSeq + 1, at: NOW } } };
    expect(decide(plan, old, [])).toMatchObject({ status: seen.status, next: { at: NOW + 1_000 } });
  });

  test('a record that stays behind its routes is a changed one, and catches up with them', () => {
    const { trafficSeq = 0 } = seen.status.run ?? {};
    const stamp = { uid: 'c-1', seq: trafficSeq + 7, at: NOW - 60_000 };
    const changed = { ...seen, routes: { ...seen.routes, stamp } };
    expect(decide(plan, changed, []).status.run?.trafficSeq).toBeGreaterThanOrEqual(stamp.seq);
  });

  test('a target that is older than the one that was recorded is waited out, and is no new revision', () => {
    const [uid = '', generation = ''] = seen.status.lastTrackedRevision.split('/');
    const before = idleTarget({
      revision: rev('Z'),
      trackedRevision: `${uid}/${Number(generation) - 1}`,
    });
    const old = { ...seen, target: before };
    const { status, next } = decide(plan, old, []);
    expect({ status, next }).toMatchObject({ status: seen.status, next: { at: NOW + 1_000 } });
    expect([probesFor(plan, old), converge(plan, old, status)]).toEqual([[], []]);
    const another = { ...old, target: { ...before, trackedRevision: 'made-anew/1' } };
    expect(decide(plan, another, []).next).not.toMatchObject({ at: NOW + 1_000 });
  });

  test('contents of configs that cannot be read hold, and name the config', () => {
    const unread = { ...seen, configs: [aConfig({ checksum: undefined })] };
    const [question] = probesFor(plan, unread);
    if (question === undefined) throw new Error('nothing is asked');
    const no = decide(plan, unread, [
      { question, answer: { outcome: 'fail', message: 'Secret x cannot be read' } },
    ]);
    expect(no.status).toMatchObject({
      phase: seen.status.phase,
      canaryWeight: seen.status.canaryWeight,
      holding: { reason: 'ConfigNotFound', message: 'Secret x cannot be read' },
    });
    const yes = decide(plan, unread, [passing(question)]);
    expect(yes).toMatchObject({ status: { phase: seen.status.phase }, announcements: [], next: { at: NOW } });
  });

  test('the same picture leads to the same decision', () => {
    expect(decide(plan, seen, [])).toEqual(decide(plan, structuredClone(seen), []));
  });
});

describe('a spec that is invalid', () => {
  const refusal: Refusal = {
    reason: 'InvalidSpec',
    issues: [
      { path: 'spec.analysis.interval', problem: 'is wrong' },
      { path: 'spec.service.port', problem: 'is required' },
    ],
  };
  const accepted = aCondition({
    status: 'False',
    reason: 'InvalidSpec',
    message: 'spec.analysis.interval is wrong; spec.service.port is required',
  });

  test('holds the run at its weight, with every issue in the condition and in one Event', () => {
    const { status, announcements, next } = decide(
      refusal,
      seeing({ canary: aCanary({}, {}, { generation: 2 }) }),
      [],
    );
    expect(status).toMatchObject({
      phase: 'Progressing',
      canaryWeight: 10,
      observedGeneration: 2,
      accepted: { status: 'False', reason: 'InvalidSpec', message: accepted.message },
    });
    expect(announcements).toEqual([
      { type: 'Warning', topic: 'InvalidSpec', message: `InvalidSpec: ${accepted.message}` },
    ]);
    expect(next).toEqual({ kind: 'whenChanged' });
    expect(probesFor(refusal, seeing())).toEqual([]);
  });

  test('is told once', () => {
    const { announcements, status } = decide(refusal, seeing({ status: aStatus({ accepted }) }), []);
    expect(announcements).toEqual([]);
    expect(status.accepted?.lastTransitionTime).toBe(accepted.lastTransitionTime);
  });

  test('mended, lets the run go on from where it was, with its deadline anew', () => {
    const status = aStatus({ accepted, run: aRun({ stageSince: LONG_AGO }) });
    const next = decide(plan, seeing({ status }), [
      onMetric(plan, { outcome: 'pass' }),
      onMetric(plan, { outcome: 'pass' }, 'request-duration'),
    ]);
    expect(next.status).toMatchObject({ canaryWeight: 20, accepted: { status: 'True' } });
    const unready = seeing({ status, target: aTarget({ endpoints: 1 }) });
    expect(decide(plan, unready, []).status.run).toMatchObject({ intent: 'advance', stageSince: NOW });
  });

  test('is looked at again after a while when it is the cluster’s CRD that is wrong', () => {
    expect(decide({ reason: 'CRDOutdated', issues: [] }, seeing(), []).next).toMatchObject({
      at: NOW + 60_000,
    });
  });
});

describe('a run that Flagger left in flight', () => {
  const left = (over: Partial<Status> = {}): Status =>
    aStatus({ lastAppliedSpec: '6f5f8c9d47', canaryWeight: 0, failedChecks: 1, run: undefined, ...over });
  const routes = routesOf(aStatus({ canaryWeight: 30 }), { stamp: undefined });

  test.each([
    {
      name: 'goes on at the weight that its routes have',
      status: left(),
      is: {
        phase: 'Progressing',
        canaryWeight: 30,
        failedChecks: 1,
        run: { id: '1', intent: 'advance', tick: 1, trafficSeq: 1, revision: rev('B') },
      },
    },
    {
      name: 'goes on to its end when that had begun',
      status: left({ phase: 'Finalising' }),
      is: { phase: 'Finalising', run: { intent: 'finish' } },
    },
    {
      name: 'is recorded with our fingerprints',
      status: left(),
      is: {
        lastAppliedSpec: rev('B'),
        lastTrackedRevision: 't-1/2',
        trackedConfigs: { 'configmap/settings': 'v1' },
      },
    },
  ])('$name', ({ status, is }) => {
    expect(decide(plan, seeing({ status, routes, configs: [aConfig()] }), []).status).toMatchObject(is);
  });

  test('asks for its checks only then', () => {
    expect(probesFor(plan, seeing({ status: left(), routes }))).toEqual([]);
  });

  test('says when its target is gone', () => {
    const seen = seeing({
      status: left(),
      routes,
      target: undefined,
      obstacle: { kind: 'TargetNotFound', message: 'gone' },
    });
    expect(decide(plan, seen, []).status.holding).toMatchObject({ reason: 'TargetNotFound' });
  });
});

describe('a record that somebody took away', () => {
  const routes = routesOf(aStatus({ canaryWeight: 20 }), {
    stamp: { uid: 'c-1', seq: 9, at: NOW - 60_000 },
  });
  const losing = (status: Partial<Status>, over: Partial<Snapshot> = {}) =>
    seeing({ status: aStatus({ run: undefined, lastAppliedSpec: '', ...status }), routes, ...over });

  test.each([
    'Initializing',
    'Progressing',
    'WaitingPromotion',
    'Promoting',
    'Terminated',
    undefined,
  ] as const)('is made anew from the routes whatever phase is left of it: %s', (phase) => {
    const { status, announcements } = decide(plan, losing({ phase, canaryWeight: 100 }), []);
    expect(status).toMatchObject({
      phase: 'Initialized',
      canaryWeight: 20,
      lastPromotedSpec: '',
      run: { intent: 'finish', trafficSeq: 10 },
    });
    expect(announcements.map(({ topic }) => topic)).toEqual(['RecordLost']);
  });

  test('has what the target holds beyond the primary analysed, from weight 0', () => {
    const { status } = decide(plan, losing({ phase: 'Promoting' }), []);
    const next = decide(plan, seeing({ status, routes: routesOf(status) }), []).status;
    expect(next).toMatchObject({
      phase: 'Progressing',
      canaryWeight: 0,
      run: { revision: rev('B'), tick: 0 },
    });
  });

  test('is set up anew where there is no primary', () => {
    const { status } = decide(plan, losing({ phase: undefined }, { primary: undefined }), []);
    expect(status).toMatchObject({ phase: 'Initializing', canaryWeight: 0, run: { trafficSeq: 10 } });
  });
});
