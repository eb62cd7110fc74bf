import { describe, expect, test } from '@jest/globals';
import { deployment } from '../../test/support/manifests.ts';
import { readyEndpoints } from './endpoints.ts';
import { deploymentReadiness, endpointsNeeded } from './readiness.ts';

const seen = (replicas: number | undefined, status: Record<string, unknown>, generation = 3) => ({
  ...deployment('1'),
  metadata: { name: 'podinfo', generation },
  spec: { replicas },
  status: { observedGeneration: 3, ...status },
});
const all = (count: number) => ({ replicas: count, updatedReplicas: count, availableReplicas: count });
const DEADLINE = {
  conditions: [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }],
};

describe('a Deployment', () => {
  test.each([
    {
      name: 'is ready with all replicas updated and available',
      given: seen(2, all(2)),
      percent: 100,
      kind: 'ready',
    },
    {
      name: 'wants one replica when it does not say',
      given: seen(undefined, all(1)),
      percent: 100,
      kind: 'ready',
    },
    { name: 'is never ready without replicas', given: seen(0, all(0)), percent: 100, kind: 'progressing' },
    {
      name: 'is not ready before its controller saw the change',
      given: seen(2, all(2), 4),
      percent: 100,
      kind: 'progressing',
    },
    {
      name: 'is not ready while old replicas are there',
      given: seen(2, { ...all(2), replicas: 3 }),
      percent: 100,
      kind: 'progressing',
    },
    {
      name: 'is not ready while replicas run the old template',
      given: seen(2, { ...all(2), updatedReplicas: 1 }),
      percent: 100,
      kind: 'progressing',
    },
    {
      name: 'is not ready below its threshold',
      given: seen(4, { ...all(4), availableReplicas: 2 }),
      percent: 75,
      kind: 'progressing',
    },
    {
      name: 'is ready at its threshold',
      given: seen(4, { ...all(4), availableReplicas: 3 }),
      percent: 75,
      kind: 'ready',
    },
    {
      name: 'needs one available replica at any threshold',
      given: seen(1, { ...all(1), availableReplicas: 0 }),
      percent: 1,
      kind: 'progressing',
    },
    {
      name: 'is stuck past its own deadline',
      given: seen(2, { ...all(0), ...DEADLINE }),
      percent: 100,
      kind: 'stuck',
    },
    {
      name: 'is not stuck by the deadline of an earlier generation',
      given: seen(2, { ...all(0), ...DEADLINE }, 4),
      percent: 100,
      kind: 'progressing',
    },
    {
      name: 'is not ready without a status',
      given: { ...seen(2, {}), status: undefined },
      percent: 100,
      kind: 'progressing',
    },
  ])('$name', ({ given, percent, kind }) => {
    expect(deploymentReadiness(given, percent).kind).toBe(kind);
  });
});

describe('why pods are missing', () => {
  const REFUSAL = 'pods "podinfo-primary-7d4-x" is forbidden: exceeded quota: small';
  const failing = (message: string, status = 'True') => ({
    type: 'ReplicaFailure',
    status,
    reason: 'FailedCreate',
    message,
  });
  const told = (conditions: readonly object[], generation?: number): string => {
    const readiness = deploymentReadiness(seen(2, { ...all(0), conditions }, generation), 100);
    return readiness.kind === 'ready' ? 'ready' : `${readiness.kind}: ${readiness.message}`;
  };

  test.each([
    {
      name: 'is quoted from the refusal',
      conditions: [failing(REFUSAL)],
      says: `progressing: 0 of 2 replicas run the new revision: ${REFUSAL}`,
    },
    {
      name: 'is quoted beside the missed deadline',
      conditions: [...DEADLINE.conditions, failing(REFUSAL)],
      says: `stuck: the Deployment has missed its own progress deadline: ${REFUSAL}`,
    },
    {
      name: 'is not quoted once nothing is refused any more',
      conditions: [failing(REFUSAL, 'False')],
      says: 'progressing: 0 of 2 replicas run the new revision',
    },
    {
      name: 'is not quoted without words',
      conditions: [failing('')],
      says: 'progressing: 0 of 2 replicas run the new revision',
    },
    {
      name: 'is quoted on one line',
      conditions: [failing('violates\n  PodSecurity')],
      says: 'progressing: 0 of 2 replicas run the new revision: violates PodSecurity',
    },
    {
      name: 'is cut where it is long',
      conditions: [failing('x'.repeat(301))],
      says: `progressing: 0 of 2 replicas run the new revision: ${'x'.repeat(299)}…`,
    },
  ])('$name', ({ conditions, says }) => {
    expect(told(conditions)).toBe(says);
  });

  test('is not quoted from an earlier generation', () => {
    expect(told([failing(REFUSAL)], 4)).not.toContain('quota');
  });
});

test.each([
  { replicas: 4, percent: 50, needed: 2 },
  { replicas: 3, percent: 50, needed: 2 },
  { replicas: 0, percent: 100, needed: 1 },
])('$percent% of $replicas replicas are $needed endpoints', ({ replicas, percent, needed }) => {
  expect(endpointsNeeded(replicas, percent)).toBe(needed);
});

describe('ready endpoints', () => {
  const slice = (service: string, endpoints: readonly unknown[]) => ({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'x', labels: { 'kubernetes.io/service-name': service } },
    endpoints,
  });
  const at = (address: string, conditions?: Record<string, boolean>) => ({
    addresses: [address],
    conditions,
  });

  test.each([
    {
      name: 'counts each address once over all slices',
      slices: [slice('a', [at('1'), at('2')]), slice('a', [at('2')])],
      count: 2,
    },
    { name: 'counts an endpoint that says nothing as ready', slices: [slice('a', [at('1')])], count: 1 },
    { name: 'leaves out what is not ready', slices: [slice('a', [at('1', { ready: false })])], count: 0 },
    {
      name: 'leaves out what is on its way out',
      slices: [slice('a', [at('1', { ready: true, terminating: true })])],
      count: 0,
    },
    { name: 'leaves out other Services', slices: [slice('b', [at('1')])], count: 0 },
    { name: 'takes a slice without endpoints', slices: [slice('a', [])], count: 0 },
  ])('$name', ({ slices, count }) => {
    expect(readyEndpoints(slices, 'a')).toBe(count);
  });
});
