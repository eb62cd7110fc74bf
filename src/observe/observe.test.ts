import { afterEach, describe, expect, test } from '@jest/globals';
import { aConfigMap, aSlice, cachesOf } from '../../test/builders/caches.ts';
import { aCanary, aPlan } from '../../test/builders/plan.ts';
import { NOW } from '../../test/builders/status.ts';
import { daemonSet, deployment } from '../../test/support/manifests.ts';
import type { KubeObject } from '../api/objects.ts';
import type { Settings } from '../domain/settings.ts';
import { TIMES } from '../runtime/time.ts';
import { VirtualClock } from '../runtime/virtual-clock.ts';
import type { Caches } from './caches.ts';
import { claimedBy } from './claims.ts';
import { configsSeen } from './configs.ts';
import { Interest, namesOf } from './interest.ts';
import { Memory } from './memory.ts';
import { makeObserve } from './observe.ts';
import { hasPort, selectorLabel } from './workloads.ts';

const settings: Settings = {
  minIntervalMs: 10_000,
  meshProvider: 'istio',
  drainMs: 5_000,
  catchUpMs: 60_000,
  selectorLabels: ['app', 'name', 'app.kubernetes.io/name'],
  includeLabelPrefixes: [],
  trackConfigs: true,
  noCrossNamespaceRefs: false,
  alerts: [],
  eventHooks: [],
};
const plan = aPlan();
const scaler = (name: string): KubeObject => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name, namespace: 'test' },
  spec: { minReplicas: 3 },
});
const AUTOSCALED = {
  autoscalerRef: { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', name: 'pods' },
};

const KEDA = { autoscalerRef: { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', name: 'pods' } };
const targetRef = (apiVersion: string, kind: string) => ({
  targetRef: { apiVersion, kind, name: 'podinfo' },
});

const selecting = (labels: Record<string, unknown>): KubeObject => ({
  ...deployment('1'),
  spec: { selector: { matchLabels: labels } },
});

describe('the label that tells target from primary', () => {
  test.each([
    {
      name: 'is the first known one that the target selects by',
      target: { version: '1', name: 'shop', app: 'podinfo' },
      primary: undefined,
      is: { key: 'app', value: 'podinfo' },
    },
    {
      name: 'may have a value that is not the target’s name',
      target: { 'app.kubernetes.io/name': 'shop' },
      primary: undefined,
      is: { key: 'app.kubernetes.io/name', value: 'shop' },
    },
    {
      name: 'is that of a primary which exists, whatever is preferred now',
      target: { app: 'podinfo', name: 'shop' },
      primary: { name: 'shop-primary' },
      is: { key: 'name', value: 'shop' },
    },
    {
      name: 'is the primary’s when the target is gone',
      target: undefined,
      primary: { app: 'podinfo-primary' },
      is: { key: 'app', value: 'podinfo' },
    },
    {
      name: 'is missing when the target selects by no known one',
      target: { tier: 'front' },
      primary: undefined,
      is: undefined,
    },
    { name: 'is missing without target and primary', target: undefined, primary: undefined, is: undefined },
    {
      name: 'is never empty',
      target: { app: '', name: 'shop' },
      primary: undefined,
      is: { key: 'name', value: 'shop' },
    },
  ])('$name', ({ target, primary, is }) => {
    expect(selectorLabel(target && selecting(target), primary && selecting(primary), settings)).toEqual(is);
  });
});

test.each([
  { port: 9898, is: true },
  { port: 'http', is: true },
  { port: 'grpc', is: false },
])('a target offers the port $port: $is', ({ port, is }) => {
  expect(hasPort(deployment('1'), port)).toBe(is);
});

describe('a claim', () => {
  const other = (
    name: string,
    metadata: Record<string, unknown>,
    spec: Record<string, unknown> = {},
  ): KubeObject => aCanary({}, spec, { name, uid: name, ...metadata });
  const ours = aCanary({}, {}, { creationTimestamp: '2026-01-02T00:00:00Z' });
  const older = { creationTimestamp: '2026-01-01T00:00:00Z' };
  const younger = { creationTimestamp: '2026-01-03T00:00:00Z' };
  const elsewhere = (name: string, service: Record<string, unknown> = {}) => ({
    targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
    service: { port: 80, ...service },
  });

  test.each([
    {
      name: 'on the same target belongs to the older Canary',
      all: [other('first', older)],
      is: { by: 'first', what: 'Deployment podinfo' },
    },
    { name: 'is ours against a younger one', all: [other('second', younger)], is: undefined },
    {
      name: 'of the same second goes by name',
      all: [other('a', { creationTimestamp: ours.metadata.creationTimestamp })],
      is: { by: 'a', what: 'Deployment podinfo' },
    },
    {
      name: 'of the same second with a later name is ours',
      all: [other('z', { creationTimestamp: ours.metadata.creationTimestamp })],
      is: undefined,
    },
    {
      name: 'on the same Service counts as well',
      all: [other('first', older, elsewhere('shop', { name: 'podinfo' }))],
      is: { by: 'first', what: 'Service podinfo' },
    },
    {
      name: 'on something else does not matter',
      all: [other('first', older, elsewhere('shop'))],
      is: undefined,
    },
    { name: 'of our own is none', all: [ours], is: undefined },
  ])('$name', ({ all, is }) => {
    expect(claimedBy(plan, ours, all)).toEqual(is);
  });
});

const withConfigs = (...references: readonly unknown[]): KubeObject => {
  const object = structuredClone(deployment('1')) as KubeObject & {
    spec: { template: { spec: Record<string, unknown> } };
  };
  object.spec.template.spec['volumes'] = references;
  return object;
};

describe('the configs of a target', () => {
  const volume = (name: string, more = {}) => ({ name, configMap: { name, ...more } });
  const known = (
    ...contents: readonly (readonly [string, string, 'untracked' | { checksum: string }])[]
  ): Memory => {
    const memory = new Memory();
    for (const [key, version, content] of contents) memory.noteContent(key, version, content);
    return memory;
  };

  test.each([
    {
      name: 'are known by the checksum of this version',
      objects: [aConfigMap('a')],
      memory: known(['ConfigMap/test/a', '5', { checksum: 'x' }]),
      volumes: [volume('a')],
      is: { configs: [{ key: 'configmap/a', checksum: 'x', copied: false }], missing: [] },
    },
    {
      name: 'are not known by that of another version',
      objects: [aConfigMap('a')],
      memory: known(['ConfigMap/test/a', '4', { checksum: 'x' }]),
      volumes: [volume('a')],
      is: { configs: [{ key: 'configmap/a', checksum: undefined }], missing: [] },
    },
    {
      name: 'have their copies noticed',
      objects: [aConfigMap('a'), aConfigMap('a-primary')],
      memory: known(),
      volumes: [volume('a')],
      is: { configs: [{ copied: true }] },
    },
    {
      name: 'that are missing are named',
      objects: [],
      memory: known(),
      volumes: [volume('a')],
      is: { configs: [], missing: [{ kind: 'ConfigMap', name: 'a' }] },
    },
    {
      name: 'that are missing and optional are as good as none',
      objects: [],
      memory: known(),
      volumes: [volume('a', { optional: true })],
      is: { configs: [], missing: [] },
    },
    {
      name: 'that opted out are left alone',
      objects: [aConfigMap('a', { annotations: { 'flagger.app/config-tracking': 'disabled' } })],
      memory: known(),
      volumes: [volume('a')],
      is: { configs: [], missing: [] },
    },
    {
      name: 'of a type that is never copied are left alone',
      objects: [aConfigMap('a')],
      memory: known(['ConfigMap/test/a', '5', 'untracked']),
      volumes: [volume('a')],
      is: { configs: [], missing: [] },
    },
  ])('$name', ({ objects, memory, volumes, is }) => {
    expect(configsSeen(plan, withConfigs(...volumes), { caches: cachesOf(objects), memory })).toMatchObject(
      is,
    );
  });

  test('are nobody’s business where tracking is off', () => {
    const caches = cachesOf([], { configMaps: undefined, secrets: undefined });
    expect(configsSeen(plan, withConfigs(volume('a')), { caches, memory: new Memory() })).toEqual({
      configs: undefined,
      missing: [],
    });
  });
});

describe('interest', () => {
  const named = (kind: string, name: string, labels?: Record<string, string>): [string, KubeObject] => [
    kind,
    {
      apiVersion: 'v1',
      kind,
      metadata: { name, namespace: 'test', ...(labels === undefined ? {} : { labels }) },
    },
  ];
  const rich = aPlan(
    {
      metrics: [
        { name: 'mine', templateRef: { name: 'latency', namespace: 'test' }, thresholdRange: { max: 1 } },
      ],
    },
    AUTOSCALED,
  );
  const interest = new Interest();
  interest.note('test/podinfo', namesOf(rich, withConfigs({ name: 'a', configMap: { name: 'settings' } })));

  test.each([
    named('Deployment', 'podinfo'),
    named('Deployment', 'podinfo-primary'),
    named('Service', 'podinfo'),
    named('Service', 'podinfo-canary'),
    named('EndpointSlice', 'podinfo-primary-x1', { 'kubernetes.io/service-name': 'podinfo-primary' }),
    named('VirtualService', 'podinfo'),
    named('DestinationRule', 'podinfo-canary'),
    named('HorizontalPodAutoscaler', 'pods'),
    named('HorizontalPodAutoscaler', 'pods-primary'),
    named('ConfigMap', 'settings'),
    named('ConfigMap', 'settings-primary'),
    named('MetricTemplate', 'latency'),
  ])('a %s that a Canary depends on wakes it', (kind, object) => {
    expect([...interest.keysOf(kind, object)]).toEqual(['test/podinfo']);
  });

  test.each([
    named('Deployment', 'other'),
    named('Secret', 'settings'),
    named('EndpointSlice', 'podinfo-primary'),
  ])('another %s does not', (kind, object) => {
    expect([...interest.keysOf(kind, object)]).toEqual([]);
  });

  test('is replaced when the plan changes, and ends with the Canary', () => {
    const own = new Interest();
    own.note('test/a', ['Deployment/test/x']);
    own.note('test/b', ['Deployment/test/x']);
    own.note('test/a', ['Deployment/test/y']);
    expect([...own.keysOf(...named('Deployment', 'x'))]).toEqual(['test/b']);
    own.drop('test/b');
    expect([...own.keysOf(...named('Deployment', 'x'))]).toEqual([]);
    expect([...own.keysOf(...named('Deployment', 'y'))]).toEqual(['test/a']);
  });
});

describe('a picture', () => {
  let lastAwayMs = Number.POSITIVE_INFINITY;
  afterEach(() => {
    lastAwayMs = Number.POSITIVE_INFINITY;
  });
  const looking = (
    objects: readonly KubeObject[],
    spec: Record<string, unknown> = {},
    over: Partial<Caches> = {},
  ) => {
    const canary = aCanary({}, spec, { creationTimestamp: '2026-01-01T00:00:00Z' });
    const observe = makeObserve({
      caches: cachesOf([canary, ...objects], over),
      memory: new Memory(),
      settings,
      clock: new VirtualClock(NOW),
      times: TIMES,
      lastAwayMs: () => lastAwayMs,
    });
    const found = observe('test', 'podinfo');
    if (found === undefined) throw new Error('no Canary');
    return found;
  };
  const target = deployment('1');
  const taken = (kind: string, name: string, owner?: Record<string, unknown>): KubeObject => ({
    ...deployment('1'),
    kind,
    metadata: {
      name,
      namespace: 'test',
      ...(owner === undefined
        ? {}
        : { ownerReferences: [{ apiVersion: 'x/v1', kind: 'Other', name: 'boss', uid: 'o', ...owner }] }),
    },
  });

  test.each([
    {
      name: 'a missing target',
      objects: [],
      spec: {},
      is: { kind: 'TargetNotFound', message: 'Deployment podinfo.test does not exist' },
    },
    {
      name: 'a selector without a known label',
      objects: [selecting({ tier: 'x' })],
      spec: {},
      is: { kind: 'SelectorUnsupported' },
    },
    {
      name: 'a port that no container has',
      objects: [target],
      spec: { service: { port: 80, targetPort: 'grpc' } },
      is: { kind: 'PortNotFound', message: 'no container of Deployment podinfo.test has a port named grpc' },
    },
    {
      name: 'a config that the pods need',
      objects: [withConfigs({ name: 'v', configMap: { name: 'a' } })],
      spec: { service: { port: 80 } },
      is: { kind: 'ConfigNotFound', message: 'ConfigMap a.test, which the pods need, does not exist' },
    },
    { name: 'a missing autoscaler', objects: [target], spec: AUTOSCALED, is: { kind: 'AutoscalerNotFound' } },
    {
      name: 'a primary that is not ours',
      objects: [target, taken('Deployment', 'podinfo-primary')],
      spec: {},
      is: { kind: 'NameTaken' },
    },
    {
      name: 'a Service that somebody else controls',
      objects: [target, taken('Service', 'podinfo', { controller: true })],
      spec: {},
      is: { kind: 'NameTaken', message: 'Service podinfo.test belongs to Other boss' },
    },
    {
      name: 'a route that somebody else controls',
      objects: [target, taken('VirtualService', 'podinfo', { controller: true })],
      spec: {},
      is: { kind: 'NameTaken' },
    },
    {
      name: 'a route of others that hides ours',
      objects: [
        target,
        { ...taken('VirtualService', 'podinfo'), spec: { http: [{ delegate: { name: 'x' } }] } },
      ],
      spec: { service: { port: 80, keepForeignRoutes: true } },
      is: {
        kind: 'RoutesHidden',
        message:
          'spec.http[0] of VirtualService podinfo.test takes every request before it comes to ours; give it a match, or put it after them',
      },
    },
    {
      name: 'nothing where a Service was there before, owned by nobody',
      objects: [target, taken('Service', 'podinfo')],
      spec: {},
      is: undefined,
    },
    { name: 'nothing when all is there', objects: [target, scaler('pods')], spec: AUTOSCALED, is: undefined },
    {
      name: 'an autoscaler of the copy’s name that is not ours',
      objects: [target, scaler('pods'), scaler('pods-primary')],
      spec: AUTOSCALED,
      is: { kind: 'NameTaken' },
    },
    {
      name: 'an autoscaler that has the primary already',
      objects: [
        target,
        { ...scaler('pods'), spec: { scaleTargetRef: { kind: 'Deployment', name: 'podinfo-primary' } } },
      ],
      spec: AUTOSCALED,
      is: { kind: 'AutoscalerConflict' },
    },
    { name: 'a missing ScaledObject', objects: [target], spec: KEDA, is: { kind: 'AutoscalerNotFound' } },
    {
      name: 'a HorizontalPodAutoscaler where a ScaledObject is meant',
      objects: [target, scaler('pods')],
      spec: KEDA,
      is: { message: 'ScaledObject pods.test does not exist' },
    },
    {
      name: 'a DaemonSet that waits for hands',
      objects: [daemonSet('1', { updateStrategy: { type: 'OnDelete' } })],
      spec: targetRef('apps/v1', 'DaemonSet'),
      is: { kind: 'UpdateStrategyUnsupported' },
    },
    {
      name: 'a Deployment where a DaemonSet is meant',
      objects: [target],
      spec: targetRef('apps/v1', 'DaemonSet'),
      is: { kind: 'TargetNotFound', message: 'DaemonSet podinfo.test does not exist' },
    },
    {
      name: 'a Service that selects nothing',
      objects: [
        { ...aSlice('x'), kind: 'Service', metadata: { name: 'podinfo', namespace: 'test' }, spec: {} },
      ],
      spec: targetRef('v1', 'Service'),
      is: { kind: 'SelectorUnsupported' },
    },
  ])('shows $name as what stands in the way', ({ objects, spec, is }) => {
    const { obstacle } = looking(objects, spec).seen;
    if (is === undefined) expect(obstacle).toBeUndefined();
    else expect(obstacle).toMatchObject(is);
  });

  test('starts a run with as many replicas as the primary has, or as its autoscaler goes down to', () => {
    const primary = {
      ...deployment('1'),
      metadata: { name: 'podinfo-primary', namespace: 'test' },
      spec: { ...(target['spec'] as object), replicas: 7 },
    };
    expect(looking([target, primary]).seen.target?.startReplicas).toBe(7);
    expect(looking([target]).seen.target?.startReplicas).toBe(1);
    expect(looking([target, primary, scaler('pods')], AUTOSCALED).seen.target?.startReplicas).toBe(3);
  });

  test('counts the endpoints of each side by its Service', () => {
    const { seen } = looking([target, aSlice('podinfo-canary', '1', '2'), aSlice('podinfo-primary', '3')]);
    expect(seen.target?.endpoints).toBe(2);
  });

  test('of a Canary with an invalid spec holds nothing but itself', () => {
    const { plan: refusal, seen } = looking([target], { service: {} });
    expect(refusal).toMatchObject({ reason: 'InvalidSpec' });
    expect(seen).toMatchObject({ target: undefined, obstacle: undefined, due: false });
  });

  test('of a claimed target says whose it is', () => {
    const first = aCanary({}, {}, { name: 'first', uid: 'f', creationTimestamp: '2020-01-01T00:00:00Z' });
    expect(looking([target, first]).plan).toEqual({
      reason: 'TargetClaimed',
      issues: [
        {
          path: 'spec.targetRef',
          problem: 'names Deployment podinfo, which the older Canary first already has',
        },
      ],
    });
  });

  test.each([
    { name: 'never', awayMs: Number.POSITIVE_INFINITY, until: 0 },
    { name: 'now', awayMs: 0, until: NOW + 60_000 },
    { name: '20 s ago', awayMs: 20_000, until: NOW + 40_000 },
    { name: 'a minute ago', awayMs: 60_000, until: 0 },
  ])('says how long others may be behind when the API server was away $name', ({ awayMs, until }) => {
    lastAwayMs = awayMs;
    expect(looking([target]).seen.catchUpUntil).toBe(until);
  });

  test('needs no routes without Istio, and none of its kinds', () => {
    const plain = { provider: 'kubernetes' };
    const { seen } = looking([target], plain, { virtualServices: undefined, destinationRules: undefined });
    expect(seen).toMatchObject({
      routes: { object: undefined, form: 'unneeded' },
      rules: { primary: 'asWanted', canary: 'asWanted' },
      obstacle: undefined,
    });
  });

  test('without Istio is refused while routes of this Canary lead users, not for those of others', () => {
    const plain = { provider: 'kubernetes' };
    const ours = taken('VirtualService', 'podinfo', { kind: 'Canary', name: 'podinfo', uid: 'c-1' });
    expect(looking([target, ours], plain).plan).toMatchObject({
      reason: 'RoutesLeft',
      issues: [{ path: 'spec.provider' }],
    });
    expect(looking([target, taken('VirtualService', 'podinfo')], plain)).toMatchObject({
      plan: { provider: 'kubernetes' },
      seen: { obstacle: undefined },
    });
  });

  describe('of a spec that left something behind', () => {
    const owner = { kind: 'Canary', name: 'podinfo', uid: 'c-1' };
    const primary = taken('Deployment', 'podinfo-primary', owner);
    const reasonOf = (objects: readonly KubeObject[], spec: Record<string, unknown>) => {
      const { plan: found } = looking([target, ...objects], spec);
      return 'reason' in found ? `${found.reason}: ${found.issues[0]?.path ?? ''}` : undefined;
    };

    test.each([
      { name: 'its own primary', spec: {}, objects: [primary], is: undefined },
      {
        name: 'the primary of another target',
        spec: targetRef('apps/v1', 'DaemonSet'),
        objects: [primary],
        is: 'TargetChanged: spec.targetRef',
      },
      {
        name: 'the primary of a target before this one',
        spec: {},
        objects: [primary, taken('Deployment', 'shop-primary', owner)],
        is: undefined,
      },
      {
        name: 'the primary of a target before this one, and none of this one',
        spec: {},
        objects: [taken('Deployment', 'shop-primary', owner)],
        is: 'TargetChanged: spec.targetRef',
      },
      {
        name: "another Canary's primary",
        spec: {},
        objects: [taken('Deployment', 'shop-primary', { ...owner, uid: 'c-2' })],
        is: undefined,
      },
    ])('$name is $is', ({ objects, spec, is }) => {
      expect(reasonOf(objects, spec)).toBe(is);
    });

    test.each([
      { name: 'all to the primary', canary: { weight: 0 }, is: undefined },
      { name: 'some to the canary', canary: { weight: 5 }, is: 'RoutesLeft: spec.service.name' },
      { name: 'without weights to both', canary: {}, is: 'RoutesLeft: spec.service.name' },
    ])('routes of another name that lead $name are $is', ({ canary, is }) => {
      const route = [
        { destination: { host: 'shop-primary' } },
        { destination: { host: 'shop-canary' }, ...canary },
      ];
      const routes = { ...taken('VirtualService', 'shop', owner), spec: { http: [{ route }] } };
      expect(reasonOf([routes], {})).toBe(is);
    });
  });

  test('is refused where another Canary made the target', () => {
    const made = taken('Deployment', 'podinfo', {
      kind: 'Canary',
      name: 'shop',
      uid: 'c-2',
      controller: true,
    });
    expect(looking([made]).plan).toMatchObject({
      reason: 'TargetClaimed',
      issues: [{ problem: 'must not be podinfo, which the Canary shop made for itself' }],
    });
  });

  test('leaves a Service as it is while its pods lack the port that it is to lead to', () => {
    const lead = { service: { port: 9898, targetPort: 'grpc' } };
    const service = (name: string) => taken('Service', name);
    const withPort = structuredClone(deployment('1')) as Record<string, any>;
    withPort['spec'].template.spec.containers[0].ports[0].name = 'grpc';
    const objects = ['podinfo', 'podinfo-primary', 'podinfo-canary'].map(service);
    const primary = { ...deployment('1'), metadata: { name: 'podinfo-primary', namespace: 'test' } };
    expect(looking([target, primary, ...objects], lead).seen.services).toMatchObject({
      apex: 'asWanted',
      primary: 'asWanted',
      canary: 'asWanted',
    });
    expect(looking([withPort as KubeObject, primary, ...objects], lead).seen.services).toMatchObject({
      apex: 'asWanted',
      primary: 'asWanted',
      canary: 'drifted',
    });
    expect(looking([target, primary], lead).seen.services).toMatchObject({ apex: 'missing' });
  });

  test('is none of a Canary that is gone', () => {
    const observe = makeObserve({
      caches: cachesOf([]),
      memory: new Memory(),
      settings,
      clock: new VirtualClock(),
      times: TIMES,
      lastAwayMs: () => lastAwayMs,
    });
    expect(observe('test', 'podinfo')).toBeUndefined();
  });
});
