import {
  CANARY,
  CONFIG_MAP,
  DAEMON_SET,
  DEPLOYMENT,
  ENDPOINT_SLICE,
  SERVICE,
  VIRTUAL_SERVICE,
} from '../../../src/api/kinds.ts';
import type { Cluster } from '../../../src/kube/cluster.ts';
import {
  counting,
  INTERVAL_MS,
  picture,
  readyFor,
  type Scenario,
  scenarios,
  tooSoon,
  unfolding,
  watchRaises,
} from '../../support/rollouts.ts';
import { strategies } from '../../support/strategies.ts';
import { targetScenarios } from '../../support/target-rollouts.ts';
import { History } from './history.ts';
import { watchOver } from './invariants.ts';
import type { Position } from './story.ts';

/** Where a process ends: around its k-th write, counted over all processes of the run. */
export interface CrashPoint {
  readonly k: number;
  readonly position: Position;
}

/** `unanswered`: carried out, and the answer lost. `answered`: the answer is in, and what follows from it is not sent. */
export const POSITIONS: readonly Position[] = ['before', 'unanswered', 'answered'];

export const CRASHED: readonly Scenario[] = [...scenarios, ...strategies, ...targetScenarios];

export interface CrashRun {
  /** All that must be the same at the end, however often the operator died. */
  readonly end: Awaited<ReturnType<typeof picture>>;
  readonly writes: number;
  /** What was wrong on the way, a line each. */
  readonly wrong: readonly string[];
  readonly virtualMs: number;
}

const DOWN_MS = 3_000;

/** Runs a scenario through, with an end of the process at each of the points; another one starts 3 s later. */
export const runWithCrashes = async (
  scenario: Scenario,
  points: readonly CrashPoint[] = [],
): Promise<CrashRun> => {
  const world = await readyFor(scenario);
  const history = await historyOf(world);
  const { violations } = watchOver(history, UNDISTURBED);
  let writes = 0;
  let isDead = false;
  const dead = new Promise<never>(() => undefined);
  const die = (): Promise<never> => {
    operator.kill();
    isDead = true;
    return dead;
  };
  const through = (cluster: Cluster): Cluster =>
    counting(cluster, async (write) => {
      writes += 1;
      const point = points.find(({ k }) => k === writes);
      if (point === undefined) return write();
      if (point.position === 'before') return die();
      const answer = await write();
      if (point.position === 'unanswered') return die();
      // It goes on until it next waits for anything but this answer.
      world.clock.after(0, () => void die());
      return answer;
    });
  let operator = world.startOperator(through);
  const raises = watchRaises(world);
  const isAtEnd = unfolding(world, scenario);
  await world.clock.advance(1_000);
  await scenario.begin(world);
  const look = async (): Promise<boolean> => {
    if (isDead) {
      isDead = false;
      await world.clock.advance(DOWN_MS);
      operator = world.startOperator(through);
    }
    return (await isAtEnd()) && !isDead;
  };
  await world.until(look, 900_000);
  await world.clock.advance(60_000);
  const end = await picture(world, scenario);
  const virtualMs = world.clock.monotonic();
  await operator.stop();
  await world.close();
  if (history.broken !== undefined) throw new Error('the checker failed', { cause: history.broken });
  const wrong = [
    ...tooSoon(raises).map((pair) => `raised too soon: ${JSON.stringify(pair)}`),
    ...violations.map(({ id, message }) => `${id}: ${message}`),
  ];
  return { end, writes, wrong, virtualMs };
};

/** The scenarios have no gates and no lying metrics; what they may give the canary is theirs. */
const UNDISTURBED = {
  intervalMs: INTERVAL_MS,
  drainMs: 5_000,
  maxWeight: 100,
  isEvidenceGood: () => true,
  suspendedSince: () => undefined,
  isCommanded: () => true,
  aheadSince: () => 0,
  lateSince: () => 0,
  isPreRolloutPassed: () => true,
};

const historyOf = async (world: Awaited<ReturnType<typeof readyFor>>): Promise<History> => {
  const history = new History(world.api, world.clock);
  for (const type of [CANARY, CONFIG_MAP, DAEMON_SET, DEPLOYMENT, ENDPOINT_SLICE, SERVICE, VIRTUAL_SERVICE])
    history.know((await world.user.list(type, {}, world.never)).items);
  return history;
};

/** What differs from the run without a crash, or was wrong on the way; empty where nothing is. */
export const differenceAt = async (
  scenario: Scenario,
  reference: CrashRun,
  points: readonly CrashPoint[],
): Promise<{ readonly wrong: readonly string[]; readonly virtualMs: number }> => {
  const { end, wrong, virtualMs } = await runWithCrashes(scenario, points);
  const isSame = JSON.stringify(end) === JSON.stringify(reference.end);
  return { wrong: [...(isSame ? [] : [`another end: ${JSON.stringify(end)}`]), ...wrong], virtualMs };
};

export const pointsOf = ({ writes }: CrashRun): readonly CrashPoint[] =>
  Array.from({ length: writes }, (_, at) => POSITIONS.map((position) => ({ k: at + 1, position }))).flat();
