import type { KubeObject } from '../api/objects.ts';
import type { AutoscalerPlan, Plan, ScalerKindName, TargetKindName } from '../domain/plan.ts';

/** What is read of one informer. */
export interface Cache {
  get(namespace: string, name: string): KubeObject | undefined;
  list(namespace?: string): readonly KubeObject[];
  /** Why nothing is known of its kind, in a line; undefined once everything is. */
  whyNotSynced?(): string | undefined;
}

/** Local copies of everything that a run looks at; all but secrets and config contents come from here. */
export interface Caches {
  readonly canaries: Cache;
  readonly deployments: Cache;
  readonly daemonSets: Cache;
  readonly services: Cache;
  readonly endpointSlices: Cache;
  /** Undefined where the operator does without Istio, whose kinds may not exist there. */
  readonly virtualServices: Cache | undefined;
  readonly destinationRules: Cache | undefined;
  readonly autoscalers: Cache;
  readonly scaledObjects: Cache;
  /** Metadata only; undefined where config tracking is off. */
  readonly configMaps: Cache | undefined;
  readonly secrets: Cache | undefined;
}

const TARGETS: Readonly<Record<TargetKindName, (caches: Caches) => Cache>> = {
  Deployment: ({ deployments }) => deployments,
  DaemonSet: ({ daemonSets }) => daemonSets,
  Service: ({ services }) => services,
};

/** Where targets of this plan's kind, and their primaries, are found. */
export const targetsOf = (plan: Plan, caches: Caches): Cache => TARGETS[plan.target.kind](caches);

const SCALERS: Readonly<Record<ScalerKindName, (caches: Caches) => Cache>> = {
  HorizontalPodAutoscaler: ({ autoscalers }) => autoscalers,
  ScaledObject: ({ scaledObjects }) => scaledObjects,
};

export const scalersOf = ({ kind }: AutoscalerPlan, caches: Caches): Cache => SCALERS[kind](caches);

/** The VirtualService that this plan may route by: none where its provider is not a mesh, whatever has its name. */
export const virtualServiceOf = (
  { provider, namespace, apexName }: Plan,
  { virtualServices }: Caches,
): KubeObject | undefined =>
  provider === 'kubernetes' ? undefined : virtualServices?.get(namespace, apexName);
