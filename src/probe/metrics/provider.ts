import type { Cluster } from '../../kube/cluster.ts';
import type { Surroundings } from '../../runtime/surroundings.ts';
import type { Evidence } from './evidence.ts';
import type { Query } from './prometheus.ts';
import type { Measure, Send } from './send.ts';
import type { Settings } from './template-settings.ts';

/** What a template asks its provider. */
export interface Asked {
  readonly settings: Settings;
  /** Rendered, otherwise as written: line ends mean something in some languages. */
  readonly query: string;
  /** The metric's interval. */
  readonly intervalMs: number;
  /** Since 1970. */
  readonly nowMs: number;
}

export interface Tools {
  readonly send: Send;
  /** For what is not sent. */
  readonly measure: Measure;
  /** Prometheus' instant query, shared among those who ask the same. */
  readonly query: Query;
  readonly cluster: Pick<Cluster, 'get' | 'list'>;
  readonly surroundings: Surroundings;
  /** A template must not name what lies in another namespace than its own. */
  readonly noCrossNamespaceRefs: boolean;
}

/** From a template's settings and rendered query to one finite sample, or the name of what there was instead. */
export type Provider = (asked: Asked, tools: Tools, signal: AbortSignal) => Promise<Evidence>;
