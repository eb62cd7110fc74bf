import { isAbort, isOperatorError } from '../../errors.ts';
import type { Cancel, Clock } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';

/** Keys to look at, one at a time, in the order in which they became due; a key waits at most once. */
export interface Loop {
  enqueue(key: string, delayMs?: number): void;
  /** Until the signal is aborted; what is running then is let finish. */
  run(signal: AbortSignal): Promise<void>;
}

export interface LoopOptions {
  readonly name: string;
  /** Returns after how many ms to look again, if at all. A throw is retried: soon after a conflict, else with backoff. */
  readonly reconcile: (key: string, signal: AbortSignal) => Promise<number | undefined>;
  readonly clock: Clock;
  readonly log: Log;
}

const STALE_MS = 10;
const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 30_000;
/** The watch has this long to deliver what a conflict was about before the backoff grows. */
const QUICK_RETRIES = 5;

interface Timer {
  readonly due: number;
  readonly cancel: Cancel;
}

/** The write was decided on what is no longer so; the watch is about to say it. */
const isStale = (thrown: unknown): boolean =>
  isOperatorError(thrown, 'CONFLICT', 'ALREADY_EXISTS', 'NOT_FOUND');

class KeyedLoop implements Loop {
  readonly #options: LoopOptions;
  readonly #ready = new Set<string>();
  readonly #timers = new Map<string, Timer>();
  readonly #failures = new Map<string, number>();
  #wake: () => void = () => undefined;

  constructor(options: LoopOptions) {
    this.#options = options;
  }

  enqueue(key: string, delayMs = 0): void {
    if (delayMs > 0) return this.#later(key, delayMs);
    this.#ready.add(key);
    this.#wake();
  }

  async run(signal: AbortSignal): Promise<void> {
    const stop = (): void => this.#wake();
    signal.addEventListener('abort', stop, { once: true });
    while (!signal.aborted) {
      const [key] = this.#ready;
      if (key === undefined) await this.#idle();
      else await this.#once(key, signal);
    }
    for (const { cancel } of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  #idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #later(key: string, delayMs: number): void {
    const { clock } = this.#options;
    const due = clock.monotonic() + delayMs;
    const known = this.#timers.get(key);
    if (known !== undefined && known.due <= due) return;
    known?.cancel();
    const cancel = clock.after(delayMs, () => {
      this.#timers.delete(key);
      this.enqueue(key);
    });
    this.#timers.set(key, { due, cancel });
  }

  async #once(key: string, signal: AbortSignal): Promise<void> {
    this.#ready.delete(key);
    try {
      const againMs = await this.#options.reconcile(key, signal);
      this.#failures.delete(key);
      if (againMs !== undefined) this.#later(key, againMs);
    } catch (thrown) {
      if (!isAbort(thrown) && !signal.aborted) this.#retry(key, thrown);
    }
  }

  #retry(key: string, thrown: unknown): void {
    const failures = (this.#failures.get(key) ?? 0) + 1;
    this.#failures.set(key, failures);
    if (isStale(thrown) && failures <= QUICK_RETRIES) return this.#later(key, STALE_MS);
    const { log, name } = this.#options;
    log.warn({ err: thrown, controller: name, key, failures }, 'reconcile failed');
    this.#later(key, Math.min(FIRST_BACKOFF_MS * 2 ** (failures - 1), LONGEST_BACKOFF_MS));
  }
}

export const makeLoop = (options: LoopOptions): Loop => new KeyedLoop(options);

export const splitKey = (key: string): [namespace: string, name: string] => {
  const slash = key.indexOf('/');
  return [key.slice(0, slash), key.slice(slash + 1)];
};
