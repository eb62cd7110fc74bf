import { describe, expect, test } from '@jest/globals';
import { aPlan } from '../../test/builders/plan.ts';
import type { KubeObject } from '../api/objects.ts';
import { trafficAt } from '../domain/traffic.ts';
import { destinationRule, routesSeen, virtualService } from './istio.ts';

const plan = aPlan({}, { service: { port: 80, timeout: '15s', match: [{ uri: { prefix: '/' } }] } });
const written = virtualService(plan, trafficAt(30), { seq: 4, time: 'T5' }, undefined);
const parseTime = (text: string): number | undefined => (text === 'T5' ? 5 : undefined);
const edited = (change: (object: Record<string, any>) => void): KubeObject => {
  const copy = structuredClone(written) as Record<string, any>;
  change(copy);
  return copy as KubeObject;
};
const seen = (object: KubeObject | undefined) => routesSeen(plan, trafficAt(30), object, parseTime);

describe('routes are read back', () => {
  test('as what was written', () => {
    expect(seen(written)).toEqual({
      object: written,
      form: 'asWanted',
      traffic: { primary: 70, canary: 30, mirrored: false },
      stamp: { uid: 'c-1', seq: 4, at: 5 },
    });
  });

  test.each([
    { name: 'missing', object: undefined, is: { form: 'missing', traffic: undefined, stamp: undefined } },
    {
      name: 'drifted when a hand has changed the weights',
      object: edited(({ spec }) => {
        spec.http[0].route[0].weight = 0;
        spec.http[0].route[1].weight = 100;
      }),
      is: { form: 'drifted', traffic: { primary: 0, canary: 100 } },
    },
    {
      name: 'drifted when a weight is missing',
      object: edited(({ spec }) => {
        delete spec.http[0].route[0].weight;
      }),
      is: { form: 'drifted', traffic: undefined },
    },
    {
      name: 'drifted when weights do not sum to 100',
      object: edited(({ spec }) => {
        spec.http[0].route[0].weight = 60;
      }),
      is: { form: 'drifted', traffic: undefined },
    },
    {
      name: 'drifted when one side was removed',
      object: edited(({ spec }) => {
        spec.http[0].route.pop();
      }),
      is: { form: 'drifted', traffic: undefined },
    },
    {
      name: 'drifted when the host was changed',
      object: edited(({ spec }) => {
        spec.hosts = ['other'];
      }),
      is: { form: 'drifted', traffic: { primary: 70, canary: 30 } },
    },
    {
      name: 'drifted when the timeout was changed',
      object: edited(({ spec }) => {
        spec.http[0].timeout = '1s';
      }),
      is: { form: 'drifted' },
    },
    {
      name: 'drifted when a route was put before ours',
      object: edited(({ spec }) => {
        spec.http.unshift({ route: [{ destination: { host: 'x' } }] });
      }),
      is: { form: 'drifted', traffic: { primary: 70, canary: 30 } },
    },
    {
      name: 'drifted when a Flux annotation was removed',
      object: edited(({ metadata }) => {
        delete metadata.annotations['helm.toolkit.fluxcd.io/driftDetection'];
      }),
      is: { form: 'drifted' },
    },
    {
      name: 'without a stamp that nobody of us wrote',
      object: edited(({ metadata }) => {
        delete metadata.annotations['serinette.dev/record'];
      }),
      is: { stamp: undefined, traffic: { primary: 70, canary: 30 } },
    },
    {
      name: 'without a stamp that cannot be read',
      object: edited(({ metadata }) => {
        metadata.annotations['serinette.dev/record'] = 'c-1/four@T5';
      }),
      is: { stamp: undefined },
    },
    {
      name: 'with a stamp whose time cannot be read',
      object: edited(({ metadata }) => {
        metadata.annotations['serinette.dev/record'] = 'c-1/9@soon';
      }),
      is: { stamp: { uid: 'c-1', seq: 9, at: 0 } },
    },
    {
      name: 'as wanted with annotations and fields of others',
      object: edited(({ metadata, spec }) => {
        metadata.annotations['note'] = 'theirs';
        metadata.labels = { a: 'b' };
        spec.exportTo = ['.'];
      }),
      is: { form: 'asWanted' },
    },
    {
      name: 'of nothing but rubbish',
      object: edited((object) => {
        object['spec'] = { http: ['x', { route: 'y' }] };
      }),
      is: { form: 'drifted', traffic: undefined },
    },
  ])('$name', ({ object, is }) => {
    expect(seen(object)).toMatchObject(is);
  });

  test('and mended, with the weights that are recorded and the rest of the object as it was', () => {
    const broken = edited(({ metadata, spec }) => {
      spec.hosts = ['other'];
      spec.exportTo = ['.'];
      metadata.resourceVersion = '8';
    });
    const mended = virtualService(plan, trafficAt(30), { seq: 5, time: 'T5' }, broken);
    expect(mended).toMatchObject({
      metadata: { resourceVersion: '8' },
      spec: { exportTo: ['.'], hosts: ['podinfo'] },
    });
    expect(seen(mended)).toMatchObject({
      form: 'asWanted',
      traffic: { primary: 70, canary: 30 },
      stamp: { seq: 5 },
    });
  });
});

test('a rule’s whole spec is ours, its metadata is not', () => {
  const theirs = {
    ...destinationRule(plan, 'canary', undefined),
    spec: { host: 'x', subsets: [{ name: 'v1' }] },
  };
  const kept = { ...theirs, metadata: { ...theirs.metadata, labels: { a: 'b' } } };
  expect(destinationRule(plan, 'canary', kept)).toEqual({ ...kept, spec: { host: 'podinfo-canary' } });
});
