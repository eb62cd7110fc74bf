import { afterEach, describe, expect, test } from '@jest/globals';
import { DEPLOYMENT, VIRTUAL_SERVICE } from '../../../src/api/kinds.ts';
import { ends, wayTo } from '../../support/phases.ts';
import { type Given, openScene, type Scene } from '../../support/scene.ts';
import { BETA, iterations } from '../../support/strategies.ts';
import { refusePrimaryPods } from '../../support/trouble.ts';
import { BEGINS, FAILED, PROMOTED, WHOLE_RUN } from '../../support/words.ts';

let scene: Scene;

afterEach(() => scene.end());

interface Row {
  readonly strategy: string;
  readonly given: Given;
  /** Of a run that is promoted. */
  readonly promoted: readonly number[];
  /** Of one whose checks fail as soon as there are any. */
  readonly rolledBack: readonly number[];
  /** Whether these users ever meet the canary before the promotion. */
  readonly isMet: boolean;
}

const BETA_USERS = { headers: { 'x-beta': 'yes' } };

const ROWS: readonly Row[] = [
  {
    strategy: 'equal steps',
    given: { analysis: { stepWeightPromotion: undefined } },
    promoted: [25, 50, 0],
    rolledBack: [25, 0],
    isMet: true,
  },
  {
    strategy: 'equal steps, and steps back',
    given: {},
    promoted: [25, 50, 25, 0],
    rolledBack: [25, 0],
    isMet: true,
  },
  {
    strategy: 'a list of steps',
    given: {
      analysis: { stepWeight: undefined, maxWeight: undefined, stepWeights: [1, 10, 80] },
    },
    promoted: [1, 10, 80, 55, 30, 5, 0],
    rolledBack: [1, 0],
    isMet: true,
  },
  {
    strategy: 'steps up to everyone',
    given: { analysis: { stepWeight: 50, maxWeight: 100, stepWeightPromotion: undefined } },
    promoted: [50, 100, 0],
    rolledBack: [50, 0],
    isMet: true,
  },
  {
    strategy: 'weights among those who match, who do',
    given: { analysis: { match: [BETA] }, request: BETA_USERS },
    promoted: [25, 50, 25, 0],
    rolledBack: [25, 0],
    isMet: true,
  },
  {
    strategy: 'weights among those who match, who do not',
    given: { analysis: { match: [BETA] } },
    promoted: [25, 50, 25, 0],
    rolledBack: [25, 0],
    isMet: false,
  },
  {
    strategy: 'weights after copies',
    given: { analysis: { mirror: true } },
    promoted: [0, 25, 50, 25, 0],
    rolledBack: [0],
    isMet: true,
  },
  {
    strategy: 'weights with cookies',
    given: { analysis: { sessionAffinity: { cookieName: 'who', primaryCookieName: 'other' } } },
    promoted: [25, 50, 25, 0],
    rolledBack: [25, 0],
    isMet: true,
  },
  {
    strategy: 'A/B testing of those who match',
    given: { analysis: { ...iterations(2), match: [BETA] }, request: BETA_USERS },
    promoted: [100, 0],
    rolledBack: [100, 0],
    isMet: true,
  },
  {
    strategy: 'A/B testing of others',
    given: { analysis: { ...iterations(2), match: [BETA] } },
    promoted: [100, 0],
    rolledBack: [100, 0],
    isMet: false,
  },
  {
    strategy: 'Blue/Green',
    given: { analysis: iterations(2) },
    promoted: [100, 0],
    rolledBack: [0],
    isMet: true,
  },
  {
    strategy: 'Blue/Green with copies',
    given: { analysis: { ...iterations(2), mirror: true, mirrorWeight: 50 } },
    promoted: [0, 100, 0],
    rolledBack: [0],
    isMet: true,
  },
  {
    strategy: 'Blue/Green without routes',
    given: { analysis: iterations(2), spec: { provider: 'kubernetes' } },
    promoted: [],
    rolledBack: [],
    isMet: false,
  },
  {
    strategy: 'weights behind a delegating VirtualService',
    given: { spec: { service: { port: 9898, targetPort: 'http', delegation: true } } },
    promoted: [25, 50, 25, 0],
    rolledBack: [25, 0],
    isMet: false,
  },
  {
    // The modelled mesh has no connections; those over sockets are in test/integration/strategies.test.ts.
    strategy: 'weights on TCP',
    given: {
      users: 0,
      spec: { service: { port: 9898, targetPort: 'http', appProtocol: 'tcp' } },
    },
    promoted: [25, 50, 25, 0],
    rolledBack: [25, 0],
    isMet: false,
  },
];

const begin = async (given: Given): Promise<void> => {
  scene = await openScene(given);
  await wayTo('Initialized').reach(scene);
  await scene.forget();
  await scene.world.setImage('1.0.1');
};

const counted = (version: string): number => scene.users().byVersion[version] ?? 0;

/** How many answers of the canary users had got when the primary was given its template. */
const metBeforePromotion = (): (() => number) => {
  let met: number | undefined;
  scene.world.api.admit(({ object }) => {
    const isCopied =
      object.metadata.name === 'podinfo-primary' &&
      object.kind === 'Deployment' &&
      JSON.stringify(object['spec']).includes('podinfo:1.0.1');
    if (isCopied) met ??= counted('1.0.1');
  });
  return () => met ?? -1;
};

/** Nothing of the canary runs any more, and no route leads to it. */
const isPutAway = async ({ given }: Row): Promise<void> => {
  expect((await scene.world.deployment('podinfo'))['spec'].replicas).toBe(0);
  if (given.spec?.['provider'] === 'kubernetes') return;
  expect(await scene.world.weights()).toEqual({ primary: 100, canary: 0 });
  const routes = JSON.stringify((await scene.stage.get(VIRTUAL_SERVICE, 'podinfo'))['spec']);
  expect(routes).not.toContain('mirror');
};

describe('a rollout by', () => {
  test.each(ROWS)('$strategy is promoted', async (row) => {
    await begin(row.given);
    const met = metBeforePromotion();
    await ends(scene, 'Succeeded');
    await scene.world.clock.advance(60_000);
    expect(await scene.outcome()).toEqual({
      phase: 'Succeeded',
      weights: row.promoted,
      alerts: [BEGINS, PROMOTED],
      told: expect.arrayContaining(WHOLE_RUN.filter((reason) => reason !== 'TrafficReturned')) as unknown,
      version: '1.0.1',
      colour: 'blue',
      failed: 0,
    });
    expect(met()).not.toBe(-1);
    expect(met() > 0).toBe(row.isMet);
    await isPutAway(row);
    expect((await scene.stage.promoted())['message']).toBe(
      'Canary analysis completed successfully, promotion finished.',
    );
    expect(scene.called('after')).toMatchObject([{ phase: 'Succeeded' }]);
  });

  test.each(ROWS)('$strategy is rolled back', async (row) => {
    await begin(row.given);
    await scene.world.until(async () => (await scene.world.status())['run'].tick > 0);
    scene.world.outside.successRate = 90;
    await ends(scene, 'Failed');
    const met = counted('1.0.1');
    await scene.world.clock.advance(60_000);
    expect(await scene.outcome()).toEqual({
      phase: 'Failed',
      weights: row.rolledBack,
      alerts: [BEGINS, FAILED],
      told: expect.arrayContaining(['CheckFailed', 'RollingBack', 'RolledBack']) as unknown,
      version: '1.0.0',
      colour: 'blue',
      failed: 0,
    });
    expect(counted('1.0.1')).toBe(met);
    await isPutAway(row);
    expect((await scene.stage.promoted())['message']).toMatch(
      /^Canary analysis failed, Deployment scaled to zero\. Reason: FailedChecks\. Last check: /,
    );
    expect(scene.called('after')).toMatchObject([{ phase: 'Failed' }]);
  });

  test.each(ROWS)('$strategy whose promotion fails is healed by the fix that follows', async (row) => {
    await begin(row.given);
    refusePrimaryPods(scene.world, '1.0.1');
    await ends(scene, 'Failed', 600_000);
    expect((await scene.world.status())['run'].reason).toBe('PromotionFailed');
    expect(scene.alerts().at(-1)).toMatch(/^error Promotion failed, primary not ready: /);
    expect((await scene.world.deployment('podinfo'))['spec'].replicas).toBe(2);
    if (row.given.spec?.['provider'] !== 'kubernetes')
      expect(await scene.world.weights()).toEqual({ primary: 0, canary: 100 });
    await scene.forget();
    await scene.world.setImage('1.0.3');
    await scene.world.clock.advance(2_000);
    await ends(scene, 'Succeeded', 600_000);
    await scene.world.clock.advance(60_000);
    expect(await scene.outcome()).toMatchObject({
      alerts: [BEGINS, PROMOTED],
      version: '1.0.3',
      failed: 0,
    });
    await isPutAway(row);
  });

  test('no analysis at all is promoted at once', async () => {
    await begin({ spec: { skipAnalysis: true } });
    await ends(scene, 'Succeeded');
    await scene.world.clock.advance(60_000);
    expect(await scene.outcome()).toMatchObject({
      weights: [],
      alerts: [BEGINS, 'info Canary analysis was skipped, promotion finished.'],
      version: '1.0.1',
      failed: 0,
    });
    expect(scene.called('prepare')).toEqual([]);
  });
});

describe('a failed promotion', () => {
  const broken = async (): Promise<() => void> => {
    await begin({});
    const lift = refusePrimaryPods(scene.world, '1.0.1');
    await ends(scene, 'Failed', 600_000);
    await scene.forget();
    return lift;
  };

  test('whose fix fails its checks keeps users on the version before, and the next fix heals it', async () => {
    await broken();
    scene.world.outside.successRate = 90;
    await scene.world.setImage('1.0.2');
    await scene.world.clock.advance(2_000);
    await ends(scene, 'Failed', 600_000);
    scene.world.outside.successRate = 100;
    await scene.world.setImage('1.0.3');
    await scene.world.clock.advance(2_000);
    await ends(scene, 'Succeeded', 600_000);
    expect(await scene.outcome()).toMatchObject({ version: '1.0.3', failed: 0 });
  });

  /** The primary's pods of before went with the promotion that failed. */
  const withoutPrimary = async (): Promise<() => void> => {
    scene = await openScene();
    await wayTo('Initialized').reach(scene);
    const lift = refusePrimaryPods(scene.world, '1.0.');
    await scene.release('1.0.1');
    await ends(scene, 'Failed', 600_000);
    const strategy = { type: 'Recreate', rollingUpdate: null };
    await scene.stage.change(DEPLOYMENT, 'podinfo-primary', { spec: { strategy } });
    await scene.world.clock.advance(30_000);
    expect((await scene.world.deployment('podinfo-primary'))['status'].availableReplicas ?? 0).toBe(0);
    await scene.forget();
    return lift;
  };

  test('that left no pod of the primary keeps everyone on the canary while a fix is analysed', async () => {
    const lift = await withoutPrimary();
    await scene.release('1.0.3');
    await ends(scene, 'Promoting');
    expect((await scene.outcome()).weights).toEqual([]);
    expect(await scene.world.weights()).toEqual({ primary: 0, canary: 100 });
    lift();
    await ends(scene, 'Succeeded', 600_000);
    await scene.world.clock.advance(60_000);
    expect(await scene.outcome()).toMatchObject({ version: '1.0.3', failed: 0 });
    expect(await scene.world.weights()).toEqual({ primary: 100, canary: 0 });
  });

  test('that left no pod of the primary, and whose fix fails as well, is healed by the next fix', async () => {
    const lift = await withoutPrimary();
    await scene.release('1.0.2');
    await scene.world.clock.advance(5_000);
    scene.world.outside.successRate = 90;
    await scene.world.until(async () => (await scene.world.status())['run'].intent === 'rollBack');
    expect(await scene.stage.holding()).toMatchObject({ status: 'True', reason: 'PrimaryNotReady' });
    await scene.world.clock.advance(60_000);
    expect(await scene.world.weights()).toEqual({ primary: 0, canary: 100 });
    scene.world.outside.successRate = 100;
    lift();
    refusePrimaryPods(scene.world, '1.0.0');
    refusePrimaryPods(scene.world, '1.0.1');
    await scene.release('1.0.3');
    await ends(scene, 'Succeeded', 600_000);
    await scene.world.clock.advance(60_000);
    expect(await scene.outcome()).toMatchObject({ version: '1.0.3', failed: 0 });
    expect(await scene.world.weights()).toEqual({ primary: 100, canary: 0 });
  });

  test('can be tried again by hand once its cause is gone', async () => {
    const lift = await broken();
    lift();
    await scene.world.command(`retry@${String((await scene.world.status())['run'].id)}`);
    await scene.world.clock.advance(2_000);
    await ends(scene, 'Succeeded', 600_000);
    expect(await scene.outcome()).toMatchObject({ version: '1.0.1', failed: 0 });
    expect(await scene.world.weights()).toEqual({ primary: 100, canary: 0 });
  });

  test('can be taken back by the target: the promoted version is analysed, and heals the primary', async () => {
    await broken();
    await scene.world.setImage('1.0.0');
    await scene.world.clock.advance(2_000);
    await ends(scene, 'Succeeded', 600_000);
    await scene.world.clock.advance(30_000);
    expect(await scene.outcome()).toMatchObject({ version: '1.0.0', failed: 0 });
    expect(await scene.world.weights()).toEqual({ primary: 100, canary: 0 });
  });
});
