import { describe, expect, test } from '@jest/globals';
import { aPlan } from '../../test/builders/plan.ts';
import { low, onMetric, seeing, without } from '../../test/builders/snapshot.ts';
import { aRun, aStatus, atRest, holdingFor, NOW } from '../../test/builders/status.ts';
import type { Status } from '../domain/status.ts';
import { CanaryMetrics } from './canary-metrics.ts';
import { makeMetrics } from './metrics.ts';

const plan = aPlan();
const made = () => {
  const metrics = makeMetrics('1.2.3');
  return { canaries: new CanaryMetrics(metrics), text: () => metrics.registry.metrics() };
};
const series = async (text: () => Promise<string>, name: string): Promise<readonly string[]> =>
  (await text()).split('\n').filter((line) => line.startsWith(`${name}{`));

describe('the series of a Canary', () => {
  test('show its phase and both weights, by the target’s name', async () => {
    const { canaries, text } = made();
    canaries.decided('test/podinfo', plan, atRest(), aStatus());
    expect(await series(text, 'flagger_canary_status')).toEqual([
      'flagger_canary_status{name="podinfo",namespace="test"} 0',
    ]);
    expect(await series(text, 'flagger_canary_weight')).toEqual([
      'flagger_canary_weight{workload="podinfo-primary",namespace="test"} 90',
      'flagger_canary_weight{workload="podinfo",namespace="test"} 10',
    ]);
    expect(await series(text, 'flagger_canary_total')).toEqual(['flagger_canary_total{namespace="test"} 1']);
  });

  test.each([
    { phase: 'Succeeded', code: 1 },
    { phase: 'Waiting', code: 1 },
    { phase: 'Failed', code: 2 },
  ] as const)('code $phase as $code', async ({ phase, code }) => {
    const { canaries, text } = made();
    canaries.decided('test/podinfo', plan, aStatus(), aStatus({ phase }));
    expect(await series(text, 'flagger_canary_status')).toEqual([
      `flagger_canary_status{name="podinfo",namespace="test"} ${code}`,
    ]);
  });

  test('show the last value of each metric, durations in seconds, and nothing without a value', async () => {
    const { canaries, text } = made();
    canaries.analysed('test/podinfo', plan, [
      onMetric(plan, low),
      onMetric(plan, { outcome: 'pass', value: 250 }, 'request-duration'),
    ]);
    canaries.analysed('test/podinfo', plan, [onMetric(plan, without('NoData'))]);
    expect(await series(text, 'flagger_canary_metric_analysis')).toEqual([
      'flagger_canary_metric_analysis{name="podinfo",namespace="test",metric="request-success-rate"} 90',
      'flagger_canary_metric_analysis{name="podinfo",namespace="test",metric="request-duration"} 0.25',
    ]);
  });

  test('count ends by strategy, under Flagger’s names for them', async () => {
    const { canaries, text } = made();
    const counted = aPlan({ stepWeight: undefined, maxWeight: undefined, iterations: 3 });
    canaries.decided('test/podinfo', counted, aStatus(), aStatus({ phase: 'Succeeded' }));
    expect((await series(text, 'flagger_canary_successes_total'))[0]).toContain(
      'deployment_strategy="blue-green"',
    );
  });

  test('count an end once, with its reason', async () => {
    const { canaries, text } = made();
    const failed = aStatus({ phase: 'Failed', run: aRun({ reason: 'FailedChecks' }) });
    canaries.decided('test/podinfo', plan, aStatus(), failed);
    canaries.decided('test/podinfo', plan, failed, failed);
    expect(await series(text, 'flagger_canary_failures_total')).toEqual([
      'flagger_canary_failures_total{name="podinfo",namespace="test",deployment_strategy="canary",analysis_status="completed"} 1',
    ]);
    expect(await series(text, 'serinette_rollouts_total')).toEqual([
      'serinette_rollouts_total{outcome="Failed",reason="FailedChecks"} 1',
    ]);
  });

  test('show how late a counted step was, but not of first ones, nor after a hold', async () => {
    const { canaries, text } = made();
    const at = (late: number, over: Partial<Status> = {}) => {
      const status = aStatus(over);
      const run = status.run === undefined ? undefined : { ...status.run, tick: status.run.tick + 1 };
      canaries.stepped(seeing({ status, now: NOW + late }), { ...status, run });
    };
    at(250);
    at(70_000, { run: aRun({ tick: 0 }) });
    at(70_000, { holding: holdingFor('GateClosed') });
    canaries.stepped(seeing({ now: NOW + 70_000 }), aStatus());
    canaries.stepped(seeing({ now: NOW + 70_000 }), aStatus({ run: aRun({ id: '3', tick: 5 }) }));
    const lines = (await text())
      .split('\n')
      .filter((line) => line.startsWith('serinette_step_lateness_seconds_'));
    expect(lines.slice(-2)).toEqual([
      'serinette_step_lateness_seconds_sum 0.25',
      'serinette_step_lateness_seconds_count 1',
    ]);
  });

  test('go when it goes', async () => {
    const { canaries, text } = made();
    canaries.decided('test/podinfo', plan, atRest(), aStatus());
    canaries.analysed('test/podinfo', plan, [onMetric(plan, low)]);
    canaries.took(plan, 5);
    canaries.decided('test/podinfo', plan, aStatus(), aStatus({ phase: 'Succeeded' }));
    canaries.decided('test/podinfo', plan, aStatus(), aStatus({ phase: 'Failed' }));
    canaries.gone('test/podinfo');
    for (const name of [
      'flagger_canary_status',
      'flagger_canary_weight',
      'flagger_canary_metric_analysis',
      'flagger_canary_total',
      'flagger_canary_duration_seconds_count',
      'flagger_canary_successes_total',
      'flagger_canary_failures_total',
    ])
      expect(await series(text, name)).toEqual([]);
  });

  test('follow a Canary that turns to another target', async () => {
    const { canaries, text } = made();
    canaries.decided('test/podinfo', plan, atRest(), aStatus());
    const other = aPlan({}, { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'shop' } });
    canaries.decided('test/podinfo', other, aStatus(), aStatus());
    expect(await series(text, 'flagger_canary_weight')).toEqual([
      'flagger_canary_weight{workload="shop-primary",namespace="test"} 90',
      'flagger_canary_weight{workload="shop",namespace="test"} 10',
    ]);
    expect(await series(text, 'flagger_canary_total')).toEqual(['flagger_canary_total{namespace="test"} 1']);
  });

  test('of one Canary stay when another goes', async () => {
    const { canaries, text } = made();
    canaries.decided('test/podinfo', plan, atRest(), aStatus());
    canaries.decided(
      'test/shop',
      aPlan({}, { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'shop' } }),
      atRest(),
      aStatus(),
    );
    canaries.gone('test/shop');
    expect(await series(text, 'flagger_canary_status')).toHaveLength(1);
    expect(await series(text, 'flagger_canary_total')).toEqual(['flagger_canary_total{namespace="test"} 1']);
  });
});
