import { randomBytes } from 'node:crypto';
import { request } from 'undici';
import { connect } from '../../src/kube/connection.ts';
import { eventually } from '../support/process.ts';
import { DIFFERENCES } from './differences.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** JSON of an answer, whatever it is. */
export type Json = any;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Json;
}

export interface Call {
  readonly query?: Readonly<Record<string, string>>;
  /** A string is sent as it is. */
  readonly body?: unknown;
  readonly type?: string;
  readonly accept?: string;
}

export interface WatchedEvent {
  readonly type: string;
  readonly object: Json;
}

export interface OpenWatch {
  readonly status: number;
  /** Waits for the next event; undefined when the stream has ended. */
  next(): Promise<WatchedEvent | undefined>;
  close(): void;
}

/** `group/version/plural` as `apps/v1/deployments`, or `v1/configmaps` for the core group. */
export type Resource = string;

const rootOf = (resource: Resource): { root: string; plural: string } => {
  const parts = resource.split('/');
  const plural = parts.pop() ?? '';
  return { root: `/${parts.length === 1 ? 'api' : 'apis'}/${parts.join('/')}`, plural };
};

const parsed = (text: string): Json => {
  try {
    return JSON.parse(text);
  } catch {
    // Health and a few refusals are plain text.
    return text;
  }
};

const MERGE = 'application/merge-patch+json';
const JSON_PATCH = 'application/json-patch+json';
const STRATEGIC = 'application/strategic-merge-patch+json';
const APPLY = 'application/apply-patch+yaml';

async function* linesOf(body: AsyncIterable<Buffer>): AsyncGenerator<WatchedEvent, undefined> {
  let rest = '';
  for await (const chunk of body) {
    const lines = (rest + chunk.toString('utf8')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield JSON.parse(line) as WatchedEvent;
  }
  return undefined;
}

/** One user of one server, with a namespace and names of its own. */
export const openSession = async (
  side: 'embedded' | 'real',
  kubeconfig: string,
  release: () => Promise<void>,
) => {
  const connection = connect({ kubeconfig }, {});
  const suffix = randomBytes(4).toString('hex');
  const namespace = `contract-${suffix}`;
  const leftovers: string[] = [];
  const watches = new Set<() => void>();
  let names = 0;

  const send = async (method: Method, path: string, call: Call, use: 'calls' | 'watches' = 'calls') => {
    const access = await connection.access(use);
    const query = new URLSearchParams(call.query).toString();
    const { body } = call;
    return request(`${connection.server}${path}${query === '' ? '' : `?${query}`}`, {
      method,
      dispatcher: access.dispatcher,
      headers: {
        'user-agent': 'contract/1.0',
        accept: call.accept ?? 'application/json',
        ...(body === undefined ? {} : { 'content-type': call.type ?? 'application/json' }),
        ...access.headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  };

  const call = async (method: Method, path: string, options: Call = {}): Promise<Answer> => {
    const answer = await send(method, path, options);
    return { status: answer.statusCode, headers: answer.headers, body: parsed(await answer.body.text()) };
  };

  /** Namespaced place in the session's own namespace. */
  const at = (resource: Resource, name?: string, subresource?: string): string => {
    const { root, plural } = rootOf(resource);
    return [`${root}/namespaces/${namespace}/${plural}`, name, subresource]
      .filter((part) => part !== undefined)
      .join('/');
  };

  /** A place that is in no namespace, or in all. */
  const above = (resource: Resource, name?: string): string => {
    const { root, plural } = rootOf(resource);
    return name === undefined ? `${root}/${plural}` : `${root}/${plural}/${name}`;
  };

  const must = async (wanted: number, answering: Promise<Answer>): Promise<Json> => {
    const { status, body } = await answering;
    if (status !== wanted) throw new Error(`wanted ${wanted}, got ${status}: ${JSON.stringify(body)}`);
    return body;
  };

  const patch =
    (type: string) =>
    (path: string, body: unknown, query: Record<string, string> = {}): Promise<Answer> =>
      call('PATCH', path, { body, type, query });

  const session = {
    side,
    suffix,
    namespace,
    call,
    at,
    above,
    must,
    /** A name that nobody else has. */
    name: (stem = 'one'): string => `${stem}-${(names += 1)}`,
    get: (path: string, query: Record<string, string> = {}, accept?: string): Promise<Answer> =>
      call('GET', path, { query, ...(accept === undefined ? {} : { accept }) }),
    post: (path: string, body: unknown, query: Record<string, string> = {}): Promise<Answer> =>
      call('POST', path, { body, query }),
    put: (path: string, body: unknown, query: Record<string, string> = {}): Promise<Answer> =>
      call('PUT', path, { body, query }),
    delete: (path: string, body?: unknown, query: Record<string, string> = {}): Promise<Answer> =>
      call('DELETE', path, { query, ...(body === undefined ? {} : { body }) }),
    merge: patch(MERGE),
    json: patch(JSON_PATCH),
    strategic: patch(STRATEGIC),
    apply: patch(APPLY),
    /** Creates, and answers with what was stored. */
    make: (path: string, body: unknown): Promise<Json> => must(201, call('POST', path, { body })),
    read: (path: string): Promise<Json> => must(200, call('GET', path)),
    watch: async (
      path: string,
      query: Record<string, string> = {},
      accept = 'application/json',
    ): Promise<OpenWatch> => {
      const answer = await send('GET', path, { query: { watch: 'true', ...query }, accept }, 'watches');
      const events = linesOf(answer.body);
      const close = (): void => void answer.body.destroy();
      answer.body.on('error', () => undefined);
      watches.add(close);
      return {
        status: answer.statusCode,
        next: async () => (await events.next()).value,
        close,
      };
    },
    /** Deleted when the session ends. */
    later: (path: string): void => void leftovers.unshift(path),
    /** Looks until the condition holds; what a controller does takes its time. */
    until: eventually,
    /** What this side says where the two are known to differ. */
    differs: <T>(name: string, expected: Record<'real' | 'embedded', T>): T => {
      if (!(name in DIFFERENCES)) throw new Error(`not listed: ${name}`);
      return expected[side];
    },
    close: async (): Promise<void> => {
      for (const end of watches) end();
      for (const path of leftovers) await call('DELETE', path);
      await connection.close();
      await release();
    },
  };

  await must(
    201,
    call('POST', '/api/v1/namespaces', {
      body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    }),
  );
  session.later(`/api/v1/namespaces/${namespace}`);
  return session;
};

export type Session = Awaited<ReturnType<typeof openSession>>;
