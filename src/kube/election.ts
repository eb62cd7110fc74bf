/** One replica's right to write. */
export interface Leadership {
  /** Whether a run or a write may start at this moment. */
  mayWrite(): boolean;
  /** Later leaderships have higher numbers. */
  epoch(): number;
  /**
   * Somebody wrote with a higher epoch. Whoever really holds the Lease passes it with the next renewal;
   * whoever does not learns so by that.
   */
  contest(epoch: number): void;
}

export interface Candidacy {
  /** Resigns: what leads is told, and the Lease is given back when that has ended. */
  readonly signal: AbortSignal;
  /** What the leader does; its signal is aborted on resigning and on loss. */
  readonly lead: (signal: AbortSignal) => Promise<void>;
  /** The highest epoch on any record, so that a Lease that was deleted does not begin to count anew. */
  readonly epochSeen: () => number | undefined;
}

export interface Election extends Leadership {
  /** Waits until the Lease is free, then leads. After `lost`, nothing is waited for: the process must end. */
  run(candidacy: Candidacy): Promise<'stopped' | 'lost'>;
}
