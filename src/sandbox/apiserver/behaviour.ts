import type { KubeObject } from '../../api/objects.ts';
import type { FieldProblem } from './failure.ts';

export interface CreateContext {
  readonly nowMs: number;
}

/** What one kind does beyond what all kinds do. */
export interface Behaviour {
  /** Fills in what the server decides when the object is made. */
  readonly onCreate?: (object: KubeObject, context: CreateContext) => KubeObject;
  /** Fills in what follows from other fields; runs at each write. */
  readonly complete?: (object: KubeObject, old: KubeObject | undefined) => KubeObject;
  readonly problems?: (object: KubeObject, old: KubeObject | undefined) => FieldProblem[];
  /** Throws what an admission webhook of this kind would answer. */
  readonly refuse?: (object: KubeObject) => void;
  /** Stays until these are gone although metadata.finalizers is empty. */
  readonly heldBy?: (object: KubeObject) => boolean;
  /** Changes what a deletion marks, such as a phase. */
  readonly onDeletionMark?: (object: KubeObject) => KubeObject;
}

/** By `keyOf` the kind. */
export type Behaviours = ReadonlyMap<string, Behaviour>;
