import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { OperatorError } from '../../../src/errors.ts';
import { ends, wayTo } from '../../support/phases.ts';
import { openScene, type Scene } from '../../support/scene.ts';

let scene: Scene;

/** One run that is promoted, and one that is rolled back. */
beforeEach(async () => {
  scene = await openScene();
  await wayTo('Succeeded').reach(scene);
});

afterEach(() => scene.end());

const rolledBack = async (): Promise<void> => {
  await scene.release('1.0.3');
  await scene.stage.weightIs(25);
  scene.world.outside.successRate = 90;
  await ends(scene, 'Failed');
  await scene.world.clock.advance(30_000);
};

/** Samples by name and labels, as Prometheus reads them. */
const samples = async (): Promise<ReadonlyMap<string, number>> => {
  const text = await scene.world.metrics.registry.metrics();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [
      line.slice(0, line.lastIndexOf(' ')),
      Number(line.slice(line.lastIndexOf(' ') + 1)),
    ]),
  );
};

const OF_ONE = '{name="podinfo",namespace="test"}';
const outcome = (status: string): string =>
  `{name="podinfo",namespace="test",deployment_strategy="canary",analysis_status="${status}"}`;

test('series that dashboards of Flagger look for say how a run went', async () => {
  const promoted = await samples();
  expect(promoted.get('flagger_info{version="test",mesh_provider="istio"}')).toBe(1);
  expect(promoted.get('flagger_canary_total{namespace="test"}')).toBe(1);
  expect(promoted.get(`flagger_canary_status${OF_ONE}`)).toBe(1);
  expect(promoted.get(`flagger_canary_successes_total${outcome('completed')}`)).toBe(1);
  const ticks = promoted.get(`flagger_canary_duration_seconds_count${OF_ONE}`);
  expect(ticks).toBeGreaterThan(2);
  await scene.release('1.0.3');
  await scene.stage.weightIs(25);
  await scene.world.clock.advance(11_000);
  const running = await samples();
  expect(running.get(`flagger_canary_status${OF_ONE}`)).toBe(0);
  expect(running.get('flagger_canary_weight{workload="podinfo",namespace="test"}')).toBe(50);
  expect(running.get('flagger_canary_weight{workload="podinfo-primary",namespace="test"}')).toBe(50);
  const labels = '{name="podinfo",namespace="test",metric="request-success-rate"}';
  expect(running.get(`flagger_canary_metric_analysis${labels}`)).toBe(100);
  scene.world.outside.successRate = 90;
  await ends(scene, 'Failed');
  const failed = await samples();
  expect(failed.get(`flagger_canary_status${OF_ONE}`)).toBe(2);
  expect(failed.get(`flagger_canary_failures_total${outcome('completed')}`)).toBe(1);
  expect(failed.get(`flagger_canary_duration_seconds_count${OF_ONE}`)).toBeGreaterThan(ticks ?? Infinity);
});

test('our own count rollouts by reason, runs, queries and their time, and what was delivered', async () => {
  await rolledBack();
  const seen = await samples();
  expect(seen.get('serinette_rollouts_total{outcome="Succeeded",reason="Promoted"}')).toBe(1);
  expect(seen.get('serinette_rollouts_total{outcome="Failed",reason="FailedChecks"}')).toBe(1);
  expect(seen.get('serinette_leader')).toBe(1);
  expect(seen.get('serinette_queue_depth')).toBe(0);
  expect(seen.get('serinette_deliveries_waiting')).toBe(0);
  expect(seen.get('serinette_deliveries_total{to="webhook"}')).toBe(5);
  expect(seen.get('serinette_deliveries_total{to="post-rollout"}')).toBe(2);
  const runs = [...seen].filter(([name]) => name.startsWith('serinette_runs_total{'));
  expect(runs.map(([name]) => name)).toEqual(['serinette_runs_total{outcome="done",code=""}']);
  const queries = [...seen].filter(([name]) => name.startsWith('serinette_query_duration_seconds_count'));
  expect(queries).toEqual([
    ['serinette_query_duration_seconds_count{provider="prometheus",outcome="answered"}', expect.any(Number)],
  ]);
  expect(seen.get('serinette_run_lateness_seconds_count')).toBeGreaterThan(10);
  // The first round of a run waits for pods, and the one that promotes is no step: one of the run that was promoted, two failures.
  expect(seen.get('serinette_step_lateness_seconds_count')).toBe(3);
});

test('Events that the API server refuses are counted', async () => {
  scene.world.api.admit(({ object }) => {
    if (object.kind === 'Event') throw new OperatorError('REJECTED', 'no more Events');
  });
  await rolledBack();
  expect((await samples()).get('serinette_events_dropped_total')).toBeGreaterThan(3);
});

test('a server of metrics that is away is told by its outcome, and hooks that are given up by the reason', async () => {
  await scene.release('1.0.3');
  await scene.stage.weightIs(25);
  scene.world.outside.successRate = 'down';
  scene.answer('after', 503);
  await ends(scene, 'Failed');
  await scene.world.clock.advance(600_000);
  const names = [...(await samples()).keys()];
  expect(names).toContainEqual(
    expect.stringMatching(
      /^serinette_query_duration_seconds_count\{provider="prometheus",outcome="(?!answered)/,
    ),
  );
  expect(names).toContainEqual(
    expect.stringMatching(/^serinette_deliveries_dropped_total\{to="post-rollout",reason="/),
  );
});

test('series of a Canary go with it, and the others stay', async () => {
  await scene.deleteCanary();
  await scene.world.clock.advance(60_000);
  const left = [...(await samples()).keys()];
  expect(left.filter((name) => name.includes('podinfo'))).toEqual([]);
  expect(left).toContain('serinette_rollouts_total{outcome="Succeeded",reason="Promoted"}');
});
