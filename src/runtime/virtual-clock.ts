import type { Cancel, Clock } from './clock.ts';

interface Timer {
  readonly due: number;
  readonly order: number;
  readonly run: () => void;
}

/**
 * Time that moves only when told to: a thirty-minute rollout passes in milliseconds. Timers fire in the order
 * of their due time, then of their creation; before each, everything that is ready to run has run.
 */
export class VirtualClock implements Clock {
  readonly #timers = new Set<Timer>();
  #elapsedMs = 0;
  #startMs: number;
  #created = 0;

  constructor(startMs = 1_700_000_000_000) {
    this.#startMs = startMs;
  }

  now(): number {
    return this.#startMs + this.#elapsedMs;
  }

  monotonic(): number {
    return this.#elapsedMs;
  }

  after(delayMs: number, run: () => void): Cancel {
    const timer: Timer = { due: this.#elapsedMs + Math.max(0, delayMs), order: this.#created++, run };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** Moves the wall clock alone, as an operator or NTP would. */
  jumpWall(byMs: number): void {
    this.#startMs += byMs;
  }

  /** Lets time pass, running what becomes due. */
  async advance(byMs: number): Promise<void> {
    const end = this.#elapsedMs + byMs;
    await settle();
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#timers.delete(next);
      this.#elapsedMs = Math.max(this.#elapsedMs, next.due);
      next.run();
      await settle();
    }
    this.#elapsedMs = end;
    await settle();
  }

  /** Lets time pass until the condition holds; false when it still does not after `limitMs`. */
  async advanceUntil(holds: () => boolean, limitMs: number): Promise<boolean> {
    const end = this.#elapsedMs + limitMs;
    await settle();
    while (!holds()) {
      const next = this.#next(end);
      if (next === undefined) return false;
      await this.advance(next.due - this.#elapsedMs);
    }
    return true;
  }

  #next(end: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.due > end) continue;
      if (
        first === undefined ||
        timer.due < first.due ||
        (timer.due === first.due && timer.order < first.order)
      ) {
        first = timer;
      }
    }
    return first;
  }
}

/** Lets every promise that is ready run: a macrotask starts only after all microtasks are done. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
