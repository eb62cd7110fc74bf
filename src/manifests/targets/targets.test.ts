import { describe, expect, test } from '@jest/globals';
import { aPlan, UID } from '../../../test/builders/plan.ts';
import { daemonSet, deployment } from '../../../test/support/manifests.ts';
import type { KubeObject } from '../../api/objects.ts';
import { objectAt } from '../../domain/json.ts';
import type { TargetKindName } from '../../domain/plan.ts';
import { revisionOf } from '../../domain/revision.ts';
import type { PrimaryParts } from './target-kind.ts';
import { targetKindOf } from './targets.ts';

const planOf = (kind: TargetKindName) =>
  aPlan({}, { targetRef: { apiVersion: kind === 'Service' ? 'v1' : 'apps/v1', kind, name: 'podinfo' } });
const kindOf = (kind: TargetKindName) => targetKindOf(planOf(kind));

const partsOf = (target: KubeObject): PrimaryParts => ({
  target,
  label: { key: 'app', value: 'podinfo' },
  trackedConfigs: new Set<string>(),
  flaggerId: 'pin',
  includeLabelPrefixes: [],
});

const edited = (object: KubeObject, edit: (spec: Record<string, any>) => void): KubeObject => {
  const copy = structuredClone(object) as Record<string, any>;
  edit(copy['spec']);
  return copy as KubeObject;
};

const aService = (
  spec: Record<string, unknown> = {},
  metadata: Record<string, unknown> = {},
): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'podinfo', namespace: 'test', resourceVersion: '12', ...metadata },
  spec: { selector: { version: 'v1' }, ports: [{ name: 'http', port: 80 }], ...spec },
});

describe('a Deployment', () => {
  const kind = kindOf('Deployment');

  test.each([
    { replicas: undefined, is: 1 },
    { replicas: 0, is: 0 },
    { replicas: 4, is: 4 },
  ])('that says $replicas replicas has $is', ({ replicas, is }) => {
    expect(kind.replicas(edited(deployment('1'), (spec) => Object.assign(spec, { replicas })))).toBe(is);
  });

  test('gives a primary that is made while it is at zero or paused at least a pod', () => {
    const asleep = deployment('1', { replicas: 0, paused: true });
    const { replicas, paused } = objectAt(kind.newPrimary(planOf('Deployment'), partsOf(asleep)), 'spec');
    expect([replicas, paused]).toEqual([1, undefined]);
  });

  test.each([
    { name: 'paused', more: { paused: true }, is: 'TargetPaused' },
    { name: 'at work', more: {}, is: undefined },
  ])('that is $name: $is', ({ more, is }) => {
    expect(kind.unfit(deployment('1', more))?.kind).toBe(is);
  });
});

describe('a DaemonSet', () => {
  const kind = kindOf('DaemonSet');
  const selecting = (nodeSelector: Record<string, string> | undefined): KubeObject =>
    edited(daemonSet('1'), (spec) => Object.assign(spec['template'].spec, { nodeSelector }));
  const ASLEEP = { 'flagger.app/scale-to-zero': 'true' };
  const revision = (object: KubeObject): string => revisionOf(kind.release(object));

  test('is the same release asleep and awake, however its selector is written when it is empty', () => {
    const forms = [selecting(undefined), selecting({}), selecting(ASLEEP)].map(revision);
    expect(new Set(forms).size).toBe(1);
    expect(revision(selecting({ pool: 'a', ...ASLEEP }))).toBe(revision(selecting({ pool: 'a' })));
    expect(revision(selecting({ pool: 'a' }))).not.toBe(revision(selecting({ pool: 'b' })));
  });

  test.each([
    { name: 'asleep', object: selecting(ASLEEP), is: 0 },
    {
      name: 'awake on three nodes',
      object: { ...selecting({}), status: { desiredNumberScheduled: 3 } },
      is: 3,
    },
    { name: 'awake and not yet seen', object: selecting({}), is: 1 },
  ])('$name counts as $is replicas', ({ object, is }) => {
    expect(kind.replicas(object)).toBe(is);
  });

  test('is put to sleep and woken by one key of its selector', () => {
    const patch = (value: string | null) => ({
      spec: { template: { spec: { nodeSelector: { 'flagger.app/scale-to-zero': value } } } },
    });
    expect([kind.scaled(0), kind.scaled(3)]).toEqual([patch('true'), patch(null)]);
  });

  test('asleep gives its primary pods that are awake', () => {
    const made = kind.newPrimary(planOf('DaemonSet'), partsOf(selecting({ pool: 'a', ...ASLEEP })));
    expect(objectAt(made, 'spec', 'template', 'spec', 'nodeSelector')).toEqual({ pool: 'a' });
    const promoted = kind.promotedPrimary(planOf('DaemonSet'), made, partsOf(selecting(ASLEEP)));
    expect(objectAt(promoted, 'spec', 'template', 'spec')).not.toHaveProperty('nodeSelector');
    expect(kind.runsTarget(made, partsOf(selecting({ pool: 'a' })))).toBe(true);
  });

  test.each([
    { type: 'RollingUpdate', is: undefined },
    { type: undefined, is: undefined },
    { type: 'OnDelete', is: 'UpdateStrategyUnsupported' },
  ])('that updates by $type: $is', ({ type, is }) => {
    const updateStrategy = type === undefined ? undefined : { type };
    expect(kind.unfit(daemonSet('1', { updateStrategy }))?.kind).toBe(is);
  });
});

describe('a core Service', () => {
  const plan = planOf('Service');
  const kind = kindOf('Service');
  const revision = (spec: Record<string, unknown>): string => revisionOf(kind.release(aService(spec)));

  test.each([
    { name: 'address', spec: { clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1'] } },
    { name: 'address families', spec: { ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' } },
    { name: 'node port', spec: { ports: [{ name: 'http', port: 80, nodePort: 30_001 }] } },
    { name: 'load balancer', spec: { type: 'LoadBalancer', externalTrafficPolicy: 'Local' } },
  ])('with another $name is the same release', ({ spec }) => {
    expect(revision(spec)).toBe(revision({}));
  });

  test.each([
    { name: 'selector', spec: { selector: { version: 'v2' } } },
    { name: 'port', spec: { ports: [{ name: 'http', port: 81 }] } },
    { name: 'session affinity', spec: { sessionAffinity: 'ClientIP' } },
  ])('with another $name is another release', ({ spec }) => {
    expect(revision(spec)).not.toBe(revision({}));
  });

  test('has an edition for each version of it, since it has no generation', () => {
    expect(kind.edition(aService())).toBe('12');
  });

  test('has nothing to scale, and is never waited for itself', () => {
    expect([kind.replicas(aService()), kind.scaled(0), kind.readiness(aService(), 100)]).toEqual([
      0,
      undefined,
      { kind: 'ready' },
    ]);
  });

  test('gives copies of the kind of address that it has', () => {
    const clusterIpOf = (spec: Record<string, unknown>) =>
      objectAt(kind.newPrimary(plan, partsOf(aService(spec))), 'spec')['clusterIP'];
    expect([clusterIpOf({ clusterIP: 'None' }), clusterIpOf({ clusterIP: '10.0.0.1' })]).toEqual([
      'None',
      undefined,
    ]);
  });

  test('gives a copy that is there its new release, and leaves it its address and what others wrote on it', () => {
    const before = aService(
      { clusterIP: '10.0.0.9', type: 'LoadBalancer', loadBalancerIP: '192.0.2.1' },
      { name: 'podinfo-primary', annotations: { theirs: 'x' }, ownerReferences: [{ uid: UID }] },
    );
    const after = kind.promotedPrimary(plan, before, partsOf(aService({ selector: { version: 'v2' } })));
    expect(after['spec']).toEqual({
      type: 'ClusterIP',
      clusterIP: '10.0.0.9',
      selector: { version: 'v2' },
      ports: [{ name: 'http', port: 80 }],
    });
    expect(after.metadata.annotations).toMatchObject({ theirs: 'x', 'flagger-id': 'pin' });
    expect(kind.flaggerId(after)).toBe('pin');
  });

  test('is known to run in a copy that another controller made, whatever its type', () => {
    const theirs = aService({ type: 'LoadBalancer', clusterIP: '10.0.0.9' }, { name: 'podinfo-primary' });
    expect(kind.runsTarget(theirs, partsOf(aService()))).toBe(true);
    expect(kind.runsTarget(theirs, partsOf(aService({ selector: { version: 'v2' } })))).toBe(false);
    expect(kind.flaggerId(theirs)).toBe('');
  });

  test.each([
    { role: 'apex', is: undefined },
    { role: 'primary', is: undefined },
    { role: 'canary', is: { version: 'v1' } },
  ] as const)('has its $role Service written as $is beside promotions', ({ role, is }) => {
    const made = kind.service(plan, role, { target: aService(), label: undefined }, undefined);
    expect(made === undefined ? undefined : objectAt(made, 'spec', 'selector')).toEqual(is);
  });

  test.each([
    { name: 'selects nothing', spec: { selector: {} } },
    { name: 'is another host’s name', spec: { type: 'ExternalName', externalName: 'a.example.com' } },
  ])('that $name is unfit', ({ spec }) => {
    expect(kind.unfit(aService(spec))?.kind).toBe('SelectorUnsupported');
  });
});
