import type { ResourceType } from './objects.ts';

const kind = (group: string, version: string, kind: string, plural: string): ResourceType => ({
  group,
  version,
  kind,
  plural,
  namespaced: true,
});

/** Every kind that the operator touches, each written once. */
export const CANARY = kind('flagger.app', 'v1beta1', 'Canary', 'canaries');
export const METRIC_TEMPLATE = kind('flagger.app', 'v1beta1', 'MetricTemplate', 'metrictemplates');
export const ALERT_PROVIDER = kind('flagger.app', 'v1beta1', 'AlertProvider', 'alertproviders');
export const DEPLOYMENT = kind('apps', 'v1', 'Deployment', 'deployments');
export const DAEMON_SET = kind('apps', 'v1', 'DaemonSet', 'daemonsets');
export const SERVICE = kind('', 'v1', 'Service', 'services');
export const CONFIG_MAP = kind('', 'v1', 'ConfigMap', 'configmaps');
export const SECRET = kind('', 'v1', 'Secret', 'secrets');
export const EVENT = kind('', 'v1', 'Event', 'events');
export const ENDPOINT_SLICE = kind('discovery.k8s.io', 'v1', 'EndpointSlice', 'endpointslices');
export const HORIZONTAL_POD_AUTOSCALER = kind(
  'autoscaling',
  'v2',
  'HorizontalPodAutoscaler',
  'horizontalpodautoscalers',
);
export const SCALED_OBJECT = kind('keda.sh', 'v1alpha1', 'ScaledObject', 'scaledobjects');
export const VIRTUAL_SERVICE = kind('networking.istio.io', 'v1beta1', 'VirtualService', 'virtualservices');
export const DESTINATION_RULE = kind('networking.istio.io', 'v1beta1', 'DestinationRule', 'destinationrules');
