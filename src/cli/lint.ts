import { text } from 'node:stream/consumers';
import { mistakesIn } from './lint/mistakes.ts';
import { readSources } from './lint/sources.ts';

const HELP = `Usage: serinette lint FILE|DIRECTORY|-...
       serinette lint --migrate [FILE|DIRECTORY|-...]

Checks Canary, MetricTemplate and AlertProvider manifests as the API server and the operator will: schema, unknown
fields, and what this version does not serve yet. Other kinds and other YAML are passed over.

Of a directory all *.yaml and *.yml below are read, without templates of Helm charts and patches of kustomizations,
which are no whole manifests: pipe what they render into "serinette lint -", which reads standard input.

Prints one line a mistake. Exit code 0: no mistake; 1: mistakes; 2: wrong use, or something could not be read.

With --migrate it tells what is refused, what differs from Flagger, and what becomes of rollouts that are under way; without
files it reads a cluster, and changes nothing there. Exit code 0 also where things merely differ; 1: something is refused.

      --kubeconfig PATH      (default: KUBECONFIG, else ~/.kube/config)
      --context NAME         (default: the current one)
  -n, --namespace NAME       (default: all)
      --egress-allow CIDRS   as the operator will have it`;

export const lint = async (args: readonly string[]): Promise<number> => {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(`${HELP}\n`);
    return 0;
  }
  if (args.includes('--migrate')) return (await import('./lint/migrate.ts')).migrate(args);
  const unknown = args.filter((word) => word.startsWith('-') && word !== '-');
  if (unknown.length > 0) return complain(unknown.map((word) => `unknown argument ${JSON.stringify(word)}`));
  if (args.length === 0) return complain(['name files or directories, or - for standard input; see --help']);
  const { sources, unreadable } = await readSources(args, () => text(process.stdin));
  const lines = sources.flatMap(mistakesIn);
  for (const line of lines) process.stdout.write(`${line}\n`);
  if (unreadable.length > 0) return complain(unreadable);
  return lines.length === 0 ? 0 : 1;
};

const complain = (lines: readonly string[]): number => {
  for (const line of lines) process.stderr.write(`serinette lint: ${line}\n`);
  return 2;
};
