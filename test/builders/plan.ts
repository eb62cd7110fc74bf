import type { KubeObject } from '../../src/api/objects.ts';
import type { PlanDefaults } from '../../src/domain/plan-analysis.ts';
import { type Plan, parsePlan } from '../../src/domain/plan.ts';
import { canary } from '../support/manifests.ts';

export const UID = 'c-1';
export const DEFAULTS: PlanDefaults = { minIntervalMs: 10_000, meshProvider: 'istio' };

/** A Canary object as the API server would return it. */
export const aCanary = (
  analysis: Record<string, unknown> = {},
  spec: Record<string, unknown> = {},
  metadata: Record<string, unknown> = {},
): KubeObject => {
  const made = canary(analysis, spec);
  return {
    ...made,
    metadata: { ...made.metadata, uid: UID, generation: 1, resourceVersion: '7', ...metadata },
  };
};

export const aPlan = (
  analysis: Record<string, unknown> = {},
  spec: Record<string, unknown> = {},
  over: Partial<Plan> = {},
): Plan => {
  const parsed = parsePlan(aCanary(analysis, spec), DEFAULTS);
  if ('issues' in parsed) throw new Error(JSON.stringify(parsed.issues));
  return { ...parsed.plan, ...over };
};

export const aHook = (type: string, name = type): Record<string, unknown> => ({
  name,
  type,
  url: `http://gate.test/${name}`,
});
