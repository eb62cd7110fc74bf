import { expect } from '@jest/globals';
import { expectPrimaryAt, expectServed, expectWeights } from '../../support/expectations.ts';
import { expectSplit, scenario } from '../../support/scenario.ts';

scenario(
  'weighted-promotion',
  {
    health: 'healthy',
    rps: 330,
    replicas: 2,
    // Flagger's own example, with smaller steps, and with a bound on the duration that a small machine keeps.
    canary: {
      analysis: {
        interval: '10s',
        threshold: 10,
        maxWeight: 50,
        stepWeight: 5,
        metrics: [
          { name: 'request-success-rate', thresholdRange: { min: 99 }, interval: '1m' },
          { name: 'request-duration', thresholdRange: { max: 5_000 }, interval: '1m' },
        ],
      },
    },
  },
  async (scene) => {
    const { stage, when, then } = scene;
    await when('version 1.0.1 is applied', () => stage.release('1.0.1'));

    await then('it is promoted', () => stage.untilPhase('Succeeded', 300));
    await then('the weight rose by equal steps, never back', () =>
      expectWeights(stage, [0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50]),
    );
    await then('clients saw the recorded weights', () => expectSplit(scene, '1.0.1'));
    await then('the primary runs the new version, and the target is at zero', () => {
      expectPrimaryAt(stage, '1.0.1');
      expect(stage.deployment('app')['spec'].replicas).toBe(0);
      expect(stage.routes().at(-1)?.canaryWeight).toBe(0);
    });
    await then('all users are served the new version', () => expectServed(stage, '1.0.1', 200));
    await then('kubectl shows why', async () => {
      await stage.kubectl('wait', 'canary/app', '--for=condition=promoted', '--timeout=5s');
      const described = await stage.kubectl('describe', 'canary', 'app');
      expect(described).toContain('Promoted');
      expect(described).toMatch(/request-success-rate|request-duration/);
    });
  },
);
