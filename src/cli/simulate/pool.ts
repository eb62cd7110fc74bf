import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { type Rehearsal, rehearse } from '../../simulation/rehearsal/rehearse.ts';
import type { Scenario } from '../../simulation/rehearsal/scenario.ts';
import type { Script } from '../../simulation/rehearsal/script.ts';
import { definitions } from '../assets.ts';

/** A rollout to rehearse with each of the seeds. */
export interface Job {
  readonly script: Script;
  readonly scenario: Scenario;
  readonly seeds: readonly number[];
}

/** Figures of a part of the runs would look like those of all. */
export class LostProcess extends Error {}

/** Megabytes for objects that do not live long: a rehearsal makes many, and nearly all are gone at its end. */
const YOUNG_SPACE = '--max-semi-space-size=64';
/** Fewer do not pay for the start of a process. */
const LEAST_A_PROCESS = 25;
const AT_A_TIME = 10;

/** The rehearsals in the order of their seeds, shared among processes where there are many. */
export const rehearseAll = async (job: Job, jobs: number | undefined): Promise<readonly Rehearsal[]> => {
  const left = batches(job.seeds);
  const worthwhile = Math.min(availableParallelism(), Math.floor(job.seeds.length / LEAST_A_PROCESS));
  const processes = Math.min(jobs ?? worthwhile, left.length);
  if (processes < 2) return rehearseHere(job);
  const done: Rehearsal[] = [];
  await Promise.all(Array.from({ length: processes }, () => rehearseThere(job, left, done)));
  if (done.length < job.seeds.length) throw new LostProcess('a process that rehearses left work undone');
  return done.toSorted((a, b) => a.seed - b.seed);
};

const batches = (seeds: readonly number[]): (readonly number[])[] =>
  Array.from({ length: Math.ceil(seeds.length / AT_A_TIME) }, (_, at) =>
    seeds.slice(at * AT_A_TIME, (at + 1) * AT_A_TIME),
  );

const rehearseHere = async ({ script, scenario, seeds }: Job): Promise<readonly Rehearsal[]> => {
  const done: Rehearsal[] = [];
  const crds = definitions();
  for (const seed of seeds) done.push(await rehearse({ script, scenario, seed, definitions: crds }));
  return done;
};

/** One process, which gets more seeds as long as there are any. */
const rehearseThere = (job: Job, left: (readonly number[])[], done: Rehearsal[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = fork(process.argv[1] ?? '', ['simulate', '--worker'], {
      serialization: 'advanced',
      execArgv: [...process.execArgv, YOUNG_SPACE],
    });
    const next = (): void => {
      const seeds = left.pop();
      if (seeds === undefined) child.disconnect();
      else child.send({ ...job, seeds });
    };
    child.on('message', (rehearsals) => {
      done.push(...(rehearsals as readonly Rehearsal[]));
      next();
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      if (code === 0) resolve();
      else reject(new LostProcess(`a process that rehearses ended with ${signal ?? `code ${code ?? ''}`}`));
    });
    next();
  });

/** The other end: rehearses what it is sent until nobody sends any more. */
export const serveRehearsals = (): Promise<number> =>
  new Promise((resolve, reject) => {
    process.on('message', (job) => {
      rehearseHere(job as Job).then((rehearsals) => process.send?.(rehearsals), reject);
    });
    process.on('disconnect', () => resolve(0));
  });
