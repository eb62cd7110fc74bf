/**
 * Shows that the checker can fail: puts each of the known hazards into the operator and looks for it.
 * `npm run test:mutants -- [--seeds 500] [H-07 …]`. Exit code 1 unless all of them are found, and an unmutated operator is
 * clean.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { check } from './check.ts';
import type { Finding } from './finding.ts';
import { hazardOf, type Mutant } from './mutant.ts';
import { MUTANTS } from './mutants.ts';

const { values, positionals } = parseArgs({
  options: { seeds: { type: 'string', default: '500' } },
  allowPositionals: true,
});
const seeds = Number(values.seeds);
const unknown = positionals.filter((name) => !MUTANTS.some(({ id }) => id.startsWith(name)));
if (!Number.isInteger(seeds) || seeds < 1 || unknown.length > 0) {
  process.stderr.write(`not understood: ${[...unknown, values.seeds].join(' ')}\n`);
  process.exit(2);
}
const chosen = MUTANTS.filter(
  ({ id }) => positionals.length === 0 || positionals.some((name) => id.startsWith(name)),
);

interface Row {
  readonly mutant: Mutant | undefined;
  readonly finding: Finding | undefined;
}

const line = (id: string, finding: readonly [string, string], seconds: string, says: string): string =>
  `${id.padEnd(9)}${finding[0].padEnd(10)}${finding[1].padEnd(46)}${seconds.padStart(6)}  ${says}\n`;

const examine = async (mutant: Mutant | undefined): Promise<Row> => {
  const began = performance.now();
  const finding = await check(mutant?.id, { first: 1, last: seeds, crashes: true });
  const seconds = `${((performance.now() - began) / 1000).toFixed(0)} s`;
  const { id, says } = mutant ?? { id: 'none', says: 'The operator as it is.' };
  const { predicate, where, message } = finding ?? { predicate: '-', where: 'nothing found', message: '' };
  process.stdout.write(line(id, [predicate, where], seconds, says));
  if (mutant === undefined && message !== '') process.stdout.write(`${' '.repeat(9)}${message}\n`);
  return { mutant, finding };
};

process.stdout.write(line('mutant', ['found by', 'at'], 'took', 'mistake'));
const rows: Row[] = [];
// The one that takes longest first.
const waiting: (Mutant | undefined)[] = [undefined, ...chosen];
const work = async (): Promise<void> => {
  while (waiting.length > 0) rows.push(await examine(waiting.shift()));
};
await Promise.all(Array.from({ length: availableParallelism() }, work));

const missed = new Set(
  rows.flatMap(({ mutant, finding }) =>
    mutant === undefined || finding !== undefined ? [] : [hazardOf(mutant)],
  ),
);
const hazards = new Set(chosen.map(hazardOf));
const isClean = rows.every(({ mutant, finding }) => mutant !== undefined || finding === undefined);
process.stdout.write(
  `\n${hazards.size - missed.size} of ${hazards.size} hazards found in at most ${seeds} seeds; the operator as it is ${isClean ? 'is clean' : 'IS NOT CLEAN'}\n`,
);
if (missed.size > 0 || !isClean) process.exitCode = 1;
