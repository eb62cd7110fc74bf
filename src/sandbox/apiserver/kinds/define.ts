import type { Column, Generation, KindVersion, ServedKind } from '../kind.ts';
import type { Schema } from '../schema/schema.ts';

interface Definition {
  /** `group/version`, or the version alone for the core group; the first is preferred and stored. */
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly cluster?: boolean;
  readonly short?: readonly string[];
  readonly categories?: readonly string[];
  readonly generation?: Generation;
  readonly status?: boolean;
  readonly scale?: KindVersion['scale'];
  readonly schema?: Schema;
  readonly columns?: readonly Column[];
  readonly otherVersions?: readonly (Partial<KindVersion> & { readonly name: string })[];
  readonly custom?: boolean;
  readonly unconditionalUpdate?: boolean;
}

const splitVersion = (apiVersion: string): { group: string; version: string } => {
  const [first = '', second] = apiVersion.split('/');
  return second === undefined ? { group: '', version: first } : { group: first, version: second };
};

const optional = <T>(key: string, value: T | undefined): Record<string, T> =>
  value === undefined ? {} : { [key]: value };

export const defineKind = (definition: Definition): ServedKind => {
  const { group, version } = splitVersion(definition.apiVersion);
  const view = {
    columns: definition.columns ?? [],
    status: definition.status ?? false,
    ...optional('scale', definition.scale),
    ...optional('schema', definition.schema),
  };
  const { kind, plural } = definition;
  return {
    group,
    kind,
    plural,
    singular: kind.toLowerCase(),
    listKind: `${kind}List`,
    namespaced: definition.cluster !== true,
    shortNames: definition.short ?? [],
    categories: definition.categories ?? [],
    versions: [{ name: version }, ...(definition.otherVersions ?? [])].map((one) => ({ ...view, ...one })),
    storage: version,
    generation: definition.generation ?? 'never',
    custom: definition.custom ?? false,
    unconditionalUpdate: definition.unconditionalUpdate ?? definition.custom !== true,
  };
};
