import type { KubeObject } from '../../api/objects.ts';
import type { Schema } from './schema/schema.ts';

/** A printer column; `path` is the JSONPath of a CRD, `render` the code of a built-in kind. */
export interface Column {
  readonly name: string;
  readonly type: string;
  readonly format?: string;
  readonly description?: string;
  /** 0 is always shown, more only with `-o wide`. */
  readonly priority?: number;
  readonly path?: string;
  readonly render?: (object: KubeObject, nowMs: number) => unknown;
}

export interface KindVersion {
  readonly name: string;
  readonly schema?: Schema;
  readonly columns: readonly Column[];
  readonly status: boolean;
  /** Where the scale subresource finds its numbers: dotted paths without the leading dot. */
  readonly scale?: { readonly spec: string; readonly status: string; readonly selector?: string };
  /** How this version differs from the stored one in more than its name. */
  readonly convert?: {
    readonly fromStored: (object: KubeObject) => KubeObject;
    readonly toStored: (object: KubeObject) => KubeObject;
  };
}

/** When metadata.generation grows. */
export type Generation = 'never' | 'spec' | 'spec-or-annotations' | 'all-but-metadata-and-status';

/** A kind that the server serves; every version shows the same stored objects. */
export interface ServedKind {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly listKind: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  /** Preferred first. */
  readonly versions: readonly KindVersion[];
  /** The version in which objects are stored. */
  readonly storage: string;
  readonly generation: Generation;
  /** From a CRD, or served as if it were. */
  readonly custom: boolean;
  /** A PUT without resourceVersion is accepted. */
  readonly unconditionalUpdate: boolean;
}

export const keyOf = (kind: { readonly group: string; readonly plural: string }): string =>
  `${kind.plural}.${kind.group}`;

export const versionOf = (kind: ServedKind, version: string): KindVersion | undefined =>
  kind.versions.find((one) => one.name === version);
