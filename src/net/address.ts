/** An IP address as a number; IPv4-mapped IPv6 stays IPv6. */
export interface Address {
  readonly family: 4 | 6;
  readonly value: bigint;
}

export interface Cidr {
  readonly base: Address;
  readonly prefix: number;
}

const BITS = { 4: 32, 6: 128 } as const;
const LOW_32 = 0xffff_ffffn;

/** Reads the canonical spellings only, as resolvers and `new URL` produce them. A zone id is dropped. */
export const parseAddress = (text: string): Address | undefined =>
  text.includes(':') ? parseV6(text.replace(/%.*$/s, '')) : parseV4(text);

const parseV4 = (text: string): Address | undefined => {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return undefined;
  return { family: 4, value: parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n) };
};

const parseV6 = (text: string): Address | undefined => {
  const halves = withoutDottedTail(text)?.split('::');
  if (halves === undefined || halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const gap = 8 - head.length - tail.length;
  if (halves.length === 2 ? gap < 1 : gap !== 0) return undefined;
  const groups = [...head, ...Array<string>(gap).fill('0'), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return { family: 6, value: groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n) };
};

/** `::ffff:1.2.3.4` with its last part as two groups of hex digits. */
const withoutDottedTail = (text: string): string | undefined => {
  const dotted = text.slice(text.lastIndexOf(':') + 1);
  if (!dotted.includes('.')) return text;
  const v4 = parseV4(dotted);
  if (v4 === undefined) return undefined;
  const tail = `${(v4.value >> 16n).toString(16)}:${(v4.value & 0xffffn).toString(16)}`;
  return text.slice(0, -dotted.length) + tail;
};

/** `10.0.0.0/8`, `fd00::/8`, or one address. */
export const parseCidr = (text: string): Cidr | undefined => {
  const [start = '', length, ...rest] = text.split('/');
  const base = parseAddress(start);
  if (base === undefined || rest.length > 0) return undefined;
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return undefined;
  const prefix = length === undefined ? BITS[base.family] : Number(length);
  return prefix <= BITS[base.family] ? { base, prefix } : undefined;
};

export const isIn = (address: Address, { base, prefix }: Cidr): boolean => {
  const rest = BigInt(BITS[base.family] - prefix);
  return address.family === base.family && address.value >> rest === base.value >> rest;
};

const v4 = (value: bigint): Address => ({ family: 4, value: value & LOW_32 });

const range = (text: string): Cidr => {
  const cidr = parseCidr(text);
  if (cidr === undefined) throw new RangeError(`not a CIDR: ${text}`);
  return cidr;
};

/** Ways to write an IPv4 address inside an IPv6 one, and where in it that address stands. */
const EMBEDDINGS: readonly (readonly [Cidr, (value: bigint) => readonly Address[]])[] = [
  [range('::ffff:0:0/96'), (value) => [v4(value)]], // mapped, RFC 4291
  [range('::ffff:0:0:0/96'), (value) => [v4(value)]], // translated, RFC 2765
  [range('::/96'), (value) => [v4(value)]], // compatible, RFC 4291
  [range('64:ff9b::/96'), (value) => [v4(value)]], // NAT64, RFC 6052
  [range('64:ff9b:1::/48'), (value) => [v4(value)]], // NAT64, RFC 8215
  [range('2002::/16'), (value) => [v4(value >> 80n)]], // 6to4, RFC 3056
  [range('2001::/32'), (value) => [v4(value >> 64n), v4(value ^ LOW_32)]], // Teredo, RFC 4380
];

/** The IPv4 addresses that a packet to this IPv6 address may end up at; none for IPv4. */
export const embeddedIn = (address: Address): readonly Address[] => {
  if (address.family === 4) return [];
  const known = EMBEDDINGS.filter(([written]) => isIn(address, written));
  const isIsatap = ((address.value >> 32n) & 0xfdff_ffffn) === 0x0000_5efen; // RFC 5214
  return [...known.flatMap(([, read]) => read(address.value)), ...(isIsatap ? [v4(address.value)] : [])];
};
