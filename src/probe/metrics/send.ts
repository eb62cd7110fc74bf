import type { NoEvidence } from '../../domain/question.ts';
import { type Http, HttpError, type HttpFailure, type HttpRequest } from '../../net/port.ts';
import type { Clock } from '../../runtime/clock.ts';
import { noEvidence, type Nothing } from './evidence.ts';

export type Call = Pick<HttpRequest, 'method' | 'url' | 'headers' | 'body'> & {
  /** 5 s without. */
  readonly timeoutMs?: number;
  /** The host is the provider's own and gets what is worth stealing: its certificate must be good. */
  readonly ownHost?: boolean;
  /** `flag` for an address that no object chose; `object` without. */
  readonly origin?: HttpRequest['origin'];
};

/** What came back, or why nothing did. */
export type Reply = { readonly status: number; readonly body: string } | Nothing;

export type Send = (call: Call, signal: AbortSignal) => Promise<Reply>;

export type Measure = <Found extends object>(ask: () => Promise<Found | Nothing>) => Promise<Found | Nothing>;

export interface ExchangeOptions {
  readonly http: Http;
  readonly clock: Clock;
  /** `outcome` is `answered` or the name of what was missing. */
  readonly onQuery?: (seen: {
    readonly provider: string;
    readonly outcome: string;
    readonly elapsedMs: number;
  }) => void;
}

const LARGEST_ANSWER = 4 * 1024 * 1024;
const TIMEOUT_MS = 5_000;

/** Tells how long a provider took, and whether it answered. */
export const makeMeasure =
  ({ clock, onQuery }: ExchangeOptions, provider: string): Measure =>
  async (ask) => {
    const began = clock.monotonic();
    const reply = await ask();
    const outcome = 'none' in reply ? reply.none : 'answered';
    onQuery?.({ provider, outcome, elapsedMs: clock.monotonic() - began });
    return reply;
  };

/** Sends for one provider; each call is measured. */
export const makeSend = (options: ExchangeOptions, provider: string, skipTlsVerify: boolean): Send => {
  const measure = makeMeasure(options, provider);
  return (call, signal) =>
    measure(() => exchange(options.http, { origin: 'object', ...call }, skipTlsVerify, signal));
};

const exchange = async (
  http: Http,
  { timeoutMs = TIMEOUT_MS, ownHost = false, ...call }: Call & Pick<HttpRequest, 'origin'>,
  skipTlsVerify: boolean,
  signal: AbortSignal,
): Promise<Reply> => {
  try {
    const limits = { timeoutMs, maxBytes: LARGEST_ANSWER };
    return await http.send({ ...call, ...limits, skipTlsVerify: skipTlsVerify && !ownHost }, signal);
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
