import { describe, expect, test } from '@jest/globals';
import { aPlan } from '../../test/builders/plan.ts';
import {
  aConfig,
  aPrimary,
  aScaler,
  aTarget,
  carrying,
  routesOf,
  seeing,
} from '../../test/builders/snapshot.ts';
import { aRun, aStatus, holdingFor, NOW, rev } from '../../test/builders/status.ts';
import type { Phase } from '../domain/phase.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { Intent, Run, Status } from '../domain/status.ts';
import { decide } from './decide.ts';

const plan = aPlan();
const turned = (intent: Intent, run: Partial<Run> = {}, over: Partial<Status> = {}): Status =>
  aStatus({ canaryWeight: 0, run: aRun({ intent, reason: 'FailedChecks', ...run }), ...over });
const gone = aTarget({ replicas: 0, endpoints: 0 });
const DRAINED = { drainUntil: NOW - 1 };

describe('a rollback', () => {
  const rows: readonly {
    readonly name: string;
    readonly status: Status;
    readonly over?: Partial<Snapshot>;
    readonly is: Record<string, unknown>;
  }[] = [
    {
      name: 'sends the traffic to the primary first',
      status: turned('rollBack', {}, { canaryWeight: 30 }),
      is: { phase: 'Progressing', canaryWeight: 0, run: { trafficSeq: 5 } },
    },
    {
      name: 'holds while the primary has no endpoints',
      status: turned('rollBack', {}, { canaryWeight: 30 }),
      over: { primary: aPrimary({ endpoints: 0 }) },
      is: { canaryWeight: 30, holding: { status: 'True', reason: 'PrimaryNotReady' } },
    },
    {
      name: 'goes on when the primary has endpoints again',
      status: turned('rollBack', {}, { canaryWeight: 30, holding: holdingFor('PrimaryNotReady') }),
      is: { canaryWeight: 0, holding: { status: 'False' } },
    },
    {
      name: 'needs no primary when there is no traffic to give back',
      status: turned('rollBack'),
      over: { primary: undefined },
      is: { run: { drainUntil: NOW + 5_000 } },
    },
    {
      name: 'waits until the routes are seen at zero',
      status: turned('rollBack'),
      over: { routes: routesOf(turned('rollBack'), { form: 'drifted' }) },
      is: { phase: 'Progressing', run: { intent: 'rollBack' } },
    },
    {
      name: 'drains from then on',
      status: turned('rollBack'),
      is: { phase: 'Progressing', run: { drainUntil: NOW + 5_000 } },
    },
    {
      name: 'waits for the drain',
      status: turned('rollBack', { drainUntil: NOW + 1 }),
      over: { target: gone },
      is: { phase: 'Progressing' },
    },
    {
      name: 'drains again after routes that a hand had opened were closed',
      status: turned('rollBack', DRAINED),
      over: {
        target: gone,
        routes: routesOf(turned('rollBack'), { stamp: { uid: 'c-1', seq: 4, at: NOW - 1_000 } }),
      },
      is: { phase: 'Progressing' },
    },
    {
      name: 'keeps the pods while proxies may be behind, and says so',
      status: turned('rollBack', DRAINED),
      over: { catchUpUntil: NOW + 1 },
      is: { phase: 'Progressing', holding: { status: 'True', reason: 'CatchingUp' } },
    },
    {
      name: 'does not wait for proxies when there are no pods to keep',
      status: turned('rollBack', DRAINED),
      over: { target: gone, catchUpUntil: NOW + 1 },
      is: { phase: 'Failed' },
    },
    {
      name: 'has caught up at its end',
      status: turned('rollBack', DRAINED, { holding: holdingFor('CatchingUp') }),
      over: { target: gone },
      is: { phase: 'Failed', holding: { status: 'False' } },
    },
    {
      name: 'waits for the target to be at zero',
      status: turned('rollBack', DRAINED),
      is: { phase: 'Progressing' },
    },
    {
      name: 'ends Failed only when that is true',
      status: turned('rollBack', DRAINED),
      over: { target: gone },
      is: {
        phase: 'Failed',
        canaryWeight: 0,
        lastAppliedSpec: rev('B'),
        lastPromotedSpec: rev('A'),
        promoted: {
          status: 'False',
          message: 'Canary analysis failed, Deployment scaled to zero. Reason: FailedChecks.',
        },
      },
    },
    {
      name: 'ends without a target',
      status: turned('rollBack', DRAINED),
      over: { target: undefined, obstacle: { kind: 'TargetNotFound', message: 'gone' } },
      is: { phase: 'Failed' },
    },
    {
      name: 'leaves a revision that came meanwhile to the next run',
      status: turned('rollBack', DRAINED),
      over: { target: { ...gone, revision: rev('C'), trackedRevision: 't-1/3' } },
      is: { phase: 'Failed', lastAppliedSpec: rev('B'), lastTrackedRevision: 't-1/2' },
    },
    {
      name: 'says when its writes are refused',
      status: turned('rollBack'),
      over: {
        routes: routesOf(turned('rollBack'), { form: 'drifted' }),
        refused: { reason: 'RouteRefused', what: 'routing 0%', message: 'denied', retryAt: NOW + 1 },
      },
      is: { holding: { status: 'True', reason: 'RouteRefused', message: 'routing 0%: denied' } },
    },
  ];

  test.each(rows)('$name', ({ status, over = {}, is }) => {
    expect(decide(plan, seeing({ status, ...over }), []).status).toMatchObject(is);
  });

  test.each([
    { name: 'suspended', given: { ...plan, suspend: true }, over: {} },
    {
      name: 'obstructed',
      given: plan,
      over: { obstacle: { kind: 'AutoscalerNotFound', message: 'gone' } as const },
    },
    { name: 'unable to read a config', given: plan, over: { configs: [aConfig({ checksum: undefined })] } },
  ])('goes on to its end while $name', ({ given, over }) => {
    const next = decide(given, seeing({ status: turned('rollBack', DRAINED), target: gone, ...over }), []);
    expect(next.status.phase).toBe('Failed');
  });

  test('names the check that decided it', () => {
    const lastCheck = {
      verdict: 'fail',
      metric: 'request-duration',
      value: 812,
      bound: '<= 500',
      window: '1m',
      weight: 10,
      at: NOW,
    } as const;
    const { status, announcements } = decide(
      plan,
      seeing({ status: turned('rollBack', { ...DRAINED, lastCheck }), target: gone }),
      [],
    );
    expect(status.promoted?.message).toContain(
      'Last check: request-duration was 812, wanted <= 500 over 1m at weight 10.',
    );
    expect(announcements.map(({ message }) => message)).toEqual(['Canary failed! Scaling down podinfo.test']);
  });
});

describe('a run that ends otherwise', () => {
  const rows: readonly {
    readonly name: string;
    readonly phase: Phase;
    readonly intent: Intent;
    readonly over?: Partial<Snapshot>;
    readonly is: Record<string, unknown>;
    readonly told: readonly string[];
  }[] = [
    {
      name: 'with the primary serving, is a success',
      phase: 'Finalising',
      intent: 'finish',
      is: {
        phase: 'Succeeded',
        lastAppliedSpec: rev('B'),
        lastPromotedSpec: rev('B'),
        promoted: { status: 'True' },
      },
      told: ['Promotion completed! Scaling down podinfo.test'],
    },
    {
      name: 'with the target deleted, is a success as well',
      phase: 'Finalising',
      intent: 'finish',
      over: { target: undefined },
      is: { phase: 'Succeeded' },
      told: ['Promotion completed! Scaling down podinfo.test'],
    },
    {
      name: 'with a newer revision there, leaves it unrecorded',
      phase: 'Finalising',
      intent: 'finish',
      over: { target: { ...gone, revision: rev('C'), trackedRevision: 't-1/3' } },
      is: { phase: 'Succeeded', lastAppliedSpec: rev('B'), lastTrackedRevision: 't-1/2' },
      told: ['Promotion completed! Scaling down podinfo.test'],
    },
    {
      name: 'with newer configs there, leaves them unrecorded',
      phase: 'Finalising',
      intent: 'finish',
      over: { configs: [aConfig()] },
      is: { phase: 'Succeeded', trackedConfigs: {} },
      told: ['Promotion completed! Scaling down podinfo.test'],
    },
    {
      name: 'on the way back, is a success without a promotion',
      phase: 'Progressing',
      intent: 'revert',
      is: {
        phase: 'Succeeded',
        lastPromotedSpec: rev('A'),
        promoted: { status: 'True', message: 'The target is back at the promoted revision.' },
      },
      told: ['podinfo.test is back at the promoted revision, nothing to analyse'],
    },
    {
      name: 'to start anew, starts anew with what is there',
      phase: 'Progressing',
      intent: 'restart',
      over: { configs: [aConfig()] },
      is: {
        phase: 'Progressing',
        canaryWeight: 0,
        trackedConfigs: { 'configmap/settings': 'v1' },
        run: { id: '3', intent: 'advance', tick: 0 },
      },
      told: ['New revision detected! Restarting analysis for podinfo.test'],
    },
  ];

  test.each(rows)('$name', ({ phase, intent, over = {}, is, told }) => {
    const status = turned(intent, DRAINED, { phase });
    const next = decide(plan, seeing({ status, target: gone, ...over }), []);
    expect(next.status).toMatchObject(is);
    expect(next.announcements.map(({ message }) => message)).toEqual(told);
  });

  test('says that the analysis was skipped', () => {
    const next = decide(
      aPlan({}, { skipAnalysis: true }),
      seeing({ status: turned('finish', DRAINED, { phase: 'Finalising' }), target: gone }),
      [],
    );
    expect(next.announcements[0]?.message).toBe(
      'Promotion completed! Canary analysis was skipped for podinfo.test',
    );
  });

  test('does not start anew before the new configs were read', () => {
    const next = decide(
      plan,
      seeing({
        status: turned('restart', DRAINED),
        target: gone,
        configs: [aConfig({ checksum: undefined })],
      }),
      [],
    );
    expect(next.status.run?.intent).toBe('restart');
  });

  test('has no drain left over for the next one', () => {
    const next = decide(plan, seeing({ status: turned('restart', DRAINED), target: gone }), []);
    expect(next.status.run?.drainUntil).toBeUndefined();
  });
});

describe('a way back that was recorded', () => {
  test('leaves a config that changes afterwards for the next run', () => {
    const before = { 'configmap/settings': 'v1' };
    const status = aStatus({ trackedConfigs: before, run: aRun({ trackedConfigs: before }) });
    const turnedBack = decide(
      plan,
      seeing({
        status,
        target: aTarget({ revision: rev('A') }),
        primary: carrying('A', before),
        configs: [aConfig()],
      }),
      [],
    );
    expect(turnedBack.status).toMatchObject({
      lastAppliedSpec: rev('A'),
      trackedConfigs: before,
      run: { intent: 'revert' },
    });
    const ended = { ...turnedBack.status, run: aRun({ ...turnedBack.status.run, drainUntil: NOW - 1 }) };
    const next = decide(
      plan,
      seeing({
        status: ended,
        target: { ...gone, revision: rev('A') },
        configs: [aConfig({ checksum: 'v2' })],
      }),
      [],
    );
    expect(next.status).toMatchObject({ phase: 'Succeeded', trackedConfigs: before });
  });
});

describe('a failed promotion', () => {
  const failing = turned(
    'rollBack',
    { reason: 'PromotionFailed' },
    { phase: 'Promoting', canaryWeight: 100 },
  );

  test('keeps the canary, and is Failed once the routes lead there', () => {
    expect(decide(plan, seeing({ status: failing }), []).status).toMatchObject({
      phase: 'Failed',
      canaryWeight: 100,
      promoted: {
        status: 'False',
        message: 'Promotion failed, primary not ready; all traffic stays on the canary.',
      },
    });
    const waiting = decide(
      plan,
      seeing({ status: failing, routes: routesOf(failing, { form: 'drifted' }) }),
      [],
    );
    expect(waiting.status.phase).toBe('Promoting');
  });
});

describe('a return of traffic to a primary with an autoscaler', () => {
  const failing = { failedChecks: 3, canaryWeight: 40 };
  const rolledBack = (over: Partial<Snapshot> = {}): Status =>
    decide(plan, seeing({ status: aStatus(failing), scaler: aScaler(), ...over }), []).status;

  test('happens at once, and raises what the primary may not be scaled below', () => {
    const target = aTarget({ replicas: 3, endpoints: 3 });
    expect(rolledBack({ target })).toMatchObject({
      canaryWeight: 0,
      run: { intent: 'rollBack', primaryFloor: { replicas: 5, readyWith: 2, until: NOW + 300_000 } },
    });
  });

  test('raises nothing where there is no autoscaler', () => {
    expect(rolledBack({ scaler: undefined }).run).not.toHaveProperty('primaryFloor');
  });

  test('does not wait for the pods that it asked for itself', () => {
    const run = aRun({ intent: 'rollBack', primaryFloor: { replicas: 5, readyWith: 2, until: NOW + 1 } });
    const status = aStatus({ canaryWeight: 40, run, holding: holdingFor('PrimaryNotReady') });
    const primary = aPrimary({ replicas: 5, endpoints: 2 });
    expect(decide(plan, seeing({ status, scaler: aScaler(), primary }), []).status.canaryWeight).toBe(0);
  });

  test('ends its floor at its time: somebody looks then', () => {
    const until = NOW + 60_000;
    const run = aRun({ intent: 'rollBack', primaryFloor: { replicas: 5, readyWith: 2, until } });
    const status = aStatus({ phase: 'Failed', canaryWeight: 0, run });
    expect(decide(plan, seeing({ status, scaler: aScaler() }), []).next).toEqual({
      kind: 'at',
      at: until,
      asksAgain: false,
    });
  });

  test('waits at the end for an autoscaler that would wake the target', () => {
    const status = turned('rollBack', DRAINED);
    const waiting = decide(plan, seeing({ status, target: gone, scaler: aScaler({ target: 'active' }) }), []);
    expect(waiting.status.phase).toBe('Progressing');
    const paused = decide(plan, seeing({ status, target: gone, scaler: aScaler({ target: 'paused' }) }), []);
    expect(paused.status.phase).toBe('Failed');
  });
});

describe('the rollback of a fix that was to heal a broken primary', () => {
  const run = aRun({ intent: 'rollBack', reason: 'FailedChecks', heals: true });
  const nobody = aPrimary({ endpoints: 0, readiness: { kind: 'progressing', message: 'no pod' } });

  test.each<{ name: string; over: Partial<Status>; heals: boolean; seen: object; starts: boolean }>([
    {
      name: 'makes way for the next one, where everyone is',
      over: {},
      heals: true,
      seen: { target: aTarget({ revision: 'v2:next' }) },
      starts: true,
    },
    { name: 'waits while there is no other', over: {}, heals: true, seen: {}, starts: false },
    {
      name: 'goes on when the primary can serve',
      over: {},
      heals: true,
      seen: { target: aTarget({ revision: 'v2:next' }), primary: aPrimary() },
      starts: false,
    },
    {
      name: 'of an ordinary run does not: its primary may come back',
      over: { canaryWeight: 40 },
      heals: false,
      seen: { target: aTarget({ revision: 'v2:next' }) },
      starts: false,
    },
  ])('$name', ({ over, heals, seen, starts }) => {
    const status = aStatus({ canaryWeight: 100, run: { ...run, heals }, ...over });
    const next = decide(plan, seeing({ status, primary: nobody, ...seen }), []).status;
    expect(next.run?.revision === 'v2:next').toBe(starts);
    if (starts)
      expect(next).toMatchObject({
        phase: 'Progressing',
        canaryWeight: 100,
        run: { reason: 'PromotionFailed' },
      });
  });
});
