import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CANARY, CONFIG_MAP, DAEMON_SET, SERVICE } from '../../../src/api/kinds.ts';
import type { KubeObject } from '../../../src/api/objects.ts';
import { NODE } from '../../../src/sandbox/controllers/kinds.ts';
import { canary, daemonSet, NAMESPACE, node } from '../../support/manifests.ts';
import { type Stage, stageOf } from '../../support/stage.ts';
import { makeWorld, type Operator, type World } from '../../support/world.ts';

const ASLEEP = 'flagger.app/scale-to-zero';
const REF = { targetRef: { apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'podinfo' } };

let world: World;
let stage: Stage;
let operator: Operator;

beforeEach(async () => {
  world = await makeWorld();
  stage = stageOf(world);
  for (const name of ['node-1', 'node-2', 'node-3'])
    await world.user.create(NODE, node(name, { pool: 'edge' }), world.never);
});

afterEach(async () => {
  await operator.stop();
  await world.close();
});

const settings = (colour: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace: NAMESPACE },
  data: { colour },
});

const target = (more: Record<string, unknown> = {}, pool = 'edge'): KubeObject => {
  const object = daemonSet('1.0.0', more) as Record<string, any>;
  object['spec'].template.spec.nodeSelector = { pool };
  object['spec'].template.spec.containers[0].envFrom = [{ configMapRef: { name: 'settings' } }];
  return object as KubeObject;
};

const started = async (
  object: KubeObject = target(),
  analysis: Record<string, unknown> = {},
  more: Record<string, unknown> = {},
): Promise<void> => {
  await stage.apply(CONFIG_MAP, settings('blue'));
  await stage.apply(DAEMON_SET, object);
  await stage.apply(CANARY, canary(analysis, { ...REF, ...more }));
  operator = world.startOperator();
};

const initialised = async (analysis: Record<string, unknown> = {}): Promise<void> => {
  await started(target(), analysis);
  await stage.phaseIs('Initialized', 180_000);
  await world.clock.advance(30_000);
};

const selectorOf = async (name: string): Promise<Record<string, string>> =>
  (await stage.get(DAEMON_SET, name))['spec'].template.spec.nodeSelector ?? {};
const podsOf = async (name: string): Promise<number> =>
  (await stage.get(DAEMON_SET, name))['status'].numberAvailable ?? 0;

describe('a DaemonSet', () => {
  test('is set up: the primary runs on its nodes, and the target asks for a node that there is not', async () => {
    await initialised();
    expect([await selectorOf('podinfo-primary'), await selectorOf('podinfo')]).toEqual([
      { pool: 'edge' },
      { pool: 'edge', [ASLEEP]: 'true' },
    ]);
    expect([await podsOf('podinfo-primary'), await podsOf('podinfo')]).toEqual([3, 0]);
    expect((await stage.promoted())['message']).toBe('DaemonSet initialization completed.');
    expect((await stage.get(SERVICE, 'podinfo'))['spec'].selector).toEqual({ app: 'podinfo-primary' });
  });

  test('is promoted with its configs, and goes back to sleep', async () => {
    await initialised();
    await stage.change(CONFIG_MAP, 'settings', { data: { colour: 'green' } });
    await world.setImage('1.0.1', DAEMON_SET);
    await stage.weightIs(10);
    expect([await podsOf('podinfo'), await selectorOf('podinfo')]).toEqual([3, { pool: 'edge' }]);
    await stage.phaseIs('Succeeded', 300_000);
    expect(await stage.imageOf(DAEMON_SET, 'podinfo-primary')).toBe('1.0.1');
    expect(await selectorOf('podinfo')).toEqual({ pool: 'edge', [ASLEEP]: 'true' });
    expect((await stage.get(CONFIG_MAP, 'settings-primary'))['data']).toEqual({ colour: 'green' });
    const before = (await world.status())['run'].id;
    await world.clock.advance(120_000);
    expect((await world.status())['run'].id).toBe(before);
  });

  test('is rolled back, and a fix is analysed after it', async () => {
    await initialised();
    await world.setImage('1.0.1', DAEMON_SET);
    await stage.weightIs(20);
    world.outside.successRate = 50;
    await stage.phaseIs('Failed', 120_000);
    expect((await stage.promoted())['message']).toContain('DaemonSet scaled to zero');
    expect([await stage.imageOf(DAEMON_SET, 'podinfo-primary'), await podsOf('podinfo')]).toEqual([
      '1.0.0',
      0,
    ]);
    world.outside.successRate = 100;
    await world.setImage('1.0.2', DAEMON_SET);
    await stage.phaseIs('Succeeded', 300_000);
    expect(await stage.imageOf(DAEMON_SET, 'podinfo-primary')).toBe('1.0.2');
  });

  test('that changes in mid-run starts anew, and so does one whose config changes', async () => {
    await initialised();
    await world.setImage('1.0.1', DAEMON_SET);
    await stage.weightIs(20);
    await world.setImage('1.0.2', DAEMON_SET);
    await stage.weightIs(0);
    await stage.weightIs(20);
    await stage.change(CONFIG_MAP, 'settings', { data: { colour: 'red' } });
    await world.until(async () => (await world.status())['run'].intent === 'restart');
    await world.until(async () => (await selectorOf('podinfo'))[ASLEEP] === 'true');
    await stage.phaseIs('Succeeded', 400_000);
    expect(await stage.imageOf(DAEMON_SET, 'podinfo-primary')).toBe('1.0.2');
    expect((await stage.get(CONFIG_MAP, 'settings-primary'))['data']).toEqual({ colour: 'red' });
  });

  test('whose new revision fits no node is rolled back at the deadline, which says why', async () => {
    await initialised();
    const body = { spec: { template: { spec: { nodeSelector: { pool: 'gpu' } } } } };
    await stage.change(DAEMON_SET, 'podinfo', body);
    await stage.phaseIs('Failed', 180_000);
    expect((await world.status())['run'].reason).toBe('ProgressDeadlineExceeded');
    expect(await world.events()).toContainEqual(expect.stringContaining('no node is to run it'));
  });

  test('that fits no node from the start holds when its primary misses the deadline, and goes on when there is one', async () => {
    await started(target({}, 'gpu'));
    await world.clock.advance(90_000);
    expect(await stage.holding()).toMatchObject({
      status: 'True',
      reason: 'PrimaryNotReady',
      message: expect.stringContaining('no node is to run it') as unknown,
    });
    await world.user.create(NODE, node('node-4', { pool: 'gpu' }), world.never);
    await stage.phaseIs('Initialized', 60_000);
  });

  test('that waits for hands to update it holds, and goes on when it no longer does', async () => {
    await started(target({ updateStrategy: { type: 'OnDelete' } }));
    await world.clock.advance(5_000);
    expect(await stage.holding()).toMatchObject({
      reason: 'UpdateStrategyUnsupported',
      message: 'DaemonSet podinfo.test must have the updateStrategy RollingUpdate',
    });
    expect(await world.events()).toContainEqual(expect.stringContaining('updateStrategy RollingUpdate'));
    await stage.change(DAEMON_SET, 'podinfo', { spec: { updateStrategy: { type: 'RollingUpdate' } } });
    await stage.phaseIs('Initialized', 180_000);
  });

  test('whose primary is momentarily not ready long after the last rollout is not taken for overdue', async () => {
    await initialised();
    await world.clock.advance(3_600_000);
    await world.user.create(NODE, node('node-4', { pool: 'edge' }), world.never);
    await world.setImage('1.0.1', DAEMON_SET);
    await stage.phaseIs('Succeeded', 300_000);
  });

  test('a new node in mid-run gets both its pods, and the run goes on', async () => {
    await initialised();
    await world.setImage('1.0.1', DAEMON_SET);
    await stage.weightIs(20);
    await world.user.create(NODE, node('node-4', { pool: 'edge' }), world.never);
    await stage.phaseIs('Succeeded', 300_000);
    expect(await podsOf('podinfo-primary')).toBe(4);
  });

  test('that Flagger left at rest is adopted without a rollout', async () => {
    await initialised();
    await operator.stop();
    await stage.change(DAEMON_SET, 'podinfo-primary', {
      spec: {
        template: { metadata: { annotations: { 'flagger-id': '0b6f2ef7-0d8a-4c6e-9d1c-0f5f3f2a9b11' } } },
      },
    });
    await world.clock.advance(60_000);
    const trackedConfigs = (await world.status())['trackedConfigs'];
    await stage.leaveStatus({
      phase: 'Succeeded',
      canaryWeight: 0,
      iterations: 0,
      failedChecks: 0,
      lastAppliedSpec: '6f5f8c9d47',
      lastPromotedSpec: '6f5f8c9d47',
      trackedConfigs,
    });
    operator = world.startOperator();
    await world.until(
      async () => String((await world.status())['lastPromotedSpec']).startsWith('v2:'),
      30_000,
    );
    await world.clock.advance(60_000);
    expect((await world.status())['phase']).toBe('Succeeded');
    expect(await selectorOf('podinfo')).toHaveProperty([ASLEEP], 'true');
    await world.setImage('1.0.1', DAEMON_SET);
    await stage.phaseIs('Succeeded', 10_000);
    await stage.phaseIs('Progressing', 10_000);
    await stage.phaseIs('Succeeded', 300_000);
  });

  test('that Flagger left in mid-run goes on at its weight', async () => {
    await initialised();
    await world.setImage('1.0.1', DAEMON_SET);
    await stage.weightIs(30);
    await operator.stop();
    const { run: _, lastTrackedRevision: __, ...status } = await world.status();
    await stage.leaveStatus({ ...status, lastAppliedSpec: '7d6c', lastPromotedSpec: '6f5f8c9d47' });
    operator = world.startOperator();
    await world.until(async () => (await world.status())['run'] !== undefined, 10_000);
    expect((await world.status())['canaryWeight']).toBe(30);
    await stage.phaseIs('Succeeded', 300_000);
    expect(await stage.imageOf(DAEMON_SET, 'podinfo-primary')).toBe('1.0.1');
  });

  test('is not followed where no Canary names one', async () => {
    operator = world.startOperator();
    await world.clock.advance(60_000);
    expect(
      world.requests.filter(({ user, resource }) => user === 'operator' && resource === 'daemonsets'),
    ).toEqual([]);
  });

  test('that does not exist holds, and is seen when it appears', async () => {
    await stage.apply(CONFIG_MAP, settings('blue'));
    await stage.apply(CANARY, canary({}, REF));
    operator = world.startOperator();
    await world.clock.advance(5_000);
    expect(await stage.holding()).toMatchObject({
      reason: 'TargetNotFound',
      message: 'DaemonSet podinfo.test does not exist',
    });
    await stage.apply(DAEMON_SET, target());
    await stage.phaseIs('Initialized', 180_000);
  });
});
