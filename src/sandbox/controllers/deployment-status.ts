import type { KubeObject } from '../../api/objects.ts';
import { fromRfc3339, toRfc3339 } from '../../runtime/time.ts';
import type { Condition } from '../pods/pod.ts';
import { conditionOf, withCondition } from './conditions.ts';
import type { NewCondition } from './conditions.ts';
import { deploymentSpec, replicaSetSpec, withoutZeros, workloadStatus } from './deployment-object.ts';
import type { Counts, DeploymentSpec, WorkloadStatus } from './deployment-object.ts';
import { limitsOf } from './rolling.ts';

/** The status of a Deployment, as the controller of Kubernetes writes it; pure. */
export interface Observed {
  readonly deployment: KubeObject;
  readonly current: KubeObject | undefined;
  readonly sets: readonly KubeObject[];
  /** The current set was made in this look. */
  readonly created: boolean;
  readonly nowMs: number;
}

export interface StatusAnswer {
  readonly status: WorkloadStatus;
  /** When the progress deadline passes. */
  readonly againMs: number | undefined;
}

/** kubectl and the API server use the largest 32-bit number for "no deadline". */
const NO_DEADLINE_S = 2 ** 31 - 1;

const sum = (sets: readonly KubeObject[], of: (set: KubeObject) => number | undefined): number =>
  sets.reduce((total, set) => total + (of(set) ?? 0), 0);

const countsOf = ({ sets, current }: Observed): Required<Counts> => {
  const availableReplicas = sum(sets, (set) => workloadStatus(set).availableReplicas);
  const wanted = sum(sets, (set) => replicaSetSpec(set).replicas);
  return {
    replicas: sum(sets, (set) => workloadStatus(set).replicas),
    updatedReplicas: current === undefined ? 0 : (workloadStatus(current).replicas ?? 0),
    readyReplicas: sum(sets, (set) => workloadStatus(set).readyReplicas),
    availableReplicas,
    unavailableReplicas: Math.max(0, wanted - availableReplicas),
  };
};

const available = (spec: DeploymentSpec, counts: Required<Counts>): NewCondition => {
  const minimum = spec.replicas - limitsOf(spec.replicas, spec.strategy.rollingUpdate).unavailable;
  const floor = spec.strategy.type === 'Recreate' ? spec.replicas : minimum;
  return counts.availableReplicas >= floor
    ? {
        type: 'Available',
        status: 'True',
        reason: 'MinimumReplicasAvailable',
        message: 'Deployment has minimum availability.',
      }
    : {
        type: 'Available',
        status: 'False',
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
      };
};

const progressing = (status: Condition['status'], reason: string, message: string): NewCondition => ({
  type: 'Progressing',
  status,
  reason,
  message,
});

const subject = ({ current, deployment }: Observed): string =>
  current === undefined
    ? `Deployment "${deployment.metadata.name}"`
    : `ReplicaSet "${current.metadata.name}"`;

const isComplete = ({ replicas }: DeploymentSpec, counts: Required<Counts>): boolean =>
  counts.updatedReplicas === replicas &&
  counts.replicas === replicas &&
  counts.availableReplicas === replicas;

const hasProgressed = (before: Counts, after: Required<Counts>): boolean => {
  const updated = before.updatedReplicas ?? 0;
  return (
    after.updatedReplicas > updated ||
    after.replicas - after.updatedReplicas < (before.replicas ?? 0) - updated ||
    after.readyReplicas > (before.readyReplicas ?? 0) ||
    after.availableReplicas > (before.availableReplicas ?? 0)
  );
};

const deadlineLeftMs = (condition: Condition | undefined, spec: DeploymentSpec, nowMs: number): number => {
  const touched = fromRfc3339(condition?.lastUpdateTime ?? '');
  return Number.isNaN(touched) ? Infinity : touched + spec.progressDeadlineSeconds * 1000 - nowMs;
};

interface Progress {
  readonly conditions: readonly Condition[];
  readonly againMs: number | undefined;
}

/** Paused, resumed or new: what stands before any progress is judged. */
const announcement = (seen: Observed, spec: DeploymentSpec, known?: string): NewCondition | undefined => {
  const name = seen.current?.metadata.name ?? '';
  if (spec.paused) return progressing('Unknown', 'DeploymentPaused', 'Deployment is paused');
  if (known === 'DeploymentPaused')
    return progressing('Unknown', 'DeploymentResumed', 'Deployment is resumed');
  if (seen.created) return progressing('True', 'NewReplicaSetCreated', `Created new replica set "${name}"`);
  if (known !== undefined || seen.current === undefined) return undefined;
  return progressing('True', 'FoundNewReplicaSet', `Found new replica set "${name}"`);
};

const announced = (seen: Observed, spec: DeploymentSpec): readonly Condition[] => {
  const conditions = workloadStatus(seen.deployment).conditions ?? [];
  const known = conditionOf(conditions, 'Progressing')?.reason;
  if (known === 'ProgressDeadlineExceeded' && !seen.created) return conditions;
  const next = announcement(seen, spec, known);
  return next === undefined ? conditions : withCondition(conditions, next, toRfc3339(seen.nowMs));
};

const timing = (seen: Observed, spec: DeploymentSpec, conditions: readonly Condition[]): Progress => {
  const condition = conditionOf(conditions, 'Progressing');
  const isSettled =
    condition?.reason === 'NewReplicaSetAvailable' || condition?.reason === 'ProgressDeadlineExceeded';
  if (isSettled || spec.paused) return { conditions, againMs: undefined };
  const leftMs = deadlineLeftMs(condition, spec, seen.nowMs);
  if (leftMs >= 0) return { conditions, againMs: Number.isFinite(leftMs) ? leftMs + 1 : undefined };
  const late = progressing(
    'False',
    'ProgressDeadlineExceeded',
    `${subject(seen)} has timed out progressing.`,
  );
  return { conditions: withCondition(conditions, late, toRfc3339(seen.nowMs)), againMs: undefined };
};

const judged = (seen: Observed, spec: DeploymentSpec, counts: Required<Counts>): Progress => {
  const conditions = announced(seen, spec);
  const at = toRfc3339(seen.nowMs);
  const known = conditionOf(conditions, 'Progressing')?.reason;
  const wasComplete = counts.replicas === counts.updatedReplicas && known === 'NewReplicaSetAvailable';
  if (spec.progressDeadlineSeconds >= NO_DEADLINE_S || wasComplete || spec.paused)
    return { conditions, againMs: undefined };
  if (isComplete(spec, counts)) {
    const done = progressing(
      'True',
      'NewReplicaSetAvailable',
      `${subject(seen)} has successfully progressed.`,
    );
    return { conditions: withCondition(conditions, done, at), againMs: undefined };
  }
  if (!hasProgressed(workloadStatus(seen.deployment), counts)) return timing(seen, spec, conditions);
  const moved = progressing('True', 'ReplicaSetUpdated', `${subject(seen)} is progressing.`);
  return timing(seen, spec, withCondition(conditions, moved, at, true));
};

export const deploymentStatus = (seen: Observed): StatusAnswer => {
  const spec = deploymentSpec(seen.deployment);
  const counts = countsOf(seen);
  const { conditions, againMs } = judged(seen, spec, counts);
  const at = toRfc3339(seen.nowMs);
  const status = {
    observedGeneration: seen.deployment.metadata.generation ?? 0,
    ...withoutZeros(counts),
    conditions: withCondition(conditions, available(spec, counts), at),
  };
  return { status, againMs };
};
