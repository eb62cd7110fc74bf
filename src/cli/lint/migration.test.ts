import { describe, expect, test } from '@jest/globals';
import type { Json } from '../../domain/json.ts';
import { makeEgress } from '../../net/egress.ts';
import { migrationOf, summaryOf } from './migration.ts';

const ANALYSIS = { interval: '1m', threshold: 5, maxWeight: 50, stepWeight: 10 };

interface Given {
  readonly analysis?: Json;
  readonly spec?: Json;
  readonly metadata?: Json;
  readonly status?: Json;
}

const canary = ({ analysis, spec, metadata, status }: Given): Json => ({
  apiVersion: 'flagger.app/v1beta1',
  kind: 'Canary',
  metadata: { name: 'podinfo', namespace: 'test', ...metadata },
  spec: {
    targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' },
    service: { port: 80 },
    analysis: { ...ANALYSIS, ...analysis },
    ...spec,
  },
  ...(status === undefined ? {} : { status }),
});

const template = (provider: Json, query = 'up'): Json => ({
  apiVersion: 'flagger.app/v1beta1',
  kind: 'MetricTemplate',
  metadata: { name: 'latency' },
  spec: { provider, query },
});

const receiver = (spec: Json): Json => ({
  apiVersion: 'flagger.app/v1beta1',
  kind: 'AlertProvider',
  metadata: { name: 'team' },
  spec,
});

const migration = (...objects: readonly Json[]) =>
  migrationOf(
    objects.map((object) => ({ where: 'x', object })),
    makeEgress(['10.9.0.0/16', '127.0.0.2']),
  );

/** What is said of one object, without where it is from and what it is called. */
const said = (object: Json): readonly string[] =>
  migration(object).lines.map((line) => line.replace(/^x: \w+ [\w/-]+: /, ''));

const metric = (over: Json): Given => ({
  analysis: {
    metrics: [{ name: 'request-duration', thresholdRange: { max: 500 }, interval: '1m', ...over }],
  },
});
const hook = (over: Json): Given => ({
  analysis: { webhooks: [{ name: 'h', url: 'http://hooks.test/', ...over }] },
});

describe('a Canary that needs no change', () => {
  test.each([
    { name: 'with weights', given: {} },
    { name: 'at rest under Serinette', given: { status: { phase: 'Failed', lastAppliedSpec: 'v2:1' } } },
    { name: 'at rest under Flagger', given: { status: { phase: 'Succeeded', lastAppliedSpec: '7c5b' } } },
    { name: 'with a hook by name', given: hook({}) },
    { name: 'with a hook to an address that is allowed', given: hook({ url: 'http://127.0.0.2/' }) },
    { name: 'with a template and an interval', given: metric({ templateRef: { name: 't' } }) },
  ])('$name is passed over', ({ given }) => {
    expect(said(canary(given))).toEqual([]);
  });
});

test.each([
  {
    name: 'a field that is not served',
    given: { spec: { ingressRef: { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'i' } } },
    says: 'spec.ingressRef belongs to another mesh',
  },
  { name: 'an unknown field', given: { spec: { canaryAnalysis: {} } }, says: 'spec.canaryAnalysis unknown' },
  {
    name: 'a metric without bounds',
    given: metric({ thresholdRange: undefined }),
    says: 'spec.analysis.metrics[0].thresholdRange is required',
  },
  {
    name: 'a metric that is there twice',
    given: {
      analysis: { metrics: [1, 2].map(() => ({ name: 'request-duration', thresholdRange: { max: 1 } })) },
    },
    says: 'spec.analysis.metrics[1].name must be unique',
  },
  {
    name: 'a side that is ready without pods',
    given: { analysis: { canaryReadyThreshold: 0 } },
    says: 'spec.analysis.canaryReadyThreshold must be',
  },
  {
    name: 'weights that repeat',
    given: { analysis: { stepWeight: undefined, stepWeights: [10, 10, 50] } },
    says: 'spec.analysis.stepWeights[1] must be a whole number above 10',
  },
  {
    name: 'a hook on this machine',
    given: hook({ url: 'http://localhost:8080/x' }),
    says: 'spec.analysis.webhooks[0].url leads to an address of the class loopback',
  },
  {
    name: 'a hook at the metadata of a cloud, in a form of its own',
    given: hook({ url: 'http://[::ffff:169.254.169.254]/' }),
    says: 'spec.analysis.webhooks[0].url leads to an address of the class cloud metadata',
  },
  {
    name: 'a metrics server that is the API server',
    given: { spec: { metricsServer: 'https://kubernetes.default.svc/x' } },
    says: 'spec.metricsServer leads to an address of the class API server',
  },
])('$name is refused', ({ given, says }) => {
  expect(said(canary(given))).toEqual([expect.stringContaining(`refused: ${says}`)]);
  expect(migration(canary(given)).refused).toBe(1);
});

test.each([
  {
    name: 'steps that pass the maximum',
    given: { analysis: { stepWeight: 20 } },
    says: 'spec.analysis.maxWeight the last weight is 50; Flagger goes to 60',
  },
  {
    name: 'an interval below the floor',
    given: { analysis: { interval: '5s' } },
    says: 'spec.analysis.interval 5s is raised to 10s, as in Flagger',
  },
  {
    name: 'an alert that never told',
    given: { analysis: { alerts: [{ name: 'a', providerRef: { name: 'team' } }] } },
    says: 'spec.analysis.alerts[0].severity is info where none is given',
  },
  {
    name: 'a template without an interval',
    given: metric({ templateRef: { name: 't' }, interval: undefined }),
    says: 'spec.analysis.metrics[0].interval is 1m in the template',
  },
  {
    name: 'a gate before each raise',
    given: hook({ type: 'confirm-traffic-increase' }),
    says: 'spec.analysis.webhooks[0] is asked before each raise',
  },
  {
    name: 'a rollback hook',
    given: hook({ type: 'rollback' }),
    says: 'spec.analysis.webhooks[0] is also asked',
  },
  {
    name: 'a call at the end',
    given: hook({ type: 'post-rollout' }),
    says: 'spec.analysis.webhooks[0] is called',
  },
  {
    name: 'copies beside match',
    given: { analysis: { mirror: true, match: [{ headers: { a: { exact: 'b' } } }] } },
    says: 'spec.analysis.mirror copies requests that match',
  },
  {
    name: 'copies beside cookies',
    given: { analysis: { mirror: true, sessionAffinity: { cookieName: 'c' } } },
    says: 'spec.analysis.mirror ends and weights follow',
  },
  {
    name: 'a cookie of the primary',
    given: { analysis: { sessionAffinity: { cookieName: 'c', primaryCookieName: 'p' } } },
    says: 'spec.analysis.sessionAffinity.primaryCookieName keeps nobody',
  },
  {
    name: 'a Service as target',
    given: { spec: { targetRef: { apiVersion: 'v1', kind: 'Service', name: 'podinfo' } } },
    says: 'spec.targetRef copies of the Service',
  },
  {
    name: 'an autoscaler',
    given: {
      spec: {
        autoscalerRef: { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', name: 'podinfo' },
      },
    },
    says: "spec.autoscalerRef the primary's autoscaler follows",
  },
])('$name differs, and nothing has to be changed', ({ given, says }) => {
  expect(said(canary(given))).toEqual([expect.stringContaining(`differs: ${says}`)]);
  expect(migration(canary(given)).refused).toBe(0);
});

test('queries of a ScaledObject are told beside what every autoscaler is told', () => {
  const autoscalerRef = { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', name: 'podinfo' };
  expect(said(canary({ spec: { autoscalerRef } }))).toHaveLength(2);
  expect(
    said(canary({ spec: { autoscalerRef: { ...autoscalerRef, primaryScalerQueries: { a: 'b' } } } })),
  ).toHaveLength(1);
});

describe('a Canary that Flagger left', () => {
  test.each([
    { phase: 'Initializing', says: 'is set up from where it stands' },
    { phase: 'Waiting', says: 'asks its confirm-rollout hooks again' },
    { phase: 'Progressing', says: 'goes on from the weight in the routes' },
    { phase: 'WaitingPromotion', says: 'its confirm-promotion hooks are asked again' },
    { phase: 'Promoting', says: 'the promotion goes on' },
    { phase: 'Finalising', says: 'is brought to its end' },
    { phase: 'Failed', says: 'it is analysed once more' },
  ])('in $phase is told what becomes of it', ({ phase, says }) => {
    const left = canary({ status: { phase, lastAppliedSpec: '7c5b68f9c6' } });
    expect(said(left)).toEqual([expect.stringMatching(`^taken over: status.phase ${phase} .*${says}`)]);
    expect(migration(left).refused).toBe(0);
  });

  test.each([
    { name: 'that waits', given: { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } } },
    { name: 'that is under way', given: { status: { phase: 'Terminating' } } },
  ])('in a deletion $name is told how it ends', ({ given }) => {
    expect(said(canary(given))).toEqual([
      'taken over: status.phase is being deleted: users are given back to the target, then the deletion goes on',
    ]);
    expect(migration(canary(given)).refused).toBe(0);
  });

  test('with the finalizer of Flagger is nothing to mend', () => {
    expect(said(canary({ metadata: { finalizers: ['finalizer.flagger.app'] } }))).toEqual([]);
  });
});

describe('two Canaries of a cluster on one target', () => {
  const made = (name: string, second: number, namespace = 'test'): Json =>
    canary({
      metadata: {
        name,
        namespace,
        uid: `${namespace}-${name}`,
        creationTimestamp: `2026-01-01T00:00:0${second}Z`,
      },
    });

  test('are told at the younger one', () => {
    expect(migration(made('a', 2), made('b', 1)).lines).toEqual([
      'x: Canary test/a: refused: spec.targetRef Deployment podinfo belongs to the older Canary b',
    ]);
  });

  test('are none where the namespaces are two', () => {
    expect(migration(made('a', 2), made('b', 1, 'other')).lines).toEqual([]);
  });
});

test.each([
  { type: 'datadog', says: ['differs: spec.provider.type datadog: the newest point counts'] },
  { type: 'influxdb', says: ['differs: spec.provider.type influxdb: no rows are no data'] },
  { type: 'graphite', says: ['differs: spec.provider.type graphite: the newest point counts'] },
  { type: 'splunk', says: ['differs: spec.provider.type splunk: is asked over HTTP'] },
  { type: 'cloudwatch', says: ['differs: spec.provider.type cloudwatch: not all kinds of credentials'] },
  { type: 'stackdriver', says: ['differs: spec.provider.type stackdriver: not all kinds of credentials'] },
  { type: 'externalmetrics', says: ['differs: spec.provider.type externalmetrics: needs rights'] },
  { type: 'keptn', says: ['differs: spec.provider.type keptn: needs rights'] },
  { type: 'prometheus', says: [] },
  { type: 'newrelic', says: [] },
  { type: 'dynatrace', says: [] },
])('a template of $type', ({ type, says }) => {
  expect(said(template({ type, address: 'http://metrics.test' }))).toEqual(
    says.map((start) => expect.stringContaining(start)),
  );
});

test('a template with fields that Flagger passes over is told that they are heeded', () => {
  const more = { address: 'http://metrics.test', headers: { a: ['b'] }, insecureSkipVerify: true };
  expect(said(template({ type: 'prometheus', ...more }))).toEqual([]);
  expect(said(template({ type: 'dynatrace', ...more }))).toEqual([
    expect.stringContaining('differs: spec.provider.headers is heeded'),
    expect.stringContaining('differs: spec.provider.insecureSkipVerify is heeded'),
  ]);
});

test('templates that cannot answer are refused, before what differs', () => {
  expect(said(template({ type: 'keptn' }, 'analysis/a/b/1m/c=d'))).toEqual([
    expect.stringContaining('refused: spec.query must be keptnmetric/'),
    expect.stringContaining('differs: '),
  ]);
  expect(said(template({ type: 'prometheus', address: 'http://127.0.0.1:9090' }))).toEqual([
    expect.stringContaining('refused: spec.provider.address leads to an address of the class loopback'),
  ]);
});

test('receivers of alerts whose messages have another form are told, and addresses are not shown', () => {
  expect(said(receiver({ type: 'gchat', address: 'https://chat.test/secret' }))).toEqual([
    expect.stringMatching(/^differs: spec\.type gchat: (?!.*secret)/),
  ]);
  expect(said(receiver({ type: 'msteams', secretRef: { name: 'teams' } }))).toHaveLength(1);
  expect(said(receiver({ type: 'slack', address: 'https://hooks.test/secret' }))).toEqual([]);
  expect(said(receiver({ type: 'slack', address: 'http://169.254.1.1/secret' }))).toEqual([
    expect.stringMatching(/^refused: spec\.address leads to an address of the class link-local(?!.*secret)/),
  ]);
});

test('what is not ours, or hardly an object, is no crash', () => {
  const odd = [{ kind: 'Service' }, { kind: 'Canary' }, { kind: 'Canary', metadata: { name: 'a' }, spec: 1 }];
  expect(migration(...odd).lines.every((line) => line.includes(': refused: '))).toBe(true);
});

test.each([
  { lines: 0, refused: 0, says: 'nothing is refused, and nothing differs' },
  { lines: 3, refused: 0, says: '0 refused, 3 otherwise than in Flagger: nothing has to be changed' },
  { lines: 3, refused: 1, says: '1 refused, 2 otherwise than in Flagger' },
])('the summary of $refused of $lines', ({ lines, refused, says }) => {
  expect(summaryOf({ lines: Array.from({ length: lines }, String), refused })).toBe(says);
});
