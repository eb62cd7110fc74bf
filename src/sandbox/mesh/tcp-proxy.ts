import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Cluster } from '../../kube/cluster.ts';
import type { Clock, Random } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import type { MetricSource } from '../metrics/samples.ts';
import { serviceOfHost } from './hosts.ts';
import type { Target } from './route.ts';
import { routeConnection } from './route-connection.ts';
import type { Address } from './send.ts';
import { type ConnectionTelemetry, makeConnectionTelemetry } from './tcp-telemetry.ts';
import type { Workload } from './telemetry.ts';
import { makeBalancer, makeWorld, type Endpoint, type World } from './world.ts';

export interface TcpProxyOptions {
  readonly cluster: Cluster;
  readonly addressOf: (ip: string, port: number) => Address | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** The caller's. */
  readonly namespace: string;
  readonly workload: string;
  /** What every connection means: a Service as the caller would write it, and its port. */
  readonly host: string;
  readonly port: number;
}

export interface TcpProxy {
  readonly address: Address;
  readonly metrics: MetricSource;
  close(): Promise<void>;
}

interface Sidecar extends TcpProxyOptions {
  readonly world: World;
  readonly pick: ReturnType<typeof makeBalancer>;
  readonly telemetry: ConnectionTelemetry;
  readonly source: Workload;
}

interface Way {
  readonly target: Target;
  readonly endpoint: Endpoint;
  readonly address: Address;
}

/** Undefined where no rule, no Service or no ready pod would take the connection. */
const wayOf = (sidecar: Sidecar): Way | undefined => {
  const { world, pick, addressOf, namespace: sourceNamespace, host, port, random } = sidecar;
  const target = routeConnection(world.config(), { host, port, sourceNamespace }, random);
  const upstream = target && world.upstream(target);
  if (target === undefined || upstream === undefined) return undefined;
  const endpoint = pick(target, upstream);
  const address = endpoint && addressOf(endpoint.ip, endpoint.port);
  return endpoint === undefined || address === undefined ? undefined : { target, endpoint, address };
};

/** Bytes go both ways until either side ends; whichever end fails takes the other with it. */
const join = (client: Socket, upstream: Socket): void => {
  client.pipe(upstream).pipe(client);
  for (const [one, other] of [
    [client, upstream],
    [upstream, client],
  ] as const) {
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroy());
  }
};

const carry = (sidecar: Sidecar, client: Socket): void => {
  const way = wayOf(sidecar);
  if (way === undefined) {
    client.resetAndDestroy();
    return;
  }
  const { target, endpoint, address } = way;
  const upstream = connect(address);
  upstream.once('connect', () => {
    const closed = sidecar.telemetry.opened({
      source: sidecar.source,
      destination: endpoint.workload,
      host: target.host,
      service: serviceOfHost(target.host),
    });
    upstream.once('close', closed);
  });
  join(client, upstream);
};

/** One caller's sidecar for one port that is not HTTP: each connection goes as a whole where its route says. */
export const makeTcpProxy = async (options: TcpProxyOptions): Promise<TcpProxy> => {
  const stopping = new AbortController();
  const world = makeWorld(options);
  const telemetry = makeConnectionTelemetry();
  const source = { name: options.workload, namespace: options.namespace };
  const sidecar: Sidecar = { ...options, world, pick: makeBalancer(), telemetry, source };
  const clients = new Set<Socket>();
  const server = createServer({ allowHalfOpen: false }, (client) => {
    clients.add(client);
    client.once('close', () => clients.delete(client));
    carry(sidecar, client);
  });
  const following = world.run(stopping.signal);
  await world.synced;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    metrics: telemetry,
    close: async () => {
      stopping.abort();
      const closed = new Promise((resolve) => server.close(resolve));
      for (const client of clients) client.destroy();
      await closed;
      await following;
    },
  };
};
