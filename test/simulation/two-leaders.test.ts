import { describe, expect, test } from '@jest/globals';
import type { Cluster } from '../../src/kube/cluster.ts';
import type { Election } from '../../src/kube/election.ts';
import { makeElector } from '../../src/kube/elector.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { type Pausable, pausable } from '../support/paused-process.ts';
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
import type { Operator, World } from '../support/world.ts';

type Position = 'before' | 'after';

interface Pause {
  /** Around which of its writes the old leader stops. */
  readonly k: number;
  /** Of the write: held back until it goes on, or carried out with the answer held back. */
  readonly position: Position;
  readonly ms: number;
}

/** What makes an operator a leader, beside its name. */
type Elect = (world: World, name: string, process: Pausable) => Election | undefined;

/** Nobody asks anybody. */
const unguarded: Elect = () => undefined;

/** Both are sure that they lead; the second one later than the first. */
const bothSure: Elect = (_, name) => {
  const epoch = name === 'old' ? 1 : 2;
  return {
    mayWrite: () => true,
    epoch: () => epoch,
    contest: () => undefined,
    run: async ({ signal, lead }) => {
      await lead(signal);
      return 'stopped';
    },
  };
};

const byLease: Elect = (world, name, process) =>
  makeElector({
    cluster: process.through(world.api.cluster('operator')),
    clock: process.clock,
    log: silentLog,
    lease: { namespace: 'kube-system', name: 'leader' },
    identity: name,
  });

const start = (
  world: World,
  name: string,
  elect: Elect,
  onWrite: <T>(write: () => Promise<T>, process: Pausable) => Promise<T> = (write) => write(),
) => {
  const process = pausable(world.clock);
  const through = (cluster: Cluster): Cluster =>
    counting(process.through(cluster), (write) => onWrite(write, process));
  const election = elect(world, name, process);
  const operator = world.startOperator(through, undefined, {
    clock: process.clock,
    http: process.http,
    ...(election === undefined ? {} : { election }),
  });
  return { process, operator };
};

const ended = async (world: World, scenario: Scenario, operators: readonly Operator[]) => {
  await world.clock.advance(60_000);
  const end = await picture(world, scenario);
  for (const operator of operators) await operator.stop();
  await world.close();
  return end;
};

/** One operator alone: what all others are compared with. */
const alone = async (scenario: Scenario) => {
  const world = await readyFor(scenario);
  let writes = 0;
  const { operator } = start(world, 'old', unguarded, (write) => {
    writes += 1;
    return write();
  });
  const raises = watchRaises(world);
  const isAtEnd = unfolding(world, scenario);
  await world.clock.advance(1_000);
  await scenario.begin(world);
  await world.until(isAtEnd, 900_000);
  return { end: await ended(world, scenario, [operator]), raises, writes };
};

/** How far the caches of the second leader are behind: all of them, or those of one resource. */
interface Lag {
  readonly ms: number;
  readonly only?: string;
}

const LAGS: readonly Lag[] = [
  ...[0, 20, 300, 2_000, 9_000].map((ms) => ({ ms })),
  ...['canaries', 'deployments', 'virtualservices'].flatMap((only) => [
    { ms: 300, only },
    { ms: 12_000, only },
  ]),
];

/** Two act on the same Canary from begin to end; the second one's caches are behind. */
const together = async (scenario: Scenario, elect: Elect, { ms, only }: Lag) => {
  const world = await readyFor(scenario);
  const first = start(world, 'old', elect);
  const second = start(world, 'new', elect);
  second.process.lag(ms, only);
  const raises = watchRaises(world);
  const isAtEnd = unfolding(world, scenario);
  await world.clock.advance(1_000);
  await scenario.begin(world);
  await world.until(isAtEnd, 900_000);
  return { end: await ended(world, scenario, [first.operator, second.operator]), raises };
};

/** The old leader stops around its k-th write; another one acts; the old one goes on with caches of before. */
const withPause = async (scenario: Scenario, elect: Elect, { k, position, ms }: Pause) => {
  const world = await readyFor(scenario);
  let writes = 0;
  let next: Operator | undefined;
  let wentOn = false;
  let lateWrites = 0;
  const startNext = (): void => {
    next ??= start(world, 'new', elect).operator;
  };
  const old = start(world, 'old', elect, async (write, process) => {
    writes += 1;
    if (wentOn) lateWrites += 1;
    if (writes !== k) return write();
    const sent = position === 'after' ? write() : undefined;
    process.pause();
    world.clock.after(1, startNext);
    world.clock.after(ms, () => {
      wentOn = true;
      process.lag(2_000);
      process.resume();
    });
    return sent ?? write();
  });
  // With a Lease, somebody stands by from the begin.
  if (elect === byLease) world.clock.after(1, startNext);
  const raises = watchRaises(world);
  const isAtEnd = unfolding(world, scenario);
  await world.clock.advance(1_000);
  await scenario.begin(world);
  await world.until(async () => (await isAtEnd()) && !old.process.isPaused(), 900_000);
  const { leaderEpoch } = await world.status();
  const operators = [old.operator, ...(next === undefined ? [] : [next])];
  const outcome = old.operator.outcome();
  return { end: await ended(world, scenario, operators), raises, lateWrites, outcome, leaderEpoch };
};

const POSITIONS: readonly Position[] = ['before', 'after'];
const weights = (raises: readonly { readonly weight: number }[]): readonly number[] =>
  raises.map(({ weight }) => weight);

describe.each(scenarios)('$name with two leaders at once', (scenario) => {
  const differences = (
    reference: Awaited<ReturnType<typeof alone>>,
    { end, raises }: Pick<Awaited<ReturnType<typeof alone>>, 'end' | 'raises'>,
  ): readonly unknown[] => [
    ...(JSON.stringify(end) === JSON.stringify(reference.end) ? [] : [{ end }]),
    ...(JSON.stringify(weights(raises)) === JSON.stringify(weights(reference.raises)) ? [] : [{ raises }]),
    ...tooSoon(raises).map((pair) => ({ tooSoon: pair })),
  ];

  test.each([
    ['guarded writes alone', unguarded],
    ['an epoch in the record', bothSure],
  ] as const)(
    'goes the same way when both act all the time: %s',
    async (_, elect) => {
      const reference = await alone(scenario);
      expect(reference.end.phase).toBe(scenario.phase);
      const differing: unknown[] = [];
      for (const lag of LAGS) {
        const found = differences(reference, await together(scenario, elect, lag));
        differing.push(...found.map((what) => ({ lag, what })));
      }
      expect(differing).toEqual([]);
    },
    120_000,
  );

  test('goes the same way when the old leader stops around any of its writes and goes on with its old caches: guarded writes alone', async () => {
    const reference = await alone(scenario);
    expect(reference.writes).toBeGreaterThan(10);
    const differing: unknown[] = [];
    for (let k = 1; k <= reference.writes; k += 1) {
      for (const position of POSITIONS) {
        const pause = { k, position, ms: k % 2 === 0 ? 3_000 : 23_000 };
        const found = differences(reference, await withPause(scenario, unguarded, pause));
        differing.push(...found.map((what) => ({ ...pause, what })));
      }
    }
    expect(differing).toEqual([]);
  }, 300_000);

  test('goes the same way, and the old leader ends without another write, when leadership is by a Lease', async () => {
    const reference = await alone(scenario);
    const differing: unknown[] = [];
    for (let k = 1; k <= reference.writes; k += 1) {
      const pause = { k, position: POSITIONS[k % 2] ?? 'before', ms: 25_000 };
      const { outcome, lateWrites, leaderEpoch, ...rest } = await withPause(scenario, byLease, pause);
      const found = differences(reference, rest);
      differing.push(...found.map((what) => ({ ...pause, what })));
      if (outcome !== 'lost' || lateWrites > 0) differing.push({ ...pause, outcome, lateWrites });
      if (leaderEpoch > 1) differing.push({ ...pause, leaderEpoch });
    }
    expect(differing).toEqual([]);
  }, 300_000);
});
