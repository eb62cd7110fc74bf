import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { aPlan } from '../../test/builders/plan.ts';
import { nextRung, trafficAt } from './traffic.ts';

const ladderOf = (analysis: Record<string, unknown>): readonly number[] => aPlan(analysis).analysis.ladder;

describe('a ladder', () => {
  test.each([
    { name: 'steps up to the maximum', given: { stepWeight: 20, maxWeight: 60 }, is: [20, 40, 60] },
    { name: 'ends at the maximum, never above', given: { stepWeight: 20, maxWeight: 50 }, is: [20, 40, 50] },
    {
      name: 'has one rung when the step is the whole',
      given: { stepWeight: 100, maxWeight: 100 },
      is: [100],
    },
    {
      name: 'has one rung when the step is above the maximum',
      given: { stepWeight: 80, maxWeight: 50 },
      is: [50],
    },
    { name: 'goes to 100 without a maximum', given: { stepWeight: 50, maxWeight: undefined }, is: [50, 100] },
    {
      name: 'is as listed, and ends at the maximum',
      given: { stepWeight: 0, maxWeight: 10, stepWeights: [1, 5, 80] },
      is: [1, 5, 10],
    },
    {
      name: 'follows stepWeight when both are given',
      given: { stepWeight: 50, maxWeight: 100, stepWeights: [1] },
      is: [50, 100],
    },
  ])('$name', ({ given, is }) => {
    expect(ladderOf(given)).toEqual(is);
  });

  test('rises, within 1 and the maximum, and is never empty', () => {
    const weights = fc.integer({ min: 1, max: 100 });
    fc.assert(
      fc.property(weights, weights, (stepWeight, maxWeight) => {
        const ladder = ladderOf({ stepWeight, maxWeight });
        expect(ladder.at(-1)).toBe(maxWeight);
        expect([...ladder].sort((a, b) => a - b)).toEqual(ladder);
        expect(new Set(ladder).size).toBe(ladder.length);
        expect(ladder.every((weight) => weight >= 1)).toBe(true);
      }),
    );
  });
});

test.each([
  { name: 'the first rung', weight: 0, is: 10 },
  { name: 'the rung above', weight: 10, is: 20 },
  { name: 'the least rung above a weight that is no rung any more', weight: 15, is: 20 },
  { name: 'promotion at the top', weight: 30, is: undefined },
  { name: 'promotion above the top', weight: 80, is: undefined },
])('next comes $name', ({ weight, is }) => {
  expect(nextRung([10, 20, 30], weight)).toBe(is);
});

test('shares sum to 100', () => {
  expect(trafficAt(30)).toMatchObject({ primary: 70, canary: 30 });
});
