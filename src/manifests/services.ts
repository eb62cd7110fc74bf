import { FLUX_PAIR, ORIGINAL_CONFIGURATION } from '../api/identifiers.ts';
import type { KubeObject } from '../api/objects.ts';
import { isObject, type Json, listAt, objectAt } from '../domain/json.ts';
import { primaryName } from '../domain/names.ts';
import type { Metadata } from '../domain/plan-service.ts';
import type { Plan } from '../domain/plan.ts';
import type { Label } from '../domain/snapshot.ts';
import type { Side } from '../domain/question.ts';
import { isOwnedBy, ownedMetadata } from './ownership.ts';

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
 * A Service as it should be. Of an existing one only the port, the selector and our labels and annotations
 * change; what it held before it was taken over is noted on it once.
 */
export const service = (
  plan: Plan,
  role: ServiceRole,
  label: Label,
  existing: KubeObject | undefined,
): KubeObject => {
  const { name, metadata, selects } = rolePart(plan, role, label.value);
  const before = objectAt(existing, 'spec');
  return {
    apiVersion: 'v1',
    kind: 'Service',
    ...existing,
    metadata: ownedMetadata(existing, {
      name,
      namespace: plan.namespace,
      owner: plan.owner,
      labels: { ...metadata.labels, [label.key]: name },
      annotations: { ...metadata.annotations, ...FLUX_PAIR, ...originalOf(plan, existing) },
    }),
    spec: {
      ...(existing === undefined ? { type: 'ClusterIP' } : before),
      ports: [port(plan, before)],
      selector: { [label.key]: selects },
    },
  };
};

/** Of an object that was there before us, its spec; noted only the first time. */
export const originalOf = (
  plan: Plan,
  existing: KubeObject | undefined,
): Readonly<Record<string, string>> => {
  const isTakenOver = existing !== undefined && !isOwnedBy(existing, plan.uid);
  const isNoted = existing?.metadata.annotations?.[ORIGINAL_CONFIGURATION] !== undefined;
  return isTakenOver && !isNoted ? { [ORIGINAL_CONFIGURATION]: JSON.stringify(existing['spec']) } : {};
};

/** Of the old port of that name (or the only one) what we do not set stays, such as a node port. */
const port = (plan: Plan, before: Json): Json => {
  const { portName, targetPort, appProtocol } = plan.service;
  const ports = listAt(before, 'ports').filter(isObject);
  const old = ports.find((item) => item['name'] === portName) ?? (ports.length === 1 ? ports[0] : undefined);
  return {
    ...old,
    name: portName,
    protocol: 'TCP',
    port: plan.service.port,
    targetPort,
    ...(appProtocol === undefined ? {} : { appProtocol }),
  };
};
