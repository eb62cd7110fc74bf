import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { RECORD_STAMP } from '../../src/api/identifiers.ts';
import { CANARY, DEPLOYMENT } from '../../src/api/kinds.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { type Load, startLoad } from '../../src/sandbox/load/load-generator.ts';
import { canary, deployment } from '../support/manifests.ts';
import { eventually, type Running, serinette } from '../support/process.ts';
import { FAST, makeSandbox, type TestSandbox } from '../support/sandbox.ts';
import { seeded } from '../../src/runtime/seeded.ts';

let cluster: TestSandbox;
let load: Load;
let operator: Running;

beforeAll(async () => {
  cluster = await makeSandbox();
  await cluster.user.create(DEPLOYMENT, deployment('1.0.0'), cluster.never);
  await cluster.user.create(CANARY, canary({ ...FAST, stepWeight: 2, maxWeight: 40 }), cluster.never);
  const proxy = await cluster.sandbox.openProxy('test', 'load');
  operator = serinette(cluster.operatorArgs());
  await eventually(
    async () => (await cluster.status())['phase'] === 'Initialized',
    60_000,
    () => operator.output(),
  );
  load = startLoad({ url: proxy.url, host: 'podinfo.test', ratePerSecond: 50, clock: systemClock });
}, 90_000);

afterAll(async () => {
  operator.child.kill('SIGKILL');
  await operator.ended;
  await load.stop();
  await cluster.close();
});

test('ten times killed at random moments, the operator promotes the same, and never raises before an interval has passed', async () => {
  const random = seeded(20261122);
  const raises: { weight: number; at: number }[] = [];
  let before = 0;
  cluster.sandbox.api.admit(({ object }) => {
    if (object.kind !== 'VirtualService') return;
    const weight = Number((object as Record<string, any>)['spec'].http[0].route[1].weight);
    // When it was sent; a busy server hears of it later, and of the next one perhaps not.
    const [, sentAt = ''] = object.metadata.annotations?.[RECORD_STAMP]?.split('@') ?? [];
    if (weight > before) raises.push({ weight, at: Date.parse(sentAt) });
    before = weight;
  });
  await cluster.setImage('1.0.1');
  let kills = 0;
  const killing = (async () => {
    while (kills < 10) {
      await new Promise((resolve) => setTimeout(resolve, 700 + random() * 1_300));
      operator.child.kill('SIGKILL');
      await operator.ended;
      kills += 1;
      expect((await cluster.status())['phase']).not.toBe('Succeeded');
      operator = serinette(cluster.operatorArgs());
    }
  })();
  await eventually(
    async () => (await cluster.status())['phase'] === 'Succeeded' && kills === 10,
    120_000,
    async () =>
      `${kills} kills; ${JSON.stringify(await cluster.status())}; ${operator.output().slice(-2000)}`,
  );
  await killing;
  const status = await cluster.status();
  const primary = await cluster.deployment('podinfo-primary');
  expect(await cluster.weights()).toEqual({ primary: 100, canary: 0 });
  expect(primary['spec'].template.spec.containers[0].image).toBe('serinette/podinfo:1.0.1');
  expect(primary['spec'].replicas).toBe(2);
  expect((await cluster.deployment('podinfo'))['spec'].replicas).toBe(0);
  expect(status['lastPromotedSpec']).toBe(status['lastAppliedSpec']);
  expect(raises.map(({ weight }) => weight)).toEqual(Array.from({ length: 20 }, (_, at) => 2 * (at + 1)));
  for (const [at, raise] of raises.entries()) {
    const earlier = raises[at - 1];
    if (earlier !== undefined) expect(raise.at - earlier.at).toBeGreaterThanOrEqual(1_000);
  }
  expect(load.stats().failed).toBe(0);
}, 180_000);
