import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { CRASHED } from './explore/crash-points.ts';
import { drawStory, KINDS } from './explore/draw-story.ts';
import { INVARIANTS } from './explore/invariants.ts';
import { live } from './explore/live.ts';
import { shrink } from './explore/shrink.ts';
import { STATES } from './explore/story.ts';
import { carryOut, type Finding, joined, NOTHING, type Report, type Task } from './explore/tasks.ts';

const HELP = `Usage: npm run test:simulation -- [flags]

Lives through drawn stories of faults, and through a crash around every write of every scenario, in virtual time.

  --seeds N     how many stories (default: 2000)
  --from N      the first seed (default: 1)
  --pairs N     pairs of crashes a scenario (default: 10)
  --no-crashes  stories alone
  --seed N      one story again, with its faults and what was written
  --jobs N      processes (default: one a core)

Exit code 0: no violation; 1: at least one, with the fewest faults that bring it about and how to see it again.`;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '2000' },
    from: { type: 'string', default: '1' },
    pairs: { type: 'string', default: '10' },
    'no-crashes': { type: 'boolean', default: false },
    seed: { type: 'string' },
    jobs: { type: 'string', default: String(availableParallelism()) },
    worker: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const print = (line = ''): void => void process.stdout.write(`${line}\n`);

const whole = (name: 'seeds' | 'from' | 'pairs' | 'jobs'): number => {
  const value = Number(values[name]);
  if (Number.isInteger(value) && value >= 0) return value;
  process.stderr.write(`--${name} must be a whole number, got "${values[name]}"\n`);
  process.exit(2);
};

const main = async (): Promise<number> => {
  if (values.help) {
    print(HELP);
    return 0;
  }
  if (values.worker) return serve();
  if (values.seed !== undefined) return again(Number(values.seed));
  const began = performance.now();
  const report = await explore(tasks());
  await tell(report, performance.now() - began);
  return report.findings.length > 0 ? 1 : 0;
};

const A_TASK = 20;

const tasks = (): Task[] => {
  const [from, seeds] = [whole('from'), whole('seeds')];
  const stories = Array.from({ length: Math.ceil(seeds / A_TASK) }, (_, at): Task => {
    const first = from + at * A_TASK;
    return { kind: 'seeds', from: first, to: Math.min(first + A_TASK, from + seeds) - 1 };
  });
  const crashes = CRASHED.map((_, scenario): Task => ({ kind: 'crashes', scenario, pairs: whole('pairs') }));
  // The longest ones first, so that no process has one left when the others are done.
  return values['no-crashes'] ? stories : [...crashes, ...stories];
};

const explore = async (left: Task[]): Promise<Report> => {
  let report = NOTHING;
  const processes = Math.min(whole('jobs'), left.length);
  await Promise.all(
    Array.from({ length: processes }, () => child(left, (one) => (report = joined(report, one)))),
  );
  return report;
};

/** Killed processes leave promises that nobody settles, so no process lives through more than so many tasks. */
const TASKS_A_PROCESS = 20;

const child = async (left: Task[], onReport: (report: Report) => void): Promise<void> => {
  while (left.length > 0) await oneProcess(left, onReport);
};

const oneProcess = (left: Task[], onReport: (report: Report) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    const worker = fork(import.meta.filename, ['--worker'], { serialization: 'advanced' });
    let given = 0;
    const next = (): void => {
      const task = given < TASKS_A_PROCESS ? left.shift() : undefined;
      given += 1;
      if (task === undefined) worker.disconnect();
      else worker.send(task);
    };
    worker.on('message', (report) => {
      onReport(report as Report);
      next();
    });
    worker.on('error', reject);
    worker.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`a process of the exploration ended with code ${code ?? 'none'}`));
    });
    next();
  });

const serve = (): Promise<number> =>
  new Promise((resolve, reject) => {
    process.on('message', (task) => {
      carryOut(task as Task).then((report) => process.send?.(report), reject);
    });
    process.on('disconnect', () => resolve(0));
  });

const tell = async (report: Report, elapsedMs: number): Promise<void> => {
  const { seeds, repeated, crashPoints, pairs, writes, virtualMs, cells, findings } = report;
  // A deletion has tests of its own.
  const all = STATES.flatMap((state) => KINDS.map((kind) => `${state}/${kind}`));
  const unmet = all.filter((cell) => !(cell in cells));
  print(`seeds         ${seeds}, of which ${repeated} lived twice with the same history`);
  print(
    `crash points  ${crashPoints} around ${writes} writes of ${crashPoints === 0 ? 0 : CRASHED.length} scenarios, and ${pairs} pairs`,
  );
  print(`virtual time  ${(virtualMs / 3_600_000).toFixed(1)} h in ${(elapsedMs / 1000).toFixed(0)} s`);
  print(`invariants    ${INVARIANTS.length} for each write, 4 for each end`);
  print(
    `coverage      ${all.length - unmet.length} of ${all.length} cells of ${STATES.length} states × ${KINDS.length} faults`,
  );
  if (seeds > 0 && unmet.length > 0) print(`not reached   ${unmet.join(', ')}`);
  print(`violations    ${findings.length}`);
  for (const finding of findings.slice(0, SHOWN)) await show(finding);
  if (findings.length > SHOWN) print(`… and ${findings.length - SHOWN} more`);
};

const SHOWN = 5;
const LINES = 40;

const show = async ({ where, seed, ids, messages }: Finding): Promise<void> => {
  print();
  print(where);
  for (const message of messages.slice(0, 5)) print(`  ${message}`);
  const [id] = ids;
  if (seed === undefined || id === undefined) return;
  print(`  ${id}: ${INVARIANTS.find((one) => one.id === id)?.says ?? 'see docs/safety.md'}`);
  const smallest = await shrink(drawStory(seed), id);
  print(`  with ${smallest.workload}, by ${smallest.faults.length} faults:`);
  for (const fault of smallest.faults) print(`    ${JSON.stringify(fault)}`);
  const { violations, trace } = await live(smallest);
  const at = violations.find((violation) => violation.id === id)?.at ?? 0;
  const until = trace.filter((line) => Number.parseFloat(line) * 1000 <= at + 10);
  for (const line of until.slice(-LINES)) print(`    ${line}`);
  print(`  again: npm run test:simulation -- --seed ${seed}`);
};

const again = async (seed: number): Promise<number> => {
  const story = drawStory(seed);
  print(story.workload);
  for (const fault of story.faults) print(`  ${JSON.stringify(fault)}`);
  const { violations, trace, hash, virtualMs } = await live(story, { isTraced: true });
  for (const line of trace) print(line);
  print(`history ${hash}, ${(virtualMs / 60_000).toFixed(1)} virtual min`);
  for (const { id, at, message } of violations) print(`${id} at ${(at / 1000).toFixed(2)}s: ${message}`);
  return violations.length > 0 ? 1 : 0;
};

process.exitCode = await main();
