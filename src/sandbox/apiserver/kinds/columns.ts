import type { KubeObject } from '../../../api/objects.ts';
import { fromRfc3339 } from '../../../runtime/time.ts';
import { humanDuration } from '../human-duration.ts';
import { at, isRec, items, rec, text, texts } from '../json.ts';
import type { Rec } from '../json.ts';
import type { Column } from '../kind.ts';
import { selectorText } from '../scale.ts';
import { podReady, podRestarts, podStatus } from './pod-columns.ts';

type Render = (object: KubeObject, nowMs: number) => unknown;

const NONE = '<none>';

const column = (name: string, render: Render, type = 'string'): Column => ({ name, type, render });
const wide = (name: string, render: Render): Column => ({ name, type: 'string', priority: 1, render });

const NAME: Column = {
  name: 'Name',
  type: 'string',
  format: 'name',
  render: (object) => object.metadata.name,
};

const since = (time: unknown, nowMs: number): string => {
  const ms = fromRfc3339(text(time));
  return Number.isNaN(ms) ? '<unknown>' : humanDuration(nowMs - ms);
};

const AGE = column('Age', (object, nowMs) => since(object.metadata.creationTimestamp, nowMs));

const count = (value: unknown): number => (typeof value === 'number' ? value : 0);
const number = (object: KubeObject, ...path: string[]): number => count(at(object, ...path));
const listed = (values: readonly string[]): string => (values.length === 0 ? NONE : values.join(','));
const orNone = (value: unknown): string => text(value) || NONE;
const size = (value: unknown): number => Object.keys(rec(value)).length;

const containersOf = (object: KubeObject): Rec[] =>
  items(at(object, 'spec', 'template', 'spec', 'containers')).filter(isRec);

const WORKLOAD_WIDE: readonly Column[] = [
  wide('Containers', (object) => listed(containersOf(object).map((one) => text(one['name'])))),
  wide('Images', (object) => listed(containersOf(object).map((one) => text(one['image'])))),
  wide('Selector', (object) => selectorText(at(object, 'spec', 'selector')) || NONE),
];

const DEPLOYMENT: readonly Column[] = [
  NAME,
  column(
    'Ready',
    (object) => `${number(object, 'status', 'readyReplicas')}/${number(object, 'spec', 'replicas')}`,
  ),
  column('Up-to-date', (object) => number(object, 'status', 'updatedReplicas'), 'integer'),
  column('Available', (object) => number(object, 'status', 'availableReplicas'), 'integer'),
  AGE,
  ...WORKLOAD_WIDE,
];

const REPLICA_SET: readonly Column[] = [
  NAME,
  column('Desired', (object) => number(object, 'spec', 'replicas'), 'integer'),
  column('Current', (object) => number(object, 'status', 'replicas'), 'integer'),
  column('Ready', (object) => number(object, 'status', 'readyReplicas'), 'integer'),
  AGE,
  ...WORKLOAD_WIDE,
];

const POD: readonly Column[] = [
  NAME,
  column('Ready', podReady),
  column('Status', podStatus),
  column('Restarts', podRestarts),
  AGE,
  wide('IP', (object) => orNone(at(object, 'status', 'podIP'))),
  wide('Node', (object) => orNone(at(object, 'spec', 'nodeName'))),
  wide('Nominated Node', () => NONE),
  wide('Readiness Gates', () => NONE),
];

const servicePort = (port: unknown): string => {
  const { port: number, nodePort, protocol } = rec(port);
  return `${count(number)}${count(nodePort) > 0 ? `:${count(nodePort)}` : ''}/${text(protocol) || 'TCP'}`;
};

const externalAddress = (object: KubeObject): string => {
  const spec = rec(object['spec']);
  if (spec['type'] === 'ExternalName') return text(spec['externalName']);
  if (spec['type'] === 'LoadBalancer') {
    const ingress = items(at(object, 'status', 'loadBalancer', 'ingress')).map((one) => text(rec(one)['ip']));
    return ingress.length === 0 ? '<pending>' : ingress.join(',');
  }
  return listed(texts(spec['externalIPs']));
};

const SERVICE: readonly Column[] = [
  NAME,
  column('Type', (object) => text(at(object, 'spec', 'type'))),
  column('Cluster-IP', (object) => orNone(at(object, 'spec', 'clusterIP'))),
  column('External-IP', externalAddress),
  column('Port(s)', (object) => listed(items(at(object, 'spec', 'ports')).map(servicePort))),
  AGE,
  wide('Selector', (object) => selectorText({ matchLabels: at(object, 'spec', 'selector') }) || NONE),
];

const addressesOf = (object: KubeObject): string[] =>
  items(object['endpoints']).flatMap((endpoint) => texts(rec(endpoint)['addresses']));

const shortened = (values: readonly string[]): string => {
  const more = values.length - 3;
  return more > 0 ? `${values.slice(0, 3).join(',')} + ${more} more...` : listed(values);
};

const portNumber = (port: unknown): string => {
  const number = rec(port)['port'];
  return typeof number === 'number' ? String(number) : '*';
};

const ENDPOINT_SLICE: readonly Column[] = [
  NAME,
  column('AddressType', (object) => text(object['addressType'])),
  column('Ports', (object) => shortened(items(object['ports']).map(portNumber))),
  column('Endpoints', (object) => shortened(addressesOf(object))),
  AGE,
];

const EVENT: readonly Column[] = [
  column('Last Seen', (object, nowMs) => since(object['lastTimestamp'] ?? object['eventTime'], nowMs)),
  column('Type', (object) => text(object['type'])),
  column('Reason', (object) => text(object['reason'])),
  column('Object', (object) => {
    const { kind, name } = rec(object['involvedObject']);
    return `${text(kind).toLowerCase()}/${text(name)}`;
  }),
  wide('Subobject', (object) => text(at(object, 'involvedObject', 'fieldPath'))),
  wide('Source', (object) => text(at(object, 'source', 'component')) || text(object['reportingComponent'])),
  column('Message', (object) => text(object['message']).trim()),
  wide('First Seen', (object, nowMs) => since(object['firstTimestamp'] ?? object['eventTime'], nowMs)),
  wide('Count', (object) => String(count(object['count']) || 1)),
  { ...wide('Name', (object) => object.metadata.name), format: 'name' },
];

const HPA: readonly Column[] = [
  NAME,
  column('Reference', (object) => {
    const { kind, name } = rec(at(object, 'spec', 'scaleTargetRef'));
    return `${text(kind)}/${text(name)}`;
  }),
  column('Targets', (object) => shortened(items(at(object, 'spec', 'metrics')).map(hpaTarget))),
  column('MinPods', (object) => String(number(object, 'spec', 'minReplicas') || '<unset>')),
  column('MaxPods', (object) => number(object, 'spec', 'maxReplicas'), 'integer'),
  column('Replicas', (object) => number(object, 'status', 'currentReplicas'), 'integer'),
  AGE,
];

const hpaTarget = (metric: unknown): string => {
  const { name, target } = rec(at(metric, 'resource'));
  const wanted = count(rec(target)['averageUtilization']);
  return wanted > 0 ? `${text(name)}: <unknown>/${wanted}%` : '<unknown>';
};

const DEFINITION: readonly Column[] = [
  NAME,
  column('Created At', (object) => object.metadata.creationTimestamp ?? ''),
];

const COLUMNS: Readonly<Record<string, readonly Column[]>> = {
  Deployment: DEPLOYMENT,
  ReplicaSet: REPLICA_SET,
  DaemonSet: [
    NAME,
    column('Desired', (object) => number(object, 'status', 'desiredNumberScheduled'), 'integer'),
    AGE,
  ],
  Pod: POD,
  Service: SERVICE,
  EndpointSlice: ENDPOINT_SLICE,
  Event: EVENT,
  HorizontalPodAutoscaler: HPA,
  ConfigMap: [
    NAME,
    column('Data', (object) => size(object['data']) + size(object['binaryData']), 'integer'),
    AGE,
  ],
  Secret: [
    NAME,
    column('Type', (object) => text(object['type'])),
    column('Data', (object) => size(object['data']), 'integer'),
    AGE,
  ],
  Namespace: [NAME, column('Status', (object) => text(at(object, 'status', 'phase'))), AGE],
  Lease: [NAME, column('Holder', (object) => text(at(object, 'spec', 'holderIdentity'))), AGE],
  CustomResourceDefinition: DEFINITION,
};

/** How `kubectl get` shows a built-in kind; name and age when nothing is known of it. */
export const columnsOf = (kind: string): readonly Column[] => COLUMNS[kind] ?? [NAME, AGE];
