import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { CANARY, DEPLOYMENT } from '../../../src/api/kinds.ts';
import type { HttpAnswer } from '../../../src/net/port.ts';
import { deployment } from '../../support/manifests.ts';
import { ANSWERS, GOOD_ANSWERS } from './answers.ts';
import { makeStage, type Stage, withImage } from './stage.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await makeStage({
    analysis: {
      threshold: 1000,
      metrics: [{ name: 'own', query: 'up', interval: '10s', thresholdRange: { min: 99 } }],
    },
  });
  await stage.create(DEPLOYMENT, deployment('1.0.0'));
  await stage.create(CANARY, stage.good);
  await stage.phaseIs('Initialized', 60_000);
  await stage.world.clock.advance(10_000);
  await stage.edit(DEPLOYMENT, 'podinfo', withImage('1.0.1'));
  await stage.weightIs(10);
});
afterEach(() => {
  stage.reply.now = undefined;
});
afterAll(() => stage.end());

const tickWith = async (answer: HttpAnswer): Promise<Record<string, any>> => {
  const before = await stage.statusOf('podinfo');
  stage.reply.now = answer;
  await stage.world.until(
    async () => (await stage.statusOf('podinfo'))['run'].tick > before['run'].tick,
    30_000,
  );
  return stage.statusOf('podinfo');
};

describe('an answer of the metrics server that is no evidence raises nothing, and is named:', () => {
  test.each(ANSWERS)('$row: $what', async ({ answer, reason, says }) => {
    const before = await stage.statusOf('podinfo');
    const { canaryWeight, failedChecks, run } = await tickWith(answer);
    expect({ canaryWeight, failedChecks }).toEqual({
      canaryWeight: 10,
      failedChecks: Number(before['failedChecks']) + 1,
    });
    expect(run.lastCheck).toMatchObject({ verdict: 'inconclusive', metric: 'own' });
    expect(run.lastCheck.value).toBeUndefined();
    expect(run.lastCheck.reason).toMatch(new RegExp(`^${reason}: `));
    expect(await stage.eventsOf('podinfo')).toContainEqual(expect.stringContaining(says));
    expect(stage.bugs).toEqual([]);
  });
});

describe('an answer that is evidence, though it comes with more, raises the weight:', () => {
  test.each(GOOD_ANSWERS)('$row: $what', async ({ answer }) => {
    const before = await stage.statusOf('podinfo');
    const { canaryWeight, failedChecks } = await tickWith(answer);
    expect(canaryWeight).toBe(Number(before['canaryWeight']) + 10);
    expect(failedChecks).toBe(before['failedChecks']);
  });
});

test('good answers let the rollout go on to its end', async () => {
  await stage.phaseIs('Succeeded');
  expect(stage.bugs).toEqual([]);
});
