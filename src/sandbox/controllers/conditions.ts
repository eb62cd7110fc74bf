import type { Condition } from '../pods/pod.ts';

export interface NewCondition {
  readonly type: string;
  readonly status: Condition['status'];
  readonly reason: string;
  readonly message: string;
}

export const conditionOf = (conditions: readonly Condition[], type: string): Condition | undefined =>
  conditions.find((condition) => condition.type === type);

/**
 * As Kubernetes sets a Deployment's conditions: the same status and reason change nothing, and the transition
 * time moves with the status alone. `touch` moves the update time even so: it says that there was progress.
 */
export const withCondition = (
  conditions: readonly Condition[],
  next: NewCondition,
  at: string,
  touch = false,
): readonly Condition[] => {
  const before = conditionOf(conditions, next.type);
  const isSame = before?.status === next.status && before.reason === next.reason;
  if (isSame && !touch) return conditions;
  const lastTransitionTime = before?.status === next.status ? (before.lastTransitionTime ?? at) : at;
  const rest = conditions.filter((condition) => condition.type !== next.type);
  return [...rest, { ...next, lastUpdateTime: at, lastTransitionTime }];
};
