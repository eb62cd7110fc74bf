import type { KubeObject } from '../../../src/api/objects.ts';
import { listAt, objectAt } from '../../../src/domain/json.ts';
import type { VirtualClock } from '../../../src/runtime/virtual-clock.ts';
import type { ApiServer } from '../../../src/sandbox/apiserver/api-server.ts';
import { NAMESPACE } from '../../support/manifests.ts';

/** An accepted write, with what was true just before it. */
export interface Write {
  readonly at: number;
  readonly user: string;
  readonly verb: 'create' | 'update' | 'delete';
  readonly before: Json | undefined;
  readonly object: Json;
  readonly isStatus: boolean;
}

// Raw objects of many kinds: naming each shape would say nothing that a predicate does not.
export type Json = Record<string, any>;

interface Level {
  readonly at: number;
  readonly count: number;
}

/** How long pods that were there may count: what a run has read is that old at most when its write arrives. */
const FRESH_MS = 2_000;

/** Every accepted write in its order, and the cluster as these writes made it: what an audit log would give. */
export class History {
  readonly writes: Write[] = [];
  /** What a listener threw: a mistake of the checker. */
  broken: unknown;
  readonly #clock: VirtualClock;
  readonly #objects = new Map<string, Json>();
  readonly #endpoints = new Map<string, Level[]>();
  readonly #slices = new Map<string, Map<string, number>>();
  readonly #listeners: ((write: Write) => void)[] = [];

  constructor(api: ApiServer, clock: VirtualClock) {
    this.#clock = clock;
    api.admit(({ verb, object, old, user, subresource }) => {
      const write: Write = {
        at: clock.monotonic(),
        user,
        verb,
        before: old,
        object,
        isStatus: subresource === 'status',
      };
      try {
        for (const listener of this.#listeners) listener(write);
      } catch (thrown) {
        // The API server would answer the operator with it.
        this.broken ??= thrown;
      }
      this.#remember(write);
      this.writes.push(write);
    });
  }

  onWrite(listener: (write: Write) => void): void {
    this.#listeners.push(listener);
  }

  /** What was there before anybody looked. */
  know(objects: readonly KubeObject[]): void {
    for (const object of objects)
      this.#remember({ at: -FRESH_MS, user: '', verb: 'create', before: undefined, object, isStatus: false });
  }

  /** The Canary that a story is about. */
  get canary(): Json | undefined {
    return this.get('Canary', 'podinfo');
  }

  get(kind: string, name: string): Json | undefined {
    return this.#objects.get(`${kind}/${name}`);
  }

  /** The largest number of ready endpoints of a Service within the last two seconds. */
  endpoints(service: string): number {
    const now = this.#clock.monotonic();
    const levels = this.#endpoints.get(service) ?? [];
    const held = levels.findLastIndex(({ at }) => at <= now - FRESH_MS);
    return Math.max(0, ...levels.slice(Math.max(0, held)).map(({ count }) => count));
  }

  endpointsNow(service: string): number {
    return this.#endpoints.get(service)?.at(-1)?.count ?? 0;
  }

  #remember({ verb, object, at }: Write): void {
    const { kind, metadata } = object as unknown as KubeObject;
    if (metadata.namespace !== NAMESPACE) return;
    const key = `${kind}/${metadata.name}`;
    if (verb === 'delete') this.#objects.delete(key);
    else this.#objects.set(key, object);
    if (kind === 'EndpointSlice') this.#count(object as unknown as KubeObject, verb === 'delete', at);
  }

  /** A Service may have several slices, and one may come before another goes. */
  #count(slice: KubeObject, isGone: boolean, at: number): void {
    const service = slice.metadata.labels?.['kubernetes.io/service-name'] ?? '';
    const ready = listAt(slice, 'endpoints').filter((one) => objectAt(one, 'conditions')['ready'] !== false);
    const slices = this.#slices.get(service) ?? new Map<string, number>();
    if (isGone) slices.delete(slice.metadata.name);
    else slices.set(slice.metadata.name, ready.length);
    this.#slices.set(service, slices);
    const levels = this.#endpoints.get(service) ?? [];
    levels.push({ at, count: slices.values().reduce((sum, count) => sum + count, 0) });
    this.#endpoints.set(service, levels);
  }
}
