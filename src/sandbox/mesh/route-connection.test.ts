import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../api/objects.ts';
import { routeConnection } from './route-connection.ts';

const service = (name: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'test' },
});
const to = (host: string, weight: number) => ({ destination: { host }, weight });
const ruled = (...tcp: readonly object[]): readonly KubeObject[] => [
  {
    apiVersion: 'networking.istio.io/v1beta1',
    kind: 'VirtualService',
    metadata: { name: 'cache', namespace: 'test' },
    spec: { hosts: ['cache'], tcp },
  },
];
const goes = (
  virtualServices: readonly KubeObject[],
  over: { host?: string; port?: number; dice?: number },
) =>
  routeConnection(
    { virtualServices, destinationRules: [], services: [service('cache')] },
    { host: over.host ?? 'cache.test', port: over.port ?? 6379, sourceNamespace: 'load' },
    () => over.dice ?? 0,
  )?.host.split('.')[0];

describe('a connection', () => {
  const halves = ruled({ route: [to('cache-primary', 50), to('cache-canary', 50)] });

  test('goes as a whole where the weights say', () => {
    expect(goes(halves, { dice: 0.4 })).toBe('cache-primary');
    expect(goes(halves, { dice: 0.6 })).toBe('cache-canary');
  });

  test('is told from others by its port alone', () => {
    const rules = ruled(
      { match: [{ port: 6380 }], route: [to('other', 100)] },
      { match: [{ port: 6379 }], route: [to('cache-primary', 100)] },
    );
    expect(goes(rules, {})).toBe('cache-primary');
    expect(goes(rules, { port: 6380 })).toBe('other');
    expect(goes(rules, { port: 1 })).toBeUndefined();
  });

  test('goes to the Service where no route is about connections', () => {
    expect(goes([], {})).toBe('cache');
    expect(goes(ruled(), {})).toBe('cache');
  });

  test('to what nobody knows goes nowhere', () => {
    expect(goes([], { host: 'nobody.test' })).toBeUndefined();
  });
});
