import { DESTINATION_RULE, ENDPOINT_SLICE, SERVICE, VIRTUAL_SERVICE } from '../../api/kinds.ts';
import type { KubeObject, ResourceType } from '../../api/objects.ts';
import type { Cluster } from '../../kube/cluster.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import { TEMPLATE_HASH } from '../controllers/deployment-object.ts';
import { SERVICE_NAME_LABEL, serviceSpec } from '../controllers/endpoint-slices.ts';
import type { ServicePort, Slice, SliceEndpoint } from '../controllers/endpoint-slices.ts';
import { POD } from '../controllers/kinds.ts';
import { controllerOf } from '../controllers/owner.ts';
import { hasLabels } from '../controllers/selector.ts';
import { keyOf, watched } from '../watched.ts';
import type { Change, Watched } from '../watched.ts';
import { refusal } from './check.ts';
import { fullHost, serviceOfHost } from './hosts.ts';
import type { ServiceName } from './hosts.ts';
import { destinationRuleSpec } from './istio.ts';
import type { MeshConfig, Target } from './route.ts';
import type { Workload } from './telemetry.ts';
import { UNKNOWN } from './telemetry.ts';

export interface Endpoint {
  readonly ip: string;
  readonly port: number;
  readonly workload: Workload;
}

/** Envoy's cluster: a Service's port, and where its ready pods are. */
export interface Upstream {
  readonly service: ServiceName;
  readonly endpoints: readonly Endpoint[];
}

/** What a proxy is told by its control plane, kept current. */
export interface World {
  run(signal: AbortSignal): Promise<void>;
  readonly synced: Promise<unknown>;
  config(): MeshConfig;
  /** Undefined when there is no such Service, port or subset. */
  upstream(target: Target): Upstream | undefined;
}

export interface WorldOptions {
  readonly cluster: Cluster;
  readonly clock: Clock;
  readonly log: Log;
}

/** A Deployment's name is its ReplicaSet's without the hash. */
const workloadOf = (pod: KubeObject | undefined): Workload => {
  if (pod === undefined) return UNKNOWN;
  const owner = controllerOf(pod)?.name ?? pod.metadata.name;
  const suffix = `-${pod.metadata.labels?.[TEMPLATE_HASH] ?? ''}`;
  const name = suffix !== '-' && owner.endsWith(suffix) ? owner.slice(0, -suffix.length) : owner;
  return { name, namespace: pod.metadata.namespace ?? 'unknown' };
};

const portOf = (service: KubeObject, target: Target): ServicePort | undefined => {
  const { ports = [] } = serviceSpec(service);
  return target.port === undefined ? ports[0] : ports.find(({ port }) => port === target.port);
};

class WatchedWorld implements World {
  readonly synced: Promise<unknown>;
  readonly #log: Log;
  readonly #services: Watched;
  readonly #slices: Watched;
  readonly #pods: Watched;
  readonly #rules: Watched;
  readonly #virtualServices: Watched;
  /** The last version of each VirtualService that a proxy would take. */
  readonly #accepted = new Map<string, KubeObject>();
  readonly #upstreams = new Map<string, Upstream | undefined>();
  #config: MeshConfig | undefined;

  constructor({ cluster, clock, log }: WorldOptions) {
    const watch = (type: ResourceType): Watched => watched({ cluster, type, clock, log });
    this.#log = log;
    this.#services = watch(SERVICE);
    this.#slices = watch(ENDPOINT_SLICE);
    this.#pods = watch(POD);
    this.#rules = watch(DESTINATION_RULE);
    this.#virtualServices = watch(VIRTUAL_SERVICE);
    this.#virtualServices.onChange((change) => this.#accept(change));
    for (const cache of this.#caches()) cache.onChange(() => this.#forget());
    this.synced = Promise.all(this.#caches().map((cache) => cache.synced));
  }

  async run(signal: AbortSignal): Promise<void> {
    await Promise.all(this.#caches().map((cache) => cache.run(signal)));
  }

  config(): MeshConfig {
    this.#config ??= {
      virtualServices: [...this.#accepted.values()],
      destinationRules: this.#rules.list(),
      services: this.#services.list(),
    };
    return this.#config;
  }

  upstream(target: Target): Upstream | undefined {
    const key = `${target.host}|${target.port ?? ''}|${target.subset ?? ''}`;
    if (!this.#upstreams.has(key)) this.#upstreams.set(key, this.#resolve(target));
    return this.#upstreams.get(key);
  }

  #caches(): readonly Watched[] {
    return [this.#services, this.#slices, this.#pods, this.#rules, this.#virtualServices];
  }

  #forget(): void {
    this.#config = undefined;
    this.#upstreams.clear();
  }

  #accept({ before, after }: Change): void {
    if (after === undefined) {
      if (before !== undefined) this.#accepted.delete(keyOf(before));
      return;
    }
    const reason = refusal(after);
    if (reason === undefined) this.#accepted.set(keyOf(after), after);
    else this.#log.warn({ virtualService: keyOf(after), reason }, 'virtual service refused by the proxy');
  }

  #resolve(target: Target): Upstream | undefined {
    const service = serviceOfHost(target.host);
    const object = service === undefined ? undefined : this.#services.get(service.namespace, service.name);
    if (service === undefined || object === undefined) return undefined;
    const port = portOf(object, target);
    const labels = this.#subsetLabels(target);
    if (port === undefined || labels === undefined) return undefined;
    const slices = this.#slices
      .list(service.namespace)
      .filter(({ metadata }) => metadata.labels?.[SERVICE_NAME_LABEL] === service.name);
    return { service, endpoints: slices.flatMap((slice) => this.#endpoints(slice, port, labels)) };
  }

  /** Undefined when the target names a subset that no DestinationRule has. */
  #subsetLabels({ host, subset }: Target): Readonly<Record<string, string>> | undefined {
    if (subset === undefined) return {};
    const rule = this.#rules
      .list()
      .find((object) => fullHost(destinationRuleSpec(object).host, object.metadata.namespace ?? '') === host);
    const found = rule && destinationRuleSpec(rule).subsets?.find(({ name }) => name === subset);
    return found && (found.labels ?? {});
  }

  #endpoints(
    slice: KubeObject,
    { name = '' }: ServicePort,
    labels: Readonly<Record<string, string>>,
  ): readonly Endpoint[] {
    const { ports = [], endpoints } = slice as unknown as Slice;
    const port = ports.find((candidate) => candidate.name === name)?.port;
    if (port === undefined) return [];
    return endpoints.flatMap((endpoint) => {
      const pod = this.#podOf(endpoint);
      const ip = endpoint.addresses[0];
      const isOut = endpoint.conditions.ready === false || !hasLabels(labels, pod?.metadata.labels);
      return ip === undefined || isOut ? [] : [{ ip, port, workload: workloadOf(pod) }];
    });
  }

  #podOf({ targetRef }: SliceEndpoint): KubeObject | undefined {
    return targetRef?.kind === 'Pod' ? this.#pods.get(targetRef.namespace ?? '', targetRef.name) : undefined;
  }
}

export const makeWorld = (options: WorldOptions): World => new WatchedWorld(options);

/** Round robin over an upstream's endpoints, one turn counter for each upstream. */
export const makeBalancer = (): ((target: Target, upstream: Upstream) => Endpoint | undefined) => {
  const turns = new Map<string, number>();
  return ({ host, port, subset }, { endpoints }) => {
    const key = `${host}|${port ?? ''}|${subset ?? ''}`;
    const turn = turns.get(key) ?? 0;
    turns.set(key, (turn + 1) % Number.MAX_SAFE_INTEGER);
    return endpoints[turn % Math.max(1, endpoints.length)];
  };
};
