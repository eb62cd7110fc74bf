import type { KubeObject, ResourceType } from '../../api/objects.ts';
import type { Json } from '../../domain/json.ts';
import type { AutoscalerPlan, Plan } from '../../domain/plan.ts';

/** What the primary's scaler is made from. */
export interface ScalerParts {
  readonly scaler: AutoscalerPlan;
  /** The user's object, which scales the target. */
  readonly source: KubeObject;
  /** The primary must not be scaled below this, as far as its maximum allows; 0 asks for nothing. */
  readonly floor: number;
}

/** One kind that `autoscalerRef` may name. All that differs between such kinds is here. */
export interface ScalerKind {
  readonly type: ResourceType;
  /** The primary's scaler: the source's rules for the primary workload. */
  readonly primary: (plan: Plan, parts: ScalerParts, existing: KubeObject | undefined) => KubeObject;
  /** The replicas that it would not go below; 1 when it does not say. */
  readonly min: (scaler: KubeObject) => number;
  /** The most replicas that it allows. */
  readonly max: (scaler: KubeObject) => number;
  /**
   * Whether it leaves a target alone that is at zero. `inert`: it does so by itself; otherwise it has to be paused,
   * or it would bring the pods back.
   */
  readonly atZero: (source: KubeObject) => 'inert' | 'paused' | 'active';
  /** The merge patch that pauses or resumes it. */
  readonly pausing: (pause: boolean) => Json;
}

/** The minimum of a primary's scaler, with what a return of traffic asks for. */
export const raised = (
  min: number,
  { floor, max }: { readonly floor: number; readonly max: number },
): number => Math.max(min, Math.min(floor, max));
