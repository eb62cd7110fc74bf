import type { Invariant, Seen } from './checker.ts';
import {
  CANARY_HOST,
  destinationsOf,
  drawing,
  isAnalysing,
  isRoutes,
  phaseOf,
  PRIMARY_HOST,
  reachesCanary,
  rulesOf,
  runIdOf,
  weightOf,
} from './facts.ts';
import type { Write } from './history.ts';

/** Who meets whom. */
export const TRAFFIC: readonly Invariant[] = [
  {
    id: 'S-01',
    says: 'Weights of a route are whole numbers from 0 to 100 that sum to 100, and lead to the primary and the canary alone.',
    check: (write) => {
      if (!isRoutes(write)) return undefined;
      const rules = rulesOf(write.object);
      return rules.length === 0 ? 'no routes at all' : rules.flatMap(mistakesIn).at(0);
    },
  },
  {
    id: 'S-02',
    says: 'No side gets traffic that it did not have while it has no ready pods and the other side has some.',
    check: (write, seen) => {
      if (!isRoutes(write) || write.before === undefined) return undefined;
      return canaryWithoutPods(write, seen) ?? primaryWithoutPods(write, seen);
    },
  },
  {
    id: 'S-03',
    says: 'During an analysis the canary never gets more than maxWeight.',
    check: (write, seen) => {
      if (!isRoutes(write) || !isAnalysing(phaseOf(seen.history.canary))) return undefined;
      const { canary } = drawing(write.object);
      return canary > seen.around.maxWeight ? `${canary} % of ${seen.around.maxWeight} %` : undefined;
    },
  },
  {
    id: 'S-05',
    says: 'A weight is raised at most once an interval, whatever crashes, clocks and edits do.',
    check: (write, seen) => {
      if (!isRoutes(write)) return undefined;
      const { raised } = seen.memory;
      const run = runIdOf(seen.history.canary);
      const last = raised.get(run);
      const weight = drawing(write.object).canary;
      if (weight === 0 || weight <= (last?.weight ?? 0)) return undefined;
      raised.set(run, { weight, at: write.at, user: write.user });
      if (last === undefined || seen.around.isCommanded()) return undefined;
      // A process that has just started knows no other clock than the one that was set ahead.
      const believedMs = last.user === write.user ? 0 : seen.around.aheadSince(last.at);
      // Spacing counts from when a write was sent.
      const lateMs = seen.around.lateSince(last.at);
      const apartMs = write.at - last.at;
      return apartMs + believedMs + lateMs < seen.around.intervalMs - 250
        ? `${last.weight} to ${weight} after ${apartMs} ms`
        : undefined;
    },
  },
  {
    id: 'S-06',
    says: 'Routes follow the record: a weight is recorded before any user meets it.',
    check: (write, seen) => {
      if (!isRoutes(write)) return undefined;
      const [from, to] = [drawing(write.before).canary, drawing(write.object).canary];
      const recorded = weightOf(seen.history.canary);
      return to > from && to !== recorded ? `routed ${to} %, recorded ${recorded} %` : undefined;
    },
  },
  {
    id: 'S-27',
    says: 'No user meets a release before its pre-rollout hooks have passed.',
    check: (write, { around }) => {
      const isFirst = isRoutes(write) && !reachesCanary(write.before) && reachesCanary(write.object);
      if (!isFirst || around.isCommanded()) return undefined;
      return around.isPreRolloutPassed() ? undefined : 'the hook has not passed';
    },
  },
];

const mistakesIn = (rule: ReturnType<typeof rulesOf>[number]): readonly string[] => {
  const destinations = destinationsOf(rule);
  const isOurs = ({ host }: { readonly host: string }): boolean =>
    host === PRIMARY_HOST || host === CANARY_HOST;
  // Routes of others may stand among ours.
  if (!destinations.some(isOurs)) return [];
  const strange = destinations.find((destination) => !isOurs(destination));
  if (strange !== undefined) return [`leads to ${strange.host}`];
  if (destinations.length === 1) return [];
  const weights = destinations.map(({ weight }) => weight);
  const isWrong = weights.some((weight) => !Number.isInteger(weight) || Number(weight) < 0);
  const sum = weights.reduce<number>((total, weight) => total + Number(weight), 0);
  return isWrong || sum !== 100 ? [`weights ${JSON.stringify(weights)}`] : [];
};

const canaryWithoutPods = ({ before, object }: Write, { history }: Seen): string | undefined => {
  const isRaised = drawing(object).canary > drawing(before).canary;
  const isOpened = reachesCanary(object) && !reachesCanary(before);
  return (isRaised || isOpened) && history.endpoints(CANARY_HOST) === 0
    ? 'the canary has no ready pods'
    : undefined;
};

/** A hand may have led users away from a primary without pods: what is recorded comes back all the same. */
const primaryWithoutPods = ({ before, object }: Write, { history, memory }: Seen): string | undefined => {
  const isReturned = drawing(object).primary > drawing(before).primary && !memory.isEditedByHand;
  const isWorse = history.endpoints(PRIMARY_HOST) === 0 && history.endpointsNow(CANARY_HOST) > 0;
  return isReturned && isWorse ? 'the primary has no ready pods, and the canary has some' : undefined;
};
