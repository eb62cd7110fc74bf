import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../api/objects.ts';
import type { ContainerPort } from '../pods/pod.ts';
import { endpointSlicesOf, isBehind, targetPortOn } from './endpoint-slices.ts';
import type { ServicePort, Slice } from './endpoint-slices.ts';

interface PodShape {
  readonly name?: string;
  readonly ip?: string;
  readonly ports?: readonly ContainerPort[];
  readonly ready?: boolean;
  readonly ending?: boolean;
}

const pod = ({
  name = 'a',
  ip = '10.244.0.1',
  ports = [],
  ready = true,
  ending = false,
}: PodShape): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name,
    namespace: 'test',
    uid: `uid-${name}`,
    labels: { app: 'podinfo' },
    ...(ending ? { deletionTimestamp: '2025-01-01T00:00:00Z' } : {}),
  },
  spec: { containers: [{ name: 'podinfo', ports }] },
  status: {
    ...(ip === '' ? {} : { podIP: ip }),
    conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
  },
});
const service = (ports: readonly ServicePort[], more: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'podinfo', namespace: 'test', uid: 'uid-service', labels: { team: 'x' } },
  spec: { selector: { app: 'podinfo' }, ports, ...more },
});
const slices = (of: KubeObject, pods: readonly KubeObject[]) =>
  endpointSlicesOf(of, pods) as unknown as readonly (KubeObject & Slice)[];

describe('a Service’s port on a pod', () => {
  const named = pod({
    ports: [
      { name: 'http', containerPort: 9898 },
      { name: 'dns', containerPort: 53, protocol: 'UDP' },
    ],
  });
  test.each([
    { name: 'is its target number', port: { port: 80, targetPort: 8080 }, number: 8080 },
    { name: 'is its own number without a target', port: { port: 80 }, number: 80 },
    { name: 'is the pod’s port of that name', port: { port: 80, targetPort: 'http' }, number: 9898 },
    { name: 'must have the same protocol', port: { port: 53, targetPort: 'dns' }, number: undefined },
    {
      name: 'with the same protocol is found',
      port: { port: 53, targetPort: 'dns', protocol: 'UDP' },
      number: 53,
    },
    { name: 'is absent when no port has the name', port: { port: 80, targetPort: 'web' }, number: undefined },
  ])('$name', ({ port, number }) => expect(targetPortOn(named, port)).toBe(number));
});

describe('slices', () => {
  const http = [{ name: 'http', port: 80, targetPort: 'http', appProtocol: 'http' }];
  const web = (name: string, ip: string, containerPort: number, more: PodShape = {}) =>
    pod({ name, ip, ports: [{ name: 'http', containerPort }], ...more });

  test('pods that name different numbers go into different slices', () => {
    const found = slices(service(http), [web('b', '10.244.0.2', 8080), web('a', '10.244.0.1', 9898)]);
    expect(
      found.map(({ ports, endpoints }) => [ports, endpoints.flatMap(({ addresses }) => addresses)]),
    ).toEqual([
      [[{ name: 'http', port: 9898, protocol: 'TCP', appProtocol: 'http' }], ['10.244.0.1']],
      [[{ name: 'http', port: 8080, protocol: 'TCP', appProtocol: 'http' }], ['10.244.0.2']],
    ]);
    expect(new Set(found.map(({ metadata }) => metadata.name)).size).toBe(2);
  });

  test.each([
    { name: 'ready', shape: {}, conditions: { ready: true, serving: true, terminating: false } },
    {
      name: 'not ready',
      shape: { ready: false },
      conditions: { ready: false, serving: false, terminating: false },
    },
    {
      name: 'ending, still serving',
      shape: { ending: true },
      conditions: { ready: false, serving: true, terminating: true },
    },
  ])('a pod that is $name', ({ shape, conditions }) => {
    const [slice] = slices(service(http), [web('a', '10.244.0.1', 9898, shape)]);
    expect(slice?.endpoints.map((endpoint) => endpoint.conditions)).toEqual([conditions]);
  });

  test('publishNotReadyAddresses calls every pod ready', () => {
    const published = service(http, { publishNotReadyAddresses: true });
    const [slice] = slices(published, [web('a', '10.244.0.1', 9898, { ready: false })]);
    expect(slice?.endpoints[0]?.conditions).toEqual({ ready: true, serving: false, terminating: false });
  });

  test('a pod without an address is left out, and a Service without pods still has a slice', () => {
    const [slice, ...more] = slices(service(http), [web('a', '', 9898)]);
    expect(more).toEqual([]);
    expect(slice).toMatchObject({
      endpoints: [],
      metadata: {
        labels: { team: 'x', 'kubernetes.io/service-name': 'podinfo' },
        ownerReferences: [{ kind: 'Service', name: 'podinfo', uid: 'uid-service' }],
      },
    });
  });

  test('a Service without a selector selects nothing', () => {
    expect(isBehind(service(http, { selector: {} }), pod({}))).toBe(false);
    expect(isBehind(service(http), pod({}))).toBe(true);
  });
});
