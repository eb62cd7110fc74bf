import { beforeEach, describe, expect, test } from '@jest/globals';
import type { ErrorCode } from '../errors.ts';
import { OperatorError } from '../errors.ts';
import { sleep } from './clock.ts';
import type { ControllerOptions, Next, RunObservation } from './controller.ts';
import { makeController } from './controller.ts';
import { silentLog } from './log.ts';
import { VirtualClock } from './virtual-clock.ts';

const LATER: Next = { kind: 'when-changed' };
const after = (delayMs: number): Next => ({ kind: 'after', delayMs });

let clock: VirtualClock;
let runs: number[];
let seen: RunObservation[];
let errors: object[];

beforeEach(() => {
  clock = new VirtualClock();
  runs = [];
  seen = [];
  errors = [];
});

/** A controller in which each run of any key does the next step of the script, the last one for ever. */
const make = (steps: readonly (Next | Error)[], more: Partial<ControllerOptions> = {}) => {
  const stop = new AbortController();
  const controller = makeController({
    reconcile: () => {
      const step = steps[Math.min(runs.length, steps.length - 1)]!;
      runs.push(clock.monotonic());
      return step instanceof Error ? Promise.reject(step) : Promise.resolve(step);
    },
    clock,
    random: () => 0.5,
    log: { ...silentLog, error: (fields) => void errors.push(fields) },
    observe: (event) => void seen.push(event),
    ...more,
  });
  const running = controller.run(stop.signal);
  return { controller, stop, running };
};
const error = (code: ErrorCode, retryAfterMs?: number): OperatorError =>
  new OperatorError(code, code, retryAfterMs === undefined ? {} : { retryAfterMs });

test('a failed run is told with its key by name, its error, and whole milliseconds', async () => {
  const warnings: object[] = [];
  const log = { ...silentLog, warn: (fields: object) => void warnings.push(fields) };
  const failure = error('UNAVAILABLE');
  const { controller } = make([failure, LATER], { log, keyField: 'canary', random: () => 0.123 });
  controller.enqueue('test/podinfo');
  await clock.advance(10_000);
  expect(warnings).toEqual([{ canary: 'test/podinfo', retryMs: expect.any(Number), err: failure }]);
  const [{ retryMs }] = warnings as [{ retryMs: number }];
  expect(Number.isInteger(retryMs)).toBe(true);
});

test('a run that fails for the same reason again and again is told once', async () => {
  const warnings: object[] = [];
  const log = { ...silentLog, warn: (fields: object) => void warnings.push(fields) };
  const steps = [error('UNAVAILABLE'), error('UNAVAILABLE'), error('TIMEOUT'), error('UNAVAILABLE'), LATER];
  const { controller } = make(steps, { log });
  controller.enqueue('test/podinfo');
  await clock.advance(60_000);
  expect(warnings.map((fields) => (fields as { err: OperatorError }).err.code)).toEqual([
    'UNAVAILABLE',
    'TIMEOUT',
    'UNAVAILABLE',
  ]);
});

describe('when a key runs again', () => {
  test('after the time that the run asked for', async () => {
    const { controller } = make([after(1000), after(5000), LATER]);
    controller.enqueue('a');
    await clock.advance(60_000);
    expect(runs).toEqual([0, 1000, 6000]);
  });

  test('earlier, when something changed in between; the old time is forgotten', async () => {
    const { controller } = make([after(10_000), after(10_000), LATER]);
    controller.enqueue('a');
    await clock.advance(4_000);
    controller.enqueue('a');
    await clock.advance(60_000);
    expect(runs).toEqual([0, 4_000, 14_000]);
  });

  test('not at all, when it waits for a change', async () => {
    const { controller } = make([LATER]);
    controller.enqueue('a');
    await clock.advance(3_600_000);
    expect(runs).toEqual([0]);
  });

  test('at once after a conflict, for a few times, then ever slower', async () => {
    const { controller } = make([error('CONFLICT')]);
    controller.enqueue('a');
    await clock.advance(5_000);
    expect(runs.slice(0, 6)).toEqual([0, 105, 210, 315, 420, 525]);
    expect(runs[6]! - runs[5]!).toBe(375);
    expect(runs[7]! - runs[6]!).toBe(750);
  });

  test('ever slower while the server is down, and from the start after a success', async () => {
    const down = error('UNAVAILABLE');
    const { controller } = make([down, down, down, LATER, down, LATER]);
    controller.enqueue('a');
    await clock.advance(10_000);
    expect(runs).toEqual([0, 375, 1125, 2625]);
    controller.enqueue('a');
    await clock.advance(10_000);
    expect(runs.slice(4)).toEqual([10_000, 10_375]);
  });

  test('no earlier than the server asked for', async () => {
    const { controller } = make([error('UNAVAILABLE', 20_000), LATER]);
    controller.enqueue('a');
    await clock.advance(60_000);
    expect(runs).toEqual([0, 20_000]);
  });

  test('once a minute when the server refuses', async () => {
    const { controller } = make([error('REJECTED')]);
    controller.enqueue('a');
    await clock.advance(180_000);
    expect(runs).toEqual([0, 60_000, 120_000, 180_000]);
  });

  test('no more, when the object is gone', async () => {
    const { controller } = make([after(1000)]);
    controller.enqueue('a');
    await clock.advance(500);
    controller.forget('a');
    await clock.advance(10_000);
    expect(runs).toEqual([0]);
  });
});

test('what nobody foresaw is logged with its stack, and tried again', async () => {
  const surprise = new TypeError('surprise');
  const { controller } = make([surprise, LATER]);
  controller.enqueue('a');
  await clock.advance(10_000);
  expect(runs).toHaveLength(2);
  expect(errors).toEqual([
    expect.objectContaining({ key: 'a', err: expect.objectContaining({ cause: surprise }) }),
  ]);
  expect(seen.map(({ outcome, code }) => [outcome, code])).toEqual([
    ['bug', 'BUG'],
    ['done', undefined],
  ]);
});

test('a run reports how late it began and how long it took', async () => {
  const { controller } = make([], {
    concurrency: 1,
    reconcile: async (_key, signal) => {
      await sleep(clock, 300, signal);
      return LATER;
    },
  });
  controller.enqueue('a');
  controller.enqueue('b');
  await clock.advance(1000);
  expect(seen).toEqual([
    { key: 'a', outcome: 'done', lateMs: 0, elapsedMs: 300 },
    { key: 'b', outcome: 'done', lateMs: 300, elapsedMs: 300 },
  ]);
});

test('different keys run together, one key never with itself', async () => {
  const open = new Map<string, number>();
  let most = 0;
  const { controller } = make([], {
    concurrency: 3,
    reconcile: async (key, signal) => {
      open.set(key, (open.get(key) ?? 0) + 1);
      expect(open.get(key)).toBe(1);
      most = Math.max(most, [...open.values()].filter((count) => count > 0).length);
      await sleep(clock, 100, signal);
      open.set(key, 0);
      return LATER;
    },
  });
  for (const key of ['a', 'a', 'b', 'c', 'd']) controller.enqueue(key);
  await clock.advance(50);
  controller.enqueue('a');
  expect(controller.depth()).toBe(1);
  await clock.advance(1000);
  expect(most).toBe(3);
  expect(seen).toHaveLength(5);
  expect(seen.every(({ outcome }) => outcome === 'done')).toBe(true);
});

describe('stopping', () => {
  const slow = (runMs: number): Partial<ControllerOptions> => ({
    reconcile: async (_key, signal) => {
      await sleep(clock, runMs, signal);
      return after(0);
    },
  });
  const stopIn = async (runMs: number, obeys = true): Promise<number> => {
    const forEver = new Promise<Next>(() => undefined);
    const { controller, stop, running } = make([], obeys ? slow(runMs) : { reconcile: () => forEver });
    controller.enqueue('a');
    await clock.advance(100);
    stop.abort();
    let endedAt = -1;
    void running.then(() => (endedAt = clock.monotonic()));
    await clock.advance(60_000);
    return endedAt;
  };

  test('lets a run in progress finish, and starts no other', async () => {
    expect(await stopIn(3_000)).toBe(3_000);
    expect(seen).toHaveLength(1);
  });

  test('aborts a run that takes too long, in silence', async () => {
    expect(await stopIn(30_000)).toBe(10_100);
    expect(seen).toEqual([]);
    expect(errors).toEqual([]);
  });

  test('does not wait for ever for a run that ignores its abort', async () => {
    expect(await stopIn(0, false)).toBe(12_100);
  });

  test('ends at once when nothing is in progress', async () => {
    const { stop, running } = make([LATER]);
    stop.abort();
    await expect(running).resolves.toBeUndefined();
  });
});
