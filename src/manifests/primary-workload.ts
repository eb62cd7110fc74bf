import { FLAGGER_ID } from '../api/identifiers.ts';
import { apiVersionOf, type KubeObject, type ResourceType } from '../api/objects.ts';
import { type Json, objectAt } from '../domain/json.ts';
import { primaryName } from '../domain/names.ts';
import type { Plan } from '../domain/plan.ts';
import type { Label } from '../domain/snapshot.ts';
import { isSameContent } from '../domain/revision.ts';
import { mapConfigReferences } from './config-references.ts';
import { mapPodSelectors } from './pod-selectors.ts';
import { withoutBookkeeping, withoutFlux, withPrefix } from './ownership.ts';
import type { PrimaryParts } from './targets/target-kind.ts';

/** How the kinds of workloads differ. */
export interface WorkloadShape {
  readonly type: ResourceType;
  /** Parts of the spec that promotion copies beside the template, also when the target has dropped one. */
  readonly copied: ReadonlySet<string>;
  /** The spec that a new primary begins with, from the target's. */
  readonly first: (spec: Json, target: KubeObject) => Json;
}

const labelOf = ({ label }: PrimaryParts): Label => {
  if (label === undefined) throw new Error('a workload without selector label reached the manifests');
  return label;
};

/** The pod template that the primary runs for a target: the same pods under another label and other configs. */
const primaryTemplate = (parts: PrimaryParts): Json => {
  const { target, trackedConfigs, flaggerId } = parts;
  const label = labelOf(parts);
  const template = objectAt(target, 'spec', 'template');
  const metadata = objectAt(template, 'metadata');
  const ownPods = mapPodSelectors(objectAt(template, 'spec'), label);
  const podSpec = mapConfigReferences(ownPods, ({ kind, name }) =>
    trackedConfigs.has(`${kind.toLowerCase()}/${name}`) ? primaryName(name) : name,
  );
  return {
    ...template,
    metadata: {
      ...metadata,
      labels: { ...withoutFlux(texts(metadata['labels'])), [label.key]: primaryName(label.value) },
      annotations: { ...withoutFlux(texts(metadata['annotations'])), [FLAGGER_ID]: flaggerId },
    },
    spec: podSpec,
  };
};

const texts = (value: unknown): Readonly<Record<string, string>> =>
  objectAt(value) as Readonly<Record<string, string>>;

/** The primary when there is none: as the target, but owned, renamed, and never without a pod. */
export const newPrimary = (plan: Plan, parts: PrimaryParts, { type, first }: WorkloadShape): KubeObject => {
  const { target, includeLabelPrefixes } = parts;
  const label = labelOf(parts);
  return {
    apiVersion: apiVersionOf(type),
    kind: type.kind,
    metadata: {
      name: plan.target.primaryName,
      namespace: plan.namespace,
      labels: {
        ...withPrefix(target.metadata.labels, includeLabelPrefixes),
        [label.key]: primaryName(label.value),
      },
      annotations: withoutBookkeeping(target.metadata.annotations),
      ownerReferences: [plan.owner],
    },
    spec: {
      ...first(objectAt(target, 'spec'), target),
      selector: { matchLabels: { [label.key]: primaryName(label.value) } },
      template: primaryTemplate(parts),
    },
  };
};

const entriesOf = (object: Json, keeps: (key: string) => boolean): Json =>
  Object.fromEntries(Object.entries(object).filter(([key]) => keeps(key)));

/** The primary with the target's template; its replicas are nobody's but its autoscaler's and its operators'. */
export const promotedPrimary = (
  existing: KubeObject,
  parts: PrimaryParts,
  { copied }: WorkloadShape,
): KubeObject => {
  const { target, includeLabelPrefixes } = parts;
  const label = labelOf(parts);
  const source = objectAt(target, 'spec');
  const kept = entriesOf(objectAt(existing, 'spec'), (key) => !copied.has(key));
  const renewed = entriesOf(source, (key) => copied.has(key));
  return {
    ...existing,
    metadata: {
      ...existing.metadata,
      labels: {
        ...existing.metadata.labels,
        ...withPrefix(target.metadata.labels, includeLabelPrefixes),
        [label.key]: primaryName(label.value),
      },
      annotations: {
        ...existing.metadata.annotations,
        ...withPrefix(target.metadata.annotations, includeLabelPrefixes),
      },
    },
    spec: { ...kept, ...renewed, template: primaryTemplate(parts) },
  };
};

/**
 * Whether the primary runs the target's template, whichever controller promoted it. Flagger writes the selectors among a
 * side's own pods in fewer cases than we do, which is no other release.
 */
export const runsTarget = (primary: KubeObject, parts: PrimaryParts): boolean => {
  const template = objectAt(primary, 'spec', 'template');
  const spec = mapPodSelectors(objectAt(template, 'spec'), labelOf(parts));
  const wanted = primaryTemplate({ ...parts, flaggerId: flaggerIdOf(primary) });
  return isSameContent({ ...template, spec }, wanted);
};

export const flaggerIdOf = (primary: KubeObject): string => {
  const id = objectAt(primary, 'spec', 'template', 'metadata', 'annotations')[FLAGGER_ID];
  return typeof id === 'string' ? id : '';
};
