import { FLUX_PAIR, ORIGINAL_CONFIGURATION } from '../api/identifiers.ts';
import type { KubeObject } from '../api/objects.ts';
import { type Json, objectAt } from '../domain/json.ts';
import { primaryName } from '../domain/names.ts';
import type { Metadata } from '../domain/plan-service.ts';
import type { Plan } from '../domain/plan.ts';
import type { Label } from '../domain/snapshot.ts';
import type { Side } from '../domain/question.ts';
import { isOwnedBy, ownedMetadata } from './ownership.ts';
import { servicePorts } from './ports.ts';

export type ServiceRole = 'apex' | Side;

/** Name, metadata and the value of the selector label, for each of the three Services. */
const rolePart = (
  plan: Plan,
  role: ServiceRole,
  value: string,
): { name: string; metadata: Metadata; selects: string } => {
  switch (role) {
    case 'apex':
      return { name: plan.apexName, metadata: plan.service.apex, selects: primaryName(value) };
    case 'primary':
      return { name: plan.primaryService, metadata: plan.service.primary, selects: primaryName(value) };
    case 'canary':
      return { name: plan.canaryService, metadata: plan.service.canary, selects: value };
  }
};

/**
 * A Service as it should be. Of an existing one only ports, selector, traffic distribution and our labels and
 * annotations change; what it held before it was taken over is noted on it once.
 */
export const service = (
  plan: Plan,
  role: ServiceRole,
  { label, target }: { readonly label: Label; readonly target: KubeObject | undefined },
  existing: KubeObject | undefined,
): KubeObject => {
  const { name, metadata, selects } = rolePart(plan, role, label.value);
  const { unmanaged, trafficDistribution } = plan.service;
  const before = objectAt(existing, 'spec');
  const template = target === undefined ? undefined : objectAt(target, 'spec', 'template');
  return {
    apiVersion: 'v1',
    kind: 'Service',
    ...existing,
    metadata: ownedMetadata(existing, {
      name,
      namespace: plan.namespace,
      owner: plan.owner,
      labels: managed(
        { ...metadata.labels, [label.key]: name },
        { live: existing?.metadata.labels, unmanaged: unmanaged.labels },
      ),
      annotations: managed(
        { ...metadata.annotations, ...FLUX_PAIR, ...originalOf(plan, existing) },
        { live: existing?.metadata.annotations, unmanaged: unmanaged.annotations },
      ),
    }),
    spec: {
      ...(existing === undefined ? newSpec(plan) : before),
      ...(trafficDistribution === undefined ? {} : { trafficDistribution }),
      ports: servicePorts(plan.service, template, before),
      selector: { [label.key]: selects },
    },
  };
};

const newSpec = ({ service: { headless } }: Plan): Json => ({
  type: 'ClusterIP',
  ...(headless ? { clusterIP: 'None' } : {}),
});

type Texts = Readonly<Record<string, string>>;

/** Ours but for the keys that somebody else manages, once they have a value. */
export const managed = (
  ours: Texts,
  { live, unmanaged }: { readonly live: Texts | undefined; readonly unmanaged: readonly string[] },
): Texts =>
  Object.fromEntries(
    Object.entries(ours).filter(([key]) => !unmanaged.includes(key) || live?.[key] === undefined),
  );

/** Of an object that was there before us, its spec; noted only the first time. */
export const originalOf = (
  plan: Plan,
  existing: KubeObject | undefined,
): Readonly<Record<string, string>> => {
  const isTakenOver = existing !== undefined && !isOwnedBy(existing, plan.uid);
  const isNoted = existing?.metadata.annotations?.[ORIGINAL_CONFIGURATION] !== undefined;
  return isTakenOver && !isNoted ? { [ORIGINAL_CONFIGURATION]: JSON.stringify(existing['spec']) } : {};
};
