import { both, type Input, many, refused, rejected, set, taken, understood } from './input.ts';

const A = 'spec.analysis';
const PERCENT = 'must be a whole number from 0 to 100';
const NO_STEP =
  'must be a whole number from 1 to 100, unless stepWeights lists the weights or iterations are counted';

const listed = (...weights: readonly number[]) =>
  both(set('analysis.stepWeight', undefined), set('analysis.stepWeights', weights));

const counted = (iterations: number) =>
  both(
    set('analysis.stepWeight', undefined),
    set('analysis.maxWeight', undefined),
    set('analysis.iterations', iterations),
  );

/** When, how far and how often: the numbers of an analysis. */
export const inputsOfSteps: readonly Input[] = [
  rejected(38, 'no analysis', set('analysis', undefined), `${A}: Required value`),
  rejected(39, 'no interval', set('analysis.interval', undefined), `${A}.interval: Required value`),
  ...['1mm', '1m 30s', '1m-5s'].map((interval) =>
    refused(
      40,
      `an interval of ${interval}`,
      set('analysis.interval', interval),
      `${A}.interval must be a duration such as 30s or 1m30s of at most 86400 s, got "${interval}"`,
    ),
  ),
  ...['0s', '1s'].map((interval) =>
    understood(
      41,
      `an interval of ${interval}`,
      set('analysis.interval', interval),
      `analysis.interval ${interval} is below the operator's floor, it is 10s`,
    ),
  ),
  ...['-30s', '1.5m', '∞', '1e3s', ''].map((interval) =>
    rejected(
      42,
      `an interval of ${JSON.stringify(interval)}`,
      set('analysis.interval', interval),
      `${A}.interval in body should match '^[0-9]+(m|s)'`,
    ),
  ),
  refused(
    43,
    'an interval of 100,000 digits',
    set('analysis.interval', `${'1'.repeat(100_000)}s`),
    `${A}.interval must be a duration such as 30s or 1m30s of at most 86400 s, got "1111`,
  ),
  rejected(44, 'an interval of 600h', set('analysis.interval', '600h'), 'should match'),
  refused(
    44,
    'an interval of as many minutes',
    set('analysis.interval', '36000m'),
    `${A}.interval must be a duration such as 30s or 1m30s of at most 86400 s, got "36000m"`,
  ),
  ...(
    [
      [45, -1],
      [47, 1.5],
      [48, 2 ** 31],
    ] as const
  ).map(([row, threshold]) =>
    refused(
      row,
      `a threshold of ${threshold}`,
      set('analysis.threshold', threshold),
      `${A}.threshold must be a whole number from 0 to 1000, got ${threshold}`,
    ),
  ),
  taken(
    46,
    'a threshold of 0',
    set('analysis.threshold', 0),
    'no failed check is borne: the first one ends a run, as with 1',
  ),
  ...(
    [
      [49, 101],
      [49, 1000],
      [50, -10],
    ] as const
  ).map(([row, weight]) =>
    refused(
      row,
      `a maxWeight of ${weight}`,
      set('analysis.maxWeight', weight),
      `${A}.maxWeight ${PERCENT}, got ${weight}`,
    ),
  ),
  taken(51, 'a maxWeight of 0', set('analysis.maxWeight', 0), 'it is 100, as with Flagger'),
  refused(52, 'a stepWeight of 0', set('analysis.stepWeight', 0), `${A}.stepWeight ${NO_STEP}`),
  refused(52, 'a stepWeight of -5', set('analysis.stepWeight', -5), `${A}.stepWeight ${PERCENT}, got -5`),
  refused(53, 'a stepWeight of 200', set('analysis.stepWeight', 200), `${A}.stepWeight ${PERCENT}, got 200`),
  understood(
    54,
    'steps that pass maxWeight',
    set('analysis.stepWeight', 60),
    'the last step goes to maxWeight 50 and not to 60',
  ),
  refused(55, 'no step in the list', listed(), `${A}.stepWeight ${NO_STEP}`),
  ...(
    [
      [56, 1, [10, 5]],
      [56, 1, [10, 10]],
      [56, 0, [0, 50]],
      [57, 1, [10, 120]],
    ] as const
  ).map(([row, at, weights]) =>
    refused(
      row,
      `steps ${weights.join(', ')}`,
      listed(...weights),
      `${A}.stepWeights[${at}] must be a whole number above ${at === 0 ? 0 : 10} and at most 100`,
    ),
  ),
  refused(
    58,
    '10,000 steps',
    listed(...many(10_000, (at) => at + 1)),
    `${A}.stepWeights must have at most 100 entries, got 10000`,
  ),
  rejected(
    59,
    'two kinds of steps',
    set('analysis.stepWeights', [10]),
    'must validate one and only one schema (oneOf)',
  ),
  ...[101, -1].map((weight) =>
    refused(
      60,
      `a stepWeightPromotion of ${weight}`,
      set('analysis.stepWeightPromotion', weight),
      `${A}.stepWeightPromotion ${PERCENT}, got ${weight}`,
    ),
  ),
  ...(
    [
      [61, -1],
      [62, 1e9],
    ] as const
  ).map(([row, iterations]) =>
    refused(
      row,
      `${iterations} iterations`,
      counted(iterations),
      `${A}.iterations must be a whole number from 0 to 10000, got ${iterations}`,
    ),
  ),
  rejected(
    63,
    'iterations and steps',
    set('analysis.iterations', 5),
    'must validate one and only one schema (oneOf)',
  ),
  refused(
    64,
    'a mirrorWeight of 101',
    both(set('analysis.mirror', true), set('analysis.mirrorWeight', 101)),
    `${A}.mirrorWeight ${PERCENT}, got 101`,
  ),
  refused(
    65,
    'copies of connections',
    both(set('analysis.mirror', true), set('service.appProtocol', 'tcp')),
    `${A}.mirror must not be set beside service.appProtocol tcp`,
  ),
  ...(
    [
      [66, 150],
      [66, -1],
      [67, 0],
    ] as const
  ).map(([row, percent]) =>
    refused(
      row,
      `a primaryReadyThreshold of ${percent}`,
      set('analysis.primaryReadyThreshold', percent),
      `${A}.primaryReadyThreshold must be a whole number from 1 to 100, got ${percent}`,
    ),
  ),
  taken(
    68,
    'a match without iterations',
    set('analysis.match', [{ headers: { 'x-beta': { exact: 'yes' } } }]),
    'the weights are for the requests that match, as with Flagger',
  ),
];
