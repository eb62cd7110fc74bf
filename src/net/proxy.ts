import { isIP } from 'node:net';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { type Agents, type AgentsOptions, checkLiteral, guardedAddress } from './agents.ts';
import type { HttpRequest } from './port.ts';

/**
 * Agents that go through an HTTP proxy, for one request: plain requests are handed to it, others pass a tunnel, so
 * that TLS is with the receiver. A proxy that an object chose has to stand where objects may lead; it is then
 * reached at the very address that was checked.
 */
export const proxiedAgents = async (
  options: AgentsOptions,
  { proxy = '', origin, skipTlsVerify = false }: HttpRequest,
): Promise<Agents> => {
  const url = new URL(proxy);
  if (origin === 'object') url.hostname = await checkedHost(options, url.hostname);
  return {
    httpAgent: new HttpAgent({ proxyEnv: { HTTP_PROXY: url.href } }),
    httpsAgent: new HttpsAgent({
      proxyEnv: { HTTPS_PROXY: url.href },
      rejectUnauthorized: !skipTlsVerify,
    }),
  };
};

const checkedHost = async (options: AgentsOptions, hostname: string): Promise<string> => {
  await checkLiteral(options, hostname);
  const bare = hostname.replace(/^\[|\]$/g, '');
  const address = isIP(bare) === 0 ? await guardedAddress(options, bare) : bare;
  return isIP(address) === 6 ? `[${address}]` : address;
};
