import { isRunning } from '../../../src/domain/phase.ts';
import { drawing, type History, type Json, type Write } from './history.ts';
import type { Invariant } from './invariants.ts';

const isCanary = ({ object, isStatus }: Write): boolean =>
  isStatus && object['kind'] === 'Canary' && object['metadata'].name === 'podinfo';
const statusOf = (canary: Json | undefined): Json => canary?.['status'] ?? {};
const weightIn = (canary: Json | undefined): number => Number(statusOf(canary)['canaryWeight'] ?? 0);

/** How long a mistake in a spec may take to be seen, and what was decided before to arrive. */
const UNDER_WAY_MS = 20_000;

/** Of a good form, and an error as soon as it is rendered. */
export const UNRENDERABLE = 'errors_total{workload="{{ slice target 100 }}"}';

/** What no Canary may ask for: a share of more than everyone, or a query that nobody can render. */
const isMistaken = (canary: Json | undefined): boolean => {
  const { maxWeight = 0, metrics = [] } = (canary?.['spec']?.analysis ?? {}) as Json;
  const queries = (metrics as readonly Json[]).map(({ query }) => String(query ?? ''));
  return Number(maxWeight) > 100 || queries.some((query) => query === UNRENDERABLE);
};

/** For how long the spec has been a mistake. */
const mistakenMs = (history: History, now: number): number => {
  if (!isMistaken(history.get('Canary', 'podinfo'))) return 0;
  const made = history.writes.findLast(
    ({ object, before }) =>
      object['kind'] === 'Canary' && object['metadata'].name === 'podinfo' && !isMistaken(before),
  );
  return now - (made?.at ?? 0);
};

const templateOf = (workload: Json | undefined): string => JSON.stringify(workload?.['spec']?.template ?? {});

/** The template that each run gave to the primary, by history. */
const promoted = new WeakMap<History, Map<string, string>>();

/** Predicates that the mistakes of other operators asked for. */
export const MORE: readonly Invariant[] = [
  {
    id: 'S-04',
    says: 'While a release is analysed its weight never falls: only a way out, or a new run, takes traffic away.',
    check: (write) => {
      if (!isCanary(write)) return undefined;
      const [before, after] = [statusOf(write.before), statusOf(write.object)];
      const isSameRun = before['run']?.id === after['run']?.id && after['run']?.intent === 'advance';
      const isAnalysing = after['phase'] === 'Progressing' || after['phase'] === 'WaitingPromotion';
      const [from, to] = [weightIn(write.before), weightIn(write.object)];
      return isSameRun && isAnalysing && to < from ? `from ${from} % to ${to} %` : undefined;
    },
  },
  {
    id: 'S-19',
    says: 'A promotion gives the primary its template once: nobody restarts it a second time for nothing.',
    check: ({ object, before, verb, isStatus }, { history }) => {
      const isPrimary = object['metadata'].name === 'podinfo-primary' && !isStatus && verb === 'update';
      const [from, to] = [templateOf(before), templateOf(object)];
      const status = statusOf(history.get('Canary', 'podinfo'));
      if (!isPrimary || from === to || status['phase'] !== 'Promoting') return undefined;
      const given = promoted.get(history) ?? new Map<string, string>();
      promoted.set(history, given);
      const run = String(status['run']?.id);
      // What was refused on its way did not come to be what was there before.
      const isAgain = given.get(run) === from;
      given.set(run, to);
      return isAgain ? `run ${run} changes it again` : undefined;
    },
  },
  {
    id: 'S-26',
    says: 'Routes say what the record says, on the way up and on the way down.',
    check: ({ object, verb }, { history }) => {
      const routed = drawing(object)?.canary;
      if (object['kind'] !== 'VirtualService' || verb === 'delete' || routed === undefined) return undefined;
      const recorded = weightIn(history.get('Canary', 'podinfo'));
      return routed === recorded ? undefined : `routed ${routed} %, recorded ${recorded} %`;
    },
  },
  {
    id: 'S-32',
    says: 'A spec that is a mistake, or a query that cannot be rendered, moves no traffic to a release.',
    check: (write, { history, around }) => {
      if (!isCanary(write) || around.isCommanded()) return undefined;
      const [from, to] = [weightIn(write.before), weightIn(write.object)];
      // The first step asks no metric: there is nothing to measure yet.
      const isRaise = isRunning(statusOf(write.before)['phase']) && from > 0 && to > from;
      const forMs = isRaise ? mistakenMs(history, write.at) : 0;
      return forMs > UNDER_WAY_MS ? `to ${to} %, ${forMs} ms after the mistake` : undefined;
    },
  },
];
