import type { ErrorCode } from '../errors.ts';
import type { Random } from './clock.ts';

export interface BackoffOptions {
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * Wait before try number `failures + 1`: doubles with each failure up to the longest, and is spread over its
 * upper half, so that clients that failed together do not come back together.
 */
export const backoffMs = (failures: number, options: BackoffOptions, random: Random): number => {
  const fullMs = Math.min(options.firstMs * 2 ** Math.min(Math.max(failures - 1, 0), 30), options.longestMs);
  return fullMs / 2 + (fullMs / 2) * random();
};

/**
 * Doubling from half a second. A server that does not answer is asked every few seconds, which costs it nothing,
 * so that a rollback that waits for it is carried out within seconds of its return.
 */
export const backoffFor = (code: ErrorCode): BackoffOptions => ({
  firstMs: 500,
  longestMs: code === 'UNAVAILABLE' ? 4_000 : 30_000,
});
