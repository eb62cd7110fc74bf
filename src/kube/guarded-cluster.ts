import { OperatorError } from '../errors.ts';
import type { Cluster } from './cluster.ts';
import type { Leadership } from './election.ts';

/**
 * The same cluster, where a write starts only while it may; otherwise NOT_LEADER, and nothing is sent. Reads
 * always may. What is already on its way is guarded by the version that it was decided on.
 */
export const guardedCluster = (cluster: Cluster, leadership: Pick<Leadership, 'mayWrite'>): Cluster => {
  const ifAllowed = async <T>(write: () => Promise<T>): Promise<T> => {
    if (leadership.mayWrite()) return write();
    throw new OperatorError('NOT_LEADER', 'this replica may not write now');
  };
  return {
    get: (ref, signal) => cluster.get(ref, signal),
    list: (type, options, signal) => cluster.list(type, options, signal),
    watch: (type, options, signal) => cluster.watch(type, options, signal),
    create: (type, object, signal) => ifAllowed(() => cluster.create(type, object, signal)),
    replace: (type, object, signal, subresource) =>
      ifAllowed(() => cluster.replace(type, object, signal, subresource)),
    patch: (ref, patch, signal) => ifAllowed(() => cluster.patch(ref, patch, signal)),
  };
};
