import type { KubeObject, ResourceType } from '../api/objects.ts';

export const LEASE: ResourceType = {
  group: 'coordination.k8s.io',
  version: 'v1',
  kind: 'Lease',
  plural: 'leases',
  namespaced: true,
};

export interface LeaseName {
  readonly namespace: string;
  readonly name: string;
}

/** What a Lease says; whatever makes no sense counts as not said. */
export interface LeaseRecord {
  /** Empty: nobody. */
  readonly holder: string;
  /** How long the holder may be silent. */
  readonly durationMs: number;
  readonly epoch: number;
  /** The record as text: two that are equal are the same record, whatever happened to the metadata. */
  readonly text: string;
}

/** What a holder is granted that does not say, and the most that one is granted that says too much. */
const USUAL_SECONDS = 15;
const LONGEST_SECONDS = 600;
/** `leaseTransitions` is a signed 32-bit integer on the wire; this leaves room to count on from any valid one. */
const HIGHEST_EPOCH = 2_000_000_000;

/** Undefined for what no Lease of ours can have counted to. */
export const asEpoch = (value: unknown): number | undefined =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= HIGHEST_EPOCH
    ? (value as number)
    : undefined;

const specOf = (lease: KubeObject): Readonly<Record<string, unknown>> => {
  const spec = lease['spec'];
  return typeof spec === 'object' && spec !== null && !Array.isArray(spec)
    ? (spec as Readonly<Record<string, unknown>>)
    : {};
};

/** Reads a Lease that anybody may have written. */
export const readLease = (lease: KubeObject): LeaseRecord => {
  const spec = specOf(lease);
  const { holderIdentity, leaseDurationSeconds: seconds, leaseTransitions } = spec;
  const isDuration = typeof seconds === 'number' && seconds > 0;
  return {
    holder: typeof holderIdentity === 'string' ? holderIdentity : '',
    durationMs: 1000 * Math.min(isDuration ? seconds : USUAL_SECONDS, LONGEST_SECONDS),
    epoch: asEpoch(leaseTransitions) ?? 0,
    text: JSON.stringify(spec),
  };
};

export interface Claim {
  readonly holder: string;
  readonly seconds: number;
  readonly epoch: number;
  /** RFC 3339 with microseconds; when the holder began, and when it last said so. */
  readonly acquiredAt: string;
  readonly renewedAt: string;
}

/** The Lease with a claim in it; all that `existing` has beside stays. */
export const claimedLease = (
  { namespace, name }: LeaseName,
  { holder, seconds, epoch, acquiredAt, renewedAt }: Claim,
  existing: KubeObject | undefined,
): KubeObject => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  ...existing,
  metadata: existing?.metadata ?? { name, namespace },
  spec: {
    ...(existing === undefined ? {} : specOf(existing)),
    holderIdentity: holder,
    leaseDurationSeconds: seconds,
    acquireTime: acquiredAt,
    renewTime: renewedAt,
    leaseTransitions: epoch,
  },
});
