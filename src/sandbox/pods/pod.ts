import type { KubeObject } from '../../api/objects.ts';

/** The parts of a pod that the embedded cluster reads; everything else passes through untouched. */
export interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly configMapKeyRef?: KeyRef;
    readonly secretKeyRef?: KeyRef;
    readonly fieldRef?: { readonly fieldPath: string };
  };
}

export interface KeyRef {
  readonly name: string;
  readonly key: string;
  readonly optional?: boolean;
}

export interface EnvFrom {
  readonly prefix?: string;
  readonly configMapRef?: { readonly name: string; readonly optional?: boolean };
  readonly secretRef?: { readonly name: string; readonly optional?: boolean };
}

export interface ContainerPort {
  readonly name?: string;
  readonly containerPort: number;
  readonly protocol?: string;
}

export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly env?: readonly EnvVar[];
  readonly envFrom?: readonly EnvFrom[];
  readonly ports?: readonly ContainerPort[];
  readonly [key: string]: unknown;
}

export interface PodSpec {
  readonly containers: readonly Container[];
  readonly nodeName?: string;
  readonly restartPolicy?: 'Always' | 'OnFailure' | 'Never';
  readonly terminationGracePeriodSeconds?: number;
  readonly [key: string]: unknown;
}

export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason?: string;
  readonly message?: string;
  readonly lastUpdateTime?: string;
  readonly lastTransitionTime?: string;
}

export interface PodStatus {
  readonly phase?: string;
  readonly podIP?: string;
  readonly conditions?: readonly Condition[];
  readonly [key: string]: unknown;
}

const NO_CONTAINERS: PodSpec = { containers: [] };

export const podSpec = (pod: KubeObject): PodSpec => (pod['spec'] as PodSpec | undefined) ?? NO_CONTAINERS;
export const podStatus = (pod: KubeObject): PodStatus => (pod['status'] as PodStatus | undefined) ?? {};

/** The program that the driver runs; further containers are taken for sidecars that need no behaviour. */
export const mainContainer = (pod: KubeObject): Container =>
  podSpec(pod).containers[0] ?? { name: 'none', image: '' };

export const isTerminating = (object: KubeObject): boolean => object.metadata.deletionTimestamp !== undefined;

export const readyCondition = (pod: KubeObject): Condition | undefined =>
  podStatus(pod).conditions?.find((condition) => condition.type === 'Ready');

export const isReady = (pod: KubeObject): boolean => readyCondition(pod)?.status === 'True';
