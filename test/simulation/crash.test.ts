import { describe, expect, test } from '@jest/globals';
import { CRASHED, differenceAt, pointsOf, runWithCrashes } from './explore/crash-points.ts';

/** A third position, and pairs, are in what `npm run test:simulation` does. */
const isTried = ({ position }: { readonly position: string }): boolean => position !== 'answered';

describe.each(CRASHED)('$name', (scenario) => {
  test('ends the same after a crash around each of its writes, and breaks no invariant on the way', async () => {
    const reference = await runWithCrashes(scenario);
    expect(reference.wrong).toEqual([]);
    expect(reference.end.phase).toBe(scenario.phase);
    expect(reference.writes).toBeGreaterThan(8);
    expect(reference.end.told).toHaveLength(scenario.analysis?.['alerts'] === undefined ? 0 : 2);
    const differing: unknown[] = [];
    for (const point of pointsOf(reference).filter(isTried)) {
      const { wrong } = await differenceAt(scenario, reference, [point]);
      if (wrong.length > 0) differing.push({ ...point, wrong });
    }
    expect(differing).toEqual([]);
  }, 300_000);
});
