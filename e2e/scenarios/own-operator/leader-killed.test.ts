import { expect } from '@jest/globals';
import {
  allowKilling,
  expectSteadyRaises,
  installOwnOperator,
  killOperator,
  operatorPods,
  uninstallOwnOperator,
} from '../../support/own-operator.ts';
import { expectSplit, scenario } from '../../support/scenario.ts';
import type { Stage } from '../../support/stage.ts';

const WEIGHTS = [10, 20, 30, 40, 50, 60];

const LEASE = 'serinette-leader-election';

const leader = async (stage: Stage): Promise<string> => {
  const holder = await stage.kubectl('get', 'lease', LEASE, '-o', 'jsonpath={.spec.holderIdentity}');
  return (await operatorPods(stage)).find((pod) => holder.includes(pod)) ?? '';
};

/** How long it takes until another replica leads, in ms. */
const takeOver = async (stage: Stage, before: string): Promise<number> => {
  const began = Date.now();
  for (;;) {
    const now = await leader(stage);
    if (now !== '' && now !== before) return Date.now() - began;
    if (Date.now() - began > 40_000) throw new Error(`nobody took over from ${before} within 40 s`);
  }
};

scenario(
  'leader-killed',
  {
    health: 'one-sided',
    canary: { analysis: { stepWeight: 10, maxWeight: 60 } },
    prepare: async (stage) => {
      await installOwnOperator(stage, { 'leaderElection.replicaCount': '2' });
      await allowKilling(stage);
    },
    cleanUp: uninstallOwnOperator,
  },
  async (scene) => {
    const { stage, when, then, note } = scene;
    await when('version 1.0.1 has a share of the traffic', async () => {
      await stage.release('1.0.1');
      await stage.until('weight 10', () => stage.status()['canaryWeight'] === 10);
    });
    const first = await leader(stage);
    const epoch = Number(stage.status()['leaderEpoch']);
    await when('the leader is killed', () => killOperator(stage, first));

    await then('the other replica goes on within 20 s', async () => {
      const tookMs = await takeOver(stage, first);
      note(`after a kill the other leads in ${tookMs} ms`);
      expect(tookMs).toBeLessThan(20_000);
      await stage.until('a higher epoch', () => Number(stage.status()['leaderEpoch']) > epoch, 30);
    });

    const second = await leader(stage);
    await when('the new leader is asked to stop', async () => {
      await stage.kubectl('delete', 'pod', second, '--wait=false');
    });
    await then('the Lease is handed over within 3 s', async () => {
      const tookMs = await takeOver(stage, second);
      note(`after a stop in ${tookMs} ms`);
      expect(tookMs).toBeLessThan(3_000);
    });

    await then('the rollout is promoted', () => stage.untilPhase('Succeeded', 180));
    await then('clients saw the recorded weights', () => expectSplit(scene, '1.0.1'));
    await then('no step was left out, made twice, or made early', () =>
      expectSteadyRaises(stage, WEIGHTS, 5_000),
    );
  },
);
