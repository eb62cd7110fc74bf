import { isTransient, type Posted } from '../net/post.ts';
import { retryAfterMs } from '../runtime/time.ts';
import type { Try } from './outbox.ts';

/** What an answer to a delivery means; every 2xx is a success. Nothing of a body is shown. */
export const judge = (posted: Posted, now: number): Try => {
  if ('failure' in posted) return { kind: 'again', why: posted.failure };
  const why = `answered with status ${posted.status}`;
  if (isTransient(posted)) {
    const afterMs = retryAfterMs(posted.headers['retry-after'] ?? '', now);
    return { kind: 'again', why, ...(afterMs === undefined ? {} : { afterMs }) };
  }
  return posted.status >= 200 && posted.status < 300 ? { kind: 'delivered' } : { kind: 'refused', why };
};
