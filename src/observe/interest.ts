import type { KubeObject } from '../api/objects.ts';
import type { Plan } from '../domain/plan.ts';
import { objectAt } from '../domain/json.ts';
import { configReferences } from '../manifests/config-references.ts';

const nameOf = (kind: string, namespace: string, name: string): string => `${kind}/${namespace}/${name}`;

/** Which Canaries must look again when an object changes: an index by the names that their plans lead to. */
export class Interest {
  readonly #wanted = new Map<string, Set<string>>();
  readonly #wants = new Map<string, readonly string[]>();

  /** Replaces what a Canary looks at. */
  note(key: string, names: readonly string[]): void {
    this.drop(key);
    this.#wants.set(key, names);
    for (const name of names) {
      const keys = this.#wanted.get(name) ?? new Set<string>();
      keys.add(key);
      this.#wanted.set(name, keys);
    }
  }

  drop(key: string): void {
    for (const name of this.#wants.get(key) ?? []) {
      const keys = this.#wanted.get(name);
      keys?.delete(key);
      if (keys?.size === 0) this.#wanted.delete(name);
    }
    this.#wants.delete(key);
  }

  /** The kind is the informer's: objects that were asked for by metadata alone do not say theirs. */
  keysOf(kind: string, object: KubeObject): Iterable<string> {
    const { metadata } = object;
    const name =
      kind === 'EndpointSlice' ? (metadata.labels?.['kubernetes.io/service-name'] ?? '') : metadata.name;
    return this.#wanted.get(nameOf(kind, metadata.namespace ?? '', name)) ?? [];
  }
}

/** Every object whose change can change what is decided for this plan. */
export const namesOf = (plan: Plan, target: KubeObject | undefined): readonly string[] => {
  const at = (kind: string, ...names: readonly string[]): string[] =>
    names.map((name) => nameOf(kind, plan.namespace, name));
  const configs = configReferences(objectAt(target, 'spec', 'template', 'spec'));
  const scaler = plan.autoscaler;
  return [
    ...at(plan.target.kind, plan.target.name, plan.target.primaryName),
    ...at('Service', plan.apexName, plan.primaryService, plan.canaryService),
    ...at('EndpointSlice', plan.apexName, plan.primaryService, plan.canaryService),
    ...at('VirtualService', plan.apexName),
    ...at('DestinationRule', plan.primaryService, plan.canaryService),
    ...(scaler === undefined ? [] : at(scaler.kind, scaler.name, scaler.primaryName)),
    ...configs.flatMap(({ kind, name }) => at(kind, name, `${name}-primary`)),
    ...plan.analysis.metrics.flatMap(({ source }) =>
      source.kind === 'template' ? [nameOf('MetricTemplate', source.namespace, source.name)] : [],
    ),
  ];
};
