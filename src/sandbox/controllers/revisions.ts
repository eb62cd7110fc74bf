import type { KubeObject } from '../../api/objects.ts';
import { KUBECTL_LAST_APPLIED } from '../../api/identifiers.ts';
import {
  deploymentSpec,
  DESIRED_REPLICAS,
  MAX_REPLICAS,
  replicaSetSpec,
  REVISION,
  TEMPLATE_HASH,
} from './deployment-object.ts';
import type { Template } from './deployment-object.ts';
import { ownedBy } from './owner.ts';
import { canonical, templateHash } from './template-hash.ts';

/** Which ReplicaSet of a Deployment runs the current template, and how a new one looks. */
const withoutHash = (template: Template): Template => {
  const { [TEMPLATE_HASH]: _hash, ...labels } = template.metadata?.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels } };
};

const withHash = (template: Template, hash: string): Template => ({
  ...template,
  metadata: { ...template.metadata, labels: { ...template.metadata?.labels, [TEMPLATE_HASH]: hash } },
});

export const revisionOf = (object: KubeObject): number =>
  Number(object.metadata.annotations?.[REVISION] ?? '0');

/** Oldest first. */
export const byAge = (sets: readonly KubeObject[]): readonly KubeObject[] =>
  [...sets].sort(
    (a, b) =>
      (a.metadata.creationTimestamp ?? '').localeCompare(b.metadata.creationTimestamp ?? '') ||
      revisionOf(a) - revisionOf(b) ||
      a.metadata.name.localeCompare(b.metadata.name),
  );

/** Texts of templates; stored objects are frozen, so one template has one text. */
const known = new WeakMap<Template, string>();

const textOf = (template: Template): string => {
  const text = known.get(template) ?? canonical(withoutHash(template));
  known.set(template, text);
  return text;
};

export const currentSet = (deployment: KubeObject, sets: readonly KubeObject[]): KubeObject | undefined => {
  const wanted = textOf(deploymentSpec(deployment).template);
  return sets.find((set) => textOf(replicaSetSpec(set).template) === wanted);
};

export const nextRevision = (sets: readonly KubeObject[]): number => Math.max(0, ...sets.map(revisionOf)) + 1;

export interface Scale {
  readonly replicas: number;
  readonly desired: number;
  readonly max: number;
}

/** What tells a later look that the Deployment's own size was changed since. */
export const scaleAnnotations = ({ desired, max }: Scale): Readonly<Record<string, string>> => ({
  [DESIRED_REPLICAS]: String(desired),
  [MAX_REPLICAS]: String(max),
});

const inherited = (deployment: KubeObject): Readonly<Record<string, string>> => {
  const {
    [KUBECTL_LAST_APPLIED]: _applied,
    [REVISION]: _revision,
    ...rest
  } = deployment.metadata.annotations ?? {};
  return rest;
};

export const newReplicaSet = (deployment: KubeObject, revision: number, scale: Scale): KubeObject => {
  const { template, selector, minReadySeconds } = deploymentSpec(deployment);
  const hash = templateHash(template);
  const hashed = withHash(template, hash);
  const { name, namespace } = deployment.metadata;
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${name}-${hash}`,
      ...(namespace === undefined ? {} : { namespace }),
      labels: hashed.metadata?.labels ?? {},
      annotations: {
        ...inherited(deployment),
        [REVISION]: String(revision),
        ...scaleAnnotations(scale),
      },
      ownerReferences: ownedBy(deployment),
    },
    spec: {
      replicas: scale.replicas,
      minReadySeconds,
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [TEMPLATE_HASH]: hash } },
      template: hashed,
    },
  };
};
