import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Queue, Turn } from '../../src/runtime/queue.ts';
import { makeQueue } from '../../src/runtime/queue.ts';
import { VirtualClock } from '../../src/runtime/virtual-clock.ts';

const KEYS = ['a', 'b', 'c', 'd'];

/** What the queue must do, said in the plainest way: due times, and who is busy. */
class Model {
  nowMs = 0;
  readonly due = new Map<string, number>();
  readonly busy = new Set<string>();

  ready(): string[] {
    return [...this.due].filter(([key, at]) => at <= this.nowMs && !this.busy.has(key)).map(([key]) => key);
  }
}

interface Real {
  readonly clock: VirtualClock;
  readonly queue: Queue;
}

type Command = fc.AsyncCommand<Model, Real>;

const command = (name: string, run: (model: Model, real: Real) => Promise<void> | void): Command => ({
  check: () => true,
  run: async (model, real) => {
    await run(model, real);
    expect(real.queue.depth()).toBe(model.ready().length);
  },
  toString: () => name,
});

const add = (key: string, delayMs: number): Command =>
  command(`add ${key} in ${delayMs}`, (model, { queue }) => {
    queue.add(key, delayMs);
    model.due.set(key, Math.min(model.due.get(key) ?? Infinity, model.nowMs + delayMs));
  });

const remove = (key: string): Command =>
  command(`remove ${key}`, (model, { queue }) => {
    queue.remove(key);
    model.due.delete(key);
  });

const done = (key: string): Command => ({
  ...command(`done ${key}`, (model, { queue }) => {
    queue.done(key);
    model.busy.delete(key);
  }),
  check: (model) => model.busy.has(key),
});

const pass = (ms: number): Command =>
  command(`${ms} ms pass`, async (model, { clock }) => {
    await clock.advance(ms);
    model.nowMs += ms;
  });

/** A taker that waits at most until everything that is ready has been handed out. */
const take: Command = command('take', async (model, { clock, queue }) => {
  const stop = new AbortController();
  let turn: Turn | undefined;
  const taken = queue.take(stop.signal).then((got) => (turn = got));
  await clock.advance(0);
  stop.abort();
  await taken;
  const ready = model.ready();
  if (turn === undefined) return expect(ready).toEqual([]);
  const dueAt = model.due.get(turn.key)!;
  expect(ready).toContain(turn.key);
  expect(turn.lateMs).toBe(model.nowMs - dueAt);
  expect(dueAt).toBe(Math.min(...ready.map((key) => model.due.get(key)!)));
  model.due.delete(turn.key);
  model.busy.add(turn.key);
});

const key = fc.constantFrom(...KEYS);

test('whatever is added, taken and removed: turns come when due, longest due first, one at a time for a key', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.commands(
        [
          fc.tuple(key, fc.nat(50)).map(([of, delayMs]) => add(of, delayMs)),
          key.map(remove),
          key.map(done),
          fc.nat(40).map(pass),
          fc.constant(take),
        ],
        { maxCommands: 60 },
      ),
      async (commands) => {
        const clock = new VirtualClock();
        await fc.asyncModelRun(
          () => ({ model: new Model(), real: { clock, queue: makeQueue(clock) } }),
          commands,
        );
      },
    ),
    { numRuns: 200 },
  );
});

test('with workers running, every key that is added has a turn at or after it was due, and none is lost', async () => {
  const arrivals = fc.array(fc.record({ key, atMs: fc.nat(200), delayMs: fc.nat(100) }), {
    minLength: 1,
    maxLength: 40,
  });
  await fc.assert(
    fc.asyncProperty(arrivals, fc.integer({ min: 1, max: 3 }), fc.nat(30), async (adds, workers, runMs) => {
      const clock = new VirtualClock();
      const queue = makeQueue(clock);
      const stop = new AbortController();
      const lastStart = new Map<string, number>();
      const work = async (): Promise<void> => {
        for (
          let turn = await queue.take(stop.signal);
          turn !== undefined;
          turn = await queue.take(stop.signal)
        ) {
          const { key: taken } = turn;
          lastStart.set(taken, clock.monotonic());
          await new Promise<void>((resolve) => void clock.after(runMs, resolve));
          queue.done(taken);
        }
      };
      const running = Array.from({ length: workers }, work);
      for (const { key: of, atMs, delayMs } of adds) clock.after(atMs, () => queue.add(of, delayMs));
      await clock.advance(60_000);
      stop.abort();
      await Promise.all(running);
      for (const { key: of, atMs } of adds) expect(lastStart.get(of)).toBeGreaterThanOrEqual(atMs);
      expect(queue.depth()).toBe(0);
    }),
    { numRuns: 100 },
  );
});
