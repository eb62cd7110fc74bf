import { apiVersionOf } from '../../api/objects.ts';
import type { KubeObject } from '../../api/objects.ts';
import type { Clock } from '../../runtime/clock.ts';
import { EventQueue } from './event-queue.ts';
import { expired, unreadableVersion } from './failure.ts';
import type { ObjectTest } from './field-selector.ts';
import { frozenCopy } from './json.ts';
import { keyOf } from './kind.ts';
import { selectionTest } from './reader.ts';
import type { Selection } from './reader.ts';
import type { Registry, Served } from './registry.ts';
import { storageOrder } from './store.ts';
import type { Change, Store } from './store.ts';

export interface WatchQuery extends Selection {
  /** Absent, empty or 0: begin with every present object as ADDED. */
  readonly resourceVersion?: string;
  readonly timeoutSeconds?: number;
  readonly allowWatchBookmarks?: boolean;
  /** Begin with the present objects and say when they were all sent, by a bookmark. */
  readonly sendInitialEvents?: boolean;
}

export interface RawWatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  readonly object: KubeObject;
}

/** How often a quiet watch is told how far it has come. */
const BOOKMARK_EVERY_MS = 60_000;

export interface Watches {
  open(served: Served, query: WatchQuery, signal: AbortSignal): AsyncIterableIterator<RawWatchEvent>;
  endAll(): void;
  endKind(key: string): void;
}

interface WatchParts {
  readonly store: Store;
  readonly registry: Registry;
  readonly clock: Clock;
}

const withRevision = (object: KubeObject, revision: number): KubeObject =>
  frozenCopy({ ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } });

/** What a watch with a selector sees of a change: objects enter and leave its view. */
const seen = (change: Change, matches: ObjectTest): RawWatchEvent | undefined => {
  const { type, object, old } = change;
  const before = old !== undefined && matches(old);
  if (type === 'DELETED') return before ? { type, object } : undefined;
  if (matches(object)) return { type: before ? 'MODIFIED' : 'ADDED', object };
  return before ? { type: 'DELETED', object: withRevision(old, change.revision) } : undefined;
};

class OpenWatch {
  readonly events: EventQueue<RawWatchEvent>;
  readonly kind: string;
  readonly #served: Served;
  readonly #parts: WatchParts;
  readonly #matches: ObjectTest;
  readonly #cleanup: (() => void)[] = [];
  #sentRevision: number;

  constructor(served: Served, query: WatchQuery, parts: WatchParts) {
    this.#served = served;
    this.#parts = parts;
    this.kind = keyOf(served.kind);
    this.#matches = selectionTest(served.kind, query);
    this.#sentRevision = parts.store.revision;
    this.events = new EventQueue(() => this.#stop());
    this.#begin(query);
    this.onEnd(parts.store.listen((change) => this.#hear(change)));
    if (query.allowWatchBookmarks === true) this.#keepBookmarking();
    if (query.timeoutSeconds !== undefined && query.timeoutSeconds > 0) {
      this.onEnd(parts.clock.after(query.timeoutSeconds * 1000, () => this.#expire(query)));
    }
  }

  onEnd(run: () => void): void {
    this.#cleanup.push(run);
  }

  #begin(query: WatchQuery): void {
    const { store } = this.#parts;
    const from = query.resourceVersion ?? '';
    const fromStart = from === '' || from === '0';
    if (fromStart || query.sendInitialEvents === true) {
      this.#sendPresent();
      if (query.sendInitialEvents === true) this.#bookmark({ 'k8s.io/initial-events-end': 'true' });
      return;
    }
    if (!/^\d+$/.test(from)) throw unreadableVersion(from);
    const revision = Number(from);
    if (revision < store.forgotten) {
      throw expired(`too old resource version: ${revision} (${store.forgotten})`);
    }
    for (const change of store.since(revision)) this.#hear(change);
  }

  #sendPresent(): void {
    const present = this.#parts.store.all(this.kind).filter(this.#matches).sort(storageOrder);
    for (const object of present) this.#push({ type: 'ADDED', object });
  }

  #hear(change: Change): void {
    if (change.kind !== this.kind) return;
    const event = seen(change, this.#matches);
    if (event !== undefined) this.#push(event);
    if (this.events.waiting > this.#parts.store.historySize) {
      this.events.abort(expired('the watch fell too far behind'));
    }
  }

  #push(event: RawWatchEvent): void {
    const object = this.#parts.registry.show(this.#served, event.object);
    this.events.push(object === event.object ? event : { type: event.type, object });
  }

  #bookmark(annotations?: Readonly<Record<string, string>>): void {
    const { kind, version } = this.#served;
    this.#sentRevision = this.#parts.store.revision;
    const object = {
      apiVersion: apiVersionOf({ ...kind, version: version.name }),
      kind: kind.kind,
      metadata: {
        name: '',
        resourceVersion: String(this.#sentRevision),
        ...(annotations === undefined ? {} : { annotations }),
      },
    };
    this.events.push({ type: 'BOOKMARK', object });
  }

  #keepBookmarking(): void {
    let cancel: () => void;
    const next = (): void => {
      cancel = this.#parts.clock.after(BOOKMARK_EVERY_MS, () => {
        if (this.#sentRevision !== this.#parts.store.revision) this.#bookmark();
        next();
      });
    };
    next();
    this.onEnd(() => cancel());
  }

  #expire(query: WatchQuery): void {
    if (query.allowWatchBookmarks === true) this.#bookmark();
    this.events.end();
  }

  #stop(): void {
    for (const run of this.#cleanup.splice(0)) run();
  }
}

export const makeWatches = (parts: WatchParts): Watches => {
  const open = new Set<OpenWatch>();
  const endWhere = (holds: (watch: OpenWatch) => boolean): void => {
    for (const watch of [...open].filter(holds)) watch.events.end();
  };
  return {
    open: (served, query, signal) => {
      signal.throwIfAborted();
      const watch = new OpenWatch(served, query, parts);
      const stop = (): void => watch.events.abort(signal.reason);
      open.add(watch);
      watch.onEnd(() => open.delete(watch));
      watch.onEnd(() => signal.removeEventListener('abort', stop));
      signal.addEventListener('abort', stop, { once: true });
      return watch.events;
    },
    endAll: () => endWhere(() => true),
    endKind: (key) => endWhere((watch) => watch.kind === key),
  };
};
