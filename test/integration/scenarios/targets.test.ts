import { afterEach, describe, expect, test } from '@jest/globals';
import type { Phase } from '../../../src/domain/phase.ts';
import { ends, sceneIn, wayTo } from '../../support/phases.ts';
import type { Scene } from '../../support/scene.ts';
import { TARGETS } from '../../support/targets.ts';
import { BEGINS, FAILED, PROMOTED } from '../../support/words.ts';

let scene: Scene;

afterEach(() => scene.end());

const UP = [25, 50, 25, 0];

/** Weights that follow a new revision, and a resumption, in each phase. */
const PHASES: readonly {
  readonly phase: Phase;
  readonly anew: readonly number[];
  readonly resumed: readonly number[];
}[] = [
  { phase: 'Initializing', anew: [0], resumed: [] },
  { phase: 'Initialized', anew: UP, resumed: [] },
  { phase: 'Waiting', anew: UP, resumed: UP },
  { phase: 'Progressing', anew: [0, ...UP], resumed: [50, 25, 0] },
  { phase: 'WaitingPromotion', anew: [0, ...UP], resumed: [25, 0] },
  { phase: 'Promoting', anew: [0, ...UP], resumed: [0] },
  { phase: 'Finalising', anew: UP, resumed: [] },
  { phase: 'Succeeded', anew: UP, resumed: [] },
  { phase: 'Failed', anew: UP, resumed: [] },
];

describe.each(TARGETS)('$target', ({ target, given }) => {
  // The copies of a Service are there at once.
  const phases = PHASES.filter(({ phase }) => target !== 'a Service' || phase !== 'Initializing');

  test('is promoted, with its users', async () => {
    scene = await sceneIn('Initialized', given);
    await scene.release('1.0.1');
    await scene.world.clock.advance(2_000);
    await ends(scene, 'Succeeded');
    await scene.world.clock.advance(60_000);
    expect(await scene.outcome()).toMatchObject({
      weights: UP,
      alerts: [BEGINS, PROMOTED],
      version: '1.0.1',
      failed: 0,
    });
    expect(scene.users().sent).toBeGreaterThan(1_000);
  });

  test('is rolled back, with its users', async () => {
    scene = await sceneIn('Failed', given);
    expect(await scene.outcome()).toMatchObject({ phase: 'Failed', version: '1.0.0', failed: 0 });
    expect(scene.called('after')).toEqual([]);
    expect(scene.users().sent).toBeGreaterThan(1_000);
  });

  test('tells of its rollback', async () => {
    scene = await sceneIn('Progressing', given);
    scene.world.outside.successRate = 90;
    await ends(scene, 'Failed');
    await scene.world.clock.advance(30_000);
    expect(await scene.outcome()).toMatchObject({
      weights: [0],
      alerts: [FAILED],
      told: ['CheckFailed', 'RollingBack', 'RolledBack', 'CheckPassed'],
      failed: 0,
    });
  });

  test.each(phases)('takes a new revision in $phase', async ({ phase, anew }) => {
    scene = await sceneIn(phase, given);
    await scene.release('1.0.3');
    await scene.world.clock.advance(25_000);
    wayTo(phase).leave(scene);
    const end = phase === 'Initializing' ? 'Initialized' : 'Succeeded';
    await ends(scene, end);
    await scene.world.clock.advance(150_000);
    await ends(scene, end);
    expect(await scene.outcome()).toMatchObject({ weights: anew, version: '1.0.3', failed: 0 });
  });

  test.each(phases)('stays as it is while it is suspended in $phase, and goes on', async (row) => {
    const { phase } = row;
    scene = await sceneIn(phase, given);
    await scene.editSpec({ suspend: true });
    wayTo(phase).leave(scene);
    await scene.world.clock.advance(300_000);
    expect(await scene.outcome()).toMatchObject({ phase, weights: [], alerts: [], failed: 0 });
    await scene.editSpec({ suspend: false });
    await scene.world.clock.advance(2_000);
    const { end } = wayTo(phase);
    await ends(scene, end);
    const version = ['Initializing', 'Initialized', 'Failed'].includes(phase) ? '1.0.0' : '1.0.1';
    expect(await scene.outcome()).toMatchObject({ weights: row.resumed, version, failed: 0 });
  });

  test.each<Phase>(['Waiting', 'Progressing', 'WaitingPromotion', 'Promoting', 'Finalising', 'Failed'])(
    `that is deleted in %s gives its users back, with revertOnDeletion`,
    async (phase) => {
      scene = await sceneIn(phase, { ...given, spec: { ...given.spec, revertOnDeletion: true } });
      await scene.deleteCanary();
      await ends(scene, 'gone', 120_000);
      await scene.world.clock.advance(60_000);
      expect(await scene.outcome()).toMatchObject({ told: ['Terminating', 'Terminated'], failed: 0 });
    },
  );
});
