import { afterEach, describe, expect, test } from '@jest/globals';
import { METRIC_TEMPLATE } from '../../../src/api/kinds.ts';
import { ends, wayTo } from '../../support/phases.ts';
import { type Given, openScene, type Scene } from '../../support/scene.ts';
import { BETA, iterations } from '../../support/strategies.ts';
import { refusePrimaryPods } from '../../support/trouble.ts';

let scene: Scene;

afterEach(() => scene.end());

/** A run of 1.0.1 from the first set-up to its end, with what happens once the canary is under analysis. */
const told = async (
  given: Given,
  end: 'Succeeded' | 'Failed' = 'Succeeded',
  happens: () => unknown = () => undefined,
): Promise<readonly string[]> => {
  scene = await openScene(given);
  await wayTo('Initialized').reach(scene);
  await scene.release('1.0.1');
  await scene.world.until(
    async () => ((await scene.world.status())['run']?.tick ?? 0) > 0 || given.spec !== undefined,
  );
  await happens();
  await ends(scene, end, 600_000);
  await scene.world.clock.advance(30_000);
  return scene.messages();
};

/** Filters and scripts look for these words. */
describe('Events say, word by word,', () => {
  test('how a run with gates and hooks is promoted', async () => {
    expect(await told({})).toEqual([
      'Initialization done! podinfo.test',
      'Confirm-rollout check start passed',
      'New revision detected! Scaling up podinfo.test',
      'Starting canary analysis for podinfo.test',
      'Pre-rollout check prepare passed',
      'Confirm-traffic-increase check increase passed',
      'Advance podinfo.test canary weight 25',
      'Confirm-traffic-increase check increase passed',
      'Advance podinfo.test canary weight 50',
      'Confirm-promotion check promotion passed',
      'Copying podinfo.test template spec to podinfo-primary.test',
      'Advance podinfo.test primary weight 75',
      'Routing all traffic to primary',
      'Promotion completed! Scaling down podinfo.test',
      'Post-rollout check after passed',
    ]);
  });

  test('how it is rolled back by its success rate', async () => {
    const messages = await told({}, 'Failed', () => {
      scene.world.outside.successRate = 93.5;
    });
    expect(messages.slice(7)).toEqual([
      'Halt podinfo.test advancement success rate 93.50% < 99% over 10s',
      'Halt podinfo.test advancement success rate 93.50% < 99% over 10s',
      'Rolling back podinfo.test failed checks threshold reached 2',
      'Canary failed! Scaling down podinfo.test',
      'Post-rollout check after passed',
    ]);
  });

  const own = { name: 'queue', thresholdRange: { max: 3 }, interval: '10s', query: 'vector(1)' };

  test.each<{ what: string; given?: Given; happens: () => unknown; message: string }>([
    {
      what: 'its request duration',
      happens: () => (scene.world.outside.durationMs = 700),
      message: 'Halt podinfo.test advancement request duration 700 ms > 500 ms over 10s',
    },
    {
      what: 'a metric of its own',
      given: { analysis: { metrics: [own] } },
      happens: () => undefined,
      message: 'Halt podinfo.test advancement queue 100.00 > 3 over 10s',
    },
    {
      what: 'a metric without values',
      happens: () => (scene.world.outside.successRate = 'none'),
      message:
        'Halt podinfo.test advancement request-success-rate: no values found for istio metric request-success-rate, probably podinfo.test is not receiving traffic',
    },
    {
      what: 'a server that does not answer',
      happens: () => (scene.world.outside.successRate = 'down'),
      message: 'Halt podinfo.test advancement request-success-rate: connection refused',
    },
    {
      what: 'a rollout hook',
      happens: () => scene.answer('load', 500),
      message: 'Halt podinfo.test advancement external check load failed answered with status 500',
    },
    {
      what: 'a rollback hook',
      happens: () => scene.answer('rollback', 200),
      message: 'Rolling back podinfo.test manual webhook invoked',
    },
  ])('how it is rolled back by $what', async ({ given = {}, happens, message }) => {
    expect(await told(given, 'Failed', happens)).toContain(message);
  });

  test('that a pre-rollout hook failed, and a post-rollout hook was not delivered', async () => {
    scene = await openScene();
    await wayTo('Initialized').reach(scene);
    scene.answer('prepare', 500);
    scene.answer('after', 400);
    await scene.release('1.0.1');
    await ends(scene, 'Failed');
    await scene.world.clock.advance(30_000);
    expect(await scene.messages()).toEqual(
      expect.arrayContaining([
        'Halt podinfo.test advancement pre-rollout check prepare failed answered with status 500',
        'Post-rollout hook after failed answered with status 400',
      ]),
    );
  });

  test('how the rounds of A/B testing are counted', async () => {
    const messages = await told({ analysis: { ...iterations(2), match: [BETA] } });
    expect(messages.filter((message) => message.startsWith('Advance'))).toEqual([
      'Advance podinfo.test canary iteration 1/2',
      'Advance podinfo.test canary iteration 2/2',
    ]);
  });

  test.each([
    { mirror: false, message: 'Routing all traffic to canary' },
    { mirror: true, message: 'Stop traffic mirroring and route all traffic to canary' },
  ])('how Blue/Green switches, mirrored: $mirror', async ({ mirror, message }) => {
    expect(await told({ analysis: { ...iterations(1), mirror } })).toContain(message);
  });

  test('that there was no analysis', async () => {
    expect(await told({ spec: { skipAnalysis: true } })).toContain(
      'Promotion completed! Canary analysis was skipped for podinfo.test',
    );
  });

  test('that a promotion failed', async () => {
    const messages = await told({}, 'Failed', () => refusePrimaryPods(scene.world, '1.0.1'));
    expect(messages).toContainEqual(
      expect.stringMatching(/^Promotion of podinfo\.test failed, primary not ready: /),
    );
  });

  test.each([
    ['start', 'Halt podinfo.test advancement waiting for approval start'],
    ['increase', 'Halt podinfo.test advancement waiting for traffic increase approval increase'],
    ['promotion', 'Halt podinfo.test advancement waiting for promotion approval promotion'],
  ] as const)('that the gate %s is waited for, once', async (gate, message) => {
    scene = await openScene();
    await wayTo('Initialized').reach(scene);
    scene.answer(gate, 403);
    await scene.release('1.0.1');
    await scene.world.clock.advance(180_000);
    expect((await scene.messages()).filter((one) => one === message)).toHaveLength(1);
  });

  test('that the analysis begins again, and that a rollback hook says nothing is not worth a word', async () => {
    const messages = await told({}, 'Succeeded', async () => {
      await scene.release('1.0.3');
      await scene.world.clock.advance(5_000);
    });
    expect(messages).toContain('New revision detected! Restarting analysis for podinfo.test');
    expect(messages.filter((message) => message.includes('not signaling a rollback'))).toEqual([]);
  });

  test('that it is suspended, once, by its reason to hold', async () => {
    scene = await openScene();
    await wayTo('Progressing').reach(scene);
    await scene.editSpec({ suspend: true });
    await scene.world.clock.advance(600_000);
    const messages = await scene.messages();
    expect(messages.filter((message) => message.includes('spec.suspend is true'))).toHaveLength(1);
    expect(messages).not.toContain('skipping canary run as object is suspended');
  });

  test('that users are given back', async () => {
    scene = await openScene({ spec: { revertOnDeletion: true } });
    await wayTo('Initialized').reach(scene);
    await scene.deleteCanary();
    await ends(scene, 'gone');
    expect((await scene.messages()).slice(-2)).toEqual([
      'Terminating canary podinfo.test',
      'Terminated canary podinfo.test',
    ]);
  });

  test('which template is missing', async () => {
    const metrics = [
      { name: 'own', templateRef: { name: 'own' }, thresholdRange: { min: 1 }, interval: '10s' },
    ];
    scene = await openScene({ analysis: { metrics } });
    await wayTo('Initialized').reach(scene);
    await scene.release('1.0.1');
    await scene.world.clock.advance(60_000);
    expect(await scene.messages()).toContainEqual(
      expect.stringContaining('metric template own.test does not exist'),
    );
    const spec = { provider: { type: 'prometheus', address: 'http://p.test' }, query: 'vector(1)' };
    await scene.stage.apply(METRIC_TEMPLATE, {
      apiVersion: 'flagger.app/v1beta1',
      kind: 'MetricTemplate',
      metadata: { name: 'own', namespace: 'test' },
      spec,
    });
    await ends(scene, 'Succeeded');
  });
});
