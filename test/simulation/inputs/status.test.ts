import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CANARY, DEPLOYMENT } from '../../../src/api/kinds.ts';
import type { KubeObject } from '../../../src/api/objects.ts';
import { deployment, NAMESPACE } from '../../support/manifests.ts';
import { FORGERIES } from './forgeries.ts';
import type { Spec } from './input.ts';
import { makeStage, type Stage, withImage } from './stage.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await makeStage();
  await stage.create(DEPLOYMENT, deployment('1.0.0'));
  await stage.create(CANARY, stage.good);
  await stage.phaseIs('Initialized', 60_000);
  await stage.world.clock.advance(10_000);
});
afterEach(() => stage.end());

const forge = async (change: (status: Spec) => unknown): Promise<void> => {
  const { world } = stage;
  const object = structuredClone(await world.get(CANARY, 'podinfo')) as KubeObject & {
    metadata: { resourceVersion: string };
  };
  const status = object['status'] as Spec;
  await world.user.replace(CANARY, { ...object, status: change(status) ?? status }, world.never, 'status');
};

/** Passes time, and looks once a second that nobody is led to a side without pods. */
const pass = async (seconds: number, isOver: () => Promise<boolean> = () => Promise.resolve(false)) => {
  const { world } = stage;
  for (let second = 0; second < seconds && !(await isOver()); second += 1) {
    const { canary } = await world.weights();
    const ready = (await world.deployment('podinfo'))['status']?.readyReplicas ?? 0;
    expect({ canary, isServed: canary === 0 || ready > 0 }).toEqual({ canary, isServed: true });
    await world.clock.advance(1_000);
  }
};

const imageOf = async (name: string): Promise<string> =>
  (await stage.world.deployment(name))['spec'].template.spec.containers[0].image as string;

const isSettled = async (): Promise<boolean> =>
  ['Initialized', 'Succeeded', 'Failed'].includes((await stage.statusOf('podinfo'))['phase'] as string);

describe('117: a forged status leads nobody astray, and the next revision is analysed:', () => {
  test.each(FORGERIES)('$what', async ({ change }) => {
    await forge(change);
    await pass(5);
    await pass(600, isSettled);
    expect(await isSettled()).toBe(true);
    expect(await stage.world.weights()).toEqual({ primary: 100, canary: 0 });
    expect(await imageOf('podinfo-primary')).toBe('serinette/podinfo:1.0.0');
    const asked = stage.world.outside.calls.length;
    await stage.edit(DEPLOYMENT, 'podinfo', withImage('1.0.1'));
    await pass(5);
    await pass(600, async () => (await imageOf('podinfo-primary')).endsWith(':1.0.1'));
    expect(await imageOf('podinfo-primary')).toBe('serinette/podinfo:1.0.1');
    expect(stage.world.outside.calls.length).toBeGreaterThan(asked + 5);
    await pass(120);
    expect(await stage.statusOf('podinfo')).toMatchObject({ phase: 'Succeeded', canaryWeight: 0 });
    expect(stage.bugs).toEqual([]);
  });

  test.each(FORGERIES)('in mid-run: $what', async ({ change }) => {
    await stage.edit(DEPLOYMENT, 'podinfo', withImage('1.0.1'));
    await stage.weightIs(20);
    const asked = stage.world.outside.calls.length;
    await forge(change);
    await pass(90);
    await pass(600, isSettled);
    expect(await isSettled()).toBe(true);
    expect(await stage.world.weights()).toEqual({ primary: 100, canary: 0 });
    const isPromoted = (await imageOf('podinfo-primary')).endsWith(':1.0.1');
    expect(!isPromoted || stage.world.outside.calls.length > asked).toBe(true);
    expect(stage.bugs).toEqual([]);
  });
});

describe('118: finalizers', () => {
  const withFinalizers = (finalizers: readonly string[], more: Record<string, unknown> = {}) =>
    stage.edit(CANARY, 'podinfo', (object) => {
      object['metadata'].finalizers = finalizers;
      Object.assign(object['spec'], more);
    });
  const finalizers = async () => (await stage.world.get(CANARY, 'podinfo')).metadata.finalizers ?? [];

  test('of others stay, also twice, and ours goes where nobody asked for it', async () => {
    await withFinalizers(['shop.io/a', 'finalizer.flagger.app', 'shop.io/a', 'finalizer.flagger.app']);
    await stage.world.clock.advance(5_000);
    expect([...new Set(await finalizers())]).toEqual(['shop.io/a']);
  });

  test('of others stay beside ours, which is there once', async () => {
    await withFinalizers(['shop.io/a'], { revertOnDeletion: true });
    await stage.world.clock.advance(5_000);
    expect(await finalizers()).toEqual(['shop.io/a', 'finalizer.flagger.app']);
  });

  test('do not hold a Canary that is deleted while its spec is bad', async () => {
    await withFinalizers([], { revertOnDeletion: true });
    await stage.world.clock.advance(5_000);
    await withFinalizers(await finalizers(), { analysis: { interval: '1mm', threshold: 1, stepWeight: 5 } });
    await stage.world.clock.advance(5_000);
    const ref = { type: CANARY, namespace: NAMESPACE, name: 'podinfo' };
    await stage.world.user.delete(ref, stage.world.never);
    await stage.world.clock.advance(900_000);
    await expect(stage.world.get(CANARY, 'podinfo')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('119: a command', () => {
  test.each([
    ['of 200,000 characters', 'x'.repeat(200_000)],
    ['with a line break and U+202E', 'promote@1\r\n\u202e rm -rf'],
    ['that is a name of every object', '__proto__@1'],
  ])('%s is refused in a line, once', async (_, text) => {
    await stage.world.command(text);
    await stage.world.clock.advance(60_000);
    const events = (await stage.eventsOf('podinfo')).filter((message) => message.startsWith('Command '));
    expect(events).toHaveLength(1);
    expect(events[0]?.length).toBeLessThanOrEqual(1024);
    expect(events[0]).toContain('must be approve@RUN.TICK');
    expect(events[0]).not.toMatch(/[\n\u202e]/);
    expect((await stage.statusOf('podinfo'))['command'].accepted).toBe(false);
    expect(JSON.stringify(await stage.statusOf('podinfo')).length).toBeLessThan(10_000);
    expect(stage.bugs).toEqual([]);
  });
});
