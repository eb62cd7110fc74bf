import type { History, Write } from './history.ts';

/** What a predicate knows beside the history: what is given to the operator from outside. */
export interface Circumstances {
  readonly intervalMs: number;
  readonly drainMs: number;
  /** The largest weight that any spec of the story allows, before promotion. */
  readonly maxWeight: number;
  /** What metrics servers last answered the writer with: only this is evidence that a release is good. */
  readonly isEvidenceGood: () => boolean;
  /** Since when the Canary is suspended, on the monotonic clock. */
  readonly suspendedSince: () => number | undefined;
  /** A person asked for it: what follows goes by no check. */
  readonly isCommanded: () => boolean;
  /** By how much the wall clock was set ahead since this time of the monotonic one. */
  readonly aheadSince: (at: number) => number;
  /** How late writes may have arrived since this time: calls were that slow. */
  readonly lateSince: (at: number) => number;
  readonly isPreRolloutPassed: () => boolean;
}

/** What the history has shown so far. */
export interface Memory {
  /** Images by the fingerprint of the templates that the target had. */
  readonly images: Map<string, string>;
  /** By run: the highest weight that routes had, and when it was raised last. */
  readonly raised: Map<string, { readonly weight: number; readonly at: number; readonly user: string }>;
  readonly failedChecksOf: Map<string, number>;
  /** Since when no route leads to the canary, on the monotonic clock. */
  awaySince: number;
  /** Who closed the last way to the canary. */
  closedBy: string;
  /** The way to the canary that was closed last was opened by a hand. */
  wasOpenedByHand: boolean;
  /** The last write of the routes was no operator's. */
  isEditedByHand: boolean;
  /** Since the last run began. */
  isConfigChanged: boolean;
  /** When the target had another template last. */
  retemplatedAt: number;
}

export interface Seen {
  readonly history: History;
  readonly around: Circumstances;
  readonly memory: Memory;
}

/** What must hold for every accepted write of the operator. */
export interface Invariant {
  readonly id: string;
  /** In words that a user understands. */
  readonly says: string;
  /** What is wrong with a write of the operator; undefined when nothing is. */
  readonly check: (write: Write, seen: Seen) => string | undefined;
}

export interface Violation {
  readonly id: string;
  readonly message: string;
  /** Milliseconds of the monotonic clock. */
  readonly at: number;
}
