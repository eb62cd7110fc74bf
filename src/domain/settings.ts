import type { AlertPlan } from './plan-alerts.ts';
import type { HookPlan } from './plan-analysis.ts';
import type { Provider } from './plan-strategy.ts';

/** What the operator's flags decide for all Canaries. */
export interface Settings {
  readonly minIntervalMs: number;
  /** Of Canaries that name none; with `kubernetes`, Istio's kinds are not watched. */
  readonly meshProvider: Provider;
  readonly drainMs: number;
  /** How long after an outage of the API server others who watch it may still be behind. */
  readonly catchUpMs: number;
  /** Label keys by which a target's pods may be selected, the first that it uses wins. */
  readonly selectorLabels: readonly string[];
  /** Prefixes of target labels and annotations that the primary and its configs get as well; `*` is all. */
  readonly includeLabelPrefixes: readonly string[];
  readonly trackConfigs: boolean;
  readonly noCrossNamespaceRefs: boolean;
  /** For Canaries without alerts of their own. */
  readonly alerts: readonly AlertPlan[];
  /** For Canaries without event hooks of their own. */
  readonly eventHooks: readonly HookPlan[];
}

/** How the operator tells what happens. */
export interface TellingSettings {
  /** Of all Events, as Flagger's have it; undefined: each kind has its own. */
  readonly eventReason: string | undefined;
  /** Shown in alerts. */
  readonly clusterName: string | undefined;
  /** Address of a page about a Canary; `{namespace}` and `{name}` stand for its own. */
  readonly alertLink: string | undefined;
  readonly slack: OwnReceiver | undefined;
  readonly msteams: OwnReceiver | undefined;
}

/** A receiver that flags name; address, proxy and token may be secrets. */
export interface OwnReceiver {
  readonly address: string;
  readonly proxy: string | undefined;
  readonly token: string | undefined;
  /** Undefined: the channel that the receiver has anyway. */
  readonly channel: string | undefined;
  readonly username: string;
}
