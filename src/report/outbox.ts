import { isAbort } from '../errors.ts';
import { backoffMs } from '../runtime/backoff.ts';
import { type Clock, type Random, sleep } from '../runtime/clock.ts';

/** How one try of a delivery ended. `again`: another may succeed; the receiver may say when. */
export type Try =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'again'; readonly why: string; readonly afterMs?: number }
  | { readonly kind: 'refused'; readonly why: string };

/** Why something was never delivered: a closed list, used as a label. */
export const DROP_REASONS = ['queueFull', 'tooOften', 'tooOld', 'refused', 'unreachable', 'bug'] as const;
export type DropReason = (typeof DROP_REASONS)[number];

export type Ending =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'dropped'; readonly reason: DropReason; readonly why: string };

export interface Parcel {
  /** Parcels of one lane are delivered in order, one at a time. */
  readonly lane: string;
  readonly tries: number;
  /** Least time between two parcels of the lane. */
  readonly gapMs?: number;
  readonly deliver: (signal: AbortSignal) => Promise<Try>;
  /** Called once, unless the process ends before. */
  readonly ended: (ending: Ending) => void;
}

export interface OutboxOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Parcels that may wait, in all lanes together. */
  readonly limit: number;
  /** What waits longer is given up: late news misleads. */
  readonly oldestMs: number;
}

export interface Outbox {
  /** Returns at once; what does not fit is dropped, so that nobody waits for a receiver. */
  put(parcel: Parcel): void;
  /** Parcels that are not delivered yet. */
  waiting(): number;
  /** Starts no more tries, and waits a moment for those that are under way. What is left is neither delivered nor dropped. */
  close(): Promise<void>;
}

const BACKOFF = { firstMs: 1_000, longestMs: 30_000 };
/** For what is under way when the operator ends. */
const GRACE_MS = 3_000;

export const makeOutbox = (options: OutboxOptions): Outbox => new Lanes(options);

interface Waiting {
  readonly parcel: Parcel;
  readonly sinceMs: number;
}

class Lanes implements Outbox {
  readonly #options: OutboxOptions;
  readonly #lanes = new Map<string, { readonly queue: Waiting[]; readonly work: Promise<void> }>();
  /** No try begins after this; what is under way goes on. */
  readonly #closing = new AbortController();
  /** Nothing goes on after this. */
  readonly #closed = new AbortController();
  #count = 0;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  put(parcel: Parcel): void {
    if (this.#closing.signal.aborted) return;
    if (this.#count >= this.#options.limit) {
      const why = `${this.#count} others are waiting`;
      return parcel.ended({ kind: 'dropped', reason: 'queueFull', why });
    }
    this.#count += 1;
    const waiting = { parcel, sinceMs: this.#options.clock.monotonic() };
    const lane = this.#lanes.get(parcel.lane);
    if (lane !== undefined) return void lane.queue.push(waiting);
    const queue = [waiting];
    this.#lanes.set(parcel.lane, { queue, work: this.#work(parcel.lane, queue) });
  }

  waiting(): number {
    return this.#count;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    const cancel = this.#options.clock.after(GRACE_MS, () => this.#closed.abort());
    await Promise.all([...this.#lanes.values()].map(({ work }) => work));
    cancel();
  }

  /** Carries a lane's parcels until none is left. */
  async #work(lane: string, queue: Waiting[]): Promise<void> {
    try {
      for (let next = queue[0]; next !== undefined; next = queue[0]) {
        const ending = await this.#carry(next);
        queue.shift();
        this.#count -= 1;
        next.parcel.ended(ending);
        await this.#pause(next.parcel.gapMs ?? 0);
      }
      this.#lanes.delete(lane);
    } catch (thrown) {
      if (!isAbort(thrown)) throw thrown;
    }
  }

  async #carry({ parcel, sinceMs }: Waiting): Promise<Ending> {
    const { clock, oldestMs } = this.#options;
    let last = 'it waited behind others';
    for (let count = 1; count <= parcel.tries; count += 1) {
      if (clock.monotonic() - sinceMs > oldestMs) return { kind: 'dropped', reason: 'tooOld', why: last };
      this.#closing.signal.throwIfAborted();
      const outcome = await this.#try(parcel);
      if (outcome.kind === 'delivered' || outcome.kind === 'dropped') return outcome;
      if (outcome.kind === 'refused') return { kind: 'dropped', reason: 'refused', why: outcome.why };
      last = outcome.why;
      if (count === parcel.tries) break;
      const waitMs = this.#waitMs(count, outcome.afterMs);
      if (clock.monotonic() + waitMs - sinceMs > oldestMs)
        return { kind: 'dropped', reason: 'tooOld', why: last };
      await this.#pause(waitMs);
    }
    return { kind: 'dropped', reason: 'unreachable', why: last };
  }

  /** What nobody foresaw costs this parcel, and no other. Its message is not shown: it may quote an address. */
  async #try(parcel: Parcel): Promise<Try | Ending> {
    try {
      return await parcel.deliver(this.#closed.signal);
    } catch (thrown) {
      this.#closed.signal.throwIfAborted();
      return { kind: 'dropped', reason: 'bug', why: nameOf(thrown) };
    }
  }

  #waitMs(failures: number, afterMs = 0): number {
    return Math.max(backoffMs(failures, BACKOFF, this.#options.random), afterMs);
  }

  #pause(delayMs: number): Promise<void> {
    return delayMs === 0 ? Promise.resolve() : sleep(this.#options.clock, delayMs, this.#closing.signal);
  }
}

const nameOf = (thrown: unknown): string =>
  typeof thrown === 'object' && thrown !== null && 'name' in thrown ? String(thrown.name) : typeof thrown;
