import { describe, expect, test } from '@jest/globals';
import { aRun, aStatus } from '../../test/builders/status.ts';
import { KEPT_MS } from './floor.ts';
import { withoutFuture } from './future.ts';

const NOW = 1_700_000_000_000;
const HOUR_MS = 3_600_000;
const SEEN = { now: NOW, drainMs: 5_000 };

describe('times from before the wall clock went back', () => {
  test('are recorded anew, as far ahead as they can be', () => {
    const status = aStatus({
      phase: 'Finalising',
      run: aRun({
        stageSince: NOW + HOUR_MS,
        drainUntil: NOW + HOUR_MS,
        primaryFloor: { replicas: 3, readyWith: 2, until: NOW + HOUR_MS },
      }),
    });
    expect(withoutFuture(status, SEEN).run).toEqual({
      ...status.run,
      stageSince: NOW,
      drainUntil: NOW + 5_000,
      primaryFloor: { replicas: 3, readyWith: 2, until: NOW + KEPT_MS },
    });
  });

  test('leave a record as it is that has none', () => {
    const status = aStatus({ phase: 'Finalising', run: aRun({ stageSince: NOW, drainUntil: NOW + 5_000 }) });
    expect(withoutFuture(status, SEEN)).toBe(status);
    const without = aStatus({ phase: 'Progressing' });
    expect(withoutFuture({ ...without, run: undefined }, SEEN).run).toBeUndefined();
  });

  test('of a stage that is over are left alone', () => {
    const status = aStatus({
      phase: 'Succeeded',
      run: aRun({ stageSince: NOW + HOUR_MS, drainUntil: NOW + HOUR_MS }),
    });
    expect(withoutFuture(status, SEEN)).toBe(status);
  });
});
