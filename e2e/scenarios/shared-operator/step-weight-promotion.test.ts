import { expect } from '@jest/globals';
import { expectSpacing, scenario } from '../../support/scenario.ts';

scenario(
  'step-weight-promotion',
  { health: 'healthy', canary: { analysis: { maxWeight: 100, stepWeight: 50, stepWeightPromotion: 25 } } },
  async ({ stage, when, then }) => {
    await when('version 1.0.1 is applied', () => stage.release('1.0.1'));

    await then('it is promoted', () => stage.untilPhase('Succeeded', 180));
    await then('traffic went back to the primary by steps', () => {
      const weights = stage.routes().map(({ canaryWeight }) => canaryWeight);
      expect(weights.slice(weights.indexOf(100))).toEqual([100, 75, 50, 25, 0]);
    });
    await then('each step took an interval', () => {
      const routes = stage.routes();
      const back = routes.slice(routes.findIndex(({ canaryWeight }) => canaryWeight === 100) + 1, -1);
      expect(back.map(({ canaryWeight }) => canaryWeight)).toEqual([75, 50, 25]);
      expectSpacing(back, 5_000);
    });
  },
);
