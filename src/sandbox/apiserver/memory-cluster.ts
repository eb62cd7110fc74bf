import type { KubeObject, ResourceType } from '../../api/objects.ts';
import type { Cluster, ListOptions, ObjectList, Ref, WatchEvent, WatchOptions } from '../../kube/cluster.ts';
import type { ApiCore, Place } from './core.ts';
import { partialMetadata } from './partial-metadata.ts';
import type { Caller } from './request.ts';
import type { RawWatchEvent } from './watcher.ts';

/** A cluster whose user may also delete. */
export interface SandboxCluster extends Cluster {
  delete(
    ref: Ref,
    signal: AbortSignal,
    options?: {
      propagation?: 'Background' | 'Foreground' | 'Orphan';
      resourceVersion?: string;
      uid?: string;
    },
  ): Promise<void>;
}

const placeOf = (type: ResourceType, namespace?: string, name?: string): Place => ({
  type,
  ...(namespace === undefined ? {} : { namespace }),
  ...(name === undefined ? {} : { name }),
});

const refPlace = (ref: Ref): Place => placeOf(ref.type, ref.namespace, ref.name);

const bodyPlace = (type: ResourceType, object: KubeObject): Place => placeOf(type, object.metadata.namespace);

const asEvent = (event: RawWatchEvent, as: WatchOptions['as']): WatchEvent => {
  if (event.type === 'BOOKMARK') {
    return { type: 'BOOKMARK', resourceVersion: event.object.metadata.resourceVersion ?? '' };
  }
  return as === 'metadata'
    ? { type: event.type, object: partialMetadata(event.object) }
    : (event as WatchEvent);
};

/** The `Cluster` port straight onto the core: no wire, no timer, one microtask an answer. */
export const memoryCluster = (core: ApiCore, user: string): SandboxCluster => {
  const caller: Caller = { user, manager: user };

  const run = <T>(signal: AbortSignal, request: () => T): Promise<T> =>
    new Promise((resolve) => {
      signal.throwIfAborted();
      resolve(request());
    });

  const list = (type: ResourceType, options: ListOptions): ObjectList => {
    const { namespace, as, ...query } = options;
    const { remainingItemCount: _counted, ...page } = core.list(placeOf(type, namespace), query, caller);
    return as === 'metadata' ? { ...page, items: page.items.map(partialMetadata) } : page;
  };

  async function* watch(
    type: ResourceType,
    options: WatchOptions,
    signal: AbortSignal,
  ): AsyncGenerator<WatchEvent, void, undefined> {
    const { namespace, as, ...query } = options;
    const place = placeOf(type, namespace);
    const events = core.watch(place, { ...query, allowWatchBookmarks: true }, { caller, signal });
    for await (const event of events) yield asEvent(event, as);
  }

  return {
    get: (ref, signal) => run(signal, () => core.get(refPlace(ref), caller)),
    list: (type, options, signal) => run(signal, () => list(type, options)),
    watch,
    create: (type, object, signal) => run(signal, () => core.create(bodyPlace(type, object), object, caller)),
    replace: (type, object, signal, subresource) =>
      run(signal, () => {
        const place = { ...bodyPlace(type, object), name: object.metadata.name };
        return core.update(subresource === undefined ? place : { ...place, subresource }, object, caller);
      }),
    patch: (ref, { subresource, ...request }, signal) =>
      run(signal, () => {
        const place = refPlace(ref);
        return core.patch(subresource === undefined ? place : { ...place, subresource }, request, caller);
      }),
    delete: (ref, signal, options = {}) =>
      run(signal, () => {
        core.delete(refPlace(ref), options, caller);
      }),
  };
};
