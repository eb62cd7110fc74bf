import type { KubeObject } from '../../api/objects.ts';
import { isReady, isTerminating, podSpec, podStatus } from '../pods/pod.ts';
import { namespaceOf, ownedBy } from './owner.ts';
import { hasLabels } from './selector.ts';
import { templateHash } from './template-hash.ts';

/** Services → EndpointSlices; pure. */
export interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly protocol?: string;
  readonly appProtocol?: string;
  readonly targetPort?: number | string;
}

export interface ServiceSpec {
  readonly selector?: Readonly<Record<string, string>>;
  readonly ports?: readonly ServicePort[];
  readonly publishNotReadyAddresses?: boolean;
  readonly clusterIP?: string;
}

export interface SlicePort {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly appProtocol?: string;
}

export interface SliceEndpoint {
  readonly addresses: readonly string[];
  readonly conditions: {
    readonly ready?: boolean;
    readonly serving?: boolean;
    readonly terminating?: boolean;
  };
  readonly nodeName?: string;
  readonly targetRef?: {
    readonly kind: string;
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
  };
}

export interface Slice {
  readonly ports?: readonly SlicePort[];
  readonly endpoints: readonly SliceEndpoint[];
}

export const SERVICE_NAME_LABEL = 'kubernetes.io/service-name';
const MANAGED_BY_LABEL = 'endpointslice.kubernetes.io/managed-by';
export const MANAGER = 'endpointslice-controller.k8s.io';

export const serviceSpec = (service: KubeObject): ServiceSpec =>
  (service['spec'] as ServiceSpec | undefined) ?? {};

export const isBehind = (service: KubeObject, pod: KubeObject): boolean => {
  const { selector = {} } = serviceSpec(service);
  return Object.keys(selector).length > 0 && hasLabels(selector, pod.metadata.labels);
};

const namedPort = (pod: KubeObject, name: string, protocol: string): number | undefined => {
  const ports = podSpec(pod).containers.flatMap((container) => container.ports ?? []);
  return ports.find((port) => port.name === name && (port.protocol ?? 'TCP') === protocol)?.containerPort;
};

/** The number that a Service's port has on this pod; undefined when the pod has no port of the wanted name. */
export const targetPortOn = (pod: KubeObject, port: ServicePort): number | undefined => {
  const target = port.targetPort ?? port.port;
  if (typeof target === 'number') return target;
  return namedPort(pod, target, port.protocol ?? 'TCP');
};

const portsOn = (service: KubeObject, pod: KubeObject): readonly SlicePort[] =>
  (serviceSpec(service).ports ?? []).flatMap((port) => {
    const number = targetPortOn(pod, port);
    if (number === undefined) return [];
    const { name = '', protocol = 'TCP', appProtocol } = port;
    return [{ name, port: number, protocol, ...(appProtocol === undefined ? {} : { appProtocol }) }];
  });

/** An ending pod is never ready, so that no new requests come; it says `serving` as long as its probe succeeds. */
const endpointOf = (service: KubeObject, pod: KubeObject, address: string): SliceEndpoint => {
  const serving = isReady(pod);
  const terminating = isTerminating(pod);
  const published = serviceSpec(service).publishNotReadyAddresses === true;
  const { nodeName } = podSpec(pod);
  const { name, namespace, uid } = pod.metadata;
  return {
    addresses: [address],
    conditions: { ready: published || (serving && !terminating), serving, terminating },
    ...(nodeName === undefined ? {} : { nodeName }),
    targetRef: {
      kind: 'Pod',
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(uid === undefined ? {} : { uid }),
    },
  };
};

const sliceOf = (
  service: KubeObject,
  ports: readonly SlicePort[],
  endpoints: readonly SliceEndpoint[],
): KubeObject => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: {
    name: `${service.metadata.name}-${templateHash(ports).slice(0, 5)}`,
    namespace: namespaceOf(service),
    labels: {
      ...service.metadata.labels,
      [SERVICE_NAME_LABEL]: service.metadata.name,
      [MANAGED_BY_LABEL]: MANAGER,
    },
    ownerReferences: ownedBy(service),
  },
  addressType: 'IPv4',
  ports,
  endpoints,
});

/** One slice for each set of port numbers that the pods resolve to; without pods one slice with no endpoints. */
export const endpointSlicesOf = (service: KubeObject, pods: readonly KubeObject[]): readonly KubeObject[] => {
  const groups = new Map<string, { ports: readonly SlicePort[]; endpoints: SliceEndpoint[] }>();
  const sorted = [...pods].sort((a, b) => a.metadata.name.localeCompare(b.metadata.name));
  for (const pod of sorted) {
    const address = podStatus(pod).podIP;
    if (address === undefined || ['Succeeded', 'Failed'].includes(podStatus(pod).phase ?? '')) continue;
    const ports = portsOn(service, pod);
    const key = JSON.stringify(ports);
    const group = groups.get(key) ?? { ports, endpoints: [] };
    group.endpoints.push(endpointOf(service, pod, address));
    groups.set(key, group);
  }
  if (groups.size === 0) return [sliceOf(service, [], [])];
  return [...groups.values()].map(({ ports, endpoints }) => sliceOf(service, ports, endpoints));
};
