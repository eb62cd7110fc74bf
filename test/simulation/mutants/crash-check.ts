import type { Cluster } from '../../../src/kube/cluster.ts';
import {
  counting,
  picture,
  readyFor,
  type Scenario,
  scenarios,
  tooSoon,
  unfolding,
  watchRaises,
} from '../../support/rollouts.ts';
import type { Finding } from './finding.ts';

interface Crash {
  readonly write: number;
  readonly position: 'before' | 'after';
}

/** Runs a scenario, with the operator ended around one of its writes, and another one started 3 s later. */
const unfolded = async (scenario: Scenario, crash?: Crash) => {
  const world = await readyFor(scenario);
  let writes = 0;
  let isDead = false;
  const dead = new Promise<never>(() => undefined);
  const through = (cluster: Cluster): Cluster =>
    counting(cluster, async (write) => {
      writes += 1;
      if (writes !== crash?.write) return write();
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
  await world.until(async () => {
    if (isDead) {
      isDead = false;
      await world.clock.advance(3_000);
      operator = world.startOperator();
    }
    return (await isAtEnd()) && !isDead;
  }, 900_000);
  await world.clock.advance(60_000);
  const end = JSON.stringify(await picture(world, scenario));
  await operator.stop();
  await world.close();
  return { end, writes, raises };
};

const told = (thrown: unknown): string =>
  String(thrown instanceof Error ? thrown.message : thrown).slice(0, 200);

/** A crash before and after every write of each scenario: the end must be the one without a crash. */
export const crashed = async (): Promise<Finding | undefined> => {
  for (const scenario of scenarios) {
    const found = await crashedIn(scenario);
    if (found !== undefined) return found;
  }
  return undefined;
};

const crashesAround = (writes: number): readonly Crash[] =>
  Array.from({ length: writes }, (_, at) => at + 1).flatMap((write) => [
    { write, position: 'before' },
    { write, position: 'after' },
  ]);

const crashedIn = async (scenario: Scenario): Promise<Finding | undefined> => {
  let where = `${scenario.name}, no crash`;
  try {
    const reference = await unfolded(scenario);
    for (const crash of crashesAround(reference.writes)) {
      where = `${scenario.name}, ${crash.position} write ${crash.write}`;
      const { end, raises } = await unfolded(scenario, crash);
      if (end !== reference.end) return { where, predicate: 'same end', message: 'it ends otherwise' };
      if (tooSoon(raises).length > 0) return { where, predicate: 'S-05', message: 'raised too soon' };
    }
    return undefined;
  } catch (thrown) {
    return { where, predicate: 'L-01', message: told(thrown) };
  }
};
