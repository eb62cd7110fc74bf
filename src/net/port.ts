/** Who chose an address: a namespaced object is not trusted with loopback and the like, a flag is. */
export type Origin = 'object' | 'flag';

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For the whole exchange. */
  readonly timeoutMs: number;
  /** Of the answer's body, after decompression. */
  readonly maxBytes: number;
  readonly skipTlsVerify?: boolean;
  /** An `http://` proxy, chosen by whoever chose the URL. Rules for addresses hold for it in place of names in the URL. */
  readonly proxy?: string;
  readonly origin: Origin;
  /** Of connections: what may hang for long must not take the places of what a decision waits for. */
  readonly pool?: 'telling';
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

export type HttpFailure = 'timeout' | 'unreachable' | 'tls' | 'tooLarge' | 'egressDenied' | 'redirected';

/** No answer. The message names scheme, host and port only: never path, query, credentials or a body. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly failure: HttpFailure;

  constructor(failure: HttpFailure, message: string) {
    super(message);
    this.failure = failure;
  }
}

/** All outbound HTTP but that to the API server. Any status is an answer, except 3xx: redirects are refused. */
export interface Http {
  send(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer>;
}
