import { parseArgs } from 'node:util';
import { COMMAND } from '../api/identifiers.ts';
import { CANARY } from '../api/kinds.ts';
import type { KubeObject } from '../api/objects.ts';
import { type Command, commandText, type CommandVerb } from '../domain/command.ts';
import { type Json, objectAt, textAt } from '../domain/json.ts';
import { isOperatorError, OperatorError } from '../errors.ts';
import type { Cluster, Ref } from '../kube/cluster.ts';
import { connect } from '../kube/connection.ts';
import { makeHttpCluster } from '../kube/http-cluster.ts';
import { ConfigError } from '../kube/kubeconfig.ts';
import { persist } from '../kube/persist.ts';
import { sleep, systemClock } from '../runtime/clock.ts';
import { toRfc3339Millis } from '../runtime/time.ts';
import { version } from './version.ts';

const OPTIONS = {
  namespace: { type: 'string', short: 'n' },
  kubeconfig: { type: 'string' },
  context: { type: 'string' },
  timeout: { type: 'string', default: '15' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

export type SteeringVerb = CommandVerb | 'pause' | 'resume';

const EFFECTS: Readonly<Record<SteeringVerb, string>> = {
  approve: 'Lets the rollout pass the gate that it waits at, once, whatever the gate says.',
  halt: 'Keeps the run at its weight until it is resumed, promoted or rolled back.',
  promote: 'Passes over the rest of the analysis and its gates, and promotes when both sides are ready.',
  rollback: 'Sends all traffic back to the primary and ends the run as Failed.',
  retry: 'Analyses the revision of a failed run once more.',
  pause: 'Sets spec.suspend: nothing is done for the Canary any more, but a rollback that has begun ends.',
  resume: 'Ends a pause and a halt.',
};

const help = (verb: SteeringVerb): string => `Usage: serinette ${verb} CANARY [flags]

${EFFECTS[verb]}

  -n, --namespace NAME     (default: the kubeconfig's, else default)
      --kubeconfig PATH    (default: KUBECONFIG, else ~/.kube/config)
      --context NAME       (default: the current one)
      --timeout SECONDS    how long to wait for the operator's answer; 0 does not wait (default: 15)

Exit code 0: done; 1: refused, or not answered; 2: wrong use.`;

/** Steers one Canary, as its user. It needs the rights to get and patch Canaries, and no others. */
export const command =
  (verb: SteeringVerb) =>
  async (args: readonly string[]): Promise<number> => {
    const options = readOptions(args);
    if (typeof options === 'string') return complain(verb, options, 2);
    if (options.help) return say(help(verb));
    if (options.name === '') return complain(verb, 'name a Canary; see --help', 2);
    try {
      return await steer(verb, options);
    } catch (thrown) {
      if (thrown instanceof ConfigError) return complain(verb, thrown.message, 2);
      if (isOperatorError(thrown)) return complain(verb, thrown.message, 1);
      throw thrown;
    }
  };

const say = (line: string): number => {
  process.stdout.write(`${line}\n`);
  return 0;
};

const complain = (verb: SteeringVerb, why: string, exitCode: number): number => {
  process.stderr.write(`serinette ${verb}: ${why}\n`);
  return exitCode;
};

const readOptions = (args: readonly string[]) => {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
    const [name = '', ...more] = positionals;
    if (more.length > 0) return `one Canary at a time, got ${positionals.join(', ')}`;
    if (!/^\d{1,4}$/.test(values.timeout))
      return `--timeout must be a number of seconds, got "${values.timeout}"`;
    // As kubectl names objects.
    return {
      ...values,
      name: name.replace(/^canar(y|ies)(\.flagger\.app)?\//, ''),
      timeoutMs: Number(values.timeout) * 1000,
    };
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
};

type Options = Exclude<ReturnType<typeof readOptions>, string>;

const steer = async (verb: SteeringVerb, options: Options): Promise<number> => {
  const { kubeconfig, context, name } = options;
  const connection = connect({
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(context === undefined ? {} : { context }),
  });
  const cluster = makeHttpCluster(connection, { clock: systemClock, userAgent: `serinette/${version()}` });
  const namespace = options.namespace ?? connection.namespace ?? 'default';
  const ref: Ref = { type: CANARY, namespace, name };
  try {
    const asked = await write(verb, cluster, ref);
    const shown = `canary.flagger.app/${name}`;
    if (asked === undefined) return say(`${shown} ${verb}d`);
    const [text = ''] = asked.split(' ');
    if (options.timeoutMs === 0) return say(`${shown} asked: ${text}`);
    const answer = await answerTo(asked, cluster, ref, options.timeoutMs);
    if (answer === undefined)
      return complain(
        verb,
        `no operator has answered ${text} within ${options.timeout} s; it stays asked`,
        1,
      );
    return answer.accepted ? say(`${shown} follows: ${text}`) : complain(verb, answer.message, 1);
  } finally {
    await connection.close();
  }
};

/** What was asked; undefined for what the API server carries out itself. */
const write = (verb: SteeringVerb, cluster: Cluster, ref: Ref): Promise<string | undefined> =>
  persist(async () => {
    const { signal } = new AbortController();
    const canary = await cluster.get(ref, signal);
    const { text, body } = patchFor(verb, canary);
    const resourceVersion = canary.metadata.resourceVersion ?? '';
    await cluster.patch(ref, { type: 'merge', body, resourceVersion }, signal);
    return text;
  });

const patchFor = (verb: SteeringVerb, canary: KubeObject): { text: string | undefined; body: object } => {
  if (verb === 'pause') return { text: undefined, body: { spec: { suspend: true } } };
  const annotated = (value: string | null): object => ({ metadata: { annotations: { [COMMAND]: value } } });
  if (verb === 'resume') {
    const isHalted = canary.metadata.annotations?.[COMMAND]?.startsWith('halt@') === true;
    return { text: undefined, body: { spec: { suspend: false }, ...(isHalted ? annotated(null) : {}) } };
  }
  const run = objectAt(canary, 'status', 'run');
  const id = textAt(run, 'id');
  if (id === '')
    throw new OperatorError(
      'REJECTED',
      `Canary ${canary.metadata.name} has no run to ${verb}: is the operator there?`,
    );
  const command = commandFor(verb, textAt(objectAt(canary, 'status'), 'phase'), id, run);
  const text = `${commandText(command)} at ${toRfc3339Millis(systemClock.now())}`;
  return { text, body: annotated(text) };
};

/** A run that waits for its start has the next number already. */
const commandFor = (verb: CommandVerb, phase: string, id: string, run: Json): Command => {
  const isWaiting = phase === 'Waiting';
  const round = isWaiting ? 'start' : Number(run['tick'] ?? 0);
  return {
    verb,
    run: isWaiting ? String(Number(id) + 1) : id,
    tick: verb === 'approve' ? round : undefined,
  };
};

interface Answer {
  readonly accepted: boolean;
  readonly message: string;
}

const LOOK_AGAIN_MS = 200;

/** Undefined: nobody answered in time. By looking again, since a watch would need one more right. */
const answerTo = async (
  text: string,
  cluster: Cluster,
  ref: Ref,
  withinMs: number,
): Promise<Answer | undefined> => {
  const { signal } = new AbortController();
  const began = systemClock.monotonic();
  for (;;) {
    const answer = answerIn(await cluster.get(ref, signal), text);
    if (answer !== undefined || systemClock.monotonic() - began > withinMs) return answer;
    await sleep(systemClock, LOOK_AGAIN_MS, signal);
  }
};

const answerIn = (canary: KubeObject, text: string): Answer | undefined => {
  const record = objectAt(canary, 'status', 'command');
  return record['text'] === text
    ? { accepted: record['accepted'] === true, message: textAt(record, 'message') }
    : undefined;
};
