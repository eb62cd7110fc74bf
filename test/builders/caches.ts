import type { KubeObject } from '../../src/api/objects.ts';
import type { Cache, Caches } from '../../src/observe/caches.ts';

const cache = (objects: readonly KubeObject[], kind: string): Cache => {
  const ours = objects.filter((object) => object.kind === kind);
  return {
    get: (namespace, name) =>
      ours.find(({ metadata }) => metadata.namespace === namespace && metadata.name === name),
    list: (namespace) =>
      namespace === undefined ? ours : ours.filter(({ metadata }) => metadata.namespace === namespace),
  };
};

/** Caches that hold these objects, each under its kind. */
export const cachesOf = (objects: readonly KubeObject[], over: Partial<Caches> = {}): Caches => ({
  canaries: cache(objects, 'Canary'),
  deployments: cache(objects, 'Deployment'),
  daemonSets: cache(objects, 'DaemonSet'),
  services: cache(objects, 'Service'),
  endpointSlices: cache(objects, 'EndpointSlice'),
  virtualServices: cache(objects, 'VirtualService'),
  destinationRules: cache(objects, 'DestinationRule'),
  autoscalers: cache(objects, 'HorizontalPodAutoscaler'),
  scaledObjects: cache(objects, 'ScaledObject'),
  configMaps: cache(objects, 'ConfigMap'),
  secrets: cache(objects, 'Secret'),
  ...over,
});

export const aConfigMap = (name: string, metadata: Record<string, unknown> = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'test', resourceVersion: '5', ...metadata },
});

export const aSlice = (service: string, ...addresses: readonly string[]): KubeObject => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { name: `${service}-1`, namespace: 'test', labels: { 'kubernetes.io/service-name': service } },
  endpoints: addresses.map((address) => ({ addresses: [address], conditions: { ready: true } })),
});
