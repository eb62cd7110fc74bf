import { expect } from '@jest/globals';
import { expectServed, expectWeights, untilServed } from '../../support/expectations.ts';
import { APP, daemonSet } from '../../support/manifests.ts';
import { expectSplit, scenario } from '../../support/scenario.ts';

const ASLEEP = 'flagger.app/scale-to-zero';

scenario(
  'daemon-set',
  {
    health: 'healthy',
    bare: true,
    canary: { spec: { targetRef: { apiVersion: 'apps/v1', kind: 'DaemonSet', name: APP } } },
  },
  async (scene) => {
    const { stage, when, then } = scene;
    const specOf = async (name: string): Promise<Record<string, any>> =>
      (JSON.parse(await stage.kubectl('get', 'daemonset', name, '-o', 'json')) as Record<string, any>)[
        'spec'
      ];
    const selectorOf = async (name: string): Promise<unknown> =>
      (await specOf(name))['template'].spec.nodeSelector ?? {};

    await when('a Canary of a DaemonSet is applied', async () => {
      await stage.apply(daemonSet({ version: '1.0.0' }));
      await stage.applyCanary();
    });
    await then('its primary serves, and it sleeps itself', async () => {
      await stage.untilPhase('Initialized', 120);
      expect([await selectorOf('app'), await selectorOf('app-primary')]).toEqual([{ [ASLEEP]: 'true' }, {}]);
      await stage.startUsers();
      await untilServed(stage, '1.0.0');
    });
    await when('version 1.0.1 is applied', () => stage.apply(daemonSet({ version: '1.0.1' })));
    await then('it is promoted step by step', async () => {
      await stage.untilPhase('Succeeded', 240);
      expectWeights(stage, [0, 20, 40, 60]);
      await expectSplit(scene, '1.0.1');
    });
    await then('all users are served the new version, and it sleeps again', async () => {
      await expectServed(stage, '1.0.1');
      expect(await selectorOf('app')).toEqual({ [ASLEEP]: 'true' });
    });
    await when('a version that never becomes ready is applied', () =>
      stage.apply(daemonSet({ version: '1.0.2-unready' })),
    );
    await then('it is rolled back at its deadline, and nobody has met it', async () => {
      await stage.untilPhase('Failed', 180);
      expect(stage.status()['run'].reason).toBe('ProgressDeadlineExceeded');
      await expectServed(stage, '1.0.1');
    });
  },
);
