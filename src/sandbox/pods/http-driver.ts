import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KubeObject } from '../../api/objects.ts';
import type { Clock, Random } from '../../runtime/clock.ts';
import { makeAddressPool } from './addresses.ts';
import { answerTo } from './app.ts';
import type { AppAnswer } from './app.ts';
import { behaviourOf } from './behaviour.ts';
import type { Behaviour } from './behaviour.ts';
import type { PodDriver, PodRuntime } from './driver.ts';
import { resolveEnvironment } from './environment.ts';
import type { ConfigLookup } from './environment.ts';
import { beginLife } from './life.ts';
import type { Life } from './life.ts';
import { mainContainer, podSpec, podStatus } from './pod.ts';

/** How long a program still accepts requests after SIGTERM, so that routes can forget it first. */
const DRAIN_MS = 1000;
const DEFAULT_PORT = 9898;

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface HttpDriver extends PodDriver {
  /** Where a pod's port really listens; undefined when nothing does. */
  readonly addressOf: (ip: string, port: number) => Address | undefined;
  /** Ends every program at once. */
  close(): Promise<void>;
}

interface Listening {
  readonly address: Address;
  readonly ports: ReadonlySet<number>;
  readonly server: Server;
  readonly life: Life;
}

const portsOf = (pod: KubeObject): ReadonlySet<number> => {
  const ports = podSpec(pod).containers.flatMap((container) => container.ports ?? []);
  return new Set(ports.length === 0 ? [DEFAULT_PORT] : ports.map(({ containerPort }) => containerPort));
};

interface Program {
  readonly pod: KubeObject;
  readonly server: Server;
  readonly behaviour: Behaviour;
  readonly life: Life;
  readonly clock: Clock;
  readonly random: Random;
}

const send = ({ server, behaviour }: Program, response: ServerResponse, answer: AppAnswer): void => {
  if (response.destroyed) return;
  // A client that keeps its connection would hold a server that is closing.
  if (!server.listening) response.shouldKeepAlive = false;
  const body = answer.status === 204 || answer.status === 304 ? '' : `${JSON.stringify(answer.body)}\n`;
  response.writeHead(answer.status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'x-version': behaviour.version,
  });
  response.end(body);
};

const serve =
  (program: Program) =>
  (request: IncomingMessage, response: ServerResponse): void => {
    const { method = 'GET', url = '/', headers } = request;
    const { behaviour, clock, life, pod } = program;
    const state = { behaviour, hostname: pod.metadata.name, ready: life.ready };
    const answer = answerTo(state, { method, path: url, headers }, program.random);
    request.resume();
    if (answer.delayMs === 0) return send(program, response, answer);
    response.once(
      'close',
      clock.after(answer.delayMs, () => send(program, response, answer)),
    );
  };

const listen = async (server: Server): Promise<Address> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
};

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });

/** Pods that are real HTTP servers on loopback, one ephemeral port each. */
export const makeHttpDriver = (options: {
  readonly clock: Clock;
  readonly random: Random;
  readonly lookup: ConfigLookup;
}): HttpDriver => {
  const { clock, random, lookup } = options;
  const listening = new Map<string, Listening>();
  const nextAddress = makeAddressPool((ip) => listening.has(ip));

  const drain = async (server: Server, graceMs: number): Promise<void> => {
    const gone = new Promise<void>((resolve) => {
      clock.after(Math.min(graceMs, DRAIN_MS), () => void closed(server).then(resolve));
    });
    const cancel = clock.after(graceMs, () => server.closeAllConnections());
    await gone;
    cancel();
  };

  const start = async (pod: KubeObject): Promise<PodRuntime> => {
    const container = mainContainer(pod);
    const behaviour = behaviourOf(container, await resolveEnvironment(container, pod, lookup));
    const server = createServer({ keepAliveTimeout: 0 });
    const address = await listen(server);
    const life = beginLife(pod, behaviour, clock);
    server.on('request', serve({ pod, server, behaviour, life, clock, random }));
    const ip = podStatus(pod).podIP ?? nextAddress();
    listening.set(ip, { address, ports: portsOf(pod), server, life });
    const forget = (): void => {
      if (listening.get(ip)?.server === server) listening.delete(ip);
    };
    life.onExit(() => {
      forget();
      server.close();
      server.closeAllConnections();
    });
    return {
      ip,
      onReadyChange: (listener) => life.onReadyChange(listener),
      onExit: (listener) => life.onExit(listener),
      stop: async (graceMs) => {
        life.end();
        if (server.listening) await drain(server, graceMs);
        forget();
      },
    };
  };

  return {
    start,
    addressOf: (ip, port) => {
      const found = listening.get(ip);
      return found?.ports.has(port) === true ? found.address : undefined;
    },
    close: async () => {
      const all = [...listening.values()];
      listening.clear();
      for (const { life } of all) life.end();
      const gone = all.map(({ server }) => closed(server));
      for (const { server } of all) server.closeAllConnections();
      await Promise.all(gone);
    },
  };
};
