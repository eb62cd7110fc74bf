import { FLAGGER_ID } from '../api/identifiers.ts';
import type { KubeObject } from '../api/objects.ts';
import { type Json, objectAt } from '../domain/json.ts';
import { primaryName } from '../domain/names.ts';
import type { Plan } from '../domain/plan.ts';
import type { Label } from '../domain/snapshot.ts';
import { replicasOf } from '../domain/readiness.ts';
import { canonicalJson } from '../domain/revision.ts';
import { mapConfigReferences } from './config-references.ts';
import { mapPodSelectors } from './pod-selectors.ts';
import { withoutBookkeeping, withoutFlux, withPrefix } from './ownership.ts';

export interface PrimaryParts {
  /** The user's Deployment. */
  readonly target: KubeObject;
  readonly label: Label;
  /** `configmap/<name>` and `secret/<name>` that have a `-primary` copy. */
  readonly trackedConfigs: ReadonlySet<string>;
  readonly flaggerId: string;
  readonly includeLabelPrefixes: readonly string[];
}

/** The pod template that the primary runs for a target: the same pods under another label and other configs. */
export const primaryTemplate = ({ target, label, trackedConfigs, flaggerId }: PrimaryParts): Json => {
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
export const newPrimary = (plan: Plan, parts: PrimaryParts): KubeObject => {
  const { target, label, includeLabelPrefixes } = parts;
  const { paused: _, ...spec } = objectAt(target, 'spec');
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
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
      ...spec,
      replicas: Math.max(1, replicasOf(target)),
      selector: { matchLabels: { [label.key]: primaryName(label.value) } },
      template: primaryTemplate(parts),
    },
  };
};

/** Also when the target has dropped one. */
const COPIED_ON_PROMOTION: ReadonlySet<string> = new Set([
  'strategy',
  'minReadySeconds',
  'revisionHistoryLimit',
  'progressDeadlineSeconds',
]);

const entriesOf = (object: Json, keeps: (key: string) => boolean): Json =>
  Object.fromEntries(Object.entries(object).filter(([key]) => keeps(key)));

/** The primary with the target's template; its replicas are nobody's but its autoscaler's and its operators'. */
export const promotedPrimary = (existing: KubeObject, parts: PrimaryParts): KubeObject => {
  const { target, label, includeLabelPrefixes } = parts;
  const source = objectAt(target, 'spec');
  const kept = entriesOf(objectAt(existing, 'spec'), (key) => !COPIED_ON_PROMOTION.has(key));
  const copied = entriesOf(source, (key) => COPIED_ON_PROMOTION.has(key));
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
    spec: { ...kept, ...copied, template: primaryTemplate(parts) },
  };
};

/** Whether the primary runs the target's template, whichever controller promoted it. */
export const runsTarget = (primary: KubeObject, parts: PrimaryParts): boolean => {
  const template = objectAt(primary, 'spec', 'template');
  const flaggerId = flaggerIdOf(primary);
  return canonicalJson(template) === canonicalJson(primaryTemplate({ ...parts, flaggerId }));
};

export const flaggerIdOf = (primary: KubeObject): string => {
  const id = objectAt(primary, 'spec', 'template', 'metadata', 'annotations')[FLAGGER_ID];
  return typeof id === 'string' ? id : '';
};
