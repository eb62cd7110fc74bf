import { HttpError } from './port.ts';

export interface Attempt {
  readonly url: URL;
  readonly timeoutMs: number;
  /** The deadline has passed. */
  readonly isLate: boolean;
}

/** Names what went wrong. Foreign messages are dropped, since they quote addresses and headers. */
export const failureOf = (thrown: unknown, { url, timeoutMs, isLate }: Attempt): HttpError => {
  const where = `${url.protocol}//${url.host}`;
  if (isLate) return new HttpError('timeout', `${where} did not answer within ${timeoutMs} ms`);
  const known = causes(thrown).find((cause) => cause instanceof HttpError);
  if (known !== undefined) return new HttpError(known.failure, MESSAGES[known.failure](where, known.message));
  const code = codeOf(thrown);
  return isTls(code)
    ? new HttpError('tls', `${where} could not be verified or secured (${code})`)
    : new HttpError('unreachable', `${where} cannot be reached (${code})`);
};

const MESSAGES: Readonly<Record<HttpError['failure'], (where: string, detail: string) => string>> = {
  timeout: (where) => `${where} did not answer in time`,
  unreachable: (where, detail) => `${where} cannot be reached (${detail})`,
  tls: (where, detail) => `${where} could not be secured (${detail})`,
  tooLarge: (where, detail) => `${where} answered with ${detail}`,
  egressDenied: (where, detail) =>
    `${where} must not be reached from a namespaced object (${detail} address); --egress-allow permits it`,
  redirected: (where, detail) => `${where} redirects (${detail}), which is not followed`,
};

const DEEPEST = 5;

/** By shape: errors of Node are of another realm than this code's `Error` under Jest. */
const causes = (thrown: unknown): readonly object[] => {
  const found: object[] = [];
  let at = thrown;
  while (typeof at === 'object' && at !== null && found.length < DEEPEST) {
    found.push(at);
    at = 'cause' in at ? at.cause : undefined;
  }
  return found;
};

/** Only what looks like a code is shown: those are a closed set of names. */
const codeOf = (thrown: unknown): string => {
  const codes = causes(thrown).map((cause) => ('code' in cause ? String(cause.code) : ''));
  return codes.findLast((code) => /^[A-Z][A-Z0-9_]{2,60}$/.test(code)) ?? 'unknown error';
};

const isTls = (code: string): boolean =>
  /^(CERT_|ERR_TLS_|ERR_SSL_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|EPROTO$|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)/.test(
    code,
  );
