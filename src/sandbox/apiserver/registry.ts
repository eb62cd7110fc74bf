import { apiVersionOf } from '../../api/objects.ts';
import type { KubeObject, ResourceType } from '../../api/objects.ts';
import { noSuchResource } from './failure.ts';
import { frozenCopy } from './json.ts';
import { keyOf, versionOf } from './kind.ts';
import type { KindVersion, ServedKind } from './kind.ts';

export interface Served {
  readonly kind: ServedKind;
  readonly version: KindVersion;
}

/** An object of one version as it is stored. */
export const toStored = ({ kind, version }: Served, object: KubeObject): KubeObject => ({
  ...(version.convert?.toStored(object) ?? object),
  apiVersion: apiVersionOf({ ...kind, version: kind.storage }),
});

/** The same kind in the version in which its objects are stored. */
export const storedVersion = ({ kind, version }: Served): Served => ({
  kind,
  version: versionOf(kind, kind.storage) ?? version,
});

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
    const converted = version.convert?.fromStored(object) ?? object;
    const shown = known.get(apiVersion) ?? frozenCopy({ ...converted, apiVersion });
    this.#shown.set(object, known.set(apiVersion, shown));
    return shown;
  }
}
