import type { Cancel, Clock } from './clock.ts';

/** A key whose turn has come; `lateMs` is how long after its due time that was. */
export interface Turn {
  readonly key: string;
  readonly lateMs: number;
}

/**
 * Keys with due times. A key is handed out to one taker at a time; added again meanwhile, it waits until `done`.
 * Of several due times of a key the earliest wins. Among keys that are due, the one due longest is first, so no
 * key can keep another waiting for ever.
 */
export interface Queue {
  /** From now on in `delayMs`; a delay below zero counts as zero. */
  add(key: string, delayMs?: number): void;
  /** Takes the key off the queue; a turn in progress goes on. */
  remove(key: string): void;
  /** Waits for a turn; undefined as soon as the signal is aborted. Every turn must be ended by `done`. */
  take(signal: AbortSignal): Promise<Turn | undefined>;
  done(key: string): void;
  /** Keys that are due and wait for a taker. */
  depth(): number;
}

interface Entry {
  readonly dueMs: number;
  readonly order: number;
}

type Taker = (turn: Turn) => void;

export const makeQueue = (clock: Clock): Queue => new DueQueue(clock);

class DueQueue implements Queue {
  readonly #clock: Clock;
  readonly #waiting = new Map<string, Entry>();
  readonly #running = new Set<string>();
  /** In the order in which they came. */
  readonly #takers = new Set<Taker>();
  #added = 0;
  #cancelTimer: Cancel = () => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(key: string, delayMs = 0): void {
    const dueMs = this.#clock.monotonic() + Math.max(0, delayMs);
    const known = this.#waiting.get(key);
    if (known !== undefined && known.dueMs <= dueMs) return;
    this.#waiting.set(key, { dueMs, order: this.#added++ });
    this.#serve();
  }

  remove(key: string): void {
    this.#waiting.delete(key);
    this.#serve();
  }

  take(signal: AbortSignal): Promise<Turn | undefined> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve(undefined);
      const stop = (): void => {
        this.#takers.delete(taker);
        resolve(undefined);
      };
      const taker = (turn: Turn): void => {
        signal.removeEventListener('abort', stop);
        resolve(turn);
      };
      signal.addEventListener('abort', stop, { once: true });
      this.#takers.add(taker);
      this.#serve();
    });
  }

  done(key: string): void {
    this.#running.delete(key);
    this.#serve();
  }

  depth(): number {
    const now = this.#clock.monotonic();
    let depth = 0;
    for (const [key, { dueMs }] of this.#waiting) if (dueMs <= now && !this.#running.has(key)) depth += 1;
    return depth;
  }

  /** Hands out what is due, then sleeps until something is. */
  #serve(): void {
    this.#cancelTimer();
    for (const taker of this.#takers) {
      const first = this.#first();
      if (first === undefined) return;
      const waitMs = first.entry.dueMs - this.#clock.monotonic();
      if (waitMs > 0) {
        this.#cancelTimer = this.#clock.after(waitMs, () => this.#serve());
        return;
      }
      this.#waiting.delete(first.key);
      this.#running.add(first.key);
      this.#takers.delete(taker);
      taker({ key: first.key, lateMs: Math.max(0, -waitMs) });
    }
  }

  #first(): { key: string; entry: Entry } | undefined {
    let first: { key: string; entry: Entry } | undefined;
    for (const [key, entry] of this.#waiting) {
      if (this.#running.has(key)) continue;
      if (first === undefined || isBefore(entry, first.entry)) first = { key, entry };
    }
    return first;
  }
}

const isBefore = (a: Entry, b: Entry): boolean =>
  a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order);
