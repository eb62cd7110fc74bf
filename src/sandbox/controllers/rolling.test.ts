import { describe, expect, test } from '@jest/globals';
import { limitsOf, proportional, recreateStep, rollingStep } from './rolling.ts';
import type { Rollout } from './rolling.ts';

const size = (replicas: number, available = replicas) => ({ replicas, available });
const rollout = (over: Partial<Rollout>): Rollout => ({
  desired: 4,
  surge: 1,
  unavailable: 1,
  current: size(0),
  old: [size(4)],
  ...over,
});

describe('limits', () => {
  test.each([
    { desired: 4, strategy: {}, limits: { surge: 1, unavailable: 1 } },
    { desired: 10, strategy: {}, limits: { surge: 3, unavailable: 2 } },
    { desired: 1, strategy: {}, limits: { surge: 1, unavailable: 0 } },
    { desired: 3, strategy: { maxSurge: 0, maxUnavailable: 0 }, limits: { surge: 0, unavailable: 1 } },
    { desired: 3, strategy: { maxSurge: '0%', maxUnavailable: '30%' }, limits: { surge: 0, unavailable: 1 } },
    { desired: 2, strategy: { maxSurge: 2, maxUnavailable: 5 }, limits: { surge: 2, unavailable: 2 } },
    { desired: 2, strategy: { maxSurge: '100%', maxUnavailable: 0 }, limits: { surge: 2, unavailable: 0 } },
  ])('$desired pods with $strategy', ({ desired, strategy, limits }) => {
    expect(limitsOf(desired, strategy)).toEqual(limits);
  });
});

describe('one step of a rolling update', () => {
  test.each([
    { name: 'the new set gets the surge first', over: {}, next: { current: 1, old: [4] } },
    {
      name: 'an old pod may go while the new one is not ready yet',
      over: { current: size(1, 0) },
      next: { current: 1, old: [3] },
    },
    {
      name: 'freed room goes to the new set',
      over: { current: size(1, 0), old: [size(3)] },
      next: { current: 2, old: [3] },
    },
    {
      name: 'no more old pods go while new ones are not ready',
      over: { current: size(2, 0), old: [size(3)] },
      next: { current: 2, old: [3] },
    },
    {
      name: 'with nothing allowed to be unavailable, a ready new pod frees one old pod',
      over: { unavailable: 0, current: size(1) },
      next: { current: 1, old: [3] },
    },
    {
      name: 'pods that are not available go before those that are',
      over: { current: size(1), old: [size(2, 0), size(2)] },
      next: { current: 1, old: [0, 2] },
    },
    { name: 'at the end nothing old is left', over: { current: size(4) }, next: { current: 4, old: [0] } },
    {
      name: 'a new set that is too large shrinks',
      over: { desired: 2, current: size(4), old: [] },
      next: { current: 2, old: [] },
    },
    {
      name: 'scaling to zero takes everything away',
      over: { desired: 0, surge: 0, unavailable: 0, current: size(2), old: [size(2)] },
      next: { current: 0, old: [0] },
    },
  ])('$name', ({ over, next }) => expect(rollingStep(rollout(over))).toEqual(next));

  test('with pods that get ready at once every rollout ends, inside its limits', () => {
    for (let desired = 0; desired <= 12; desired += 1) {
      const limits = limitsOf(desired);
      let current = 0;
      let old = desired;
      for (let step = 0; step < 60 && (current < desired || old > 0); step += 1) {
        const next = rollingStep({ desired, ...limits, current: size(current), old: [size(old)] });
        current = next.current;
        old = next.old[0] ?? 0;
        expect(current + old).toBeLessThanOrEqual(desired + limits.surge);
        expect(current + old).toBeGreaterThanOrEqual(desired - limits.unavailable);
      }
      expect([current, old]).toEqual([desired, 0]);
    }
  });
});

test('Recreate makes the first new pod when the last old one is gone', () => {
  expect(recreateStep(rollout({}), 4)).toEqual({ current: 0, old: [0] });
  expect(recreateStep(rollout({ old: [size(0)] }), 1)).toEqual({ current: 0, old: [0] });
  expect(recreateStep(rollout({ old: [size(0)] }), 0)).toEqual({ current: 4, old: [0] });
});

test.each([
  { sizes: [3, 1], allowed: 8, shares: [6, 2] },
  { sizes: [1, 1, 1], allowed: 4, shares: [2, 1, 1] },
  { sizes: [2, 3], allowed: 0, shares: [0, 0] },
  { sizes: [0, 0], allowed: 4, shares: [0, 0] },
])('$sizes pods share a new size of $allowed as $shares', ({ sizes, allowed, shares }) => {
  expect(proportional(sizes, allowed)).toEqual(shares);
});
