import type { KubeObject } from '../../api/objects.ts';
import { virtualServiceSpec } from './istio.ts';

/** How Istio reads host names. */
const DOMAIN = 'svc.cluster.local';
const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;

/** Only a name without dots is short; it belongs to the namespace of the object that says it. */
export const fullHost = (host: string, namespace: string): string =>
  host === '*' || host.includes('.') ? host.toLowerCase() : `${host.toLowerCase()}.${namespace}.${DOMAIN}`;

export interface ServiceName {
  readonly name: string;
  readonly namespace: string;
}

export const hostOfService = ({ name, namespace }: ServiceName): string => `${name}.${namespace}.${DOMAIN}`;

/** The Service that a fully qualified host names. */
export const serviceOfHost = (host: string): ServiceName | undefined => {
  const [name, namespace, ...rest] = host.split('.');
  if (name === undefined || namespace === undefined || rest.join('.') !== DOMAIN) return undefined;
  return { name, namespace };
};

export const withoutPort = (authority: string): string =>
  authority.replace(/:\d+$/, '').replace(/\.$/, '').toLowerCase();

/** `podinfo`, `podinfo.test`, `podinfo.test.svc` and the full name, as a client in a namespace may write it. */
export const clientHost = (
  authority: string,
  namespace: string,
  isService: (name: ServiceName) => boolean,
): string => {
  const host = withoutPort(authority);
  if (IPV4.test(host)) return host;
  const [name = '', second, third, ...rest] = host.split('.');
  if (second === undefined) return isService({ name, namespace }) ? fullHost(name, namespace) : host;
  const isShort = third === undefined || (third === 'svc' && rest.length === 0);
  return isShort && isService({ name, namespace: second })
    ? hostOfService({ name, namespace: second })
    : host;
};

/** How specific a pattern is that covers the host: an exact name most, `*` least; undefined when it does not. */
const coverage = (pattern: string, host: string): number | undefined => {
  if (pattern === host) return Infinity;
  if (!pattern.startsWith('*')) return undefined;
  return host.endsWith(pattern.slice(1)) ? pattern.length : undefined;
};

const best = (virtualService: KubeObject, hosts: readonly string[]): number | undefined => {
  const namespace = virtualService.metadata.namespace ?? '';
  const patterns = (virtualServiceSpec(virtualService).hosts ?? []).map((host) => fullHost(host, namespace));
  const covered = patterns.flatMap((pattern) => hosts.map((host) => coverage(pattern, host)));
  const known = covered.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
};

const isVisible = (virtualService: KubeObject, namespace: string): boolean => {
  const { exportTo = ['*'] } = virtualServiceSpec(virtualService);
  const own = virtualService.metadata.namespace;
  return exportTo.some((to) => to === '*' || to === namespace || (to === '.' && own === namespace));
};

export interface Caller {
  readonly host: string;
  readonly fullHost: string;
  readonly namespace: string;
  readonly gateway: string;
}

const bound = (virtualService: KubeObject, gateway: string): boolean => {
  const { gateways = [] } = virtualServiceSpec(virtualService);
  const names = gateways.length === 0 ? ['mesh'] : gateways;
  const namespace = virtualService.metadata.namespace ?? '';
  return names.some((name) => name === gateway || `${namespace}/${name}` === gateway);
};

const olderFirst = (a: KubeObject, b: KubeObject): number =>
  (a.metadata.creationTimestamp ?? '').localeCompare(b.metadata.creationTimestamp ?? '') ||
  a.metadata.name.localeCompare(b.metadata.name);

/** The VirtualService that rules this host for this caller: the most specific one, and of equals the oldest. */
export const rulingVirtualService = (
  virtualServices: readonly KubeObject[],
  caller: Caller,
): KubeObject | undefined => {
  const hosts = [...new Set([caller.fullHost, caller.host])];
  let ruling: { object: KubeObject; specific: number } | undefined;
  for (const object of [...virtualServices].sort(olderFirst)) {
    if (!isVisible(object, caller.namespace) || !bound(object, caller.gateway)) continue;
    const specific = best(object, hosts);
    if (specific === undefined || (ruling !== undefined && ruling.specific >= specific)) continue;
    ruling = { object, specific };
  }
  return ruling?.object;
};
