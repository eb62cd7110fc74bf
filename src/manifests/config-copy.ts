import { CONFIG_CHECKSUM } from '../api/identifiers.ts';
import type { KubeObject, OwnerReference } from '../api/objects.ts';
import { primaryName } from '../domain/names.ts';
import type { Plan } from '../domain/plan.ts';
import { withPrefix } from './ownership.ts';

const CONTENT = ['data', 'binaryData', 'type'];

/**
 * The `-primary` copy of a ConfigMap or Secret. It carries the checksum of what was copied, so that a look at
 * its metadata tells what it holds. Several Canaries may own one copy; the first is its controller.
 */
export const configCopy = (
  plan: Plan,
  source: KubeObject,
  existing: KubeObject | undefined,
  {
    checksum,
    includeLabelPrefixes,
  }: { readonly checksum: string; readonly includeLabelPrefixes: readonly string[] },
): KubeObject => ({
  apiVersion: 'v1',
  kind: source.kind,
  metadata: {
    ...(existing?.metadata ?? { name: primaryName(source.metadata.name), namespace: plan.namespace }),
    labels: { ...existing?.metadata.labels, ...withPrefix(source.metadata.labels, includeLabelPrefixes) },
    annotations: { ...existing?.metadata.annotations, [CONFIG_CHECKSUM]: checksum },
    ownerReferences: owners(plan, existing?.metadata.ownerReferences ?? []),
  },
  ...Object.fromEntries(CONTENT.filter((key) => source[key] !== undefined).map((key) => [key, source[key]])),
});

const owners = (plan: Plan, before: readonly OwnerReference[]): readonly OwnerReference[] => {
  if (before.some((owner) => owner.uid === plan.uid)) return before;
  const hasController = before.some((owner) => owner.controller === true);
  return [
    ...before,
    hasController ? { ...plan.owner, controller: false, blockOwnerDeletion: false } : plan.owner,
  ];
};
