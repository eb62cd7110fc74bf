import type { Clock, Random } from '../../runtime/clock.ts';
import { emptyNamespaces, serveDefinitions } from './cleanup.ts';
import { ApiCore } from './core.ts';
import type { RequestRecord } from './core.ts';
import { GarbageCollector } from './garbage.ts';
import { makeBehaviours } from './kinds/behaviours.ts';
import { builtinKinds } from './kinds/builtin.ts';
import { memoryCluster } from './memory-cluster.ts';
import type { SandboxCluster } from './memory-cluster.ts';
import { Reader } from './reader.ts';
import { Registry } from './registry.ts';
import type { AdmissionCheck } from './request.ts';
import { Store } from './store.ts';
import { makeWatches } from './watcher.ts';
import { Writer } from './writer.ts';

export type { RequestRecord } from './core.ts';
export type { SandboxCluster } from './memory-cluster.ts';

export interface ApiServerOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** How many changes a watch may lag before 410. */
  readonly historySize?: number;
  /** Whether objects record which manager set which field; server-side apply needs it. Default: true. */
  readonly recordsManagers?: boolean;
}

export interface ApiServer {
  /** The Cluster port in memory, as `user`. */
  cluster(user: string): SandboxCluster;
  /** Called after each request (a watch: when it opens), with its answer's code. Returns a remover. */
  onRequest(listener: (record: RequestRecord) => void): () => void;
  /** Throw OperatorError('REJECTED' | 'FORBIDDEN') to refuse a write. Returns a remover. */
  admit(check: AdmissionCheck): () => void;
  /** Ends every open watch, as a restarting API server does. */
  dropWatches(): void;
  /** Drops the history, so that a watch that resumes gets 410. */
  compact(): void;
  /** What the HTTP face calls. */
  readonly core: ApiCore;
}

const HISTORY = 5000;

/** An API server in memory: no wire, and no time of its own. */
export const makeApiServer = (options: ApiServerOptions): ApiServer => {
  const { clock, random } = options;
  const registry = new Registry();
  const store = new Store(options.historySize ?? HISTORY);
  const checks = new Set<AdmissionCheck>();
  for (const kind of builtinKinds) registry.add(kind);
  const writer = new Writer({
    store,
    clock,
    random,
    checks,
    behaviours: makeBehaviours(),
    recordsManagers: options.recordsManagers ?? true,
  });
  const watches = makeWatches({ store, registry, clock });
  const core = new ApiCore({ registry, store, writer, watches, clock, reader: new Reader(registry, store) });
  new GarbageCollector({ store, writer, registry });
  emptyNamespaces({ store, writer, registry, watches });
  serveDefinitions({ store, writer, registry, watches });
  seed(core);
  return {
    core,
    cluster: (user) => memoryCluster(core, user),
    onRequest: (listener) => core.onRequest(listener),
    admit: (check) => {
      checks.add(check);
      return () => void checks.delete(check);
    },
    dropWatches: () => watches.endAll(),
    compact: () => store.compact(),
  };
};

const seed = (core: ApiCore): void => {
  const type = { group: '', version: 'v1', plural: 'namespaces' };
  const caller = { user: 'system:apiserver', manager: 'kube-apiserver' };
  for (const name of ['default', 'kube-system']) {
    core.create({ type }, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }, caller);
  }
};
