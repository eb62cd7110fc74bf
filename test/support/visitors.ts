import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Visit {
  readonly version: string;
  readonly status: number;
  readonly setCookies: readonly string[];
}

/** One request through a proxy of the mesh. */
export const visit = (url: string, headers: Readonly<Record<string, string>>): Promise<Visit> =>
  new Promise((resolve, reject) => {
    const outgoing = request(url, { headers, agent: false }, (answer: IncomingMessage) => {
      answer.resume();
      answer.on('end', () =>
        resolve({
          version: String(answer.headers['x-version'] ?? ''),
          status: answer.statusCode ?? 0,
          setCookies: answer.headers['set-cookie'] ?? [],
        }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end();
  });

export interface Browser {
  readonly jar: ReadonlyMap<string, string>;
  readonly visits: readonly Visit[];
  visit(): Promise<void>;
}

/** Brings the cookies back that it was given, and forgets those that it is told to. */
export const makeBrowser = (url: string, host: string): Browser => {
  const jar = new Map<string, string>();
  const visits: Visit[] = [];
  return {
    jar,
    visits,
    visit: async () => {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await visit(url, { host, ...(cookie === '' ? {} : { cookie }) });
      for (const line of answer.setCookies) {
        const [, name = '', value = '', age = ''] = /^([^=]+)=([^;]*).*?Max-Age=(-?\d+)/.exec(line) ?? [];
        if (Number(age) < 0) jar.delete(name);
        else jar.set(name, value);
      }
      visits.push(answer);
    },
  };
};

export interface LoadTest {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * A webhook as a load tester serves it: each call sends requests, and answers when all have been answered; when
 * it is strict, an error is one of its own.
 */
export const startLoadTest = async (
  proxyUrl: string,
  host: string,
  { count, isStrict }: { readonly count: number; readonly isStrict: boolean },
): Promise<LoadTest> => {
  const server = createServer((incoming, response) => {
    incoming.resume();
    Promise.all(Array.from({ length: count }, () => visit(proxyUrl, { host }))).then(
      (visits) => {
        const hasFailed = isStrict && visits.some(({ status }) => status >= 500);
        response.writeHead(hasFailed ? 500 : 200).end();
      },
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
