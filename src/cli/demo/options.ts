import { parseArgs } from 'node:util';

export interface DemoOptions {
  readonly output: 'text' | 'json';
  /** Leave the cluster running at the end. */
  readonly keep: boolean;
  readonly ratePerSecond: number;
  readonly help: boolean;
}

export const DEMO_HELP = `Usage: serinette demo [flags]

Starts the embedded cluster, a load generator and the operator, applies deploy/samples with the overlay
deploy/samples/fast, then rolls out a good version and a bad one. Takes less than a minute.

  --output text|json   json prints one object a line and closes with a summary (default: text)
  --keep               leave the cluster running, and print how kubectl reaches it
  --rate N             requests a second, 20 to 500 (default: 100)`;

const OPTIONS = {
  output: { type: 'string', default: 'text' },
  keep: { type: 'boolean', default: false },
  rate: { type: 'string', default: '100' },
  help: { type: 'boolean', default: false },
} as const;

/** The options, or what is wrong with them, one line each. */
export const parseDemoOptions = (
  args: readonly string[],
): DemoOptions | { readonly mistakes: readonly string[] } => {
  let values: ReturnType<typeof read>;
  try {
    values = read(args);
  } catch (thrown) {
    return { mistakes: [thrown instanceof Error ? thrown.message : String(thrown)] };
  }
  const { output, keep, help } = values;
  const ratePerSecond = Number(values.rate);
  const mistakes: string[] = [];
  if (output !== 'text' && output !== 'json') mistakes.push(`--output must be text or json, got "${output}"`);
  if (!Number.isInteger(ratePerSecond) || ratePerSecond < 20 || ratePerSecond > 500) {
    mistakes.push(`--rate must be a whole number from 20 to 500, got "${values.rate}"`);
  }
  if (mistakes.length > 0) return { mistakes };
  return { output: output === 'json' ? 'json' : 'text', keep, ratePerSecond, help };
};

const read = (args: readonly string[]) =>
  parseArgs({ args: [...args], options: OPTIONS, allowPositionals: false }).values;
