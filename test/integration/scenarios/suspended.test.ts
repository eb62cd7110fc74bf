import { afterEach, describe, expect, test } from '@jest/globals';
import type { Phase } from '../../../src/domain/phase.ts';
import { ends, sceneIn, wayTo } from '../../support/phases.ts';
import { openScene, type Outcome, type Scene } from '../../support/scene.ts';
import { BEGINS, FAILED, PROMOTED, SET_UP, WHOLE_RUN } from '../../support/words.ts';

let scene: Scene;

afterEach(() => scene.end());

const LONG_MS = 600_000;

const ownWrites = (from: number) =>
  scene.world.requests
    .slice(from)
    .filter(({ user, verb }) => user === 'operator' && !['get', 'list', 'watch'].includes(verb));

interface Row {
  readonly phase: Phase;
  readonly then: string;
  /** From the resumption on. */
  readonly is: Pick<Outcome, 'weights' | 'alerts' | 'told' | 'version'>;
}

const ROWS: readonly Row[] = [
  {
    phase: 'Initializing',
    then: 'is set up',
    is: { weights: [], alerts: [SET_UP], told: ['Initialized'], version: '1.0.0' },
  },
  { phase: 'Initialized', then: 'rests', is: { weights: [], alerts: [], told: [], version: '1.0.0' } },
  {
    phase: 'Waiting',
    then: 'asks its gate again, and goes all the way',
    is: { weights: [25, 50, 25, 0], alerts: [BEGINS, PROMOTED], told: WHOLE_RUN, version: '1.0.1' },
  },
  {
    phase: 'Progressing',
    then: 'goes on from its weight',
    is: {
      weights: [50, 25, 0],
      alerts: [PROMOTED],
      told: ['CheckPassed', 'Advanced', 'Promoting', 'TrafficReturned', 'Promoted'],
      version: '1.0.1',
    },
  },
  {
    phase: 'WaitingPromotion',
    then: 'asks its gate again, and is promoted',
    is: {
      weights: [25, 0],
      alerts: [PROMOTED],
      told: ['CheckPassed', 'Promoting', 'Advanced', 'TrafficReturned', 'Promoted'],
      version: '1.0.1',
    },
  },
  {
    phase: 'Promoting',
    then: 'gives the rest of the users back',
    is: {
      weights: [0],
      alerts: [PROMOTED],
      told: ['TrafficReturned', 'Promoted', 'CheckPassed'],
      version: '1.0.1',
    },
  },
  {
    phase: 'Finalising',
    then: 'takes the canary’s pods away',
    is: { weights: [], alerts: [PROMOTED], told: ['Promoted', 'CheckPassed'], version: '1.0.1' },
  },
  { phase: 'Succeeded', then: 'rests', is: { weights: [], alerts: [], told: [], version: '1.0.1' } },
  { phase: 'Failed', then: 'rests', is: { weights: [], alerts: [], told: [], version: '1.0.0' } },
];

describe('suspended, it stays where it is for as long as it takes, and writes nothing; resumed', () => {
  test.each(ROWS)('in $phase it $then', async ({ phase, is }) => {
    scene = await sceneIn(phase);
    await scene.editSpec({ suspend: true });
    await scene.world.clock.advance(2_000);
    expect(await scene.stage.holding()).toMatchObject({ status: 'True', reason: 'Suspended' });
    const from = scene.world.requests.length;
    wayTo(phase).leave(scene);
    await scene.world.clock.advance(LONG_MS);
    expect(ownWrites(from)).toEqual([]);
    expect(await scene.outcome()).toMatchObject({
      phase,
      weights: [],
      alerts: [],
      told: ['Holding'],
      failed: 0,
    });
    await scene.forget();
    await scene.editSpec({ suspend: false });
    await scene.world.clock.advance(2_000);
    expect(await scene.stage.holding()).toMatchObject({ status: 'False' });
    const { end } = wayTo(phase);
    await ends(scene, end);
    await scene.world.clock.advance(60_000);
    expect(await scene.outcome()).toEqual({ phase: end, ...is, colour: 'blue', failed: 0 });
  });
});

describe('suspended', () => {
  test('in the middle of a rollback, it still takes the bad version away', async () => {
    scene = await sceneIn('Progressing');
    scene.world.outside.successRate = 90;
    await scene.world.until(async () => (await scene.world.status())['run'].intent === 'rollBack');
    await scene.editSpec({ suspend: true });
    await ends(scene, 'Failed', 60_000);
    expect(await scene.outcome()).toMatchObject({ weights: [0], alerts: [FAILED], failed: 0 });
    expect((await scene.world.deployment('podinfo'))['spec'].replicas).toBe(0);
  });

  test('while it is deleted, it still gives its users back', async () => {
    scene = await sceneIn('Terminating');
    await scene.editSpec({ suspend: true });
    await ends(scene, 'gone', 60_000);
    await scene.world.clock.advance(30_000);
    expect(await scene.outcome()).toMatchObject({ told: ['Terminated'], failed: 0 });
  });

  test('from its first moment on, it is not set up, and its users stay on the target', async () => {
    scene = await openScene({ spec: { suspend: true } });
    await scene.world.clock.advance(LONG_MS);
    expect(await scene.outcome()).toMatchObject({ version: 'gone', weights: [], failed: 0 });
    expect(await scene.stage.holding()).toMatchObject({ status: 'True', reason: 'Suspended' });
    await scene.editSpec({ suspend: false });
    await ends(scene, 'Initialized');
    expect(await scene.outcome()).toMatchObject({ version: '1.0.0', weights: [0], failed: 0 });
  });

  test('with a new revision in its target, it does not begin, and resumed it does', async () => {
    scene = await sceneIn('Initialized');
    await scene.editSpec({ suspend: true });
    await scene.world.clock.advance(2_000);
    await scene.world.setImage('1.0.3');
    await scene.world.clock.advance(LONG_MS);
    expect(await scene.outcome()).toMatchObject({ phase: 'Initialized', weights: [], version: '1.0.0' });
    await scene.editSpec({ suspend: false });
    await ends(scene, 'Succeeded');
    expect(await scene.outcome()).toMatchObject({ weights: [25, 50, 25, 0], version: '1.0.3', failed: 0 });
  });
});
