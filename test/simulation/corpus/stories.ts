import type { Story } from '../explore/story.ts';

/** Stories that once broke an invariant, with the fewest faults that did; they are lived again for ever. */
export const CORPUS: readonly { readonly found: string; readonly story: Story }[] = [
  {
    found: 'a wall clock that went back an hour held the next rollout for that hour',
    story: {
      seed: 83,
      workload: 'weights',
      faults: [{ atMs: 100_000, kind: 'clock jumps', byMs: -3_600_000 }],
    },
  },
  {
    found: 'a wall clock that went back while a gate was closed left it unasked for an hour',
    story: {
      seed: 84,
      workload: 'weights',
      faults: [
        { atMs: 0, kind: 'hook closed', hook: 'confirm-promotion', forMs: 90_000 },
        { atMs: 60_000, kind: 'clock jumps', byMs: -3_600_000 },
      ],
    },
  },
  {
    found: 'a wall clock set ahead in mid-promotion cut the drain short',
    story: {
      seed: 28,
      workload: 'Blue/Green with copies',
      faults: [{ atMs: 30_000, state: 'Promoting', kind: 'clock jumps', byMs: 3_600_000 }],
    },
  },
  {
    found:
      'a promotion by hand while the canary got copies left the mirror on, and the target could never go',
    story: {
      seed: 2270,
      workload: 'Blue/Green with copies',
      faults: [{ atMs: 17_488, kind: 'command', verb: 'promote' }],
    },
  },
  {
    found: 'a primary deleted at the end of a promotion was never made again',
    story: {
      seed: 740,
      workload: 'Blue/Green',
      faults: [
        { atMs: 39_901, kind: 'kill at write', nth: 3, position: 'answered', downMs: 15_000 },
        { atMs: 48_918, kind: 'deleted', what: 'primary' },
        { atMs: 55_824, kind: 'routes edited', canary: 34 },
      ],
    },
  },
  {
    found: 'a primary that was made again kept the failed checks of the run before',
    story: {
      seed: 593,
      workload: 'weights',
      faults: [
        { atMs: -3_003, kind: 'no metrics', how: 'none', forMs: 50_000 },
        { atMs: 67_441, kind: 'deleted', what: 'primary' },
      ],
    },
  },
];
