import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CANARY, DEPLOYMENT } from '../../src/api/kinds.ts';
import { LEASE } from '../../src/kube/lease.ts';
import { canary, deployment } from '../support/manifests.ts';
import { eventually, type Running, serinette } from '../support/process.ts';
import { FAST, makeSandbox, type TestSandbox } from '../support/sandbox.ts';

let cluster: TestSandbox;
const operators: Running[] = [];

const start = (): Running => {
  const args = cluster.operatorArgs('--enable-leader-election', '--leader-election-namespace=default');
  const operator = serinette(args);
  operators.push(operator);
  return operator;
};
const leads = (operator: Running): boolean => operator.output().includes('became leader');
const explain = (): string => operators.map((operator) => operator.output().slice(-2000)).join('\n---\n');
const weight = async (): Promise<number> => (await cluster.status())['canaryWeight'] as number;
const answers = async (operator: Running, path: string): Promise<{ status: number; body: string }> => {
  const url = /"http":"([^"]+)"/.exec(operator.output())?.[1] ?? '';
  const answer = await fetch(`${url}/${path}`);
  return { status: answer.status, body: await answer.text() };
};
/** The recorded weight goes on from where it is. */
const goesOn = async (limitMs: number): Promise<void> => {
  const before = await weight();
  await eventually(async () => (await weight()) > before, limitMs, explain);
};

beforeAll(async () => {
  cluster = await makeSandbox();
  await cluster.user.create(DEPLOYMENT, deployment('1.0.0'), cluster.never);
  const steps = { stepWeight: 1, maxWeight: 90, metrics: [] };
  await cluster.user.create(CANARY, canary({ ...FAST, ...steps }), cluster.never);
}, 60_000);

afterAll(async () => {
  for (const operator of operators) operator.child.kill('SIGKILL');
  await Promise.all(operators.map((operator) => operator.ended));
  await cluster.close();
});

test('one replica acts and one stands by; the one goes on 20 s after the other died, and 3 s after it was asked to end', async () => {
  const first = start();
  await eventually(() => leads(first), 20_000, explain);
  const second = start();
  await eventually(async () => (await cluster.status())['phase'] === 'Initialized', 60_000, explain);
  await eventually(() => second.output().includes('standing by'), 20_000, explain);
  expect(await answers(second, 'healthz')).toMatchObject({ status: 200 });
  expect(await answers(second, 'readyz')).toMatchObject({ status: 200 });
  expect((await answers(first, 'metrics')).body).toMatch(/^serinette_leader 1$/m);
  expect((await answers(second, 'metrics')).body).toMatch(/^serinette_leader 0$/m);

  await cluster.setImage('1.0.1');
  await eventually(async () => (await weight()) >= 2, 60_000, explain);
  expect(await cluster.status()).toMatchObject({ leaderEpoch: 0 });
  expect(leads(second)).toBe(false);

  first.child.kill('SIGKILL');
  await first.ended;
  const third = start();
  await goesOn(20_000);
  expect(leads(second)).toBe(true);
  expect(await cluster.status()).toMatchObject({ leaderEpoch: 1 });

  await eventually(() => third.output().includes('standing by'), 20_000, explain);
  const asked = performance.now();
  second.child.kill('SIGTERM');
  await eventually(() => leads(third), 3_000, explain);
  await goesOn(Math.max(0, asked + 3_000 + 1_500 - performance.now()));
  expect(await second.ended).toBe(0);
  expect(second.output()).toContain('released leadership');
}, 150_000);

test('a leader whose Lease is taken by another name ends at once, with an exit code that says so', async () => {
  const leader = operators.at(-1);
  if (leader === undefined) throw new Error('no operator runs');
  const take = async (): Promise<void> => {
    const lease = await cluster.user.get(
      { type: LEASE, namespace: 'default', name: 'serinette-leader-election' },
      cluster.never,
    );
    const spec = { ...(lease['spec'] as object), holderIdentity: 'somebody-else' };
    const metadata = { ...lease.metadata, resourceVersion: lease.metadata.resourceVersion ?? '' };
    await cluster.user.replace(LEASE, { ...lease, metadata, spec }, cluster.never);
  };
  await take();
  const began = performance.now();
  expect(await leader.ended).toBe(1);
  expect(performance.now() - began).toBeLessThan(4_000);
  expect(leader.output()).toContain('somebody-else holds the lease');
}, 30_000);
