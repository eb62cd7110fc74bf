import { describe, expect, test } from '@jest/globals';
import { aHook, aPlan } from '../../test/builders/plan.ts';
import { low, onHook, onMetric, without } from '../../test/builders/snapshot.ts';
import { NOW } from '../../test/builders/status.ts';
import { boundText, checkOf, failureMessage } from './checks.ts';
import { firstHalt, haltOf } from './halts.ts';

const TYPES = [
  'rollback',
  'pre-rollout',
  'rollout',
  'confirm-rollout',
  'confirm-traffic-increase',
  'confirm-promotion',
];
const plan = aPlan({
  webhooks: TYPES.map((type) => aHook(type)),
  metrics: [
    { name: 'request-success-rate', thresholdRange: { min: 99 }, interval: '1m' },
    { name: 'request-duration', thresholdRange: { max: 500 } },
    { name: 'queue', query: 'up', thresholdRange: { min: 1, max: 5 } },
    { name: 'patient', query: 'up', thresholdRange: { min: 1 }, onNoData: 'hold' },
    { name: 'lenient', query: 'up', thresholdRange: { min: 1 }, onNoData: 'skip' },
  ],
});

describe('an answer halts a tick', () => {
  test.each([
    {
      name: 'not when a metric passes',
      verdict: onMetric(plan, { outcome: 'pass', value: 100 }),
      kind: undefined,
    },
    { name: 'as a failed check when a metric fails', verdict: onMetric(plan, low), kind: 'failedCheck' },
    {
      name: 'as a failed check without data',
      verdict: onMetric(plan, without('NoData')),
      kind: 'failedCheck',
    },
    {
      name: 'as a hold without data, when the metric says so',
      verdict: onMetric(plan, without('NoData'), 'patient'),
      kind: 'noEvidence',
    },
    {
      name: 'as a hold when the address is refused, since nothing was asked',
      verdict: onMetric(plan, without('EgressDenied')),
      kind: 'noEvidence',
    },
    {
      name: 'not without data, when the metric says so',
      verdict: onMetric(plan, without('NotANumber'), 'lenient'),
      kind: undefined,
    },
    {
      name: 'as a failed check in an outage, whatever the metric says',
      verdict: onMetric(plan, without('MetricsUnavailable'), 'lenient'),
      kind: 'failedCheck',
    },
    {
      name: 'as a failed check with several series, whatever the metric says',
      verdict: onMetric(plan, without('SeveralSeries'), 'patient'),
      kind: 'failedCheck',
    },
    { name: 'when a rollback hook answers', verdict: onHook(plan, 'rollback'), kind: 'rollBack' },
    { name: 'not when a rollback hook does not', verdict: onHook(plan, 'rollback', 'fail'), kind: undefined },
    {
      name: 'as a failed check when a pre-rollout hook fails',
      verdict: onHook(plan, 'pre-rollout', 'fail'),
      kind: 'failedCheck',
    },
    {
      name: 'as a failed check when a rollout hook fails',
      verdict: onHook(plan, 'rollout', 'fail'),
      kind: 'failedCheck',
    },
    {
      name: 'as a closed gate before the rollout',
      verdict: onHook(plan, 'confirm-rollout', 'fail'),
      kind: 'gateClosed',
    },
    {
      name: 'as a closed gate before a raise',
      verdict: onHook(plan, 'confirm-traffic-increase', 'fail'),
      kind: 'gateClosed',
    },
    {
      name: 'as a closed gate before promotion',
      verdict: onHook(plan, 'confirm-promotion', 'fail'),
      kind: 'gateClosed',
    },
    { name: 'not when a gate is open', verdict: onHook(plan, 'confirm-promotion'), kind: undefined },
    {
      name: 'when a side has too few endpoints',
      verdict: {
        question: { kind: 'endpoints', side: 'canary', atLeast: 1 },
        answer: { outcome: 'fail', message: 'none' },
      } as const,
      kind: 'noEndpoints',
    },
  ])('$name', ({ verdict, kind }) => {
    expect(haltOf(verdict)?.kind).toBe(kind);
  });

  test('once: the first one counts', () => {
    expect(
      firstHalt([
        onHook(plan, 'rollback', 'fail'),
        onMetric(plan, low),
        onHook(plan, 'confirm-promotion', 'fail'),
      ])?.kind,
    ).toBe('failedCheck');
  });
});

describe('a failed check says', () => {
  test.each([
    {
      name: 'value, bound and window',
      verdict: onMetric(plan, low),
      is: 'success rate 90.00% < 99% over 1m',
    },
    {
      name: 'milliseconds of a duration',
      verdict: onMetric(plan, { outcome: 'fail', value: 612.5, message: '' }, 'request-duration'),
      is: 'request duration 612.5 ms > 500 ms over 1m',
    },
    {
      name: 'the upper bound that was passed',
      verdict: onMetric(plan, { outcome: 'fail', value: 7, message: '' }, 'queue'),
      is: 'queue 7.00 > 5 over 1m',
    },
    {
      name: 'the lower bound that was missed',
      verdict: onMetric(plan, { outcome: 'fail', value: 0, message: '' }, 'queue'),
      is: 'queue 0.00 < 1 over 1m',
    },
    {
      name: 'why there is nothing to judge',
      verdict: onMetric(plan, without('MetricsTimeout')),
      is: 'request-success-rate: MetricsTimeout',
    },
    {
      name: 'which hook failed',
      verdict: onHook(plan, 'rollout', 'fail'),
      is: 'external check rollout failed status 403',
    },
  ])('$name', ({ verdict, is }) => {
    expect(failureMessage(plan, verdict)).toBe(`Halt podinfo.test advancement ${is}`);
  });
});

test.each([
  { bounds: { min: 99, max: undefined }, text: '>= 99' },
  { bounds: { min: undefined, max: 500 }, text: '<= 500' },
  { bounds: { min: 1, max: 5 }, text: '1..5' },
])('a bound is written $text', ({ bounds, text }) => {
  expect(boundText(bounds)).toBe(text);
});

describe('the record of a check', () => {
  test.each([
    {
      name: 'has value, bound, window and weight',
      verdict: onMetric(plan, low),
      is: {
        verdict: 'fail',
        metric: 'request-success-rate',
        value: 90,
        bound: '>= 99',
        window: '1m',
        reason: 'below the minimum',
        weight: 10,
        at: NOW,
      },
    },
    {
      name: 'has no value where there was none',
      verdict: onMetric(plan, without('NoData')),
      is: {
        verdict: 'inconclusive',
        metric: 'request-success-rate',
        bound: '>= 99',
        window: '1m',
        reason: 'NoData: NoData',
        weight: 10,
        at: NOW,
      },
    },
    {
      name: 'of a hook has no bound',
      verdict: onHook(plan, 'rollout'),
      is: { verdict: 'pass', metric: 'rollout', weight: 10, at: NOW },
    },
  ])('$name', ({ verdict, is }) => {
    expect(checkOf(verdict, 10, NOW)).toEqual(is);
  });
});
