import type { Fields } from './fields.ts';

/** Shares of the requests in whole percent; they sum to 100. */
export interface Split {
  readonly primary: number;
  readonly canary: number;
  /** The canary also gets a copy of what the primary answers, and nobody waits for its answers. */
  readonly mirrored: boolean;
}

/** Whose requests are split: all, or those that `analysis.match` names while the primary has the others. */
export type Audience = 'everyone' | 'matched';

/** Cookies of session affinity as `name=value`; empty where there is none. */
export interface Cookies {
  /** Of users of the canary, in this run. */
  readonly canary: string;
  /** Of users of the primary, in this run. */
  readonly primary: string;
  /** Of users of the canary in the run before; browsers are told to forget it. */
  readonly previous: string;
}

/** Who gets what: all that routes are made from besides the plan. */
export interface Traffic extends Split {
  readonly audience: Audience;
  readonly cookies: Cookies;
}

export const NO_COOKIES: Cookies = { canary: '', primary: '', previous: '' };

export const trafficAt = (canary: number, over: Partial<Traffic> = {}): Traffic => ({
  primary: 100 - canary,
  canary,
  mirrored: false,
  audience: 'everyone',
  cookies: NO_COOKIES,
  ...over,
});

/** The least rung above the weight; undefined means that the ladder is climbed and promotion is next. */
export const nextRung = (ladder: readonly number[], weight: number): number | undefined =>
  ladder.find((rung) => rung > weight);

export const topRung = (ladder: readonly number[]): number => ladder.at(-1) ?? 0;

/**
 * The weights a canary passes through: rising, within 1..100, the last one the greatest exposure that the
 * analysis allows. An additive step that would pass `maxWeight` ends at it (Flagger overshoots).
 *
 * A repeated or falling entry in `stepWeights` halts Flagger for ever without a word, so it is refused.
 */
export const parseSteps = (analysis: Fields): readonly number[] => {
  const step = analysis.integer('stepWeight', { min: 0, max: 100, otherwise: 0 });
  const max = analysis.integer('maxWeight', { min: 0, max: 100, otherwise: 100 }) || 100;
  if (step > 0) return additive(step, max);
  const listed = analysis.raw['stepWeights'];
  if (Array.isArray(listed) && listed.length > 0)
    return analysis.isTooLong('stepWeights', listed.length)
      ? [max]
      : endingAt(max, explicit(analysis, listed));
  const isOtherwise = analysis.has('stepWeight') && analysis.raw['stepWeight'] !== 0;
  if (!isOtherwise)
    analysis.issue(
      'stepWeight',
      'must be a whole number from 1 to 100, unless stepWeights lists the weights or iterations are counted',
    );
  return [max];
};

const additive = (step: number, max: number): readonly number[] => {
  const ladder: number[] = [];
  for (let weight = step; weight < max; weight += step) ladder.push(weight);
  return [...ladder, max];
};

const endingAt = (max: number, ladder: readonly number[]): readonly number[] =>
  topRung(ladder) > max ? [...ladder.filter((weight) => weight < max), max] : ladder;

const explicit = (analysis: Fields, listed: readonly unknown[]): readonly number[] => {
  const ladder: number[] = [];
  listed.forEach((weight, at) => {
    const before = ladder.at(-1) ?? 0;
    if (typeof weight === 'number' && Number.isInteger(weight) && weight > before && weight <= 100)
      ladder.push(weight);
    else
      analysis.issue(
        `stepWeights[${at}]`,
        `must be a whole number above ${before} and at most 100, got ${JSON.stringify(weight)}`,
      );
  });
  return ladder.length > 0 ? ladder : [100];
};

/** The weight that the steps as written reach beyond `maxWeight`; undefined when they meet it. Reports no issue. */
export const overshoot = (analysis: Fields): number | undefined => {
  const { stepWeight: step, stepWeights, maxWeight } = analysis.raw;
  const max = typeof maxWeight === 'number' && maxWeight > 0 ? maxWeight : 100;
  const last: unknown = Array.isArray(stepWeights) ? stepWeights.at(-1) : undefined;
  if (typeof last === 'number' && last > max) return last;
  if (typeof step !== 'number' || step <= 0 || max % step === 0) return undefined;
  return Math.min(100, Math.ceil(max / step) * step);
};
