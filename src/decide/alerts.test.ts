import { describe, expect, test } from '@jest/globals';
import { aHook, aPlan } from '../../test/builders/plan.ts';
import {
  aPrimary,
  aTarget,
  idleTarget,
  low,
  NOT_READY,
  onHook,
  onMetric,
  routesOf,
  seeing,
  STUCK,
  without,
} from '../../test/builders/snapshot.ts';
import { aRun, aStatus, atRest, holdingFor, NOW, rev } from '../../test/builders/status.ts';
import type { Plan } from '../domain/plan.ts';
import type { Verdict } from '../domain/question.ts';
import { promotionPin } from '../domain/revision.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { alertsOf } from './alerts.ts';
import { decide } from './decide.ts';

/** What one decision tells people. */
const told = (plan: Plan, seen: Snapshot, verdicts: readonly Verdict[] = []) =>
  alertsOf(plan, seen, decide(plan, seen, verdicts)).map(
    ({ severity, moment, text }) => `${severity} ${moment}: ${text}`,
  );

const plan = aPlan();
const strict = aPlan({ threshold: 1 });

describe('an ordinary decision tells nobody', () => {
  test.each([
    [
      'a failed check below the threshold',
      () => told(aPlan({ threshold: 3 }), seeing(), [onMetric(plan, low)]),
    ],
    [
      'waiting for the first readiness',
      () => told(plan, seeing({ target: aTarget({ readiness: NOT_READY }) })),
    ],
    [
      'a primary that is merely being scaled',
      () => told(plan, seeing({ primary: aPrimary({ readiness: NOT_READY }) })),
    ],
    ['a suspended run', () => told(aPlan({}, { suspend: true }), seeing())],
    ['rest', () => told(plan, seeing({ status: atRest(), target: idleTarget() }))],
  ])('%s', (_, alerts) => {
    expect(alerts()).toEqual([]);
  });
});

describe('a rollback tells why, once it is certain', () => {
  test('failed checks', () => {
    expect(told(strict, seeing(), [onMetric(strict, low)])).toEqual([
      'error Ended/FailedChecks: Failed checks threshold reached 1',
    ]);
  });

  test('a canary that misses its deadline', () => {
    const seen = seeing({ target: aTarget({ readiness: STUCK }) });
    expect(told(plan, seen)).toEqual([
      'error Ended/ProgressDeadlineExceeded: Rolling back, canary not ready within its deadline of 60s',
    ]);
  });

  test('a rollback hook, as a warning, since somebody asked for it', () => {
    const own = aPlan({ webhooks: [aHook('rollback')] });
    expect(told(own, seeing(), [onHook(own, 'rollback')])).toEqual([
      'warn Ended/RollbackRequested: Rolling back manual webhook invoked',
    ]);
  });

  test('a canary that lost its last endpoint, and a target that is gone', () => {
    const lost = seeing({ target: aTarget({ readiness: NOT_READY, endpoints: 0 }) });
    expect(told(plan, lost)).toEqual([
      'error Ended/CanaryLost: Rolling back, no ready endpoint is left on the canary',
    ]);
    expect(told(plan, seeing({ target: undefined }))).toEqual([
      'error Ended/TargetLost: Rolling back, target podinfo.test is gone',
    ]);
  });

  test('a primary that misses its deadline in promotion', () => {
    const status = aStatus({ phase: 'Promoting' });
    const primary = aPrimary({ flaggerId: pin('B'), readiness: STUCK });
    expect(told(plan, seeing({ status, primary }))).toEqual([
      'error Ended/PromotionFailed: Promotion failed, primary not ready: the Deployment has missed its own progress deadline',
    ]);
  });
});

describe('an end tells how it ended', () => {
  const ending = (over: Parameters<typeof aRun>[0], phase: 'Progressing' | 'Finalising') => {
    const run = aRun({ drainUntil: NOW - 1, ...over });
    const status = aStatus({ phase, canaryWeight: 0, run });
    return seeing({ status, routes: routesOf(status), target: aTarget({ replicas: 0 }) });
  };

  test('promoted, with analysis or without', () => {
    const seen = ending({ intent: 'finish' }, 'Finalising');
    expect(told(plan, seen)).toEqual([
      'info Ended/Promoted: Canary analysis completed successfully, promotion finished.',
    ]);
    expect(told(aPlan({}, { skipAnalysis: true }), seen)).toEqual([
      'info Ended/Promoted: Canary analysis was skipped, promotion finished.',
    ]);
  });

  test('back at the promoted revision', () => {
    expect(told(plan, ending({ intent: 'revert', reason: 'Reverted' }, 'Progressing'))).toEqual([
      'info Ended/Reverted: The target is back at the promoted revision, nothing to analyse.',
    ]);
  });
});

describe('a beginning', () => {
  test('of a run', () => {
    expect(told(plan, seeing({ status: atRest(), target: aTarget({ replicas: 0 }) }))).toEqual([
      'info NewRevision: New revision detected, progressing canary analysis.',
    ]);
  });
});

describe('a gate that is closed', () => {
  const gated = (type: string, more: object = {}) =>
    aPlan({ webhooks: [{ ...aHook(type, 'gate'), ...more }] });
  const atTop = aStatus({ canaryWeight: 50 });
  const scenes = [
    ['confirm-rollout', seeing({ status: atRest(), target: aTarget({ replicas: 0 }) }), 'Canary'],
    ['confirm-traffic-increase', seeing(), 'Canary traffic increase'],
    ['confirm-promotion', seeing({ status: atTop, routes: routesOf(atTop) }), 'Canary promotion'],
  ] as const;

  test.each(scenes)('%s is told as a warning', (type, seen, what) => {
    const own = gated(type);
    const asked = [...passedMetrics(own, type), onHook(own, 'gate', 'fail')];
    expect(told(own, seen, asked)).toEqual([
      `warn WaitingForApproval/gate/${seen.status.canaryWeight}: ${what} is waiting for approval.`,
    ]);
  });

  test.each(scenes.map(([type, seen]) => [type, seen] as const))(
    '%s is not told when its hook is muted',
    (type, seen) => {
      const own = gated(type, { muteAlert: true });
      expect(told(own, seen, [...passedMetrics(own, type), onHook(own, 'gate', 'fail')])).toEqual([]);
    },
  );

  test('is not muted by a hook of another kind with its name', () => {
    const own = aPlan({
      webhooks: [aHook('confirm-promotion', 'gate'), { ...aHook('rollout', 'gate'), muteAlert: true }],
    });
    const hook = own.analysis.hooks[0]!;
    const verdict: Verdict = {
      question: { kind: 'hook', hook },
      answer: { outcome: 'fail', message: '403' },
    };
    expect(told(own, seeing({ status: atTop, routes: routesOf(atTop) }), [verdict])).toHaveLength(1);
  });
});

describe('a hold', () => {
  test('of a run is a warning, told when its reason is new', () => {
    const refused = {
      reason: 'RouteRefused',
      what: 'VirtualService podinfo',
      message: 'denied',
      retryAt: NOW + 1,
    } as const;
    const alert = 'warn Holding/RouteRefused: Advancement is halted: VirtualService podinfo: denied';
    expect(told(plan, seeing({ refused }))).toEqual([alert]);
    const held = aStatus({ holding: holdingFor('RouteRefused') });
    expect(told(plan, seeing({ refused, status: held }))).toEqual([]);
    expect(told(plan, seeing({ refused, status: atRest() }))).toEqual([]);
  });

  test('for a primary that nobody can be served by is an error, also when it turns out later', () => {
    const dead = aPrimary({ readiness: NOT_READY, endpoints: 0 });
    const alert =
      'error Holding/PrimaryNotReady: Advancement is halted: primary podinfo-primary.test is not ready: 0 of 2 replicas are available';
    expect(told(plan, seeing({ primary: dead }))).toEqual([alert]);
    const held = aStatus({
      holding: holdingFor('PrimaryNotReady', 'primary podinfo-primary.test is not ready: 1 of 2'),
    });
    expect(told(plan, seeing({ primary: dead, status: held }))).toEqual([alert]);
    const known = aStatus({
      holding: holdingFor(
        'PrimaryNotReady',
        'primary podinfo-primary.test is not ready: 0 of 2 replicas are available',
      ),
    });
    expect(told(plan, seeing({ primary: dead, status: known }))).toEqual([]);
  });

  test('for want of data is not told, as it may pass; for want of a MetricTemplate it is', () => {
    const own = aPlan({
      metrics: [{ name: 'request-success-rate', thresholdRange: { min: 99 }, onNoData: 'hold' }],
    });
    expect(told(own, seeing(), [onMetric(own, without('NoData'))])).toEqual([]);
    expect(told(own, seeing(), [onMetric(own, without('TemplateNotFound'))])).toEqual([
      'warn Holding/NoEvidence: Advancement is halted: TemplateNotFound',
    ]);
  });

  test('for a lost primary is an error in any phase', () => {
    const status = atRest({ lastPromotedSpec: rev('C') });
    expect(told(plan, seeing({ status, primary: undefined }))).toEqual([
      expect.stringMatching(
        /^error Holding\/PrimaryLost: Advancement is halted: primary podinfo-primary.test is gone/,
      ),
    ]);
  });
});

function passedMetrics(own: Plan, type: string): readonly Verdict[] {
  return type === 'confirm-rollout'
    ? []
    : own.analysis.metrics.map((metric) => ({
        question: { kind: 'metric', metric },
        answer: { outcome: 'pass', value: 99.9 },
      }));
}

function pin(letter: string): string {
  return promotionPin(rev(letter), {});
}
