import { describe, expect, test } from '@jest/globals';
import { aPlan } from '../../test/builders/plan.ts';
import type { KubeObject } from '../api/objects.ts';
import { reachesCanary, splitOf } from './read-back.ts';

const plan = aPlan();
const tcp = aPlan({}, { service: { port: 9898, appProtocol: 'tcp' } });
const to = (side: string, weight?: number) => ({
  destination: { host: `podinfo-${side}` },
  ...(weight === undefined ? {} : { weight }),
});
const holding = (spec: Record<string, unknown>): KubeObject => ({
  apiVersion: 'networking.istio.io/v1beta1',
  kind: 'VirtualService',
  metadata: { name: 'podinfo', namespace: 'test' },
  spec,
});
const http = (...routes: readonly object[]) => holding({ http: routes });
const split = (canary: number) => [to('primary', 100 - canary), to('canary', canary)];
const copies = { mirror: { host: 'podinfo-canary' } };

describe('the split of a VirtualService is', () => {
  test.each([
    { name: 'that of its only route', object: http({ route: split(30) }), is: { primary: 70, canary: 30 } },
    {
      name: 'that of the route that draws, behind those of cookies',
      object: http({ route: split(100) }, { route: split(0) }, { route: split(20) }),
      is: { canary: 20 },
    },
    {
      name: 'that of the route that matches, before that of the others',
      object: http({ route: split(100) }, { route: [to('primary', 100)] }),
      is: { canary: 100 },
    },
    {
      name: 'one with copies',
      object: http({ route: split(0), ...copies }),
      is: { canary: 0, mirrored: true },
    },
    { name: 'none when the weights are none', object: http({ route: split(130) }), is: undefined },
    { name: 'none without our sides', object: http({ route: [to('other', 100)] }), is: undefined },
    {
      name: 'none in routes of another protocol',
      object: holding({ tcp: [{ route: split(30) }] }),
      is: undefined,
    },
  ])('$name', ({ object, is }) => {
    if (is === undefined) expect(splitOf(plan, object)).toBeUndefined();
    else expect(splitOf(plan, object)).toMatchObject(is);
  });

  test('that of connections on TCP', () => {
    expect(splitOf(tcp, holding({ tcp: [{ route: split(30) }] }))).toMatchObject({ canary: 30 });
  });
});

describe('the canary is reached', () => {
  test.each([
    { name: 'by a weight', object: http({ route: split(1) }), is: true },
    { name: 'not at weight 0', object: http({ route: split(0) }), is: false },
    {
      name: 'by a single destination, whatever its weight',
      object: http({ route: [to('canary', 0)] }),
      is: true,
    },
    {
      name: 'by a weight that is left out',
      object: http({ route: [to('primary'), to('canary')] }),
      is: true,
    },
    { name: 'by copies', object: http({ route: split(0), ...copies }), is: true },
    {
      name: 'by copies of the newer form',
      object: http({ route: split(0), mirrors: [{ destination: { host: 'podinfo-canary' } }] }),
      is: true,
    },
    {
      name: 'by its longer names',
      object: http({ route: [{ destination: { host: 'podinfo-canary.test.svc.cluster.local' } }] }),
      is: true,
    },
    {
      name: 'not by a Service of that name elsewhere',
      object: http({ route: [{ destination: { host: 'podinfo-canary.other' } }] }),
      is: false,
    },
    {
      name: 'by any of several routes',
      object: http({ route: split(100) }, { route: split(0) }),
      is: true,
    },
    { name: 'by connections', object: holding({ tcp: [{ route: split(10) }] }), is: true },
    { name: 'by passed-through TLS', object: holding({ tls: [{ route: split(10) }] }), is: true },
    { name: 'not by rubbish', object: holding({ http: ['x', { route: 'y' }] }), is: false },
  ])('$name', ({ object, is }) => {
    expect(reachesCanary(plan, object)).toBe(is);
  });
});
