import { describe, expect, test } from '@jest/globals';
import { aSlice } from '../../test/builders/caches.ts';
import { aPlan } from '../../test/builders/plan.ts';
import { seeing } from '../../test/builders/snapshot.ts';
import type { KubeObject } from '../api/objects.ts';
import type { Plan } from '../domain/plan.ts';
import { trafficAt } from '../domain/traffic.ts';
import type { Cluster } from '../kube/cluster.ts';
import { virtualService } from '../routing/istio.ts';
import { VirtualClock } from '../runtime/virtual-clock.ts';
import { scaleTarget } from './scale-target.ts';

const ADDRESSES = ['10.0.0.1', '10.0.0.2'];
const istio = aPlan();
const mirroring = aPlan({ mirror: true });
const plain = aPlan({}, { provider: 'kubernetes' });

const routes = (plan: Plan, ...given: Parameters<typeof trafficAt>): KubeObject =>
  virtualService(plan, trafficAt(...given), { seq: 1, time: '2026-01-01T00:00:00Z' }, undefined);
const service = (selector: Record<string, string>): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'podinfo', namespace: 'test' },
  spec: { selector },
});

/** Scales to zero in a cluster whose live objects are these; answers with what was patched. */
const scaling = async (plan: Plan, live: KubeObject, addresses: readonly string[] = ADDRESSES) => {
  const patched: unknown[] = [];
  const unused = () => Promise.reject(new Error('not asked for'));
  const cluster: Cluster = {
    get: ({ type }) => (type.kind === live.kind ? Promise.resolve(live) : unused()),
    list: () => Promise.resolve({ items: [aSlice('podinfo-primary', ...addresses)], resourceVersion: '1' }),
    patch: (_, { body }) => {
      patched.push(body);
      return Promise.resolve(live);
    },
    watch: () => {
      throw new Error('not asked for');
    },
    create: unused,
    replace: unused,
  };
  const context = {
    plan,
    cluster,
    seen: seeing(),
    settings: {
      minIntervalMs: 10_000,
      meshProvider: 'istio' as const,
      drainMs: 5_000,
      catchUpMs: 60_000,
      noCrossNamespaceRefs: false,
      alerts: [],
      eventHooks: [],
      selectorLabels: ['app'],
      includeLabelPrefixes: [],
      trackConfigs: true,
    },
    clock: new VirtualClock(),
    formatTime: String,
    learn: () => undefined,
    existing: () => undefined,
    signal: new AbortController().signal,
  };
  await scaleTarget(context, 0);
  return patched;
};

const ZERO = [{ spec: { replicas: 0 } }];

describe('the target goes to zero', () => {
  test.each([
    { name: 'when no route leads there', plan: istio, live: routes(istio, 0) },
    {
      name: 'without Istio when the Service of users selects the primary',
      plan: plain,
      live: service({ app: 'podinfo-primary' }),
    },
  ])('$name', async ({ plan, live }) => {
    expect(await scaling(plan, live)).toEqual(ZERO);
  });
});

describe('the target stays', () => {
  const STILL = 'the live route still leads to the target';

  test.each([
    { name: 'while a share goes there', plan: istio, live: routes(istio, 10) },
    { name: 'while copies go there', plan: mirroring, live: routes(mirroring, 0, { mirrored: true }) },
    { name: 'while the Service of users selects it', plan: plain, live: service({ app: 'podinfo' }) },
    { name: 'while the Service of users selects by something else', plan: plain, live: service({}) },
  ])('$name', async ({ plan, live }) => {
    await expect(scaling(plan, live)).rejects.toMatchObject({ reason: 'NoEndpoints', message: STILL });
  });

  test('while too few pods of the primary would be left with everyone', async () => {
    await expect(scaling(istio, routes(istio, 0), ['10.0.0.1'])).rejects.toMatchObject({
      reason: 'NoEndpoints',
      message: 'the primary has 1 of 2 ready endpoints',
    });
  });
});
