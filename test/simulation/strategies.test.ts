import { afterEach, describe, expect, test } from '@jest/globals';
import { CANARY, DEPLOYMENT, VIRTUAL_SERVICE } from '../../src/api/kinds.ts';
import { OperatorError } from '../../src/errors.ts';
import { canary, deployment, NAMESPACE } from '../support/manifests.ts';
import { BETA, iterations } from '../support/strategies.ts';
import { makeWorld, type Operator, type World } from '../support/world.ts';

let world: World;
let operator: Operator;

const initialised = async (
  analysis: Record<string, unknown>,
  spec: Record<string, unknown> = {},
  args: readonly string[] = [],
): Promise<void> => {
  world = await makeWorld({ args });
  operator = world.startOperator();
  await world.user.create(DEPLOYMENT, deployment('1.0.0'), world.never);
  await world.user.create(CANARY, canary(analysis, spec), world.never);
  await phaseIs('Initialized');
  await world.clock.advance(30_000);
};

afterEach(async () => {
  await operator.stop();
  await world.close();
});

const phaseIs = (phase: string, limitMs = 300_000) =>
  world.until(async () => (await world.status())['phase'] === phase, limitMs);
const http = async (): Promise<readonly Record<string, any>[]> =>
  ((await world.get(VIRTUAL_SERVICE, 'podinfo')) as Record<string, any>)['spec'].http;

/** The primary's rollout of this version stops where it is, with its old pods still serving. */
const refusePrimaryPods = (version: string): (() => void) =>
  world.api.admit(({ verb, object }) => {
    const { name } = object.metadata;
    const isMeant = verb === 'create' && object.kind === 'Pod' && name.startsWith('podinfo-primary');
    if (isMeant && JSON.stringify(object['spec']).includes(`podinfo:${version}`))
      throw new OperatorError('FORBIDDEN', 'exceeded quota');
  });

describe('a promotion that fails', () => {
  test.each([
    { name: 'weights', analysis: {}, spec: {} },
    { name: 'A/B testing', analysis: { ...iterations(1), match: [BETA] }, spec: {} },
    { name: 'Blue/Green', analysis: iterations(1), spec: {} },
    { name: 'Blue/Green without routes', analysis: iterations(1), spec: { provider: 'kubernetes' } },
  ])('in $name is healed by the fix that follows', async ({ analysis, spec }) => {
    await initialised(analysis, spec);
    await world.setImage('1.0.1');
    refusePrimaryPods('1.0.1');
    await phaseIs('Failed', 600_000);
    expect((await world.status())['run']).toMatchObject({ reason: 'PromotionFailed' });
    expect((await world.deployment('podinfo'))['spec'].replicas).toBe(2);
    await world.setImage('1.0.3');
    await phaseIs('Succeeded', 600_000);
    const primary = await world.deployment('podinfo-primary');
    expect(primary['spec'].template.spec.containers[0].image).toBe('serinette/podinfo:1.0.3');
  });
});
