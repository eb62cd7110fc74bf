import { describe, expect, test } from '@jest/globals';
import { aConfigMap } from '../../test/builders/caches.ts';
import { aPlan } from '../../test/builders/plan.ts';
import { deployment } from '../../test/support/manifests.ts';
import type { KubeObject } from '../api/objects.ts';
import { configCopy } from './config-copy.ts';
import { configReferences } from './config-references.ts';
import { formOf, isOwnedBy, otherController, withPrefix } from './ownership.ts';
import { runsTarget } from './primary-workload.ts';
import { service } from './services.ts';

const plan = aPlan();
const LABEL = { key: 'app', value: 'podinfo' };
const PARTS = { label: LABEL, target: deployment('1.0.0') };
const OTHER = {
  apiVersion: 'flagger.app/v1beta1',
  kind: 'Canary',
  name: 'other',
  uid: 'o-1',
  controller: true,
};

describe('a copy of a config', () => {
  const made = (existing?: KubeObject) =>
    configCopy(plan, { ...aConfigMap('settings'), data: { a: 'new' } }, existing, {
      checksum: 'x',
      includeLabelPrefixes: [],
    });

  test('is controlled by its Canary', () => {
    expect(made().metadata).toMatchObject({
      name: 'settings-primary',
      ownerReferences: [{ uid: 'c-1', controller: true }],
    });
  });

  test('that another Canary made first is owned beside it', () => {
    const shared = {
      ...aConfigMap('settings-primary', { ownerReferences: [OTHER], labels: { a: 'b' } }),
      data: { a: 'old', b: 'old' },
    };
    expect(made(shared)).toMatchObject({
      data: { a: 'new' },
      metadata: { labels: { a: 'b' }, annotations: { 'serinette.dev/checksum': 'x' } },
    });
    expect(made(shared)['data']).toEqual({ a: 'new' });
    expect(made(shared).metadata.ownerReferences).toMatchObject([
      { uid: 'o-1', controller: true },
      { uid: 'c-1', controller: false },
    ]);
  });

  test('is owned once, however often it is written', () => {
    expect(made(made()).metadata.ownerReferences).toHaveLength(1);
  });
});

describe('the configs that a pod names', () => {
  test('are listed once each, optional only when every place says so', () => {
    const podSpec = {
      volumes: [
        { configMap: { name: 'a', optional: true } },
        { secret: { secretName: 'b', optional: true } },
      ],
      containers: [
        {
          name: 'x',
          envFrom: [{ configMapRef: { name: 'a' } }, { secretRef: { name: 'b', optional: true } }],
        },
      ],
    };
    expect(configReferences(podSpec)).toEqual([
      { kind: 'ConfigMap', name: 'a', optional: false },
      { kind: 'Secret', name: 'b', optional: true },
    ]);
  });

  test('are none in a pod that is written oddly', () => {
    expect(
      configReferences({
        volumes: 'x',
        containers: [5, { env: [{ valueFrom: 'y' }] }, { envFrom: [{ configMapRef: { name: '' } }] }],
      }),
    ).toEqual([]);
  });
});

describe('ownership', () => {
  const owned = aConfigMap('a', { ownerReferences: [OTHER] });

  test('knows its own and others’ objects', () => {
    expect([isOwnedBy(owned, 'o-1'), isOwnedBy(owned, 'c-1'), isOwnedBy(aConfigMap('a'), 'c-1')]).toEqual([
      true,
      false,
      false,
    ]);
    expect(otherController(owned, 'c-1')).toEqual(OTHER);
    expect(otherController(owned, 'o-1')).toBeUndefined();
    expect(
      otherController(aConfigMap('a', { ownerReferences: [{ ...OTHER, controller: false }] }), 'c-1'),
    ).toBeUndefined();
  });

  test('tells what is missing, drifted and right', () => {
    const wanted = aConfigMap('a');
    expect([
      formOf(undefined, wanted),
      formOf(aConfigMap('a', { labels: { x: 'y' } }), wanted),
      formOf(wanted, wanted),
    ]).toEqual(['missing', 'drifted', 'asWanted']);
  });

  test.each([
    { name: 'no prefix', prefixes: [], is: {} },
    { name: 'one prefix', prefixes: ['team/'], is: { 'team/a': '1' } },
    { name: 'all but the bookkeeping of other tools', prefixes: ['*'], is: { 'team/a': '1', other: '2' } },
    { name: 'an empty prefix', prefixes: [''], is: {} },
  ])('takes labels by $name', ({ prefixes, is }) => {
    const labels = {
      'team/a': '1',
      other: '2',
      'kustomize.toolkit.fluxcd.io/name': 'x',
      'argocd.argoproj.io/tracking-id': 'y',
      'argocd.argoproj.io/sync-wave': '2',
      'meta.helm.sh/release-name': 'shop',
    };
    expect(withPrefix(labels, prefixes)).toEqual(is);
  });
});

describe('a Service', () => {
  const existing = (ports: readonly unknown[]): KubeObject => ({
    ...service(plan, 'apex', PARTS, undefined),
    spec: { ports, clusterIP: '10.0.0.1' },
  });
  const portOf = (object: KubeObject) => (object['spec'] as { ports: readonly unknown[] }).ports;

  test.each([
    {
      name: 'keeps the node port of the port of its name',
      ports: [
        { name: 'x', nodePort: 1 },
        { name: 'http', nodePort: 2 },
      ],
      nodePort: 2,
    },
    { name: 'keeps the node port of the only port', ports: [{ name: 'x', nodePort: 1 }], nodePort: 1 },
    {
      name: 'takes no node port from ports of other names',
      ports: [
        { name: 'x', nodePort: 1 },
        { name: 'y', nodePort: 2 },
      ],
      nodePort: undefined,
    },
  ])('$name', ({ ports, nodePort }) => {
    expect(portOf(service(plan, 'apex', PARTS, existing(ports)))).toEqual([
      {
        name: 'http',
        protocol: 'TCP',
        port: 9898,
        targetPort: 'http',
        ...(nodePort === undefined ? {} : { nodePort }),
      },
    ]);
  });

  describe('with metadata that somebody else manages', () => {
    const shared = aPlan(
      {},
      {
        service: {
          port: 9898,
          apex: { labels: { team: 'ours' }, annotations: { lb: 'ours', note: 'ours' } },
          unmanagedMetadata: { labels: ['team'], annotations: ['lb'] },
        },
      },
    );
    const live = { ...existing([]), metadata: { ...existing([]).metadata, labels: { team: 'theirs' } } };

    test('keeps their value once there is one', () => {
      const { metadata } = service(shared, 'apex', PARTS, {
        ...live,
        metadata: { ...live.metadata, annotations: { lb: 'theirs', note: 'theirs' } },
      });
      expect(metadata.labels).toMatchObject({ team: 'theirs', app: 'podinfo' });
      expect(metadata.annotations).toMatchObject({ lb: 'theirs', note: 'ours' });
    });

    test('begins with ours', () => {
      const { metadata } = service(shared, 'apex', PARTS, undefined);
      expect([metadata.labels?.['team'], metadata.annotations?.['lb']]).toEqual(['ours', 'ours']);
    });
  });

  test('is headless only when it is new: its address cannot be taken away', () => {
    const headless = aPlan({}, { service: { port: 9898, headless: true } });
    const addressOf = (before: KubeObject | undefined) =>
      (service(headless, 'apex', PARTS, before)['spec'] as Record<string, unknown>)['clusterIP'];
    expect([addressOf(undefined), addressOf(existing([]))]).toEqual(['None', '10.0.0.1']);
  });

  test.each([{ before: undefined }, { before: existing([]) }])(
    'prefers endpoints as the Canary says',
    ({ before }) => {
      const near = aPlan({}, { service: { port: 9898, trafficDistribution: 'PreferClose' } });
      expect(service(near, 'canary', PARTS, before)['spec']).toMatchObject({
        trafficDistribution: 'PreferClose',
      });
    },
  );

  test('of ours has no original to note', () => {
    expect(service(plan, 'apex', PARTS, existing([])).metadata.annotations).not.toHaveProperty([
      'flagger.kubernetes.io/original-configuration',
    ]);
  });
});

test('a primary that another controller promoted runs the target when only label and id differ', () => {
  const target = deployment('1.0.0');
  const parts = { target, label: LABEL, trackedConfigs: new Set<string>(), includeLabelPrefixes: [] };
  const template = (image: string) => ({
    metadata: {
      labels: { app: 'podinfo-primary' },
      annotations: { 'flagger-id': '0b6f2ef7-0d8a-4c6e-9d1c-0f5f3f2a9b11' },
    },
    spec: { containers: [{ name: 'podinfod', image, ports: [{ name: 'http', containerPort: 9898 }] }] },
  });
  const primary = (image: string): KubeObject => ({ ...target, spec: { template: template(image) } });
  const flaggerId = '0b6f2ef7-0d8a-4c6e-9d1c-0f5f3f2a9b11';
  expect(runsTarget(primary('serinette/podinfo:1.0.0'), { ...parts, flaggerId })).toBe(true);
  expect(runsTarget(primary('serinette/podinfo:0.9.0'), { ...parts, flaggerId })).toBe(false);
});

test('a primary whose pods keep away from the target’s, as Flagger leaves it for some labels, runs the target all the same', () => {
  const term = (value: string) => ({
    topologyKey: 'zone',
    labelSelector: { matchLabels: { app: value } },
  });
  const podSpec = (value: string) => ({
    affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term(value)] } },
    topologySpreadConstraints: [{ ...term(value), maxSkew: 1 }],
  });
  const made = (value: string, label: string): KubeObject => ({
    ...deployment('1'),
    spec: { template: { metadata: { labels: { app: label }, annotations: {} }, spec: podSpec(value) } },
  });
  const parts = {
    target: made('podinfo', 'podinfo'),
    label: LABEL,
    trackedConfigs: new Set<string>(),
    flaggerId: '',
    includeLabelPrefixes: [],
  };
  const left = (value: string): KubeObject => {
    const object = structuredClone(made(value, 'podinfo-primary')) as Record<string, any>;
    object['spec'].template.metadata.annotations['flagger-id'] = 'x';
    return object as KubeObject;
  };
  expect([runsTarget(left('podinfo'), parts), runsTarget(left('podinfo-primary'), parts)]).toEqual([
    true,
    true,
  ]);
  expect(runsTarget(left('somebody-else'), parts)).toBe(false);
});
