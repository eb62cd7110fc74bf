import { afterEach, describe, expect, test } from '@jest/globals';
import type { Phase } from '../../../src/domain/phase.ts';
import { ends, sceneIn, wayTo } from '../../support/phases.ts';
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
import { ASKED_BACK, BEGINS, FAILED, PROMOTED } from '../../support/words.ts';

let scene: Scene;

afterEach(() => scene.end());

const WAITS = {
  start: 'warn Canary is waiting for approval.',
  increase: 'warn Canary traffic increase is waiting for approval.',
  promotion: 'warn Canary promotion is waiting for approval.',
};

type Gate = keyof typeof WAITS;

const AB: Given = {
  analysis: { ...iterations(2), match: [BETA] },
  request: { headers: { 'x-beta': 'yes' } },
};
const BLUE_GREEN: Given = { analysis: iterations(2) };

interface Row {
  readonly gate: Gate;
  readonly strategy: string;
  readonly given: Given;
  /** While it is closed. */
  readonly closed: {
    readonly phase: Phase;
    readonly weights: readonly number[];
    readonly alerts: readonly string[];
  };
  /** Once it is open. */
  readonly weights: readonly number[];
}

const start = { phase: 'Waiting', weights: [], alerts: [WAITS.start] } as const;
const increase = { phase: 'Progressing', weights: [], alerts: [BEGINS, WAITS.increase] } as const;
const promotion = (...weights: readonly number[]) =>
  ({ phase: 'WaitingPromotion', weights, alerts: [BEGINS, WAITS.promotion] }) as const;

/** Each gate with each strategy that asks it. */
const ROWS: readonly Row[] = [
  { gate: 'start', strategy: 'weights', given: {}, closed: start, weights: [25, 50, 25, 0] },
  { gate: 'start', strategy: 'A/B testing', given: AB, closed: start, weights: [100, 0] },
  { gate: 'start', strategy: 'Blue/Green', given: BLUE_GREEN, closed: start, weights: [100, 0] },
  {
    gate: 'start',
    strategy: 'Blue/Green without routes',
    given: { ...BLUE_GREEN, spec: { provider: 'kubernetes' } },
    closed: start,
    weights: [],
  },
  {
    gate: 'start',
    strategy: 'no analysis',
    given: { spec: { skipAnalysis: true } },
    closed: start,
    weights: [],
  },
  { gate: 'increase', strategy: 'weights', given: {}, closed: increase, weights: [25, 50, 25, 0] },
  {
    gate: 'increase',
    strategy: 'weights after copies',
    given: { analysis: { mirror: true } },
    closed: increase,
    weights: [0, 25, 50, 25, 0],
  },
  {
    gate: 'promotion',
    strategy: 'weights',
    given: {},
    closed: promotion(25, 50),
    weights: [25, 50, 25, 0],
  },
  {
    gate: 'promotion',
    strategy: 'weights with cookies',
    given: { analysis: { sessionAffinity: { cookieName: 'who' } } },
    closed: promotion(25, 50),
    weights: [25, 50, 25, 0],
  },
  { gate: 'promotion', strategy: 'A/B testing', given: AB, closed: promotion(100), weights: [100, 0] },
  { gate: 'promotion', strategy: 'Blue/Green', given: BLUE_GREEN, closed: promotion(), weights: [100, 0] },
  {
    gate: 'promotion',
    strategy: 'Blue/Green without routes',
    given: { ...BLUE_GREEN, spec: { provider: 'kubernetes' } },
    closed: promotion(),
    weights: [],
  },
];

/** A new revision comes to a gate that stays closed. */
const stopAt = async ({ gate, given, closed }: Row): Promise<void> => {
  scene = await openScene(given);
  await wayTo('Initialized').reach(scene);
  await scene.forget();
  scene.answer(gate, 403);
  await scene.world.setImage('1.0.1');
  await ends(scene, closed.phase);
  await scene.world.clock.advance(120_000);
};

/** Where the run is. */
const standing = async (): Promise<string> => {
  const { phase, iterations: count } = await scene.world.status();
  return JSON.stringify([phase, count, scene.weights]);
};

describe('a closed gate', () => {
  test.each(ROWS)(
    '$gate holds $strategy, counts no failure, and opened lets it go all the way',
    async (row) => {
      await stopAt(row);
      const { gate, closed, weights } = row;
      expect(await scene.outcome()).toMatchObject({ ...closed, version: '1.0.0', failed: 0 });
      const status = await scene.world.status();
      expect(status['failedChecks'] ?? 0).toBe(0);
      const asked = scene.called(gate).length;
      // Once an interval.
      expect(asked).toBeGreaterThan(9);
      expect(asked).toBeLessThan(16);
      scene.answer(gate, 200);
      await ends(scene, 'Succeeded');
      await scene.world.clock.advance(10_000);
      expect(await scene.outcome()).toMatchObject({ weights, version: '1.0.1', failed: 0 });
      expect(scene.alerts().at(-1)).toMatch(/^info .*promotion finished\.$/);
    },
  );

  test.each(ROWS.filter(({ strategy }) => strategy !== 'weights after copies'))(
    '$gate lets $strategy pass when a person approves, while it still says no',
    async (row) => {
      await stopAt(row);
      const { id = '0', tick = 0 } = (await scene.world.status())['run'] ?? {};
      const round = row.gate === 'start' ? `${Number(id) + 1}.start` : `${String(id)}.${String(tick)}`;
      const before = await standing();
      await scene.world.command(`approve@${round}`);
      await scene.world.until(async () => (await standing()) !== before, 60_000);
      expect(await scene.reasons()).toContain('Commanded');
      scene.answer(row.gate, 200);
      await ends(scene, 'Succeeded');
      expect(await scene.outcome()).toMatchObject({ weights: row.weights, version: '1.0.1', failed: 0 });
    },
  );

  test.each(ROWS.filter(({ gate, given }) => gate === 'promotion' && given.spec === undefined))(
    '$gate does not keep $strategy from being rolled back when checks fail meanwhile',
    async (row) => {
      await stopAt(row);
      scene.world.outside.successRate = 90;
      await ends(scene, 'Failed', 120_000);
      await scene.world.clock.advance(10_000);
      expect(await scene.outcome()).toMatchObject({
        weights: [...row.closed.weights, 0],
        alerts: [...row.closed.alerts, FAILED],
        version: '1.0.0',
        failed: 0,
      });
    },
  );

  test('increase is asked before each step, and one that closes between two steps holds the weight', async () => {
    scene = await sceneIn('Progressing');
    scene.answer('increase', 403);
    await scene.world.clock.advance(60_000);
    expect(await scene.outcome()).toMatchObject({ phase: 'Progressing', weights: [], failed: 0 });
    expect(await scene.world.weights()).toEqual({ primary: 75, canary: 25 });
    scene.answer('increase', 200);
    await ends(scene, 'Succeeded');
    expect((await scene.outcome()).weights).toEqual([50, 25, 0]);
  });

  test('promotion is asked again after Blue/Green has given everyone to the canary', async () => {
    scene = await openScene(BLUE_GREEN);
    await wayTo('Initialized').reach(scene);
    await scene.world.setImage('1.0.1');
    await scene.world.until(async () => (await scene.world.status())['canaryWeight'] === 100);
    scene.answer('promotion', 403);
    await ends(scene, 'WaitingPromotion');
    await scene.world.clock.advance(60_000);
    expect(await scene.world.weights()).toEqual({ primary: 0, canary: 100 });
    scene.answer('promotion', 200);
    await ends(scene, 'Succeeded');
    expect(await scene.outcome()).toMatchObject({ version: '1.0.1', failed: 0 });
  });

  test.each<{ readonly gate: Gate }>([{ gate: 'start' }, { gate: 'increase' }, { gate: 'promotion' }])(
    '$gate that is to be silent alerts nobody, and holds all the same',
    async ({ gate }) => {
      scene = await openScene({ analysis: { webhooks: [hookNamed(gate, { muteAlert: true })] } });
      await wayTo('Initialized').reach(scene);
      await scene.forget();
      scene.answer(gate, 403);
      await scene.world.setImage('1.0.1');
      await scene.world.clock.advance(180_000);
      expect(await scene.world.status()).not.toMatchObject({ phase: 'Succeeded' });
      expect(scene.alerts().filter((text) => text.startsWith('warn'))).toEqual([]);
      scene.answer(gate, 200);
      await ends(scene, 'Succeeded');
      expect(scene.alerts()).toEqual([BEGINS, PROMOTED]);
    },
  );
});

/** Phases in which a rollback gate is asked, and what one that says yes leaves behind. */
const ROLLBACKS: readonly {
  readonly phase: Phase;
  readonly is: Pick<Outcome, 'weights' | 'alerts'>;
}[] = [
  { phase: 'Waiting', is: { weights: [], alerts: [ASKED_BACK] } },
  { phase: 'Progressing', is: { weights: [0], alerts: [ASKED_BACK] } },
  { phase: 'WaitingPromotion', is: { weights: [0], alerts: [ASKED_BACK] } },
];

describe('a rollback gate that opens', () => {
  test.each(ROLLBACKS)('in $phase ends the run, and its revision rests', async ({ phase, is }) => {
    scene = await sceneIn(phase);
    scene.answer('rollback', 200);
    await ends(scene, 'Failed', 60_000);
    await scene.world.clock.advance(120_000);
    expect(await scene.outcome()).toMatchObject({ phase: 'Failed', ...is, version: '1.0.0', failed: 0 });
    expect((await scene.world.status())['run'].reason).toBe('RollbackRequested');
    expect((await scene.world.deployment('podinfo'))['spec'].replicas).toBe(0);
    scene.answer('rollback', 403);
    wayTo(phase).leave(scene);
    await scene.world.setImage('1.0.3');
    await scene.world.clock.advance(2_000);
    await ends(scene, 'Succeeded');
    expect(await scene.outcome()).toMatchObject({ version: '1.0.3', failed: 0 });
  });

  test.each([
    { strategy: 'A/B testing', given: AB },
    { strategy: 'Blue/Green', given: BLUE_GREEN },
    { strategy: 'mirrored weights', given: { analysis: { mirror: true } } },
    {
      strategy: 'Blue/Green without routes',
      given: { ...BLUE_GREEN, spec: { provider: 'kubernetes' } },
    },
  ])('in the middle of $strategy ends it', async ({ given }) => {
    scene = await openScene(given);
    await wayTo('Initialized').reach(scene);
    await scene.world.setImage('1.0.1');
    await scene.world.until(async () => (await scene.world.status())['run'].tick > 0);
    scene.answer('rollback', 200);
    await ends(scene, 'Failed', 60_000);
    await scene.world.clock.advance(10_000);
    expect(await scene.outcome()).toMatchObject({ version: '1.0.0', failed: 0 });
    expect(scene.alerts().at(-1)).toBe(ASKED_BACK);
  });

  test('while the canary is not ready ends the run before any traffic', async () => {
    scene = await sceneIn('Initialized');
    await scene.world.setImage('1.0.1-unready');
    await scene.world.clock.advance(20_000);
    scene.answer('rollback', 200);
    await ends(scene, 'Failed', 30_000);
    expect((await scene.world.status())['run'].reason).toBe('RollbackRequested');
    expect(await scene.outcome()).toMatchObject({ weights: [0], failed: 0 });
  });

  test.each<Phase>(['Initialized', 'Promoting', 'Finalising', 'Succeeded'])(
    'in %s is not asked, and changes nothing',
    async (phase) => {
      scene = await sceneIn(phase);
      scene.answer('rollback', 200);
      await scene.world.clock.advance(120_000);
      const { end } = wayTo(phase);
      expect((await scene.world.status())['phase']).toBe(end);
      expect(scene.called('rollback')).toEqual([]);
      expect((await scene.outcome()).failed).toBe(0);
    },
  );
});

test('gates are sent what Flagger sends', async () => {
  const gates: readonly Hook[] = ['start', 'increase', 'promotion', 'rollback'];
  const metadata = { team: 'shop' };
  scene = await openScene({ analysis: { webhooks: gates.map((name) => hookNamed(name, { metadata })) } });
  await wayTo('Initialized').reach(scene);
  await scene.world.setImage('1.0.1');
  await ends(scene, 'Succeeded');
  const phases = {
    start: 'Initialized',
    increase: 'Progressing',
    promotion: 'Progressing',
    rollback: 'Progressing',
  };
  for (const name of gates)
    expect(scene.called(name)[0]).toEqual({
      name: 'podinfo',
      namespace: 'test',
      phase: phases[name as keyof typeof phases],
      checksum: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      metadata,
      serinette: expect.objectContaining({ hook: name }) as unknown,
    });
  expect(Object.keys(HOOKS)).toHaveLength(8);
});
