import type { KubeObject } from '../api/objects.ts';
import { isOperatorError, OperatorError } from '../errors.ts';
import { type Clock, deadline } from '../runtime/clock.ts';
import type { Cluster, Versioned } from './cluster.ts';
import { type Claim, claimedLease, LEASE, type LeaseName } from './lease.ts';

/** A call that takes longer is worth less than the next one. */
const CALL_MS = 5_000;

export interface LeaseCalls {
  /** Undefined: there is none. */
  read(signal: AbortSignal): Promise<KubeObject | undefined>;
  /** Compare-and-swap: throws CONFLICT, ALREADY_EXISTS or NOT_FOUND when `existing` is not what is there. */
  claim(claim: Claim, existing: KubeObject | undefined, signal: AbortSignal): Promise<KubeObject>;
}

/** The few calls of an election, each answered in 5 s or given up, whatever the adapter waits for. */
export const makeLeaseCalls = (
  cluster: Pick<Cluster, 'get' | 'create' | 'replace'>,
  clock: Clock,
  lease: LeaseName,
): LeaseCalls => {
  const ref = { type: LEASE, ...lease };
  const inTime = async <T>(signal: AbortSignal, call: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const limit = deadline(clock, CALL_MS, signal);
    try {
      return await Promise.race([call(limit.signal), aborted(limit.signal)]);
    } catch (thrown) {
      if (limit.signal.aborted && !signal.aborted)
        throw new OperatorError('TIMEOUT', `lease ${lease.namespace}/${lease.name}: no answer in 5 s`);
      throw thrown;
    } finally {
      limit.done();
    }
  };
  return {
    read: async (signal) => {
      try {
        return await inTime(signal, (limited) => cluster.get(ref, limited));
      } catch (thrown) {
        if (isOperatorError(thrown, 'NOT_FOUND')) return undefined;
        throw thrown;
      }
    },
    claim: (claim, existing, signal) => {
      const object = claimedLease(lease, claim, existing);
      return inTime(signal, (limited) =>
        existing === undefined
          ? cluster.create(LEASE, object, limited)
          : cluster.replace(LEASE, versioned(object), limited),
      );
    },
  };
};

const versioned = (object: KubeObject): Versioned => ({
  ...object,
  metadata: { ...object.metadata, resourceVersion: object.metadata.resourceVersion ?? '' },
});

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
