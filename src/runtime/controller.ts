import type { ErrorCode } from '../errors.ts';
import { isAbort, OperatorError } from '../errors.ts';
import { backoffFor, backoffMs } from './backoff.ts';
import type { Clock, Random } from './clock.ts';
import type { Log } from './log.ts';
import type { Queue, Turn } from './queue.ts';
import { makeQueue } from './queue.ts';

/** What a run returns: when to look again. A change in between always leads to a run. */
export type Next = { readonly kind: 'when-changed' } | { readonly kind: 'after'; readonly delayMs: number };

export interface RunObservation {
  readonly key: string;
  readonly outcome: 'done' | 'retry' | 'bug';
  readonly code?: ErrorCode;
  /** How long after its due time the run began. */
  readonly lateMs: number;
  readonly elapsedMs: number;
}

export interface ControllerOptions {
  /** Must be safe to run at any time and to be cut off anywhere; errors decide when it runs again. */
  readonly reconcile: (key: string, signal: AbortSignal) => Promise<Next>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** What a key is called in log lines. Default: `key`. */
  readonly keyField?: string;
  /** How many keys run at a time. Default: 4. */
  readonly concurrency?: number;
  /** How long runs in progress may go on after a stop, before they are aborted. Default: 10 s. */
  readonly drainMs?: number;
  readonly observe?: (seen: RunObservation) => void;
}

export interface Controller {
  enqueue(key: string, delayMs?: number): void;
  /** The object is gone: no more runs, and no memory of failures. */
  forget(key: string): void;
  /** Runs until the signal is aborted, and then until no run is in progress. */
  run(signal: AbortSignal): Promise<void>;
  /** Keys that are due and wait for a worker. */
  depth(): number;
}

const NOW_TRIES = 5;
const NOW_SHORTEST_MS = 10;
const NOW_LONGEST_MS = 200;
const SLOW_MS = 60_000;
/** What ignores its abort for so long is left behind. */
const LEAVE_MS = 2_000;

export const makeController = (options: ControllerOptions): Controller => {
  const { clock, log } = options;
  const queue = makeQueue(clock);
  const failures = new Map<string, Failures>();

  return {
    enqueue: (key, delayMs) => queue.add(key, delayMs),
    forget: (key) => {
      queue.remove(key);
      failures.delete(key);
    },
    depth: () => queue.depth(),
    run: async (signal) => {
      const cut = new AbortController();
      const workers = Promise.all(
        Array.from({ length: options.concurrency ?? 4 }, () =>
          work(options, { queue, failures }, signal, cut.signal),
        ),
      );
      const ended = workers.then((): true => true);
      await Promise.race([ended, aborted(signal)]);
      if (await isIn(clock, options.drainMs ?? 10_000, ended)) return;
      cut.abort();
      if (await isIn(clock, LEAVE_MS, ended)) return;
      log.warn({}, 'a run ignores its abort; leaving it behind');
    },
  };
};

interface Failures {
  readonly count: number;
  /** Of the last one. */
  readonly code: ErrorCode;
}

interface Shared {
  readonly queue: Queue;
  /** Failed runs in a row, by key. */
  readonly failures: Map<string, Failures>;
}

const work = async (
  options: ControllerOptions,
  shared: Shared,
  stop: AbortSignal,
  cut: AbortSignal,
): Promise<void> => {
  for (;;) {
    const turn = await shared.queue.take(stop);
    if (turn === undefined) return;
    await oneRun(options, shared, turn, cut);
    shared.queue.done(turn.key);
  }
};

const oneRun = async (
  options: ControllerOptions,
  shared: Shared,
  { key, lateMs }: Turn,
  cut: AbortSignal,
): Promise<void> => {
  const { reconcile, clock, observe } = options;
  const startedMs = clock.monotonic();
  const seen = (): Pick<RunObservation, 'key' | 'lateMs' | 'elapsedMs'> => ({
    key,
    lateMs,
    elapsedMs: clock.monotonic() - startedMs,
  });
  try {
    const next = await reconcile(key, cut);
    shared.failures.delete(key);
    if (next.kind === 'after') shared.queue.add(key, next.delayMs);
    observe?.({ ...seen(), outcome: 'done' });
  } catch (thrown) {
    if (cut.aborted && isAbort(thrown)) return;
    const error = asOperatorError(thrown);
    retry(options, shared, key, error);
    observe?.({ ...seen(), outcome: error.code === 'BUG' ? 'bug' : 'retry', code: error.code });
  }
};

const asOperatorError = (thrown: unknown): OperatorError =>
  thrown instanceof OperatorError
    ? thrown
    : new OperatorError('BUG', 'a run failed with an error that nobody foresaw', { cause: thrown });

const retry = (
  { random, log, keyField = 'key' }: ControllerOptions,
  { queue, failures }: Shared,
  key: string,
  error: OperatorError,
): void => {
  const before = failures.get(key);
  const count = (before?.count ?? 0) + 1;
  failures.set(key, { count, code: error.code });
  const retryMs = waitMs(error, count, random);
  queue.add(key, retryMs);
  const fields = { [keyField]: key, retryMs: Math.round(retryMs), err: error };
  if (error.code === 'BUG') log.error(fields, 'run failed unexpectedly');
  // Losing a race is part of the day's work; the decision is taken again at once.
  else if (error.code === 'CONFLICT') log.debug(fields, 'run lost a race; trying again');
  else if (error.code === before?.code) log.debug(fields, 'run failed again');
  else log.warn(fields, 'run failed; trying again');
};

/** The one retry policy. */
const waitMs = (error: OperatorError, failures: number, random: Random): number => {
  if (error.retry === 'slow') return SLOW_MS;
  const soon = error.retry === 'now' ? NOW_TRIES : 0;
  if (failures <= soon) return NOW_SHORTEST_MS + (NOW_LONGEST_MS - NOW_SHORTEST_MS) * random();
  return Math.max(backoffMs(failures - soon, backoffFor(error.code), random), error.retryAfterMs ?? 0);
};

const aborted = (signal: AbortSignal): Promise<false> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve(false);
    signal.addEventListener('abort', () => resolve(false), { once: true });
  });

/** Whether it happens within the time; leaves no timer behind. */
const isIn = async (clock: Clock, limitMs: number, event: Promise<true>): Promise<boolean> => {
  let cancel = (): void => undefined;
  const late = new Promise<false>((resolve) => {
    cancel = clock.after(limitMs, () => resolve(false));
  });
  try {
    return await Promise.race([event, late]);
  } finally {
    cancel();
  }
};
