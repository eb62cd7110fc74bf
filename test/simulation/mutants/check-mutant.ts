/**
 * Lives through the stories of some seeds with the operator that this process has loaded, mutated or not, up to the first
 * violation, and then crashes it at each write: `MUTANT=H-07 node --import ./hooks.ts check-mutant.ts <first seed> <last>
 * [--no-crashes]`. Writes what it found as one line of JSON; `null` is a clean operator.
 */
import { constants, setPriority } from 'node:os';
import { drawStory } from '../explore/draw-story.ts';
import { live } from '../explore/live.ts';
import { crashed } from './crash-check.ts';
import type { Finding } from './finding.ts';

const explored = async (first: number, last: number): Promise<Finding | undefined> => {
  for (let seed = first; seed <= last; seed += 1) {
    where = `seed ${seed}`;
    const [violation] = (await live(drawStory(seed))).violations;
    if (violation !== undefined) return { where, predicate: violation.id, message: violation.message };
  }
  return undefined;
};

const answer = (finding: Finding | undefined): void => {
  process.stdout.write(`${JSON.stringify(finding ?? null)}\n`, () => process.exit());
};

let where = '';
// Nothing that it is given may end the operator's process.
process.on('uncaughtException', (thrown) => answer({ where, predicate: 'S-23', message: thrown.message }));
setPriority(constants.priority.PRIORITY_LOW);

const [first = '1', last = '500', crashes] = process.argv.slice(2);
const found = await explored(Number(first), Number(last));
where = 'a crash';
answer(found ?? (crashes === '--no-crashes' ? undefined : await crashed()));
