import type { KubeObject, ResourceType } from '../../api/objects.ts';
import type { Json } from '../../domain/json.ts';
import type { Plan } from '../../domain/plan.ts';
import type { Readiness } from '../../domain/readiness.ts';
import type { Label, Obstacle } from '../../domain/snapshot.ts';
import type { ServiceRole } from '../services.ts';

/** What a primary is made of. */
export interface PrimaryParts {
  /** The user's object. */
  readonly target: KubeObject;
  /** Undefined only where the target has no pods of its own. */
  readonly label: Label | undefined;
  /** `configmap/<name>` and `secret/<name>` that have a `-primary` copy. */
  readonly trackedConfigs: ReadonlySet<string>;
  readonly flaggerId: string;
  readonly includeLabelPrefixes: readonly string[];
}

/** What the Services of a Canary are made of. */
export interface ServiceParts {
  readonly target: KubeObject | undefined;
  readonly label: Label | undefined;
}

/**
 * One kind that `targetRef` may name. All that differs between such kinds is here, and nobody else asks which
 * kind a target is of.
 */
export interface TargetKind {
  readonly type: ResourceType;
  /** Whether it runs pods of its own, which a label tells from the primary's. */
  readonly hasPods: boolean;
  /** What is analysed and promoted, without what scaling changes in it; its fingerprint is the revision. */
  readonly release: (target: KubeObject) => Json;
  /** A number that grows with each edit of the spec. */
  readonly edition: (target: KubeObject) => string;
  /** How many pods it asks for: 0 when it is scaled to zero, and for what has no pods. */
  readonly replicas: (object: KubeObject) => number;
  /** It asks for so many pods, or for as many as it ever could. */
  readonly asksFor: (object: KubeObject, replicas: number) => boolean;
  readonly readiness: (object: KubeObject, thresholdPercent: number) => Readiness;
  /** The merge patch that scales it; undefined where nothing is to be scaled. */
  readonly scaled: (replicas: number) => Json | undefined;
  /** What about the target itself stands in the way of analysing it. */
  readonly unfit: (target: KubeObject) => Obstacle | undefined;
  readonly newPrimary: (plan: Plan, parts: PrimaryParts) => KubeObject;
  readonly promotedPrimary: (plan: Plan, existing: KubeObject, parts: PrimaryParts) => KubeObject;
  /** The promotion that a primary carries; empty when it says none. */
  readonly flaggerId: (primary: KubeObject) => string;
  /** Whether the primary is what promoting the target would make it, whichever controller did that. */
  readonly runsTarget: (primary: KubeObject, parts: PrimaryParts) => boolean;
  /** A Service as it should be; undefined where it is not ours to write, or cannot be known yet. */
  readonly service: (
    plan: Plan,
    role: ServiceRole,
    parts: ServiceParts,
    existing: KubeObject | undefined,
  ) => KubeObject | undefined;
}
