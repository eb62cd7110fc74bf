import type { KubeObject } from '../../api/objects.ts';
import type { Condition } from '../pods/pod.ts';
import type { IntOrPercent } from './rolling.ts';
import type { Selector } from './selector.ts';

/** Views of apps/v1 Deployments and ReplicaSets, with the API server's defaults filled in. */
export interface Template {
  readonly metadata?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: unknown;
  readonly [key: string]: unknown;
}

export interface DeploymentSpec {
  readonly replicas: number;
  readonly selector: Selector;
  readonly template: Template;
  readonly strategy: {
    readonly type?: 'RollingUpdate' | 'Recreate';
    readonly rollingUpdate?: { readonly maxSurge?: IntOrPercent; readonly maxUnavailable?: IntOrPercent };
  };
  readonly minReadySeconds: number;
  readonly progressDeadlineSeconds: number;
  readonly revisionHistoryLimit: number;
  readonly paused: boolean;
}

export interface ReplicaSetSpec {
  readonly replicas: number;
  readonly selector: Selector;
  readonly template: Template;
  readonly minReadySeconds: number;
}

/** Counts that are 0 are absent on the wire. */
export interface Counts {
  readonly replicas?: number;
  readonly updatedReplicas?: number;
  readonly readyReplicas?: number;
  readonly availableReplicas?: number;
  readonly unavailableReplicas?: number;
}

export interface WorkloadStatus extends Counts {
  readonly observedGeneration?: number;
  readonly conditions?: readonly Condition[];
  readonly [key: string]: unknown;
}

const DEFAULTS = {
  replicas: 1,
  strategy: {},
  minReadySeconds: 0,
  progressDeadlineSeconds: 600,
  revisionHistoryLimit: 10,
  paused: false,
};

export const deploymentSpec = (deployment: KubeObject): DeploymentSpec => ({
  ...DEFAULTS,
  ...(deployment['spec'] as Partial<DeploymentSpec> & Pick<DeploymentSpec, 'selector' | 'template'>),
});

export const replicaSetSpec = (set: KubeObject): ReplicaSetSpec => ({
  replicas: 1,
  minReadySeconds: 0,
  ...(set['spec'] as Partial<ReplicaSetSpec> & Pick<ReplicaSetSpec, 'selector' | 'template'>),
});

export const workloadStatus = (object: KubeObject): WorkloadStatus =>
  (object['status'] as WorkloadStatus | undefined) ?? {};

export const TEMPLATE_HASH = 'pod-template-hash';
export const REVISION = 'deployment.kubernetes.io/revision';
export const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas';
export const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas';

/** An object without the members that are 0, as Go's omitempty writes it. */
export const withoutZeros = <T extends object>(counts: T): Partial<T> =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0)) as Partial<T>;
