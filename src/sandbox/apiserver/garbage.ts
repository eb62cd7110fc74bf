import type { KubeObject, OwnerReference } from '../../api/objects.ts';
import { keyOf } from './kind.ts';
import type { ServedKind } from './kind.ts';
import { tidyMetadata } from './metadata.ts';
import type { Registry } from './registry.ts';
import type { Change, Store } from './store.ts';
import type { Writer } from './writer.ts';

interface Parts {
  readonly store: Store;
  readonly writer: Writer;
  readonly registry: Registry;
}

const FOREGROUND = 'foregroundDeletion';
const ORPHAN = 'orphan';

const holds = (object: KubeObject, finalizer: string): boolean =>
  object.metadata.finalizers?.includes(finalizer) === true;

const blocks = (dependent: KubeObject, owner: KubeObject): boolean =>
  dependent.metadata.ownerReferences?.some(
    (reference) => reference.uid === owner.metadata.uid && reference.blockOwnerDeletion === true,
  ) === true;

/**
 * Deletes what has lost its owners, at once and in the order of the changes. An owner of a kind that is not
 * served counts as present: nothing can be known about it.
 */
export class GarbageCollector {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.store.listen((change) => this.#hear(change));
  }

  #hear(change: Change): void {
    const kind = this.#parts.registry.find(change.kind);
    if (kind === undefined) return;
    const now = this.#parts.store.find(
      change.kind,
      change.object.metadata.namespace,
      change.object.metadata.name,
    );
    if (change.type === 'DELETED') {
      this.#ownerWentAway(change.object);
      return;
    }
    if (now === undefined || now.metadata.uid !== change.object.metadata.uid) return;
    if (now.metadata.deletionTimestamp !== undefined) this.#deleting(kind, now);
    if (now.metadata.ownerReferences !== undefined) this.#judge(kind, now);
  }

  #ownerWentAway(owner: KubeObject): void {
    for (const dependent of this.#dependents(owner)) this.#judge(dependent.kind, dependent.object);
    for (const reference of owner.metadata.ownerReferences ?? []) this.#release(reference);
  }

  #dependents(owner: KubeObject): { kind: ServedKind; object: KubeObject }[] {
    return this.#parts.store.dependentsOf(owner.metadata.uid ?? '').flatMap(({ kind, object }) => {
      const served = this.#parts.registry.find(kind);
      return served === undefined ? [] : [{ kind: served, object }];
    });
  }

  /** An owner that waits for its dependents may go when the last that blocks it has gone. */
  #release(reference: OwnerReference): void {
    const owner = this.#parts.store.findByUid(reference.uid);
    const kind = this.#parts.registry.findByKind(reference.apiVersion, reference.kind);
    if (owner === undefined || kind === undefined) return;
    if (owner.metadata.deletionTimestamp !== undefined && holds(owner, FOREGROUND))
      this.#deleting(kind, owner);
  }

  #deleting(kind: ServedKind, owner: KubeObject): void {
    if (holds(owner, ORPHAN)) {
      for (const { kind: of, object } of this.#dependents(owner))
        this.#disown(of, object, [owner.metadata.uid]);
      this.#dropFinalizer(kind, owner, ORPHAN);
      return;
    }
    if (!holds(owner, FOREGROUND)) return;
    for (const { kind: of, object } of this.#dependents(owner)) this.#judge(of, object);
    const left = this.#dependents(owner).some(({ object }) => blocks(object, owner));
    if (!left) this.#dropFinalizer(kind, owner, FOREGROUND);
  }

  #judge(kind: ServedKind, dependent: KubeObject): void {
    const references = dependent.metadata.ownerReferences ?? [];
    if (references.length === 0) return;
    const present = references.filter((reference) => this.#isPresent(reference, dependent));
    const wanted = present.filter((reference) => !this.#waitsForDependents(reference));
    if (wanted.length === 0) {
      if (dependent.metadata.deletionTimestamp !== undefined) return;
      const foreground = present.length > 0 && this.#dependents(dependent).length > 0;
      this.#parts.writer.remove(kind, dependent, { propagation: foreground ? 'Foreground' : 'Background' });
    } else if (present.length < references.length) {
      const gone = references.filter((reference) => !present.includes(reference));
      this.#disown(
        kind,
        dependent,
        gone.map(({ uid }) => uid),
      );
    }
  }

  #isPresent(reference: OwnerReference, dependent: KubeObject): boolean {
    const kind = this.#parts.registry.findByKind(reference.apiVersion, reference.kind);
    if (kind === undefined) return true;
    const namespace = kind.namespaced ? dependent.metadata.namespace : undefined;
    const owner = this.#parts.store.find(keyOf(kind), namespace, reference.name);
    return owner?.metadata.uid === reference.uid;
  }

  #waitsForDependents(reference: OwnerReference): boolean {
    const owner = this.#parts.store.findByUid(reference.uid);
    return owner?.metadata.deletionTimestamp !== undefined && holds(owner, FOREGROUND);
  }

  #disown(kind: ServedKind, dependent: KubeObject, uids: readonly (string | undefined)[]): void {
    const left = dependent.metadata.ownerReferences?.filter(({ uid }) => !uids.includes(uid)) ?? [];
    const metadata = tidyMetadata({ ...dependent.metadata, ownerReferences: left });
    this.#parts.writer.amend(kind, { ...dependent, metadata });
  }

  #dropFinalizer(kind: ServedKind, object: KubeObject, finalizer: string): void {
    const current = this.#parts.store.find(keyOf(kind), object.metadata.namespace, object.metadata.name);
    if (current === undefined || !holds(current, finalizer)) return;
    const finalizers = current.metadata.finalizers?.filter((one) => one !== finalizer) ?? [];
    const metadata = tidyMetadata({ ...current.metadata, finalizers });
    this.#parts.writer.amend(kind, { ...current, metadata });
  }
}
