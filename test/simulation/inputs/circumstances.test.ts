import { afterEach, describe, expect, test } from '@jest/globals';
import { CANARY, DEPLOYMENT } from '../../../src/api/kinds.ts';
import { deployment } from '../../support/manifests.ts';
import { CIRCUMSTANCES, type Circumstance, REJECTED, restored, withSpec } from './circumstances.ts';
import { expectTold } from './expect-told.ts';
import { makeStage, refusalOf, type Stage, withImage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.end());

const TRIES_S = 30;

/** Until it was told, or half a minute is over: then the words of the list are missed. */
const until = async (isTold: () => Promise<void>): Promise<void> => {
  for (let second = 0; second < TRIES_S; second += 1) {
    try {
      return await isTold();
    } catch (thrown) {
      if (!(thrown instanceof Error) || !('matcherResult' in thrown)) throw thrown;
      await stage.world.clock.advance(1_000);
    }
  }
  return isTold();
};

const begin = async ({ before, target = {}, spec, isOfRun = false }: Circumstance): Promise<void> => {
  await before?.(stage);
  await stage.world.clock.advance(2_000);
  await stage.create(DEPLOYMENT, deployment('1.0.0', target));
  await stage.create(CANARY, withSpec(stage.good, spec));
  if (!isOfRun) return;
  await stage.phaseIs('Initialized', 60_000);
  await stage.world.clock.advance(10_000);
  await stage.edit(DEPLOYMENT, 'podinfo', withImage('1.0.1'));
};

describe('it is told, disturbs nobody, and is over once it is mended:', () => {
  test.each(CIRCUMSTANCES)('$row: $what', async (circumstance) => {
    const { options = {}, isOfRun = false, told, mend = restored } = circumstance;
    stage = await makeStage(options);
    await begin(circumstance);
    await until(() => expectTold(stage, told, undefined));
    const { canaryWeight = 0, failedChecks = 0 } = await stage.statusOf('podinfo');
    expect({ canaryWeight, failedChecks }).toEqual({
      canaryWeight: isOfRun ? 10 : 0,
      failedChecks: told.by === 'Event' ? 1 : 0,
    });
    await mend(stage);
    await stage.phaseIs(isOfRun ? 'Succeeded' : 'Initialized', 200_000);
    expect((await stage.condition('Accepted'))['status']).toBe('True');
    expect(stage.bugs).toEqual([]);
    if (circumstance.row <= 10) {
      expect((await stage.world.deployment('neighbour-primary'))['spec'].replicas).toBe(2);
      await stage.neighbour.release('1.0.1');
      await stage.neighbour.isPromotedInTime();
    }
  });
});

describe('it is never stored:', () => {
  test.each(REJECTED)('$row: $what', async ({ type, object, says }) => {
    stage = await makeStage();
    expect(await refusalOf(() => stage.create(type, object))).toContain(says);
  });
});
