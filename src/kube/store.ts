import type { KubeObject } from '../api/objects.ts';
import { isNewer } from './versions.ts';

/** Both: changed. Only after: appeared. Only before: gone. A name with another uid is gone, then appeared. */
export interface Change {
  readonly before?: KubeObject;
  readonly after?: KubeObject;
}

const versionOf = (object: KubeObject): string => object.metadata.resourceVersion ?? '0';
const namespaceOf = (object: KubeObject): string => object.metadata.namespace ?? '';

/** What one collection holds, as far as is known. Nothing here waits or fails; each method returns what changed. */
export class Store {
  readonly #namespaces = new Map<string, Map<string, KubeObject>>();
  /** All events up to this version have been taken in. */
  #position = '0';

  get position(): string {
    return this.#position;
  }

  get(namespace: string, name: string): KubeObject | undefined {
    return this.#namespaces.get(namespace)?.get(name);
  }

  list(namespace?: string): readonly KubeObject[] {
    if (namespace !== undefined) return [...(this.#namespaces.get(namespace)?.values() ?? [])];
    return [...this.#namespaces.values()].flatMap((objects) => [...objects.values()]);
  }

  get size(): number {
    let size = 0;
    for (const objects of this.#namespaces.values()) size += objects.size;
    return size;
  }

  /** An event of the stream that the object is there, at this version. */
  put(object: KubeObject): Change[] {
    this.advance(versionOf(object));
    return this.#set(object);
  }

  /** An event of the stream that the object is gone. */
  remove(object: KubeObject): Change[] {
    this.advance(versionOf(object));
    const held = this.get(namespaceOf(object), object.metadata.name);
    if (held === undefined) return [];
    // The name was taken again, and we learned of it before the stream told of the end of the old object.
    if (held.metadata.uid !== object.metadata.uid && isNewer(versionOf(held), versionOf(object))) return [];
    return this.#delete(held);
  }

  /** From outside the stream, for instance the answer to a write. What the stream has already passed is ignored. */
  learn(object: KubeObject): Change[] {
    return isNewer(versionOf(object), this.#position) ? this.#set(object) : [];
  }

  advance(position: string): void {
    if (isNewer(position, this.#position)) this.#position = position;
  }

  /** A complete list, read at `position`. What was learned after that position stays. */
  replace(objects: readonly KubeObject[], position: string): Change[] {
    // Only a server that was restored from a backup counts backwards; then nothing that we hold is newer.
    const rewound = isNewer(this.#position, position);
    const listed = new Set(objects.map((object) => `${namespaceOf(object)}/${object.metadata.name}`));
    const gone = this.list().filter(
      (held) =>
        !listed.has(`${namespaceOf(held)}/${held.metadata.name}`) &&
        (rewound || !isNewer(versionOf(held), position)),
    );
    const removed = gone.flatMap((held) => this.#delete(held));
    const present = objects.flatMap((object) => this.#set(object, rewound));
    this.#position = position;
    return [...removed, ...present];
  }

  /** How many of the held objects a list would remove. */
  missingFrom(objects: readonly KubeObject[]): number {
    const listed = new Set(objects.map((object) => object.metadata.uid));
    return this.list().filter((held) => !listed.has(held.metadata.uid)).length;
  }

  #set(object: KubeObject, evenIfOlder = false): Change[] {
    const held = this.get(namespaceOf(object), object.metadata.name);
    if (held !== undefined && !evenIfOlder && !isNewer(versionOf(object), versionOf(held))) return [];
    if (held !== undefined && versionOf(held) === versionOf(object)) return [];
    this.#objectsOf(namespaceOf(object)).set(object.metadata.name, object);
    if (held === undefined) return [{ after: object }];
    return held.metadata.uid === object.metadata.uid
      ? [{ before: held, after: object }]
      : [{ before: held }, { after: object }];
  }

  #delete(held: KubeObject): Change[] {
    const objects = this.#namespaces.get(namespaceOf(held));
    objects?.delete(held.metadata.name);
    if (objects?.size === 0) this.#namespaces.delete(namespaceOf(held));
    return [{ before: held }];
  }

  #objectsOf(namespace: string): Map<string, KubeObject> {
    const known = this.#namespaces.get(namespace);
    if (known !== undefined) return known;
    const made = new Map<string, KubeObject>();
    this.#namespaces.set(namespace, made);
    return made;
  }
}
