import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands before an API server: checks a bearer token, counts connections, and can spoil answers. */
export interface Gatekeeper {
  readonly url: string;
  /** What the next requests must bear; undefined lets everyone in. */
  token: string | undefined;
  /** Headers of all requests that came, refused ones too. */
  readonly seen: readonly IncomingMessage[];
  connections(): number;
  /** Takes the next request that it applies to; return false to let it through. */
  spoil: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined;
  close(): Promise<void>;
}

export const guard = async (upstream: string): Promise<Gatekeeper> => {
  const seen: IncomingMessage[] = [];
  let connections = 0;
  const refuse = (response: ServerResponse): void => {
    response.writeHead(401, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({ kind: 'Status', code: 401, reason: 'Unauthorized', message: 'who are you?' }),
    );
  };
  const forward = (incoming: IncomingMessage, response: ServerResponse): void => {
    const url = new URL(incoming.url ?? '/', upstream);
    const headers = { ...incoming.headers, host: url.host };
    const outgoing = request(url, { method: incoming.method!, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      response.flushHeaders();
      answer.pipe(response);
    });
    outgoing.on('error', () => response.destroy());
    response.on('close', () => outgoing.destroy());
    incoming.pipe(outgoing);
  };
  const server = createServer((incoming, response) => {
    seen.push(incoming);
    if (keeper.spoil?.(incoming, response) === true) return;
    if (keeper.token !== undefined && incoming.headers.authorization !== `Bearer ${keeper.token}`)
      refuse(response);
    else forward(incoming, response);
  });
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const keeper: Gatekeeper = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: undefined,
    seen,
    connections: () => connections,
    spoil: undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return keeper;
};
