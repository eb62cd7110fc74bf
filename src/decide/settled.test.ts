import { describe, expect, test } from '@jest/globals';
import { aHook, aPlan } from '../../test/builders/plan.ts';
import {
  aConfig,
  aPrimary,
  aTarget,
  carrying,
  idleTarget,
  onHook,
  routesOf,
  seeing,
} from '../../test/builders/snapshot.ts';
import { aRun, aStatus, atRest, holdingFor, NOW, rev } from '../../test/builders/status.ts';
import type { Verdict } from '../domain/question.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { Status } from '../domain/status.ts';
import { decide } from './decide.ts';
import { probesFor } from './probes.ts';

const plan = aPlan();
const gated = aPlan({ webhooks: [aHook('confirm-rollout'), aHook('rollback')] });
const FLAGGERS = '6f5f8c9d47';
const SUMS = { 'configmap/settings': 'v1' };

const idle = (over: Partial<Snapshot> = {}): Snapshot =>
  seeing({
    status: atRest(),
    target: idleTarget(),
    primary: carrying('A', {}, { runsTarget: true }),
    ...over,
  });
const edited = (letter: string, generation = 2) =>
  idleTarget({ revision: rev(letter), trackedRevision: `t-1/${generation}` });
const failedB = (over: Partial<Status> = {}): Status =>
  aStatus({
    phase: 'Failed',
    canaryWeight: 0,
    run: aRun({ intent: 'rollBack', reason: 'FailedChecks' }),
    ...over,
  });
const brokenB = failedB({ canaryWeight: 100, run: aRun({ intent: 'rollBack', reason: 'PromotionFailed' }) });
const ofFlagger = { lastAppliedSpec: FLAGGERS, lastPromotedSpec: FLAGGERS, lastTrackedRevision: '' };

describe('at rest', () => {
  const rows: readonly {
    readonly name: string;
    readonly seen: Snapshot;
    readonly starts: boolean;
    readonly is?: Partial<Status>;
  }[] = [
    { name: 'the promoted revision is nothing new', seen: idle(), starts: false },
    { name: 'a new template starts a run', seen: idle({ target: edited('B') }), starts: true },
    {
      name: 'a template edited twice starts a run of the last one',
      seen: idle({ target: edited('C', 3) }),
      starts: true,
      is: { lastAppliedSpec: rev('C') },
    },
    {
      name: 'a template edited and edited back is noted only',
      seen: idle({ target: edited('A', 3) }),
      starts: false,
      is: { lastTrackedRevision: 't-1/3' },
    },
    {
      name: 'a template that only API defaults have moved is adopted, as the promoted one too',
      seen: idle({ target: edited('A2', 1) }),
      starts: false,
      is: { lastAppliedSpec: rev('A2'), lastPromotedSpec: rev('A2') },
    },
    {
      name: 'a recreated target with the promoted template is nothing new',
      seen: idle({ target: idleTarget({ trackedRevision: 't-9/1' }) }),
      starts: false,
      is: { lastTrackedRevision: 't-9/1' },
    },
    {
      name: 'changed configs start a run',
      seen: idle({
        status: atRest({ trackedConfigs: { 'configmap/settings': 'v0' } }),
        configs: [aConfig()],
      }),
      starts: true,
      is: { trackedConfigs: SUMS },
    },
    {
      name: 'a config that is new to the target starts a run',
      seen: idle({ configs: [aConfig()] }),
      starts: true,
    },
    {
      name: 'configs that were never recorded are recorded, so that their next change is seen',
      seen: idle({ status: atRest({ trackedConfigs: undefined }), configs: [aConfig()] }),
      starts: false,
      is: { trackedConfigs: SUMS },
    },
    {
      name: 'nothing is recorded of configs while they are not tracked',
      seen: idle({ target: edited('B'), configs: undefined }),
      starts: true,
      is: { trackedConfigs: undefined },
    },
    {
      name: 'a failed revision is not tried again',
      seen: idle({ status: failedB(), target: edited('B') }),
      starts: false,
      is: { phase: 'Failed' },
    },
    {
      name: 'a failed revision with other configs is',
      seen: idle({
        status: failedB({ trackedConfigs: { 'configmap/settings': 'v0' } }),
        target: edited('B'),
        configs: [aConfig()],
      }),
      starts: true,
    },
    {
      name: 'a fix of a failed revision starts a run',
      seen: idle({ status: failedB(), target: edited('C', 3) }),
      starts: true,
    },
    {
      name: 'the way back from a failed revision ends well, without a run',
      seen: idle({ status: failedB(), target: edited('A', 3) }),
      starts: false,
      is: { phase: 'Succeeded', lastAppliedSpec: rev('A') },
    },
    {
      name: 'the way back with configs that were never promoted starts a run',
      seen: idle({ status: failedB({ trackedConfigs: SUMS }), target: edited('A', 3), configs: [aConfig()] }),
      starts: true,
    },
    {
      name: 'after a failed promotion the old template is analysed, since the primary does not carry it',
      seen: idle({
        status: brokenB,
        target: aTarget({ revision: rev('A'), trackedRevision: 't-1/3' }),
        primary: carrying('B', {}, { endpoints: 0 }),
      }),
      starts: true,
      is: { canaryWeight: 100 },
    },
  ];

  test.each(rows)('$name', ({ seen, starts, is = {} }) => {
    const { status } = decide(plan, seen, []);
    expect(status.phase === 'Progressing').toBe(starts);
    expect(status).toMatchObject(is);
    if (!starts) expect(status.run?.id).toBe(seen.status.run?.id);
  });

  test('nothing is written while nothing changes', () => {
    expect(decide(plan, idle(), [])).toEqual({
      status: atRest(),
      announcements: [],
      next: { kind: 'whenChanged' },
    });
  });

  test('a run starts with all that it is of', () => {
    const { status, announcements, next } = decide(
      plan,
      idle({ target: edited('B'), configs: [aConfig()] }),
      [],
    );
    expect(status).toMatchObject({
      phase: 'Progressing',
      canaryWeight: 0,
      failedChecks: 0,
      iterations: 0,
      lastAppliedSpec: rev('B'),
      lastTrackedRevision: 't-1/2',
      trackedConfigs: SUMS,
    });
    expect(status.run).toMatchObject({
      id: '2',
      revision: rev('B'),
      trackedConfigs: SUMS,
      tick: 0,
      intent: 'advance',
      dueAt: NOW + 10_000,
    });
    expect(status.promoted).toMatchObject({ status: 'Unknown', reason: 'Progressing' });
    expect(announcements.map(({ message }) => message)).toEqual([
      'New revision detected! Scaling up podinfo.test',
    ]);
    expect(next).toMatchObject({ at: NOW + 10_000 });
  });

  test('after a failed promotion the canary goes on serving everyone until the primary can', () => {
    const target = aTarget({ revision: rev('C'), trackedRevision: 't-1/3' });
    const broken = decide(plan, idle({ status: brokenB, target, primary: aPrimary({ endpoints: 0 }) }), []);
    expect(broken.status).toMatchObject({
      phase: 'Progressing',
      canaryWeight: 100,
      run: { reason: 'PromotionFailed', trafficSeq: 4 },
    });
    const healthy = decide(plan, idle({ status: brokenB, target }), []);
    expect(healthy.status).toMatchObject({ phase: 'Progressing', canaryWeight: 0, run: { trafficSeq: 5 } });
    expect(healthy.status.run?.reason).toBeUndefined();
  });
});

describe('a Canary that Flagger left', () => {
  const flaggers = (over: Partial<Status> = {}, seen: Partial<Snapshot> = {}): Snapshot =>
    idle({ status: atRest({ ...ofFlagger, run: undefined, ...over }), ...seen });
  const noted = (seen: Snapshot): Snapshot => ({
    ...seen,
    status: { ...seen.status, run: aRun({ id: '1', intent: 'finish' }) },
  });

  test('gets a record of its own first, with the weight that the routes have', () => {
    const seen = flaggers(
      { phase: 'Failed' },
      { routes: routesOf(atRest({ canaryWeight: 100 }), { stamp: undefined }) },
    );
    const { status } = decide(plan, seen, []);
    expect(status).toMatchObject({
      phase: 'Failed',
      canaryWeight: 100,
      lastAppliedSpec: FLAGGERS,
      run: { id: '1', intent: 'finish', trafficSeq: 1 },
    });
  });

  test.each([
    { name: 'Failed with a primary that is not ready', phase: 'Failed', readiness: 'stuck', is: true },
    { name: 'Failed with a primary that is', phase: 'Failed', readiness: 'ready', is: false },
    { name: 'Succeeded', phase: 'Succeeded', readiness: 'stuck', is: false },
  ] as const)('in $name: the next run does not wait for the primary: $is', ({ phase, readiness, is }) => {
    const state = readiness === 'ready' ? { kind: readiness } : { kind: readiness, message: 'missed' };
    const seen = flaggers({ phase }, { primary: aPrimary({ readiness: state }) });
    const { status } = decide(plan, seen, []);
    expect(status.run?.heals).toBe(is);
    const next = decide(plan, { ...seen, status, target: edited('C', 4) }, []);
    expect(next.status).toMatchObject({ phase: 'Progressing', run: { heals: is } });
  });

  test('asks nothing before it has one', () => {
    expect(probesFor(gated, flaggers({}, { target: edited('B') }))).toEqual([]);
  });

  test.each([
    { name: 'is adopted when the primary runs the target', over: {}, seen: {}, starts: false },
    {
      name: 'is analysed when the primary runs something else',
      over: {},
      seen: { primary: aPrimary() },
      starts: true,
    },
    {
      name: 'is analysed when a config has changed since',
      over: { trackedConfigs: { 'configmap/settings': 'v0' } },
      seen: { configs: [aConfig()] },
      starts: true,
    },
    {
      name: 'is adopted with configs that Flagger recorded alike',
      over: { trackedConfigs: SUMS },
      seen: { configs: [aConfig()] },
      starts: false,
    },
  ])('$name', ({ over, seen, starts }) => {
    const { status } = decide(plan, noted(flaggers(over, seen)), []);
    expect(status.phase === 'Progressing').toBe(starts);
    expect(status.lastAppliedSpec).toBe(rev('A'));
    expect(status.lastPromotedSpec).toBe(starts ? FLAGGERS : rev('A'));
  });

  test('is back at the promoted revision although the primary has no pin of ours', () => {
    const seen = idle({
      status: failedB(),
      target: edited('A', 3),
      primary: aPrimary({ flaggerId: '0b6f2ef7-0d8a-4c6e-9d1c-0f5f3f2a9b11', runsTarget: true }),
    });
    expect(decide(plan, seen, []).status.phase).toBe('Succeeded');
  });
});

describe('a lost primary', () => {
  test('is made again when the target holds what it ran', () => {
    const { status } = decide(plan, idle({ primary: undefined }), []);
    expect(status).toMatchObject({
      phase: 'Initializing',
      run: { id: '2', revision: rev('A'), trafficSeq: 4 },
    });
  });

  test.each(['Succeeded', 'Waiting'] as const)(
    'holds in %s when the target holds something else',
    (phase) => {
      const { status, announcements } = decide(
        plan,
        idle({ status: atRest({ phase }), primary: undefined, target: edited('B') }),
        [],
      );
      expect(status).toMatchObject({ phase, holding: { status: 'True', reason: 'PrimaryLost' } });
      expect(announcements).toHaveLength(1);
    },
  );

  test('holds no longer when it is back', () => {
    const seen = idle({ status: atRest({ holding: holdingFor('PrimaryLost') }) });
    expect(decide(plan, seen, []).status.holding).toMatchObject({ status: 'False' });
  });
});

describe('the gate before a rollout', () => {
  const fresh = idle({ target: edited('B') });
  const waiting = (over: Partial<Snapshot> = {}) =>
    idle({ status: atRest({ phase: 'Waiting' }), target: edited('B'), ...over });
  const closed: readonly Verdict[] = [onHook(gated, 'confirm-rollout', 'fail')];
  const open: readonly Verdict[] = [onHook(gated, 'confirm-rollout')];
  const names = (seen: Snapshot) =>
    probesFor(gated, seen).map((question) => (question.kind === 'hook' ? question.hook.name : question.kind));

  test.each([
    { name: 'is asked of a new revision', seen: fresh, is: ['confirm-rollout'] },
    {
      name: 'is asked while waiting, after the rollback hook',
      seen: waiting(),
      is: ['rollback', 'confirm-rollout'],
    },
    { name: 'is not asked when there is nothing new', seen: idle(), is: [] },
    { name: 'is not asked before its next look', seen: waiting({ askable: false }), is: [] },
    { name: 'is not asked without a primary', seen: waiting({ primary: undefined }), is: [] },
  ])('$name', ({ seen, is }) => {
    expect(names(seen)).toEqual(is);
  });

  test('closed, makes it wait, and says so once', () => {
    const first = decide(gated, fresh, closed);
    expect(first.status).toMatchObject({ phase: 'Waiting', lastAppliedSpec: rev('A') });
    expect(first.announcements.map(({ message }) => message)).toEqual([
      'Halt podinfo.test advancement waiting for approval confirm-rollout',
    ]);
    expect(first.next).toEqual({ kind: 'at', at: NOW + 10_000, asksAgain: true });
    expect(decide(gated, waiting(), [onHook(gated, 'rollback', 'fail'), ...closed]).announcements).toEqual(
      [],
    );
  });

  test('open, starts the run', () => {
    const next = decide(gated, waiting(), [onHook(gated, 'rollback', 'fail'), ...open]);
    expect(next.status.phase).toBe('Progressing');
    expect(next.announcements.map(({ topic }) => topic)).toEqual(['CheckPassed', 'NewRevision']);
  });

  test('unasked, starts nothing', () => {
    expect(decide(gated, fresh, []).status.phase).toBe('Succeeded');
    expect(decide(gated, { ...fresh, askable: false, askableAt: NOW + 1 }, []).next).toMatchObject({
      at: NOW + 1,
    });
  });

  test('is no longer waited for when the target is back at the promoted revision', () => {
    const { status, announcements } = decide(gated, waiting({ target: edited('A', 3) }), []);
    expect(status).toMatchObject({ phase: 'Succeeded', lastAppliedSpec: rev('A') });
    expect(announcements.map(({ topic }) => topic)).toEqual(['Reverted']);
  });

  test('leads back to Failed when the target is back at the revision that failed', () => {
    const seen = waiting({ status: failedB({ phase: 'Waiting' }), target: edited('B', 4) });
    expect(decide(gated, seen, []).status).toMatchObject({ phase: 'Failed', lastAppliedSpec: rev('B') });
  });

  test('gives way to the rollback hook, and the revision counts as tried', () => {
    const { status, announcements } = decide(gated, waiting(), [onHook(gated, 'rollback')]);
    expect(status).toMatchObject({
      phase: 'Failed',
      lastAppliedSpec: rev('B'),
      lastPromotedSpec: rev('A'),
      run: { reason: 'RollbackRequested' },
    });
    expect(announcements).toHaveLength(1);
  });
});
