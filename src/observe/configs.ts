import { CONFIG_TRACKING } from '../api/identifiers.ts';
import type { KubeObject } from '../api/objects.ts';
import { objectAt } from '../domain/json.ts';
import { primaryName } from '../domain/names.ts';
import type { Plan } from '../domain/plan.ts';
import type { ConfigSeen } from '../domain/snapshot.ts';
import { type ConfigReference, configReferences } from '../manifests/config-references.ts';
import type { Cache, Caches } from './caches.ts';
import type { Memory } from './memory.ts';

export interface ConfigsSeen {
  /** Undefined where config tracking is off. */
  readonly configs: readonly ConfigSeen[] | undefined;
  /** Configs that the pods cannot start without, and that do not exist. */
  readonly missing: readonly ConfigReference[];
}

const isOptedOut = (object: KubeObject): boolean =>
  object.metadata.annotations?.[CONFIG_TRACKING]?.startsWith('disable') === true;

/** The configs of a target, with what is known of their content; a missing optional one is as good as none. */
export const configsSeen = (
  plan: Plan,
  target: KubeObject | undefined,
  { caches, memory }: { readonly caches: Caches; readonly memory: Memory },
): ConfigsSeen => {
  const { configMaps, secrets } = caches;
  if (configMaps === undefined || secrets === undefined) return { configs: undefined, missing: [] };
  const configs: ConfigSeen[] = [];
  const missing: ConfigReference[] = [];
  for (const reference of configReferences(objectAt(target, 'spec', 'template', 'spec'))) {
    const cache = reference.kind === 'ConfigMap' ? configMaps : secrets;
    const object = cache.get(plan.namespace, reference.name);
    if (object === undefined && !reference.optional) missing.push(reference);
    if (object === undefined || isOptedOut(object)) continue;
    const seen = configSeen(plan, reference, { object, cache, memory });
    if (seen !== undefined) configs.push(seen);
  }
  return { configs, missing };
};

const configSeen = (
  plan: Plan,
  { kind, name }: ConfigReference,
  { object, cache, memory }: { readonly object: KubeObject; readonly cache: Cache; readonly memory: Memory },
): ConfigSeen | undefined => {
  const version = object.metadata.resourceVersion ?? '';
  const content = memory.content(contentKey(kind, plan.namespace, name), version);
  if (content === 'untracked') return undefined;
  const copy = cache.get(plan.namespace, primaryName(name));
  return {
    kind,
    name,
    key: `${kind.toLowerCase()}/${name}`,
    version,
    checksum: content?.checksum,
    copied: copy !== undefined,
  };
};

export const contentKey = (kind: string, namespace: string, name: string): string =>
  `${kind}/${namespace}/${name}`;
