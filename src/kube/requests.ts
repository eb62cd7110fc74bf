import type { Dispatcher } from 'undici';
import { request } from 'undici';
import type { ResourceType } from '../api/objects.ts';
import { OperatorError } from '../errors.ts';
import type { Clock } from '../runtime/clock.ts';
import { deadline } from '../runtime/clock.ts';
import { retryAfterMs } from '../runtime/time.ts';
import type { Subresource } from './cluster.ts';
import type { Connection, Use } from './connection.ts';
import { asStatus, disconnected, refusal, timedOut } from './errors.ts';

/** As RBAC names it. */
export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch';

export interface Call {
  readonly verb: Verb;
  readonly type: ResourceType;
  readonly subresource?: Subresource;
  /** For messages: which object or collection. */
  readonly target: string;
  readonly path: string;
  readonly accept: string;
  readonly body?: { readonly contentType: string; readonly value: unknown };
}

/** One answer, or one failure to get one. `code` is the HTTP status. */
export interface RequestObservation {
  readonly verb: Verb;
  readonly type: ResourceType;
  readonly subresource?: Subresource;
  readonly code: number | 'error';
  /** Until the headers of the answer. */
  readonly elapsedMs: number;
}

export interface RequestOptions {
  readonly clock: Clock;
  readonly userAgent: string;
  /** Overrides the limit of every call. Default: 10 s to read, 15 s to write. */
  readonly timeoutMs?: number;
  /** Which connections single calls go over. Default: `calls`. */
  readonly use?: Use;
  readonly onRequest?: (seen: RequestObservation) => void;
}

type Answer = Dispatcher.ResponseData;

const READ_MS = 10_000;
const WRITE_MS = 15_000;
const LONGEST_RETRY_AFTER_MS = 60_000;
const METHODS = {
  get: 'GET',
  list: 'GET',
  watch: 'GET',
  create: 'POST',
  update: 'PUT',
  patch: 'PATCH',
} as const satisfies Record<Verb, string>;

export const describe = ({ verb, type, subresource, target }: Call): string => {
  const resource = subresource === undefined ? type.plural : `${type.plural}/${subresource}`;
  return target === '' ? `${verb} ${resource}` : `${verb} ${resource} ${target}`;
};

/** HTTP with credentials, limits and typed errors; knows verbs and paths, not what they mean. */
export interface Requests {
  /** The parsed answer. */
  json(call: Call, signal: AbortSignal): Promise<unknown>;
  /** The body as it comes; only the headers have a limit on their time. */
  stream(call: Call, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
}

export const makeRequests = (connection: Connection, options: RequestOptions): Requests => {
  const { clock } = options;

  const send = async (call: Call, use: Use, signal: AbortSignal): Promise<Answer> => {
    const started = clock.monotonic();
    const observe = (code: number | 'error'): void =>
      options.onRequest?.({
        verb: call.verb,
        type: call.type,
        ...(call.subresource === undefined ? {} : { subresource: call.subresource }),
        code,
        elapsedMs: clock.monotonic() - started,
      });
    try {
      const { headers, dispatcher } = await connection.access(use);
      signal.throwIfAborted();
      const answer = await request(connection.server + call.path, {
        method: METHODS[call.verb],
        dispatcher,
        signal,
        headers: {
          ...headers,
          accept: call.accept,
          'user-agent': options.userAgent,
          ...(call.body === undefined ? {} : { 'content-type': call.body.contentType }),
        },
        body: call.body === undefined ? null : JSON.stringify(call.body.value),
      });
      observe(answer.statusCode);
      return answer;
    } catch (thrown) {
      observe('error');
      throw thrown;
    }
  };

  /** A 401 may mean that a token was rotated: it is read again, once. */
  const accepted = async (call: Call, use: Use, signal: AbortSignal): Promise<Answer> => {
    const first = await send(call, use, signal);
    if (first.statusCode !== 401) return succeed(call, first);
    await first.body.dump();
    connection.reload();
    return succeed(call, await send(call, use, signal));
  };

  const succeed = async (call: Call, answer: Answer): Promise<Answer> => {
    if (answer.statusCode >= 200 && answer.statusCode < 300) return answer;
    const status = asStatus(parsed(await answer.body.text()));
    throw refusal(describe(call), answer.statusCode, status, askedToWaitMs(answer));
  };

  const askedToWaitMs = (answer: Answer): number | undefined => {
    const header = answer.headers['retry-after'];
    const waitMs = typeof header === 'string' ? retryAfterMs(header, clock.now()) : undefined;
    return waitMs === undefined ? undefined : Math.min(waitMs, LONGEST_RETRY_AFTER_MS);
  };

  const limited = async <T>(
    call: Call,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> => {
    const limitMs = options.timeoutMs ?? (METHODS[call.verb] === 'GET' ? READ_MS : WRITE_MS);
    const limit = deadline(clock, limitMs, signal);
    try {
      return await work(limit.signal);
    } catch (thrown) {
      if (signal.aborted) throw signal.reason;
      if (limit.signal.aborted) throw timedOut(describe(call), limitMs);
      throw thrown instanceof OperatorError ? thrown : disconnected(describe(call), thrown);
    } finally {
      limit.done();
    }
  };

  return {
    json: (call, signal) =>
      limited(call, signal, async (inTime) => {
        const answer = await accepted(call, options.use ?? 'calls', inTime);
        const value = parsed(await answer.body.text());
        if (value === undefined) throw new SyntaxError('the answer is not JSON');
        return value;
      }),
    stream: async (call, signal) => {
      const whole = new AbortController();
      const stop = (): void => whole.abort(signal.reason);
      signal.addEventListener('abort', stop, { once: true });
      try {
        const answer = await limited(call, signal, (inTime) =>
          untilHeaders(inTime, whole, () => accepted(call, 'watches', whole.signal)),
        );
        return followed(answer.body, () => signal.removeEventListener('abort', stop));
      } catch (thrown) {
        signal.removeEventListener('abort', stop);
        throw thrown;
      }
    },
  };
};

/** Lets `inTime` end the whole only while its headers are awaited. */
const untilHeaders = async <T>(
  inTime: AbortSignal,
  whole: AbortController,
  work: () => Promise<T>,
): Promise<T> => {
  const stop = (): void => whole.abort(inTime.reason);
  if (inTime.aborted) stop();
  inTime.addEventListener('abort', stop, { once: true });
  try {
    return await work();
  } finally {
    inTime.removeEventListener('abort', stop);
  }
};

async function* followed(body: AsyncIterable<Uint8Array>, done: () => void): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } finally {
    done();
  }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
