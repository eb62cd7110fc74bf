import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CANARY, DEPLOYMENT, VIRTUAL_SERVICE } from '../../src/api/kinds.ts';
import type { ResourceType } from '../../src/api/objects.ts';
import { canary, deployment, NAMESPACE } from '../support/manifests.ts';
import { makeWorld, type Operator, type World } from '../support/world.ts';

let world: World;
let operator: Operator;

beforeEach(async () => {
  world = await makeWorld();
  operator = world.startOperator();
  await world.user.create(DEPLOYMENT, deployment('1.0.0'), world.never);
  await world.user.create(CANARY, canary({ stepWeight: 25 }), world.never);
  await phaseIs('Initialized');
});

afterEach(async () => {
  await operator.stop();
  await world.close();
});

const phaseIs = (phase: string): Promise<void> =>
  world.until(async () => (await world.status())['phase'] === phase);

/** As Argo CD with selfHeal and without ignoreDifferences: what is in Git is put back 5 s after it was changed. */
const heal = async (type: ResourceType, spec: unknown): Promise<void> => {
  const { resourceVersion = '' } = (await world.get(type, 'podinfo')).metadata;
  await world.user.patch(
    { type, namespace: NAMESPACE, name: 'podinfo' },
    { type: 'merge', body: { spec }, resourceVersion },
    world.never,
  );
};

describe('a tool that puts back what is in Git', () => {
  test('stops a rollout while it does so with the routes, at the weight that is recorded, and no longer', async () => {
    const http = [{ route: [{ destination: { host: 'podinfo' } }] }];
    await world.setImage('1.0.1');
    await world.until(async () => (await world.status())['canaryWeight'] === 25);
    for (let time = 0; time < 24; time += 1) {
      await heal(VIRTUAL_SERVICE, { http });
      await world.clock.advance(1_000);
      expect(await world.weights()).toEqual({ primary: 75, canary: 25 });
      await world.clock.advance(4_000);
    }
    expect(await world.status()).toMatchObject({ phase: 'Progressing', canaryWeight: 25, failedChecks: 0 });
    await phaseIs('Succeeded');
  });

  test('brings pods to a target at rest, which get no requests and go with the next rollout', async () => {
    await world.clock.advance(60_000);
    await heal(DEPLOYMENT, { replicas: 2 });
    await world.clock.advance(60_000);
    expect((await world.deployment('podinfo'))['spec'].replicas).toBe(2);
    expect(await world.status()).toMatchObject({ phase: 'Initialized', canaryWeight: 0 });
    expect(await world.weights()).toEqual({ primary: 100, canary: 0 });
    await world.setImage('1.0.1');
    await phaseIs('Succeeded');
    expect((await world.deployment('podinfo'))['spec'].replicas).toBe(0);
  });

  test('that goes back to the commit before in mid-run has rolled back', async () => {
    await world.setImage('1.0.1');
    await world.until(async () => (await world.status())['canaryWeight'] === 25);
    await world.setImage('1.0.0');
    await phaseIs('Succeeded');
    expect((await world.status())['run']).toMatchObject({ intent: 'revert', reason: 'Reverted' });
    expect(await world.weights()).toEqual({ primary: 100, canary: 0 });
  });
});
