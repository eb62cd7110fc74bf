import { afterEach, describe, expect, test } from '@jest/globals';
import { CANARY, DEPLOYMENT, SERVICE } from '../../../src/api/kinds.ts';
import type { Phase } from '../../../src/domain/phase.ts';
import { leaveAsFlagger } from '../../support/flagger.ts';
import { ends, sceneIn, wayTo } from '../../support/phases.ts';
import { type Given, openScene, type Outcome, type Scene } from '../../support/scene.ts';
import { TARGETS } from '../../support/targets.ts';
import { refusePrimaryPods } from '../../support/trouble.ts';
import { BEGINS, PROMOTED, SET_UP, WHOLE_RUN } from '../../support/words.ts';

let scene: Scene;

afterEach(() => scene.end());

/** A scene whose Canary Flagger has left in this phase, with nobody at work for a while. */
const leftIn = async (phase: Phase, given: Given = {}): Promise<void> => {
  scene = await sceneIn(phase, given);
  await leaveAsFlagger(scene);
  await scene.forget();
};

interface Row {
  readonly phase: Phase;
  readonly then: string;
  readonly end?: Phase;
  readonly is: Omit<Outcome, 'phase' | 'colour' | 'failed'>;
}

/** The first weight is that of the write which says whose routes they are now: it is the one that users had. */
const ROWS: readonly Row[] = [
  {
    phase: 'Initializing',
    then: 'is set up from where it stands',
    is: { weights: [0], alerts: [SET_UP], told: ['Initialized'], version: '1.0.0' },
  },
  {
    phase: 'Initialized',
    then: 'rests, without a rollout',
    is: { weights: [0], alerts: [], told: [], version: '1.0.0' },
  },
  {
    phase: 'Waiting',
    then: 'asks for the same approval, and begins',
    is: { weights: [0, 25, 50, 25, 0], alerts: [BEGINS, PROMOTED], told: WHOLE_RUN, version: '1.0.1' },
  },
  {
    phase: 'Progressing',
    then: 'goes on from the weight that users have',
    is: {
      weights: [25, 50, 25, 0],
      alerts: [PROMOTED],
      told: ['CheckPassed', 'Advanced', 'Promoting', 'TrafficReturned', 'Promoted'],
      version: '1.0.1',
    },
  },
  {
    phase: 'WaitingPromotion',
    then: 'keeps users where they are, whatever its status says, and asks for the same approval',
    is: {
      weights: [50, 25, 0],
      alerts: [PROMOTED],
      told: ['CheckPassed', 'Promoting', 'Advanced', 'TrafficReturned', 'Promoted'],
      version: '1.0.1',
    },
  },
  {
    phase: 'Promoting',
    then: 'gives the rest of the users back',
    is: {
      weights: [25, 0],
      alerts: [PROMOTED],
      told: ['TrafficReturned', 'Promoted', 'CheckPassed'],
      version: '1.0.1',
    },
  },
  {
    phase: 'Finalising',
    then: 'takes the canary’s pods away',
    is: { weights: [0], alerts: [PROMOTED], told: ['Promoted', 'CheckPassed'], version: '1.0.1' },
  },
  {
    phase: 'Succeeded',
    then: 'rests, without a rollout',
    is: { weights: [0], alerts: [], told: [], version: '1.0.1' },
  },
  {
    phase: 'Failed',
    then: 'analyses once more what was refused: nobody but Flagger can tell that it is that',
    end: 'Succeeded',
    is: { weights: [0, 25, 50, 25, 0], alerts: [BEGINS, PROMOTED], told: WHOLE_RUN, version: '1.0.1' },
  },
];

describe('a Canary that Flagger left', () => {
  test.each(ROWS)('in $phase $then', async ({ phase, end = wayTo(phase).end, is }) => {
    await leftIn(phase);
    scene.startOperator();
    await scene.world.clock.advance(25_000);
    wayTo(phase).leave(scene);
    await ends(scene, end);
    await scene.world.clock.advance(120_000);
    expect(await scene.outcome()).toEqual({ phase: end, ...is, colour: 'blue', failed: 0 });
    expect((await scene.world.deployment('podinfo'))['spec'].replicas).toBe(0);
  });

  test('in Terminating gives its users back, and is gone', async () => {
    await leftIn('Terminating');
    scene.startOperator();
    await ends(scene, 'gone', 60_000);
    await scene.world.clock.advance(30_000);
    expect(await scene.outcome()).toMatchObject({ told: ['Terminating', 'Terminated'], failed: 0 });
    expect((await scene.stage.get(SERVICE, 'podinfo'))['spec'].selector).toEqual({ app: 'podinfo' });
    expect((await scene.world.deployment('podinfo'))['spec'].replicas).toBe(2);
  });

  test.each(ROWS)('in $phase and suspended is not touched until it is resumed', async ({ phase }) => {
    scene = await sceneIn(phase);
    const before = (await scene.world.deployment('podinfo'))['spec'].replicas as number;
    await leaveAsFlagger(scene);
    await scene.editSpec({ suspend: true });
    await scene.forget();
    scene.startOperator();
    wayTo(phase).leave(scene);
    await scene.world.clock.advance(300_000);
    expect(await scene.outcome()).toMatchObject({ phase, weights: [], alerts: [], failed: 0 });
    expect((await scene.world.deployment('podinfo'))['spec'].replicas).toBe(before);
    await scene.editSpec({ suspend: false });
    await scene.world.clock.advance(1_000);
    const { end } = wayTo(phase);
    await ends(scene, end === 'Failed' ? 'Succeeded' : end);
    expect((await scene.outcome()).failed).toBe(0);
  });

  test.each(ROWS.filter(({ phase }) => ['Initialized', 'Succeeded', 'Failed'].includes(phase)))(
    'in $phase analyses what is new in its target',
    async ({ phase }) => {
      await leftIn(phase);
      scene.startOperator();
      await scene.world.clock.advance(2_000);
      await scene.world.setImage('1.0.3');
      await scene.world.clock.advance(2_000);
      await ends(scene, 'Succeeded');
      expect(await scene.outcome()).toMatchObject({
        alerts: [BEGINS, PROMOTED],
        version: '1.0.3',
        failed: 0,
      });
    },
  );

  test.each(ROWS.filter(({ phase }) => ['Initialized', 'Succeeded'].includes(phase)))(
    'in $phase analyses what became new while nobody was at work',
    async ({ phase }) => {
      await leftIn(phase);
      await scene.world.setImage('1.0.3');
      await scene.world.clock.advance(60_000);
      scene.startOperator();
      await scene.world.clock.advance(2_000);
      await ends(scene, 'Succeeded');
      expect(await scene.outcome()).toMatchObject({
        weights: [0, 25, 50, 25, 0],
        alerts: [BEGINS, PROMOTED],
        version: '1.0.3',
        failed: 0,
      });
    },
  );

  test.each(ROWS.filter(({ phase }) => ['Initialized', 'Succeeded'].includes(phase)))(
    'in $phase analyses a config that changed while nobody was at work',
    async ({ phase }) => {
      await leftIn(phase);
      await scene.paint('green');
      scene.startOperator();
      await scene.world.clock.advance(2_000);
      await ends(scene, 'Succeeded');
      expect(await scene.outcome()).toMatchObject({ alerts: [BEGINS, PROMOTED], colour: 'green', failed: 0 });
    },
  );

  test('in Failed rests where the target is back at what the primary runs', async () => {
    await leftIn('Failed');
    await scene.world.setImage('1.0.0');
    scene.startOperator();
    await scene.world.clock.advance(120_000);
    expect(await scene.outcome()).toMatchObject({ weights: [0], alerts: [], version: '1.0.0', failed: 0 });
  });

  test('in Promoting before its primary has the new version promotes it', async () => {
    await leftIn('WaitingPromotion');
    const status = { ...(await scene.world.status()), phase: 'Promoting', iterations: 0 };
    const canary = await scene.world.get(CANARY, 'podinfo');
    const metadata = { ...canary.metadata, resourceVersion: canary.metadata.resourceVersion ?? '' };
    await scene.world.user.replace(CANARY, { ...canary, metadata, status }, scene.world.never, 'status');
    scene.startOperator();
    await ends(scene, 'Succeeded');
    expect(await scene.outcome()).toMatchObject({ weights: [50, 25, 0], version: '1.0.1', failed: 0 });
  });

  test.each<{ readonly name: string; readonly given: Given; readonly weights: readonly number[] }>([
    { name: 'keeps users on the canary', given: {}, weights: [100] },
    {
      name: 'without routes keeps the canary running',
      given: { analysis: { iterations: 1 }, spec: { provider: 'kubernetes' } },
      weights: [],
    },
  ])('in Failed after a promotion that failed $name, and a fix heals the primary', async (row) => {
    scene = await openScene(row.given);
    await wayTo('Initialized').reach(scene);
    refusePrimaryPods(scene.world, '1.0.1');
    await scene.world.setImage('1.0.1');
    await ends(scene, 'Failed', 600_000);
    await leaveAsFlagger(scene);
    await scene.forget();
    scene.startOperator();
    await scene.world.clock.advance(60_000);
    expect((await scene.outcome()).weights).toEqual(row.weights);
    await scene.world.setImage('1.0.3');
    await scene.world.clock.advance(2_000);
    await ends(scene, 'Succeeded', 600_000);
    expect(await scene.outcome()).toMatchObject({ version: '1.0.3', failed: 0 });
    if (row.weights.length > 0) expect(await scene.world.weights()).toEqual({ primary: 100, canary: 0 });
    expect((await scene.world.deployment('podinfo'))['spec'].replicas).toBe(0);
  });
});

describe.each(TARGETS.filter(({ given }) => given.type === DEPLOYMENT))(
  'a Deployment under $target that Flagger left',
  ({ given }) => {
    test.each(ROWS)('in $phase $then', async ({ phase, end = wayTo(phase).end, is }) => {
      await leftIn(phase, given);
      scene.startOperator();
      await scene.world.clock.advance(25_000);
      wayTo(phase).leave(scene);
      await ends(scene, end);
      await scene.world.clock.advance(120_000);
      const { weights, alerts, version } = is;
      expect(await scene.outcome()).toMatchObject({ phase: end, weights, alerts, version, failed: 0 });
      expect((await scene.world.deployment('podinfo'))['spec'].replicas).toBe(0);
    });
  },
);

/** What Flagger records in Blue/Green while it waits: a round less than there were, and no weight. */
describe('Blue/Green that Flagger left in WaitingPromotion', () => {
  const analysis = { iterations: 2 };

  test('before the switch goes on from there', async () => {
    await leftIn('WaitingPromotion', { analysis });
    expect(await scene.world.status()).toMatchObject({ canaryWeight: 0, iterations: 1 });
    scene.startOperator();
    await scene.world.clock.advance(30_000);
    expect(await scene.outcome()).toMatchObject({ phase: 'WaitingPromotion', weights: [0] });
    wayTo('WaitingPromotion').leave(scene);
    await ends(scene, 'Succeeded');
    expect(await scene.outcome()).toMatchObject({ weights: [0, 100, 0], version: '1.0.1', failed: 0 });
  });

  test('after the switch keeps everyone on the canary until the promotion', async () => {
    scene = await openScene({ analysis });
    await wayTo('Initialized').reach(scene);
    await scene.world.setImage('1.0.1');
    await scene.world.until(async () => (await scene.world.status())['canaryWeight'] === 100);
    scene.answer('promotion', 403);
    await ends(scene, 'WaitingPromotion');
    await leaveAsFlagger(scene);
    await scene.forget();
    scene.startOperator();
    await scene.world.clock.advance(60_000);
    expect(await scene.outcome()).toMatchObject({ phase: 'WaitingPromotion', weights: [100] });
    scene.answer('promotion', 200);
    await ends(scene, 'Succeeded');
    expect(await scene.outcome()).toMatchObject({ weights: [100, 0], version: '1.0.1', failed: 0 });
  });
});
