import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';

export class CommandFailed extends Error {
  /** Both streams. */
  readonly output: string;

  constructor(command: string, output: string) {
    super(`${command} failed:\n${output}`);
    this.output = output;
  }
}

/** The outcome of a command for which failing is an answer, too: what it returned, or its failure. */
export const outcomeOf = <T>(command: Promise<T>): Promise<T | CommandFailed> =>
  command.catch((thrown: unknown) => {
    if (thrown instanceof CommandFailed) return thrown;
    throw thrown;
  });

/** All that a command said, whether it failed or not. */
export const saidBy = async (command: Promise<string>): Promise<string> => {
  const outcome = await outcomeOf(command);
  return outcome instanceof CommandFailed ? outcome.output : outcome;
};

interface Options {
  readonly input?: string;
  readonly env?: NodeJS.ProcessEnv;
}

const LONGEST_OUTPUT = 512 * 1024 * 1024;

/** Runs a program to its end. Returns what it wrote to stdout; throws CommandFailed. */
export const run = (
  program: string,
  args: readonly string[],
  { input = '', env }: Options = {},
): Promise<string> =>
  new Promise((resolve, reject) => {
    const options = { env: { ...process.env, ...env }, maxBuffer: LONGEST_OUTPUT };
    const child = execFile(program, args, options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new CommandFailed([program, ...args].join(' '), `${stdout}${stderr}` || error.message));
    });
    child.stdin?.on('error', () => child.kill());
    child.stdin?.end(input);
  });

/** Aborted when the user wants to stop: what is shown then ends, and what was made is cleaned up. */
export const stopping = new AbortController();

/** Runs a program whose output the reader of the terminal wants to see. Returns whether it succeeded. */
export const show = async (
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<boolean> => {
  if (stopping.signal.aborted) return false;
  const child = spawn(program, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  const end = (): void => void child.kill('SIGINT');
  stopping.signal.addEventListener('abort', end);
  const [code] = (await once(child, 'exit')) as [number | null];
  stopping.signal.removeEventListener('abort', end);
  return code === 0;
};

/** As `show`; throws when it fails. */
export const mustShow = async (...command: Parameters<typeof show>): Promise<void> => {
  if (!(await show(...command))) throw new CommandFailed([command[0], ...command[1]].join(' '), 'see above');
};
