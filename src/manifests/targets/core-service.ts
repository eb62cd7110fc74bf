import { FLAGGER_ID, FLUX_PAIR } from '../../api/identifiers.ts';
import { SERVICE } from '../../api/kinds.ts';
import type { KubeObject } from '../../api/objects.ts';
import { isObject, type Json, listAt, objectAt, textAt } from '../../domain/json.ts';
import type { Metadata } from '../../domain/plan-service.ts';
import type { Plan } from '../../domain/plan.ts';
import { isSameContent } from '../../domain/revision.ts';
import { ownedMetadata, withoutBookkeeping } from '../ownership.ts';
import { managed } from '../services.ts';
import type { PrimaryParts, TargetKind } from './target-kind.ts';

/** Given to one Service by the cluster, or of use only from outside of it. */
const OF_ONE_SERVICE: ReadonlySet<string> = new Set([
  'healthCheckNodePort',
  'externalIPs',
  'externalTrafficPolicy',
  'loadBalancerIP',
  'loadBalancerClass',
  'loadBalancerSourceRanges',
  'allocateLoadBalancerNodePorts',
]);

/** Chosen once for each Service, and not to be changed. */
const ADDRESSING: ReadonlySet<string> = new Set(['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy']);

const entriesOf = (spec: Json, keeps: (key: string) => boolean): Json =>
  Object.fromEntries(Object.entries(spec).filter(([key]) => keeps(key)));

const withoutNodePort = (port: unknown): unknown => {
  if (!isObject(port)) return port;
  const { nodePort: _, ...rest } = port;
  return rest;
};

/**
 * Where a Service leads to and how. Its address, node ports and load balancer are its own: a copy with these could not
 * be made, or would cost a second load balancer.
 */
const releaseOf = (target: KubeObject): Json => {
  const spec = objectAt(target, 'spec');
  return {
    ...entriesOf(spec, (key) => !OF_ONE_SERVICE.has(key) && !ADDRESSING.has(key)),
    type: 'ClusterIP',
    ...(Array.isArray(spec['ports']) ? { ports: listAt(spec, 'ports').map(withoutNodePort) } : {}),
  };
};

/** A new copy has addresses of the same kind, an old one keeps its own. */
const addressing = (existing: KubeObject | undefined, target: KubeObject): Json => {
  if (existing !== undefined) return entriesOf(objectAt(existing, 'spec'), (key) => ADDRESSING.has(key));
  const {
    clusterIP,
    clusterIPs: _,
    ...families
  } = entriesOf(objectAt(target, 'spec'), (key) => ADDRESSING.has(key));
  return clusterIP === 'None' ? { ...families, clusterIP } : families;
};

const copy = (
  plan: Plan,
  target: KubeObject,
  existing: KubeObject | undefined,
  {
    name,
    metadata,
    more,
  }: { readonly name: string; readonly metadata: Metadata; readonly more: Metadata['annotations'] },
): KubeObject => {
  const { unmanaged } = plan.service;
  const labels = { ...withoutBookkeeping(target.metadata.labels), ...metadata.labels };
  const annotations = {
    ...withoutBookkeeping(target.metadata.annotations),
    ...metadata.annotations,
    ...FLUX_PAIR,
  };
  return {
    apiVersion: 'v1',
    kind: SERVICE.kind,
    ...existing,
    metadata: ownedMetadata(existing, {
      name,
      namespace: plan.namespace,
      owner: plan.owner,
      labels: managed(labels, { live: existing?.metadata.labels, unmanaged: unmanaged.labels }),
      annotations: {
        ...managed(annotations, { live: existing?.metadata.annotations, unmanaged: unmanaged.annotations }),
        ...more,
      },
    }),
    spec: { ...releaseOf(target), ...addressing(existing, target) },
  };
};

const primaryOf = (
  plan: Plan,
  { target, flaggerId }: PrimaryParts,
  existing: KubeObject | undefined,
): KubeObject =>
  copy(plan, target, existing, {
    name: plan.target.primaryName,
    metadata: plan.service.primary,
    more: { [FLAGGER_ID]: flaggerId },
  });

const selectsNothing = (target: KubeObject): boolean => {
  const spec = objectAt(target, 'spec');
  return textAt(spec, 'type') === 'ExternalName' || Object.keys(objectAt(spec, 'selector')).length === 0;
};

/**
 * A Service whose spec is the release, as when its selector moves from the pods of one version to those of the next.
 * No pods are ours here: the `-primary` copy leads where it was promoted to, the `-canary` one where the target leads.
 */
export const coreServiceTarget: TargetKind = {
  type: SERVICE,
  hasPods: false,
  release: releaseOf,
  // A Service has no generation.
  edition: ({ metadata }) => metadata.resourceVersion ?? '0',
  replicas: () => 0,
  asksFor: () => true,
  readiness: () => ({ kind: 'ready' }),
  scaled: () => undefined,
  unfit: (target) =>
    selectsNothing(target)
      ? {
          kind: 'SelectorUnsupported',
          message: `Service ${target.metadata.name}.${target.metadata.namespace ?? ''} must select pods, or nobody could tell whether anything answers behind its copies`,
        }
      : undefined,
  newPrimary: (plan, parts) => primaryOf(plan, parts, undefined),
  promotedPrimary: (plan, existing, parts) => primaryOf(plan, parts, existing),
  flaggerId: ({ metadata }) => metadata.annotations?.[FLAGGER_ID] ?? '',
  runsTarget: (primary, { target }) => isSameContent(releaseOf(primary), releaseOf(target)),
  service: (plan, role, { target }, existing) =>
    role === 'canary' && target !== undefined
      ? copy(plan, target, existing, { name: plan.canaryService, metadata: plan.service.canary, more: {} })
      : undefined,
};
