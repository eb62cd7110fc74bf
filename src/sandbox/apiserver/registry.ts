import { apiVersionOf } from '../../api/objects.ts';
import type { KubeObject, ResourceType } from '../../api/objects.ts';
import { noSuchResource } from './failure.ts';
import { keyOf, versionOf } from './kind.ts';
import type { KindVersion, ServedKind } from './kind.ts';

export interface Served {
  readonly kind: ServedKind;
  readonly version: KindVersion;
}

/** Which kinds are served now. */
export class Registry {
  readonly #kinds = new Map<string, ServedKind>();
  readonly #shown = new WeakMap<KubeObject, Map<string, KubeObject>>();

  add(kind: ServedKind): void {
    this.#kinds.set(keyOf(kind), kind);
  }

  remove(key: string): void {
    this.#kinds.delete(key);
  }

  all(): ServedKind[] {
    return [...this.#kinds.values()];
  }

  find(key: string): ServedKind | undefined {
    return this.#kinds.get(key);
  }

  /** The kind of an owner reference. */
  findByKind(apiVersion: string, kindName: string): ServedKind | undefined {
    const slash = apiVersion.indexOf('/');
    const group = slash < 0 ? '' : apiVersion.slice(0, slash);
    return this.all().find((kind) => kind.group === group && kind.kind === kindName);
  }

  /** Throws 404 for a kind or version that is not served. */
  served(type: Pick<ResourceType, 'group' | 'version' | 'plural'>): Served {
    const kind = this.#kinds.get(keyOf(type));
    const version = kind === undefined ? undefined : versionOf(kind, type.version);
    if (kind === undefined || version === undefined) throw noSuchResource();
    return { kind, version };
  }

  /** A stored object as one version of its kind shows it. */
  show(served: Served, object: KubeObject): KubeObject {
    const { kind, version } = served;
    if (version.name === kind.storage) return object;
    const apiVersion = apiVersionOf({ ...kind, version: version.name });
    const known = this.#shown.get(object) ?? new Map<string, KubeObject>();
    const shown = known.get(apiVersion) ?? Object.freeze({ ...object, apiVersion });
    this.#shown.set(object, known.set(apiVersion, shown));
    return shown;
  }
}
