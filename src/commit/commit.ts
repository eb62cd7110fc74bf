import { CANARY } from '../api/kinds.ts';
import type { KubeObject } from '../api/objects.ts';
import { isSameContent } from '../domain/revision.ts';
import { objectAt } from '../domain/json.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { type Status, type Times, toWire } from '../domain/status.ts';
import { isOperatorError } from '../errors.ts';
import type { Cluster, Versioned } from '../kube/cluster.ts';

export interface CommitOptions {
  readonly cluster: Pick<Cluster, 'replace'>;
  readonly times: Times;
  /** Takes in what was written, so that the next run sees it. */
  readonly learn: (object: KubeObject) => void;
  /** The server refuses the status itself, so no condition can tell it. */
  readonly onRefused: (canary: KubeObject, message: string) => void;
  /** The cluster's CRD dropped our record: nothing may be done on the strength of it. */
  readonly onPruned: (canary: KubeObject) => void;
  /** Of this leader; absent without election, and then an epoch on the record stays as it is. */
  readonly epoch?: () => number;
}

/**
 * Writes the decision: from here on it is true, even if this process ends. With `mustWrite`, an unchanged
 * status is written as well: the server answers 409 if our copy is old, and changes nothing otherwise.
 *
 * Answers whether the record stands, so that acting on it is allowed. Errors: CONFLICT and all that a write
 * may throw; then the decision is taken again, never only the write.
 */
export const makeCommit =
  ({ cluster, times, learn, onPruned, onRefused, epoch }: CommitOptions) =>
  async (seen: Snapshot, status: Status, mustWrite: boolean, signal: AbortSignal): Promise<boolean> => {
    const before = seen.canary['status'];
    const next = toWire(status, before, times);
    if (!mustWrite && isSameContent(next, before ?? {})) return true;
    const stamped = epoch === undefined ? next : { ...next, leaderEpoch: epoch() };
    const written = await cluster
      .replace(CANARY, versioned(seen.canary, stamped), signal, 'status')
      .catch((thrown: unknown) => {
        if (isOperatorError(thrown, 'REJECTED', 'FORBIDDEN')) onRefused(seen.canary, thrown.message);
        throw thrown;
      });
    learn(written);
    const isPruned = status.run !== undefined && objectAt(written, 'status')['run'] === undefined;
    if (isPruned) onPruned(written);
    return !isPruned;
  };

const versioned = (canary: KubeObject, status: unknown): Versioned => ({
  ...canary,
  metadata: { ...canary.metadata, resourceVersion: canary.metadata.resourceVersion ?? '' },
  status,
});
