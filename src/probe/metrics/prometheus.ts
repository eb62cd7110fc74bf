import type { Origin } from '../../net/port.ts';
import { type Evidence, evidenceIn } from './evidence.ts';
import { type ExchangeOptions, makeSend, type Reply } from './send.ts';

/** A server of Prometheus' HTTP API, and how to be let in. */
export interface MetricsServer {
  /** With its path prefix, without a slash at the end. */
  readonly address: string;
  readonly origin: Origin;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly skipTlsVerify: boolean;
}

/** An instant query at the server's present time. */
export type Query = (server: MetricsServer, query: string, signal: AbortSignal) => Promise<Reply>;

export const makeQuery = (options: ExchangeOptions): Query => {
  return ({ address, origin, headers, skipTlsVerify }, query, signal) => {
    const url = `${address}/api/v1/query?query=${encodeURIComponent(query)}`;
    return makeSend(options, 'prometheus', skipTlsVerify)({ method: 'GET', url, headers, origin }, signal);
  };
};

export const askServer = async (
  query: Query,
  server: MetricsServer,
  text: string,
  signal: AbortSignal,
): Promise<Evidence> => {
  const reply = await query(server, text, signal);
  return 'none' in reply ? reply : evidenceIn(reply.status, reply.body);
};
