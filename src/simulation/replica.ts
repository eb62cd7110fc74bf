import { type AppOptions, makeApp } from '../app.ts';
import { isAbort } from '../errors.ts';
import type { Cluster } from '../kube/cluster.ts';
import type { Http } from '../net/port.ts';
import type { VirtualClock } from '../runtime/virtual-clock.ts';
import { ended } from './ended.ts';

/** One process of the operator. */
export interface Replica {
  /** Ends the process between two instructions: nothing that it still holds is carried out. */
  kill(): void;
  /** Ends it in good order. */
  stop(): Promise<void>;
  /** How it ended by itself. */
  outcome(): 'stopped' | 'lost' | undefined;
}

/** Starts the whole operator on a virtual cluster; `clock` of the options may be another one than the cluster's. */
export const startReplica = (options: AppOptions, clock: VirtualClock): Replica => {
  const abort = new AbortController();
  const guard = cutOff(options);
  const app = makeApp({ ...options, cluster: guard.cluster, http: guard.http });
  let outcome: 'stopped' | 'lost' | undefined;
  const running = app.run(abort.signal).then(
    (how) => {
      outcome = how;
      if (how === 'lost') guard.cut();
    },
    (thrown: unknown) => {
      if (!isAbort(thrown)) throw thrown;
    },
  );
  return {
    outcome: () => outcome,
    kill: () => {
      guard.cut();
      abort.abort();
    },
    stop: async () => {
      abort.abort();
      await ended(clock, running);
    },
  };
};

/** Ports that can be cut: from then on nothing goes through and nothing comes back. */
const cutOff = ({ cluster, http }: { cluster: Cluster; http: Http }) => {
  let isCut = false;
  const isOpen = (): boolean => !isCut;
  const silence = new Promise<never>(() => undefined);
  const pass = async <T>(call: () => Promise<T>): Promise<T> => {
    if (!isOpen()) return silence;
    const answer = await call();
    return isOpen() ? answer : silence;
  };
  return {
    cut: (): void => {
      isCut = true;
    },
    http: { send: (request, signal) => pass(() => http.send(request, signal)) } satisfies Http,
    cluster: {
      get: (ref, signal) => pass(() => cluster.get(ref, signal)),
      list: (type, options, signal) => pass(() => cluster.list(type, options, signal)),
      watch: (type, options, signal) => cluster.watch(type, options, signal),
      create: (type, object, signal) => pass(() => cluster.create(type, object, signal)),
      replace: (type, object, signal, subresource) =>
        pass(() => cluster.replace(type, object, signal, subresource)),
      patch: (ref, patch, signal) => pass(() => cluster.patch(ref, patch, signal)),
    } satisfies Cluster,
  };
};
