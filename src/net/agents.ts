import { lookup as resolve, type LookupAddress } from 'node:dns';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { Egress } from './egress.ts';
import { HttpError, type HttpRequest, type Origin } from './port.ts';

export interface Agents {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
}

export interface AgentsOptions {
  readonly egress: Egress;
  /** Names or addresses, without ports. */
  readonly apiServerHosts: readonly string[];
}

const LIVING = { keepAlive: true, maxSockets: 64, maxFreeSockets: 8 };

/**
 * Keeps connections apart by what they may be used for: one that a flag was trusted to open, or whose
 * certificate nobody looked at, must never carry another's request.
 */
export const makeAgents = (options: AgentsOptions) => {
  const pools = new Map<string, Agents>();
  return ({ origin, skipTlsVerify = false, pool }: HttpRequest): Agents => {
    const key = `${origin}/${skipTlsVerify}/${pool ?? ''}`;
    const agents = pools.get(key) ?? open(options, origin, skipTlsVerify);
    pools.set(key, agents);
    return agents;
  };
};

const open = (options: AgentsOptions, origin: Origin, skipTlsVerify: boolean): Agents => {
  const living = origin === 'flag' ? LIVING : { ...LIVING, lookup: guardedLookup(options) };
  return {
    httpAgent: new HttpAgent(living),
    httpsAgent: new HttpsAgent({ ...living, rejectUnauthorized: !skipTlsVerify }),
  };
};

/** Throws HttpError `egressDenied` for an address literal that is refused; sockets skip the lookup for those. */
export const checkLiteral = async (
  { egress, apiServerHosts }: AgentsOptions,
  hostname: string,
): Promise<void> => {
  const literal = hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) === 0) return;
  refuse(egress, [literal], await addressesOf(apiServerHosts));
};

/** Resolves a name; one refused address among its addresses refuses them all. */
const guardedLookup =
  (guard: AgentsOptions): LookupFunction =>
  (hostname, options, callback) => {
    resolveGuarded(guard, hostname).then(
      (found) => (options.all === true ? callback(null, [...found]) : callFirst(callback, found)),
      (thrown: unknown) => callback(thrown as NodeJS.ErrnoException, []),
    );
  };

const resolveGuarded = async (
  { egress, apiServerHosts }: AgentsOptions,
  hostname: string,
): Promise<readonly LookupAddress[]> => {
  const found = await resolveAll(hostname);
  const addresses = found.map(({ address }) => address);
  const isApiServer = namesApiServer(hostname, apiServerHosts);
  refuse(egress, addresses, isApiServer ? addresses : await addressesOf(apiServerHosts));
  return found;
};

/** An address of a name that may be connected to; throws HttpError `egressDenied`, and what resolving throws. */
export const guardedAddress = async (guard: AgentsOptions, hostname: string): Promise<string> => {
  const [first] = await resolveGuarded(guard, hostname);
  if (first === undefined) throw Object.assign(new Error('no address'), { code: 'ENOTFOUND' });
  return first.address;
};

const callFirst = (callback: Parameters<LookupFunction>[2], found: readonly LookupAddress[]): void => {
  const [first] = found;
  if (first === undefined) callback(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), []);
  else callback(null, first.address, first.family);
};

const refuse = (egress: Egress, addresses: readonly string[], apiServer: readonly string[]): void => {
  for (const address of addresses) {
    const kind = egress.refusalOf(address, apiServer);
    if (kind !== undefined) throw new HttpError('egressDenied', kind);
  }
};

const resolveAll = (hostname: string): Promise<readonly LookupAddress[]> =>
  new Promise((settle, reject) => {
    resolve(hostname, { all: true }, (error, found) => (error === null ? settle(found) : reject(error)));
  });

const bare = (hostname: string): string => hostname.toLowerCase().replace(/\.+$/, '');

const namesApiServer = (hostname: string, apiServerHosts: readonly string[]): boolean =>
  /^kubernetes\.default(\.svc(\..+)?)?$/.test(bare(hostname)) ||
  apiServerHosts.some((host) => bare(host) === bare(hostname));

/** A name of the API server that does not resolve forbids nothing. */
const addressesOf = async (hosts: readonly string[]): Promise<readonly string[]> => {
  const names = hosts.filter((host) => isIP(host) === 0);
  const resolved = await Promise.allSettled(names.map(resolveAll));
  const found = resolved.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  return [...hosts.filter((host) => isIP(host) !== 0), ...found.map(({ address }) => address)];
};
