import type { KubeObject } from '../../api/objects.ts';
import { items, at } from './json.ts';
import { keyOf } from './kind.ts';
import { INSTANCES_FINALIZER, kindOfDefinition } from './kinds/custom-definition.ts';
import { tidyMetadata } from './metadata.ts';
import type { Registry } from './registry.ts';
import type { Change, Store } from './store.ts';
import type { Watches } from './watcher.ts';
import type { Writer } from './writer.ts';

export interface CleanupParts {
  readonly store: Store;
  readonly writer: Writer;
  readonly registry: Registry;
  readonly watches: Watches;
}

const NAMESPACES = 'namespaces.';
const DEFINITIONS = 'customresourcedefinitions.apiextensions.k8s.io';

const isDeleting = (object: KubeObject | undefined): object is KubeObject =>
  object?.metadata.deletionTimestamp !== undefined;

/** A terminating namespace loses what is in it, and then itself. */
export const emptyNamespaces = ({ store, writer, registry }: CleanupParts): void => {
  const contents = (namespace: string): { key: string; object: KubeObject }[] =>
    store.kindsInUse().flatMap((key) =>
      store
        .all(key)
        .filter((object) => object.metadata.namespace === namespace)
        .map((object) => ({ key, object })),
    );

  const finish = (name: string): void => {
    const kind = registry.find(NAMESPACES);
    const namespace = store.find(NAMESPACES, undefined, name);
    if (
      kind === undefined ||
      !isDeleting(namespace) ||
      items(at(namespace, 'spec', 'finalizers')).length === 0
    )
      return;
    if (contents(name).length === 0) writer.amend(kind, { ...namespace, spec: { finalizers: [] } });
  };

  const empty = (name: string): void => {
    for (const { key, object } of contents(name)) {
      const kind = registry.find(key);
      if (kind !== undefined && !isDeleting(object)) writer.remove(kind, object);
    }
    finish(name);
  };

  store.listen(({ kind, type, object }: Change) => {
    if (kind === NAMESPACES && type !== 'DELETED' && isDeleting(object)) empty(object.metadata.name);
    if (type === 'DELETED' && object.metadata.namespace !== undefined) finish(object.metadata.namespace);
  });
};

/** A definition brings its kind and takes it away, with all objects of it. */
export const serveDefinitions = ({ store, writer, registry, watches }: CleanupParts): void => {
  const release = (definition: KubeObject): void => {
    const kind = registry.find(DEFINITIONS);
    if (kind === undefined) return;
    const finalizers = definition.metadata.finalizers?.filter((one) => one !== INSTANCES_FINALIZER) ?? [];
    writer.amend(kind, { ...definition, metadata: tidyMetadata({ ...definition.metadata, finalizers }) });
  };

  const current = (name: string): KubeObject | undefined => store.find(DEFINITIONS, undefined, name);

  const removeInstances = (name: string, key: string): void => {
    const kind = registry.find(key);
    if (kind !== undefined) {
      for (const object of store.all(key).filter((one) => !isDeleting(one))) writer.remove(kind, object);
    }
    const definition = current(name);
    const held = definition?.metadata.finalizers?.includes(INSTANCES_FINALIZER) === true;
    if (isDeleting(definition) && held && store.all(key).length === 0) release(definition);
  };

  const hearDefinition = (change: Change): void => {
    const kind = kindOfDefinition(change.object);
    const key = keyOf(kind);
    if (change.type === 'DELETED') {
      registry.remove(key);
      watches.endKind(key);
    } else if (isDeleting(change.object)) {
      removeInstances(change.object.metadata.name, key);
    } else {
      registry.add(kind);
    }
  };

  store.listen((change) => {
    if (change.kind === DEFINITIONS) hearDefinition(change);
    else if (change.type === 'DELETED' && isDeleting(current(change.kind)))
      removeInstances(change.kind, change.kind);
  });
};
