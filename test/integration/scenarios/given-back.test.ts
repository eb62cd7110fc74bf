import { afterEach, describe, expect, test } from '@jest/globals';
import { SERVICE } from '../../../src/api/kinds.ts';
import type { Phase } from '../../../src/domain/phase.ts';
import { leaveAsFlagger } from '../../support/flagger.ts';
import { ends, sceneIn, wayTo } from '../../support/phases.ts';
import { openScene, type Scene } from '../../support/scene.ts';
import { refusePrimaryPods } from '../../support/trouble.ts';

let scene: Scene;

afterEach(() => scene.end());

const spec = { revertOnDeletion: true };

const PHASES: readonly Phase[] = [
  ...(['Initializing', 'Initialized', 'Waiting', 'Progressing', 'WaitingPromotion'] as const),
  ...(['Promoting', 'Finalising', 'Succeeded', 'Failed'] as const),
];

/** Users are on the target, by the Service that they had before. */
const areGivenBack = async (told: readonly string[]): Promise<void> => {
  await ends(scene, 'gone', 180_000);
  await scene.world.clock.advance(60_000);
  expect(await scene.outcome()).toMatchObject({ version: 'gone', told, failed: 0 });
  expect((await scene.stage.get(SERVICE, 'podinfo'))['spec'].selector).toEqual({ app: 'podinfo' });
  expect((await scene.world.deployment('podinfo'))['spec'].replicas).toBe(2);
};

describe('a deletion gives users back', () => {
  test('after a promotion that failed, which left them on the canary', async () => {
    scene = await openScene({ spec });
    await wayTo('Initialized').reach(scene);
    refusePrimaryPods(scene.world, '1.0.1');
    await scene.release('1.0.1');
    await ends(scene, 'Failed', 600_000);
    await scene.forget();
    await scene.deleteCanary();
    await areGivenBack(['Terminating', 'Terminated']);
  });

  test('in the middle of a promotion whose primary does not become ready', async () => {
    scene = await openScene({ spec });
    await wayTo('Initialized').reach(scene);
    refusePrimaryPods(scene.world, '1.0.1');
    await scene.release('1.0.1');
    await ends(scene, 'Promoting');
    await scene.forget();
    await scene.world.clock.advance(10_000);
    await scene.deleteCanary();
    await areGivenBack(['Terminating', 'Terminated']);
  });

  test.each(PHASES.slice(1))('in %s, left by Flagger, and nobody has been at work before', async (phase) => {
    scene = await sceneIn(phase, { spec });
    await leaveAsFlagger(scene);
    await scene.forget();
    await scene.deleteCanary();
    await scene.world.clock.advance(20_000);
    scene.startOperator();
    await areGivenBack(['Terminating', 'Terminated']);
  });

  test.each(PHASES)('that is suspended in %s', async (phase) => {
    scene = await sceneIn(phase, { spec });
    await scene.editSpec({ suspend: true });
    await scene.world.clock.advance(2_000);
    await scene.forget();
    await scene.deleteCanary();
    await areGivenBack(['Terminating', 'Terminated']);
  });
  test.each(PHASES)('in %s, while a new revision comes', async (phase) => {
    scene = await sceneIn(phase, { spec });
    await scene.forget();
    await scene.deleteCanary();
    await scene.world.clock.advance(100);
    await scene.release('1.0.3');
    await areGivenBack(['Terminating', 'Terminated']);
  });
});
