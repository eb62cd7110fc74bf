import type { KubeObject } from '../api/objects.ts';
import { objectAt } from '../domain/json.ts';
import type { Leadership } from '../kube/election.ts';
import { asEpoch } from '../kube/lease.ts';
import type { Log } from '../runtime/log.ts';

/** A later leader has written this Canary: nothing may be decided about it here. */
export interface Superseded {
  readonly reason: 'LeaderSuperseded';
  readonly epoch: number;
  readonly ownEpoch: number;
}

/** Undefined where no leader wrote the status, and for what no Lease can have counted to. */
export const epochOf = (canary: KubeObject): number | undefined =>
  asEpoch(objectAt(canary, 'status')['leaderEpoch']);

export const highestEpoch = (canaries: readonly KubeObject[]): number | undefined =>
  canaries.reduce<number | undefined>((highest, canary) => {
    const epoch = epochOf(canary);
    return epoch === undefined || (highest ?? -1) >= epoch ? highest : epoch;
  }, undefined);

/**
 * Keeps a replica off the Canaries that a later leader has written. Told once for each of their epochs, and
 * contested: a replica that does hold the Lease is the later one, and soon has the number to show it.
 */
export const makeFence = (leadership: Leadership, log: Log) => {
  const told = new Map<string, number>();
  return (canary: KubeObject): Superseded | undefined => {
    const epoch = epochOf(canary) ?? -1;
    const ownEpoch = leadership.epoch();
    const uid = canary.metadata.uid ?? '';
    if (epoch <= ownEpoch) {
      told.delete(uid);
      return undefined;
    }
    leadership.contest(epoch);
    const { namespace = '', name } = canary.metadata;
    if (told.get(uid) !== epoch)
      log.warn({ canary: `${namespace}/${name}`, epoch, ownEpoch }, 'a later leader has written this canary');
    told.set(uid, epoch);
    return { reason: 'LeaderSuperseded', epoch, ownEpoch };
  };
};
