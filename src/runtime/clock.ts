/** Stops a timer; calling it again, or after the timer fired, does nothing. */
export type Cancel = () => void;

/**
 * The only source of time. Wall time is for what is recorded and shown; monotonic time is for measuring
 * inside one process, where a wall clock may jump.
 */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds since an arbitrary moment; never decreases. */
  monotonic(): number;
  /** Runs once after `delayMs` or later. Any finite delay is allowed, also beyond the platform's 2^31 − 1. */
  after(delayMs: number, run: () => void): Cancel;
}

/** A number in [0, 1). */
export type Random = () => number;

const LONGEST_TIMER_MS = 2 ** 31 - 1;

const armTimer = (delayMs: number, run: () => void): Cancel => {
  const due = performance.now() + delayMs;
  let timer: NodeJS.Timeout;
  const arm = (leftMs: number): void => {
    timer = setTimeout(
      () => {
        const still = due - performance.now();
        if (still > 0.5) arm(still);
        else run();
      },
      Math.min(Math.max(leftMs, 0), LONGEST_TIMER_MS),
    );
  };
  arm(delayMs);
  return () => clearTimeout(timer);
};

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after: armTimer,
};

export const systemRandom: Random = () => Math.random();

/** Waits; rejects with the signal's reason as soon as it is aborted. */
export const sleep = (clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    const stop = (): void => {
      cancel();
      reject(signal?.reason as Error);
    };
    const cancel = clock.after(delayMs, () => {
      signal?.removeEventListener('abort', stop);
      resolve();
    });
    signal?.addEventListener('abort', stop, { once: true });
  });

/**
 * A signal that aborts with `TimeoutError` after `delayMs`, or with the parent's reason before that.
 * `done` must be called so that neither timer nor listener outlives the call.
 */
export const deadline = (
  clock: Clock,
  delayMs: number,
  parent?: AbortSignal,
): { signal: AbortSignal; done: () => void } => {
  const controller = new AbortController();
  const cancel = clock.after(delayMs, () => controller.abort(new DOMException('timed out', 'TimeoutError')));
  const follow = (): void => controller.abort(parent?.reason);
  if (parent?.aborted) follow();
  else parent?.addEventListener('abort', follow, { once: true });
  return {
    signal: controller.signal,
    done: () => {
      cancel();
      parent?.removeEventListener('abort', follow);
    },
  };
};
