import { verbs } from './cli/verbs.ts';

/** The process edge: arguments in, exit code out. Each verb is loaded only when it is asked for. */
const [name = 'help', ...args] = process.argv.slice(2);
const verb = verbs.get(name.replace(/^--?/, ''));
if (verb === undefined) {
  process.stderr.write(`serinette: unknown command ${JSON.stringify(name)}; see serinette help\n`);
  process.exit(2);
}
process.exit(await verb.run(args));
