import type { KubeObject, ResourceType } from '../api/objects.ts';
import { isAbort, isOperatorError } from '../errors.ts';
import type { Cluster } from '../kube/cluster.ts';
import type { Clock } from '../runtime/clock.ts';
import { sleep } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';

export interface Change {
  readonly before?: KubeObject;
  readonly after?: KubeObject;
}

/** All objects of one kind, kept current by list and watch. */
export interface Watched {
  /** Until the signal is aborted. */
  run(signal: AbortSignal): Promise<void>;
  /** Resolves after the first list. */
  readonly synced: Promise<void>;
  get(namespace: string, name: string): KubeObject | undefined;
  list(namespace?: string): readonly KubeObject[];
  onChange(listener: (change: Change) => void): void;
  /** Puts in the answer of an own write, so that the next look sees it; older versions are ignored. */
  learn(object: KubeObject): void;
  /** After a NOT_FOUND answer, or a delete that was carried out. */
  forget(object: KubeObject): void;
}

export interface WatchedOptions {
  readonly cluster: Cluster;
  readonly type: ResourceType;
  readonly clock: Clock;
  readonly log: Log;
}

const RETRY_MS = 1000;
/** Between the end of a watch and its resumption, so that a server that ends them at once is not hammered. */
const RESUME_MS = 10;

export const keyOf = (object: KubeObject): string =>
  `${object.metadata.namespace ?? ''}/${object.metadata.name}`;

const versionOf = (object: KubeObject): bigint => BigInt(object.metadata.resourceVersion ?? '0');

class WatchedObjects implements Watched {
  readonly synced: Promise<void>;
  readonly #options: WatchedOptions;
  readonly #objects = new Map<string, KubeObject>();
  readonly #gone = new Map<string, bigint>();
  readonly #listeners: ((change: Change) => void)[] = [];
  #markSynced: () => void = () => undefined;

  constructor(options: WatchedOptions) {
    this.#options = options;
    this.synced = new Promise((resolve) => {
      this.#markSynced = resolve;
    });
  }

  get(namespace: string, name: string): KubeObject | undefined {
    return this.#objects.get(`${namespace}/${name}`);
  }

  list(namespace?: string): readonly KubeObject[] {
    const all = [...this.#objects.values()];
    return namespace === undefined ? all : all.filter(({ metadata }) => metadata.namespace === namespace);
  }

  onChange(listener: (change: Change) => void): void {
    this.#listeners.push(listener);
  }

  learn(object: KubeObject): void {
    const key = keyOf(object);
    const before = this.#objects.get(key);
    const known = before === undefined ? this.#gone.get(key) : versionOf(before);
    if (known !== undefined && versionOf(object) <= known) return;
    this.#gone.delete(key);
    this.#objects.set(key, object);
    this.#tell(before === undefined ? { after: object } : { before, after: object });
  }

  forget(object: KubeObject): void {
    const key = keyOf(object);
    const before = this.#objects.get(key);
    if (before === undefined || versionOf(before) > versionOf(object)) return;
    this.#objects.delete(key);
    this.#tell({ before });
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.#follow(await this.#relist(signal), signal);
      } catch (thrown) {
        if (isAbort(thrown)) return;
        if (isOperatorError(thrown, 'EXPIRED')) continue;
        const { log, type, clock } = this.#options;
        log.warn({ err: thrown, kind: type.kind }, 'watch failed');
        await sleep(clock, RETRY_MS, signal).catch(() => undefined);
      }
    }
  }

  async #relist(signal: AbortSignal): Promise<string> {
    const { cluster, type } = this.#options;
    const { items, resourceVersion } = await cluster.list(type, {}, signal);
    const present = new Set(items.map((object) => keyOf(object)));
    for (const [key, before] of this.#objects)
      if (!present.has(key) && versionOf(before) <= BigInt(resourceVersion)) this.#drop(key, before);
    for (const object of items) this.learn(object);
    this.#gone.clear();
    this.#markSynced();
    return resourceVersion;
  }

  /** Ends when a resume is impossible; a watch that the server ended in good order is resumed. */
  async #follow(from: string, signal: AbortSignal): Promise<void> {
    const { cluster, type, clock } = this.#options;
    let resourceVersion = from;
    while (!signal.aborted) {
      for await (const event of cluster.watch(type, { resourceVersion }, signal)) {
        if (event.type === 'BOOKMARK') {
          resourceVersion = event.resourceVersion;
          continue;
        }
        resourceVersion = event.object.metadata.resourceVersion ?? resourceVersion;
        if (event.type === 'DELETED') this.#deleted(event.object);
        else this.learn(event.object);
      }
      await sleep(clock, RESUME_MS, signal);
    }
  }

  #deleted(object: KubeObject): void {
    const key = keyOf(object);
    const before = this.#objects.get(key);
    if (before !== undefined && before.metadata.uid === object.metadata.uid) this.#drop(key, before);
    this.#gone.set(key, versionOf(object));
    if (this.#gone.size > 1000) this.#gone.delete(this.#gone.keys().next().value ?? '');
  }

  #drop(key: string, before: KubeObject): void {
    this.#objects.delete(key);
    this.#tell({ before });
  }

  #tell(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }
}

export const watched = (options: WatchedOptions): Watched => new WatchedObjects(options);
