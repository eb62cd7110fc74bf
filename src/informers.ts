import {
  ALERT_PROVIDER,
  CANARY,
  CONFIG_MAP,
  DAEMON_SET,
  DEPLOYMENT,
  DESTINATION_RULE,
  ENDPOINT_SLICE,
  HORIZONTAL_POD_AUTOSCALER,
  METRIC_TEMPLATE,
  SCALED_OBJECT,
  SECRET,
  SERVICE,
  VIRTUAL_SERVICE,
} from './api/kinds.ts';
import type { KubeObject, ResourceType } from './api/objects.ts';
import { objectAt } from './domain/json.ts';
import type { Provider } from './domain/plan-strategy.ts';
import type { View } from './kube/cluster.ts';
import { type Informer, type InformerOptions, makeInformer } from './kube/informer.ts';
import { type OnDemand, onDemand } from './kube/on-demand.ts';

export interface FollowingOptions extends Pick<InformerOptions, 'cluster' | 'clock' | 'random' | 'log'> {
  readonly namespace: string | undefined;
  readonly trackConfigs: boolean;
  /** Without Istio its kinds may not exist. */
  readonly meshProvider: Provider;
}

/** All that is followed in the cluster. */
export interface Following {
  readonly informers: Informers;
  /** Those that the operator is not ready without. */
  readonly always: readonly Informer[];
  /** Those of kinds that few Canaries refer to; each starts with the first that does. */
  readonly rare: readonly OnDemand[];
}

export type Informers = ReturnType<typeof makeInformers>;

export const makeFollowing = (options: FollowingOptions): Following => {
  const informers = makeInformers(options);
  const { daemonSets, scaledObjects, ...others } = informers;
  return {
    informers,
    always: allOf(others),
    rare: [onDemand(daemonSets), onDemand(scaledObjects)],
  };
};

const makeInformers = ({ namespace, trackConfigs, meshProvider, ...common }: FollowingOptions) => {
  const informer = (type: ResourceType, as?: View): Informer =>
    makeInformer({
      ...common,
      type,
      ...(namespace === undefined ? {} : { namespace }),
      ...(as === undefined ? {} : { as }),
    });
  const tracked = (type: ResourceType) => (trackConfigs ? informer(type, 'metadata') : undefined);
  const ofIstio = (type: ResourceType) => (meshProvider === 'istio' ? informer(type) : undefined);
  return {
    canaries: informer(CANARY),
    templates: informer(METRIC_TEMPLATE),
    alertProviders: informer(ALERT_PROVIDER),
    deployments: informer(DEPLOYMENT),
    daemonSets: informer(DAEMON_SET),
    services: informer(SERVICE),
    endpointSlices: informer(ENDPOINT_SLICE),
    virtualServices: ofIstio(VIRTUAL_SERVICE),
    destinationRules: ofIstio(DESTINATION_RULE),
    autoscalers: informer(HORIZONTAL_POD_AUTOSCALER),
    scaledObjects: informer(SCALED_OBJECT),
    configMaps: tracked(CONFIG_MAP),
    secrets: tracked(SECRET),
  };
};

const allOf = (informers: Partial<Informers>): readonly Informer[] =>
  Object.values(informers).filter((informer) => informer !== undefined);

export const kindsOf = (informers: Informers): ReadonlyMap<string, Informer> =>
  new Map(allOf(informers).map((informer) => [informer.type.kind, informer]));

/** Whether the first copy has arrived of each kind that this Canary refers to, or never will; starts it if need be. */
export const knowsKindsOf = (rare: readonly OnDemand[], canary: KubeObject | undefined): boolean => {
  const kinds = ['targetRef', 'autoscalerRef'].map((key) => objectAt(canary, 'spec', key)['kind']);
  return rare.filter(({ informer }) => kinds.includes(informer.type.kind)).every((one) => one.need());
};
