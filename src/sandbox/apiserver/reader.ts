import type { KubeObject } from '../../api/objects.ts';
import { ApiFailure, badRequest, expired, notFound } from './failure.ts';
import { parseFieldSelector } from './field-selector.ts';
import type { ObjectTest } from './field-selector.ts';
import { keyOf } from './kind.ts';
import type { ServedKind } from './kind.ts';
import { parseLabelSelector } from './label-selector.ts';
import type { Registry, Served } from './registry.ts';
import { storageOrder } from './store.ts';
import type { Store } from './store.ts';

export interface Selection {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

export interface ListQuery extends Selection {
  readonly limit?: number;
  readonly continue?: string;
  /** Absent or empty: the latest; 0: any. */
  readonly resourceVersion?: string;
  readonly resourceVersionMatch?: 'Exact' | 'NotOlderThan';
}

export interface Page {
  readonly items: readonly KubeObject[];
  readonly resourceVersion: string;
  readonly continue?: string;
  readonly remainingItemCount?: number;
}

export interface Position {
  readonly revision: number;
  /** Objects up to and including this one were given. */
  readonly after: string;
}

const TOO_OLD_CONTINUE =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.';

export const selectionTest = (kind: ServedKind, selection: Selection): ObjectTest => {
  const byLabel = parseLabelSelector(selection.labelSelector);
  const byField = parseFieldSelector(kind, selection.fieldSelector);
  const { namespace } = selection;
  return (object) =>
    (namespace === undefined || object.metadata.namespace === namespace) &&
    byLabel(object.metadata.labels ?? {}) &&
    byField(object);
};

const placeOf = (object: KubeObject): string => `${object.metadata.namespace ?? ''}/${object.metadata.name}`;

const encodePosition = (position: Position): string =>
  Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: position.revision, start: position.after })).toString(
    'base64url',
  );

const decodePosition = (token: string): Position => {
  try {
    const { rv, start } = JSON.parse(Buffer.from(token, 'base64url').toString()) as Record<string, unknown>;
    if (typeof rv === 'number' && typeof start === 'string') return { revision: rv, after: start };
  } catch (error) {
    throw badRequest(`continue key is not valid: ${(error as Error).message}`);
  }
  throw badRequest(
    'continue key is not valid: incorrect encoded start resourceVersion (version meta.k8s.io/v1)',
  );
};

/** A resourceVersion from a request; throws 400 when it is not a number. */
const parseRevision = (text: string): number => {
  if (!/^\d{1,15}$/.test(text))
    throw badRequest(`invalid resource version: resourceVersion: Invalid value: "${text}"`);
  return Number(text);
};

const tooLarge = (wanted: number, current: number): ApiFailure =>
  new ApiFailure({
    status: 504,
    reason: 'Timeout',
    message: `Timeout: Too large resource version: ${wanted}, current: ${current}`,
    details: {
      causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
      retryAfterSeconds: 1,
    },
  });

/** Reads that do not wait. */
export class Reader {
  readonly #registry: Registry;
  readonly #store: Store;

  constructor(registry: Registry, store: Store) {
    this.#registry = registry;
    this.#store = store;
  }

  get(served: Served, namespace: string | undefined, name: string): KubeObject {
    const found = this.#store.find(keyOf(served.kind), namespace, name);
    if (found === undefined) throw notFound(served.kind, name);
    return this.#registry.show(served, found);
  }

  list(served: Served, query: ListQuery): Page {
    const from = this.#position(query);
    const revision = from?.revision ?? this.#snapshot(query);
    const matches = selectionTest(served.kind, query);
    const rest = this.#objects(served.kind, revision)
      .filter((object) => matches(object) && (from === undefined || placeOf(object) > from.after))
      .sort(storageOrder);
    return this.#page(served, rest, { revision, query });
  }

  #page(
    served: Served,
    rest: readonly KubeObject[],
    { revision, query }: { revision: number; query: ListQuery },
  ): Page {
    const limit = query.limit ?? 0;
    const items = limit > 0 ? rest.slice(0, limit) : rest;
    const last = items.at(-1);
    const page = {
      items: items.map((object) => this.#registry.show(served, object)),
      resourceVersion: String(revision),
    };
    if (items.length === rest.length || last === undefined) return page;
    const counted = query.labelSelector === undefined && query.fieldSelector === undefined;
    return {
      ...page,
      continue: encodePosition({ revision, after: placeOf(last) }),
      ...(counted ? { remainingItemCount: rest.length - items.length } : {}),
    };
  }

  #objects(kind: ServedKind, revision: number): KubeObject[] {
    const key = keyOf(kind);
    return revision === this.#store.revision ? this.#store.all(key) : this.#store.asOf(key, revision);
  }

  #position(query: ListQuery): Position | undefined {
    if (query.continue === undefined || query.continue === '') return undefined;
    if (
      query.resourceVersion !== undefined &&
      query.resourceVersion !== '' &&
      query.resourceVersion !== '0'
    ) {
      throw badRequest('specifying resource version is not allowed when using continue');
    }
    const position = decodePosition(query.continue);
    if (position.revision < this.#store.forgotten) throw expired(TOO_OLD_CONTINUE);
    return position;
  }

  #snapshot(query: ListQuery): number {
    const current = this.#store.revision;
    if (query.resourceVersion === undefined || query.resourceVersion === '') return current;
    const wanted = parseRevision(query.resourceVersion);
    if (wanted > current) throw tooLarge(wanted, current);
    if (query.resourceVersionMatch !== 'Exact') return current;
    if (wanted < this.#store.forgotten) {
      throw expired(`The resourceVersion for the provided list is too old.`);
    }
    return wanted;
  }
}
