import type { KubeObject } from '../../api/objects.ts';
import type { Served } from './registry.ts';

/** Who asks, and how. */
export interface Caller {
  readonly user: string;
  /** Names the owner of the fields that a write sets. */
  readonly manager: string;
  /** Everything is checked and answered, nothing is stored. */
  readonly dryRun?: boolean;
  /** What happens to unknown fields: they are always dropped, and said or refused as asked. */
  readonly fieldValidation?: 'Ignore' | 'Warn' | 'Strict';
  readonly warn?: (message: string) => void;
}

export interface Target {
  readonly served: Served;
  readonly namespace?: string;
  readonly name: string;
  readonly subresource?: 'status';
  readonly caller: Caller;
}

export interface Operation {
  readonly verb: 'create' | 'update' | 'delete';
  readonly object: KubeObject;
  readonly old?: KubeObject;
  readonly user: string;
  readonly subresource?: string;
}

/** Throws an OperatorError to refuse a write. */
export type AdmissionCheck = (operation: Operation) => void;
