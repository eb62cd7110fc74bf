import { CRASHED, differenceAt, pointsOf, POSITIONS, runWithCrashes } from './crash-points.ts';
import { drawStory } from './draw-story.ts';
import { live } from './live.ts';
import { seeded } from '../../../src/runtime/seeded.ts';

/** A piece of the exploration that one process does alone. */
export type Task =
  | { readonly kind: 'seeds'; readonly from: number; readonly to: number }
  /** Every crash point of a scenario, and some pairs of them. */
  | { readonly kind: 'crashes'; readonly scenario: number; readonly pairs: number };

export interface Finding {
  /** Such as `seed 17` or `crash in a promotion at 7 before`. */
  readonly where: string;
  readonly seed: number | undefined;
  readonly ids: readonly string[];
  readonly messages: readonly string[];
}

export interface Report {
  readonly seeds: number;
  /** Stories that were lived twice, with the same history. */
  readonly repeated: number;
  readonly crashPoints: number;
  readonly pairs: number;
  readonly writes: number;
  readonly virtualMs: number;
  /** How often each fault met each phase. */
  readonly cells: Readonly<Record<string, number>>;
  readonly findings: readonly Finding[];
}

export const NOTHING: Report = {
  seeds: 0,
  repeated: 0,
  crashPoints: 0,
  pairs: 0,
  writes: 0,
  virtualMs: 0,
  cells: {},
  findings: [],
};

export const carryOut = (task: Task): Promise<Report> =>
  task.kind === 'seeds' ? seeds(task.from, task.to) : crashes(task.scenario, task.pairs);

/** One story of so many is lived twice. */
const REPEATED_EVERY = 100;

const seeds = async (from: number, to: number): Promise<Report> => {
  const cells: Record<string, number> = {};
  const findings: Finding[] = [];
  let [virtualMs, repeated] = [0, 0];
  for (let seed = from; seed <= to; seed += 1) {
    const story = drawStory(seed);
    const lived = await live(story);
    virtualMs += lived.virtualMs;
    for (const cell of lived.cells) cells[cell] = (cells[cell] ?? 0) + 1;
    const again = seed % REPEATED_EVERY === 0 ? await live(story) : undefined;
    repeated += again === undefined ? 0 : 1;
    const isOther = again !== undefined && again.hash !== lived.hash;
    const messages = [
      ...lived.violations.map(({ id, at, message }) => `${id} at ${(at / 1000).toFixed(2)}s: ${message}`),
      ...(isOther ? [`the same seed had another history: ${lived.hash}, ${again.hash}`] : []),
    ];
    const ids = [...new Set(lived.violations.map(({ id }) => id))];
    if (messages.length > 0) findings.push({ where: `seed ${seed}`, seed, ids, messages });
  }
  return { ...NOTHING, seeds: to - from + 1, repeated, virtualMs, cells, findings };
};

const crashes = async (index: number, pairs: number): Promise<Report> => {
  const scenario = CRASHED[index];
  if (scenario === undefined) throw new Error(`there is no scenario ${index}`);
  const reference = await runWithCrashes(scenario);
  const single = pointsOf(reference).map((point) => [point]);
  const random = seeded(index + 1);
  const drawn = Array.from({ length: pairs }, () => {
    const draw = () => ({
      k: 1 + Math.floor(random() * reference.writes),
      position: POSITIONS[Math.floor(random() * POSITIONS.length)] ?? 'before',
    });
    return [draw(), draw()];
  });
  const findings: Finding[] = [];
  let virtualMs = reference.virtualMs;
  for (const points of [...single, ...drawn]) {
    const { wrong, virtualMs: more } = await differenceAt(scenario, reference, points);
    virtualMs += more;
    const at = points.map(({ k, position }) => `write ${k} ${position}`).join(' and ');
    if (wrong.length > 0)
      findings.push({ where: `crash in ${scenario.name}: ${at}`, seed: undefined, ids: [], messages: wrong });
  }
  const { writes } = reference;
  return { ...NOTHING, crashPoints: single.length, pairs, writes, virtualMs, findings };
};

export const joined = (one: Report, other: Report): Report => ({
  seeds: one.seeds + other.seeds,
  repeated: one.repeated + other.repeated,
  crashPoints: one.crashPoints + other.crashPoints,
  pairs: one.pairs + other.pairs,
  writes: one.writes + other.writes,
  virtualMs: one.virtualMs + other.virtualMs,
  cells: summed(one.cells, other.cells),
  findings: [...one.findings, ...other.findings],
});

const summed = (
  one: Readonly<Record<string, number>>,
  other: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> => {
  const sum: Record<string, number> = { ...one };
  for (const [cell, count] of Object.entries(other)) sum[cell] = (sum[cell] ?? 0) + count;
  return sum;
};
