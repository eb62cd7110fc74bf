import type { KubeObject } from '../api/objects.ts';
import type { SpecIssue } from './fields.ts';
import type { Readiness } from './readiness.ts';
import type { Status } from './status.ts';
import type { Split } from './traffic.ts';

/** How a generated object compares with what it should be. */
export type Form = 'missing' | 'drifted' | 'asWanted';

/** The label that tells the target's pods from the primary's, and the target's value of it. */
export interface Label {
  readonly key: string;
  readonly value: string;
}

export interface TargetSeen {
  readonly object: KubeObject;
  /** Fingerprint of what is analysed: its pod template, where it has one. */
  readonly revision: string;
  /** `<uid>/<generation>`: changes with every edit of the spec. */
  readonly trackedRevision: string;
  /** Its controller has seen the latest spec. */
  readonly isObserved: boolean;
  readonly replicas: number;
  readonly readiness: Readiness;
  /** Ready endpoints in the canary Service. */
  readonly endpoints: number;
  /** The replicas a run starts with; 0 where there is nothing to scale. */
  readonly startReplicas: number;
  /** What it has to be scaled to before it can serve everyone; undefined when it asks for enough already. */
  readonly replicasToServe: number | undefined;
}

export interface PrimarySeen {
  readonly object: KubeObject;
  /** The promotion that it carries. */
  readonly flaggerId: string;
  readonly replicas: number;
  readonly readiness: Readiness;
  /** Ready endpoints in the primary Service. */
  readonly endpoints: number;
  /** Its template is the target's, apart from what is changed for every primary. */
  readonly runsTarget: boolean;
}

export interface ConfigSeen {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
  /** `configmap/<name>` or `secret/<name>`: the key in `trackedConfigs`. */
  readonly key: string;
  readonly version: string;
  /** Undefined until the content of this version was looked at. */
  readonly checksum: string | undefined;
  /** Whether the `-primary` copy is there. */
  readonly copied: boolean;
}

export interface RoutesSeen {
  readonly object: KubeObject | undefined;
  /** Compared with what the record asks for; `unneeded` where the selector of a Service is the only route. */
  readonly form: Form | 'unneeded';
  /** As another controller may have left it; the record rules. */
  readonly traffic: Split | undefined;
  /** What the last write of ours said; undefined on a route that we have not written. */
  readonly stamp: { readonly uid: string; readonly seq: number; readonly at: number } | undefined;
}

export interface ServicesSeen {
  readonly apex: Form;
  readonly primary: Form;
  readonly canary: Form;
  /** False while the apex Service does not exist or still selects the target's pods; true where it is the target. */
  readonly apexSelectsPrimary: boolean;
  /** The canary Service is what is analysed, and not only the way to it. */
  readonly canaryIsRelease: boolean;
}

/** How far users are back on the target, for a Canary that is being deleted. What is missing is as wanted. */
export interface HandOverSeen {
  /** There is a target to lead to, so what users call stays, and does not belong to the Canary any more. */
  readonly outlives: boolean;
  /** The Service that users call, compared with what it was, or with one that leads to the target. */
  readonly service: Form;
  readonly routes: Form;
  /** Behind that Service are the target's endpoints. */
  readonly isReached: boolean;
}

/** The autoscaler of the target and its copy for the primary. */
export interface ScalerSeen {
  /** The primary's, compared with what it should be; `asWanted` also while the source is missing. */
  readonly form: Form;
  /** The most replicas that the primary may have. */
  readonly primaryMax: number;
  /** The target's: `active` ones would bring pods back to a target at zero, `inert` ones would not. */
  readonly target: 'inert' | 'paused' | 'active';
}

/** What stands in the way of a run, as seen from the cluster; each names what would end it. */
export type Obstacle =
  | {
      readonly kind:
        | 'TargetNotFound'
        | 'PortNotFound'
        | 'SelectorUnsupported'
        | 'TargetPaused'
        | 'UpdateStrategyUnsupported';
      readonly message: string;
    }
  | {
      readonly kind:
        | 'ConfigNotFound'
        | 'AutoscalerNotFound'
        | 'AutoscalerConflict'
        | 'NameTaken'
        | 'RoutesHidden';
      readonly message: string;
    };

/** A write that did not happen: the API server refused it, or the live look before it said no. */
export interface Refused {
  readonly reason: 'RouteRefused' | 'ConfigShared' | 'NoEndpoints';
  readonly what: string;
  readonly message: string;
  /** Before this time (milliseconds since 1970) it is not tried again. */
  readonly retryAt: number;
}

/** Everything observed for one run, immutable; time is in it as a value. */
export interface Snapshot {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Enough time has passed since the last counted tick. */
  readonly due: boolean;
  /** When `due` will hold if nothing happens; milliseconds since 1970. */
  readonly dueAt: number;
  /** False: gates, hooks and metrics were asked a moment ago and their next look is not yet due. */
  readonly askable: boolean;
  readonly askableAt: number;
  readonly canary: KubeObject;
  /** Milliseconds since 1970; undefined while the Canary is not being deleted. */
  readonly deletedAt: number | undefined;
  readonly status: Status;
  /** What the annotation asks for, as it is written there. */
  readonly command: string | undefined;
  /** Undefined when neither target nor primary selects its pods by a known label. */
  readonly label: Label | undefined;
  readonly target: TargetSeen | undefined;
  readonly primary: PrimarySeen | undefined;
  /** Undefined where config tracking is off. */
  readonly configs: readonly ConfigSeen[] | undefined;
  readonly routes: RoutesSeen;
  readonly services: ServicesSeen;
  readonly handOver: HandOverSeen;
  readonly rules: { readonly primary: Form; readonly canary: Form };
  /** Undefined where no autoscaler is asked for. */
  readonly scaler: ScalerSeen | undefined;
  readonly obstacle: Obstacle | undefined;
  readonly refused: Refused | undefined;
  /** What the end of this run owes was delivered by this process, or given up. */
  readonly announced: boolean;
  /** How long a proxy may still send to a side after its weight was seen at 0. */
  readonly drainMs: number;
  /**
   * Until then (milliseconds since 1970) proxies may follow what the API server said before it was away; 0 when it
   * was not away of late.
   */
  readonly catchUpUntil: number;
}

/** A Canary that cannot be acted on, and why. */
export interface Refusal {
  readonly reason: 'InvalidSpec' | 'TargetClaimed' | 'TargetChanged' | 'CRDOutdated' | 'RoutesLeft';
  readonly issues: readonly SpecIssue[];
}
