import { objectAt } from '../../domain/json.ts';
import type { Clock } from '../../runtime/clock.ts';
import { type Evidence, evidenceIn, evidenceInVector, vectorIn } from './evidence.ts';
import type { MetricsServer, Query } from './prometheus.ts';
import { type BuiltIn, builtInQuery, type Measured } from './queries.ts';
import type { Reply } from './send.ts';
import { unlessAborted } from './shared-queries.ts';

export interface BuiltInQuestion {
  readonly server: MetricsServer;
  readonly metric: BuiltIn;
  readonly measured: Measured;
}

export type AskBuiltIn = (question: BuiltInQuestion, signal: AbortSignal) => Promise<Evidence>;

const GATHERED_MS = 10;
/** Keeps the query's URL within what proxies take. */
const LARGEST_GROUP = 40;

interface Group {
  readonly question: BuiltInQuestion;
  readonly workloads: Set<string>;
  readonly replies: Promise<ReadonlyMap<string, Evidence>>;
  readonly send: () => void;
}

/**
 * Measures the workloads of a namespace that are asked for within 10 ms by one query, and gives each what a query
 * of its own would have given. A name with a dot is asked alone: in a query's pattern it may match other names.
 */
export const groupQueries = (query: Query, clock: Clock): AskBuiltIn => {
  const open = new Map<string, Group>();
  const alone = async (question: BuiltInQuestion, signal: AbortSignal): Promise<Evidence> =>
    evidenceOf(await query(question.server, builtInQuery(question.metric, question.measured), signal));
  const gather = (key: string, question: BuiltInQuestion): Group => {
    const workloads = new Set<string>();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const send = (): void => {
      if (open.get(key) === group) open.delete(key);
      resolve(undefined);
    };
    const cancel = clock.after(GATHERED_MS, send);
    const replies = promise.then(() => {
      cancel();
      return measureAll(query, question, [...workloads].sort());
    });
    const group = { question, workloads, replies, send };
    open.set(key, group);
    return group;
  };
  return async (question, signal) => {
    signal.throwIfAborted();
    const { workload, ...where } = question.measured;
    if (!/^[a-z0-9-]+$/.test(workload)) return alone(question, signal);
    const key = JSON.stringify([question.server, question.metric, where]);
    const group = open.get(key) ?? gather(key, question);
    group.workloads.add(workload);
    if (group.workloads.size >= LARGEST_GROUP) group.send();
    const found = (await unlessAborted(group.replies, signal)).get(workload);
    return found ?? alone(question, signal);
  };
};

/** Empty where the common query was refused: then each asks for itself, and hears its own reason. */
const measureAll = async (
  query: Query,
  { server, metric, measured }: BuiltInQuestion,
  workloads: readonly string[],
): Promise<ReadonlyMap<string, Evidence>> => {
  const [only, ...others] = workloads;
  if (only === undefined) return new Map();
  const never = new AbortController().signal;
  if (others.length === 0) {
    const text = builtInQuery(metric, { ...measured, workload: only });
    return new Map([[only, evidenceOf(await query(server, text, never))]]);
  }
  const pattern = { ...measured, workload: workloads.join('|') };
  const reply = await query(server, builtInQuery(metric, pattern, 'by workload'), never);
  return split(reply, workloads);
};

const evidenceOf = (reply: Reply): Evidence =>
  'none' in reply ? reply : evidenceIn(reply.status, reply.body);

const split = (reply: Reply, workloads: readonly string[]): ReadonlyMap<string, Evidence> => {
  const found = 'none' in reply ? reply : vectorIn(reply.status, reply.body);
  if (!('none' in found))
    return new Map(workloads.map((name) => [name, evidenceInVector(found.vector.filter(isOf(name)))]));
  return found.none === 'QueryError' ? new Map() : new Map(workloads.map((name) => [name, found]));
};

const isOf = (workload: string) => (series: unknown) =>
  objectAt(series, 'metric')['destination_workload'] === workload;
