import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  CANARY,
  DEPLOYMENT,
  EVENT,
  METRIC_TEMPLATE,
  SERVICE,
  VIRTUAL_SERVICE,
} from '../../../src/api/kinds.ts';
import type { KubeObject, ResourceType } from '../../../src/api/objects.ts';
import { OperatorError } from '../../../src/errors.ts';
import { canary, deployment, NAMESPACE } from '../../support/manifests.ts';
import { makeWorld, type Operator, type World } from '../../support/world.ts';

let world: World;
let operator: Operator;

beforeEach(async () => {
  world = await makeWorld();
  operator = world.startOperator();
  await world.clock.advance(1_000);
});

afterEach(async () => {
  await operator.stop();
  await world.close();
});

const apply = (type: ResourceType, object: KubeObject) => world.user.create(type, object, world.never);

const change = async (type: ResourceType, name: string, body: unknown): Promise<void> => {
  const before = await world.get(type, name);
  const resourceVersion = before.metadata.resourceVersion ?? '';
  await world.user.patch(
    { type, namespace: NAMESPACE, name },
    { type: 'merge', body, resourceVersion },
    world.never,
  );
};

const phaseIs = (phase: string, limitMs?: number) =>
  world.until(async () => (await world.status())['phase'] === phase, limitMs);
const weightIs = (weight: number) =>
  world.until(async () => (await world.status())['canaryWeight'] === weight);

const condition = async (type: string, name = 'podinfo'): Promise<Record<string, any>> => {
  const status = (await world.get(CANARY, name))['status'] as Record<string, any> | undefined;
  return (status?.['conditions'] ?? []).find((item: Record<string, any>) => item['type'] === type) ?? {};
};

const initialised = async (
  analysis: Record<string, unknown> = {},
  more: Record<string, unknown> = {},
): Promise<void> => {
  await apply(DEPLOYMENT, deployment('1.0.0'));
  await apply(CANARY, canary(analysis, more));
  await phaseIs('Initialized', 120_000);
  await world.clock.advance(30_000);
};

const ownWrites = (from: number) =>
  world.requests.filter(
    ({ user, verb }, at) => at >= from && user === 'operator' && !['get', 'list', 'watch'].includes(verb),
  );

describe('bad input', () => {
  test('an invalid spec is named in a condition and one Event, touches nothing else, and is looked at again when it changes', async () => {
    const bad = structuredClone(canary({ stepWeights: [10, 10, 50] })) as Record<string, any>;
    delete bad['spec'].analysis.stepWeight;
    delete bad['spec'].analysis.maxWeight;
    await apply(DEPLOYMENT, deployment('1.0.0'));
    await apply(CANARY, bad as KubeObject);
    await world.clock.advance(120_000);
    const accepted = await condition('Accepted');
    expect(accepted).toMatchObject({ status: 'False', reason: 'InvalidSpec' });
    expect(accepted['message']).toContain('spec.analysis.stepWeights[1] must be a whole number above 10');
    expect((await world.events()).filter((message) => message.startsWith('InvalidSpec'))).toHaveLength(1);
    expect((await world.deployment('podinfo'))['spec'].replicas).toBe(2);
    await change(CANARY, 'podinfo', { spec: { analysis: { stepWeights: [10, 50] } } });
    await phaseIs('Initialized', 120_000);
    expect((await condition('Accepted'))['status']).toBe('True');
  });

  test('a second Canary on the same target is refused, and the first one goes on', async () => {
    await initialised();
    const second = structuredClone(canary()) as Record<string, any>;
    second['metadata'].name = 'rival';
    await apply(CANARY, second as KubeObject);
    await world.clock.advance(5_000);
    expect(await condition('Accepted', 'rival')).toMatchObject({ status: 'False', reason: 'TargetClaimed' });
    await change(CANARY, 'rival', { spec: { targetRef: { name: 'another' } } });
    await world.clock.advance(2_000);
    expect(await condition('Accepted', 'rival')).toMatchObject({ status: 'True' });
    expect(await condition('Holding', 'rival')).toMatchObject({ status: 'True', reason: 'TargetNotFound' });
    await world.setImage('1.0.1');
    await phaseIs('Succeeded', 300_000);
  });

  test('a missing target is waited for', async () => {
    await apply(CANARY, canary());
    await world.clock.advance(60_000);
    expect(await condition('Holding')).toMatchObject({ status: 'True', reason: 'TargetNotFound' });
    expect(await world.events()).toHaveLength(1);
    await apply(DEPLOYMENT, deployment('1.0.0'));
    await phaseIs('Initialized', 120_000);
    expect((await condition('Holding'))['status']).toBe('False');
  });
});

describe('trouble on the way', () => {
  test('a metrics server that is away rolls back with its own reason', async () => {
    await initialised();
    await world.setImage('1.0.1');
    await weightIs(20);
    world.outside.successRate = 'down';
    await phaseIs('Failed', 120_000);
    const { run } = await world.status();
    expect(run).toMatchObject({ reason: 'FailedChecks', inconclusive: 3 });
    expect(run.lastCheck).toMatchObject({
      verdict: 'inconclusive',
      metric: 'request-success-rate',
      weight: 20,
    });
    expect(run.lastCheck.reason).toMatch(/^MetricsUnavailable: /);
  });

  test('a failed check says metric, value, bound and window in status and Event', async () => {
    await initialised();
    await world.setImage('1.0.1');
    await weightIs(10);
    world.outside.successRate = 93.5;
    await phaseIs('Failed', 120_000);
    expect((await world.status())['run'].lastCheck).toMatchObject({
      metric: 'request-success-rate',
      value: 93.5,
      bound: '>= 99',
      window: '10s',
      weight: 10,
    });
    expect(await world.events()).toContain(
      'Halt podinfo.test advancement success rate 93.50% < 99% over 10s',
    );
    expect(await world.weights()).toEqual({ primary: 100, canary: 0 });
  });

  test('a refused route holds the rollout and says so; once it is accepted, the rollout goes on', async () => {
    await initialised();
    await world.setImage('1.0.1');
    await weightIs(10);
    const lift = world.api.admit(({ object, user }) => {
      if (object.kind === 'VirtualService' && user === 'operator')
        throw new OperatorError('REJECTED', 'the policy says no');
    });
    await world.clock.advance(120_000);
    expect(await condition('Holding')).toMatchObject({ status: 'True', reason: 'RouteRefused' });
    expect((await condition('Holding'))['message']).toContain('the policy says no');
    expect(await world.weights()).toEqual({ primary: 90, canary: 10 });
    lift();
    await phaseIs('Succeeded', 300_000);
    expect((await condition('Holding'))['status']).toBe('False');
  });

  test('a weight that someone edits returns to the recorded one, never to 100/0', async () => {
    await initialised();
    await world.setImage('1.0.1');
    await weightIs(30);
    const before = (await world.get(VIRTUAL_SERVICE, 'podinfo')) as Record<string, any>;
    const http = structuredClone(before['spec'].http);
    http[0].route[0].weight = 0;
    http[0].route[1].weight = 100;
    await change(VIRTUAL_SERVICE, 'podinfo', { spec: { http, exportTo: ['.'] } });
    await world.clock.advance(100);
    expect(await world.weights()).toEqual({ primary: 70, canary: 30 });
    expect(((await world.get(VIRTUAL_SERVICE, 'podinfo')) as Record<string, any>)['spec'].exportTo).toEqual([
      '.',
    ]);
  });

  test('suspended in mid-run it writes nothing, and resumed it goes on from its weight after an interval', async () => {
    await initialised();
    await world.setImage('1.0.1');
    await weightIs(20);
    await change(CANARY, 'podinfo', { spec: { suspend: true } });
    await world.clock.advance(1_000);
    const from = world.requests.length;
    await world.clock.advance(3_600_000);
    expect(ownWrites(from)).toEqual([]);
    expect(await world.weights()).toEqual({ primary: 80, canary: 20 });
    await change(CANARY, 'podinfo', { spec: { suspend: false } });
    await phaseIs('Succeeded', 300_000);
  });

  test('a missing MetricTemplate holds the rollout, and the rollout goes on when it appears', async () => {
    const metrics = [
      { name: 'own', templateRef: { name: 'own' }, thresholdRange: { min: 99 }, interval: '10s' },
    ];
    await initialised({ metrics });
    await world.setImage('1.0.1');
    await weightIs(10);
    await world.clock.advance(120_000);
    expect(await condition('Holding')).toMatchObject({ status: 'True', reason: 'NoEvidence' });
    expect((await condition('Holding'))['message']).toContain('own');
    expect(await world.status()).toMatchObject({ canaryWeight: 10, failedChecks: 0 });
    await apply(METRIC_TEMPLATE, {
      apiVersion: 'flagger.app/v1beta1',
      kind: 'MetricTemplate',
      metadata: { name: 'own', namespace: NAMESPACE },
      spec: {
        provider: { type: 'prometheus', address: 'http://prometheus.test:9090' },
        query: 'rate(x[{{ interval }}])',
      },
    });
    await phaseIs('Succeeded', 300_000);
  });

  test('a canary Service that someone deletes is made again, and the release is not blamed for it', async () => {
    await initialised();
    await world.setImage('1.0.1');
    await weightIs(20);
    await world.user.delete({ type: SERVICE, namespace: NAMESPACE, name: 'podinfo-canary' }, world.never);
    await phaseIs('Succeeded', 300_000);
    expect((await world.status())['failedChecks']).toBe(0);
  });

  test('a status that the API server refuses is told in an Event, once', async () => {
    await initialised();
    world.api.admit(({ object, user, subresource }) => {
      if (object.kind === 'Canary' && user === 'operator' && subresource === 'status') {
        throw new OperatorError('REJECTED', 'the schema says no');
      }
    });
    await world.setImage('1.0.1');
    await world.clock.advance(600_000);
    const told = (await world.events()).filter((message) => message.includes('the schema says no'));
    expect(told).toHaveLength(1);
  });

  test('a closed gate writes nothing while it is closed, and counts no failure', async () => {
    const url = 'http://gate.test/promote';
    await initialised({ webhooks: [{ name: 'gate', type: 'confirm-promotion', url }] });
    world.outside.hooks.set(url, 403);
    await world.setImage('1.0.1');
    await phaseIs('WaitingPromotion', 300_000);
    await world.clock.advance(1_000);
    const from = world.requests.length;
    await world.clock.advance(600_000);
    expect(ownWrites(from)).toEqual([]);
    expect(await world.weights()).toEqual({ primary: 50, canary: 50 });
    const asked = world.outside.calls.filter((call) => call.url === url).length;
    expect(asked).toBeGreaterThan(50);
    expect(asked).toBeLessThan(70);
    world.outside.hooks.set(url, 200);
    await phaseIs('Succeeded', 120_000);
    expect((await world.status())['failedChecks']).toBe(0);
  });
});

test('an idle Canary causes no request at all', async () => {
  await initialised();
  await world.clock.advance(60_000);
  const from = world.requests.length;
  await world.clock.advance(3_600_000);
  const own = world.requests.slice(from).filter(({ user, verb }) => user === 'operator' && verb !== 'watch');
  expect(own).toEqual([]);
});

test('Events are told once', async () => {
  await initialised();
  await world.setImage('1.0.1');
  await phaseIs('Succeeded', 300_000);
  const events = await world.user.list(EVENT, { namespace: NAMESPACE }, world.never);
  const messages = events.items.map((event) => event['message']);
  expect(new Set(messages).size).toBe(messages.length);
});
