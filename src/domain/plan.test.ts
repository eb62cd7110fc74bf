import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { aCanary, aHook, aPlan, DEFAULTS } from '../../test/builders/plan.ts';
import type { KubeObject } from '../api/objects.ts';
import { parsePlan } from './plan.ts';

const issuesOf = (canary: KubeObject): readonly string[] => {
  const parsed = parsePlan(canary, DEFAULTS);
  return 'issues' in parsed ? parsed.issues.map(({ path, problem }) => `${path} ${problem}`) : [];
};

const service = (over: Record<string, unknown>) => ({ service: { port: 9898, ...over } });
const metric = (over: Record<string, unknown>) => ({
  metrics: [{ name: 'request-success-rate', thresholdRange: { min: 99 }, ...over }],
});
const LATER = 'is not supported yet; remove it, or keep this Canary with Flagger for now';
const OTHER_MESH = 'belongs to another mesh than Istio, which Serinette does not serve';

describe('a Canary of Flagger’s documentation', () => {
  test('becomes a plan that lacks nothing', () => {
    const plan = aPlan();
    expect(plan).toMatchObject({
      target: { kind: 'Deployment', name: 'podinfo', primaryName: 'podinfo-primary' },
      apexName: 'podinfo',
      primaryService: 'podinfo-primary',
      canaryService: 'podinfo-canary',
      autoscaler: undefined,
      progressDeadlineMs: 60_000,
      skipAnalysis: false,
      suspend: false,
    });
    expect(plan.analysis).toMatchObject({ intervalMs: 10_000, threshold: 3, ladder: [10, 20, 30, 40, 50] });
    expect(plan.service).toMatchObject({
      port: 9898,
      targetPort: 'http',
      hosts: ['podinfo'],
      gateways: ['mesh'],
    });
  });

  test('is owned by its Canary, which the API server deletes it with', () => {
    expect(aPlan().owner).toEqual({
      apiVersion: 'flagger.app/v1beta1',
      kind: 'Canary',
      name: 'podinfo',
      uid: 'c-1',
      controller: true,
      blockOwnerDeletion: true,
    });
  });
});

describe('what is left out', () => {
  const bare = (): ReturnType<typeof aPlan> =>
    aPlan(
      { interval: undefined, threshold: undefined, maxWeight: undefined, metrics: undefined },
      {
        progressDeadlineSeconds: undefined,
        service: { port: 80 },
      },
    );

  test.each([
    { name: 'interval is a minute', read: bare().analysis.intervalMs, is: 60_000 },
    { name: 'threshold is one', read: bare().analysis.threshold, is: 1 },
    { name: 'a threshold of zero is one', read: aPlan({ threshold: 0 }).analysis.threshold, is: 1 },
    { name: 'maxWeight is 100', read: bare().analysis.ladder.at(-1), is: 100 },
    { name: 'the ready thresholds are 100', read: bare().analysis.canaryReadyThreshold, is: 100 },
    { name: 'stepWeightPromotion is all at once', read: bare().analysis.promotionStep, is: 0 },
    { name: 'the deadline is ten minutes', read: bare().progressDeadlineMs, is: 600_000 },
    { name: 'the port’s name is http', read: bare().service.portName, is: 'http' },
    { name: 'targetPort is the port', read: bare().service.targetPort, is: 80 },
    {
      name: 'a targetPort of zero is the port',
      read: aPlan({}, service({ targetPort: 0 })).service.targetPort,
      is: 9898,
    },
    {
      name: 'a targetPort of digits is a number',
      read: aPlan({}, service({ targetPort: '80' })).service.targetPort,
      is: 80,
    },
    {
      name: 'a metric’s interval is a minute',
      read: aPlan(metric({})).analysis.metrics[0]?.interval,
      is: '1m',
    },
    {
      name: 'a metric without data fails',
      read: aPlan(metric({})).analysis.metrics[0]?.onNoData,
      is: 'fail',
    },
    {
      name: 'checks wait for no settling',
      read: aPlan().analysis.settleMs,
      is: undefined,
    },
    {
      name: 'a hook is a rollout hook with ten seconds and no second try',
      read: aPlan({ webhooks: [{ name: 'load', url: 'http://load/' }] }).analysis.hooks[0],
      is: {
        name: 'load',
        type: 'rollout',
        url: 'http://load/',
        timeoutMs: 10_000,
        retries: 0,
        skipTlsVerify: false,
        muteAlert: false,
        origin: 'object',
        metadata: {},
      },
    },
    { name: 'null counts as left out', read: aPlan({ threshold: null }).analysis.threshold, is: 1 },
  ])('$name', ({ read, is }) => {
    expect(read).toEqual(is);
  });
});

describe('what is given', () => {
  test.each([
    {
      name: 'an interval below the floor is raised, and it is known from what',
      read: aPlan({ interval: '1s' }).analysis,
      is: { intervalMs: 10_000, raisedFromMs: 1_000 },
    },
    {
      name: 'an interval may have two units',
      read: aPlan({ interval: '1m30s' }).analysis,
      is: { intervalMs: 90_000, raisedFromMs: undefined },
    },
    {
      name: 'an apex name leads the Services, not the workloads',
      read: aPlan({}, service({ name: 'shop' })),
      is: { apexName: 'shop', primaryService: 'shop-primary', target: { primaryName: 'podinfo-primary' } },
    },
    {
      name: 'listed hosts are followed by the apex',
      read: aPlan({}, service({ hosts: ['shop.test'] })).service,
      is: { hosts: ['shop.test', 'podinfo'] },
    },
    {
      name: 'a host of * needs no apex beside it',
      read: aPlan({}, service({ hosts: ['*'] })).service,
      is: { hosts: ['*'] },
    },
    {
      name: 'the old threshold is a minimum of the success rate',
      read: aPlan(metric({ thresholdRange: undefined, threshold: 99 })).analysis.metrics[0],
      is: { bounds: { min: 99, max: undefined } },
    },
    {
      name: 'the old threshold is a maximum of all else',
      read: aPlan({ metrics: [{ name: 'request-duration', threshold: 500 }] }).analysis.metrics[0],
      is: { bounds: { min: undefined, max: 500 } },
    },
    {
      name: 'a metric with a query is a query',
      read: aPlan(metric({ name: 'mine', query: ' up ' })).analysis.metrics[0],
      is: { source: { kind: 'query', query: 'up' } },
    },
    {
      name: 'a template is looked for in the Canary’s namespace',
      read: aPlan(metric({ name: 'mine', templateRef: { name: 't' } })).analysis.metrics[0],
      is: { source: { kind: 'template', namespace: 'test', name: 't' } },
    },
    {
      name: 'a template may come from another namespace',
      read: aPlan(metric({ name: 'mine', templateRef: { name: 't', namespace: 'flagger' } })).analysis
        .metrics[0],
      is: { source: { namespace: 'flagger' } },
    },
    {
      name: 'an autoscaler has its primary',
      read: aPlan(
        {},
        {
          autoscalerRef: {
            apiVersion: 'autoscaling/v2',
            kind: 'HorizontalPodAutoscaler',
            name: 'pods',
            primaryScalerReplicas: { minReplicas: 2, maxReplicas: 9 },
          },
        },
      ),
      is: { autoscaler: { name: 'pods', primaryName: 'pods-primary', primaryMin: 2, primaryMax: 9 } },
    },
    {
      name: 'a rewrite keeps what Istio knows of it',
      read: aPlan({}, service({ rewrite: { uri: '/', type: 'ReplacePrefixMatch' } })).service,
      is: { rewrite: { uri: '/' } },
    },
  ])('$name', ({ read, is }) => {
    expect(read).toMatchObject(is);
  });
});

describe('a mistake is named by path and allowed form', () => {
  const rows: readonly { readonly given: KubeObject; readonly issue: string }[] = [
    {
      given: aCanary({}, { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment' } }),
      issue: 'spec.targetRef.name is required',
    },
    {
      given: aCanary({}, { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'Pod_Info' } }),
      issue: 'spec.targetRef.name must be a DNS-1123 name: lower-case letters, digits, "-" and "."',
    },
    {
      given: aCanary({}, { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a'.repeat(56) } }),
      issue: 'spec.targetRef.name must have at most 55 characters, so that "-primary" still fits',
    },
    {
      given: aCanary({ webhooks: Array.from({ length: 101 }, (_, at) => aHook('rollout', `h${at}`)) }),
      issue: 'spec.analysis.webhooks must have at most 100 entries, got 101',
    },
    {
      given: aCanary({ webhooks: [aHook('rollout', 'a'), aHook('pre-rollout', 'a'), aHook('rollout', 'a')] }),
      issue: 'spec.analysis.webhooks[2].name must be unique among rollout hooks, "a" is there twice',
    },
    {
      given: aCanary({}, { targetRef: { apiVersion: 'v1', kind: 'Deployment', name: 'a' } }),
      issue: 'spec.targetRef.apiVersion must be apps/v1 for a Deployment, got "v1"',
    },
    {
      given: aCanary(
        {},
        { provider: 'kubernetes', targetRef: { apiVersion: 'v1', kind: 'Service', name: 'a' } },
      ),
      issue:
        'spec.provider must be istio where targetRef is a Service: without routes nobody could be led to its copies',
    },
    {
      given: aCanary({}, { targetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'a' } }),
      issue: 'spec.targetRef.kind must be Deployment, DaemonSet or Service, got "StatefulSet"',
    },
    {
      given: aCanary({}, service({ name: '1shop' })),
      issue:
        'spec.service.name must be a DNS-1035 name for its Services: lower-case letters, digits and "-", first a letter',
    },
    {
      given: aCanary({}, { service: {} }),
      issue: 'spec.service.port is required: a whole number from 1 to 65535',
    },
    {
      given: aCanary({}, service({ port: 70_000 })),
      issue: 'spec.service.port must be a whole number from 1 to 65535, got 70000',
    },
    {
      given: aCanary({}, service({ port: 80.5 })),
      issue: 'spec.service.port must be a whole number from 1 to 65535, got 80.5',
    },
    {
      given: aCanary({}, service({ portName: 'HTTP' })),
      issue:
        'spec.service.portName must be lower-case letters, digits and "-", at least one letter and at most 63 characters, such as http',
    },
    {
      given: aCanary({}, service({ targetPort: '70000' })),
      issue: 'spec.service.targetPort must be a whole number from 1 to 65535',
    },
    {
      given: aCanary({}, service({ targetPort: 'a-name-much-too-long' })),
      issue:
        'spec.service.targetPort must be a port number, or the name of a container port of at most 15 characters',
    },
    {
      given: aCanary({}, service({ hosts: ['http://shop'] })),
      issue: 'spec.service.hosts[0] must be a host name without scheme, port or path, got "http://shop"',
    },
    {
      given: aCanary({}, service({ hosts: ['a', 'a'] })),
      issue: 'spec.service.hosts must not name a host twice',
    },
    {
      given: aCanary({}, service({ gateways: ['a/b/c'] })),
      issue: 'spec.service.gateways[0] must be "name", "namespace/name" or "mesh", got "a/b/c"',
    },
    {
      given: aCanary({}, service({ match: [{ headers: { who: { exact: 'a', prefix: 'b' } } }] })),
      issue:
        'spec.service.match[0].headers.who must have only one of exact, prefix and regex, got exact and prefix',
    },
    {
      given: aCanary({}, service({ match: [{ uri: 'path' }] })),
      issue: 'spec.service.match[0].uri must be an object',
    },
    {
      given: aCanary({}, service({ rewrite: { type: 'ReplacePrefixMatch' } })),
      issue: 'spec.service.rewrite must have uri, authority or both',
    },
    {
      given: aCanary({}, service({ timeout: '5x' })),
      issue: 'spec.service.timeout must be a duration such as 30s or 1m30s of at least 1 ms, got "5x"',
    },
    {
      given: aCanary({}, service({ retries: { attempts: -1 } })),
      issue: 'spec.service.retries.attempts must be a whole number from 0 to 1000, got -1',
    },
    {
      given: aCanary({}, service({ headers: { request: { add: { 'a b': 'c' } } } })),
      issue:
        "spec.service.headers.request.add.a b is not a header name: letters, digits and !#$%&'*+.^_`|~- only",
    },
    {
      given: aCanary({}, service({ headers: { response: { set: { a: 'b\r\nc' } } } })),
      issue: 'spec.service.headers.response.set.a must not contain a line break or NUL',
    },
    {
      given: aCanary({}, service({ headers: { request: { remove: ['a b'] } } })),
      issue: 'spec.service.headers.request.remove[0] must be a header name',
    },
    {
      given: aCanary({}, service({ apex: { labels: { a: 1 } } })),
      issue: 'spec.service.apex.labels must be a map of strings',
    },
    {
      given: aCanary({ interval: '5x' }),
      issue: 'spec.analysis.interval must be a duration such as 30s or 1m30s of at most 86400 s, got "5x"',
    },
    { given: aCanary({ interval: 5 }), issue: 'spec.analysis.interval must be a string, got 5' },
    {
      given: aCanary({ threshold: -1 }),
      issue: 'spec.analysis.threshold must be a whole number from 0 to 1000, got -1',
    },
    {
      given: aCanary({ stepWeight: 101 }),
      issue: 'spec.analysis.stepWeight must be a whole number from 0 to 100, got 101',
    },
    {
      given: aCanary({ stepWeight: undefined }),
      issue:
        'spec.analysis.stepWeight must be a whole number from 1 to 100, unless stepWeights lists the weights or iterations are counted',
    },
    {
      given: aCanary({ stepWeight: 0, stepWeights: [10, 10] }),
      issue: 'spec.analysis.stepWeights[1] must be a whole number above 10 and at most 100, got 10',
    },
    {
      given: aCanary({ maxWeight: 101 }),
      issue: 'spec.analysis.maxWeight must be a whole number from 0 to 100, got 101',
    },
    {
      given: aCanary({ stepWeightPromotion: -1 }),
      issue: 'spec.analysis.stepWeightPromotion must be a whole number from 0 to 100, got -1',
    },
    {
      given: aCanary({ canaryReadyThreshold: 0 }),
      issue: 'spec.analysis.canaryReadyThreshold must be a whole number from 1 to 100, got 0',
    },
    { given: aCanary({ metrics: {} }), issue: 'spec.analysis.metrics must be a list' },
    { given: aCanary(metric({ name: '' })), issue: 'spec.analysis.metrics[0].name is required' },
    {
      given: aCanary(metric({ name: 'mine' })),
      issue:
        'spec.analysis.metrics[0].name must be request-success-rate or request-duration, or "mine" needs a templateRef or a query',
    },
    {
      given: aCanary({
        metrics: [
          { name: 'request-duration', threshold: 1 },
          { name: 'request-duration', threshold: 2 },
        ],
      }),
      issue: 'spec.analysis.metrics[1].name must be unique, "request-duration" is there twice',
    },
    {
      given: aCanary(metric({ thresholdRange: {} })),
      issue: 'spec.analysis.metrics[0].thresholdRange must have min, max or both, or nothing could ever fail',
    },
    {
      given: aCanary(metric({ thresholdRange: { min: 2, max: 1 } })),
      issue:
        'spec.analysis.metrics[0].thresholdRange.min must not be above max (1), or nothing could ever pass',
    },
    {
      given: aCanary(metric({ thresholdRange: undefined })),
      issue: 'spec.analysis.metrics[0].thresholdRange is required: min, max or both',
    },
    {
      given: aCanary(metric({ onNoData: 'ignore' })),
      issue: 'spec.analysis.metrics[0].onNoData must be fail, skip or hold, got "ignore"',
    },
    {
      given: aCanary({ settleTime: 'soon' }),
      issue:
        'spec.analysis.settleTime must be a duration such as 30s or 1m30s of at most 86400 s, got "soon"',
    },
    {
      given: aCanary({ settleTime: '25h' }),
      issue: 'spec.analysis.settleTime must be a duration such as 30s or 1m30s of at most 86400 s, got "25h"',
    },
    {
      given: aCanary(metric({ query: 'up', templateRef: { name: 't' } })),
      issue: 'spec.analysis.metrics[0].query must not be set beside templateRef',
    },
    {
      given: aCanary(metric({ templateRef: {} })),
      issue: 'spec.analysis.metrics[0].templateRef.name is required',
    },
    {
      given: aCanary({ webhooks: [{ name: 'x', url: 'ftp://x' }] }),
      issue: 'spec.analysis.webhooks[0].url must be an http:// or https:// URL',
    },
    {
      given: aCanary({ webhooks: [{ name: 'x', url: 'http://me:pw@x/' }] }),
      issue: 'spec.analysis.webhooks[0].url must not contain a user name or password',
    },
    {
      given: aCanary({ webhooks: [{ name: 'x', url: 'http://x', type: 'later' }] }),
      issue:
        'spec.analysis.webhooks[0].type must be one of confirm-rollout, pre-rollout, rollout, confirm-traffic-increase, confirm-promotion, rollback, event, post-rollout, got "later"',
    },
    {
      given: aCanary({ webhooks: [{ name: 'x', url: 'http://x', retries: 11 }] }),
      issue: 'spec.analysis.webhooks[0].retries must be a whole number from 0 to 10, got 11',
    },
    {
      given: aCanary({}, { metricsServer: 'prometheus:9090' }),
      issue: 'spec.metricsServer must be an http:// or https:// URL',
    },
    {
      given: aCanary({}, { progressDeadlineSeconds: 0 }),
      issue: 'spec.progressDeadlineSeconds must be a whole number from 1 to 86400, got 0',
    },
    { given: aCanary({}, { suspend: 'yes' }), issue: 'spec.suspend must be true or false, got "yes"' },
    {
      given: aCanary(
        {},
        {
          autoscalerRef: {
            kind: 'HorizontalPodAutoscaler',
            name: 'a',
            primaryScalerReplicas: { minReplicas: 3, maxReplicas: 2 },
          },
        },
      ),
      issue: 'spec.autoscalerRef.primaryScalerReplicas.minReplicas must not be above maxReplicas (2), got 3',
    },
    {
      given: aCanary({}, { autoscalerRef: { kind: 'VPA', name: 'a' } }),
      issue: 'spec.autoscalerRef.kind must be HorizontalPodAutoscaler or ScaledObject, got "VPA"',
    },
    {
      given: aCanary({}, service({ portDiscovery: 'yes' })),
      issue: 'spec.service.portDiscovery must be true or false, got "yes"',
    },
    {
      given: aCanary({}, service({ trafficDistribution: 'PreferFar' })),
      issue:
        'spec.service.trafficDistribution must be one of PreferClose, PreferSameZone, PreferSameNode, got "PreferFar"',
    },
    {
      given: aCanary({}, service({ unmanagedMetadata: { labels: 'a' } })),
      issue: 'spec.service.unmanagedMetadata.labels must be a list of strings',
    },
    {
      given: aCanary({}, { targetRef: { apiVersion: 'v1', kind: 'DaemonSet', name: 'a' } }),
      issue: 'spec.targetRef.apiVersion must be apps/v1 for a DaemonSet, got "v1"',
    },
    {
      given: aCanary(
        {},
        {
          targetRef: { apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'a' },
          autoscalerRef: { kind: 'HorizontalPodAutoscaler', name: 'a' },
        },
      ),
      issue: 'spec.autoscalerRef must be absent: nothing can scale a DaemonSet',
    },
    {
      given: aCanary({}, { targetRef: { apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: 'a' } }),
      issue: 'spec.targetRef.apiVersion must be v1 for a Service, got "serving.knative.dev/v1"',
    },
    {
      given: aCanary(
        {},
        { ...service({ name: 'b' }), targetRef: { apiVersion: 'v1', kind: 'Service', name: 'a' } },
      ),
      issue: 'spec.service.name must be the target\'s name ("a"), or absent: routes lead to its copies',
    },
    {
      given: aCanary({}, { provider: 'linkerd' }),
      issue: `spec.provider must be istio or kubernetes, got "linkerd": it ${OTHER_MESH}`,
    },
  ];

  test.each(rows)('$issue', ({ given, issue }) => {
    expect(issuesOf(given)).toEqual([issue]);
  });

  test('a spec of more than 256 KiB is refused as a whole', () => {
    const noted = (length: number) =>
      issuesOf(aCanary({}, { service: { port: 80, apex: { labels: { note: 'x'.repeat(length) } } } }));
    expect(noted(261_000)).toEqual([]);
    expect(noted(262_144)).toEqual([
      expect.stringMatching(/^spec must have at most 262144 characters as JSON, got 262\d+$/),
    ]);
  });

  test('all mistakes are found in one pass, each once', () => {
    const issues = issuesOf(aCanary({ interval: 7, threshold: 'x' }, { service: 5, targetRef: { kind: 4 } }));
    expect(issues.length).toBeGreaterThan(4);
    expect(new Set(issues).size).toBe(issues.length);
  });
});

describe('a field that this version does not serve is refused by name', () => {
  const spec = (key: string, value: unknown) => aCanary({}, { [key]: value });
  const rows: readonly { readonly given: KubeObject; readonly issue: string }[] = [
    { given: spec('canaryAnalysis', { interval: '1m' }), issue: `spec.canaryAnalysis ${LATER}` },
    ...['ingressRef', 'routeRef', 'upstreamRef'].map((key) => ({
      given: spec(key, { name: 'x' }),
      issue: `spec.${key} ${OTHER_MESH}`,
    })),
    {
      given: aCanary({}, service({ backendTimeout: '1s' })),
      issue: `spec.service.backendTimeout ${OTHER_MESH}`,
    },
    {
      given: aCanary(
        {},
        service({
          gatewayRefs: [
            { group: 'g', kind: 'Gateway', name: 'a', namespace: 'b', sectionName: 'c', port: 80 },
          ],
        }),
      ),
      issue: `spec.service.gatewayRefs ${OTHER_MESH}`,
    },
    {
      given: aCanary(
        {},
        service({
          mirror: [{ backendRef: { group: '', kind: 'Service', name: 'a', namespace: 'b', port: 80 } }],
        }),
      ),
      issue: `spec.service.mirror ${OTHER_MESH}`,
    },
    { given: aCanary({}, service({ meshName: 'm' })), issue: `spec.service.meshName ${OTHER_MESH}` },
    { given: aCanary({}, service({ backends: ['b'] })), issue: `spec.service.backends ${OTHER_MESH}` },
  ];

  test.each(rows)('$issue', ({ given, issue }) => {
    expect(issuesOf(given)).toEqual([issue]);
  });

  test.each([
    {
      name: 'switched off',
      given: aCanary({ mirror: false, iterations: 0, alerts: [] }, { revertOnDeletion: false }),
    },
    { name: 'empty', given: aCanary({}, service({ unmanagedMetadata: {}, meshName: '' })) },
  ])('but not when it is $name', ({ given }) => {
    expect(issuesOf(given)).toEqual([]);
  });
});

describe('parsePlan', () => {
  const KEYS = [
    'targetRef',
    'service',
    'analysis',
    'metrics',
    'webhooks',
    'match',
    'headers',
    'hosts',
    'name',
    'port',
    'interval',
    'stepWeights',
    'thresholdRange',
    'autoscalerRef',
    'alerts',
    'providerRef',
    'severity',
  ];
  const anything = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.jsonValue({ maxDepth: 1 }),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 5 }),
    ),
  })).value;

  test('never throws, whatever JSON a spec holds, and is silent about nothing', () => {
    fc.assert(
      fc.property(anything, (spec) => {
        const parsed = parsePlan({ ...aCanary(), spec }, DEFAULTS);
        expect('plan' in parsed ? parsed.plan.analysis.ladder.length : parsed.issues.length).toBeGreaterThan(
          0,
        );
      }),
      { numRuns: 400 },
    );
  });
});

describe('the window of a metric', () => {
  const windowOf = (metric: Record<string, unknown>) => {
    const parsed = parsePlan(aCanary({ metrics: [{ thresholdRange: { max: 1 }, ...metric }] }), DEFAULTS);
    return 'plan' in parsed ? parsed.plan.analysis.metrics[0]?.intervalMs : parsed.issues[0]?.path;
  };

  test('may be minutes as Graphite writes them where a template asks, and nowhere else', () => {
    expect(windowOf({ name: 'lag', templateRef: { name: 'lag' }, interval: '2min' })).toBe(120_000);
    expect(windowOf({ name: 'request-success-rate', interval: '2min' })).toBe(
      'spec.analysis.metrics[0].interval',
    );
  });
});

test('routes of others are left out, and that is said, where Services are the only routes', () => {
  const service = { port: 80, keepForeignRoutes: true };
  const plan = aPlan(
    { stepWeight: undefined, maxWeight: undefined, iterations: 1 },
    { provider: 'kubernetes', service },
  );
  expect(plan.analysis.leftOut).toEqual([
    'provider kubernetes writes no routes, service.keepForeignRoutes is left out',
  ]);
});
