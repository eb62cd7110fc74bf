import { type ErrorCode, OperatorError } from '../../src/errors.ts';
import type { Cluster, WatchEvent } from '../../src/kube/cluster.ts';

/** A way to the API server that can be cut: open watches break, and every call fails until it is mended. */
export const outage = () => {
  let firstWord: ErrorCode | undefined;
  const watches = new Set<AbortController>();
  let isAway = false;
  let unheard = 0;
  const refused = (): OperatorError => new OperatorError('UNAVAILABLE', 'connection refused');
  const pass = <T>(call: () => Promise<T>): Promise<T> => (isAway ? Promise.reject(refused()) : call());

  async function* breakable(follow: (signal: AbortSignal) => AsyncIterable<WatchEvent>, signal: AbortSignal) {
    if (isAway) throw refused();
    if (firstWord !== undefined && unheard > 0) {
      unheard -= 1;
      throw new OperatorError(firstWord, 'first word');
    }
    const broken = new AbortController();
    watches.add(broken);
    try {
      yield* follow(AbortSignal.any([signal, broken.signal]));
    } catch (thrown) {
      throw broken.signal.aborted ? refused() : thrown;
    } finally {
      watches.delete(broken);
    }
    if (broken.signal.aborted) throw refused();
  }

  return {
    begin: (): void => {
      isAway = true;
      unheard = watches.size;
      for (const watch of watches) watch.abort();
    },
    /** `saying`: what each watch hears first when it is made again. */
    end: (saying?: ErrorCode): void => {
      isAway = false;
      firstWord = saying;
    },
    through: (cluster: Cluster): Cluster => ({
      get: (ref, signal) => pass(() => cluster.get(ref, signal)),
      list: (type, options, signal) => pass(() => cluster.list(type, options, signal)),
      watch: (type, options, signal) => breakable((inTime) => cluster.watch(type, options, inTime), signal),
      create: (type, object, signal) => pass(() => cluster.create(type, object, signal)),
      replace: (type, object, signal, sub) => pass(() => cluster.replace(type, object, signal, sub)),
      patch: (ref, patch, signal) => pass(() => cluster.patch(ref, patch, signal)),
    }),
  };
};
