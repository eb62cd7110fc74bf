import { expectWeights } from '../../support/expectations.ts';
import { expectSplit, scenario } from '../../support/scenario.ts';

scenario(
  'step-weights',
  {
    health: 'healthy',
    rps: 200,
    canary: { analysis: { stepWeights: [5, 15, 45, 80], stepWeight: undefined, maxWeight: undefined } },
  },
  async (scene) => {
    const { stage, when, then } = scene;
    await when('version 1.0.1 is applied', () => stage.release('1.0.1'));

    await then('it is promoted', () => stage.untilPhase('Succeeded', 180));
    await then('the weights were those of the list', () => expectWeights(stage, [0, 5, 15, 45, 80]));
    await then('clients saw them', () => expectSplit(scene, '1.0.1'));
  },
);
