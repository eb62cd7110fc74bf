/**
 * The one error type that crosses a border. Codes are a closed set: they are metric labels and the key of
 * docs/errors.md. What the domain expects is a value, never one of these.
 */
export type ErrorCode =
  | 'NOT_FOUND' // the object, its kind or its namespace is not there, or the namespace is being deleted
  | 'CONFLICT' // the version that a write was decided on is no longer current
  | 'ALREADY_EXISTS'
  | 'FORBIDDEN' // 401 and 403
  | 'REJECTED' // 400 and 422: the server or an admission webhook refuses the content
  | 'EXPIRED' // 410: the resource version or continue token is too old
  | 'UNAVAILABLE' // 429, 5xx, connection refused or reset; the outcome of a write is unknown
  | 'TIMEOUT'
  | 'NOT_LEADER' // this replica may not write now: it does not hold the Lease, or may not hold it any more
  | 'BUG'; // cannot happen

/** What the one retry policy (runtime/controller.ts) does with it. */
export type Retry = 'now' | 'backoff' | 'slow';

const RETRY: Record<ErrorCode, Retry> = {
  NOT_FOUND: 'backoff',
  CONFLICT: 'now',
  ALREADY_EXISTS: 'now',
  FORBIDDEN: 'slow',
  REJECTED: 'slow',
  EXPIRED: 'now',
  UNAVAILABLE: 'backoff',
  TIMEOUT: 'backoff',
  NOT_LEADER: 'backoff',
  BUG: 'backoff',
};

export const ERROR_CODES = Object.keys(RETRY) as readonly ErrorCode[];

export class OperatorError extends Error {
  override readonly name = 'OperatorError';
  readonly code: ErrorCode;
  /** From a Retry-After header; the earliest time at which another try is welcome. */
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; retryAfterMs?: number } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
  }

  get retry(): Retry {
    return RETRY[this.code];
  }
}

export const isOperatorError = (thrown: unknown, ...codes: ErrorCode[]): thrown is OperatorError =>
  thrown instanceof OperatorError && (codes.length === 0 || codes.includes(thrown.code));

/**
 * The reason with which an AbortSignal ended; used so that shutdown stays silent. By name: a DOMException of
 * another realm, as under Jest, is no instance of this realm's Error.
 */
export const isAbort = (thrown: unknown): boolean =>
  typeof thrown === 'object' && thrown !== null && 'name' in thrown && thrown.name === 'AbortError';
