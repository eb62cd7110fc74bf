import { describe, expect, test } from '@jest/globals';
import type { Cluster } from '../../src/kube/cluster.ts';
import {
  counting,
  picture,
  readyFor,
  type Scenario,
  scenarios,
  tooSoon,
  unfolding,
  watchRaises,
} from '../support/rollouts.ts';
import { strategies } from '../support/strategies.ts';
import { targetScenarios } from '../support/target-rollouts.ts';

type Position = 'before' | 'after';

/** Runs a scenario, ending the operator around its k-th write, and starting another one 3 s later. */
const run = async (scenario: Scenario, crash?: { readonly k: number; readonly position: Position }) => {
  const world = await readyFor(scenario);
  let writes = 0;
  let isDead = false;
  const dead = new Promise<never>(() => undefined);
  const through = (cluster: Cluster): Cluster =>
    counting(cluster, async (write) => {
      writes += 1;
      if (crash === undefined || writes !== crash.k) return write();
      if (crash.position === 'after') await write();
      operator.kill();
      isDead = true;
      return dead;
    });
  let operator = world.startOperator(through);
  const raises = watchRaises(world);
  const isAtEnd = unfolding(world, scenario);
  await world.clock.advance(1_000);
  await scenario.begin(world);
  const look = async (): Promise<boolean> => {
    if (isDead) {
      isDead = false;
      await world.clock.advance(3_000);
      operator = world.startOperator();
    }
    return (await isAtEnd()) && !isDead;
  };
  await world.until(look, 900_000);
  await world.clock.advance(60_000);
  const end = await picture(world, scenario);
  await operator.stop();
  await world.close();
  return { end, writes, raises };
};

describe.each([...scenarios, ...strategies, ...targetScenarios])('$name', (scenario) => {
  test('ends the same after a crash around each of its writes, and never raises too soon', async () => {
    const reference = await run(scenario);
    expect(reference.end.phase).toBe(scenario.phase);
    expect(reference.writes).toBeGreaterThan(8);
    expect(reference.end.told).toHaveLength(scenario.analysis?.['alerts'] === undefined ? 0 : 2);
    const differing: unknown[] = [];
    for (let k = 1; k <= reference.writes; k += 1) {
      for (const position of ['before', 'after'] as const) {
        const { end, raises } = await run(scenario, { k, position });
        if (JSON.stringify(end) !== JSON.stringify(reference.end)) differing.push({ k, position, end });
        differing.push(...tooSoon(raises).map((pair) => ({ k, position, tooSoon: pair })));
      }
    }
    expect(differing).toEqual([]);
  }, 300_000);
});
