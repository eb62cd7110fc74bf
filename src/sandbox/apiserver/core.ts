import type { KubeObject, ResourceType } from '../../api/objects.ts';
import { OperatorError } from '../../errors.ts';
import type { Clock } from '../../runtime/clock.ts';
import { toRfc3339 } from '../../runtime/time.ts';
import { badRequest, conflict, noSuchResource } from './failure.ts';
import { keyOf } from './kind.ts';
import { applied } from './patch/apply.ts';
import { patched } from './patch/patch.ts';
import type { PatchType } from './patch/patch.ts';
import type { ListQuery, Page, Reader } from './reader.ts';
import type { Registry, Served } from './registry.ts';
import type { Caller, Target } from './request.ts';
import { scaled, scaleOf } from './scale.ts';
import type { Store } from './store.ts';
import type { RawWatchEvent, Watches, WatchQuery } from './watcher.ts';
import type { DeleteOptions, Writer } from './writer.ts';

export interface RequestRecord {
  verb: 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete';
  group: string;
  resource: string;
  subresource?: string;
  namespace?: string;
  name?: string;
  user: string;
  /** HTTP status of the answer. */
  code: number;
}

export type ResourceName = Pick<ResourceType, 'group' | 'version' | 'plural'>;

/** A place in the API: a collection, an object, or a subresource of one. */
export interface Place {
  readonly type: ResourceName;
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
}

export interface PatchRequest {
  readonly type: PatchType | 'apply';
  readonly body: unknown;
  /** The version that the change was decided on. */
  readonly resourceVersion?: string;
  /** Apply only: takes over fields that others manage. */
  readonly force?: boolean;
  /** Apply only: called when the object was not there before. */
  readonly onCreate?: () => void;
}

export interface CoreParts {
  readonly registry: Registry;
  readonly store: Store;
  readonly reader: Reader;
  readonly writer: Writer;
  readonly watches: Watches;
  readonly clock: Clock;
}

const HTTP_OF: Readonly<Record<string, number>> = {
  NOT_FOUND: 404,
  CONFLICT: 409,
  ALREADY_EXISTS: 409,
  FORBIDDEN: 403,
  REJECTED: 422,
  EXPIRED: 410,
  UNAVAILABLE: 503,
  TIMEOUT: 504,
};

/** The HTTP status of an error that a request ended with. */
export const statusOf = (error: unknown): number => {
  if (!(error instanceof OperatorError)) return 500;
  const failure = (error as { failure?: { status?: number } }).failure;
  return failure?.status ?? HTTP_OF[error.code] ?? 500;
};

/** The API server without a wire: every request, by whichever face it came, ends here and is told to listeners. */
export class ApiCore {
  readonly #parts: CoreParts;
  readonly #listeners = new Set<(record: RequestRecord) => void>();

  constructor(parts: CoreParts) {
    this.#parts = parts;
  }

  get registry(): Registry {
    return this.#parts.registry;
  }

  onRequest(listener: (record: RequestRecord) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  get(place: Place, caller: Caller): KubeObject {
    return this.#told('get', place, caller, () => {
      const served = this.#served(place);
      const object = this.#parts.reader.get(served, place.namespace, nameOf(place));
      return place.subresource === 'scale' ? scaleOf(served, object) : object;
    });
  }

  list(place: Place, query: ListQuery, caller: Caller): Page {
    return this.#told('list', place, caller, () => {
      const within = place.namespace === undefined ? {} : { namespace: place.namespace };
      return this.#parts.reader.list(this.#served(place), { ...query, ...within });
    });
  }

  watch(
    place: Place,
    query: WatchQuery,
    { caller, signal }: { caller: Caller; signal: AbortSignal },
  ): AsyncIterableIterator<RawWatchEvent> {
    return this.#told('watch', place, caller, () => {
      const within = place.namespace === undefined ? {} : { namespace: place.namespace };
      return this.#parts.watches.open(this.#served(place), { ...query, ...within }, signal);
    });
  }

  create(place: Place, body: unknown, caller: Caller): KubeObject {
    return this.#told('create', place, caller, () => {
      const served = this.#served(place);
      return this.#shown(served, this.#parts.writer.create({ ...this.#home(place), served, caller }, body));
    });
  }

  update(place: Place, body: unknown, caller: Caller): KubeObject {
    return this.#told('update', place, caller, () =>
      this.#change(place, caller, { propose: () => body, isPatch: false }),
    );
  }

  patch(place: Place, request: PatchRequest, caller: Caller): KubeObject {
    return this.#told('patch', place, caller, () => {
      if (request.type === 'apply') return this.#apply(place, request, caller);
      const { type, body, resourceVersion } = request;
      const propose = (current: KubeObject, served: Served): unknown => {
        if (resourceVersion !== undefined && resourceVersion !== current.metadata.resourceVersion) {
          throw conflict(served.kind, nameOf(place));
        }
        return patched(served, current, type, body);
      };
      return this.#change(place, caller, { propose, isPatch: true });
    });
  }

  /** The object as it was removed, or as it now waits for its finalizers. */
  delete(place: Place, options: DeleteOptions, caller: Caller): KubeObject {
    return this.#told('delete', place, caller, () => {
      const target = this.#target(place, caller);
      return this.#shown(target.served, this.#parts.writer.delete(target, options));
    });
  }

  deleteAll(place: Place, query: ListQuery, caller: Caller): readonly KubeObject[] {
    return this.#told('delete', place, caller, () => {
      const served = this.#served(place);
      const within = place.namespace === undefined ? {} : { namespace: place.namespace };
      const { items } = this.#parts.reader.list(served, { ...query, ...within });
      return items.map(({ metadata: { name, namespace } }) =>
        this.#parts.writer.delete(
          { served, caller, name, ...(namespace === undefined ? {} : { namespace }) },
          {},
        ),
      );
    });
  }

  /** True while the collection holds that very object. */
  isThere(place: Place, uid: string | undefined): boolean {
    const found = this.#parts.store.find(keyOf(place.type), place.namespace, place.name ?? '');
    return found !== undefined && found.metadata.uid === uid;
  }

  #change(
    place: Place,
    caller: Caller,
    { propose, isPatch }: { propose: (current: KubeObject, served: Served) => unknown; isPatch: boolean },
  ): KubeObject {
    const target = this.#target(place, caller);
    const { served } = target;
    const toScale = place.subresource === 'scale';
    const next = this.#parts.writer.update(target, {
      isPatch: isPatch && !toScale,
      propose: (stored) => {
        const current = this.#shown(served, stored);
        const seen = toScale ? scaleOf(served, current) : current;
        const proposed = propose(seen, served);
        return toScale ? scaled(served, current, proposed) : proposed;
      },
    });
    const shown = this.#shown(served, next);
    return toScale ? scaleOf(served, shown) : shown;
  }

  #apply(place: Place, request: PatchRequest, caller: Caller): KubeObject {
    const target = this.#target(place, caller);
    const { served } = target;
    const time = toRfc3339(this.#parts.clock.now());
    const intent = { body: request.body, force: request.force === true, time };
    if (this.#parts.store.find(keyOf(served.kind), place.namespace, target.name) === undefined) {
      const made = this.#parts.writer.create(target, applied(target, undefined, intent), true);
      request.onCreate?.();
      return this.#shown(served, made);
    }
    const next = this.#parts.writer.update(target, {
      propose: (current) => applied(target, this.#shown(served, current), intent),
      ownersKept: true,
    });
    return this.#shown(served, next);
  }

  #shown(served: Served, object: KubeObject): KubeObject {
    return this.#parts.registry.show(served, object);
  }

  #served(place: Place): Served {
    const served = this.#parts.registry.served(place.type);
    const { subresource } = place;
    const known =
      subresource === undefined ||
      (subresource === 'status' && served.version.status) ||
      (subresource === 'scale' && served.version.scale !== undefined);
    if (!known) throw noSuchResource();
    if (place.namespace !== undefined && !served.kind.namespaced) throw noSuchResource();
    return served;
  }

  #home(place: Place): { namespace?: string } {
    return place.namespace === undefined ? {} : { namespace: place.namespace };
  }

  #target(place: Place, caller: Caller): Target {
    const subresource = place.subresource === 'status' ? { subresource: 'status' as const } : {};
    return { served: this.#served(place), ...this.#home(place), name: nameOf(place), caller, ...subresource };
  }

  #told<T>(verb: RequestRecord['verb'], place: Place, caller: Caller, run: () => T): T {
    const answer = (code: number): void => {
      const { type, ...rest } = place;
      const record = { verb, group: type.group, resource: type.plural, ...rest, user: caller.user, code };
      for (const listener of this.#listeners) listener(record);
    };
    let result: T;
    try {
      result = run();
    } catch (error) {
      answer(statusOf(error));
      throw error;
    }
    answer(verb === 'create' ? 201 : 200);
    return result;
  }
}

const nameOf = (place: Place): string => {
  if (place.name === undefined) throw badRequest('a name is required');
  return place.name;
};
