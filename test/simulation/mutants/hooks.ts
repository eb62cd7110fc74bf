/**
 * Mutates the operator as its files are loaded, without touching them:
 * `MUTANT=H-07 node --import ./test/simulation/mutants/hooks.ts <program>`.
 */
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type Edit, mutated } from './mutant.ts';
import { mutantNamed } from './mutants.ts';

const ROOT = new URL('../../../', import.meta.url);
const name = process.env['MUTANT'] ?? '';
const editsOf = new Map<string, readonly Edit[]>(
  Object.entries(Object.groupBy(mutantNamed(name).edits, ({ file }) => new URL(file, ROOT).href)).map(
    ([url, edits = []]) => [url, edits],
  ),
);
const waiting = new Set(editsOf.keys());

registerHooks({
  load: (url, context, nextLoad) => {
    const loaded = nextLoad(url, context);
    const edits = editsOf.get(url);
    if (edits === undefined) return loaded;
    const source =
      typeof loaded.source === 'string' ? loaded.source : Buffer.from(loaded.source as Uint8Array).toString();
    waiting.delete(url);
    return { ...loaded, source: mutated(source, edits), shortCircuit: true };
  },
});

// A mutant that was never loaded would look like one that nobody finds, or worse, like a clean operator.
process.on('exit', () => {
  const [missed] = waiting;
  if (missed === undefined) return;
  process.exitCode = 70;
  process.stderr.write(`mutant ${name}: ${fileURLToPath(missed)} was never loaded\n`);
});
