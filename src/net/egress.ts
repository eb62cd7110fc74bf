import { type Address, type Cidr, embeddedIn, isIn, parseAddress, parseCidr } from './address.ts';

/** Why a namespaced object must not make the operator connect somewhere. */
export type AddressClass =
  | 'loopback'
  | 'link-local'
  | 'unspecified'
  | 'multicast'
  | 'broadcast'
  | 'cloud metadata'
  | 'API server';

const cidr = (text: string): Cidr => {
  const parsed = parseCidr(text);
  if (parsed === undefined) throw new RangeError(`not a CIDR: ${text}`);
  return parsed;
};

const ranges = (kind: AddressClass, ...texts: readonly string[]) =>
  texts.map((text) => [cidr(text), kind] as const);

/** The first that contains an address names it. */
const RANGES: readonly (readonly [Cidr, AddressClass])[] = [
  // AWS, GCP and others; AWS over IPv6; GCP over IPv6; Alibaba; Azure; Oracle.
  ...ranges('cloud metadata', '169.254.169.254', 'fd00:ec2::254', 'fd20:ce::254'),
  ...ranges('cloud metadata', '100.100.100.200', '168.63.129.16', '192.0.0.192'),
  ...ranges('loopback', '127.0.0.0/8', '::1'),
  ...ranges('unspecified', '0.0.0.0/8', '::'),
  ...ranges('link-local', '169.254.0.0/16', 'fe80::/10'),
  ...ranges('multicast', '224.0.0.0/4', 'ff00::/8'),
  ...ranges('broadcast', '255.255.255.255'),
];

/** Undefined for an address that anybody may name. */
export const classOf = (address: Address): AddressClass | undefined => {
  const found = RANGES.find(([range]) => isIn(address, range));
  if (found !== undefined) return found[1];
  return embeddedIn(address)
    .map(classOf)
    .find((kind) => kind !== undefined);
};

export interface Egress {
  /** Why this address is refused; undefined when it may be connected to. */
  refusalOf(address: string, apiServer: readonly string[]): AddressClass | 'unreadable' | undefined;
}

/** Throws RangeError for a malformed CIDR. */
export const makeEgress = (allow: readonly string[]): Egress => {
  const allowed = allow.map(cidr);
  const isAllowed = (address: Address): boolean =>
    [address, ...embeddedIn(address)].some((form) => allowed.some((range) => isIn(form, range)));
  return {
    refusalOf: (text, apiServer) => {
      const address = parseAddress(text);
      if (address === undefined) return 'unreadable';
      if (isAllowed(address)) return undefined;
      return isOneOf(address, apiServer) ? 'API server' : classOf(address);
    },
  };
};

const isOneOf = (address: Address, others: readonly string[]): boolean =>
  others.some((text) => {
    const other = parseAddress(text);
    if (other === undefined) return false;
    const same = { base: other, prefix: other.family === 4 ? 32 : 128 };
    return [address, ...embeddedIn(address)].some((form) => isIn(form, same));
  });
