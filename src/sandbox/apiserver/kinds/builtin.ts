import type { ServedKind } from '../kind.ts';
import { defineKind } from './define.ts';

const RBAC = 'rbac.authorization.k8s.io/v1';
const ISTIO = 'networking.istio.io/v1beta1';
const REPLICAS = { spec: 'spec.replicas', status: 'status.replicas', selector: 'spec.selector' };

const core: readonly ServedKind[] = [
  defineKind({
    apiVersion: 'v1',
    kind: 'Namespace',
    plural: 'namespaces',
    cluster: true,
    short: ['ns'],
    status: true,
  }),
  defineKind({
    apiVersion: 'v1',
    kind: 'Pod',
    plural: 'pods',
    short: ['po'],
    categories: ['all'],
    status: true,
  }),
  defineKind({
    apiVersion: 'v1',
    kind: 'Service',
    plural: 'services',
    short: ['svc'],
    categories: ['all'],
    status: true,
  }),
  defineKind({ apiVersion: 'v1', kind: 'Endpoints', plural: 'endpoints', short: ['ep'] }),
  defineKind({ apiVersion: 'v1', kind: 'ConfigMap', plural: 'configmaps', short: ['cm'] }),
  defineKind({ apiVersion: 'v1', kind: 'Secret', plural: 'secrets' }),
  defineKind({ apiVersion: 'v1', kind: 'Event', plural: 'events', short: ['ev'] }),
  defineKind({ apiVersion: 'v1', kind: 'ServiceAccount', plural: 'serviceaccounts', short: ['sa'] }),
  defineKind({ apiVersion: 'v1', kind: 'Node', plural: 'nodes', cluster: true, short: ['no'], status: true }),
];

const apps: readonly ServedKind[] = [
  defineKind({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    plural: 'deployments',
    short: ['deploy'],
    categories: ['all'],
    generation: 'spec-or-annotations',
    status: true,
    scale: REPLICAS,
  }),
  defineKind({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    plural: 'replicasets',
    short: ['rs'],
    categories: ['all'],
    generation: 'spec',
    status: true,
    scale: REPLICAS,
  }),
  defineKind({
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    plural: 'daemonsets',
    short: ['ds'],
    categories: ['all'],
    generation: 'spec',
    status: true,
  }),
];

const others: readonly ServedKind[] = [
  defineKind({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    plural: 'endpointslices',
    generation: 'all-but-metadata-and-status',
  }),
  defineKind({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    plural: 'horizontalpodautoscalers',
    short: ['hpa'],
    categories: ['all'],
    status: true,
  }),
  defineKind({ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', plural: 'leases' }),
  defineKind({
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    plural: 'poddisruptionbudgets',
    short: ['pdb'],
    generation: 'spec',
    status: true,
  }),
  defineKind({ apiVersion: RBAC, kind: 'Role', plural: 'roles' }),
  defineKind({ apiVersion: RBAC, kind: 'RoleBinding', plural: 'rolebindings' }),
  defineKind({ apiVersion: RBAC, kind: 'ClusterRole', plural: 'clusterroles', cluster: true }),
  defineKind({ apiVersion: RBAC, kind: 'ClusterRoleBinding', plural: 'clusterrolebindings', cluster: true }),
];

const istio = (kind: string, plural: string, short: string): ServedKind =>
  defineKind({
    apiVersion: ISTIO,
    otherVersions: ['v1'],
    kind,
    plural,
    short: [short],
    categories: ['istio-io', 'networking-istio-io'],
    generation: 'all-but-metadata-and-status',
    status: true,
    custom: true,
  });

/** The kinds that are served from the start. */
export const builtinKinds: readonly ServedKind[] = [
  ...core,
  ...apps,
  ...others,
  istio('VirtualService', 'virtualservices', 'vs'),
  istio('DestinationRule', 'destinationrules', 'dr'),
  istio('Gateway', 'gateways', 'gw'),
];
