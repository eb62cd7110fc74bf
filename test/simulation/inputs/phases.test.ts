import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { CANARY, SERVICE, VIRTUAL_SERVICE } from '../../../src/api/kinds.ts';
import { expectTold } from './expect-told.ts';
import type { Told } from './input.ts';
import { INPUTS } from './inputs.ts';
import { type Standing, standIn, STANDINGS } from './phases.ts';
import { NEIGHBOUR_MS, refusalOf, type Stage } from './stage.ts';

/** What users and the run have, whatever a spec says; absent objects are part of it. */
const standing = async ({ world, statusOf }: Stage) => {
  const { phase, canaryWeight, run, failedChecks, iterations } = await statusOf('podinfo');
  const target = await world.deployment('podinfo');
  return {
    routes: await world.get(VIRTUAL_SERVICE, 'podinfo').then(
      (routes) => routes['spec'],
      () => undefined,
    ),
    services: (await world.user.list(SERVICE, {}, world.never)).items.map(({ spec }) => spec),
    replicas: target['spec'].replicas as number,
    phase: phase as string,
    canaryWeight: canaryWeight as number,
    run: run?.id as string,
    failedChecks: failedChecks as number,
    iterations: iterations as number,
  };
};

/** Those that mean something else leave the run another one, or none; what they do is tested where they are made. */
const NOT_NEEDED: Told = { by: 'nobody', because: 'the analysis is over' };

const BAD = INPUTS.filter(
  ({ told, later }) => later !== undefined || (told.by !== 'nobody' && told.by !== 'Event'),
);

describe.each(STANDINGS)('in the phase $phase an edit to', (where: Standing) => {
  let stage: Stage;
  let released: number;
  beforeAll(async () => {
    stage = await standIn(where);
    released = stage.world.clock.now();
    await stage.neighbour.release('1.0.1');
  });
  afterEach(() => stage.edit(CANARY, 'podinfo', (object) => (object['spec'] = stage.good['spec'])));
  afterAll(async () => {
    await stage.end();
  });

  const bad = BAD.filter(({ isOfRoutes }) => isOfRoutes !== true || where.hasUsers === true);
  test.each(bad)('$row: $what', async ({ edit, told: atFirst, later }) => {
    const { world, good } = stage;
    const told = later ?? (where.isPast === true && atFirst.by === 'Holding' ? NOT_NEEDED : atFirst);
    const before = await standing(stage);
    expect(before.phase).toBe(where.phase);
    const refusal = await refusalOf(() => stage.edit(CANARY, 'podinfo', (object) => edit(object['spec'])));
    await world.clock.advance(2_000);
    await expectTold(stage, told, refusal);
    expect(await standing(stage)).toEqual(before);
    await stage.edit(CANARY, 'podinfo', (object) => (object['spec'] = good['spec']));
    await world.clock.advance(1_000);
    expect(await standing(stage)).toEqual(before);
    expect((await stage.condition('Accepted'))['status']).toBe('True');
    expect(stage.bugs).toEqual([]);
  });

  test('and back holds nobody up: the neighbour was promoted in time, and the run comes to its end', async () => {
    await stage.phaseIs(where.neighbour ?? 'Succeeded', NEIGHBOUR_MS, 'neighbour');
    const { failedChecks, lastTransitionTime } = await stage.statusOf('neighbour');
    expect(failedChecks).toBe(0);
    expect(Date.parse(lastTransitionTime as string) - released).toBeLessThanOrEqual(NEIGHBOUR_MS);
    await where.release?.(stage);
    await stage.phaseIs(where.end, 20_000_000);
    expect((await stage.condition('Holding'))['status'] ?? 'False').toBe('False');
    expect(stage.bugs).toEqual([]);
  });
});
