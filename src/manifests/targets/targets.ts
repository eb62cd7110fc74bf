import type { Plan } from '../../domain/plan.ts';
import { coreServiceTarget } from './core-service.ts';
import { daemonSetTarget } from './daemon-set.ts';
import { deploymentTarget } from './deployment.ts';
import type { TargetKind } from './target-kind.ts';

const KINDS: Readonly<Record<Plan['target']['kind'], TargetKind>> = {
  Deployment: deploymentTarget,
  DaemonSet: daemonSetTarget,
  Service: coreServiceTarget,
};

export const targetKindOf = (plan: Plan): TargetKind => KINDS[plan.target.kind];
