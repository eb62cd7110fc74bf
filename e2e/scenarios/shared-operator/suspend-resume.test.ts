import { expect } from '@jest/globals';
import { expectSplit, scenario } from '../../support/scenario.ts';

scenario('suspend-resume', { health: 'healthy' }, async (scene) => {
  const { stage, when, then } = scene;
  await when('version 1.0.1 has a share of the traffic', async () => {
    await stage.release('1.0.1');
    await stage.until('weight 20', () => stage.status()['canaryWeight'] === 20);
  });
  await when('the Canary is suspended', async () => {
    await stage.applyCanary({ spec: { suspend: true } });
    await stage.until('it holds', () => stage.condition('Holding')?.['reason'] === 'Suspended', 30);
  });

  const weight = Number(stage.status()['canaryWeight']);
  const since = Date.now();
  await then('the weight stays where it is for several intervals', () =>
    stage.until('three intervals', () => {
      expect(stage.status()['canaryWeight']).toBe(weight);
      return Date.now() - since > 15_000;
    }),
  );
  await when('it is resumed', () => stage.applyCanary({ spec: { suspend: false } }));

  await then('it is promoted', () => stage.untilPhase('Succeeded', 180));
  await then('clients saw the recorded weights', () => expectSplit(scene, '1.0.1'));
});
