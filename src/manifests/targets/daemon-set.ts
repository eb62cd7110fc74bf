import { SCALE_TO_ZERO } from '../../api/identifiers.ts';
import { DAEMON_SET } from '../../api/kinds.ts';
import type { KubeObject } from '../../api/objects.ts';
import { daemonSetReadiness, isAsleep, nodesOf } from '../../domain/daemon-set.ts';
import { isObject, type Json, objectAt, textAt } from '../../domain/json.ts';
import {
  flaggerIdOf,
  newPrimary,
  promotedPrimary,
  runsTarget,
  type WorkloadShape,
} from '../primary-workload.ts';
import { podService } from './pod-service.ts';
import type { PrimaryParts, TargetKind } from './target-kind.ts';

const SHAPE: WorkloadShape = {
  type: DAEMON_SET,
  copied: new Set(['updateStrategy', 'minReadySeconds', 'revisionHistoryLimit']),
  first: (spec) => spec,
};

/** The template as its user wrote it, without the selector that keeps it from all nodes. */
const awakeTemplate = (target: KubeObject): Json => {
  const template = objectAt(target, 'spec', 'template');
  const { nodeSelector, ...podSpec } = objectAt(template, 'spec');
  if (!isObject(nodeSelector)) return template;
  const { [SCALE_TO_ZERO]: _, ...selector } = nodeSelector;
  const isEmpty = Object.keys(selector).length === 0;
  return { ...template, spec: isEmpty ? podSpec : { ...podSpec, nodeSelector: selector } };
};

const awake = (parts: PrimaryParts): PrimaryParts => {
  const { target } = parts;
  const spec = { ...objectAt(target, 'spec'), template: awakeTemplate(target) };
  return { ...parts, target: { ...target, spec } };
};

/** Pods that nobody replaces would make a promotion one in name only. */
const updatesByHand = (target: KubeObject): boolean =>
  !['', 'RollingUpdate'].includes(textAt(objectAt(target, 'spec', 'updateStrategy'), 'type'));

/** It has no replicas: at zero, its pods ask for a node that there is not. */
export const daemonSetTarget: TargetKind = {
  type: DAEMON_SET,
  hasPods: true,
  release: awakeTemplate,
  edition: ({ metadata }) => String(metadata.generation ?? 0),
  replicas: (object) => (isAsleep(object) ? 0 : Math.max(1, nodesOf(object))),
  asksFor: (target) => !isAsleep(target),
  readiness: daemonSetReadiness,
  scaled: (replicas) => ({
    spec: { template: { spec: { nodeSelector: { [SCALE_TO_ZERO]: replicas === 0 ? 'true' : null } } } },
  }),
  unfit: (target) =>
    updatesByHand(target)
      ? {
          kind: 'UpdateStrategyUnsupported',
          message: `DaemonSet ${target.metadata.name}.${target.metadata.namespace ?? ''} must have the updateStrategy RollingUpdate`,
        }
      : undefined,
  newPrimary: (plan, parts) => newPrimary(plan, awake(parts), SHAPE),
  promotedPrimary: (_, existing, parts) => promotedPrimary(existing, awake(parts), SHAPE),
  flaggerId: flaggerIdOf,
  runsTarget: (primary, parts) => runsTarget(primary, awake(parts)),
  service: podService,
};
