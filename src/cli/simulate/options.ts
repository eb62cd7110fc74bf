import { parseArgs } from 'node:util';

export const OUTPUTS = ['text', 'json', 'junit', 'html'] as const;
export type Output = (typeof OUTPUTS)[number];

export interface SimulateOptions {
  readonly files: readonly string[];
  readonly scenarios: readonly string[];
  readonly canary: string | undefined;
  readonly runs: number;
  readonly seed: number;
  readonly jobs: number | undefined;
  readonly output: Output;
  readonly isWorker: boolean;
  readonly help: boolean;
}

export const SIMULATE_HELP = `Usage: serinette simulate -f FILE|DIRECTORY|- [-f ...] [--scenario FILE ...] [flags]

Rehearses a rollout before it meets a cluster: the real operator, in virtual time, with your Canary, its MetricTemplates and
its target (what is missing is made up), in the world that a scenario describes. Prints what happens and why, how long it takes,
how many requests meet a bad release, and what would improve the Canary.

  -f, --filename PATH    manifests; may be repeated
      --canary NAME      which Canary, where there are several: its name, or name.namespace
      --scenario FILE    worlds to rehearse in, a YAML document each (default: a good release at 20 requests per second);
                         docs/simulate.md has all fields
      --runs N           roll out N times with other noise, and tell chances; of a bad release also how often a good one
                         would be rolled back (default: 1)
      --seed N           of the first run; the same seed has the same history (default: 1)
      --jobs N           processes that share the runs (default: one a core)
  -o, --output FORMAT    ${OUTPUTS.join(', ')} (default: text); html is one page that needs nothing else

Exit code 0: every scenario went as it expects; 1: one did not, or a rollout of which nothing is expected did not end;
2: wrong use, or a rehearsal could not be carried out.`;

const OPTIONS = {
  filename: { type: 'string', short: 'f', multiple: true },
  scenario: { type: 'string', multiple: true },
  canary: { type: 'string' },
  runs: { type: 'string', default: '1' },
  seed: { type: 'string', default: '1' },
  jobs: { type: 'string' },
  output: { type: 'string', short: 'o', default: 'text' },
  worker: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const MOST_RUNS = 100_000;

/** The options, or what is wrong with them, one line each. */
export const parseSimulateOptions = (
  args: readonly string[],
): SimulateOptions | { readonly mistakes: readonly string[] } => {
  let values: ReturnType<typeof read>;
  try {
    values = read(args);
  } catch (thrown) {
    return { mistakes: [thrown instanceof Error ? thrown.message : String(thrown)] };
  }
  const mistakes: string[] = [];
  const options: SimulateOptions = {
    files: values.filename ?? [],
    scenarios: values.scenario ?? [],
    canary: values.canary,
    runs: whole('--runs', values.runs, MOST_RUNS, mistakes),
    seed: whole('--seed', values.seed, 2 ** 31, mistakes),
    jobs: values.jobs === undefined ? undefined : whole('--jobs', values.jobs, 256, mistakes),
    output: outputOf(values.output, mistakes),
    isWorker: values.worker,
    help: values.help,
  };
  mistakes.push(...sourceMistakes(options));
  return mistakes.length > 0 ? { mistakes } : options;
};

const sourceMistakes = ({ files, scenarios, help, isWorker }: SimulateOptions): readonly string[] => {
  const isRehearsal = !help && !isWorker;
  if (isRehearsal && files.length === 0) return ['name manifests with -f; see --help'];
  const isReadTwice = [...files, ...scenarios].filter((path) => path === '-').length > 1;
  return isReadTwice ? ['standard input can be read once: name - once'] : [];
};

const whole = (name: string, text: string, most: number, mistakes: string[]): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > most)
    mistakes.push(`${name} must be a whole number from 1 to ${most}, got "${text}"`);
  return value;
};

const outputOf = (text: string, mistakes: string[]): Output => {
  const output = OUTPUTS.find((known) => known === text);
  if (output === undefined) mistakes.push(`--output must be ${OUTPUTS.join(', ')}, got "${text}"`);
  return output ?? 'text';
};

const read = (args: readonly string[]) =>
  parseArgs({ args: [...args], options: OPTIONS, allowPositionals: false }).values;
