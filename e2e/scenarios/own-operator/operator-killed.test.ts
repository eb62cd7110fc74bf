import { expect } from '@jest/globals';
import { expectServed } from '../../support/expectations.ts';
import {
  allowKilling,
  expectSteadyRaises,
  installOwnOperator,
  killOperator,
  operatorPods,
  restartsOf,
  uninstallOwnOperator,
} from '../../support/own-operator.ts';
import { expectSplit, scenario } from '../../support/scenario.ts';

const KILLS = 5;
const WEIGHTS = [10, 20, 30, 40, 50, 60];

scenario(
  'operator-killed',
  {
    health: 'one-sided',
    canary: { analysis: { stepWeight: 10, maxWeight: 60 } },
    prepare: async (stage) => {
      await installOwnOperator(stage);
      await allowKilling(stage);
    },
    cleanUp: uninstallOwnOperator,
  },
  async (scene) => {
    const { stage, when, then } = scene;
    const [pod = ''] = await operatorPods(stage);
    await when('version 1.0.1 is applied', () => stage.release('1.0.1'));

    for (const weight of WEIGHTS.slice(0, KILLS))
      await when(`the operator is killed just after weight ${weight} was recorded`, async () => {
        await stage.until(`weight ${weight}`, () => stage.status()['canaryWeight'] === weight, 200);
        await killOperator(stage, pod);
      });

    await then('the rollout is promoted all the same', () => stage.untilPhase('Succeeded', 300));
    await then('the operator was killed five times', async () => {
      expect(await restartsOf(stage, pod)).toBe(KILLS);
    });
    await then('no step was left out, made twice, or made early', () =>
      expectSteadyRaises(stage, WEIGHTS, 5_000),
    );
    await then('clients saw the recorded weights', () => expectSplit(scene, '1.0.1'));
    await then('all users are served the new version', () => expectServed(stage, '1.0.1'));
  },
);
