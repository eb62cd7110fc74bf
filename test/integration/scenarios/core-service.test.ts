import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CANARY, SERVICE, VIRTUAL_SERVICE } from '../../../src/api/kinds.ts';
import { canary, NAMESPACE } from '../../support/manifests.ts';
import { type Stage, stageOf } from '../../support/stage.ts';
import { lead, withService } from '../../support/target-rollouts.ts';
import { makeWorld, type Operator, type World } from '../../support/world.ts';

const REF = { targetRef: { apiVersion: 'v1', kind: 'Service', name: 'podinfo' } };

let world: World;
let stage: Stage;
let operator: Operator;

beforeEach(async () => {
  world = await makeWorld();
  stage = stageOf(world);
});

afterEach(async () => {
  await operator.stop();
  await world.close();
});

const started = async (analysis: Record<string, unknown> = {}, more: Record<string, unknown> = {}) => {
  await withService(world);
  await stage.apply(CANARY, canary({ stepWeight: 25, ...analysis }, { ...REF, ...more }));
  await world.clock.advance(10_000);
  operator = world.startOperator();
};

const initialised = async (analysis: Record<string, unknown> = {}, more: Record<string, unknown> = {}) => {
  await started(analysis, more);
  await stage.phaseIs('Initialized', 120_000);
  await world.clock.advance(30_000);
};

const leadsTo = async (name: string): Promise<string> =>
  (await stage.get(SERVICE, name))['spec'].selector.version;

describe('a Service', () => {
  test('is set up with a copy for each side, and is not touched itself', async () => {
    await initialised();
    expect([await leadsTo('podinfo-primary'), await leadsTo('podinfo-canary')]).toEqual(['v1', 'v1']);
    expect(await world.weights()).toEqual({ primary: 100, canary: 0 });
    expect((await stage.promoted())['message']).toBe('Service initialization completed.');
    const target = world.requests.filter(
      ({ user, verb, resource, name }) =>
        user === 'operator' && resource === 'services' && name === 'podinfo' && verb !== 'watch',
    );
    expect(target).toEqual([]);
  });

  test('is promoted: the primary’s copy leads where it does, and no pods are scaled', async () => {
    await initialised();
    await lead(world, 'v2');
    await stage.weightIs(25);
    expect([await leadsTo('podinfo-primary'), await leadsTo('podinfo-canary')]).toEqual(['v1', 'v2']);
    await stage.phaseIs('Succeeded', 300_000);
    expect([await leadsTo('podinfo-primary'), await leadsTo('podinfo-canary')]).toEqual(['v2', 'v2']);
    expect(await world.weights()).toEqual({ primary: 100, canary: 0 });
    const scaled = world.requests.filter(
      ({ user, resource, verb }) => user === 'operator' && resource === 'deployments' && verb === 'patch',
    );
    expect(scaled).toEqual([]);
  });

  test('is rolled back, stays so, and a fix is analysed after it', async () => {
    await initialised();
    await lead(world, 'v2');
    await stage.weightIs(25);
    world.outside.successRate = 50;
    await stage.phaseIs('Failed', 120_000);
    expect([await leadsTo('podinfo-primary'), await leadsTo('podinfo')]).toEqual(['v1', 'v2']);
    world.outside.successRate = 100;
    await world.clock.advance(60_000);
    expect((await world.status())['phase']).toBe('Failed');
    await lead(world, 'v3');
    await stage.phaseIs('Succeeded', 300_000);
    expect(await leadsTo('podinfo-primary')).toBe('v3');
  });

  test('that changes again in mid-run leads nobody to what was not analysed', async () => {
    await initialised();
    const seen: [string, number][] = [];
    let weight = 0;
    world.api.admit(({ object, user }) => {
      const { name } = object.metadata;
      if (object.kind === 'VirtualService')
        weight = Number((object as Record<string, any>)['spec'].http[0].route[1].weight);
      if (user === 'operator' && object.kind === 'Service' && name === 'podinfo-canary')
        seen.push([(object as Record<string, any>)['spec'].selector.version, weight]);
    });
    await lead(world, 'v2');
    await stage.weightIs(50);
    await lead(world, 'v3');
    await stage.phaseIs('Succeeded', 300_000);
    expect(seen).toEqual([
      ['v2', 0],
      ['v3', 0],
    ]);
    expect(await leadsTo('podinfo-primary')).toBe('v3');
  });

  test('that is put back to what was promoted in mid-run ends there, with nothing to analyse', async () => {
    await initialised();
    await lead(world, 'v2');
    await stage.weightIs(25);
    await lead(world, 'v1');
    await stage.phaseIs('Succeeded', 60_000);
    expect((await world.status())['run'].reason).toBe('Reverted');
    expect(await leadsTo('podinfo-canary')).toBe('v1');
  });

  test('whose new selector finds no pods is rolled back at the deadline, before anybody is sent there', async () => {
    await initialised();
    await lead(world, 'v9');
    await stage.phaseIs('Failed', 180_000);
    const { run } = await world.status();
    expect([run.reason, run.tick]).toEqual(['ProgressDeadlineExceeded', 0]);
  });

  test('whose labels change starts no rollout', async () => {
    await initialised();
    await stage.change(SERVICE, 'podinfo', { metadata: { labels: { team: 'shop' } } });
    await world.clock.advance(60_000);
    const { phase, run } = await world.status();
    expect([phase, run.id]).toEqual(['Initialized', '1']);
    expect((await stage.get(SERVICE, 'podinfo-canary'))['metadata'].labels).toEqual({ team: 'shop' });
  });

  test('costs no request at rest', async () => {
    await initialised();
    const before = world.requests.filter(({ user, verb }) => user === 'operator' && verb !== 'watch').length;
    await world.clock.advance(600_000);
    const after = world.requests.filter(({ user, verb }) => user === 'operator' && verb !== 'watch').length;
    expect(after).toBe(before);
  });

  test('is promoted without an analysis when its Canary says so', async () => {
    await initialised({}, { skipAnalysis: true });
    await lead(world, 'v2');
    await stage.phaseIs('Succeeded', 60_000);
    expect(await leadsTo('podinfo-primary')).toBe('v2');
  });

  test.each([
    { name: 'selects no pods', spec: { selector: null }, reason: 'SelectorUnsupported' },
    {
      name: 'is a name of another host',
      spec: { type: 'ExternalName', externalName: 'a.example.com', selector: null, ports: null },
      reason: 'SelectorUnsupported',
    },
  ])('that $name holds, since nobody could tell whether anything answers there', async ({ spec, reason }) => {
    await withService(world);
    await stage.change(SERVICE, 'podinfo', { spec });
    await stage.apply(CANARY, canary({}, REF));
    operator = world.startOperator();
    await world.clock.advance(5_000);
    expect(await stage.holding()).toMatchObject({ status: 'True', reason });
    expect(await world.events()).toContainEqual(expect.stringContaining('must select pods'));
  });

  test('whose copy’s name somebody else has holds, and touches nothing', async () => {
    await withService(world);
    const theirs = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'podinfo-primary', namespace: NAMESPACE },
      spec: { selector: { app: 'theirs' }, ports: [{ port: 80 }] },
    };
    await stage.apply(SERVICE, theirs);
    await stage.apply(CANARY, canary({}, REF));
    operator = world.startOperator();
    await world.clock.advance(5_000);
    expect(await stage.holding()).toMatchObject({
      reason: 'NameTaken',
      message: 'Service podinfo-primary.test exists and does not belong to this Canary',
    });
    expect((await stage.get(SERVICE, 'podinfo-primary'))['spec'].selector).toEqual({ app: 'theirs' });
    await expect(stage.get(VIRTUAL_SERVICE, 'podinfo')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('that Flagger left at rest is adopted without a rollout, and its new selector is analysed', async () => {
    await initialised();
    await operator.stop();
    await stage.change(SERVICE, 'podinfo-primary', { metadata: { annotations: { 'flagger-id': null } } });
    await stage.leaveStatus({
      phase: 'Succeeded',
      canaryWeight: 0,
      iterations: 0,
      failedChecks: 0,
      lastAppliedSpec: '6f5f8c9d47',
      lastPromotedSpec: '6f5f8c9d47',
    });
    operator = world.startOperator();
    await world.until(
      async () => String((await world.status())['lastPromotedSpec']).startsWith('v2:'),
      30_000,
    );
    await world.clock.advance(60_000);
    expect((await world.status())['phase']).toBe('Succeeded');
    await lead(world, 'v2');
    await stage.phaseIs('Progressing', 10_000);
    await stage.phaseIs('Succeeded', 300_000);
    expect(await leadsTo('podinfo-primary')).toBe('v2');
  });

  test('that Flagger left in mid-run goes on at its weight', async () => {
    await initialised();
    await lead(world, 'v2');
    await stage.weightIs(25);
    await operator.stop();
    const { run: _, lastTrackedRevision: __, trackedConfigs: ___, ...status } = await world.status();
    await stage.change(SERVICE, 'podinfo-primary', { metadata: { annotations: { 'flagger-id': null } } });
    await stage.leaveStatus({ ...status, lastAppliedSpec: '7d6c', lastPromotedSpec: '6f5f8c9d47' });
    operator = world.startOperator();
    await world.until(async () => (await world.status())['run'] !== undefined, 10_000);
    expect((await world.status())['canaryWeight']).toBe(25);
    await stage.phaseIs('Succeeded', 300_000);
    expect(await leadsTo('podinfo-primary')).toBe('v2');
  });

  test('that is deleted in mid-run is rolled back', async () => {
    await initialised();
    await lead(world, 'v2');
    await stage.weightIs(25);
    await stage.remove(SERVICE, 'podinfo');
    await stage.phaseIs('Failed', 60_000);
    expect((await world.status())['run'].reason).toBe('TargetLost');
    expect(await world.weights()).toEqual({ primary: 100, canary: 0 });
  });
});
