import { afterEach, describe, expect, test } from '@jest/globals';
import { CANARY, DEPLOYMENT } from '../../../src/api/kinds.ts';
import type { KubeObject } from '../../../src/api/objects.ts';
import type { Phase } from '../../../src/domain/phase.ts';
import { canary, deployment } from '../../support/manifests.ts';
import { ends, wayTo } from '../../support/phases.ts';
import {
  type Given,
  HOOKS,
  type Hook,
  hookNamed,
  openScene,
  type Outcome,
  type Scene,
} from '../../support/scene.ts';
import { BETA, iterations } from '../../support/strategies.ts';
import { BEGINS, FAILED, PROMOTED, WHOLE_RUN } from '../../support/words.ts';

let scene: Scene;

afterEach(() => scene.end());

const initialised = async (given: Given = {}): Promise<void> => {
  scene = await openScene(given);
  await wayTo('Initialized').reach(scene);
  await scene.forget();
};

/** Ways to fail. */
const MODES: readonly {
  readonly how: string;
  readonly fail: (hook: Hook) => void;
  readonly mend: (hook: Hook) => void;
}[] = [
  {
    how: 'says no',
    fail: (hook) => scene.answer(hook, 403),
    mend: (hook) => scene.answer(hook, 200),
  },
  {
    how: 'is broken',
    fail: (hook) => scene.answer(hook, 500),
    mend: (hook) => scene.answer(hook, 200),
  },
  {
    how: 'never answers',
    fail: (hook) => void scene.world.outside.silent.add(HOOKS[hook]),
    mend: (hook) => void scene.world.outside.silent.delete(HOOKS[hook]),
  },
];

/** Those that hold: nothing is counted, and the run goes on once they let it. */
const HOLDING: readonly {
  readonly hook: Hook;
  readonly phase: Phase;
  readonly weights: readonly number[];
}[] = [
  { hook: 'start', phase: 'Waiting', weights: [] },
  { hook: 'increase', phase: 'Progressing', weights: [] },
  { hook: 'promotion', phase: 'WaitingPromotion', weights: [25, 50] },
];

describe.each(MODES)('a hook that $how', ({ how, fail, mend }) => {
  test.each(HOLDING)(
    '$hook: holds in $phase without a failure, and mended lets the run go on',
    async (row) => {
      await initialised();
      fail(row.hook);
      await scene.world.setImage('1.0.1');
      await scene.world.clock.advance(300_000);
      expect(await scene.outcome()).toMatchObject({ phase: row.phase, weights: row.weights, failed: 0 });
      expect((await scene.world.status())['failedChecks']).toBe(0);
      mend(row.hook);
      await ends(scene, 'Succeeded');
      expect(await scene.outcome()).toMatchObject({ weights: [25, 50, 25, 0], version: '1.0.1', failed: 0 });
    },
  );

  test('prepare, before the first traffic: is a failed check, and in the end nobody has met the canary', async () => {
    await initialised();
    fail('prepare');
    await scene.world.setImage('1.0.1');
    await ends(scene, 'Failed');
    await scene.world.clock.advance(30_000);
    expect(await scene.outcome()).toEqual({
      phase: 'Failed',
      weights: [0],
      alerts: [BEGINS, FAILED],
      told: ['CheckPassed', 'NewRevision', 'CheckFailed', 'RollingBack', 'RolledBack'],
      version: '1.0.0',
      colour: 'blue',
      failed: 0,
    });
    expect(scene.users().byVersion).not.toHaveProperty(['1.0.1']);
    expect((await scene.world.status())['run'].lastCheck).toMatchObject({ verdict: 'fail', weight: 0 });
    expect(await scene.world.events()).toContainEqual(
      expect.stringMatching(/^Halt podinfo\.test advancement pre-rollout check prepare failed /),
    );
  });

  test('prepare, once: costs a round and no more', async () => {
    // A call that is on its way when it is mended still fails.
    await initialised({ analysis: { threshold: 3 } });
    fail('prepare');
    await scene.world.setImage('1.0.1');
    await scene.world.until(async () => (await scene.world.status())['failedChecks'] === 1);
    mend('prepare');
    await ends(scene, 'Succeeded');
    expect(await scene.outcome()).toMatchObject({ weights: [25, 50, 25, 0], version: '1.0.1', failed: 0 });
  });

  test('load, with users on the canary: is a failed check, and in the end they are back', async () => {
    await initialised();
    await scene.world.setImage('1.0.1');
    await scene.stage.weightIs(25);
    fail('load');
    await ends(scene, 'Failed');
    await scene.world.clock.advance(30_000);
    expect(await scene.outcome()).toMatchObject({
      phase: 'Failed',
      weights: [25, 0],
      alerts: [BEGINS, FAILED],
      version: '1.0.0',
      failed: 0,
    });
    expect(await scene.world.events()).toContainEqual(
      expect.stringMatching(/^Halt podinfo\.test advancement external check load failed /),
    );
  });

  test('rollback: rolls nothing back', async () => {
    await initialised();
    fail('rollback');
    await scene.world.setImage('1.0.1');
    await ends(scene, 'Succeeded');
    await scene.world.clock.advance(30_000);
    expect(await scene.outcome()).toEqual({
      phase: 'Succeeded',
      weights: [25, 50, 25, 0],
      alerts: [BEGINS, PROMOTED],
      told: WHOLE_RUN,
      version: '1.0.1',
      colour: 'blue',
      failed: 0,
    });
  });

  test.each<{ readonly end: Phase; readonly is: Partial<Outcome> }>([
    { end: 'Succeeded', is: { version: '1.0.1', alerts: [BEGINS, PROMOTED] } },
    { end: 'Failed', is: { version: '1.0.0', alerts: [BEGINS, FAILED] } },
  ])('after, at the end $end: changes nothing any more, and is told', async ({ end, is }) => {
    await initialised();
    fail('after');
    await scene.world.setImage('1.0.1');
    await scene.stage.weightIs(25);
    if (end === 'Failed') scene.world.outside.successRate = 90;
    await ends(scene, end);
    await scene.world.clock.advance(600_000);
    expect(await scene.outcome()).toMatchObject({ phase: end, ...is, failed: 0 });
    expect(await scene.reasons()).toContain('HookFailed');
    expect((await scene.world.status())['run'].announced).toBe(true);
  });

  test('events: holds up nothing, and costs no check', async () => {
    await initialised();
    fail('events');
    const began = scene.world.clock.now();
    await scene.world.setImage('1.0.1');
    await ends(scene, 'Succeeded');
    // Two steps up and two back, with 10 s between them.
    expect(scene.world.clock.now() - began).toBeLessThan(80_000);
    expect(await scene.outcome()).toMatchObject({ weights: [25, 50, 25, 0], version: '1.0.1', failed: 0 });
    expect(scene.called('events').length).toBeGreaterThan(3);
  });

  if (how !== 'is broken') return;
  test('load, that comes back at the second try: is no failed check', async () => {
    await initialised({ analysis: { webhooks: [hookNamed('load', { retries: 3 })] } });
    await scene.world.setImage('1.0.1');
    await scene.stage.weightIs(25);
    fail('load');
    await scene.world.until(() => Promise.resolve(scene.called('load').length === 1), 30_000);
    mend('load');
    await ends(scene, 'Succeeded');
    expect(await scene.reasons()).not.toContain('CheckFailed');
    expect(await scene.outcome()).toMatchObject({ weights: [25, 50, 25, 0], version: '1.0.1', failed: 0 });
  });
});

describe.each([
  {
    strategy: 'A/B testing',
    given: { analysis: { ...iterations(2), match: [BETA] }, request: { headers: { 'x-beta': 'yes' } } },
    loaded: [100, 0],
  },
  { strategy: 'Blue/Green', given: { analysis: iterations(2) }, loaded: [0] },
  {
    strategy: 'mirrored Blue/Green',
    given: { analysis: { ...iterations(2), mirror: true } },
    loaded: [0],
  },
])('in $strategy', ({ given, loaded }) => {
  test('a pre-rollout hook that fails keeps everyone away from the canary', async () => {
    await initialised(given);
    scene.answer('prepare', 500);
    await scene.world.setImage('1.0.1');
    await ends(scene, 'Failed');
    expect(await scene.outcome()).toMatchObject({ weights: [0], version: '1.0.0', failed: 0 });
    expect(scene.users().byVersion).not.toHaveProperty(['1.0.1']);
  });

  test('a rollout hook that fails rolls back', async () => {
    await initialised(given);
    await scene.world.setImage('1.0.1');
    await scene.world.until(async () => (await scene.world.status())['iterations'] === 1);
    scene.answer('load', 500);
    await ends(scene, 'Failed');
    await scene.world.clock.advance(30_000);
    expect(await scene.outcome()).toMatchObject({
      weights: loaded,
      alerts: [BEGINS, FAILED],
      version: '1.0.0',
      failed: 0,
    });
  });
});

test('a hook that never answers keeps nobody but its own Canary waiting', async () => {
  await initialised({ analysis: { webhooks: [hookNamed('prepare', { timeout: '10m' })] } });
  scene.world.outside.silent.add(HOOKS.prepare);
  const named = (object: KubeObject): KubeObject =>
    JSON.parse(JSON.stringify(object).replaceAll('"podinfo"', '"other"')) as KubeObject;
  await scene.stage.apply(DEPLOYMENT, named(deployment('1.0.0')));
  await scene.stage.apply(CANARY, named(canary({ stepWeight: 50 })));
  await scene.world.setImage('1.0.1');
  const phaseOfOther = async (): Promise<unknown> =>
    ((await scene.stage.get(CANARY, 'other'))['status'] ?? {})['phase'];
  await scene.world.until(async () => (await phaseOfOther()) === 'Initialized', 120_000);
  const target = structuredClone((await scene.world.deployment('other'))['spec'].template);
  target.spec.containers[0].image = 'serinette/podinfo:1.0.1';
  await scene.stage.change(DEPLOYMENT, 'other', { spec: { template: target } });
  await scene.world.clock.advance(2_000);
  await scene.world.until(async () => (await phaseOfOther()) === 'Succeeded', 120_000);
  expect(await scene.outcome()).toMatchObject({ phase: 'Progressing', weights: [], version: '1.0.0' });
});
