import { describe, expect, test } from '@jest/globals';
import { aPlan } from '../../../test/builders/plan.ts';
import type { KubeObject } from '../../api/objects.ts';
import { objectAt } from '../../domain/json.ts';
import type { AutoscalerPlan } from '../../domain/plan.ts';
import { primaryQuery } from './primary-query.ts';
import { scalerKindOf } from './scalers.ts';

const ref = (kind: string, more: Record<string, unknown> = {}) =>
  aPlan({}, { autoscalerRef: { apiVersion: 'x', kind, name: 'pods', ...more } });
const hpa = ref('HorizontalPodAutoscaler');
const keda = ref('ScaledObject');

const scalerOf = ({ autoscaler }: typeof hpa): AutoscalerPlan => {
  if (autoscaler === undefined) throw new Error('no autoscaler');
  return autoscaler;
};

const source = (spec: Record<string, unknown>, metadata: Record<string, unknown> = {}): KubeObject => ({
  apiVersion: 'any/v1',
  kind: 'Any',
  metadata: { name: 'pods', namespace: 'test', ...metadata },
  spec,
});

const primaryOf = (plan: typeof hpa, from: KubeObject, floor = 0, existing?: KubeObject): KubeObject => {
  const scaler = scalerOf(plan);
  return scalerKindOf(scaler).primary(plan, { scaler, source: from, floor }, existing);
};

describe('the least replicas', () => {
  test.each([
    { kind: hpa, spec: { minReplicas: 3 }, min: 3 },
    { kind: hpa, spec: { minReplicas: 0 }, min: 1 },
    { kind: hpa, spec: {}, min: 1 },
    { kind: keda, spec: { minReplicaCount: 3 }, min: 3 },
    { kind: keda, spec: { minReplicaCount: 0 }, min: 1 },
    { kind: keda, spec: {}, min: 1 },
  ])('of $spec to start with are $min', ({ kind, spec, min }) => {
    expect(scalerKindOf(scalerOf(kind)).min(source(spec))).toBe(min);
  });

  test.each([
    { name: 'the source’s without a floor', plan: hpa, floor: 0, is: { minReplicas: 2, maxReplicas: 6 } },
    { name: 'the source’s above the floor', plan: hpa, floor: 1, is: { minReplicas: 2, maxReplicas: 6 } },
    { name: 'the floor above the source’s', plan: hpa, floor: 5, is: { minReplicas: 5, maxReplicas: 6 } },
    { name: 'never above the maximum', plan: hpa, floor: 50, is: { minReplicas: 6, maxReplicas: 6 } },
    {
      name: 'those that the Canary asks for',
      plan: ref('HorizontalPodAutoscaler', { primaryScalerReplicas: { minReplicas: 3, maxReplicas: 9 } }),
      floor: 0,
      is: { minReplicas: 3, maxReplicas: 9 },
    },
    {
      name: 'the floor above those that the Canary asks for',
      plan: ref('HorizontalPodAutoscaler', { primaryScalerReplicas: { minReplicas: 3, maxReplicas: 9 } }),
      floor: 8,
      is: { minReplicas: 8, maxReplicas: 9 },
    },
  ])('of a primary under a HorizontalPodAutoscaler are $name', ({ plan, floor, is }) => {
    expect(objectAt(primaryOf(plan, source({ minReplicas: 2, maxReplicas: 6 }), floor), 'spec')).toEqual({
      ...is,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo-primary' },
    });
  });

  test.each([
    {
      name: 'the source’s without a floor',
      plan: keda,
      floor: 0,
      is: { minReplicaCount: 2, idleReplicaCount: 0 },
    },
    { name: 'the floor, below which there is no idling', plan: keda, floor: 5, is: { minReplicaCount: 5 } },
    {
      name: 'those that the Canary asks for',
      plan: ref('ScaledObject', { primaryScalerReplicas: { minReplicas: 3, maxReplicas: 9 } }),
      floor: 0,
      is: { minReplicaCount: 3, maxReplicaCount: 9, idleReplicaCount: 0 },
    },
  ])('of a primary under a ScaledObject are $name', ({ plan, floor, is }) => {
    expect(
      objectAt(primaryOf(plan, source({ minReplicaCount: 2, idleReplicaCount: 0 }), floor), 'spec'),
    ).toEqual({ ...is, scaleTargetRef: { name: 'podinfo-primary' } });
  });

  test('are not written down where neither source nor Canary does', () => {
    expect(objectAt(primaryOf(keda, source({})), 'spec')).toEqual({
      scaleTargetRef: { name: 'podinfo-primary' },
    });
  });
});

describe('a ScaledObject', () => {
  const PAUSED = 'autoscaling.keda.sh/paused-replicas';
  const annotationsOf = (object: KubeObject) => object.metadata.annotations ?? {};

  test('that is paused gives the primary one that is not', () => {
    const made = primaryOf(keda, source({}, { annotations: { [PAUSED]: '0', note: 'theirs' } }));
    expect(annotationsOf(made)).toEqual({ note: 'theirs' });
  });

  test('of the primary that Flagger left paused at zero is let go', () => {
    const left = source({}, { annotations: { [PAUSED]: '0', note: 'theirs' } });
    expect(annotationsOf(primaryOf(keda, source({}), 0, left))).toEqual({ note: 'theirs' });
  });

  test('of the primary that somebody paused at a number of pods stays so', () => {
    const left = source({}, { annotations: { [PAUSED]: '4' } });
    expect(annotationsOf(primaryOf(keda, source({}), 0, left))).toEqual({ [PAUSED]: '4' });
  });

  test('keeps the label that KEDA gives each one for itself', () => {
    const label = 'scaledobject.keda.sh/name';
    const left = source({}, { labels: { [label]: 'pods-primary' } });
    const made = primaryOf(keda, source({}, { labels: { [label]: 'pods', team: 'shop' } }), 0, left);
    expect(made.metadata.labels).toEqual({ [label]: 'pods-primary', team: 'shop' });
  });

  test.each([
    { annotations: undefined, is: 'active' },
    { annotations: { [PAUSED]: '0' }, is: 'paused' },
    { annotations: { [PAUSED]: '3' }, is: 'active' },
  ])('with $annotations is $is at zero', ({ annotations, is }) => {
    const metadata = annotations === undefined ? {} : { annotations };
    expect(scalerKindOf(scalerOf(keda)).atZero(source({}, metadata))).toBe(is);
  });
});

describe('a trigger’s query for the primary', () => {
  test.each([
    { query: 'rate(x{pod=~"podinfo-[a-z0-9]+"}[1m])', is: 'rate(x{pod=~"podinfo-primary-[a-z0-9]+"}[1m])' },
    { query: 'x{app="podinfo"}', is: 'x{app="podinfo-primary"}' },
    { query: 'x{service="podinfo-canary"}', is: 'x{service="podinfo-primary"}' },
    { query: 'x{service="podinfo-primary"}', is: 'x{service="podinfo-primary"}' },
    { query: 'podinfo_requests_total{app="my-podinfo"}', is: 'podinfo_requests_total{app="my-podinfo"}' },
    { query: 'x{app=~"podinfo|podinfo-canary"}', is: 'x{app=~"podinfo-primary|podinfo-primary"}' },
    { query: undefined, is: undefined },
  ])('of $query is $is', ({ query, is }) => {
    expect(primaryQuery('podinfo', query, { given: undefined, trigger: 'load' })).toBe(is);
  });

  test('is the one that the Canary gives for it, and else the target’s own', () => {
    const given = { load: 'x{app="other"}' };
    expect(primaryQuery('podinfo', 'podinfo', { given, trigger: 'load' })).toBe('x{app="other"}');
    expect(primaryQuery('podinfo', 'podinfo', { given, trigger: 'depth' })).toBeUndefined();
  });
});
