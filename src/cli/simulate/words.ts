import { formatDuration } from '../../domain/duration.ts';
import type { Rehearsal } from '../../simulation/rehearsal/rehearse.ts';
import type { Proportion, Spread } from '../../simulation/rehearsal/summary.ts';
import type { Study } from './study.ts';

export const time = (ms: number): string => formatDuration(Math.round(ms / 1000) * 1000);

export const percent = (share: number): string => {
  const value = share * 100;
  if (value === 0 || value >= 10) return `${Number(value.toFixed(1))} %`;
  return value < 0.01 ? '< 0.01 %' : `${Number(value.toPrecision(2))} %`;
};

/** A proportion with its interval. */
export const chance = ({ share, low, high }: Proportion): string =>
  `${percent(share)} (95 % confidence: ${percent(low)} to ${percent(high)})`;

export const times = ({ median, p95, max }: Spread): string =>
  median === max ? time(median) : `median ${time(median)}, 95 % within ${time(p95)}, longest ${time(max)}`;

/** How a rollout ended, in a few words. */
export const ending = ({ result, endedAtMs, awayAtMs, holding }: Rehearsal): string => {
  switch (result) {
    case 'promoted':
      return `promoted after ${time(endedAtMs)}`;
    case 'rolledBack':
      return `rolled back after ${time(awayAtMs ?? endedAtMs)}`;
    case 'unfinished':
      return `not finished after ${time(endedAtMs)}${holding === '' ? '' : `: ${holding}`}`;
    case 'notInitialised':
      return `not initialised after ${time(endedAtMs)}${holding === '' ? '' : `: ${holding}`}`;
  }
};

/** How many runs ended how, such as `57 promoted, 3 rolled back`. */
export const counts = ({ promoted, rolledBack, undecided }: Study['summary']): string =>
  [
    ...(promoted.count > 0 ? [`${promoted.count} promoted`] : []),
    ...(rolledBack.count > 0 ? [`${rolledBack.count} rolled back`] : []),
    ...(undecided.count > 0 ? [`${undecided.count} neither`] : []),
  ].join(', ');

export interface Fact {
  readonly what: string;
  readonly value: string;
  /** A chance that somebody should do something about. */
  readonly isAlarming?: boolean;
}

/** The figures of a study, in the order in which they are read. */
export const factsOf = (study: Study): readonly Fact[] => {
  const { first, summary } = study;
  const { timeToPromote, timeToDetect, timeToRollBack, failedShare, runs } = summary;
  const failed = runs > 1 ? spreadOfShares(failedShare) : `${first.failed} of ${first.requests}`;
  return [
    ...fact('time to promote', timeToPromote && times(timeToPromote)),
    ...fact('time to detect', timeToDetect && times(timeToDetect)),
    ...fact('time to roll back', timeToRollBack && times(timeToRollBack)),
    ...fact('requests that met the release', met(first, summary)),
    ...fact('failed requests of users', failed),
    ...(runs > 1 ? chancesOf(study) : []),
    ...fact('expected', expected(study)),
  ];
};

const fact = (what: string, value: string | undefined): readonly Fact[] =>
  value === undefined ? [] : [{ what, value }];

/** One rollout in a hundred that ends wrongly is one too many for a check that runs every day. */
const ALARMING = 0.01;

const wrongly = (what: string, found: Proportion): Fact => ({
  what,
  value: chance(found),
  isAlarming: found.share >= ALARMING,
});

const chancesOf = ({ summary, control, isHarmless }: Study): readonly Fact[] => [
  isHarmless
    ? wrongly('chance of a false rollback', summary.rolledBack)
    : wrongly('chance of a missed bad release', summary.promoted),
  ...(control === undefined
    ? []
    : [wrongly('chance of a false rollback, were the release as good', control.rolledBack)]),
  ...(summary.undecided.count > 0 ? fact('neither promoted nor rolled back', chance(summary.undecided)) : []),
];

const expected = ({ verdict, scenario, summary }: Study): string | undefined => {
  if (verdict === undefined || scenario.expect === undefined) return undefined;
  const { text } = scenario.expect;
  if (summary.runs > 1) return `${text}: so in ${chance(verdict.asExpected)}`;
  return `${text}: ${verdict.holds ? 'yes' : 'no'}`;
};

const met = (first: Rehearsal, summary: Study['summary']): string => {
  const { runs, rolledBack, exposed, exposedShare } = summary;
  if (runs === 1) return `${first.exposed} of ${first.requests}, of which ${first.exposedFailed} failed`;
  const isOfSome = rolledBack.count > 0 && rolledBack.count < runs;
  return `${isOfSome ? 'where it was rolled back: ' : ''}median ${Math.round(exposed.median)}, which are ${spreadOfShares(exposedShare)}`;
};

const spreadOfShares = ({ median, p95 }: Spread): string =>
  `${percent(median)} of all (95 % of runs: up to ${percent(p95)})`;
