import type { KubeObject } from '../api/objects.ts';
import type { Clock, Random } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { type ApiServer, makeApiServer, type SandboxCluster } from './apiserver/api-server.ts';
import { serveApi } from './apiserver/http-face.ts';
import { runControllers } from './controllers/controllers.ts';
import { CUSTOM_RESOURCE_DEFINITION } from './controllers/kinds.ts';
import { makeProxy, type Proxy } from './mesh/proxy.ts';
import { makeTcpProxy, type TcpProxy } from './mesh/tcp-proxy.ts';
import { makePrometheusApi, servePrometheus } from './metrics/prometheus-api.ts';
import { makeScraper } from './metrics/scraper.ts';
import { makeSeriesStore } from './metrics/series-store.ts';
import { lookupIn } from './pods/environment.ts';
import { makeHttpDriver } from './pods/http-driver.ts';

export interface SandboxOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** CustomResourceDefinitions that are there from the start. */
  readonly definitions: readonly KubeObject[];
  readonly scrapeIntervalMs: number;
  /** Of the API server and of Prometheus; 0 takes free ones. */
  readonly apiPort?: number;
  readonly prometheusPort?: number;
}

/** A cluster in this process: an API server that kubectl can use, pods that answer HTTP, a mesh, and Prometheus. */
export interface Sandbox {
  readonly api: ApiServer;
  readonly apiUrl: string;
  /** In YAML. */
  readonly kubeconfig: string;
  readonly prometheusUrl: string;
  /** The sidecar of a caller in this namespace. */
  openProxy(namespace: string, workload: string): Promise<Proxy>;
  /** The same for connections to one port of a Service that does not speak HTTP, such as `podinfo:9898`. */
  openTcpProxy(namespace: string, workload: string, service: string): Promise<TcpProxy>;
  close(): Promise<void>;
}

export const startSandbox = async (options: SandboxOptions): Promise<Sandbox> => {
  const { clock, random, log } = options;
  const stop = new AbortController();
  const { signal } = stop;
  const api = makeApiServer({ clock, random });
  await install(api.cluster('sandbox'), options.definitions, signal);
  const pods = makeHttpDriver({ clock, random, lookup: lookupIn(api.cluster('kubelet'), signal) });
  const controllers = runControllers({
    cluster: api.cluster('controllers'),
    driver: pods,
    clock,
    random,
    log,
    signal,
  });
  const proxies = new Map<string, Proxy | TcpProxy>();
  const ofCaller = (namespace: string) => ({
    cluster: api.cluster('mesh'),
    addressOf: pods.addressOf,
    clock,
    random,
    log,
    namespace,
  });
  const store = makeSeriesStore({});
  const targets = () =>
    [...proxies].map(([instance, { metrics: source }]) => ({ labels: { job: 'mesh', instance }, source }));
  const scraping = makeScraper({ clock, store, targets, intervalMs: options.scrapeIntervalMs, log }).run(
    signal,
  );
  const face = await serveApi(api, { clock, log, port: options.apiPort ?? 0 });
  const prometheus = await servePrometheus(makePrometheusApi({ store, clock }), {
    port: options.prometheusPort ?? 0,
  });

  return {
    api,
    apiUrl: face.url,
    kubeconfig: face.kubeconfig,
    prometheusUrl: prometheus.url,
    openProxy: async (namespace, workload) => {
      const proxy = await makeProxy({ ...ofCaller(namespace), workload });
      proxies.set(`${workload}.${namespace}`, proxy);
      return proxy;
    },
    openTcpProxy: async (namespace, workload, service) => {
      const [host = '', port] = service.split(':');
      const proxy = await makeTcpProxy({ ...ofCaller(namespace), workload, host, port: Number(port) });
      proxies.set(`${workload}.${namespace}/${service}`, proxy);
      return proxy;
    },
    close: async () => {
      stop.abort();
      await Promise.all([...proxies.values()].map((proxy) => proxy.close()));
      await Promise.all([controllers, scraping]);
      await Promise.all([face.close(), prometheus.close(), pods.close()]);
    },
  };
};

const install = async (
  cluster: SandboxCluster,
  definitions: readonly KubeObject[],
  signal: AbortSignal,
): Promise<void> => {
  for (const definition of definitions) await cluster.create(CUSTOM_RESOURCE_DEFINITION, definition, signal);
};
