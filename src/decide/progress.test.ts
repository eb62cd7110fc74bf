import { describe, expect, test } from '@jest/globals';
import { aHook, aPlan } from '../../test/builders/plan.ts';
import {
  aConfig,
  aPrimary,
  aTarget,
  carrying,
  NOT_READY,
  onHook,
  onMetric,
  routesOf,
  seeing,
  STUCK,
} from '../../test/builders/snapshot.ts';
import { aRun, aStatus, holdingFor, NOW, rev } from '../../test/builders/status.ts';
import { nameOf } from '../domain/question.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { decide } from './decide.ts';
import { probesFor } from './probes.ts';

const plan = aPlan();
const failing = onMetric(plan, { outcome: 'fail', value: 1, message: 'low' });
const notYet = aRun({ tick: 0 });
const DEADLINE_PASSED = NOW - 60_000;

describe('while a run advances', () => {
  const rows: readonly {
    readonly name: string;
    readonly over: Partial<Snapshot>;
    readonly weight: number;
    readonly intent?: string;
    readonly reason?: string;
    readonly holding?: string;
    readonly told?: string;
  }[] = [
    {
      name: 'a lost target rolls back',
      over: { target: undefined },
      weight: 0,
      intent: 'rollBack',
      reason: 'TargetLost',
      told: 'Rolling back podinfo.test target podinfo.test is gone',
    },
    {
      name: 'a canary that serves and has lost its last endpoint rolls back',
      over: { target: aTarget({ endpoints: 0, readiness: NOT_READY }) },
      weight: 0,
      intent: 'rollBack',
      reason: 'CanaryLost',
    },
    {
      name: 'a stuck canary rolls back without waiting for the deadline',
      over: { target: aTarget({ readiness: STUCK }) },
      weight: 0,
      intent: 'rollBack',
      reason: 'ProgressDeadlineExceeded',
    },
    {
      name: 'a canary that loses readiness holds at its weight',
      over: { target: aTarget({ readiness: NOT_READY, endpoints: 1 }) },
      weight: 10,
      intent: 'advance',
      holding: 'CanaryNotReady',
      told: 'Halt podinfo.test advancement canary podinfo.test is not ready: 0 of 2 replicas are available',
    },
    {
      name: 'a canary with too few endpoints holds too',
      over: { target: aTarget({ endpoints: 1 }) },
      weight: 10,
      intent: 'advance',
      holding: 'CanaryNotReady',
    },
    {
      name: 'a lost primary holds at the weight',
      over: { primary: undefined },
      weight: 10,
      intent: 'advance',
      holding: 'PrimaryNotReady',
    },
    {
      name: 'a primary that is not ready holds at the weight',
      over: { primary: aPrimary({ readiness: NOT_READY }) },
      weight: 10,
      intent: 'advance',
      holding: 'PrimaryNotReady',
    },
    {
      name: 'a primary without endpoints holds at the weight',
      over: { primary: aPrimary({ endpoints: 0 }) },
      weight: 10,
      intent: 'advance',
      holding: 'PrimaryNotReady',
    },
    {
      name: 'no tick counts while the routes differ from the record',
      over: { routes: routesOf(aStatus(), { form: 'drifted' }) },
      weight: 10,
      intent: 'advance',
    },
    {
      name: 'no tick counts on routes of another decision',
      over: { routes: routesOf(aStatus({ run: aRun({ trafficSeq: 3 }) })) },
      weight: 10,
      intent: 'advance',
    },
    {
      name: 'no tick counts while a Service that is the release leads elsewhere',
      over: {
        services: { ...seeing().services, canary: 'drifted', canaryIsRelease: true },
      },
      weight: 10,
      intent: 'advance',
    },
    {
      name: 'a lowered threshold that is reached already rolls back',
      over: { status: aStatus({ failedChecks: 3 }) },
      weight: 0,
      intent: 'rollBack',
      reason: 'FailedChecks',
      told: 'Rolling back podinfo.test failed checks threshold reached 3',
    },
    {
      name: 'a rollback goes ahead only when the primary has endpoints',
      over: { target: aTarget({ readiness: STUCK }), primary: aPrimary({ endpoints: 0 }) },
      weight: 10,
      intent: 'rollBack',
      reason: 'ProgressDeadlineExceeded',
      holding: 'PrimaryNotReady',
    },
    {
      name: 'a new template starts anew from zero',
      over: { target: aTarget({ revision: rev('C'), trackedRevision: 't-1/3' }) },
      weight: 0,
      intent: 'advance',
      told: 'New revision detected! Restarting analysis for podinfo.test',
    },
    {
      name: 'changed configs take the target to zero first',
      over: {
        status: aStatus({ run: aRun({ trackedConfigs: { 'configmap/settings': 'v0' } }) }),
        configs: [aConfig()],
      },
      weight: 0,
      intent: 'restart',
      reason: 'ConfigChanged',
    },
    {
      name: 'the promoted template is a way back',
      over: { target: aTarget({ revision: rev('A') }), primary: carrying('A') },
      weight: 0,
      intent: 'revert',
      reason: 'Reverted',
    },
    {
      name: 'the promoted template with other configs is new',
      over: {
        target: aTarget({ revision: rev('A') }),
        primary: carrying('A', { 'configmap/settings': 'v0' }),
        configs: [aConfig()],
      },
      weight: 0,
      intent: 'advance',
    },
  ];

  test.each(rows)('$name', ({ over, weight, intent, reason, holding, told }) => {
    const { status, announcements } = decide(plan, seeing({ ...over, ...routed(over) }), []);
    expect(status).toMatchObject({ phase: 'Progressing', canaryWeight: weight });
    expect(status.run?.intent).toBe(intent);
    expect(status.run?.reason).toBe(reason);
    expect(status.holding?.reason).toBe(holding);
    if (told !== undefined) expect(announcements.map(({ message }) => message)).toContain(told);
  });

  test('a new run begins with its own counters, deadlines and time', () => {
    const status = aStatus({
      failedChecks: 2,
      run: aRun({ drainUntil: NOW - 1, inconclusive: 2, passedHooks: ['gate'] }),
    });
    const next = decide(
      plan,
      seeing({ status, target: aTarget({ revision: rev('C'), trackedRevision: 't-1/3' }) }),
      [],
    );
    expect(next.status).toMatchObject({
      failedChecks: 0,
      iterations: 0,
      lastAppliedSpec: rev('C'),
      lastTrackedRevision: 't-1/3',
    });
    expect(next.status.run).toEqual({
      id: '3',
      revision: rev('C'),
      trackedConfigs: {},
      strategy: 'canary',
      startedAt: NOW,
      stageSince: NOW,
      steppedAt: NOW,
      dueAt: NOW + 10_000,
      intent: 'advance',
      trafficSeq: 5,
      audience: 'everyone',
      mirrored: false,
      retry: false,
      heals: false,
      tick: 0,
      inconclusive: 0,
      passedHooks: [],
    });
  });

  test('the first raise of a new run waits until no window holds answers of the revision before', () => {
    const slow = aPlan({ metrics: [{ name: 'request-duration', threshold: 500, interval: '5m' }] });
    const next = decide(slow, seeing({ target: aTarget({ revision: rev('C') }) }), []);
    expect(next.status.run?.dueAt).toBe(NOW + 300_000 - 10_000);
  });
});

/** Routes that follow the record, unless the row has its own. */
const routed = (over: Partial<Snapshot>): Pick<Snapshot, 'routes'> => ({
  routes: over.routes ?? routesOf(over.status ?? aStatus()),
});

describe('the deadline of a canary', () => {
  const unready = aTarget({ readiness: NOT_READY, endpoints: 1 });

  test.each([
    {
      name: 'is not over while pods start for the first time',
      status: aStatus({ canaryWeight: 0, run: notYet }),
      intent: 'advance',
      holding: undefined,
    },
    {
      name: 'rolls back when they never become ready',
      status: aStatus({ canaryWeight: 0, run: aRun({ tick: 0, stageSince: DEADLINE_PASSED }) }),
      intent: 'rollBack',
      holding: undefined,
    },
    {
      name: 'counts from the loss of readiness, not from the last tick',
      status: aStatus({ run: aRun({ stageSince: DEADLINE_PASSED }) }),
      intent: 'advance',
      holding: 'CanaryNotReady',
    },
    {
      name: 'rolls back when readiness does not come back',
      status: aStatus({ run: aRun({ stageSince: DEADLINE_PASSED }), holding: holdingFor('CanaryNotReady') }),
      intent: 'rollBack',
      holding: 'Proceeding',
    },
    {
      name: 'does not run while a gate is closed',
      status: aStatus({ run: aRun({ stageSince: DEADLINE_PASSED }), holding: holdingFor('GateClosed') }),
      intent: 'advance',
      holding: 'CanaryNotReady',
    },
    {
      name: 'does not run while the primary is waited for',
      status: aStatus({
        canaryWeight: 0,
        run: aRun({ tick: 0, stageSince: DEADLINE_PASSED }),
        holding: holdingFor('PrimaryNotReady'),
      }),
      intent: 'advance',
      holding: 'CanaryNotReady',
    },
    {
      name: 'does not run while the Canary is suspended',
      status: aStatus({
        canaryWeight: 0,
        run: aRun({ tick: 0, stageSince: DEADLINE_PASSED }),
        holding: holdingFor('Suspended'),
      }),
      intent: 'advance',
      holding: 'CanaryNotReady',
    },
  ])('$name', ({ status, intent, holding }) => {
    const next = decide(plan, seeing({ status, target: unready }), []);
    expect(next.status.run?.intent).toBe(intent);
    expect(next.status.holding?.reason).toBe(holding);
  });

  test('starts anew when readiness is lost, and is looked at when it is over', () => {
    const status = aStatus({ run: aRun({ stageSince: DEADLINE_PASSED }) });
    const { status: next, next: look } = decide(plan, seeing({ status, target: unready }), []);
    expect(next.run?.stageSince).toBe(NOW);
    expect(look).toEqual({ kind: 'at', at: NOW + 60_000, asksAgain: false });
  });
});

describe('a rollback hook', () => {
  const asked = aPlan({ webhooks: [aHook('rollback')] });

  test.each([
    {
      name: 'is asked while the canary is not ready',
      target: aTarget({ readiness: NOT_READY, endpoints: 1 }),
    },
    { name: 'is asked first in a tick', target: aTarget() },
  ])('$name', ({ target }) => {
    const [first] = probesFor(asked, seeing({ target }));
    expect(first).toMatchObject({ kind: 'hook', hook: { name: 'rollback' } });
  });

  describe('while checks wait for longer than an interval', () => {
    const settling = aPlan({ webhooks: [aHook('rollback')], settleTime: '1m' });
    const waiting = { due: false, dueAt: NOW + 60_000 };
    const early = aStatus({ run: aRun({ steppedAt: NOW - 4_000, dueAt: NOW + 66_000 }) });

    test.each([
      { name: 'is asked alone once the interval is over', over: {}, asks: ['rollback'] },
      { name: 'is not asked before', over: { status: early }, asks: [] },
    ])('$name', ({ over, asks }) => {
      expect(probesFor(settling, seeing({ ...waiting, ...over })).map(nameOf)).toEqual(asks);
    });

    test.each([
      { name: 'is asked again after one more', over: {}, at: NOW + 10_000, asksAgain: true },
      { name: 'is asked when the interval ends', over: { status: early }, at: NOW + 6_000, asksAgain: false },
      { name: 'gives way to the checks', over: { dueAt: NOW + 3_000 }, at: NOW + 3_000, asksAgain: true },
    ])('$name', ({ over, at, asksAgain }) => {
      const verdicts = 'status' in over ? [] : [onHook(settling, 'rollback', 'fail')];
      const { next, status } = decide(settling, seeing({ ...waiting, ...over }), verdicts);
      expect(next).toEqual({ kind: 'at', at, asksAgain });
      expect(status.run?.tick).toBe(1);
    });

    test('calls the run off', () => {
      const next = decide(settling, seeing(waiting), [onHook(settling, 'rollback')]);
      expect(next.status).toMatchObject({ canaryWeight: 0, run: { intent: 'rollBack' } });
    });
  });

  test('that answers rolls back, whatever state the run is in', () => {
    const next = decide(asked, seeing({ target: aTarget({ readiness: NOT_READY, endpoints: 1 }) }), [
      onHook(asked, 'rollback'),
    ]);
    expect(next.status.run).toMatchObject({ intent: 'rollBack', reason: 'RollbackRequested' });
    expect(next.announcements.map(({ message }) => message)).toEqual([
      'Rolling back podinfo.test manual webhook invoked',
    ]);
  });

  test('that does not answer changes nothing', () => {
    const next = decide(asked, seeing({ due: false, dueAt: NOW + 1 }), [onHook(asked, 'rollback', 'fail')]);
    expect(next.status.run?.intent).toBe('advance');
  });
});

describe('questions', () => {
  const waiting: readonly { readonly name: string; readonly over: Partial<Snapshot> }[] = [
    { name: 'before a tick is due', over: { due: false } },
    { name: 'before the next look', over: { askable: false } },
    { name: 'while the target is lost', over: { target: undefined } },
    { name: 'for a revision that is gone', over: { target: aTarget({ revision: rev('C') }) } },
    {
      name: 'while a write is refused',
      over: { refused: { reason: 'RouteRefused', what: 'x', message: 'y', retryAt: NOW + 1 } },
    },
    {
      name: 'while something stands in the way',
      over: { obstacle: { kind: 'AutoscalerNotFound', message: 'gone' } },
    },
    { name: 'with an old record', over: { routes: routesOf(aStatus({ run: aRun({ trafficSeq: 9 }) })) } },
    { name: 'after the run has turned', over: { status: aStatus({ run: aRun({ intent: 'rollBack' }) }) } },
  ];

  test.each(waiting)('none are asked $name', ({ over }) => {
    expect(probesFor(plan, seeing(over))).toEqual([]);
  });

  test('none are asked of a suspended Canary', () => {
    expect(probesFor({ ...plan, suspend: true }, seeing())).toEqual([]);
  });

  test('contents of configs are asked alone, since without them nobody knows the revision', () => {
    expect(probesFor(plan, seeing({ configs: [aConfig({ checksum: undefined })] }))).toEqual([
      { kind: 'config', config: 'ConfigMap', name: 'settings', version: '5' },
    ]);
  });
});

describe('routes of others that hid ours', () => {
  const status = aStatus({ holding: holdingFor('RoutesHidden') });

  test.each([
    { name: 'an interval', given: plan, afterMs: 10_000 },
    { name: 'time to settle and a window', given: aPlan({ settleTime: '15s' }), afterMs: 25_000 },
  ])('are gone: checks begin $name later, at the weight of before', ({ given, afterMs }) => {
    expect(probesFor(given, seeing({ status }))).toEqual([]);
    const next = decide(given, seeing({ status }), []);
    expect(next.status).toMatchObject({
      canaryWeight: 10,
      failedChecks: 0,
      holding: { status: 'False' },
      run: { tick: 1, steppedAt: NOW, dueAt: NOW + afterMs },
    });
    expect(next.next).toEqual({ kind: 'at', at: NOW + afterMs, asksAgain: false });
  });

  test('are no reason to go on with a revision that is gone', () => {
    const next = decide(plan, seeing({ status, target: aTarget({ revision: rev('C') }) }), []);
    expect(next.status).toMatchObject({ canaryWeight: 0, run: { revision: rev('C') } });
  });
});

test('a tick passes on nothing that was not asked', () => {
  const next = decide(plan, seeing(), []);
  expect(next.status.canaryWeight).toBe(10);
  expect(next.status.run?.tick).toBe(1);
});

test('a failing check is counted while the canary is ready', () => {
  expect(decide(plan, seeing(), [failing]).status.failedChecks).toBe(1);
});
