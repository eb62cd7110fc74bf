import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ALERT_PROVIDER, CANARY, DEPLOYMENT, EVENT } from '../../../src/api/kinds.ts';
import type { KubeObject } from '../../../src/api/objects.ts';
import { canary, deployment, NAMESPACE } from '../../support/manifests.ts';
import { provider, TEAM, TOLD } from '../../support/rollouts.ts';
import { makeWorld, type Operator, type World } from '../../support/world.ts';

const EVENTS = 'http://team.test/events';
const AFTER = 'http://team.test/after';
const EVENT_HOOK = {
  name: 'events',
  type: 'event',
  url: EVENTS,
  metadata: { team: 'shop', eventType: 'mine' },
};

let world: World;
let operator: Operator;

/** A Canary at rest, with nobody told of anything yet. */
const ready = async (analysis: object = {}, args: readonly string[] = []): Promise<void> => {
  world = await makeWorld({ args });
  operator = world.startOperator();
  await world.user.create(ALERT_PROVIDER, provider(), world.never);
  await world.user.create(DEPLOYMENT, deployment('1.0.0'), world.never);
  await world.user.create(CANARY, canary({ threshold: 1, stepWeight: 25, ...analysis }), world.never);
  await phaseIs('Initialized');
  await world.clock.advance(30_000);
  world.outside.calls.length = 0;
};

afterEach(async () => {
  await operator.stop();
  await world.close();
});

const phaseIs = (phase: string) => world.until(async () => (await world.status())['phase'] === phase);

const bodiesAt = (url: string): readonly Record<string, any>[] =>
  world.outside.calls.filter((call) => call.url === url).map(({ body }) => body as Record<string, any>);
const alerts = (): readonly string[] =>
  bodiesAt(TEAM).map(({ severity, text }) => `${String(severity)} ${String(text)}`);
const announced = async (): Promise<unknown> => (await world.status())['run'].announced;
const metric = async (name: string): Promise<readonly string[]> =>
  (await world.metrics.registry.metrics()).split('\n').filter((line) => line.startsWith(name));

const failAt = async (weight: number): Promise<void> => {
  await world.setImage('1.0.2-bad');
  await world.until(async () => (await world.status())['canaryWeight'] >= weight);
  world.outside.successRate = 90;
};

describe('a team that wants to hear everything', () => {
  beforeEach(() => ready(TOLD));

  test('hears of a promotion from its beginning to its end', async () => {
    await world.setImage('1.0.1');
    await phaseIs('Succeeded');
    await world.clock.advance(5_000);
    expect(alerts()).toEqual([
      'info New revision detected, progressing canary analysis.',
      'info Canary analysis completed successfully, promotion finished.',
    ]);
    expect(bodiesAt(TEAM)[1]).toMatchObject({
      name: 'podinfo',
      namespace: NAMESPACE,
      phase: 'Succeeded',
      images: { podinfod: 'serinette/podinfo:1.0.1' },
      weight: 50,
      check: { metric: 'request-duration', verdict: 'pass' },
    });
    expect(bodiesAt(AFTER)).toMatchObject([
      { name: 'podinfo', phase: 'Succeeded', serinette: { hook: 'after' } },
    ]);
    expect(await announced()).toBe(true);
    expect(await world.events()).toContain('Post-rollout check after passed');
    expect(await metric('serinette_deliveries_total')).toEqual([
      'serinette_deliveries_total{to="webhook"} 3',
      'serinette_deliveries_total{to="post-rollout"} 1',
    ]);
  });

  test('hears once of a rollback, with the check that failed, before the rollback is through', async () => {
    await failAt(25);
    await world.until(() => Promise.resolve(alerts().length === 2));
    expect((await world.status())['phase']).toBe('Progressing');
    expect(bodiesAt(TEAM)[1]).toMatchObject({
      severity: 'error',
      text: 'Failed checks threshold reached 1',
      reason: 'FailedChecks',
      images: { podinfod: 'serinette/podinfo:1.0.2-bad' },
      weight: 25,
      check: {
        verdict: 'fail',
        metric: 'request-success-rate',
        value: 90,
        bound: '>= 99',
        window: '10s',
        weight: 25,
      },
    });
    await phaseIs('Failed');
    await world.clock.advance(60_000);
    expect(alerts()).toHaveLength(2);
    expect(bodiesAt(AFTER)).toMatchObject([{ phase: 'Failed' }]);
    expect(await announced()).toBe(true);
  });

  test('hears of a canary that misses its deadline, and why it did', async () => {
    await world.setImage('1.0.9-unready');
    await phaseIs('Failed');
    await world.clock.advance(5_000);
    expect(alerts()).toEqual([
      'info New revision detected, progressing canary analysis.',
      'error Rolling back, canary not ready within its deadline of 60s',
    ]);
    expect(bodiesAt(TEAM)[1]).toMatchObject({ reason: 'ProgressDeadlineExceeded', weight: 0 });
  });

  test('that is away does not hold up the rollout, and is told again what it missed once it is back', async () => {
    world.outside.silent.add(TEAM);
    const began = world.clock.now();
    await world.setImage('1.0.1');
    await phaseIs('Succeeded');
    // Two steps, promotion and the drain, with 10 s between ticks: what it takes when everybody answers.
    expect(world.clock.now() - began).toBeLessThan(50_000);
    expect(await announced()).toBe(false);
    world.outside.silent.delete(TEAM);
    await world.until(async () => (await announced()) === true);
    expect(new Set(alerts()).has('info Canary analysis completed successfully, promotion finished.')).toBe(
      true,
    );
  });

  test('that stays away is given up, counted, and the debt with it', async () => {
    world.outside.hooks.set(TEAM, 503);
    await world.setImage('1.0.1');
    await phaseIs('Succeeded');
    await world.until(async () => (await announced()) === true);
    expect(await metric('serinette_deliveries_dropped_total')).toEqual([
      'serinette_deliveries_dropped_total{to="webhook",reason="unreachable"} 2',
    ]);
    expect(alerts()).toHaveLength(20);
    const calls = world.outside.calls.length;
    await world.clock.advance(3_600_000);
    expect(world.outside.calls).toHaveLength(calls);
  });

  test('hears once more of an end, by the same id, when the operator ended before it was delivered', async () => {
    await failAt(25);
    world.outside.hooks.set(TEAM, 503);
    world.outside.hooks.set(AFTER, 503);
    await phaseIs('Failed');
    expect(await announced()).toBe(false);
    operator.kill();
    const [first] = bodiesAt(TEAM).filter(({ severity }) => severity === 'error');
    const hooksBefore = bodiesAt(AFTER);
    world.outside.calls.length = 0;
    world.outside.hooks.clear();
    world.outside.successRate = 100;
    operator = world.startOperator();
    await world.until(async () => (await announced()) === true);
    await world.clock.advance(60_000);
    expect(bodiesAt(TEAM).map(({ id, text }) => ({ id, text }))).toEqual([
      { id: first?.['id'], text: 'Failed checks threshold reached 1' },
    ]);
    expect(bodiesAt(AFTER)).toHaveLength(1);
    for (const body of [...hooksBefore, ...bodiesAt(AFTER)])
      expect(body['serinette']).toEqual(bodiesAt(AFTER)[0]?.['serinette']);
  });

  test('hears nothing more after a restart when it has heard all', async () => {
    await world.setImage('1.0.1');
    await world.until(async () => (await world.status())['run']?.announced === true);
    await operator.stop();
    world.outside.calls.length = 0;
    const requests = world.requests.length;
    operator = world.startOperator();
    await world.clock.advance(600_000);
    expect(world.outside.calls.filter(({ url }) => url.startsWith('http://team.test'))).toEqual([]);
    const writes = world.requests
      .slice(requests)
      .filter(({ user, verb }) => user === 'operator' && !['get', 'list', 'watch'].includes(verb));
    expect(writes).toEqual([]);
  });
});

test('a receiver of errors alone hears of nothing else, and then of each end nothing is owed', async () => {
  await ready({ alerts: [{ ...TOLD.alerts[0], severity: 'error' }] });
  await world.setImage('1.0.1');
  await phaseIs('Succeeded');
  await world.clock.advance(10_000);
  expect(alerts()).toEqual([]);
  expect(await announced()).toBe(undefined);
});

test("a Canary without alerts of its own is told of at the operator's own receivers", async () => {
  await ready({}, ['--slack-url=https://slack.test/word', '--slack-channel=ops', '--cluster-name=blue']);
  await world.setImage('1.0.1');
  await phaseIs('Succeeded');
  await world.clock.advance(5_000);
  const texts = bodiesAt('https://slack.test/word').map(({ channel, attachments }) => [
    channel,
    attachments[0].text,
  ]);
  expect(texts).toEqual([
    ['ops', 'New revision detected, progressing canary analysis.'],
    ['ops', 'Canary analysis completed successfully, promotion finished.'],
  ]);
  const { fields } = bodiesAt('https://slack.test/word')[0]?.['attachments'][0];
  expect(fields[0]).toEqual({ title: 'Cluster', value: 'blue', short: false });
});

test('a primary that nobody can be served by is told of at once, in a run and out of it', async () => {
  await ready(TOLD);
  await world.setImage('1.0.1');
  await world.until(async () => (await world.status())['canaryWeight'] >= 25);
  const primary = await world.deployment('podinfo-primary');
  const template = structuredClone(primary['spec'].template);
  template.spec.containers[0].image = 'serinette/podinfo:1.0.0-unready';
  const ref = { type: DEPLOYMENT, namespace: NAMESPACE, name: 'podinfo-primary' };
  const body = { spec: { template, strategy: { type: 'Recreate', rollingUpdate: null } } };
  const resourceVersion = primary['metadata'].resourceVersion as string;
  await world.user.patch(ref, { type: 'merge', body, resourceVersion }, world.never);
  await world.until(() => Promise.resolve(alerts().length === 2));
  expect(alerts()[1]).toMatch(/^error Advancement is halted: primary podinfo-primary.test is not ready: /);
});

describe('event hooks', () => {
  test('hear each Event once and in order, with what Flagger sends', async () => {
    await ready({ webhooks: [EVENT_HOOK] });
    const from = (await world.events()).length;
    await world.setImage('1.0.1');
    await phaseIs('Succeeded');
    await world.clock.advance(10_000);
    const events = (await world.user.list(EVENT, { namespace: NAMESPACE }, world.never))
      .items as readonly (KubeObject & Record<string, any>)[];
    const sorted = events
      .map(({ metadata, message }) => [metadata.name, message] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    expect(bodiesAt(EVENTS).map(({ metadata }) => metadata.eventMessage)).toEqual(
      sorted.slice(from).map(([, message]) => message),
    );
    expect(bodiesAt(EVENTS)[0]).toEqual({
      name: 'podinfo',
      namespace: NAMESPACE,
      phase: 'Progressing',
      checksum: expect.stringMatching(/^[0-9a-f-]{36}$/),
      metadata: {
        team: 'shop',
        eventMessage: 'New revision detected! Scaling up podinfo.test',
        eventType: 'Normal',
        timestamp: expect.stringMatching(/^17\d{11}$/),
      },
      serinette: { uid: expect.any(String), run: '2', tick: 0, hook: 'events', reason: 'NewRevision' },
    });
  });

  test('that do not answer hold up neither the rollout nor each other, and cost no request to the cluster', async () => {
    await ready({ webhooks: [EVENT_HOOK, { ...EVENT_HOOK, name: 'other', url: 'http://other.test/' }] });
    world.outside.silent.add(EVENTS);
    const began = world.clock.now();
    await world.setImage('1.0.1');
    await phaseIs('Succeeded');
    expect(world.clock.now() - began).toBeLessThan(50_000);
    const heard = bodiesAt('http://other.test/').length;
    expect(heard).toBeGreaterThan(5);
    await world.clock.advance(600_000);
    expect(bodiesAt(EVENTS)).toHaveLength(heard);
  });

  test('of the operator hear of Canaries without one, also of those that cannot be read', async () => {
    await ready({}, [`--event-webhook=${EVENTS}`]);
    const bad = structuredClone(canary({ stepWeight: -1 })) as Record<string, any>;
    bad['metadata'].name = 'broken';
    await world.user.create(CANARY, bad as KubeObject, world.never);
    await world.clock.advance(5_000);
    expect(bodiesAt(EVENTS)).toMatchObject([
      {
        name: 'broken',
        metadata: { eventType: 'Warning', eventMessage: expect.stringMatching(/^InvalidSpec: /) },
      },
    ]);
  });
});

describe('post-rollout hooks', () => {
  test('are called in order after a retry, and end with the first that fails', async () => {
    const hook = (name: string, retries = 0) => ({
      name,
      type: 'post-rollout',
      url: `http://team.test/${name}`,
      retries,
    });
    await ready({ webhooks: [hook('one', 2), hook('two'), hook('three')] });
    world.outside.hooks.set('http://team.test/two', 400);
    world.outside.hooks.set('http://team.test/one', 503);
    await world.setImage('1.0.1');
    await phaseIs('Succeeded');
    await world.clock.advance(500);
    world.outside.hooks.set('http://team.test/one', 204);
    await world.until(async () => (await announced()) === true);
    const called = world.outside.calls
      .map(({ url }) => url)
      .filter((url) => url.startsWith('http://team.test'));
    expect([...new Set(called)]).toEqual(['http://team.test/one', 'http://team.test/two']);
    expect(called.filter((url) => url.endsWith('/one')).length).toBeGreaterThan(1);
    expect(called.filter((url) => url.endsWith('/two'))).toHaveLength(1);
    const events = await world.events();
    expect(events).toContain('Post-rollout check one passed');
    expect(events).toContain('Post-rollout hook two failed answered with status 400');
  });
});

test('all Events may have the one reason that filters made for Flagger look for', async () => {
  await ready({}, ['--flagger-event-reason']);
  const events = (await world.user.list(EVENT, { namespace: NAMESPACE }, world.never)).items;
  expect(new Set(events.map((event) => event['reason']))).toEqual(new Set(['Synced']));
});

test('a provider that is missing or wrong is named in nobody’s way, and used once it is there', async () => {
  await ready({ alerts: [{ name: 'late', providerRef: { name: 'late' } }] });
  await world.setImage('1.0.1');
  await world.clock.advance(2_000);
  const late = structuredClone(provider('http://late.test/')) as Record<string, any>;
  late['metadata'].name = 'late';
  await world.user.create(ALERT_PROVIDER, late as KubeObject, world.never);
  await phaseIs('Succeeded');
  await world.clock.advance(5_000);
  expect(bodiesAt('http://late.test/').map(({ text }) => text)).toEqual([
    'New Deployment detected, initialization completed.',
    'New revision detected, progressing canary analysis.',
    'Canary analysis completed successfully, promotion finished.',
  ]);
});
