import { DEPLOYMENT } from '../../api/kinds.ts';
import type { KubeObject } from '../../api/objects.ts';
import { objectAt } from '../../domain/json.ts';
import { deploymentReadiness, replicasOf } from '../../domain/readiness.ts';
import {
  flaggerIdOf,
  newPrimary,
  promotedPrimary,
  runsTarget,
  type WorkloadShape,
} from '../primary-workload.ts';
import { podService } from './pod-service.ts';
import type { TargetKind } from './target-kind.ts';

const SHAPE: WorkloadShape = {
  type: DEPLOYMENT,
  copied: new Set(['strategy', 'minReadySeconds', 'revisionHistoryLimit', 'progressDeadlineSeconds']),
  first: ({ paused: _, ...spec }, target) => ({ ...spec, replicas: Math.max(1, replicasOf(target)) }),
};

const isPaused = (target: KubeObject): boolean => objectAt(target, 'spec')['paused'] === true;

export const deploymentTarget: TargetKind = {
  type: DEPLOYMENT,
  hasPods: true,
  release: (target) => objectAt(target, 'spec', 'template'),
  edition: ({ metadata }) => String(metadata.generation ?? 0),
  replicas: replicasOf,
  asksFor: (target, replicas) => replicasOf(target) >= replicas,
  readiness: deploymentReadiness,
  scaled: (replicas) => ({ spec: { replicas } }),
  unfit: (target) =>
    isPaused(target)
      ? {
          kind: 'TargetPaused',
          message: `Deployment ${target.metadata.name}.${target.metadata.namespace ?? ''} is paused; kubectl rollout resume lets it go on`,
        }
      : undefined,
  newPrimary: (plan, parts) => newPrimary(plan, parts, SHAPE),
  promotedPrimary: (_, existing, parts) => promotedPrimary(existing, parts, SHAPE),
  flaggerId: flaggerIdOf,
  runsTarget,
  service: podService,
};
