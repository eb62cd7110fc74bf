import type { KubeObject } from '../../api/objects.ts';
import type { Clock, Random } from '../../runtime/clock.ts';
import { toRfc3339 } from '../../runtime/time.ts';
import type { Behaviour, Behaviours } from './behaviour.ts';
import { ApiFailure, alreadyExists, conflict, forbidden, invalid, notFound } from './failure.ts';
import { frozenCopy, sameJson, without } from './json.ts';
import { keyOf } from './kind.ts';
import type { ServedKind } from './kind.ts';
import { trackManager } from './managed-fields.ts';
import { asObject, checkKind, inNamespace, randomSuffix, randomUid, tidyMetadata } from './metadata.ts';
import { storedVersion, toStored } from './registry.ts';
import type { Served } from './registry.ts';
import type { AdmissionCheck, Caller, Target } from './request.ts';
import { conform } from './schema/conform.ts';
import type { Store } from './store.ts';
import { checkPreconditions, permittedUpdate, withGeneration } from './update.ts';
import { metadataProblems } from './validate-metadata.ts';

export type Propagation = 'Background' | 'Foreground' | 'Orphan';

export interface DeleteOptions {
  readonly propagation?: Propagation;
  readonly resourceVersion?: string;
  readonly uid?: string;
}

export interface WriterParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly behaviours: Behaviours;
  readonly checks: Iterable<AdmissionCheck>;
  readonly recordsManagers: boolean;
}

/** How the proposed object comes from the current one; `apply` keeps its own record of field owners. */
export interface Change {
  readonly propose: (current: KubeObject) => unknown;
  /** The record of field owners, when the proposal already holds it. */
  readonly ownersKept?: boolean;
  /** A patch states no preconditions: another uid in it is a change that is not allowed. */
  readonly isPatch?: boolean;
}

const PROPAGATION_FINALIZERS: Readonly<Record<Propagation, string | undefined>> = {
  Background: undefined,
  Foreground: 'foregroundDeletion',
  Orphan: 'orphan',
};

const withFinalizer = (
  finalizers: readonly string[] = [],
  finalizer: string | undefined,
): readonly string[] =>
  finalizer === undefined || finalizers.includes(finalizer) ? finalizers : [...finalizers, finalizer];

const terminating = (kind: ServedKind, name: string, namespace: string): ApiFailure => {
  const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
  const { failure } = forbidden(kind, name, why);
  const causes = [
    {
      reason: 'NamespaceTerminating',
      message: `namespace ${namespace} is being terminated`,
      field: 'metadata.namespace',
    },
  ];
  return new ApiFailure({ ...failure, details: { ...failure.details, causes } });
};

/** All writes: what is asked for becomes what is stored, or is refused. Synchronous, so each write is atomic. */
export class Writer {
  readonly #parts: WriterParts;

  constructor(parts: WriterParts) {
    this.#parts = parts;
  }

  create(target: Omit<Target, 'name' | 'subresource'>, body: unknown, ownersKept = false): KubeObject {
    const { served, caller } = target;
    const { kind } = served;
    const asked = asObject(body, served);
    checkKind(served, asked);
    const placed = inNamespace(served, asked, target.namespace);
    this.#checkCreatable(kind, placed);
    const fresh = this.#fresh(served, this.#named(placed));
    const made = this.#behaviour(kind).onCreate?.(fresh, { nowMs: this.#parts.clock.now() }) ?? fresh;
    const next = this.#finished(served, made, { caller, old: undefined });
    this.#admit({ verb: 'create', object: next, user: caller.user });
    const present = this.#parts.store.find(keyOf(kind), next.metadata.namespace, next.metadata.name);
    if (present !== undefined) {
      const waits = present.metadata.deletionTimestamp !== undefined;
      throw alreadyExists(kind, next.metadata.name, waits ? 'object is being deleted: ' : '');
    }
    const owned = ownersKept ? next : this.#tracked(next, undefined, { served, caller });
    return this.#commit(kind, owned, caller.dryRun === true);
  }

  update(target: Target, change: Change): KubeObject {
    const { served, caller, subresource } = target;
    const { kind, version } = served;
    const old = this.find(target);
    const proposed = asObject(change.propose(old), served);
    checkKind(served, proposed);
    const placed = inNamespace(served, proposed, target.namespace);
    checkPreconditions(kind, placed, { old, isPatch: change.isPatch === true });
    const hasStatus = version.status;
    const permitted = permittedUpdate(kind, toStored(served, placed), old, { hasStatus, subresource });
    const finished = this.#finished(served, permitted, { caller, old });
    const counted = subresource === 'status' ? finished : withGeneration(kind, finished, old);
    const owned = change.ownersKept === true ? counted : this.#tracked(counted, old, target);
    const sub = subresource === undefined ? {} : { subresource };
    this.#admit({ verb: 'update', object: owned, old, user: caller.user, ...sub });
    if (sameJson(owned, old)) return old;
    return this.#commit(kind, owned, caller.dryRun === true);
  }

  /** The object as it was removed, or as it now waits for its finalizers. */
  delete(target: Target, options: DeleteOptions): KubeObject {
    const { served, caller } = target;
    const old = this.find(target);
    this.#checkDelete(served.kind, old, options);
    this.#admit({ verb: 'delete', object: old, old, user: caller.user });
    return this.remove(served.kind, old, { ...options, dryRun: caller.dryRun === true });
  }

  /** Deletes as the system itself does: no admission, no preconditions. */
  remove(
    kind: ServedKind,
    old: KubeObject,
    options: { readonly propagation?: Propagation; readonly dryRun?: boolean } = {},
  ): KubeObject {
    const marked = this.#marked(kind, old, options.propagation);
    if (sameJson(marked, old)) return old;
    return this.#commit(kind, marked, options.dryRun === true);
  }

  /** Stores a change that the system itself makes: no admission, no validation. */
  amend(kind: ServedKind, next: KubeObject): void {
    this.#commit(kind, next, false);
  }

  find(target: Pick<Target, 'served' | 'namespace' | 'name'>): KubeObject {
    const { kind } = target.served;
    const found = this.#parts.store.find(keyOf(kind), target.namespace, target.name);
    if (found === undefined) throw notFound(kind, target.name);
    return found;
  }

  #behaviour(kind: ServedKind): Behaviour {
    return this.#parts.behaviours.get(keyOf(kind)) ?? {};
  }

  #named(object: KubeObject): KubeObject {
    const { name, generateName } = object.metadata;
    if (name !== '' || typeof generateName !== 'string' || generateName === '') return object;
    const stem = generateName.slice(0, 58);
    return {
      ...object,
      metadata: { ...object.metadata, name: `${stem}${randomSuffix(this.#parts.random)}` },
    };
  }

  #checkCreatable(kind: ServedKind, object: KubeObject): void {
    const { namespace, name, resourceVersion } = object.metadata;
    if (resourceVersion !== undefined) {
      const message = 'resourceVersion should not be set on objects to be created';
      throw new ApiFailure({ status: 500, reason: 'InternalError', message });
    }
    if (namespace === undefined) return;
    const home = this.#parts.store.find('namespaces.', undefined, namespace);
    if (home === undefined) throw notFound({ group: '', kind: 'Namespace', plural: 'namespaces' }, namespace);
    if (home.metadata.deletionTimestamp !== undefined) throw terminating(kind, name, namespace);
  }

  #fresh(served: Served, asked: KubeObject): KubeObject {
    const { kind, version } = served;
    const object = toStored(served, asked);
    const { deletionTimestamp: _marked, deletionGracePeriodSeconds: _grace, ...metadata } = object.metadata;
    const base = version.status ? (without(object, 'status') as KubeObject) : object;
    return {
      ...base,
      metadata: {
        ...metadata,
        name: object.metadata.name,
        uid: randomUid(this.#parts.random),
        creationTimestamp: toRfc3339(this.#parts.clock.now()),
        ...(kind.generation === 'never' ? {} : { generation: 1 }),
      },
    };
  }

  /** Defaults, drops what the schema does not know, and refuses what is wrong. */
  #finished(
    served: Served,
    object: KubeObject,
    { caller, old }: { caller: Caller; old: KubeObject | undefined },
  ): KubeObject {
    const { kind } = served;
    const behaviour = this.#behaviour(kind);
    const conformed = conform(storedVersion(served), object, { caller, old });
    const completed = behaviour.complete?.(conformed.object, old) ?? conformed.object;
    const problems = [
      ...metadataProblems(kind, completed, old),
      ...conformed.problems,
      ...(behaviour.problems?.(completed, old) ?? []),
    ];
    if (problems.length > 0) throw invalid(kind, completed.metadata.name, problems);
    behaviour.refuse?.(completed);
    return completed;
  }

  #tracked(
    next: KubeObject,
    old: KubeObject | undefined,
    { served, caller, subresource }: Pick<Target, 'served' | 'caller' | 'subresource'>,
  ): KubeObject {
    if (!this.#parts.recordsManagers) return next;
    const time = toRfc3339(this.#parts.clock.now());
    const by = { manager: caller.manager, time, ...(subresource === undefined ? {} : { subresource }) };
    return trackManager(storedVersion(served), next, old, by);
  }

  #admit(operation: Parameters<AdmissionCheck>[0]): void {
    for (const check of this.#parts.checks) check(operation);
  }

  #checkDelete(kind: ServedKind, old: KubeObject, options: DeleteOptions): void {
    const { name, uid, resourceVersion } = old.metadata;
    if (options.uid !== undefined && options.uid !== uid) {
      const why = `Precondition failed: UID in precondition: ${options.uid}, UID in object meta: ${uid ?? ''}`;
      throw conflict(kind, name, why);
    }
    if (options.resourceVersion !== undefined && options.resourceVersion !== resourceVersion) {
      const why = `Precondition failed: ResourceVersion in precondition: ${options.resourceVersion}, ResourceVersion in object meta: ${resourceVersion ?? ''}`;
      throw conflict(kind, name, why);
    }
  }

  #marked(kind: ServedKind, old: KubeObject, propagation: Propagation = 'Background'): KubeObject {
    const { metadata } = old;
    const finalizers = withFinalizer(metadata.finalizers, PROPAGATION_FINALIZERS[propagation]);
    const first = metadata.deletionTimestamp === undefined;
    const generation =
      first && metadata.generation !== undefined ? metadata.generation + 1 : metadata.generation;
    const deletionTimestamp = metadata.deletionTimestamp ?? toRfc3339(this.#parts.clock.now());
    const marks = { generation, finalizers, deletionTimestamp, deletionGracePeriodSeconds: 0 };
    const marked: KubeObject = { ...old, metadata: tidyMetadata({ ...metadata, ...marks }) };
    return this.#behaviour(kind).onDeletionMark?.(marked) ?? marked;
  }

  #isGone(kind: ServedKind, object: KubeObject): boolean {
    if (object.metadata.deletionTimestamp === undefined) return false;
    const held = this.#behaviour(kind).heldBy?.(object) ?? false;
    return !held && (object.metadata.finalizers ?? []).length === 0;
  }

  #commit(kind: ServedKind, object: KubeObject, dryRun: boolean): KubeObject {
    if (dryRun) return frozenCopy(object);
    const { store } = this.#parts;
    const resourceVersion = String(store.nextRevision());
    const stored = frozenCopy({ ...object, metadata: { ...object.metadata, resourceVersion } });
    if (this.#isGone(kind, stored)) store.remove(keyOf(kind), stored);
    else store.put(keyOf(kind), stored);
    return stored;
  }
}
