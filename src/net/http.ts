import axios, { type AxiosResponse } from 'axios';
import type { Readable } from 'node:stream';
import { type Clock, deadline } from '../runtime/clock.ts';
import { type Agents, checkLiteral, makeAgents } from './agents.ts';
import { makeEgress } from './egress.ts';
import { failureOf } from './failure.ts';
import { proxiedAgents } from './proxy.ts';
import { type Http, type HttpAnswer, HttpError, type HttpRequest } from './port.ts';

export interface HttpOptions {
  readonly clock: Clock;
  /** CIDRs that objects may name although they are refused by default. */
  readonly egressAllow: readonly string[];
  /** Names or addresses of the API server, without ports; IPv6 with or without brackets. */
  readonly apiServerHosts: readonly string[];
  readonly userAgent: string;
}

/** Throws RangeError for a malformed CIDR. */
export const makeHttp = ({ clock, egressAllow, apiServerHosts, userAgent }: HttpOptions): Http => {
  const hosts = apiServerHosts.map((host) => host.replace(/^\[|\]$/g, ''));
  const guard = { egress: makeEgress(egressAllow), apiServerHosts: hosts };
  const agentsFor = makeAgents(guard);
  const send = async (request: HttpRequest, url: URL, signal: AbortSignal): Promise<HttpAnswer> => {
    if (request.origin === 'object') await checkLiteral(guard, url.hostname);
    const agents = request.proxy === undefined ? agentsFor(request) : await proxiedAgents(guard, request);
    const answer = await exchange(
      { ...request, headers: { 'user-agent': userAgent, ...request.headers } },
      agents,
      signal,
    );
    if (answer.status >= 300 && answer.status < 400)
      throw new HttpError('redirected', `status ${answer.status}`);
    return answer;
  };
  return {
    send: async (request, signal) => {
      signal.throwIfAborted();
      const url = parseUrl(request.url);
      const limit = deadline(clock, request.timeoutMs, signal);
      try {
        return await send(request, url, limit.signal);
      } catch (thrown) {
        signal.throwIfAborted();
        throw failureOf(thrown, { url, timeoutMs: request.timeoutMs, isLate: limit.signal.aborted });
      } finally {
        limit.done();
      }
    },
  };
};

const parseUrl = (text: string): URL => {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    throw new HttpError('unreachable', 'the address is not an http:// or https:// URL');
  return url;
};

const exchange = async (request: HttpRequest, agents: Agents, signal: AbortSignal): Promise<HttpAnswer> => {
  const answer = await sendFresh(request, agents, signal);
  const { status, headers } = answer;
  const body = await readBody(answer.data, request.maxBytes);
  return {
    status,
    body,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
    ),
  };
};

/** The other side may close an idle connection just when it is reused; that says nothing, so it is sent again. */
const sendFresh = async (
  request: HttpRequest,
  agents: Agents,
  signal: AbortSignal,
): Promise<AxiosResponse<Readable>> => {
  try {
    return await start(request, agents, signal);
  } catch (thrown) {
    if (!signal.aborted && isStale(thrown)) return start(request, agents, signal);
    throw thrown;
  }
};

const isStale = (thrown: unknown): boolean =>
  axios.isAxiosError<unknown>(thrown) &&
  thrown.code === 'ECONNRESET' &&
  (thrown.request as { reusedSocket?: boolean } | undefined)?.reusedSocket === true;

const start = (
  { method, url, headers, body, proxy }: HttpRequest,
  agents: Agents,
  signal: AbortSignal,
): Promise<AxiosResponse<Readable>> =>
  axios.request<Readable>({
    adapter: 'http',
    method,
    url,
    headers: { ...headers },
    data: body,
    transformRequest: [],
    transformResponse: [],
    responseType: 'stream',
    validateStatus: () => true,
    maxRedirects: 0,
    // Without it, an agent that has a proxy is replaced by one that has none.
    ...(proxy === undefined ? { proxy: false } : {}),
    signal,
    ...agents,
  });

const readBody = async (stream: Readable, maxBytes: number): Promise<string> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new HttpError('tooLarge', `more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};
