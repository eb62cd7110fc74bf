import type { KubeObject } from '../api/objects.ts';

/** Whether a workload runs what it was told to, wholly enough. */
export type Readiness =
  | { readonly kind: 'ready' }
  | { readonly kind: 'progressing'; readonly message: string }
  /** Its own deadline has passed; waiting longer is not expected to help. */
  | { readonly kind: 'stuck'; readonly message: string };

type Raw = Readonly<Record<string, unknown>>;

const record = (value: unknown): Raw => (typeof value === 'object' && value !== null ? (value as Raw) : {});
const count = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** The replicas a Deployment asks for; absent means 1. */
export const replicasOf = (deployment: KubeObject): number => {
  const replicas = record(deployment['spec'])['replicas'];
  return typeof replicas === 'number' ? replicas : 1;
};

/** How many ready endpoints a side needs before it may receive traffic; never zero. */
export const endpointsNeeded = (replicas: number, thresholdPercent: number): number =>
  Math.max(1, Math.ceil((replicas * thresholdPercent) / 100));

/** Whether the Deployment controller has seen the latest spec; before, its status speaks of an older one. */
export const isObserved = (deployment: KubeObject): boolean =>
  count(record(deployment['status'])['observedGeneration']) >= (deployment.metadata.generation ?? 0);

const progressing = (message: string): Readiness => ({ kind: 'progressing', message });

const LONGEST_QUOTE = 300;

/**
 * Readiness of a Deployment whose `thresholdPercent` of replicas must be available. A Deployment without
 * replicas is never ready: it would receive traffic with no pod behind it. Where pods are refused, as by a quota or
 * by Pod Security, the message quotes the refusal.
 */
export const deploymentReadiness = (deployment: KubeObject, thresholdPercent: number): Readiness => {
  const status = record(deployment['status']);
  const replicas = replicasOf(deployment);
  if (!isObserved(deployment)) {
    return progressing('waiting for the Deployment controller to see the change');
  }
  if (replicas === 0) return progressing('0 replicas are wanted');
  const because = refusalOf(status);
  if (hasMissedItsDeadline(status))
    return { kind: 'stuck', message: `the Deployment has missed its own progress deadline${because}` };
  const missing = missingOf(status, replicas, endpointsNeeded(replicas, thresholdPercent));
  return missing === undefined ? { kind: 'ready' } : progressing(`${missing}${because}`);
};

const missingOf = (status: Raw, replicas: number, needed: number): string | undefined => {
  const updated = count(status['updatedReplicas']);
  if (updated < replicas) return `${updated} of ${replicas} replicas run the new revision`;
  const total = count(status['replicas']);
  if (total > updated) return `${total - updated} old replicas are still there`;
  const available = count(status['availableReplicas']);
  return available < needed ? `${available} of ${replicas} replicas are available` : undefined;
};

const conditionsOf = (status: Raw): readonly Raw[] =>
  Array.isArray(status['conditions']) ? status['conditions'].map(record) : [];

const hasMissedItsDeadline = (status: Raw): boolean =>
  conditionsOf(status).some(
    (item) => item['type'] === 'Progressing' && item['reason'] === 'ProgressDeadlineExceeded',
  );

/** Why pods cannot be made, after a colon and on one line; empty when nothing refuses them. */
const refusalOf = (status: Raw): string => {
  const failure = conditionsOf(status).find(
    (item) => item['type'] === 'ReplicaFailure' && item['status'] === 'True',
  );
  const message = failure?.['message'];
  if (typeof message !== 'string' || message === '') return '';
  const line = message.replace(/\s+/g, ' ');
  return `: ${line.length > LONGEST_QUOTE ? `${line.slice(0, LONGEST_QUOTE - 1)}…` : line}`;
};
