import { describe, expect, test } from '@jest/globals';
import type { Cluster } from '../../../src/kube/cluster.ts';
import { type Pausable, pausable } from '../../support/paused-process.ts';
import {
  counting,
  picture,
  readyFor,
  type Scenario,
  tooSoon,
  unfolding,
  watchRaises,
} from '../../support/rollouts.ts';
import { targetScenarios } from '../../support/target-rollouts.ts';
import type { Operator, World } from '../../support/world.ts';

/** Two that are both sure that they lead; test/simulation has the same of Deployments, with more ways to be late. */

const start = (
  world: World,
  onWrite: <T>(write: () => Promise<T>, process: Pausable) => Promise<T> = (write) => write(),
): { readonly process: Pausable; readonly operator: Operator } => {
  const process = pausable(world.clock);
  const through = (cluster: Cluster): Cluster =>
    counting(process.through(cluster), (write) => onWrite(write, process));
  const operator = world.startOperator(through, undefined, { clock: process.clock, http: process.http });
  return { process, operator };
};

/** How the scenario ends, with the leaders that `lead` starts. */
const played = async (
  scenario: Scenario,
  lead: (world: World) => readonly (() => Operator | undefined)[],
  mayEnd: () => boolean = () => true,
) => {
  const world = await readyFor(scenario);
  const operators = lead(world);
  // Where Services are the only routes there is nothing to raise.
  const raises = watchRaises(world);
  const isAtEnd = unfolding(world, scenario);
  await world.clock.advance(1_000);
  await scenario.begin(world);
  await world.until(async () => (await isAtEnd()) && mayEnd(), 900_000);
  await world.clock.advance(60_000);
  const end = await picture(world, scenario);
  for (const operator of operators) await operator()?.stop();
  await world.close();
  // A revision that comes while nobody acts may come before the raise that would have been taken back.
  const weights = raises.map(({ weight }) => weight).filter((weight, at, all) => weight !== all[at - 1]);
  return { end, weights, tooSoon: tooSoon(raises) };
};

const alone = async (scenario: Scenario) => {
  let writes = 0;
  const reference = await played(scenario, (world) => {
    const { operator } = start(world, (write) => {
      writes += 1;
      return write();
    });
    return [() => operator];
  });
  return { ...reference, writes };
};

/** Both act all the time; the caches of the second one are behind. */
const together = (scenario: Scenario, lagMs: number) =>
  played(scenario, (world) => {
    const first = start(world);
    const second = start(world);
    second.process.lag(lagMs);
    return [() => first.operator, () => second.operator];
  });

/** The first one stops around its k-th write, the second one acts, the first one goes on with caches of before. */
const withPause = (scenario: Scenario, k: number) => {
  let writes = 0;
  let next: Operator | undefined;
  let isPaused = false;
  return played(
    scenario,
    (world) => {
      const old = start(world, async (write, process) => {
        writes += 1;
        if (writes !== k) return write();
        // Held back, or carried out with the answer held back.
        const sent = k % 2 === 0 ? write() : undefined;
        process.pause();
        isPaused = true;
        world.clock.after(1, () => {
          next ??= start(world).operator;
        });
        world.clock.after(k % 3 === 0 ? 3_000 : 23_000, () => {
          isPaused = false;
          process.lag(2_000);
          process.resume();
        });
        return sent ?? write();
      });
      return [() => old.operator, () => next];
    },
    () => !isPaused,
  );
};

describe.each(targetScenarios)('$name with two leaders at once', (scenario) => {
  test('goes the same way when both act all the time', async () => {
    const { writes, ...reference } = await alone(scenario);
    expect(reference.end.phase).toBe(scenario.phase);
    expect(writes).toBeGreaterThan(2);
    for (const lagMs of [0, 300, 9_000])
      expect({ lagMs, ...(await together(scenario, lagMs)) }).toEqual({ lagMs, ...reference });
  }, 120_000);

  test('goes the same way when the first stops around any of its writes and goes on with its old caches', async () => {
    const { writes, ...reference } = await alone(scenario);
    for (let k = 1; k <= writes; k += 1)
      expect({ k, ...(await withPause(scenario, k)) }).toEqual({ k, ...reference });
  }, 300_000);
});
