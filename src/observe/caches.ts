import type { KubeObject } from '../api/objects.ts';

/** What is read of one informer. */
export interface Cache {
  get(namespace: string, name: string): KubeObject | undefined;
  list(namespace?: string): readonly KubeObject[];
}

/** Local copies of everything that a run looks at; all but secrets and config contents come from here. */
export interface Caches {
  readonly canaries: Cache;
  readonly deployments: Cache;
  readonly services: Cache;
  readonly endpointSlices: Cache;
  /** Undefined where the operator does without Istio, whose kinds may not exist there. */
  readonly virtualServices: Cache | undefined;
  readonly destinationRules: Cache | undefined;
  readonly autoscalers: Cache;
  /** Metadata only; undefined where config tracking is off. */
  readonly configMaps: Cache | undefined;
  readonly secrets: Cache | undefined;
}
