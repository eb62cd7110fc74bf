import { isRunning } from '../../../src/domain/phase.ts';
import { listAt, objectAt } from '../../../src/domain/json.ts';
import type { Invariant } from './checker.ts';
import {
  drawing,
  isAnalysing,
  isOf,
  isRecord,
  isRoutes,
  isSame,
  isWorkloadCalled,
  numberIn,
  phaseOf,
  runIdOf,
  runOf,
  templateOf,
  weightOf,
} from './facts.ts';
import type { History, Json, Write } from './history.ts';

/** Of the Canary that a story is about. */
const isOwnRecord = (write: Write): boolean => isRecord(write) && isOf(write, 'Canary', 'podinfo');

/** How long a mistake in a spec may take to be seen, and what was decided before to arrive. */
const UNDER_WAY_MS = 20_000;

/** Of a good form, and an error as soon as it is rendered. */
export const UNRENDERABLE = 'errors_total{workload="{{ slice target 100 }}"}';

/** What no Canary may ask for: a share of more than everyone, or a query that nobody can render. */
const isMistaken = (canary: Json | undefined): boolean => {
  const analysis = objectAt(canary, 'spec', 'analysis');
  const queries = listAt(analysis, 'metrics').map((metric) => objectAt(metric)['query']);
  return numberIn(analysis['maxWeight']) > 100 || queries.includes(UNRENDERABLE);
};

/** For how long the spec has been a mistake. */
const mistakenMs = (history: History, now: number): number => {
  if (!isMistaken(history.canary)) return 0;
  const made = history.writes.findLast(
    (write) => isOf(write, 'Canary', 'podinfo') && !isMistaken(write.before),
  );
  return now - (made?.at ?? 0);
};

/** The template that each run gave to the primary, by history. */
const promoted = new WeakMap<History, Map<string, unknown>>();

/** Predicates that the mistakes of other operators asked for. */
export const MORE: readonly Invariant[] = [
  {
    id: 'S-04',
    says: 'While a release is analysed its weight never falls: only a way out, or a new run, takes traffic away.',
    check: (write) => {
      const { before, object } = write;
      if (!isOwnRecord(write) || !isAnalysing(phaseOf(object))) return undefined;
      const isSameRun = runIdOf(before) === runIdOf(object) && runOf(object)['intent'] === 'advance';
      const [from, to] = [weightOf(before), weightOf(object)];
      return isSameRun && to < from ? `from ${from} % to ${to} %` : undefined;
    },
  },
  {
    id: 'S-19',
    says: 'A promotion gives the primary its template once: nobody restarts it a second time for nothing.',
    check: (write, { history }) => {
      const [from, to] = [templateOf(write.before), templateOf(write.object)];
      const isPrimary =
        isWorkloadCalled(write, 'podinfo-primary') && write.verb === 'update' && !write.isStatus;
      const canary = history.canary;
      if (!isPrimary || isSame(from, to) || phaseOf(canary) !== 'Promoting') return undefined;
      const given = promoted.get(history) ?? new Map<string, unknown>();
      promoted.set(history, given);
      const run = runIdOf(canary);
      // What was refused on its way did not come to be what was there before.
      const isAgain = given.has(run) && isSame(given.get(run), from);
      given.set(run, to);
      return isAgain ? `run ${run} changes it again` : undefined;
    },
  },
  {
    id: 'S-26',
    says: 'Routes say what the record says, on the way up and on the way down.',
    check: (write, { history }) => {
      if (!isRoutes(write)) return undefined;
      const routed = drawing(write.object).canary;
      const recorded = weightOf(history.canary);
      return routed === recorded ? undefined : `routed ${routed} %, recorded ${recorded} %`;
    },
  },
  {
    id: 'S-32',
    says: 'A spec that is a mistake, or a query that cannot be rendered, neither moves traffic to a release nor promotes it.',
    check: (write, { history, around }) => {
      if (!isOwnRecord(write) || around.isCommanded()) return undefined;
      const [from, to] = [weightOf(write.before), weightOf(write.object)];
      // The first step asks no metric: there is nothing to measure yet.
      const isRaise = isRunning(phaseOf(write.before)) && from > 0 && to > from;
      const isPromotion = isAnalysing(phaseOf(write.before)) && phaseOf(write.object) === 'Promoting';
      const forMs = isRaise || isPromotion ? mistakenMs(history, write.at) : 0;
      return forMs > UNDER_WAY_MS ? `to ${to} %, ${forMs} ms after the mistake` : undefined;
    },
  },
];
