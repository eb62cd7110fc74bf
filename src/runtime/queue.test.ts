import { beforeEach, expect, test } from '@jest/globals';
import type { Queue, Turn } from './queue.ts';
import { makeQueue } from './queue.ts';
import { VirtualClock } from './virtual-clock.ts';

let clock: VirtualClock;
let queue: Queue;
const never = new AbortController().signal;

beforeEach(() => {
  clock = new VirtualClock();
  queue = makeQueue(clock);
});

/** Takes turns for ever, each ended at once; returns the keys in the order of their turns, with the time. */
const follow = (): string[] => {
  const seen: string[] = [];
  const serve = async (): Promise<void> => {
    for (;;) {
      const { key } = (await queue.take(never)) as Turn;
      seen.push(`${key}@${clock.monotonic()}`);
      queue.done(key);
    }
  };
  void serve();
  return seen;
};

test('a key gets its turn when it is due, not before', async () => {
  const seen = follow();
  queue.add('a', 1000);
  await clock.advance(999);
  expect(seen).toEqual([]);
  await clock.advance(1);
  expect(seen).toEqual(['a@1000']);
});

test('of several due times the earliest wins, and the others are gone with it', async () => {
  const seen = follow();
  queue.add('a', 3000);
  queue.add('a', 1000);
  queue.add('a', 2000);
  await clock.advance(10_000);
  expect(seen).toEqual(['a@1000']);
});

test('a key that is added many times before its turn has one turn', async () => {
  for (let times = 0; times < 10; times++) queue.add('a');
  const seen = follow();
  await clock.advance(1);
  expect(seen).toEqual(['a@0']);
});

test('a key in progress is not handed out again, but after it is done it runs once more', async () => {
  queue.add('a');
  await queue.take(never);
  queue.add('a');
  queue.add('a');
  const seen = follow();
  await clock.advance(500);
  expect(seen).toEqual([]);
  expect(queue.depth()).toBe(0);
  queue.done('a');
  await clock.advance(0);
  expect(seen).toEqual(['a@500']);
});

test('a key that always has work does not keep others waiting', async () => {
  const order: string[] = [];
  queue.add('busy');
  queue.add('patient');
  for (let turns = 0; turns < 4; turns++) {
    const turn = (await queue.take(never)) as Turn;
    order.push(turn.key);
    await clock.advance(10);
    queue.add('busy');
    queue.done(turn.key);
    if (turns === 1) queue.add('patient');
  }
  expect(order).toEqual(['busy', 'patient', 'busy', 'patient']);
});

test('a turn tells how late it is', async () => {
  queue.add('a', 100);
  await clock.advance(350);
  expect(queue.depth()).toBe(1);
  expect(await queue.take(never)).toEqual({ key: 'a', lateMs: 250 });
});

test('a removed key has no turn', async () => {
  const seen = follow();
  queue.add('a', 100);
  queue.add('b', 200);
  queue.remove('a');
  await clock.advance(1000);
  expect(seen).toEqual(['b@200']);
});

test('waiting for a turn ends with the signal, and loses no key', async () => {
  const stop = new AbortController();
  const waiting = queue.take(stop.signal);
  stop.abort();
  expect(await waiting).toBeUndefined();
  expect(await queue.take(stop.signal)).toBeUndefined();
  queue.add('a');
  expect(await queue.take(never)).toEqual({ key: 'a', lateMs: 0 });
});
