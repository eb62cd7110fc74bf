import type { KubeObject, ResourceType } from '../api/objects.ts';

export interface Ref {
  readonly type: ResourceType;
  /** Absent for cluster-scoped kinds. */
  readonly namespace?: string;
  readonly name: string;
}

/** `metadata` asks for PartialObjectMetadata: no spec, no data. Secrets are only ever listed that way. */
export type View = 'full' | 'metadata';

export interface ListOptions {
  /** Absent: all namespaces. */
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly limit?: number;
  readonly continue?: string;
  readonly as?: View;
  /** The API computes its answers, so the list has no version and nothing can watch it. */
  readonly computed?: boolean;
}

export interface ObjectList {
  readonly items: readonly KubeObject[];
  /** Where a watch may start. */
  readonly resourceVersion: string;
  /** Present when there are more pages. */
  readonly continue?: string;
}

export interface WatchOptions {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly as?: View;
  readonly resourceVersion: string;
  /** After this time the server ends the watch in good order. */
  readonly timeoutSeconds?: number;
}

export type WatchEvent =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: KubeObject }
  | { readonly type: 'BOOKMARK'; readonly resourceVersion: string };

export type Subresource = 'status' | 'scale';

/** An object that says which version it was read at; the server refuses the write when that is not current. */
export type Versioned = KubeObject & { readonly metadata: { readonly resourceVersion: string } };

export interface Patch {
  readonly type: 'merge' | 'json';
  /** A JSON merge patch (object) or a JSON patch (list of operations). */
  readonly body: unknown;
  /** The version that the change was decided on; any other answers CONFLICT. */
  readonly resourceVersion: string;
  readonly subresource?: Subresource;
}

/**
 * All that the operator knows of a cluster. Two adapters: HTTP (kube/http-cluster.ts) and in memory
 * (sandbox/apiserver). Objects are raw JSON, returned frozen or fresh: callers never edit them.
 *
 * Errors: OperatorError with NOT_FOUND, CONFLICT, ALREADY_EXISTS, FORBIDDEN, REJECTED, EXPIRED (list with a
 * continue token, watch), UNAVAILABLE, TIMEOUT; an aborted signal rejects with its AbortError.
 * There is no delete: owner references do that.
 */
export interface Cluster {
  get(ref: Ref, signal: AbortSignal): Promise<KubeObject>;
  list(type: ResourceType, options: ListOptions, signal: AbortSignal): Promise<ObjectList>;
  /** Ends when the server ends it; throws typed. Every event after `resourceVersion` is delivered once, in order. */
  watch(type: ResourceType, options: WatchOptions, signal: AbortSignal): AsyncIterable<WatchEvent>;
  create(type: ResourceType, object: KubeObject, signal: AbortSignal): Promise<KubeObject>;
  /** PUT. With a subresource only that part of the object changes. */
  replace(
    type: ResourceType,
    object: Versioned,
    signal: AbortSignal,
    subresource?: Subresource,
  ): Promise<KubeObject>;
  patch(ref: Ref, patch: Patch, signal: AbortSignal): Promise<KubeObject>;
}
