import { isDeepStrictEqual } from 'node:util';
import { ENDPOINT_SLICE } from '../../api/kinds.ts';
import type { KubeObject } from '../../api/objects.ts';
import { isOperatorError } from '../../errors.ts';
import type { SandboxCluster } from '../apiserver/api-server.ts';
import { isTerminating } from '../pods/pod.ts';
import type { Watched } from '../watched.ts';
import { keyOf } from '../watched.ts';
import { endpointSlicesOf, isBehind, SERVICE_NAME_LABEL, serviceSpec } from './endpoint-slices.ts';
import { splitKey } from './loop.ts';
import type { Loop } from './loop.ts';
import { isControlledBy, namespaceOf, versioned } from './owner.ts';

export interface EndpointsPorts {
  readonly cluster: SandboxCluster;
  readonly services: Watched;
  readonly pods: Watched;
  readonly slices: Watched;
}

const hasSelector = (service: KubeObject): boolean =>
  Object.keys(serviceSpec(service).selector ?? {}).length > 0;

const content = (slice: KubeObject): object => ({
  labels: slice.metadata.labels,
  ports: slice['ports'],
  endpoints: slice['endpoints'],
});

/** Keeps the EndpointSlices of every Service that selects pods. */
export class EndpointsController {
  readonly #ports: EndpointsPorts;

  constructor(ports: EndpointsPorts, loop: Loop) {
    this.#ports = ports;
    ports.services.onChange(({ before, after }) => {
      const service = after ?? before;
      if (service !== undefined) loop.enqueue(keyOf(service));
    });
    ports.pods.onChange(({ before, after }) => {
      for (const pod of [before, after]) if (pod !== undefined) this.#wakeServices(pod, loop);
    });
    ports.slices.onChange(({ before, after }) => {
      const slice = after ?? before;
      const service = slice?.metadata.labels?.[SERVICE_NAME_LABEL];
      if (slice !== undefined && service !== undefined) loop.enqueue(`${namespaceOf(slice)}/${service}`);
    });
  }

  async reconcile(key: string, signal: AbortSignal): Promise<undefined> {
    const { services, pods, slices, cluster } = this.#ports;
    const service = services.get(...splitKey(key));
    if (service === undefined || isTerminating(service) || !hasSelector(service)) return;
    const namespace = namespaceOf(service);
    const wanted = endpointSlicesOf(
      service,
      pods.list(namespace).filter((pod) => isBehind(service, pod)),
    );
    for (const slice of wanted) await this.#put(slice, signal);
    const names = new Set(wanted.map(({ metadata }) => metadata.name));
    const owned = slices.list(namespace).filter((slice) => isControlledBy(slice, service));
    for (const slice of owned) {
      const { name } = slice.metadata;
      if (names.has(name)) continue;
      await this.#remove(slice, { cluster, signal });
    }
  }

  #wakeServices(pod: KubeObject, loop: Loop): void {
    for (const service of this.#ports.services.list(namespaceOf(pod)))
      if (isBehind(service, pod)) loop.enqueue(keyOf(service));
  }

  async #put(slice: KubeObject, signal: AbortSignal): Promise<void> {
    const { cluster, slices } = this.#ports;
    const known = slices.get(namespaceOf(slice), slice.metadata.name);
    if (known === undefined) return slices.learn(await cluster.create(ENDPOINT_SLICE, slice, signal));
    if (isDeepStrictEqual(content(known), content(slice))) return;
    const next = { ...slice, metadata: { ...versioned(known).metadata, ...slice.metadata } };
    slices.learn(await cluster.replace(ENDPOINT_SLICE, next, signal));
  }

  async #remove(
    slice: KubeObject,
    { cluster, signal }: { readonly cluster: SandboxCluster; readonly signal: AbortSignal },
  ): Promise<void> {
    const ref = { type: ENDPOINT_SLICE, namespace: namespaceOf(slice), name: slice.metadata.name };
    try {
      await cluster.delete(ref, signal);
    } catch (thrown) {
      if (!isOperatorError(thrown, 'NOT_FOUND')) throw thrown;
    }
    this.#ports.slices.forget(slice);
  }
}
