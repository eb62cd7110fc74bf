import type { NoEvidence } from '../../domain/question.ts';
import { type Http, HttpError, type HttpFailure, type Origin } from '../../net/port.ts';
import type { Clock } from '../../runtime/clock.ts';
import { noEvidence } from './evidence.ts';

/** A server of Prometheus' HTTP API, and how to be let in. */
export interface MetricsServer {
  /** With its path prefix, without a slash at the end. */
  readonly address: string;
  readonly origin: Origin;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly skipTlsVerify: boolean;
}

/** What came back, or why nothing did. */
export type Reply =
  | { readonly status: number; readonly body: string }
  | { readonly none: NoEvidence; readonly message: string };

/** An instant query at the server's present time. */
export type Query = (server: MetricsServer, query: string, signal: AbortSignal) => Promise<Reply>;

export interface QueryOptions {
  readonly http: Http;
  readonly clock: Clock;
  /** `outcome` is `answered` or the name of what was missing. */
  readonly onQuery?: (seen: {
    readonly provider: string;
    readonly outcome: string;
    readonly elapsedMs: number;
  }) => void;
}

const QUERY_TIMEOUT_MS = 5_000;
const LARGEST_ANSWER = 4 * 1024 * 1024;

export const makeQuery =
  ({ http, clock, onQuery }: QueryOptions): Query =>
  async (server, query, signal) => {
    const began = clock.monotonic();
    const reply = await send(http, server, query, signal);
    const outcome = 'none' in reply ? reply.none : 'answered';
    onQuery?.({ provider: 'prometheus', outcome, elapsedMs: clock.monotonic() - began });
    return reply;
  };

const send = async (
  http: Http,
  { address, origin, headers, skipTlsVerify }: MetricsServer,
  query: string,
  signal: AbortSignal,
): Promise<Reply> => {
  const url = `${address}/api/v1/query?query=${encodeURIComponent(query)}`;
  const limits = { timeoutMs: QUERY_TIMEOUT_MS, maxBytes: LARGEST_ANSWER };
  try {
    return await http.send({ method: 'GET', url, headers, ...limits, skipTlsVerify, origin }, signal);
  } catch (thrown) {
    if (!(thrown instanceof HttpError)) throw thrown;
    return noEvidence(NAMES[thrown.failure], thrown.message);
  }
};

const NAMES: Readonly<Record<HttpFailure, NoEvidence>> = {
  timeout: 'MetricsTimeout',
  unreachable: 'MetricsUnavailable',
  tls: 'MetricsUnavailable',
  tooLarge: 'BadAnswer',
  egressDenied: 'EgressDenied',
  redirected: 'BadAnswer',
};
