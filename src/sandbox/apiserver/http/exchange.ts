import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiCore, Place } from '../core.ts';
import type { Clock } from '../../../runtime/clock.ts';
import { text } from '../json.ts';
import type { Caller } from '../request.ts';
import { writeOptions } from './query.ts';

/** One request with its answer, and what is needed to serve it. */
export interface Exchange {
  readonly core: ApiCore;
  readonly clock: Clock;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
  /** Aborted when the client goes away or the server closes. */
  readonly signal: AbortSignal;
}

export interface ResourceExchange extends Exchange {
  readonly place: Place;
}

/** A bearer token is taken as the user's name: nobody is asked to prove it here. */
const userOf = (request: IncomingMessage): string => {
  const impersonated = text(request.headers['impersonate-user']);
  if (impersonated !== '') return impersonated;
  const [, token] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '') ?? [];
  return token ?? 'system:anonymous';
};

/** The name before the slash of the user agent, unless the request names a field manager. */
const managerOf = (request: IncomingMessage, query: URLSearchParams): string =>
  query.get('fieldManager') ?? text(request.headers['user-agent']).split('/')[0]?.slice(0, 128) ?? 'unknown';

const warningHeader = (message: string): string =>
  `299 - "${message.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', ' ')}"`;

export const callerOf = ({ request, response, query }: Exchange): Caller => ({
  user: userOf(request),
  manager: managerOf(request, query),
  ...writeOptions(query, request.method),
  warn: (message) => {
    response.appendHeader('warning', warningHeader(message));
  },
});
