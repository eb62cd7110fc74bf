import type { Rec } from '../json.ts';
import type { KindVersion, ServedKind } from '../kind.ts';
import { reviewKinds } from './reviews.ts';

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const PART_VERBS = ['get', 'patch', 'update'];

interface Entry {
  readonly kind: ServedKind;
  readonly version: KindVersion;
}

const served = (kinds: readonly ServedKind[], group: string, version: string): Entry[] =>
  kinds
    .filter((kind) => kind.group === group)
    .flatMap((kind) =>
      kind.versions.filter(({ name }) => name === version).map((one) => ({ kind, version: one })),
    )
    .sort((a, b) => (a.kind.plural < b.kind.plural ? -1 : 1));

const versionRank = (version: string): number => {
  const [, major = '0', stage, minor = '0'] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? [];
  const stability = stage === undefined ? 2 : stage === 'beta' ? 1 : 0;
  return stability * 1e6 + Number(major) * 1e3 + Number(minor);
};

interface Group {
  readonly name: string;
  readonly versions: readonly string[];
}

/** Groups in the order in which they came; the most mature version first, as a real server orders them. */
const groupsOf = (kinds: readonly ServedKind[]): Group[] => {
  const groups = new Map<string, Set<string>>(
    reviewKinds.map(({ group, version }) => [group, new Set([version])]),
  );
  for (const kind of kinds) {
    const versions = groups.get(kind.group) ?? new Set();
    for (const { name } of kind.versions) versions.add(name);
    groups.set(kind.group, versions);
  }
  const order = (versions: Set<string>): string[] =>
    [...versions].sort((a, b) => versionRank(b) - versionRank(a));
  return [...groups].map(([name, versions]) => ({ name, versions: order(versions) }));
};

const aliases = (kind: ServedKind): Rec => ({
  ...(kind.shortNames.length === 0 ? {} : { shortNames: kind.shortNames }),
  ...(kind.categories.length === 0 ? {} : { categories: kind.categories }),
});

const SCALE = { group: 'autoscaling', version: 'v1', kind: 'Scale' };

const resourcesOf = ({ kind, version }: Entry): Rec[] => {
  const base = { namespaced: kind.namespaced, singularName: '' };
  const whole = {
    ...base,
    name: kind.plural,
    singularName: kind.singular,
    kind: kind.kind,
    verbs: VERBS,
    ...aliases(kind),
  };
  const status = { ...base, name: `${kind.plural}/status`, kind: kind.kind, verbs: PART_VERBS };
  const scale = { ...base, name: `${kind.plural}/scale`, ...SCALE, verbs: PART_VERBS };
  return [whole, ...(version.status ? [status] : []), ...(version.scale === undefined ? [] : [scale])];
};

const reviewResources = (group: string): Rec[] =>
  reviewKinds
    .filter((review) => review.group === group)
    .map(({ kind, plural }) => ({
      name: plural,
      singularName: kind.toLowerCase(),
      namespaced: false,
      kind,
      verbs: ['create'],
    }));

const groupVersion = (group: string, version: string): string =>
  group === '' ? version : `${group}/${version}`;

const resourceList = (kinds: readonly ServedKind[], group: string, version: string): Rec => ({
  kind: 'APIResourceList',
  apiVersion: 'v1',
  groupVersion: groupVersion(group, version),
  resources: [...served(kinds, group, version).flatMap(resourcesOf), ...reviewResources(group)],
});

const groupObject = ({ name, versions }: Group): Rec => {
  const listed = versions.map((version) => ({ groupVersion: groupVersion(name, version), version }));
  return { name, versions: listed, preferredVersion: listed[0] };
};

const namedGroups = (kinds: readonly ServedKind[]): Group[] =>
  groupsOf(kinds).filter(({ name }) => name !== '');

/** The old discovery documents; undefined for a path that is none of them. */
export const discoveryDocument = (kinds: readonly ServedKind[], path: string): Rec | undefined => {
  if (path === '/api') return { kind: 'APIVersions', versions: ['v1'] };
  if (path === '/api/v1') return resourceList(kinds, '', 'v1');
  const [, root, name, version, ...more] = path.split('/');
  if (root !== 'apis' || more.length > 0) return undefined;
  const groups = namedGroups(kinds);
  if (name === undefined) return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(groupObject) };
  const group = groups.find((one) => one.name === name);
  if (group === undefined) return undefined;
  if (version === undefined) return { kind: 'APIGroup', apiVersion: 'v1', ...groupObject(group) };
  return group.versions.includes(version) ? resourceList(kinds, name, version) : undefined;
};

const aggregatedResource = (group: string, version: string, resources: readonly Rec[]): Rec[] => {
  const isPart = (one: Rec): boolean => String(one['name']).includes('/');
  const responseKind = (one: Rec): Rec => ({
    group: one['group'] ?? group,
    version: one['version'] ?? version,
    kind: one['kind'],
  });
  return resources
    .filter((one) => !isPart(one))
    .map((one) => ({
      resource: one['name'],
      responseKind: responseKind(one),
      scope: one['namespaced'] === true ? 'Namespaced' : 'Cluster',
      singularResource: one['singularName'],
      verbs: one['verbs'],
      ...(one['shortNames'] === undefined ? {} : { shortNames: one['shortNames'] }),
      ...(one['categories'] === undefined ? {} : { categories: one['categories'] }),
      subresources: resources
        .filter((part) => String(part['name']).startsWith(`${String(one['name'])}/`))
        .map((part) => ({
          subresource: String(part['name']).split('/')[1],
          responseKind: responseKind(part),
          verbs: part['verbs'],
        })),
    }));
};

const aggregatedGroup = (kinds: readonly ServedKind[], { name, versions }: Group): Rec => ({
  metadata: { name },
  versions: versions.map((version) => {
    const resources = resourceList(kinds, name, version)['resources'] as readonly Rec[];
    return { version, freshness: 'Current', resources: aggregatedResource(name, version, resources) };
  }),
});

/** `apidiscovery.k8s.io/v2`: all groups of `/api` or `/apis` in one document. */
export const aggregatedDiscovery = (kinds: readonly ServedKind[], path: '/api' | '/apis'): Rec => {
  const groups = path === '/api' ? [{ name: '', versions: ['v1'] }] : namedGroups(kinds);
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: groups.map((group) => aggregatedGroup(kinds, group)),
  };
};
