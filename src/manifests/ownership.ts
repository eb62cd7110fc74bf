import type { KubeObject, OwnerReference } from '../api/objects.ts';
import type { Form } from '../domain/snapshot.ts';
import { isSameContent } from '../domain/revision.ts';

type Texts = Readonly<Record<string, string>>;

/** Compares an object with what a builder made of it: builders keep what is not ours, so equal means ours is right. */
export const formOf = (existing: KubeObject | undefined, desired: KubeObject): Form => {
  if (existing === undefined) return 'missing';
  return isSameContent(existing, desired) ? 'asWanted' : 'drifted';
};

export const isOwnedBy = (object: KubeObject, uid: string): boolean =>
  (object.metadata.ownerReferences ?? []).some((owner) => owner.uid === uid);

/** The controller of an object, when that is not `uid`. */
export const otherController = (object: KubeObject, uid: string): OwnerReference | undefined =>
  (object.metadata.ownerReferences ?? []).find((owner) => owner.controller === true && owner.uid !== uid);

/**
 * Metadata of a generated object. Labels and annotations are added to what is there; an object that existed
 * before stays without our owner reference, so that it outlives the Canary.
 */
export const ownedMetadata = (
  existing: KubeObject | undefined,
  wanted: {
    readonly name: string;
    readonly namespace: string;
    readonly owner: OwnerReference;
    readonly labels: Texts;
    readonly annotations: Texts;
  },
): KubeObject['metadata'] => {
  const { name, namespace, owner, labels, annotations } = wanted;
  const before = existing?.metadata;
  const merged = (old: Texts | undefined, ours: Texts, key: string): Record<string, Texts> =>
    old === undefined && Object.keys(ours).length === 0 ? {} : { [key]: { ...old, ...ours } };
  return {
    ...(before ?? { name, namespace, ownerReferences: [owner] }),
    ...merged(before?.labels, labels, 'labels'),
    ...merged(before?.annotations, annotations, 'annotations'),
    name,
    namespace,
  };
};

/** Keys that Flux sets on what it applies; a copy of ours that bears them would be pruned by it. */
const isFlux = (key: string): boolean => key.includes('toolkit.fluxcd.io');

const BOOKKEEPING: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'deployment.kubernetes.io/revision',
  'deprecated.daemonset.template.generation',
]);

/** Of Argo CD: what it tracks, and how it is to treat it. Of Helm: which release has made it. */
const OF_DEPLOYERS = ['argocd.argoproj.io/', 'meta.helm.sh/'];

/** Words of other tools about the source, or to them, which would be false on a copy. */
const isBookkeeping = (key: string): boolean =>
  isFlux(key) || BOOKKEEPING.has(key) || OF_DEPLOYERS.some((domain) => key.startsWith(domain));

const filtered = (texts: Texts | undefined, keeps: (key: string) => boolean): Texts =>
  Object.fromEntries(Object.entries(texts ?? {}).filter(([key]) => keeps(key)));

export const withoutFlux = (texts: Texts | undefined): Texts => filtered(texts, (key) => !isFlux(key));

export const withoutBookkeeping = (texts: Texts | undefined): Texts =>
  filtered(texts, (key) => !isBookkeeping(key));

export const withPrefix = (texts: Texts | undefined, prefixes: readonly string[]): Texts =>
  filtered(
    texts,
    (key) =>
      !isBookkeeping(key) &&
      prefixes.some((prefix) => prefix === '*' || (prefix !== '' && key.startsWith(prefix))),
  );
