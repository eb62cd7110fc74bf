import type { AutoscalerPlan, ScalerKindName } from '../../domain/plan.ts';
import { horizontalPodAutoscaler } from './horizontal-pod-autoscaler.ts';
import { scaledObject } from './scaled-object.ts';
import type { ScalerKind } from './scaler-kind.ts';

const KINDS: Readonly<Record<ScalerKindName, ScalerKind>> = {
  HorizontalPodAutoscaler: horizontalPodAutoscaler,
  ScaledObject: scaledObject,
};

export const scalerKindOf = ({ kind }: AutoscalerPlan): ScalerKind => KINDS[kind];
