import { describe, expect, test } from '@jest/globals';
import { aPlan } from '../../test/builders/plan.ts';
import { aRun, NOW } from '../../test/builders/status.ts';
import { afterRoutesMs, dueness } from './due.ts';
import { Memory } from './memory.ts';

const INTERVAL = 10_000;
const stampAt = (at: number) => ({ uid: 'c-1', seq: 4, at });
const run = aRun({ steppedAt: NOW, dueAt: NOW + INTERVAL });

describe('a tick is due', () => {
  const rows: readonly {
    readonly name: string;
    readonly after: number;
    readonly stamp?: number;
    readonly tick?: number;
    readonly intervalMs?: number;
    readonly leftMs: number;
  }[] = [
    { name: 'an interval after the last one', after: INTERVAL, leftMs: 0 },
    { name: 'not before', after: INTERVAL - 1, leftMs: 1 },
    {
      name: 'not before an interval has passed since the routes were written',
      after: INTERVAL,
      stamp: NOW + 300,
      leftMs: 300,
    },
    {
      name: 'without regard to the routes before the first tick',
      after: INTERVAL,
      stamp: NOW + 300,
      tick: 0,
      leftMs: 0,
    },
    {
      name: 'without regard to routes that were written in the future: the clock went back',
      after: INTERVAL,
      stamp: NOW + 60_000,
      leftMs: 0,
    },
    {
      name: 'by its recorded time when the interval is shortened',
      after: 5_000,
      intervalMs: 1_000,
      leftMs: 5_000,
    },
    {
      name: 'later, when the interval is lengthened after a raise',
      after: INTERVAL,
      stamp: NOW,
      intervalMs: 30_000,
      leftMs: 20_000,
    },
  ];

  test.each(rows)('$name', ({ after, stamp, tick = 1, intervalMs = INTERVAL, leftMs }) => {
    const now = NOW + after;
    const seen = dueness({ ...run, tick }, stamp === undefined ? undefined : stampAt(stamp), {
      now,
      sinceStepMs: after,
      afterRoutesMs: intervalMs,
    });
    expect(seen).toEqual({ due: leftMs === 0, dueAt: now + leftMs });
  });

  test('never without a run', () => {
    expect(dueness(undefined, undefined, { now: NOW, sinceStepMs: 0, afterRoutesMs: INTERVAL }).due).toBe(
      false,
    );
  });
});

describe('routes that were written call for', () => {
  const settling = aPlan({ settleTime: '15s' }).analysis;

  test.each([
    { name: 'an interval', analysis: aPlan().analysis, phase: 'Progressing', is: 10_000 },
    { name: 'time to settle, and a window after it', analysis: settling, phase: 'Progressing', is: 25_000 },
    { name: 'the same before a promotion', analysis: settling, phase: 'WaitingPromotion', is: 25_000 },
    { name: 'an interval where nothing is judged', analysis: settling, phase: 'Promoting', is: 10_000 },
  ] as const)('$name', ({ analysis, phase, is }) => {
    expect(afterRoutesMs(analysis, phase)).toBe(is);
  });
});

describe('time since the last step', () => {
  const since = (memory: Memory, now: number, monotonic: number): number =>
    memory.sinceStep('c-1', NOW, { now, monotonic });

  test('is not shortened by a clock that jumps forward', () => {
    const memory = new Memory();
    expect(since(memory, NOW, 0)).toBe(0);
    expect(since(memory, NOW + 3_600_000, 4_000)).toBe(4_000);
  });

  test('is not lengthened by a clock that jumps back', () => {
    const memory = new Memory();
    since(memory, NOW, 0);
    expect(since(memory, NOW - 3_600_000, 10_000)).toBe(10_000);
  });

  test('is believed from the wall clock after a restart', () => {
    expect(since(new Memory(), NOW + 7_000, 1)).toBe(7_000);
  });

  test('starts anew after a restart whose clock is behind the step', () => {
    const memory = new Memory();
    expect(since(memory, NOW - 60_000, 0)).toBe(0);
    expect(since(memory, NOW - 50_000, 10_000)).toBe(10_000);
  });

  test('starts anew with each step, and when the Canary is gone', () => {
    const memory = new Memory();
    since(memory, NOW, 0);
    expect(memory.sinceStep('c-1', NOW + 10_000, { now: NOW + 10_000, monotonic: 10_000 })).toBe(0);
    memory.forget('c-1');
    expect(since(memory, NOW + 5_000, 99_000)).toBe(5_000);
  });
});

describe('what a process remembers', () => {
  test('is a content only of the version that was looked at', () => {
    const memory = new Memory();
    memory.noteContent('ConfigMap/test/a', '5', { checksum: 'x' });
    expect(memory.content('ConfigMap/test/a', '5')).toEqual({ checksum: 'x' });
    expect(memory.content('ConfigMap/test/a', '6')).toBeUndefined();
    expect(memory.content('ConfigMap/test/b', '5')).toBeUndefined();
  });

  test('is the next look and the last refusal, by Canary, until it is gone', () => {
    const memory = new Memory();
    const refused = { reason: 'RouteRefused', what: 'x', message: 'y', retryAt: 1 } as const;
    memory.askAgainAt('c-1', 5);
    memory.noteRefused('c-1', refused);
    expect([memory.askableAt('c-1'), memory.askableAt('c-2')]).toEqual([5, 0]);
    expect([memory.refused('c-1'), memory.refused('c-2')]).toEqual([refused, undefined]);
    memory.forget('c-1');
    expect([memory.askableAt('c-1'), memory.refused('c-1')]).toEqual([0, undefined]);
  });
});

describe('a wall clock that jumps', () => {
  test('leaves next looks and refusals as far away as they were', () => {
    const memory = new Memory();
    memory.follow({ now: 10_000, monotonic: 0 });
    memory.askAgainAt('c-1', 15_000);
    memory.noteRefused('c-1', { reason: 'RouteRefused', what: 'x', message: 'y', retryAt: 12_000 });
    memory.follow({ now: 10_000 - 3_600_000 + 1_000, monotonic: 1_000 });
    expect(memory.askableAt('c-1')).toBe(15_000 - 3_600_000);
    expect(memory.refused('c-1')?.retryAt).toBe(12_000 - 3_600_000);
    expect(memory.sinceSetAheadMs(1_000)).toBe(Infinity);
    memory.follow({ now: 12_000, monotonic: 2_000 });
    expect(memory.askableAt('c-1')).toBe(15_000);
    expect(memory.sinceSetAheadMs(2_500)).toBe(500);
  });

  test('is not taken for one when two clocks merely differ a little', () => {
    const memory = new Memory();
    memory.follow({ now: 10_000, monotonic: 0 });
    memory.askAgainAt('c-1', 15_000);
    memory.follow({ now: 10_900, monotonic: 0 });
    expect([memory.askableAt('c-1'), memory.sinceSetAheadMs(0)]).toEqual([15_000, Infinity]);
  });
});
