import type { RequestOptions } from 'node:https';
import type { ConnectionOptions as TlsOptions } from 'node:tls';
import type { Cluster, DispatcherOptions, KubeConfig } from '@kubernetes/client-node';
import type { buildConnector, Dispatcher } from 'undici';
import { Agent, ProxyAgent, Socks5ProxyAgent } from 'undici';
import type { ConnectionOptions } from './kubeconfig.ts';
import { ConfigError, loadKubeConfig } from './kubeconfig.ts';

/**
 * Watches hold a connection each, so they must not compete with calls for one; and a Lease must be renewed in
 * time, however many calls are waiting.
 */
export type Use = 'calls' | 'watches' | 'lease';

export interface Access {
  readonly headers: Readonly<Record<string, string>>;
  readonly dispatcher: Dispatcher;
}

/** How to reach one API server as one user. */
export interface Connection {
  /** Address without a slash at the end. */
  readonly server: string;
  /** Of the context; where namespaced commands act by default. */
  readonly namespace: string | undefined;
  /** Headers and socket pool for one request. Credentials are read again when they changed or ran out. */
  access(use: Use): Promise<Access>;
  /** After a 401: forgets all credentials that were read so far. */
  reload(): void;
  close(): Promise<void>;
}

/** Throws ConfigError. */
export const connect = (
  options: ConnectionOptions,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Connection => {
  let config = loadKubeConfig(options, environment);
  const pools: Record<Use, Pool> = {
    calls: makePool(32),
    watches: makePool(null),
    lease: makePool(1),
  };
  return {
    server: clusterOf(config).server,
    namespace: config.getContextObject(config.getCurrentContext())?.namespace,
    access: async (use) => {
      const { headers, dispatcher } = await credentials(config);
      return { headers, dispatcher: pools[use].get(dispatcher) };
    },
    reload: () => {
      config = loadKubeConfig(options, environment);
    },
    close: async () => {
      await Promise.all(Object.values(pools).map((pool) => pool.close()));
    },
  };
};

const clusterOf = (config: KubeConfig): Cluster => {
  const cluster = config.getCurrentCluster();
  if (cluster === null) throw new ConfigError('the kubeconfig has no current cluster');
  return cluster;
};

const TLS = ['ca', 'cert', 'key', 'pfx', 'passphrase', 'rejectUnauthorized', 'servername'] as const;

const credentials = async (
  config: KubeConfig,
): Promise<{ headers: Record<string, string>; dispatcher: DispatcherOptions }> => {
  const options: RequestOptions = {};
  await config.applyToHTTPSOptions(options);
  const tls = Object.fromEntries(TLS.map((name) => [name, options[name]]));
  const headers = Object.entries((options.headers ?? {}) as Record<string, unknown>).map(
    ([name, value]) => [name, String(value).trim()] as const,
  );
  const basic = typeof options.auth === 'string' ? [['Authorization', basicAuth(options.auth)] as const] : [];
  return {
    headers: Object.fromEntries([...headers, ...basic]),
    dispatcher: config.createDispatcherOptions(clusterOf(config), tls),
  };
};

const basicAuth = (userAndPassword: string): string =>
  `Basic ${Buffer.from(userAndPassword).toString('base64')}`;

interface Pool {
  get(options: DispatcherOptions): Dispatcher;
  close(): Promise<void>;
}

/**
 * The library makes a dispatcher, and so a TLS handshake, for every request. One is enough until certificates
 * change; the old one then ends when its last request does.
 */
const makePool = (connections: number | null): Pool => {
  let current: { readonly key: string; readonly dispatcher: Dispatcher } | undefined;
  const retired = new Set<Promise<void>>();
  const retire = (dispatcher: Dispatcher): void => {
    const closing: Promise<void> = dispatcher.close().finally(() => retired.delete(closing));
    retired.add(closing);
  };
  return {
    get: (options) => {
      const key = JSON.stringify(options);
      if (current?.key === key) return current.dispatcher;
      if (current !== undefined) retire(current.dispatcher);
      current = { key, dispatcher: makeDispatcher(options, connections) };
      return current.dispatcher;
    },
    close: async () => {
      if (current !== undefined) retire(current.dispatcher);
      current = undefined;
      await Promise.all(retired);
    },
  };
};

const KEEP_ALIVE_MS = 30_000;

/** The caller's signal is the only limit on time: a watch may be silent for minutes. */
const makeDispatcher = (options: DispatcherOptions, connections: number | null): Dispatcher => {
  const common = { connections, bodyTimeout: 0, headersTimeout: 0, keepAliveTimeout: KEEP_ALIVE_MS };
  switch (options.type) {
    case 'proxy':
      return new ProxyAgent({ ...common, uri: options.uri, requestTls: asBuildOptions(options.requestTls) });
    case 'socks':
      return new Socks5ProxyAgent(options.uri, { ...common, requestTls: asBuildOptions(options.requestTls) });
    case 'agent':
      return new Agent({ ...common, connect: asBuildOptions(options.connect) });
    case 'none':
      return new Agent({ ...common, connect: { keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS } });
  }
};

/** The two libraries mean the same options; only one of them writes out that an option may be undefined. */
const asBuildOptions = (options: TlsOptions): buildConnector.BuildOptions =>
  options as buildConnector.BuildOptions;
