import type { ErrorCode } from '../errors.ts';
import type { Informer } from './informer.ts';

/** An informer that starts when it is first needed, for a kind that few use and that may not be served at all. */
export interface OnDemand {
  readonly informer: Informer;
  /** Starts following. True once the copy is complete, or once it is known that there is none to be had. */
  need(): boolean;
  /** Until the signal is aborted; costs nothing before it is needed. */
  run(signal: AbortSignal): Promise<void>;
}

/** Asking again is not expected to help soon: the kind is not served, or may not be read. */
const HOPELESS: ReadonlySet<ErrorCode | undefined> = new Set<ErrorCode>(['NOT_FOUND', 'FORBIDDEN']);

export const onDemand = (informer: Informer): OnDemand => {
  let start: () => void = () => undefined;
  const needed = new Promise<void>((resolve) => {
    start = resolve;
  });
  return {
    informer,
    need: () => {
      start();
      return informer.synced || HOPELESS.has(informer.health.lastError?.code);
    },
    run: async (signal) => {
      const aborted = new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        else signal.addEventListener('abort', () => resolve(), { once: true });
      });
      await Promise.race([needed, aborted]);
      if (!signal.aborted) await informer.run(signal);
    },
  };
};
