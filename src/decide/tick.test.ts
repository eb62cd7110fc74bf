import { describe, expect, test } from '@jest/globals';
import { aHook, aPlan } from '../../test/builders/plan.ts';
import {
  aTarget,
  low,
  onHook,
  onMetric,
  passing,
  routesOf,
  seeing,
  without,
} from '../../test/builders/snapshot.ts';
import { aRun, aStatus, holdingFor, NOW } from '../../test/builders/status.ts';
import type { Plan } from '../domain/plan.ts';
import { nameOf, type Verdict } from '../domain/question.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { Status } from '../domain/status.ts';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import { probesFor } from './probes.ts';

const HOOKS = ['rollback', 'pre-rollout', 'rollout', 'confirm-traffic-increase', 'confirm-promotion'];
const full = aPlan({ webhooks: HOOKS.map((type) => aHook(type)) });
const namesakes = aPlan({
  webhooks: ['confirm-traffic-increase', 'confirm-promotion'].map((type) =>
    aHook(type, 'confirm-traffic-increase'),
  ),
});
const plan = aPlan();
const atZero = aStatus({ canaryWeight: 0, run: aRun({ tick: 0 }) });
const atTop = aStatus({ canaryWeight: 50 });
const beyond = aStatus({ canaryWeight: 80 });

const metricOver = (interval: string) => ({
  name: 'request-success-rate',
  thresholdRange: { min: 99 },
  interval,
});

const asked = (given: Plan, status: Status): readonly string[] =>
  probesFor(given, seeing({ status })).map(nameOf);

describe('a tick asks, in this order,', () => {
  test.each([
    {
      name: 'before the first weight, for pre-rollout hooks and for live endpoints',
      status: atZero,
      is: ['rollback', 'pre-rollout', 'canary endpoints', 'confirm-traffic-increase'],
    },
    {
      name: 'on the way up, for hooks and metrics',
      status: aStatus(),
      is: ['rollback', 'rollout', 'request-success-rate', 'request-duration', 'confirm-traffic-increase'],
    },
    {
      name: 'at the top, the gate of the promotion',
      status: atTop,
      is: ['rollback', 'rollout', 'request-success-rate', 'request-duration', 'confirm-promotion'],
    },
    { name: 'nothing when the weight is above the ladder: it goes down in any case', status: beyond, is: [] },
    {
      name: 'no pre-rollout hook that has passed',
      status: aStatus({ ...atZero, run: aRun({ tick: 1, passedHooks: ['pre-rollout'] }) }),
      is: ['rollback', 'canary endpoints', 'confirm-traffic-increase'],
    },
    {
      name: 'while a broken primary is healed, no gate before the end',
      status: aStatus({ canaryWeight: 100, run: aRun({ reason: 'PromotionFailed' }) }),
      is: ['rollback', 'rollout', 'request-success-rate', 'request-duration'],
    },
  ])('$name', ({ status, is }) => {
    expect(asked(full, status)).toEqual(is);
  });

  test('built-in and inline metrics before templates', () => {
    const mixed = aPlan({
      metrics: [
        { name: 'mine', templateRef: { name: 't' }, thresholdRange: { max: 1 } },
        { name: 'inline', query: 'up', thresholdRange: { min: 1 } },
        { name: 'request-duration', thresholdRange: { max: 500 } },
      ],
    });
    expect(asked(mixed, aStatus())).toEqual(['inline', 'request-duration', 'mine']);
  });

  test('nothing when the analysis is skipped', () => {
    expect(
      asked(aPlan({ webhooks: HOOKS.map((type) => aHook(type)) }, { skipAnalysis: true }), aStatus()),
    ).toEqual([]);
  });
});

/** All pass but those that are given. */
const answered = (given: Plan, seen: Snapshot, but: readonly Verdict[] = []): Decision => {
  const verdicts: Verdict[] = [];
  for (const question of probesFor(given, seen)) {
    const own = but.find((verdict) => nameOf(verdict.question) === nameOf(question));
    verdicts.push(
      own ?? (nameOf(question) === 'rollback' ? onHook(given, 'rollback', 'fail') : passing(question)),
    );
    if (own !== undefined && own.answer.outcome !== 'pass') break;
  }
  return decide(given, seen, verdicts);
};

describe('a tick that passes', () => {
  test.each([
    {
      name: 'sends the first traffic',
      status: atZero,
      is: { phase: 'Progressing', canaryWeight: 10 },
      told: [
        'Starting canary analysis for podinfo.test',
        'Pre-rollout check pre-rollout passed',
        'Confirm-traffic-increase check confirm-traffic-increase passed',
        'Advance podinfo.test canary weight 10',
      ],
    },
    {
      name: 'takes the next rung',
      status: aStatus(),
      is: { phase: 'Progressing', canaryWeight: 20 },
      told: [
        'Confirm-traffic-increase check confirm-traffic-increase passed',
        'Advance podinfo.test canary weight 20',
      ],
    },
    {
      name: 'takes the least rung above a weight that is none any more',
      status: aStatus({ canaryWeight: 33 }),
      is: { phase: 'Progressing', canaryWeight: 40 },
      told: undefined,
    },
    {
      name: 'lowers a weight above the ladder',
      status: beyond,
      is: { phase: 'Progressing', canaryWeight: 50 },
      told: ['Advance podinfo.test canary weight 50'],
    },
    {
      name: 'lowers a weight of 100 too, when the ladder was shortened',
      status: aStatus({ canaryWeight: 100 }),
      is: { canaryWeight: 50 },
      told: undefined,
    },
    {
      name: 'promotes at the top, with the weight as it is',
      status: atTop,
      is: { phase: 'Promoting', canaryWeight: 50 },
      told: [
        'Confirm-promotion check confirm-promotion passed',
        'Copying podinfo.test template spec to podinfo-primary.test',
      ],
    },
    {
      name: 'promotes from WaitingPromotion when the gate opens',
      status: aStatus({ phase: 'WaitingPromotion', canaryWeight: 50 }),
      is: { phase: 'Promoting' },
      told: undefined,
    },
    {
      name: 'goes on up when the ladder grew while promotion was waited for',
      status: aStatus({ phase: 'WaitingPromotion', canaryWeight: 40 }),
      is: { phase: 'Progressing', canaryWeight: 50 },
      told: undefined,
    },
    {
      name: 'watches a run that heals a broken primary, at its weight',
      status: aStatus({ canaryWeight: 100, run: aRun({ reason: 'PromotionFailed' }) }),
      is: { phase: 'Progressing', canaryWeight: 100 },
      told: undefined,
    },
    {
      name: 'promotes it after as many rounds as the ladder has rungs',
      status: aStatus({ canaryWeight: 100, run: aRun({ tick: 5, reason: 'PromotionFailed' }) }),
      is: { phase: 'Promoting', canaryWeight: 100 },
      told: undefined,
    },
    {
      name: 'promotes it also from a weight in between',
      status: aStatus({ canaryWeight: 30, run: aRun({ tick: 5, reason: 'PromotionFailed' }) }),
      is: { phase: 'Promoting', canaryWeight: 30 },
      told: undefined,
    },
  ])('$name', ({ status, is, told }) => {
    const next = answered(full, seeing({ status }));
    expect(next.status).toMatchObject(is);
    if (told !== undefined) expect(next.announcements.map(({ message }) => message)).toEqual(told);
  });

  test('is due again an interval after it was committed, and counts one more traffic decision', () => {
    const { status, next } = answered(plan, seeing());
    expect(status.run).toMatchObject({
      tick: 2,
      steppedAt: NOW,
      stageSince: NOW,
      dueAt: NOW + 10_000,
      trafficSeq: 5,
    });
    expect(next).toEqual({ kind: 'at', at: NOW + 10_000, asksAgain: false });
  });

  test.each([
    {
      name: 'when windows hold nothing from before the raise has settled',
      analysis: { settleTime: '15s' },
      afterMs: 25_000,
    },
    {
      name: 'with a settle time of nothing, when they hold nothing from before the raise',
      analysis: { settleTime: '0s', interval: '10s', metrics: [metricOver('1m')] },
      afterMs: 60_000,
    },
    {
      name: 'after the settle time where there is no metric',
      analysis: { settleTime: '40s', metrics: [] },
      afterMs: 40_000,
    },
    {
      name: 'after an interval that is longer than both',
      analysis: { settleTime: '15s', interval: '1m' },
      afterMs: 60_000,
    },
  ])('is due again $name', ({ analysis, afterMs }) => {
    const { status } = answered(aPlan(analysis), seeing());
    expect(status.run).toMatchObject({ steppedAt: NOW, dueAt: NOW + afterMs });
  });

  test.each([
    {
      name: 'a round that moves no traffic',
      analysis: { stepWeight: undefined, maxWeight: undefined, iterations: 3 },
      status: aStatus({ canaryWeight: 0, iterations: 1, run: aRun({ strategy: 'blue-green' }) }),
      but: [],
    },
    { name: 'a failed check', analysis: {}, status: aStatus(), but: [onMetric(plan, low)] },
  ])('has nothing to settle after $name', ({ analysis, status, but }) => {
    const next = answered(aPlan({ ...analysis, settleTime: '15s' }), seeing({ status }), but);
    expect(next.status.run).toMatchObject({ tick: 2, dueAt: NOW + 10_000 });
  });

  test('records the check that allowed the raise in the same write', () => {
    const next = answered(plan, seeing(), [
      onMetric(plan, { outcome: 'pass', value: 21 }, 'request-duration'),
    ]);
    expect(next.status.run?.lastCheck).toEqual({
      verdict: 'pass',
      metric: 'request-duration',
      value: 21,
      bound: '<= 500',
      window: '10s',
      weight: 10,
      at: NOW,
    });
  });

  test('ends a hold', () => {
    const next = answered(plan, seeing({ status: aStatus({ holding: holdingFor('GateClosed') }) }));
    expect(next.status.holding).toMatchObject({ status: 'False', reason: 'Proceeding' });
  });

  test('remembers the pre-rollout hooks that have passed, also when a later one fails', () => {
    const two = aPlan({ webhooks: [aHook('pre-rollout', 'one'), aHook('pre-rollout', 'two')] });
    const next = answered(two, seeing({ status: atZero }), [onHook(two, 'two', 'fail')]);
    expect(next.status).toMatchObject({ failedChecks: 1, canaryWeight: 0, run: { passedHooks: ['one'] } });
  });
});

describe('a tick that is not due', () => {
  test('waits for its time', () => {
    const { status, next } = decide(plan, seeing({ due: false, dueAt: NOW + 4_000 }), []);
    expect(status.canaryWeight).toBe(10);
    expect(next).toEqual({ kind: 'at', at: NOW + 4_000, asksAgain: false });
  });

  test.each(['GateClosed', 'NoEvidence', 'NoEndpoints'])(
    'keeps the hold %s until the next answer',
    (reason) => {
      const status = aStatus({ holding: holdingFor(reason) });
      const next = decide(plan, seeing({ status, askable: false, askableAt: NOW + 3_000 }), []);
      expect(next.status).toEqual(status);
      expect(next.next).toMatchObject({ at: NOW + 3_000 });
    },
  );

  test('ends a hold whose reason is gone, although nothing is asked yet', () => {
    const status = aStatus({ holding: holdingFor('PrimaryNotReady') });
    const next = decide(plan, seeing({ status, askable: false, askableAt: NOW + 3_000 }), []);
    expect(next.status.holding?.status).toBe('False');
  });
});

describe('a halt', () => {
  const dataless = (policy: string) =>
    aPlan({
      metrics: [
        { name: 'request-success-rate', thresholdRange: { min: 99 }, onNoData: policy, interval: '10s' },
      ],
    });
  const rows: readonly {
    readonly name: string;
    readonly given: Plan;
    readonly status?: Status;
    readonly but: readonly Verdict[];
    readonly is: Record<string, unknown>;
    readonly holding?: string;
    readonly told?: readonly string[];
  }[] = [
    {
      name: 'of a metric below its bound is a failed check',
      given: plan,
      but: [onMetric(plan, low)],
      is: { canaryWeight: 10, failedChecks: 1 },
      told: ['Halt podinfo.test advancement success rate 90.00% < 99% over 10s'],
    },
    {
      name: 'of a slow canary names its milliseconds',
      given: plan,
      but: [onMetric(plan, { outcome: 'fail', value: 700, message: 'slow' }, 'request-duration')],
      is: { failedChecks: 1 },
      told: ['Halt podinfo.test advancement request duration 700 ms > 500 ms over 10s'],
    },
    {
      name: 'without data is a failed check by default',
      given: dataless('fail'),
      but: [onMetric(dataless('fail'), without('NoData'))],
      is: { canaryWeight: 10, failedChecks: 1 },
      told: ['Halt podinfo.test advancement request-success-rate: NoData'],
    },
    {
      name: 'of an outage counts like any other',
      given: dataless('skip'),
      but: [onMetric(dataless('skip'), without('MetricsUnavailable'))],
      is: { failedChecks: 1 },
    },
    {
      name: 'without data may hold',
      given: dataless('hold'),
      but: [onMetric(dataless('hold'), without('NotANumber'))],
      is: { canaryWeight: 10, failedChecks: 0 },
      holding: 'NoEvidence',
    },
    {
      name: 'of a rollout hook is a failed check',
      given: full,
      but: [onHook(full, 'rollout', 'fail')],
      is: { canaryWeight: 10, failedChecks: 1 },
      told: ['Halt podinfo.test advancement external check rollout failed status 403'],
    },
    {
      name: 'of a pre-rollout hook sends no traffic',
      given: full,
      status: atZero,
      but: [onHook(full, 'pre-rollout', 'fail')],
      is: { canaryWeight: 0, failedChecks: 1 },
      told: ['Halt podinfo.test advancement pre-rollout check pre-rollout failed status 403'],
    },
    {
      name: 'of the gate before a raise holds and is no failed check',
      given: full,
      but: [onHook(full, 'confirm-traffic-increase', 'fail')],
      is: { phase: 'Progressing', canaryWeight: 10, failedChecks: 0 },
      holding: 'GateClosed',
    },
    {
      name: 'of the gate before a raise is none before promotion, also where both have one name',
      given: namesakes,
      but: [onHook(namesakes, 'confirm-traffic-increase', 'fail')],
      is: { phase: 'Progressing', canaryWeight: 10 },
      holding: 'GateClosed',
    },
    {
      name: 'of the gate before promotion waits for approval',
      given: full,
      status: atTop,
      but: [onHook(full, 'confirm-promotion', 'fail')],
      is: { phase: 'WaitingPromotion', canaryWeight: 50, failedChecks: 0 },
      told: ['Halt podinfo.test advancement waiting for promotion approval confirm-promotion'],
    },
    {
      name: 'of the gate before promotion is told once',
      given: full,
      status: aStatus({ phase: 'WaitingPromotion', canaryWeight: 50 }),
      but: [onHook(full, 'confirm-promotion', 'fail')],
      is: { phase: 'WaitingPromotion' },
      told: [],
    },
    {
      name: 'of a check while promotion waits counts as well',
      given: full,
      status: aStatus({ phase: 'WaitingPromotion', canaryWeight: 50 }),
      but: [onHook(full, 'rollout', 'fail')],
      is: { phase: 'WaitingPromotion', failedChecks: 1, canaryWeight: 50 },
    },
    {
      name: 'of missing endpoints sends no first traffic',
      given: plan,
      status: atZero,
      but: [
        {
          question: { kind: 'endpoints', side: 'canary', atLeast: 2 },
          answer: { outcome: 'fail', message: 'has 0 of 2' },
        },
      ],
      is: { canaryWeight: 0, failedChecks: 0 },
      holding: 'NoEndpoints',
    },
    {
      name: 'that reaches the threshold rolls back in the same tick',
      given: plan,
      status: aStatus({ failedChecks: 2 }),
      but: [onMetric(plan, low)],
      is: { canaryWeight: 0, failedChecks: 3, run: { intent: 'rollBack', reason: 'FailedChecks' } },
      told: [
        'Halt podinfo.test advancement success rate 90.00% < 99% over 10s',
        'Rolling back podinfo.test failed checks threshold reached 3',
      ],
    },
  ];

  test.each(rows)('$name', ({ given, status = aStatus(), but, is, holding, told }) => {
    const next = answered(given, seeing({ status }), but);
    expect(next.status).toMatchObject(is);
    expect(next.status.holding?.reason).toBe(holding);
    if (told !== undefined) expect(next.announcements.map(({ message }) => message)).toEqual(told);
  });

  test('of a failed check records what was measured, and is due again after an interval', () => {
    const { status } = answered(plan, seeing(), [onMetric(plan, low)]);
    expect(status.run).toMatchObject({
      tick: 2,
      dueAt: NOW + 10_000,
      trafficSeq: 4,
      lastCheck: {
        verdict: 'fail',
        metric: 'request-success-rate',
        value: 90,
        bound: '>= 99',
        window: '10s',
        reason: 'below the minimum',
        weight: 10,
        at: NOW,
      },
    });
  });

  test('without evidence is counted apart as well', () => {
    const { status } = answered(plan, seeing(), [onMetric(plan, without('MetricsTimeout'))]);
    expect(status.run).toMatchObject({
      inconclusive: 1,
      lastCheck: { verdict: 'inconclusive', reason: 'MetricsTimeout: MetricsTimeout' },
    });
  });

  test('of a gate or of missing data is asked again after an interval, and counts no tick', () => {
    const { status, next } = answered(full, seeing(), [onHook(full, 'confirm-traffic-increase', 'fail')]);
    expect(status.run).toEqual(aRun());
    expect(next).toEqual({ kind: 'at', at: NOW + 10_000, asksAgain: true });
  });

  test('is told once while its reason lasts', () => {
    const status = aStatus({ holding: holdingFor('GateClosed') });
    const next = answered(full, seeing({ status }), [onHook(full, 'confirm-traffic-increase', 'fail')]);
    expect(next.announcements).toEqual([]);
  });

  test('does not follow from a skipped check, but neither does a raise from skipped checks alone', () => {
    const skipping = dataless('skip');
    const verdict = onMetric(skipping, without('NoData'));
    const next = decide(skipping, seeing(), [verdict]);
    expect(next.status).toMatchObject({
      canaryWeight: 10,
      failedChecks: 0,
      holding: { reason: 'NoEvidence' },
    });
  });
});

describe('skipAnalysis', () => {
  const skipping = aPlan({}, { skipAnalysis: true });

  test.each([
    {
      name: 'promotes as soon as the canary is ready',
      over: { status: atZero, due: false },
      phase: 'Promoting',
    },
    { name: 'promotes a run that has begun', over: { status: aStatus() }, phase: 'Promoting' },
    {
      name: 'waits for the canary all the same',
      over: { status: atZero, target: aTarget({ endpoints: 0 }) },
      phase: 'Progressing',
    },
    {
      name: 'waits for the routes all the same',
      over: { status: atZero, routes: routesOf(atZero, { form: 'missing' as const }) },
      phase: 'Progressing',
    },
  ])('$name', ({ over, phase }) => {
    const next = decide(skipping, seeing(over), []);
    expect(next.status).toMatchObject({ phase, canaryWeight: next.status.canaryWeight });
    expect(next.status.canaryWeight).toBe(over.status.canaryWeight);
  });
});
