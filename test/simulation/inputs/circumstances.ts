import {
  ALERT_PROVIDER,
  CANARY,
  DEPLOYMENT,
  HORIZONTAL_POD_AUTOSCALER,
  METRIC_TEMPLATE,
  SECRET,
  SERVICE,
} from '../../../src/api/kinds.ts';
import type { KubeObject, ResourceType } from '../../../src/api/objects.ts';
import { OperatorError } from '../../../src/errors.ts';
import { deployment, NAMESPACE } from '../../support/manifests.ts';
import { both, type Input, push, set, type Spec, type Told } from './input.ts';
import type { Stage, StageOptions } from './stage.ts';

/** A good spec that other objects make bad, or a bad one that only they show to be so. */
export interface Circumstance {
  readonly row: number;
  readonly what: string;
  readonly options?: StageOptions;
  /** Comes before the Canary. */
  readonly before?: (stage: Stage) => Promise<unknown>;
  readonly target?: Record<string, unknown>;
  readonly spec?: Input['edit'];
  /** It shows when a new revision is judged. */
  readonly isOfRun?: boolean;
  readonly told: Told;
  /** The good spec again, unless this says otherwise. */
  readonly mend?: (stage: Stage) => Promise<unknown>;
}

const STRICT: StageOptions = { args: ['--no-cross-namespace-refs'] };

const make = (kind: string, name: string, spec: unknown, more: Record<string, unknown> = {}): KubeObject => ({
  apiVersion: 'flagger.app/v1beta1',
  kind,
  metadata: { name, namespace: NAMESPACE },
  ...(spec === undefined ? {} : { spec }),
  ...more,
});

const template = (provider: Record<string, unknown>, query = 'up'): KubeObject =>
  make('MetricTemplate', 'own', { provider: { type: 'prometheus', ...provider }, query });
const secret = (data: Record<string, string>): KubeObject => ({
  ...make('Secret', 'keys', undefined),
  apiVersion: 'v1',
  data: Object.fromEntries(Object.entries(data).map(([key, text]) => [key, btoa(text)])),
});

const PROMETHEUS = { address: 'http://prometheus.test:9090' };
const judgedByTemplate = (over: Record<string, unknown> = {}) =>
  set('analysis.metrics', [
    { name: 'own', interval: '10s', thresholdRange: { min: 1 }, templateRef: { name: 'own', ...over } },
  ]);

const holds = (reason: string, says: string): Told => ({ by: 'Holding', reason, says });
const claimed = (says: string): Told => ({ by: 'Accepted', reason: 'TargetClaimed', says });
const neighbour = (stage: Stage) => stage.neighbour.begin();

const replaced =
  (type: ResourceType, object: KubeObject) =>
  ({ edit }: Stage): Promise<unknown> =>
    edit(type, object.metadata.name, (before) =>
      Object.assign(before, { spec: object['spec'], data: object['data'] }),
    );

const created =
  (...objects: readonly (readonly [ResourceType, KubeObject])[]) =>
  async (stage: Stage): Promise<void> => {
    for (const [type, object] of objects) await stage.create(type, object);
  };

const gone =
  (type: ResourceType, name: string, ...next: readonly (readonly [ResourceType, KubeObject])[]) =>
  async (stage: Stage): Promise<void> => {
    await stage.world.user.delete({ type, namespace: NAMESPACE, name }, stage.world.never);
    await stage.world.clock.advance(2_000);
    await created(...next)(stage);
  };

const byTemplate = (
  row: number,
  what: string,
  says: string,
  { keys, ...provider }: Record<string, unknown> & { readonly keys?: Record<string, string> },
): Circumstance => ({
  row,
  what,
  spec: judgedByTemplate(),
  isOfRun: true,
  before: created(
    [METRIC_TEMPLATE, template({ ...PROMETHEUS, ...provider })],
    ...(keys === undefined ? [] : [[SECRET, secret(keys)] as const]),
  ),
  told: holds('NoEvidence', says),
  mend: replaced(METRIC_TEMPLATE, template(PROMETHEUS)),
});

const byHook = (row: number, url: string, kind: string): Circumstance => ({
  row,
  what: `the hook ${url}`,
  spec: push('analysis.webhooks', { name: 'load', type: 'rollout', url }),
  isOfRun: true,
  told: { by: 'Event', says: `must not be reached from a namespaced object (${kind} address)` },
});

const withSecret = { secretRef: { name: 'keys' } };

export const CIRCUMSTANCES: readonly Circumstance[] = [
  {
    row: 8,
    what: "another Canary's primary as target",
    before: neighbour,
    spec: set('targetRef.name', 'neighbour-primary'),
    told: claimed(
      'spec.targetRef.name must not be neighbour-primary, which the Canary neighbour made for itself',
    ),
  },
  {
    row: 9,
    what: 'a target that an older Canary has',
    before: neighbour,
    spec: set('targetRef.name', 'neighbour'),
    told: claimed('spec.targetRef names Deployment neighbour, which the older Canary neighbour already has'),
  },
  {
    row: 10,
    what: 'a Service that an older Canary has',
    before: neighbour,
    spec: set('service.name', 'neighbour'),
    told: claimed('spec.service.name names Service neighbour, which the older Canary neighbour already has'),
  },
  {
    row: 10,
    what: 'hosts that an older Canary has',
    before: neighbour,
    spec: set('service.hosts', ['neighbour']),
    told: {
      by: 'nobody',
      because: 'Istio merges the routes of a host at a gateway; matches tell them apart',
    },
  },
  {
    row: 11,
    what: 'a target that is selected by none of the known labels',
    target: {
      selector: { matchLabels: { tier: 'web' } },
      template: {
        metadata: { labels: { tier: 'web' } },
        spec: { containers: [{ name: 'a', image: 'a:1' }] },
      },
    },
    told: holds(
      'SelectorUnsupported',
      'Deployment podinfo.test must select its pods by one of the labels app, name, app.kubernetes.io/name',
    ),
    mend: gone(DEPLOYMENT, 'podinfo', [DEPLOYMENT, deployment('1.0.0')]),
  },
  {
    row: 12,
    what: 'a paused target',
    target: { paused: true },
    told: holds('TargetPaused', 'Deployment podinfo.test'),
    mend: (stage) => stage.edit(DEPLOYMENT, 'podinfo', (object) => (object['spec'].paused = false)),
  },
  {
    row: 23,
    what: 'a Service that somebody else controls',
    before: created([
      SERVICE,
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: {
          name: 'podinfo-canary',
          namespace: NAMESPACE,
          ownerReferences: [{ apiVersion: 'x/v1', kind: 'Shop', name: 'boss', uid: 'o', controller: true }],
        },
        spec: { ports: [{ port: 80 }] },
      },
    ]),
    told: holds('NameTaken', 'Service podinfo-canary.test belongs to Shop boss'),
    mend: gone(SERVICE, 'podinfo-canary'),
  },
  {
    row: 31,
    what: 'an expression that Istio refuses',
    before: ({ world }) => {
      world.api.admit(({ object }) => {
        if (object.kind === 'VirtualService' && JSON.stringify(object).includes('"regex":"("'))
          throw new OperatorError('REJECTED', 'admission webhook "validation.istio.io" denied: missing )');
      });
      return Promise.resolve();
    },
    spec: set('service.match', [{ uri: { regex: '(' } }]),
    told: holds('RouteRefused', 'admission webhook "validation.istio.io" denied: missing )'),
  },
  {
    row: 86,
    what: 'a template that does not exist',
    spec: judgedByTemplate(),
    isOfRun: true,
    told: holds('NoEvidence', 'metric template own.test does not exist'),
    mend: created([METRIC_TEMPLATE, template(PROMETHEUS)]),
  },
  {
    row: 87,
    what: 'a template of another namespace where that is not allowed',
    options: STRICT,
    spec: judgedByTemplate({ namespace: 'shared' }),
    isOfRun: true,
    told: holds(
      'NoEvidence',
      'metric template own.shared is in another namespace, which this operator does not allow',
    ),
  },
  {
    row: 89,
    what: 'a metrics server on loopback',
    spec: set('metricsServer', 'http://127.0.0.1:9090'),
    isOfRun: true,
    told: holds('NoEvidence', 'http://127.0.0.1:9090 must not be reached from a namespaced object'),
  },
  byHook(92, 'http://169.254.169.254/latest/meta-data', 'cloud metadata'),
  byHook(93, 'http://2130706433/', 'loopback'),
  byHook(93, 'http://0177.0.0.1/', 'loopback'),
  byHook(93, 'http://127.1/', 'loopback'),
  byHook(94, 'http://[::ffff:127.0.0.1]/', 'loopback'),
  {
    row: 105,
    what: 'an alert provider of another namespace where that is not allowed',
    options: STRICT,
    spec: push('analysis.alerts', { name: 'team', providerRef: { name: 'team', namespace: 'shared' } }),
    told: {
      by: 'Accepted',
      reason: 'InvalidSpec',
      says: 'spec.analysis.alerts[0].providerRef.namespace must be test, since this operator allows no references to other namespaces',
    },
  },
  {
    row: 108,
    what: 'the autoscaler of the primary',
    before: created([
      HORIZONTAL_POD_AUTOSCALER,
      {
        ...make('HorizontalPodAutoscaler', 'pods', {
          scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo-primary' },
          minReplicas: 2,
          maxReplicas: 4,
        }),
        apiVersion: 'autoscaling/v2',
      },
    ]),
    spec: set('autoscalerRef', {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      name: 'pods',
    }),
    told: holds(
      'AutoscalerConflict',
      'HorizontalPodAutoscaler pods.test scales podinfo-primary; autoscalerRef must name the one that scales podinfo',
    ),
  },
  {
    row: 119,
    what: 'labels and annotations that turn a terminal around, of 200 KiB',
    before: () => Promise.resolve(),
    spec: set('service.apex', { annotations: { note: `\u202eabc\r\n${'x'.repeat(200_000)}` } }),
    told: { by: 'nobody', because: 'they are copied as they stand' },
  },
  byTemplate(121, 'Prometheus without an address', 'provider.address must be an http', { address: '' }),
  ...['http://prometheus.test?a=b', 'http://prometheus.test#a', 'prometheus.test'].map((address) =>
    byTemplate(
      122,
      `the address ${address}`,
      'provider.address must be an http:// or https:// URL, without a query',
      { address },
    ),
  ),
  ...(
    [
      ['X-A', 'a\r\nb: c'],
      ['Transfer-Encoding', 'chunked'],
      ['a b', 'c'],
    ] as const
  ).map(([name, value]) =>
    byTemplate(123, `the header ${name}`, `provider.headers has an unusable "${name}"`, {
      headers: { [name]: [value] },
    }),
  ),
  byTemplate(124, 'a Secret that does not exist', 'secret keys.test does not exist', withSecret),
  ...[{ user: 'x' }, { username: 'x' }].map((keys) =>
    byTemplate(125, `a Secret with ${Object.keys(keys).join()} alone`, 'has neither a usable token', {
      ...withSecret,
      keys,
    }),
  ),
  byTemplate(126, 'a token of two lines', 'has neither a usable token', {
    ...withSecret,
    keys: { token: 'hunter2\nx: y' },
  }),
  {
    row: 134,
    what: 'alerts without TLS',
    before: created([
      ALERT_PROVIDER,
      make('AlertProvider', 'team', { type: 'webhook', address: 'http://team.test/' }),
    ]),
    spec: push('analysis.alerts', { name: 'team', providerRef: { name: 'team' } }),
    told: { by: 'nobody', because: 'receivers in a cluster are called without, as with Flagger' },
  },
];

/** Objects that the API server refuses when they are applied. */
export const REJECTED: readonly {
  readonly row: number;
  readonly what: string;
  readonly type: ResourceType;
  readonly object: KubeObject;
  readonly says: string;
}[] = [
  {
    row: 120,
    what: 'a MetricTemplate of type promethues',
    type: METRIC_TEMPLATE,
    object: template({ type: 'promethues' }),
    says: 'spec.provider.type: Unsupported value: "promethues"',
  },
  {
    row: 133,
    what: 'an AlertProvider of type pagerduty',
    type: ALERT_PROVIDER,
    object: make('AlertProvider', 'team', { type: 'pagerduty', address: 'http://team.test/' }),
    says: 'spec.type: Unsupported value: "pagerduty"',
  },
  ...[{}, { address: 'http://team.test/', secretRef: { name: 'keys' } }].map((spec) => ({
    row: 133,
    what: `an AlertProvider with ${Object.keys(spec).join(' and ') || 'no address'}`,
    type: ALERT_PROVIDER,
    object: make('AlertProvider', 'team', { type: 'slack', ...spec }),
    says: 'must validate one and only one schema (oneOf)',
  })),
];

export const withSpec = (canary: KubeObject, edit: Input['edit'] = both()): KubeObject => {
  const object = structuredClone(canary) as Spec;
  edit(object['spec']);
  return object as KubeObject;
};

export const restored = (stage: Stage): Promise<unknown> =>
  stage.edit(CANARY, 'podinfo', (object) => (object['spec'] = stage.good['spec']));
