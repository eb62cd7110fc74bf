import { HORIZONTAL_POD_AUTOSCALER } from '../../api/kinds.ts';
import { apiVersionOf, type KubeObject } from '../../api/objects.ts';
import { type Json, objectAt } from '../../domain/json.ts';
import { ownedMetadata, withoutBookkeeping } from '../ownership.ts';
import { raised, type ScalerKind } from './scaler-kind.ts';

/** What the API server takes an absent or senseless number for. */
const countOr = (spec: Json, key: string, otherwise: number): number => {
  const value = spec[key];
  return typeof value === 'number' && value >= 1 ? value : otherwise;
};

const minOf = (scaler: KubeObject): number => countOr(objectAt(scaler, 'spec'), 'minReplicas', 1);
const maxOf = (scaler: KubeObject): number => countOr(objectAt(scaler, 'spec'), 'maxReplicas', minOf(scaler));

export const horizontalPodAutoscaler: ScalerKind = {
  type: HORIZONTAL_POD_AUTOSCALER,
  primary: (plan, { scaler, source, floor }, existing) => {
    const max = scaler.primaryMax ?? maxOf(source);
    const min = scaler.primaryMin ?? minOf(source);
    const needed = raised(min, { floor, max });
    return {
      apiVersion: apiVersionOf(HORIZONTAL_POD_AUTOSCALER),
      kind: HORIZONTAL_POD_AUTOSCALER.kind,
      ...existing,
      metadata: ownedMetadata(existing, {
        name: scaler.primaryName,
        namespace: plan.namespace,
        owner: plan.owner,
        labels: withoutBookkeeping(source.metadata.labels),
        annotations: {},
      }),
      spec: {
        ...objectAt(source, 'spec'),
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: plan.target.primaryName },
        ...(scaler.primaryMin === undefined && needed === min ? {} : { minReplicas: needed }),
        ...(scaler.primaryMax === undefined ? {} : { maxReplicas: max }),
      },
    };
  },
  min: minOf,
  max: maxOf,
  // Of a workload at zero the controller says ScalingDisabled.
  atZero: () => 'inert',
  pausing: () => ({}),
};
