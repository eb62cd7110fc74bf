import { expect } from '@jest/globals';
import { scenario } from '../../support/scenario.ts';

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
      const routes = stage.routes().filter(({ canaryWeight }) => [75, 50, 25].includes(canaryWeight));
      const [first, ...later] = routes;
      expect(later).toHaveLength(2);
      later.reduce((before, route) => {
        // The moments are those at which the watch told us: half a second for the way.
        expect(route.at - before.at).toBeGreaterThan(4_500);
        return route;
      }, first!);
    });
  },
);
