import { afterEach, describe, expect, test } from '@jest/globals';
import { CANARY, DEPLOYMENT, VIRTUAL_SERVICE } from '../../src/api/kinds.ts';
import { OperatorError } from '../../src/errors.ts';
import { aHook } from '../builders/plan.ts';
import { canary, deployment, NAMESPACE } from '../support/manifests.ts';
import { makeWorld, type Operator, type World } from '../support/world.ts';

const SETTLE_MS = 20_000;
/** Of both metrics. */
const WINDOW_MS = 10_000;

let world: World;
let operator: Operator;
/** When the routes were written. */
let changes: number[];

const begin = async (analysis: Record<string, unknown> = {}): Promise<void> => {
  world = await makeWorld();
  operator = world.startOperator();
  await world.user.create(DEPLOYMENT, deployment('1.0.0'), world.never);
  await world.user.create(
    CANARY,
    canary({ stepWeight: 20, maxWeight: 40, settleTime: '20s', ...analysis }),
    world.never,
  );
  await phaseIs('Initialized');
  await world.clock.advance(60_000);
  changes = [];
  world.api.admit(({ object }) => {
    if (object.kind === 'VirtualService') changes.push(world.clock.now());
  });
  world.outside.calls.length = 0;
  await world.setImage('1.0.1');
};

afterEach(async () => {
  await operator.stop();
  await world.close();
});

const phaseIs = (phase: string): Promise<void> =>
  world.until(async () => (await world.status())['phase'] === phase, 900_000);
const weightIs = (weight: number): Promise<void> =>
  world.until(async () => (await world.status())['canaryWeight'] === weight);

/** When a metric was asked for. */
const looks = (): readonly number[] =>
  world.outside.calls.flatMap(({ url, at }) => (url.includes('istio_') ? [at] : []));

/** From the last write of the routes to where a look begins; a raise follows in the same moment as the look that allows it. */
const cleanTimes = (): readonly number[] =>
  looks().map((at) => at - WINDOW_MS - Math.max(0, ...changes.filter((change) => change < at)));

describe('with a settle time', () => {
  test('no check looks back to a time before the split has settled', async () => {
    await begin();
    await phaseIs('Succeeded');
    expect(looks().length).toBeGreaterThan(1);
    expect(Math.min(...cleanTimes())).toBeGreaterThanOrEqual(SETTLE_MS);
    const [first = 0, second = 0] = changes;
    expect(second - first).toBeLessThan(SETTLE_MS + WINDOW_MS + 2_000);
  });

  test('a hand that changes the split makes checks wait anew', async () => {
    await begin();
    await weightIs(20);
    await world.clock.advance(25_000);
    const { metadata, ...routes } = structuredClone(await world.get(VIRTUAL_SERVICE, 'podinfo'));
    const spec = routes['spec'] as { http: { route: { weight: number }[] }[] };
    for (const destination of spec.http[0]?.route ?? []) destination.weight = 50;
    await world.user.patch(
      { type: VIRTUAL_SERVICE, namespace: NAMESPACE, name: 'podinfo' },
      { type: 'merge', body: { spec }, resourceVersion: metadata.resourceVersion ?? '' },
      world.never,
    );
    await phaseIs('Succeeded');
    expect(Math.min(...cleanTimes())).toBeGreaterThanOrEqual(SETTLE_MS);
  });

  test('routes that are written late, by another process, make checks wait as long', async () => {
    await begin();
    let isDead = false;
    world.api.admit(({ object }) => {
      if (isDead || object.kind !== 'VirtualService') return;
      isDead = true;
      operator.kill();
      throw new OperatorError('UNAVAILABLE', 'nobody waits for this answer');
    });
    await world.until(async () => (await world.status())['canaryWeight'] === 20);
    await world.clock.advance(60_000);
    operator = world.startOperator();
    await world.clock.advance(5_000);
    await operator.stop();
    operator = world.startOperator();
    await phaseIs('Succeeded');
    expect(Math.min(...cleanTimes())).toBeGreaterThanOrEqual(SETTLE_MS);
  });

  test('traffic goes back to the primary at the pace of the interval', async () => {
    await begin({ stepWeightPromotion: 20 });
    await phaseIs('Promoting');
    changes.length = 0;
    await phaseIs('Succeeded');
    const [first = 0, second = 0] = changes;
    expect(second - first).toBeGreaterThanOrEqual(10_000);
    expect(second - first).toBeLessThan(SETTLE_MS);
  });

  test('a rollback hook is asked all the while, and takes the traffic away at once', async () => {
    const { url, ...hook } = aHook('rollback') as { url: string };
    await begin({ settleTime: '10m', webhooks: [{ ...hook, url }] });
    world.outside.hooks.set(url, 403);
    await weightIs(20);
    await world.clock.advance(30_000);
    world.outside.hooks.set(url, 200);
    await world.clock.advance(12_000);
    expect(await world.weights()).toEqual({ primary: 100, canary: 0 });
    expect(looks()).toEqual([]);
  });
});
