import { isOperatorError } from '../errors.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Cluster } from './cluster.ts';
import type { Informer } from './informer.ts';

type Health = Pick<Informer['health'], 'lastAwayMs' | 'isFollowing'>;

/**
 * Since the API server was last found away, in ms: 0 while it is, Infinity if never. It is away while most of what is
 * followed cannot be: a single kind that fails on has a trouble of its own.
 */
export const lastAwayMs = (healths: readonly Health[]): number => {
  const ages = healths.filter((health) => health.isFollowing).map((health) => health.lastAwayMs());
  const away = ages.filter((age) => age === 0).length;
  if (away * 2 > ages.length) return 0;
  return Math.min(Number.POSITIVE_INFINITY, ...ages.filter((age) => age > 0));
};

export interface Watchful {
  readonly cluster: Cluster;
  /** Since a call was last left without an answer, in ms; Infinity if never. */
  readonly lastSilentMs: () => number;
}

/** A server that stands still breaks no connection; that calls get no answer is all that shows it. */
export const watchful = (cluster: Cluster, clock: Clock): Watchful => {
  let silentAtMs = Number.NEGATIVE_INFINITY;
  const noted = async <T>(call: Promise<T>): Promise<T> => {
    try {
      return await call;
    } catch (thrown) {
      if (isOperatorError(thrown, 'TIMEOUT')) silentAtMs = clock.monotonic();
      throw thrown;
    }
  };
  return {
    lastSilentMs: () => clock.monotonic() - silentAtMs,
    cluster: {
      get: (ref, signal) => noted(cluster.get(ref, signal)),
      list: (type, options, signal) => noted(cluster.list(type, options, signal)),
      watch: (type, options, signal) => cluster.watch(type, options, signal),
      create: (type, object, signal) => noted(cluster.create(type, object, signal)),
      replace: (type, object, signal, subresource) =>
        noted(cluster.replace(type, object, signal, subresource)),
      patch: (ref, patch, signal) => noted(cluster.patch(ref, patch, signal)),
    },
  };
};
