import type { KubeObject } from '../api/objects.ts';
import type { Plan } from '../domain/plan.ts';
import type { Settings } from '../domain/settings.ts';
import type { Refusal, Snapshot } from '../domain/snapshot.ts';
import { OperatorError } from '../errors.ts';
import type { Cluster } from '../kube/cluster.ts';
import type { Clock } from '../runtime/clock.ts';

export interface ActOptions {
  readonly cluster: Cluster;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly formatTime: (ms: number) => string;
  /** Takes in what was written, so that the next run sees it. */
  readonly learn: (object: KubeObject) => void;
}

/** What one action works with: all was seen before the decision, and is written with the versions seen. */
export interface Scene {
  readonly plan: Plan;
  readonly seen: Snapshot;
  /** Cached objects by kind, for the versions to write against. */
  readonly existing: (kind: string, name: string) => KubeObject | undefined;
}

/** Also of a Canary whose spec is refused: nothing is done to what belongs to it. */
export type AnyScene = Omit<Scene, 'plan'> & { readonly plan: Plan | Refusal };

export type Context = Scene & ActOptions & { readonly signal: AbortSignal };

/** What must be there when an action is decided; its absence is a bug of ours. */
export const required = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw new OperatorError('BUG', `${what} is missing where an action needs it`);
  return value;
};
