import type { Refused } from '../domain/snapshot.ts';

/** What a content turned out to be; `untracked` is a Secret of a type that is never copied. */
export type ConfigContent = { readonly checksum: string } | 'untracked';

interface Spacing {
  readonly steppedAt: number;
  /** Monotonic time at which `steppedAt` was, or was first met. */
  readonly baseMs: number;
}

/** The two clocks differ by less all the time. */
const SMALLEST_JUMP_MS = 1_000;

/**
 * What one process remembers and may forget: nothing here is needed for safety after a restart. Times of the
 * next look are wall time, spacing is monotonic.
 */
export class Memory {
  readonly #looks = new Map<string, number>();
  readonly #told = new Map<string, string>();
  readonly #refused = new Map<string, Refused>();
  readonly #announced = new Map<string, string>();
  readonly #spacing = new Map<string, Spacing>();
  readonly #contents = new Map<string, { readonly version: string; readonly content: ConfigContent }>();
  /** Until this time the installed CRDs are taken to drop our record. */
  crdOutdatedUntil = 0;
  /** Wall time at monotonic zero. */
  #zeroAt: number | undefined;
  #setAheadAt = Number.NEGATIVE_INFINITY;

  /** To be told the time before anything is asked: when the wall clock jumps, next looks stay as far away as they were. */
  follow(time: { readonly now: number; readonly monotonic: number }): void {
    const zeroAt = time.now - time.monotonic;
    this.#zeroAt ??= zeroAt;
    const byMs = zeroAt - this.#zeroAt;
    if (Math.abs(byMs) < SMALLEST_JUMP_MS) return;
    this.#zeroAt = zeroAt;
    if (byMs > 0) this.#setAheadAt = time.monotonic;
    for (const [uid, at] of this.#looks) this.#looks.set(uid, at + byMs);
    for (const [uid, refused] of this.#refused)
      this.#refused.set(uid, { ...refused, retryAt: refused.retryAt + byMs });
    this.crdOutdatedUntil += byMs;
  }

  /** How long ago it was seen that the wall clock had been set ahead: what waits by it has waited at least as long. */
  sinceSetAheadMs(monotonic: number): number {
    return monotonic - this.#setAheadAt;
  }

  /** Before this time (milliseconds since 1970) hooks and metrics are not asked. */
  askableAt(uid: string): number {
    return this.#looks.get(uid) ?? 0;
  }

  askAgainAt(uid: string, at: number | undefined): void {
    if (at === undefined) this.#looks.delete(uid);
    else this.#looks.set(uid, at);
  }

  refused(uid: string): Refused | undefined {
    return this.#refused.get(uid);
  }

  noteRefused(uid: string, refused: Refused | undefined): void {
    if (refused === undefined) this.#refused.delete(uid);
    else this.#refused.set(uid, refused);
  }

  /** Identified by kind, namespace and name; the content of another version is not known. */
  content(config: string, version: string): ConfigContent | undefined {
    const known = this.#contents.get(config);
    return known?.version === version ? known.content : undefined;
  }

  noteContent(config: string, version: string, content: ConfigContent): void {
    this.#contents.set(config, { version, content });
  }

  /**
   * Monotonic milliseconds since the step at `steppedAt`. When that step was taken before this process
   * started, the wall clock is believed, unless it has gone back: then counting starts now.
   */
  sinceStep(
    uid: string,
    steppedAt: number,
    time: { readonly now: number; readonly monotonic: number },
  ): number {
    const known = this.#spacing.get(uid);
    if (known?.steppedAt === steppedAt) return time.monotonic - known.baseMs;
    const elapsed = Math.max(0, time.now - steppedAt);
    this.#spacing.set(uid, { steppedAt, baseMs: time.monotonic - elapsed });
    return elapsed;
  }

  /** True once for each new message about a Canary, so that what repeats is told once. */
  isNews(uid: string, message: string): boolean {
    const isNew = this.#told.get(uid) !== message;
    this.#told.set(uid, message);
    return isNew;
  }

  /** What the end of this run owed is delivered or given up. */
  noteAnnounced(uid: string, runId: string): void {
    this.#announced.set(uid, runId);
  }

  isAnnounced(uid: string, runId: string): boolean {
    return this.#announced.get(uid) === runId;
  }

  forget(uid: string): void {
    this.#announced.delete(uid);
    this.#told.delete(uid);
    this.#looks.delete(uid);
    this.#refused.delete(uid);
    this.#spacing.delete(uid);
  }
}
