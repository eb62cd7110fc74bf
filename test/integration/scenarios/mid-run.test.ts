import { afterEach, describe, expect, test } from '@jest/globals';
import { POD } from '../../../src/sandbox/controllers/kinds.ts';
import type { Phase } from '../../../src/domain/phase.ts';
import { ends, sceneIn, wayTo } from '../../support/phases.ts';
import type { Outcome, Scene } from '../../support/scene.ts';
import { BACK, BEGINS, PROMOTED, SET_UP, WHOLE_RUN } from '../../support/words.ts';

let scene: Scene;

afterEach(() => scene.end());

interface Row {
  readonly phase: Phase;
  readonly then: string;
  readonly end: Phase | 'gone';
  readonly is: Pick<Outcome, 'weights' | 'alerts' | 'told'>;
}

const UP = [25, 50, 25, 0];
const RESTARTED = ['AnalysisRestarted', 'AnalysisStarted', 'CheckPassed', ...WHOLE_RUN.slice(3)];

/** What follows when the target changes in each phase, whether by its template or by a config. */
const ROWS: readonly Row[] = [
  {
    phase: 'Initializing',
    then: 'is what is set up',
    end: 'Initialized',
    is: { weights: [0], alerts: [SET_UP], told: ['Initialized'] },
  },
  {
    phase: 'Initialized',
    then: 'is analysed and promoted',
    end: 'Succeeded',
    is: { weights: UP, alerts: [BEGINS, PROMOTED], told: WHOLE_RUN },
  },
  {
    phase: 'Waiting',
    then: 'waits for the same approval, and is what starts',
    end: 'Succeeded',
    is: { weights: UP, alerts: [BEGINS, PROMOTED], told: WHOLE_RUN },
  },
  {
    phase: 'Progressing',
    then: 'sends users home, and is analysed from the beginning',
    end: 'Succeeded',
    is: { weights: [0, ...UP], alerts: [PROMOTED], told: RESTARTED },
  },
  {
    phase: 'WaitingPromotion',
    then: 'sends users home, and is analysed from the beginning',
    end: 'Succeeded',
    is: { weights: [0, ...UP], alerts: [PROMOTED], told: RESTARTED },
  },
  {
    phase: 'Promoting',
    then: 'takes users off what nobody analysed at once; the promotion ends with what was, and a new run begins',
    end: 'Succeeded',
    is: {
      weights: [0, ...UP],
      alerts: [PROMOTED, BEGINS],
      told: ['TrafficReturned', 'Promoted', ...WHOLE_RUN.slice(0, 5)],
    },
  },
  {
    phase: 'Finalising',
    then: 'waits for the end of the run, and is analysed in the next one',
    end: 'Succeeded',
    is: {
      weights: UP,
      alerts: [PROMOTED, BEGINS],
      told: ['Promoted', ...WHOLE_RUN.slice(0, 6)],
    },
  },
  {
    phase: 'Succeeded',
    then: 'is analysed and promoted',
    end: 'Succeeded',
    is: { weights: UP, alerts: [BEGINS, PROMOTED], told: WHOLE_RUN },
  },
  {
    phase: 'Failed',
    then: 'is the fix: it is analysed and promoted',
    end: 'Succeeded',
    is: { weights: UP, alerts: [BEGINS, PROMOTED], told: WHOLE_RUN },
  },
  {
    phase: 'Terminating',
    then: 'is what users are given back to',
    end: 'gone',
    is: { weights: [], alerts: [], told: ['Terminated'] },
  },
];

const versionBefore = (phase: Phase): string =>
  ['Initializing', 'Initialized'].includes(phase) ? '1.0.0' : '1.0.1';

/** The record has the end, and nothing that would follow it. */
const settles = async (end: Phase | 'gone'): Promise<void> => {
  await scene.world.clock.advance(5_000);
  await ends(scene, end);
  await scene.world.clock.advance(120_000);
  await ends(scene, end);
};

describe('a new revision', () => {
  test.each(ROWS)('in $phase $then', async ({ phase, end, is }) => {
    scene = await sceneIn(phase);
    await scene.world.setImage('1.0.3');
    await scene.world.clock.advance(25_000);
    wayTo(phase).leave(scene);
    await settles(end);
    const owned = end === 'gone' ? { version: 'gone', colour: 'gone' } : { version: '1.0.3', colour: 'blue' };
    expect(await scene.outcome()).toEqual({ phase: end, ...is, ...owned, failed: 0 });
  });
});

describe('a changed config', () => {
  test.each(ROWS)('in $phase $then', async ({ phase, end, is }) => {
    scene = await sceneIn(phase);
    await scene.paint('green');
    await scene.world.clock.advance(25_000);
    wayTo(phase).leave(scene);
    await settles(end);
    const owned =
      end === 'gone'
        ? { version: 'gone', colour: 'gone' }
        : { version: versionBefore(phase), colour: 'green' };
    expect(await scene.outcome()).toEqual({ phase: end, ...is, ...owned, failed: 0 });
  });
});

test('what nobody analysed loses its users at once in Promoting, however small the steps back are', async () => {
  scene = await sceneIn('Promoting', { analysis: { stepWeightPromotion: 5 } });
  await scene.release('1.0.3');
  await scene.world.clock.advance(3_000);
  expect((await scene.outcome()).weights).toEqual([0]);
  await settles('Succeeded');
  expect(await scene.outcome()).toMatchObject({ version: '1.0.3', failed: 0 });
});

test.each<Phase>(['Progressing', 'WaitingPromotion'])(
  'a config that changes in %s is analysed in new pods, since the old ones go on with what they have read',
  async (phase) => {
    scene = await sceneIn(phase);
    const podsOf = async (): Promise<readonly string[]> =>
      (await scene.world.user.list(POD, { namespace: 'test' }, scene.world.never)).items
        .filter(({ metadata }) => metadata.labels?.['app'] === 'podinfo')
        .map(({ metadata }) => metadata.name);
    const before = await podsOf();
    expect(before).toHaveLength(2);
    await scene.paint('green');
    await scene.world.until(() => Promise.resolve(scene.weights.includes(25)), 120_000);
    const now = await podsOf();
    expect(now).toHaveLength(2);
    expect(now.filter((name) => before.includes(name))).toEqual([]);
  },
);

describe('the promoted revision', () => {
  test.each<{
    readonly phase: Phase;
    readonly then: string;
    readonly is: Pick<Outcome, 'weights' | 'alerts' | 'told'>;
  }>([
    {
      phase: 'Waiting',
      then: 'leaves nothing to wait for',
      is: { weights: [], alerts: [BACK], told: ['Reverted'] },
    },
    {
      phase: 'Progressing',
      then: 'ends the run, with nothing left to analyse',
      is: { weights: [0], alerts: [BACK], told: ['Reverted', 'CheckPassed'] },
    },
    {
      phase: 'WaitingPromotion',
      then: 'ends the run, whatever the gate says',
      is: { weights: [0], alerts: [BACK], told: ['Reverted', 'CheckPassed'] },
    },
    {
      phase: 'Failed',
      then: 'ends what failed',
      is: { weights: [], alerts: [BACK], told: ['Reverted'] },
    },
  ])('that comes back in $phase $then', async ({ phase, is }) => {
    scene = await sceneIn(phase);
    await scene.world.setImage('1.0.0');
    await settles('Succeeded');
    const owned = { version: '1.0.0', colour: 'blue', failed: 0 };
    expect(await scene.outcome()).toEqual({ phase: 'Succeeded', ...is, ...owned });
    expect((await scene.world.deployment('podinfo'))['spec'].replicas).toBe(0);
  });

  test.each<{ readonly phase: Phase; readonly weights: readonly number[] }>([
    { phase: 'Promoting', weights: [0, ...UP] },
    { phase: 'Finalising', weights: UP },
  ])(
    'of before that comes back in $phase is new by then, and is analysed after the promotion',
    async (given) => {
      scene = await sceneIn(given.phase);
      await scene.world.setImage('1.0.0');
      await settles('Succeeded');
      expect(await scene.outcome()).toMatchObject({
        weights: given.weights,
        alerts: [PROMOTED, BEGINS],
        version: '1.0.0',
        failed: 0,
      });
    },
  );
});
