import type { ServerResponse } from 'node:http';
import { OperatorError } from '../../../errors.ts';
import { ApiFailure } from '../failure.ts';
import type { Failure } from '../failure.ts';
import type { Rec } from '../json.ts';

const REASONS: Readonly<Record<string, Omit<Failure, 'message'>>> = {
  REJECTED: { status: 400, reason: 'BadRequest' },
  FORBIDDEN: { status: 403, reason: 'Forbidden' },
  CONFLICT: { status: 409, reason: 'Conflict' },
  UNAVAILABLE: { status: 503, reason: 'ServiceUnavailable' },
};

/** An error as the failure that a client sees; what nobody foresaw is a 500. */
export const failureOf = (error: unknown): Failure => {
  if (error instanceof ApiFailure) return error.failure;
  if (error instanceof OperatorError) {
    return { ...(REASONS[error.code] ?? { status: 500, reason: 'InternalError' }), message: error.message };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { status: 500, reason: 'InternalError', message: `Internal error occurred: ${message}` };
};

export const statusObject = (failure: Failure): Rec => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message: failure.message,
  ...(failure.reason === '' ? {} : { reason: failure.reason }),
  ...(failure.details === undefined ? {} : { details: failure.details }),
  code: failure.status,
});

export const sendJson = (response: ServerResponse, status: number, body: unknown): void => {
  const text = `${JSON.stringify(body)}\n`;
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-cache, private',
  });
  response.end(text);
};

export const sendFailure = (response: ServerResponse, error: unknown): void => {
  const failure = failureOf(error);
  sendJson(response, failure.status, statusObject(failure));
};
