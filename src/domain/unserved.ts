import type { Fields } from './fields.ts';

const LATER = 'is not supported yet; remove it, or keep this Canary with Flagger for now';
const OTHER_MESH = 'belongs to another mesh than Istio, which Serinette does not serve';

interface Unserved {
  readonly key: string;
  readonly problem: string;
  /** Without it, any value but absent, false, 0, '' and [] counts. */
  readonly when?: (value: unknown) => boolean;
}

const later = (key: string): Unserved => ({ key, problem: LATER });
const otherMesh = (key: string): Unserved => ({ key, problem: OTHER_MESH });

const SPEC: readonly Unserved[] = [
  later('revertOnDeletion'),
  otherMesh('ingressRef'),
  otherMesh('routeRef'),
  otherMesh('upstreamRef'),
  later('canaryAnalysis'),
];

const SERVICE: readonly Unserved[] = [
  later('delegation'),
  ...['backendTimeout', 'gatewayRefs', 'mirror', 'meshName', 'backends'].map(otherMesh),
  {
    key: 'appProtocol',
    problem: `tcp ${LATER}`,
    when: (value) => typeof value === 'string' && value.toLowerCase() === 'tcp',
  },
];

const ANALYSIS: readonly Unserved[] = [
  'iterations',
  'match',
  'mirror',
  'mirrorWeight',
  'sessionAffinity',
  'alerts',
].map(later);

const isUsed = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : Boolean(value) && JSON.stringify(value) !== '{}';

const report = (fields: Fields, list: readonly Unserved[]): void => {
  for (const { key, problem, when = isUsed } of list) {
    if (when(fields.raw[key])) fields.issue(key, problem);
  }
};

/**
 * Fields that the API allows and this version does not act on. Acting as if they were absent would be a
 * different rollout from the one that was asked for, so they are refused by name.
 */
export const reportUnserved = (spec: Fields): void => {
  report(spec, SPEC);
  report(spec.within('service'), SERVICE);
  report(spec.within('analysis'), ANALYSIS);
  reportProvider(spec);
  reportKinds(spec);
  for (const hook of spec.within('analysis').items('webhooks')) {
    const type = hook.string('type');
    if (type === 'event' || type === 'post-rollout') hook.issue('type', `${type} ${LATER}`);
  }
};

const reportProvider = (spec: Fields): void => {
  const provider = spec.string('provider', 'istio');
  if (provider === 'kubernetes') spec.issue('provider', `kubernetes ${LATER}`);
  else if (provider !== 'istio' && provider !== '') {
    spec.issue('provider', `must be istio, got "${provider}": it ${OTHER_MESH}`);
  }
};

const reportKinds = (spec: Fields): void => {
  const target = spec.within('targetRef');
  const kind = target.string('kind');
  if (!['', 'Deployment', 'DaemonSet', 'Service'].includes(kind)) {
    target.issue('kind', `must be Deployment, DaemonSet or Service, got "${kind}"`);
  }
  if (!spec.has('autoscalerRef')) return;
  const scaler = spec.within('autoscalerRef');
  const scalerKind = scaler.string('kind');
  if (scalerKind !== 'HorizontalPodAutoscaler' && scalerKind !== 'ScaledObject') {
    scaler.issue('kind', `must be HorizontalPodAutoscaler or ScaledObject, got "${scalerKind}"`);
  }
};
