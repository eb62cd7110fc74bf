import { describe, expect, test } from '@jest/globals';
import { aCanary } from '../../../test/builders/plan.ts';
import type { KubeObject } from '../../api/objects.ts';
import { releaseImage, scriptFor } from './script.ts';

const object = (kind: string, name: string, namespace: string, apiVersion = 'v1'): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace },
});

const scriptOf = (...manifests: readonly KubeObject[]) => {
  const found = scriptFor(manifests, undefined);
  if ('problem' in found) throw new Error(found.problem);
  return found.script;
};

describe('a script', () => {
  test('makes up a target that no manifest has, and says so', () => {
    const { objects, madeUp } = scriptOf(aCanary());
    expect(objects.map(({ object: { kind } }) => kind)).toEqual(['Deployment']);
    expect(madeUp).toEqual(['Deployment podinfo']);
  });

  test('has what a Canary may refer to in other namespaces, and nothing else from there', () => {
    const { objects, passedOver } = scriptOf(
      aCanary(),
      object('MetricTemplate', 'queue', 'monitoring', 'flagger.app/v1beta1'),
      object('Secret', 'keys', 'monitoring'),
      object('ConfigMap', 'settings', 'monitoring'),
      object('ConfigMap', 'settings', 'test'),
      object('Namespace', 'test', ''),
    );
    expect(objects.map(({ object: { kind, metadata } }) => `${kind} ${metadata.namespace ?? ''}`)).toEqual([
      'ConfigMap test',
      'Secret monitoring',
      'Deployment test',
      'MetricTemplate monitoring',
    ]);
    expect(passedOver).toEqual(['ConfigMap settings']);
  });

  test('finds one of several Canaries by its name, and by its full name', () => {
    const all = [aCanary(), aCanary({}, {}, { namespace: 'other' }), aCanary({}, {}, { name: 'api' })];
    const named = (name?: string) => {
      const found = scriptFor(all, name);
      return 'script' in found ? `${found.script.plan.name}.${found.script.plan.namespace}` : found.problem;
    };
    expect(named('api')).toBe('api.test');
    expect(named('podinfo.other')).toBe('podinfo.other');
    expect(named('podinfo')).toContain('say which with --canary (podinfo.test, podinfo.other)');
    expect(named('web')).toContain(
      'there is no Canary called web (there are podinfo.test, podinfo.other, api.test)',
    );
  });

  test('does not choose between two manifests of one object', () => {
    expect(scriptFor([aCanary(), aCanary()], undefined)).toEqual({
      problem: 'Canary podinfo.test is there twice',
    });
  });

  test.each([
    ['podinfo:1.0', 'podinfo:rehearsed-release'],
    ['localhost:5000/podinfo', 'localhost:5000/podinfo:rehearsed-release'],
    ['registry/podinfo:1@sha256:abc', 'registry/podinfo:rehearsed-release'],
  ])('releases %s as %s', (image, released) => {
    expect(releaseImage(image)).toBe(released);
  });
});
