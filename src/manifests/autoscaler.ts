import type { KubeObject } from '../api/objects.ts';
import { objectAt } from '../domain/json.ts';
import type { AutoscalerPlan, Plan } from '../domain/plan.ts';
import { ownedMetadata, withoutFlux } from './ownership.ts';

/** The primary's autoscaler: the source's rules for the primary workload. */
export const primaryAutoscaler = (
  plan: Plan,
  scaler: AutoscalerPlan,
  source: KubeObject,
  existing: KubeObject | undefined,
): KubeObject => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  ...existing,
  metadata: ownedMetadata(existing, {
    name: scaler.primaryName,
    namespace: plan.namespace,
    owner: plan.owner,
    labels: withoutFlux(source.metadata.labels),
    annotations: {},
  }),
  spec: {
    ...objectAt(source, 'spec'),
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: plan.target.primaryName },
    ...(scaler.primaryMin === undefined ? {} : { minReplicas: scaler.primaryMin }),
    ...(scaler.primaryMax === undefined ? {} : { maxReplicas: scaler.primaryMax }),
  },
});

/** The replicas that an autoscaler would not go below; 1 when it does not say. */
export const minReplicasOf = (scaler: KubeObject): number => {
  const min = objectAt(scaler, 'spec')['minReplicas'];
  return typeof min === 'number' && min > 1 ? min : 1;
};
