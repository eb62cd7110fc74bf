import type { SteeringVerb } from './command.ts';
import { version } from './version.ts';

export interface Verb {
  readonly summary: string;
  /** Resolves with the exit code: 0 done, 1 failed, 2 wrong use. */
  run(args: readonly string[]): Promise<number>;
}

const print = (text: string): Promise<number> => {
  process.stdout.write(`${text}\n`);
  return Promise.resolve(0);
};

const STEERING = [
  ['approve', 'let a rollout pass the gate that it waits at'],
  ['halt', 'keep a run at its weight'],
  ['promote', 'pass over the rest of an analysis'],
  ['rollback', 'end a run and send all traffic back'],
  ['retry', 'analyse a failed revision once more'],
  ['pause', 'suspend a Canary'],
  ['resume', 'end a pause or a halt'],
] as const satisfies readonly (readonly [SteeringVerb, string])[];

export const verbs: ReadonlyMap<string, Verb> = new Map<string, Verb>([
  [
    'operator',
    {
      summary: 'watch Canaries in a cluster and roll them out',
      run: async (args) => (await import('./operator.ts')).operator(args),
    },
  ],
  [
    'demo',
    {
      summary: 'show a promotion and a rollback on the embedded cluster, in less than a minute',
      run: async (args) => (await import('./demo.ts')).demo(args),
    },
  ],
  [
    'sandbox',
    {
      summary: 'run the embedded cluster alone, for kubectl and for operators',
      run: async (args) => (await import('./sandbox.ts')).sandbox(args),
    },
  ],
  [
    'simulate',
    {
      summary: 'rehearse a rollout in virtual time, and tell what would come of it',
      run: async (args) => (await import('./simulate.ts')).simulate(args),
    },
  ],
  [
    'lint',
    {
      summary: 'check manifests before they reach a cluster',
      run: async (args) => (await import('./lint.ts')).lint(args),
    },
  ],
  [
    'gate',
    {
      summary: 'serve gates for webhooks, whose state is a ConfigMap',
      run: async (args) => (await import('./gate.ts')).gate(args),
    },
  ],
  ...STEERING.map(([verb, summary]): [string, Verb] => [
    verb,
    { summary, run: async (args) => (await import('./command.ts')).command(verb)(args) },
  ]),
  ['version', { summary: 'print the version', run: () => print(version()) }],
  ['help', { summary: 'print this', run: () => print(help()) }],
]);

const help = (): string =>
  [
    'Serinette: progressive delivery for Kubernetes and Istio.',
    '',
    'Usage: serinette <command> [flags]; serinette <command> --help tells the flags.',
    '',
    ...[...verbs].map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`),
  ].join('\n');
