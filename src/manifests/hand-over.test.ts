import { describe, expect, test } from '@jest/globals';
import { aPlan, UID } from '../../test/builders/plan.ts';
import { LABEL } from '../../test/builders/snapshot.ts';
import type { KubeObject } from '../api/objects.ts';
import { returnedRoutes } from '../routing/hand-over.ts';
import { returnedService } from './hand-over.ts';

const NOTED = 'flagger.kubernetes.io/original-configuration';
const APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const plan = aPlan();
const owner = {
  apiVersion: 'flagger.app/v1beta1',
  kind: 'Canary',
  name: 'podinfo',
  uid: UID,
  controller: true,
};

const object = (kind: string, spec: unknown, annotations: Record<string, string> = {}): KubeObject => ({
  apiVersion: kind === 'Service' ? 'v1' : 'networking.istio.io/v1beta1',
  kind,
  metadata: { name: 'podinfo', namespace: 'test', annotations },
  spec,
});

const OURS = {
  clusterIP: '10.0.0.7',
  selector: { app: 'podinfo-primary' },
  ports: [{ port: 80 }],
  trafficDistribution: 'PreferClose',
};
const FRONT = { selector: { tier: 'front' }, ports: [{ port: 8080 }] };

describe('a Service that leads to the primary gets', () => {
  const given = (annotations: Record<string, string>) =>
    returnedService(plan, object('Service', OURS, annotations), { label: LABEL, outlives: true })['spec'];

  test.each([
    {
      name: 'the noted spec, with the address that it has',
      annotations: { [NOTED]: JSON.stringify({ ...FRONT, clusterIP: '10.9.9.9' }) },
      is: { clusterIP: '10.0.0.7', ...FRONT },
    },
    {
      name: 'what kubectl applied, when nothing was noted',
      annotations: { [APPLIED]: JSON.stringify({ spec: FRONT }) },
      is: { clusterIP: '10.0.0.7', ...FRONT },
    },
    {
      name: "what kubectl applied, when what was noted was Flagger's already",
      annotations: { [NOTED]: JSON.stringify(OURS), [APPLIED]: JSON.stringify({ spec: FRONT }) },
      is: { clusterIP: '10.0.0.7', ...FRONT },
    },
    {
      name: 'the selector of the target, when nothing is known',
      annotations: {},
      is: { ...OURS, selector: { app: 'podinfo' } },
    },
    {
      name: 'that also when the note selects nothing',
      annotations: { [NOTED]: '{"type":"NodePort"}' },
      is: { ...OURS, selector: { app: 'podinfo' } },
    },
    {
      name: 'that also when the note is no JSON',
      annotations: { [NOTED]: '{' },
      is: { ...OURS, selector: { app: 'podinfo' } },
    },
  ])('$name', ({ annotations, is }) => {
    expect(given(annotations)).toEqual(is);
  });

  test('nothing when nobody knows the label any more', () => {
    const parts = { label: undefined, outlives: true };
    expect(returnedService(plan, object('Service', OURS), parts)['spec']).toEqual(OURS);
  });
});

const toSides = {
  http: [
    {
      route: [
        { destination: { host: 'podinfo-primary' }, weight: 100 },
        { destination: { host: 'podinfo-canary' }, weight: 0 },
      ],
    },
  ],
};
const theirs = {
  hosts: ['podinfo'],
  http: [{ route: [{ destination: { host: 'podinfo' } }], retries: { attempts: 2 } }],
};

describe('a VirtualService that leads to our sides gets', () => {
  test.each([
    { name: 'the noted spec', annotations: { [NOTED]: JSON.stringify(theirs) }, is: theirs },
    {
      name: "what kubectl applied, when what was noted at a drift was Flagger's own",
      annotations: { [NOTED]: JSON.stringify(toSides), [APPLIED]: JSON.stringify({ spec: theirs }) },
      is: theirs,
    },
    {
      name: 'a route to the Service, when nothing is known',
      annotations: {},
      is: {
        hosts: ['podinfo'],
        gateways: ['mesh'],
        http: [{ route: [{ destination: { host: 'podinfo' } }] }],
      },
    },
  ])('$name', ({ annotations, is }) => {
    const live = object(
      'VirtualService',
      { hosts: ['podinfo'], gateways: ['mesh'], ...toSides },
      annotations,
    );
    expect(returnedRoutes(plan, live, true)['spec']).toEqual(is);
  });

  test('what the service asks of each request stays on the route to the Service', () => {
    const given = aPlan(
      { match: [{ headers: { user: { exact: 'x' } } }], iterations: 3 },
      { service: { port: 9898, timeout: '3s', match: [{ uri: { prefix: '/api' } }] } },
    );
    expect(returnedRoutes(given, object('VirtualService', toSides), true)['spec']).toEqual({
      http: [
        {
          match: [{ uri: { prefix: '/api' } }],
          timeout: '3s',
          route: [{ destination: { host: 'podinfo' } }],
        },
      ],
    });
  });

  test('connections, a route to the Service', () => {
    const given = aPlan({}, { service: { port: 9898, appProtocol: 'tcp' } });
    expect(returnedRoutes(given, object('VirtualService', { tcp: toSides.http }), true)['spec']).toEqual({
      tcp: [{ route: [{ destination: { host: 'podinfo' } }] }],
    });
  });
});

describe('metadata', () => {
  const marked = (): KubeObject => {
    const annotations = {
      [NOTED]: '{}',
      'serinette.dev/record': 'c-1/4@2026-01-01T00:00:00Z',
      'kustomize.toolkit.fluxcd.io/reconcile': 'disabled',
      'helm.toolkit.fluxcd.io/driftDetection': 'disabled',
      theirs: 'kept',
    };
    const { metadata, ...rest } = object('VirtualService', theirs, annotations);
    return { ...rest, metadata: { ...metadata, ownerReferences: [owner] } };
  };

  test('loses our marks, and our ownership where the object is to outlive the Canary', () => {
    const { metadata } = returnedRoutes(plan, marked(), true);
    expect(metadata).toEqual({ name: 'podinfo', namespace: 'test', annotations: { theirs: 'kept' } });
  });

  test('of what was never taken over stays, though it bears the same marks', () => {
    const annotations = { 'kustomize.toolkit.fluxcd.io/reconcile': 'disabled' };
    const routes = object('VirtualService', theirs, annotations);
    expect(returnedRoutes(plan, routes, true)).toEqual(routes);
    const service = object('Service', FRONT, annotations);
    expect(returnedService(plan, service, { label: LABEL, outlives: true })).toEqual(service);
  });

  test('keeps our ownership where it is of no use without a target', () => {
    expect(returnedRoutes(plan, marked(), false).metadata.ownerReferences).toEqual([owner]);
  });
});
