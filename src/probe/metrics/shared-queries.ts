import type { Clock } from '../../runtime/clock.ts';
import type { Query } from './prometheus.ts';
import type { Reply } from './send.ts';

const KEPT_MS = 1_000;

interface InFlight {
  readonly reply: Promise<Reply>;
  readonly stop: AbortController;
  waiting: number;
}

/**
 * Sends a query once for all who ask the same of the same server with the same credentials, at the same time or
 * within a second of the answer. It is abandoned when the last who waits for it has gone.
 */
export const shareQueries = (query: Query, clock: Clock): Query => {
  const running = new Map<string, InFlight>();
  const begin = (key: string, [server, text]: [Parameters<Query>[0], string]): InFlight => {
    const stop = new AbortController();
    const forget = (): void => {
      if (running.get(key) === begun) running.delete(key);
    };
    const reply = query(server, text, stop.signal);
    const begun: InFlight = { reply, stop, waiting: 0 };
    running.set(key, begun);
    reply.then(() => clock.after(KEPT_MS, forget), forget);
    return begun;
  };
  return async (server, text, signal) => {
    signal.throwIfAborted();
    const key = JSON.stringify([server, text]);
    const shared = running.get(key) ?? begin(key, [server, text]);
    shared.waiting += 1;
    try {
      return await unlessAborted(shared.reply, signal);
    } finally {
      shared.waiting -= 1;
      if (shared.waiting === 0 && signal.aborted) {
        if (running.get(key) === shared) running.delete(key);
        shared.stop.abort(signal.reason);
      }
    }
  };
};

/** Rejects with the signal's reason as soon as it is aborted; the promise itself goes on. */
export const unlessAborted = <T>(promise: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
