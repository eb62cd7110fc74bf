import type { ServedKind } from '../kind.ts';
import { builtinSchema } from '../schema/builtin/kinds.ts';
import type { Schema } from '../schema/schema.ts';
import { autoscalingV1 } from './autoscaling-v1.ts';
import { columnsOf } from './columns.ts';
import { defineKind } from './define.ts';

type Definition = Parameters<typeof defineKind>[0];

/** A built-in kind: its schema and columns are found by its name. */
const builtin = (
  apiVersion: string,
  kind: string,
  plural: string,
  more: Partial<Definition> & { readonly type?: string } = {},
): ServedKind => {
  const { type = kind, ...rest } = more;
  const schema = builtinSchema(type);
  return defineKind({ apiVersion, kind, plural, schema, columns: columnsOf(kind), ...rest });
};

const RBAC = 'rbac.authorization.k8s.io/v1';
const scale = { spec: 'spec.replicas', status: 'status.replicas', selector: 'spec.selector' };
const workload = { categories: ['all'], generation: 'spec', status: true } as const;

const core: readonly ServedKind[] = [
  builtin('v1', 'Namespace', 'namespaces', { cluster: true, short: ['ns'], status: true }),
  builtin('v1', 'Pod', 'pods', { short: ['po'], categories: ['all'], status: true }),
  builtin('v1', 'Service', 'services', { short: ['svc'], categories: ['all'], status: true }),
  builtin('v1', 'Endpoints', 'endpoints', { short: ['ep'] }),
  builtin('v1', 'ConfigMap', 'configmaps', { short: ['cm'] }),
  builtin('v1', 'Secret', 'secrets'),
  builtin('v1', 'Event', 'events', { short: ['ev'] }),
  builtin('v1', 'ServiceAccount', 'serviceaccounts', { short: ['sa'] }),
  builtin('v1', 'Node', 'nodes', { cluster: true, short: ['no'], status: true, type: 'any' }),
];

const apps: readonly ServedKind[] = [
  builtin('apps/v1', 'Deployment', 'deployments', {
    ...workload,
    short: ['deploy'],
    generation: 'spec-or-annotations',
    scale,
  }),
  builtin('apps/v1', 'ReplicaSet', 'replicasets', { ...workload, short: ['rs'], scale }),
  builtin('apps/v1', 'DaemonSet', 'daemonsets', { ...workload, short: ['ds'] }),
];

const others: readonly ServedKind[] = [
  builtin('discovery.k8s.io/v1', 'EndpointSlice', 'endpointslices', {
    generation: 'all-but-metadata-and-status',
  }),
  builtin('autoscaling/v2', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers', {
    short: ['hpa'],
    categories: ['all'],
    status: true,
    type: 'Hpa',
    otherVersions: [{ name: 'v1', convert: autoscalingV1 }],
  }),
  builtin('coordination.k8s.io/v1', 'Lease', 'leases'),
  builtin('policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets', {
    short: ['pdb'],
    generation: 'spec',
    status: true,
    type: 'Pdb',
  }),
  builtin(RBAC, 'Role', 'roles'),
  builtin(RBAC, 'RoleBinding', 'rolebindings'),
  builtin(RBAC, 'ClusterRole', 'clusterroles', { cluster: true }),
  builtin(RBAC, 'ClusterRoleBinding', 'clusterrolebindings', { cluster: true, type: 'RoleBinding' }),
  builtin('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'customresourcedefinitions', {
    cluster: true,
    short: ['crd', 'crds'],
    categories: ['api-extensions'],
    generation: 'spec',
    status: true,
    type: 'any',
  }),
];

const OPEN = { 'x-kubernetes-preserve-unknown-fields': true } as const;

const open = (properties: Readonly<Record<string, Schema>> = {}): Schema => ({
  type: 'object',
  properties,
  ...OPEN,
});
const listOf = (items: Schema): Schema => ({ type: 'array', items });

/** Only what the operator depends on is checked; all else of Istio's API passes through. */
const weighted = open({ weight: { type: 'integer', format: 'int32' } });
const routes = listOf(open({ route: listOf(weighted) }));
const ROUTES = open({ spec: open({ http: routes, tcp: routes }), status: open() });
const ANYTHING = open({ spec: open(), status: open() });

const istio = (kind: string, plural: string, more: Partial<Definition>): ServedKind =>
  defineKind({
    apiVersion: 'networking.istio.io/v1beta1',
    otherVersions: [{ name: 'v1' }],
    kind,
    plural,
    categories: ['istio-io', 'networking-istio-io'],
    generation: 'all-but-metadata-and-status',
    status: true,
    custom: true,
    schema: ANYTHING,
    ...more,
  });

const column = (name: string, path: string, type = 'string') => ({ name, path, type });
const AGE = column('Age', '.metadata.creationTimestamp', 'date');

/** The kinds that are served from the start. */
export const builtinKinds: readonly ServedKind[] = [
  ...core,
  ...apps,
  ...others,
  istio('VirtualService', 'virtualservices', {
    short: ['vs'],
    schema: ROUTES,
    columns: [column('Gateways', '.spec.gateways'), column('Hosts', '.spec.hosts'), AGE],
  }),
  istio('DestinationRule', 'destinationrules', {
    short: ['dr'],
    columns: [column('Host', '.spec.host'), AGE],
  }),
  istio('Gateway', 'gateways', { short: ['gw'] }),
];
