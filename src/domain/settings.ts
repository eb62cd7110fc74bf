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
}
