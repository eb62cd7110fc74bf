import type { KubeObject, ResourceType } from '../api/objects.ts';
import { OperatorError } from '../errors.ts';
import { backoffFor, backoffMs } from '../runtime/backoff.ts';
import type { Clock, Random } from '../runtime/clock.ts';
import { sleep } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import type { Cluster, View, WatchEvent } from './cluster.ts';
import { collect } from './collect.ts';
import type { Change } from './store.ts';
import { Store } from './store.ts';
import { unserved } from './unserved.ts';
import { untilSilent } from './until-silent.ts';

export type { Change } from './store.ts';

export interface InformerOptions {
  readonly cluster: Cluster;
  readonly type: ResourceType;
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly as?: View;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** What is kept of each object. Default: all but metadata.managedFields. */
  readonly transform?: (object: KubeObject) => KubeObject;
}

/**
 * A local copy of one collection that follows the server.
 *
 * Guarantees: `run` ends only by its signal; every error has a next try. After the first complete list the copy is
 * never emptied by a failure, only outdated. Changes are reported in the order of the stream, each once; deleted
 * and created again under the same name is two changes. Objects are frozen.
 * Not guaranteed: to see each version of an object; versions between two lists are skipped.
 */
export interface Informer {
  readonly type: ResourceType;
  run(signal: AbortSignal): Promise<void>;
  readonly synced: boolean;
  /** Why there is no first complete copy yet, in a line; undefined once there is one. */
  whyNotSynced(): string | undefined;
  whenSynced(signal: AbortSignal): Promise<void>;
  get(namespace: string, name: string): KubeObject | undefined;
  list(namespace?: string): readonly KubeObject[];
  /** Listeners run at once and must not block; what they throw is logged. Returns the way to stop. */
  onChange(listener: (change: Change) => void): () => void;
  /** Takes in the answer to an own write, so that we read our own writes; ignored when the stream is already past it. */
  learn(object: KubeObject): void;
  readonly health: {
    lastEventAgeMs(): number;
    /** Since the server was last found away for longer than a cut connection: 0 while it is, Infinity if never. */
    lastAwayMs(): number;
    /** False before it was started. */
    readonly isFollowing: boolean;
    readonly lastError: OperatorError | undefined;
  };
}

/** What to do next. Each state has all that it needs, and each error leads to a state. */
type State = 'list' | 'watch';

const PAGE_SIZE = 500;
/** The server is asked to end a watch after a random time in this range, so that watches do not end together. */
const SHORTEST_WATCH_S = 240;
const LONGEST_WATCH_S = 480;
/** How much longer than that a silent connection may live: then it is dead. */
const GRACE_MS = 10_000;
/** A watch that ends sooner, and without an event, counts as a failure: something between us cuts it off. */
const SHORTEST_HONEST_WATCH_MS = 1_000;
/** A watch that lives longer than an answer may take has been accepted, also when nothing happens in it. */
const ACCEPTED_MS = 15_000;

export const makeInformer = (options: InformerOptions): Informer => new Following(options);

class Following implements Informer {
  readonly #options: InformerOptions;
  readonly #store = new Store();
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #waiting = new Set<() => void>();
  #synced = false;
  #failures = 0;
  /** Lists in a row after which the watch said that their version is too old. */
  #expiries = 0;
  #lastError: OperatorError | undefined;
  #lastSignMs: number;
  #isFollowing = false;
  /** In the present row of failures, whichever comes last in it: a server that is back may first say that we are late. */
  #isAway = false;
  /** Monotonic; when the server was last found to be back. */
  #backAtMs = Number.NEGATIVE_INFINITY;
  readonly health: Informer['health'];

  constructor(options: InformerOptions) {
    this.#options = options;
    this.#lastSignMs = options.clock.monotonic();
    const lastError = (): OperatorError | undefined => this.#lastError;
    const isFollowing = (): boolean => this.#isFollowing;
    this.health = {
      lastEventAgeMs: () => options.clock.monotonic() - this.#lastSignMs,
      lastAwayMs: () => (this.#isAway ? 0 : options.clock.monotonic() - this.#backAtMs),
      get isFollowing() {
        return isFollowing();
      },
      get lastError() {
        return lastError();
      },
    };
  }

  get type(): ResourceType {
    return this.#options.type;
  }

  get synced(): boolean {
    return this.#synced;
  }

  whyNotSynced(): string | undefined {
    const error = this.#lastError;
    const { type } = this.#options;
    if (this.#synced) return undefined;
    if (error === undefined) return `${type.plural}: no answer yet`;
    return error.code === 'NOT_FOUND' ? unserved(type) : `${error.code}: ${error.message}`;
  }

  get(namespace: string, name: string): KubeObject | undefined {
    return this.#store.get(namespace, name);
  }

  list(namespace?: string): readonly KubeObject[] {
    return this.#store.list(namespace);
  }

  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  learn(object: KubeObject): void {
    const { namespace, as } = this.#options;
    if (namespace !== undefined && object.metadata.namespace !== namespace) return;
    const { apiVersion, kind, metadata } = object;
    this.#report(this.#store.learn(this.#keep(as === 'metadata' ? { apiVersion, kind, metadata } : object)));
  }

  whenSynced(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#synced) return resolve();
      if (signal.aborted) return reject(signal.reason as Error);
      const stop = (): void => {
        this.#waiting.delete(done);
        reject(signal.reason as Error);
      };
      const done = (): void => {
        signal.removeEventListener('abort', stop);
        resolve();
      };
      this.#waiting.add(done);
      signal.addEventListener('abort', stop, { once: true });
    });
  }

  async run(signal: AbortSignal): Promise<void> {
    this.#isFollowing = true;
    let state: State = 'list';
    while (!signal.aborted) {
      try {
        state = await this.#step(state, signal);
      } catch (thrown) {
        if (isEnded(signal)) return;
        state = await this.#recover(state, thrown, signal);
      }
    }
  }

  #step(state: State, signal: AbortSignal): Promise<State> {
    switch (state) {
      case 'list':
        return this.#list(signal);
      case 'watch':
        return this.#watch(signal);
    }
  }

  async #list(signal: AbortSignal): Promise<State> {
    const { cluster, type } = this.#options;
    const read = (): ReturnType<typeof collect> =>
      collect((page) => cluster.list(type, { ...this.#scope(), limit: PAGE_SIZE, ...page }, signal));
    let all = await read();
    // A list that loses most of what we know is more likely a fault on the way than the truth: ask again.
    if (this.#store.missingFrom(all.items) * 2 > this.#store.size) all = await read();
    this.#sign();
    this.#report(
      this.#store.replace(
        all.items.map((item) => this.#keep(item)),
        all.resourceVersion,
      ),
    );
    this.#becomeSynced();
    this.#succeed();
    return 'watch';
  }

  async #watch(signal: AbortSignal): Promise<State> {
    const { cluster, type, clock, random } = this.#options;
    const span = LONGEST_WATCH_S - SHORTEST_WATCH_S;
    const timeoutSeconds = Math.round(SHORTEST_WATCH_S + span * random());
    const follow = (inTime: AbortSignal): AsyncIterable<WatchEvent> =>
      cluster.watch(
        type,
        { ...this.#scope(), resourceVersion: this.#store.position, timeoutSeconds },
        inTime,
      );
    const limitMs = timeoutSeconds * 1000 + GRACE_MS;
    const doing = `watch ${type.plural}`;
    const startedMs = clock.monotonic();
    const forget = clock.after(ACCEPTED_MS, () => this.#prosper());
    try {
      let events = 0;
      for await (const event of untilSilent({ follow, limitMs, clock, signal, doing })) {
        events += 1;
        this.#sign();
        this.#take(event);
        this.#prosper();
      }
      if (events === 0 && clock.monotonic() - startedMs < SHORTEST_HONEST_WATCH_MS) {
        throw new OperatorError('UNAVAILABLE', `${doing}: ended at once, without an event`);
      }
    } finally {
      forget();
    }
    this.#prosper();
    return 'watch';
  }

  #take(event: WatchEvent): void {
    switch (event.type) {
      case 'BOOKMARK':
        return this.#store.advance(event.resourceVersion);
      case 'DELETED':
        return this.#report(this.#store.remove(this.#keep(event.object)));
      case 'ADDED':
      case 'MODIFIED':
        return this.#report(this.#store.put(this.#keep(event.object)));
    }
  }

  /** After an error a watch resumes where it was, unless the server no longer knows that place. */
  async #recover(state: State, thrown: unknown, signal: AbortSignal): Promise<State> {
    const { clock, random, type } = this.#options;
    const error =
      thrown instanceof OperatorError
        ? thrown
        : new OperatorError('BUG', `${state} ${type.plural} failed`, { cause: thrown });
    const expired = error.code === 'EXPIRED';
    if (expired) this.#expiries += 1;
    else this.#failures += 1;
    this.#describe(state, error);
    this.#lastError = error;
    this.#isAway ||= this.#meansAway(error);
    // To list anew is the cure for EXPIRED, so the first time there is nothing to wait for.
    const failures = expired ? this.#expiries - 1 : this.#failures;
    const waitMs = failures === 0 ? 0 : backoffMs(failures, backoffFor(error.code), random);
    await sleep(clock, Math.max(waitMs, error.retryAfterMs ?? 0), signal).catch((reason: unknown) => {
      if (!signal.aborted) throw reason;
    });
    return expired || error.code === 'NOT_FOUND' ? 'list' : state;
  }

  /** Once for each kind of trouble, however often it repeats. */
  #describe(state: State, error: OperatorError): void {
    const { log, type } = this.#options;
    const fields = { kind: type.kind, group: type.group, err: error };
    if (this.#lastError?.code === error.code) return log.debug(fields, `${state} failed again`);
    if (error.code === 'NOT_FOUND') return log.warn(fields, `${unserved(type)}; looking again until it is`);
    if (error.code === 'EXPIRED') return log.info(fields, 'version is too old; listing again');
    if (error.code === 'BUG') return log.error(fields, `${state} failed`);
    log.warn(fields, `${state} failed; trying again`);
  }

  /** The watch works, so the version that it started from was good. */
  #prosper(): void {
    this.#expiries = 0;
    this.#succeed();
  }

  /** One cut connection that is made again at once is not an outage; a second try that fails is. */
  #meansAway({ code }: OperatorError): boolean {
    return code === 'TIMEOUT' || (code === 'UNAVAILABLE' && this.#failures > 1);
  }

  #succeed(): void {
    if (this.#isAway) this.#backAtMs = this.#options.clock.monotonic();
    this.#isAway = false;
    if (this.#lastError !== undefined) {
      this.#options.log.info({ kind: this.#options.type.kind, failures: this.#failures }, 'following again');
    }
    this.#failures = 0;
    this.#lastError = undefined;
  }

  #becomeSynced(): void {
    this.#synced = true;
    for (const done of this.#waiting) done();
    this.#waiting.clear();
  }

  #report(changes: readonly Change[]): void {
    for (const change of changes) {
      for (const listener of this.#listeners) {
        try {
          listener(change);
        } catch (thrown) {
          this.#options.log.error({ kind: this.#options.type.kind, err: thrown }, 'listener failed');
        }
      }
    }
  }

  #sign(): void {
    this.#lastSignMs = this.#options.clock.monotonic();
  }

  #keep(object: KubeObject): KubeObject {
    return deepFreeze((this.#options.transform ?? withoutManagedFields)(object));
  }

  #scope(): { namespace?: string; labelSelector?: string; fieldSelector?: string; as?: View } {
    const { namespace, labelSelector, fieldSelector, as } = this.#options;
    return {
      ...(namespace === undefined ? {} : { namespace }),
      ...(labelSelector === undefined ? {} : { labelSelector }),
      ...(fieldSelector === undefined ? {} : { fieldSelector }),
      ...(as === undefined ? {} : { as }),
    };
  }
}

/** A call, so that the compiler does not take the loop's condition for the answer. */
const isEnded = (signal: AbortSignal): boolean => signal.aborted;

const withoutManagedFields = (object: KubeObject): KubeObject => {
  if (object.metadata['managedFields'] === undefined) return object;
  const { managedFields: _dropped, ...metadata } = object.metadata;
  return { ...object, metadata };
};

const deepFreeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const child of Object.values(value)) deepFreeze(child);
  }
  return value;
};
