import { afterEach, describe, expect, test } from '@jest/globals';
import { VIRTUAL_SERVICE } from '../../../src/api/kinds.ts';
import type { Phase } from '../../../src/domain/phase.ts';
import { ends, sceneIn, wayTo } from '../../support/phases.ts';
import { hookNamed, type Outcome, type Scene } from '../../support/scene.ts';
import { FAILED, PROMOTED } from '../../support/words.ts';

let scene: Scene;

afterEach(() => scene.end());

interface Row {
  readonly phase: Phase;
  readonly what: string;
  readonly spec: Record<string, unknown>;
  readonly then: string;
  readonly end?: Phase;
  readonly is: Partial<Outcome>;
}

const own = (name: string, max: number) => ({
  name,
  query: 'vector(1)',
  thresholdRange: { max },
  interval: '10s',
});

/** Edits of the spec; nobody lets the gate go that the phase waits at. */
const ROWS: readonly Row[] = [
  {
    phase: 'Waiting',
    what: 'the gate is taken out',
    spec: { analysis: { webhooks: [] } },
    then: 'the run begins',
    is: { weights: [25, 50, 25, 0], version: '1.0.1' },
  },
  {
    phase: 'Progressing',
    what: 'other steps',
    spec: { analysis: { stepWeight: null, maxWeight: null, stepWeights: [10, 30, 60] } },
    then: 'the weight goes to the least step above it',
    is: { weights: [30, 60, 35, 10, 0] },
  },
  {
    phase: 'Progressing',
    what: 'a lower maximum',
    spec: { analysis: { stepWeight: 5, maxWeight: 10 } },
    then: 'the weight comes down to it, and is promoted from there',
    is: { weights: [10, 0] },
  },
  {
    phase: 'Progressing',
    what: 'a match',
    spec: { analysis: { match: [{ headers: { 'x-beta': { exact: 'yes' } } }] } },
    then: 'everyone is sent home before those who match come',
    is: { weights: [0, 25, 50, 25, 0], alerts: [PROMOTED] },
  },
  {
    phase: 'Progressing',
    what: 'another strategy',
    spec: { analysis: { stepWeight: null, maxWeight: null, stepWeightPromotion: null, iterations: 2 } },
    then: 'the analysis begins anew',
    is: { weights: [0, 100, 0] },
  },
  {
    phase: 'Progressing',
    what: 'a check that fails',
    spec: { analysis: { metrics: [{ name: 'request-success-rate', thresholdRange: { min: 101 } }] } },
    then: 'it is rolled back by it',
    end: 'Failed',
    is: { weights: [0], alerts: [FAILED], version: '1.0.0' },
  },
  {
    phase: 'Progressing',
    what: 'a check of its own that fails',
    spec: { analysis: { metrics: [own('queue', 3)] } },
    then: 'it is rolled back by it',
    end: 'Failed',
    is: { weights: [0], alerts: [FAILED], version: '1.0.0' },
  },
  {
    phase: 'Progressing',
    what: 'no analysis any more',
    spec: { skipAnalysis: true },
    then: 'it is promoted at once',
    is: { weights: [0], alerts: ['info Canary analysis was skipped, promotion finished.'] },
  },
  {
    phase: 'Progressing',
    what: 'another interval',
    spec: { analysis: { interval: '30s' } },
    then: 'it takes longer, and the same steps',
    is: { weights: [50, 25, 0] },
  },
  {
    phase: 'WaitingPromotion',
    what: 'the gate is taken out',
    spec: { analysis: { webhooks: [] } },
    then: 'it is promoted',
    is: { weights: [25, 0], alerts: [PROMOTED] },
  },
  {
    phase: 'WaitingPromotion',
    what: 'a higher maximum',
    spec: { analysis: { maxWeight: 75, webhooks: [] } },
    then: 'it goes on up first',
    is: { weights: [75, 50, 25, 0] },
  },
  {
    phase: 'Promoting',
    what: 'no steps back any more',
    spec: { analysis: { stepWeightPromotion: null } },
    then: 'all users go back at once',
    is: { weights: [0] },
  },
  {
    phase: 'Promoting',
    what: 'another strategy',
    spec: { analysis: { stepWeight: null, maxWeight: null, stepWeightPromotion: null, iterations: 2 } },
    then: 'the promotion ends as it would have',
    is: { weights: [0], alerts: [PROMOTED] },
  },
  {
    phase: 'Finalising',
    what: 'no analysis any more',
    spec: { skipAnalysis: true },
    then: 'it ends as it would have',
    is: { weights: [] },
  },
];

describe('in', () => {
  test.each(ROWS)('$phase, $what: $then', async ({ phase, spec, end = 'Succeeded', is }) => {
    scene = await sceneIn(phase);
    await scene.editSpec(spec);
    await scene.world.clock.advance(5_000);
    await ends(scene, end);
    await scene.world.clock.advance(30_000);
    expect(await scene.outcome()).toMatchObject({ phase: end, version: '1.0.1', ...is, failed: 0 });
  });

  test.each<{ readonly phase: Phase; readonly weight: number }>([
    { phase: 'Initialized', weight: 0 },
    { phase: 'Waiting', weight: 0 },
    { phase: 'Progressing', weight: 25 },
    { phase: 'WaitingPromotion', weight: 50 },
    { phase: 'Promoting', weight: 25 },
    { phase: 'Finalising', weight: 0 },
    { phase: 'Succeeded', weight: 0 },
    { phase: 'Failed', weight: 0 },
  ])('$phase, other routing: it holds at once, at the weight of before', async ({ phase, weight }) => {
    scene = await sceneIn(phase);
    await scene.editSpec({ service: { timeout: '7s', retries: { attempts: 2, retryOn: '5xx' } } });
    await scene.world.clock.advance(1_000);
    const [route] = (await scene.stage.get(VIRTUAL_SERVICE, 'podinfo'))['spec'].http;
    expect(route).toMatchObject({ timeout: '7s', retries: { attempts: 2, retryOn: '5xx' } });
    expect(await scene.world.weights()).toEqual({ primary: 100 - weight, canary: weight });
    wayTo(phase).leave(scene);
    await ends(scene, wayTo(phase).end);
    expect((await scene.outcome()).failed).toBe(0);
  });

  test('Progressing, one more failure allowed: it goes on where it would have been rolled back', async () => {
    scene = await sceneIn('Progressing');
    scene.world.outside.successRate = 90;
    await scene.world.until(async () => (await scene.world.status())['failedChecks'] === 1);
    await scene.editSpec({ analysis: { threshold: 4 } });
    await scene.world.until(async () => (await scene.world.status())['failedChecks'] === 3);
    scene.world.outside.successRate = 100;
    await ends(scene, 'Succeeded');
    expect(await scene.outcome()).toMatchObject({ weights: [50, 25, 0], version: '1.0.1', failed: 0 });
  });

  test('Progressing, no more failures allowed than there were: it is rolled back', async () => {
    scene = await sceneIn('Progressing');
    scene.world.outside.successRate = 90;
    await scene.world.until(async () => (await scene.world.status())['failedChecks'] === 1);
    scene.world.outside.successRate = 100;
    await scene.editSpec({ analysis: { threshold: 1 } });
    await ends(scene, 'Failed', 60_000);
    expect(await scene.outcome()).toMatchObject({
      weights: [0],
      alerts: ['error Failed checks threshold reached 1'],
      failed: 0,
    });
  });

  test('Progressing, a gate before each step: it is asked before the next one', async () => {
    scene = await sceneIn('Progressing', { analysis: { webhooks: [] } });
    scene.answer('increase', 403);
    await scene.editSpec({ analysis: { webhooks: [hookNamed('increase')] } });
    await scene.world.clock.advance(60_000);
    expect(await scene.stage.holding()).toMatchObject({ reason: 'GateClosed' });
    expect(await scene.outcome()).toMatchObject({ phase: 'Progressing', weights: [] });
    scene.answer('increase', 200);
    await ends(scene, 'Succeeded');
    expect((await scene.outcome()).weights).toEqual([50, 25, 0]);
  });
});

const BAD = { analysis: { stepWeight: -1 } };
const MENDED = { analysis: { stepWeight: 25 } };

describe('a spec that becomes invalid', () => {
  test.each<{ readonly phase: Phase; readonly holds: boolean; readonly weights: readonly number[] }>([
    { phase: 'Initializing', holds: false, weights: [] },
    { phase: 'Initialized', holds: false, weights: [] },
    { phase: 'Waiting', holds: false, weights: [25, 50, 25, 0] },
    { phase: 'Progressing', holds: true, weights: [50, 25, 0] },
    { phase: 'WaitingPromotion', holds: true, weights: [25, 0] },
    { phase: 'Promoting', holds: true, weights: [0] },
    { phase: 'Finalising', holds: true, weights: [] },
    { phase: 'Succeeded', holds: false, weights: [] },
    { phase: 'Failed', holds: false, weights: [] },
  ])(
    'in $phase leaves everything as it is and says what is wrong; mended, the Canary goes on',
    async ({ phase, holds, weights }) => {
      scene = await sceneIn(phase);
      await scene.editSpec(BAD);
      wayTo(phase).leave(scene);
      await scene.world.clock.advance(600_000);
      expect(await scene.stage.accepted()).toMatchObject({ status: 'False', reason: 'InvalidSpec' });
      expect((await scene.stage.holding())['reason'] === 'InvalidSpec').toBe(holds);
      expect(await scene.outcome()).toMatchObject({
        phase,
        weights: [],
        alerts: [],
        told: ['InvalidSpec'],
        failed: 0,
      });
      await scene.editSpec(MENDED);
      await scene.world.clock.advance(2_000);
      const { end } = wayTo(phase);
      await ends(scene, end);
      expect(await scene.stage.accepted()).toMatchObject({ status: 'True' });
      expect(await scene.outcome()).toMatchObject({ phase: end, weights, failed: 0 });
    },
  );

  test('while it is deleted holds the deletion, and mended in time its users are given back', async () => {
    scene = await sceneIn('Terminating');
    await scene.editSpec(BAD);
    await scene.world.clock.advance(300_000);
    expect(await scene.outcome()).toMatchObject({ phase: 'Terminating', told: ['InvalidSpec'], failed: 0 });
    await scene.editSpec(MENDED);
    await ends(scene, 'gone', 60_000);
    await scene.world.clock.advance(30_000);
    expect(await scene.outcome()).toMatchObject({ told: ['InvalidSpec', 'Terminated'], failed: 0 });
  });
});
