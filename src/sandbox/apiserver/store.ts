import type { KubeObject } from '../../api/objects.ts';

export interface Change {
  readonly revision: number;
  /** `keyOf` the kind. */
  readonly kind: string;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: KubeObject;
  readonly old?: KubeObject;
}

const nameKey = (object: KubeObject): string => `${object.metadata.namespace ?? ''}/${object.metadata.name}`;

/** Where etcd puts an object, so that lists come in its order. */
export const storageOrder = (a: KubeObject, b: KubeObject): number => {
  const left = nameKey(a);
  const right = nameKey(b);
  if (left === right) return 0;
  return left < right ? -1 : 1;
};

type Bucket = Map<string, KubeObject>;

/**
 * All objects, the number of the last change, and the latest changes. Objects are frozen by the caller.
 * Listeners hear of changes one at a time and in order, also when one of them makes another change.
 */
export class Store {
  readonly #buckets = new Map<string, Bucket>();
  readonly #byUid = new Map<string, KubeObject>();
  readonly #dependents = new Map<string, Map<string, { kind: string; key: string }>>();
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #unheard: Change[] = [];
  readonly #historySize: number;
  #history: Change[] = [];
  #revision = 1;
  /** Changes up to this revision are forgotten. */
  #forgotten = 0;
  #telling = false;

  constructor(historySize: number) {
    this.#historySize = historySize;
  }

  get revision(): number {
    return this.#revision;
  }

  get forgotten(): number {
    return this.#forgotten;
  }

  get historySize(): number {
    return this.#historySize;
  }

  find(kind: string, namespace: string | undefined, name: string): KubeObject | undefined {
    return this.#buckets.get(kind)?.get(`${namespace ?? ''}/${name}`);
  }

  findByUid(uid: string): KubeObject | undefined {
    return this.#byUid.get(uid);
  }

  /** In no particular order; a copy, so that it may be walked while changes are made. */
  all(kind: string): KubeObject[] {
    return [...(this.#buckets.get(kind)?.values() ?? [])];
  }

  kindsInUse(): string[] {
    return [...this.#buckets.keys()];
  }

  /** Objects that name this uid as an owner. */
  dependentsOf(uid: string): { kind: string; object: KubeObject }[] {
    const found = [...(this.#dependents.get(uid)?.values() ?? [])];
    return found.flatMap(({ kind, key }) => {
      const object = this.#buckets.get(kind)?.get(key);
      return object === undefined ? [] : [{ kind, object }];
    });
  }

  /** The objects of a kind as they were at a revision that is not forgotten. */
  asOf(kind: string, revision: number): KubeObject[] {
    const then = new Map(this.#buckets.get(kind));
    for (const change of this.since(revision).reverse()) {
      if (change.kind !== kind) continue;
      if (change.old === undefined) then.delete(nameKey(change.object));
      else then.set(nameKey(change.old), change.old);
    }
    return [...then.values()];
  }

  /** Changes after a revision, oldest first. */
  since(revision: number): Change[] {
    return this.#history.filter((change) => change.revision > revision);
  }

  /** Draws the number of the next change; the caller writes it into the object that it then stores. */
  nextRevision(): number {
    this.#revision += 1;
    return this.#revision;
  }

  put(kind: string, object: KubeObject): void {
    const bucket = this.#bucket(kind);
    const key = nameKey(object);
    const old = bucket.get(key);
    bucket.set(key, object);
    this.#index(kind, object, old);
    const type = old === undefined ? 'ADDED' : 'MODIFIED';
    this.#record({ revision: this.#revision, kind, type, object, ...(old === undefined ? {} : { old }) });
  }

  /** `object` is the last state with the resourceVersion of its removal. */
  remove(kind: string, object: KubeObject): void {
    const bucket = this.#bucket(kind);
    const key = nameKey(object);
    const old = bucket.get(key);
    if (old === undefined) return;
    bucket.delete(key);
    this.#index(kind, undefined, old);
    this.#record({ revision: this.#revision, kind, type: 'DELETED', object, old });
  }

  /** Forgets all changes so far, as etcd's compaction does. */
  compact(): void {
    this.#forgotten = this.#revision;
    this.#history = [];
  }

  listen(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #bucket(kind: string): Bucket {
    const known = this.#buckets.get(kind);
    if (known !== undefined) return known;
    const bucket: Bucket = new Map();
    this.#buckets.set(kind, bucket);
    return bucket;
  }

  #index(kind: string, object: KubeObject | undefined, old: KubeObject | undefined): void {
    if (old !== undefined) this.#forgetIn(kind, old);
    const uid = object?.metadata.uid;
    if (object === undefined || uid === undefined) return;
    this.#byUid.set(uid, object);
    const key = nameKey(object);
    for (const owner of object.metadata.ownerReferences ?? []) {
      const dependents = this.#dependents.get(owner.uid) ?? new Map<string, { kind: string; key: string }>();
      this.#dependents.set(owner.uid, dependents.set(`${kind}/${key}`, { kind, key }));
    }
  }

  #forgetIn(kind: string, object: KubeObject): void {
    this.#byUid.delete(object.metadata.uid ?? '');
    for (const owner of object.metadata.ownerReferences ?? []) this.#unlink(owner.uid, kind, object);
  }

  #unlink(owner: string, kind: string, object: KubeObject): void {
    const dependents = this.#dependents.get(owner);
    dependents?.delete(`${kind}/${nameKey(object)}`);
    if (dependents?.size === 0) this.#dependents.delete(owner);
  }

  #record(change: Change): void {
    this.#history.push(change);
    if (this.#history.length > this.#historySize * 2) {
      this.#history = this.#history.slice(-this.#historySize);
      this.#forgotten = (this.#history[0]?.revision ?? this.#revision) - 1;
    }
    this.#unheard.push(change);
    this.#tell();
  }

  #tell(): void {
    if (this.#telling) return;
    this.#telling = true;
    try {
      for (let next = this.#unheard.shift(); next !== undefined; next = this.#unheard.shift()) {
        for (const listener of this.#listeners) listener(next);
      }
    } finally {
      this.#telling = false;
    }
  }
}
