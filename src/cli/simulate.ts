import { RefusedManifest } from '../simulation/rehearsal/rehearse.ts';
import { readInput } from './simulate/input.ts';
import { type Output, parseSimulateOptions, SIMULATE_HELP } from './simulate/options.ts';
import { LostProcess, serveRehearsals } from './simulate/pool.ts';
import { hasFailed, type Study, study } from './simulate/study.ts';

/** Rehearses rollouts, and says what would come of them. */
export const simulate = async (args: readonly string[]): Promise<number> => {
  const options = parseSimulateOptions(args);
  if ('mistakes' in options) return complain(options.mistakes);
  if (options.help) {
    process.stdout.write(`${SIMULATE_HELP}\n`);
    return 0;
  }
  if (options.isWorker) return serveRehearsals();
  const input = await readInput(options);
  if ('mistakes' in input) return complain(input.mistakes);
  const studies: Study[] = [];
  try {
    for (const scenario of input.scenarios) studies.push(await study(input.script, scenario, options));
  } catch (thrown) {
    if (thrown instanceof RefusedManifest || thrown instanceof LostProcess) return complain([thrown.message]);
    throw thrown;
  }
  process.stdout.write(await written(studies, options.output));
  return studies.some(hasFailed) ? 1 : 0;
};

const complain = (mistakes: readonly string[]): number => {
  for (const mistake of mistakes) process.stderr.write(`serinette simulate: ${mistake}\n`);
  return 2;
};

const written = async (studies: readonly Study[], output: Output): Promise<string> => {
  switch (output) {
    case 'text':
      return (await import('./simulate/text.ts')).asText(studies);
    case 'json':
      return (await import('./simulate/json.ts')).asJson(studies);
    case 'junit':
      return (await import('./simulate/junit.ts')).asJunit(studies);
    case 'html':
      return (await import('./simulate/html.ts')).asHtml(studies);
  }
};
