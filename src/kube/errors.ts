import type { ErrorCode } from '../errors.ts';
import { OperatorError } from '../errors.ts';

/** The parts of a meta/v1 Status that matter; anything may be missing in what a proxy answers. */
export interface Status {
  readonly code?: number;
  readonly reason?: string;
  readonly message?: string;
  /** Reasons of `details.causes`. */
  readonly causes?: readonly string[];
}

const LONGEST_MESSAGE = 512;

const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  401: 'FORBIDDEN',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  408: 'TIMEOUT',
  409: 'CONFLICT',
  410: 'EXPIRED',
  429: 'UNAVAILABLE',
};

/** The cause with which a namespace that is being deleted refuses new content. */
const TERMINATING = 'NamespaceTerminating';

const codeOf = (status: number, body: Status | undefined): ErrorCode => {
  if (status === 409 && body?.reason === 'AlreadyExists') return 'ALREADY_EXISTS';
  if (body?.causes?.includes(TERMINATING) === true) return 'NOT_FOUND';
  const known = BY_STATUS[status];
  if (known !== undefined) return known;
  return status >= 400 && status < 500 ? 'REJECTED' : 'UNAVAILABLE';
};

/** `doing` is what was tried, as in `get deployments demo/podinfo`. Of the answer only the Status' words are kept. */
export const refusal = (
  doing: string,
  httpStatus: number,
  body: Status | undefined,
  retryAfterMs?: number,
): OperatorError => {
  const words = [String(httpStatus), body?.reason].filter((word) => word !== undefined && word !== '');
  const text = [doing, words.join(' '), body?.message].filter((part) => part !== undefined && part !== '');
  return new OperatorError(codeOf(httpStatus, body), text.join(': ').slice(0, LONGEST_MESSAGE), {
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
};

/** No answer, or only a part of one: the outcome is unknown. */
export const disconnected = (doing: string, cause: unknown): OperatorError =>
  new OperatorError('UNAVAILABLE', `${doing}: ${words(cause)}`.slice(0, LONGEST_MESSAGE), { cause });

/** By shape: an error of the platform may come from another realm. */
const words = (cause: unknown): string => {
  const { message, code, errors } = (cause ?? {}) as { message?: unknown; code?: unknown; errors?: unknown };
  // Node reports a name with several addresses as one error without words of its own.
  if (message === '' && Array.isArray(errors)) return words(errors[0]);
  const text = typeof message === 'string' && message !== '' ? message : 'connection failed';
  return typeof code !== 'string' || text.includes(code) ? text : `${code} ${text}`;
};

export const timedOut = (doing: string, afterMs: number): OperatorError =>
  new OperatorError('TIMEOUT', `${doing}: no answer in ${afterMs / 1000} s`);

export const asStatus = (value: unknown): Status | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  const { code, reason, message, details } = value as Record<string, unknown>;
  const causes = causesOf(details);
  return {
    ...(typeof code === 'number' ? { code } : {}),
    ...(typeof reason === 'string' ? { reason } : {}),
    ...(typeof message === 'string' ? { message } : {}),
    ...(causes.length > 0 ? { causes } : {}),
  };
};

const causesOf = (details: unknown): readonly string[] => {
  const { causes } = (details ?? {}) as { causes?: unknown };
  if (!Array.isArray(causes)) return [];
  return causes
    .map((cause: unknown) => (cause as { reason?: unknown } | null)?.reason)
    .filter((reason) => typeof reason === 'string');
};
