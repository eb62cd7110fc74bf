import type { Fields } from './fields.ts';
import type { Json } from './json.ts';
import { isHost, isObjectName } from './names.ts';
import { checkStringMatch } from './string-match.ts';

export interface Metadata {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** `Json` members are pieces of Istio objects, copied to them as they stand. */
export interface ServicePlan {
  readonly port: number;
  readonly portName: string;
  /** A number, or the name of a container port. */
  readonly targetPort: number | string;
  readonly appProtocol: string | undefined;
  /** Whole connections are split, not requests. */
  readonly isTcp: boolean;
  /** Another VirtualService leads here; hosts and gateways are its business, and empty. */
  readonly isDelegate: boolean;
  /** The Services also offer the other ports of the target's containers. */
  readonly portDiscovery: boolean;
  /** New Services have no address of their own. */
  readonly headless: boolean;
  readonly trafficDistribution: string | undefined;
  /** Keys whose values on the Services are left to others. */
  readonly unmanaged: { readonly labels: readonly string[]; readonly annotations: readonly string[] };
  /** Ends with the apex name unless that or `*` was listed. */
  readonly hosts: readonly string[];
  /** HTTP routes of others in the VirtualService stay, and ours have names. */
  readonly keepsForeignRoutes: boolean;
  readonly gateways: readonly string[];
  readonly match: readonly Json[];
  readonly rewrite: Json | undefined;
  readonly retries: Json | undefined;
  readonly timeout: string | undefined;
  readonly headers: Json | undefined;
  readonly corsPolicy: Json | undefined;
  readonly trafficPolicy: Json | undefined;
  readonly apex: Metadata;
  readonly primary: Metadata;
  readonly canary: Metadata;
}

const PORT = { min: 1, max: 65_535 };
const PORT_NAME = /^(?=.*[a-z])[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

export const parseService = (service: Fields, apexName: string): ServicePlan => {
  if (!service.has('port')) service.issue('port', 'is required: a whole number from 1 to 65535');
  const port = service.integer('port', { ...PORT, otherwise: 80 });
  return {
    port,
    portName: parsePortName(service),
    targetPort: parseTargetPort(service, port),
    appProtocol: service.string('appProtocol') || undefined,
    isTcp: isTcp(service.string('appProtocol')),
    portDiscovery: service.boolean('portDiscovery'),
    headless: service.boolean('headless'),
    trafficDistribution: parseTrafficDistribution(service),
    unmanaged: {
      labels: service.within('unmanagedMetadata').strings('labels'),
      annotations: service.within('unmanagedMetadata').strings('annotations'),
    },
    ...parseReach(service, apexName),
    keepsForeignRoutes: service.boolean('keepForeignRoutes'),
    match: parseMatch(service),
    rewrite: parseRewrite(service),
    retries: parseRetries(service),
    timeout: parseTimeout(service, 'timeout'),
    headers: parseHeaders(service),
    corsPolicy: optional(service, 'corsPolicy'),
    trafficPolicy: optional(service, 'trafficPolicy'),
    apex: parseMetadata(service.within('apex')),
    primary: parseMetadata(service.within('primary')),
    canary: parseMetadata(service.within('canary')),
  };
};

export const isTcp = (appProtocol: string): boolean => appProtocol.toLowerCase() === 'tcp';

/** Whose requests come here. */
const parseReach = (
  service: Fields,
  apexName: string,
): Pick<ServicePlan, 'isDelegate' | 'hosts' | 'gateways'> => {
  const isDelegate = service.boolean('delegation');
  if (!isDelegate)
    return { isDelegate, hosts: parseHosts(service, apexName), gateways: parseGateways(service) };
  for (const key of ['hosts', 'gateways'])
    if (service.strings(key).length > 0)
      service.issue(key, 'must be empty beside delegation: they belong to the VirtualService that delegates');
  return { isDelegate, hosts: [], gateways: [] };
};

const optional = (service: Fields, key: string): Json | undefined =>
  service.has(key) ? service.within(key).raw : undefined;

const parseMetadata = (fields: Fields): Metadata => ({
  labels: fields.texts('labels'),
  annotations: fields.texts('annotations'),
});

const DISTRIBUTIONS = ['PreferClose', 'PreferSameZone', 'PreferSameNode'];

const parseTrafficDistribution = (service: Fields): string | undefined => {
  const value = service.string('trafficDistribution');
  if (value === '') return undefined;
  if (!DISTRIBUTIONS.includes(value))
    service.issue('trafficDistribution', `must be one of ${DISTRIBUTIONS.join(', ')}, got "${value}"`);
  return value;
};

const parsePortName = (service: Fields): string => {
  const name = service.string('portName', 'http');
  if (!PORT_NAME.test(name))
    service.issue(
      'portName',
      'must be lower-case letters, digits and "-", at least one letter and at most 63 characters, such as http',
    );
  return name;
};

const parseTargetPort = (service: Fields, port: number): number | string => {
  const value = service.raw['targetPort'];
  if (value === 0 || typeof value !== 'string') return targetPortNumber(service, port);
  if (!/^\d+$/.test(value)) {
    if (value.length > 15 || !PORT_NAME.test(value)) {
      service.issue(
        'targetPort',
        'must be a port number, or the name of a container port of at most 15 characters',
      );
    }
    return value;
  }
  const number = Number(value);
  if (number < 1 || number > 65_535) service.issue('targetPort', 'must be a whole number from 1 to 65535');
  return number;
};

const targetPortNumber = (service: Fields, port: number): number =>
  service.raw['targetPort'] === 0 ? port : service.integer('targetPort', { ...PORT, otherwise: port });

const parseHosts = (service: Fields, apexName: string): readonly string[] => {
  const hosts = service.strings('hosts');
  hosts.forEach((host, at) => {
    if (!isHost(host))
      service.issue(`hosts[${at}]`, `must be a host name without scheme, port or path, got "${host}"`);
  });
  if (new Set(hosts).size < hosts.length) service.issue('hosts', 'must not name a host twice');
  return hosts.includes(apexName) || hosts.includes('*') ? hosts : [...hosts, apexName];
};

const parseGateways = (service: Fields): readonly string[] => {
  const gateways = service.strings('gateways');
  gateways.forEach((gateway, at) => {
    const parts = gateway.split('/');
    if (parts.length > 2 || !parts.every(isObjectName)) {
      service.issue(`gateways[${at}]`, `must be "name", "namespace/name" or "mesh", got "${gateway}"`);
    }
  });
  return gateways.length === 0 ? ['mesh'] : gateways;
};

const MATCHED_TEXT = ['uri', 'scheme', 'method', 'authority'] as const;
const MATCHED_MAP = ['headers', 'withoutHeaders', 'queryParams'] as const;

const parseMatch = (service: Fields): readonly Json[] =>
  service.items('match').map((match) => {
    for (const key of MATCHED_TEXT) if (match.has(key)) checkStringMatch(match.within(key));
    for (const key of MATCHED_MAP) {
      const map = match.within(key);
      for (const name of Object.keys(map.raw)) checkStringMatch(map.within(name));
    }
    return match.raw;
  });

/** Istio knows no `type`; Flagger's Gateway API router does, and for Istio it is left out. */
const parseRewrite = (service: Fields): Json | undefined => {
  if (!service.has('rewrite')) return undefined;
  const rewrite = service.within('rewrite');
  const uri = rewrite.string('uri');
  const authority = rewrite.string('authority');
  if (uri === '' && authority === '') rewrite.issue('', 'must have uri, authority or both');
  return { ...(uri === '' ? {} : { uri }), ...(authority === '' ? {} : { authority }) };
};

const parseTimeout = (fields: Fields, key: string): string | undefined => {
  const text = fields.string(key);
  if (text === '') return undefined;
  fields.durationMs(key, { min: 1, otherwise: 0 });
  return text;
};

const parseRetries = (service: Fields): Json | undefined => {
  if (!service.has('retries')) return undefined;
  const retries = service.within('retries');
  retries.integer('attempts', { min: 0, max: 1000, otherwise: 0 });
  parseTimeout(retries, 'perTryTimeout');
  retries.string('retryOn');
  return retries.raw;
};

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these must not get into a header
const FORBIDDEN_IN_VALUE = /[\u0000\r\n]/;

const parseHeaders = (service: Fields): Json | undefined => {
  if (!service.has('headers')) return undefined;
  const headers = service.within('headers');
  for (const way of ['request', 'response']) {
    const operations = headers.within(way);
    for (const operation of ['add', 'set'])
      checkHeaderValues(operations.within(operation), operations.texts(operation));
    operations.strings('remove').forEach((name, at) => {
      if (!HEADER_NAME.test(name)) operations.issue(`remove[${at}]`, 'must be a header name');
    });
  }
  return headers.raw;
};

const checkHeaderValues = (fields: Fields, values: Readonly<Record<string, string>>): void => {
  for (const [name, value] of Object.entries(values)) {
    if (!HEADER_NAME.test(name))
      fields.issue(name, "is not a header name: letters, digits and !#$%&'*+.^_`|~- only");
    if (FORBIDDEN_IN_VALUE.test(value)) fields.issue(name, 'must not contain a line break or NUL');
  }
};
