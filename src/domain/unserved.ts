import type { Fields } from './fields.ts';

const LATER = 'is not supported yet; remove it, or keep this Canary with Flagger for now';
const OTHER_MESH = 'belongs to another mesh than Istio, which Serinette does not serve';

interface Unserved {
  readonly key: string;
  readonly problem: string;
}

const later = (key: string): Unserved => ({ key, problem: LATER });
const otherMesh = (key: string): Unserved => ({ key, problem: OTHER_MESH });

const SPEC: readonly Unserved[] = [
  otherMesh('ingressRef'),
  otherMesh('routeRef'),
  otherMesh('upstreamRef'),
  later('canaryAnalysis'),
];

const SERVICE: readonly Unserved[] = [
  ...['backendTimeout', 'gatewayRefs', 'mirror', 'meshName', 'backends'].map(otherMesh),
];

/** Any value but absent, false, 0, '', [] and {}. */
const isUsed = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : Boolean(value) && JSON.stringify(value) !== '{}';

const report = (fields: Fields, list: readonly Unserved[]): void => {
  for (const { key, problem } of list) {
    if (isUsed(fields.raw[key])) fields.issue(key, problem);
  }
};

/**
 * Fields that the API allows and this version does not act on. Acting as if they were absent would be a
 * different rollout from the one that was asked for, so they are refused by name.
 */
export const reportUnserved = (spec: Fields): void => {
  report(spec, SPEC);
  report(spec.within('service'), SERVICE);
  reportProvider(spec);
  reportKinds(spec);
};

const reportProvider = (spec: Fields): void => {
  const provider = spec.string('provider', 'istio');
  if (provider !== 'istio' && provider !== 'kubernetes' && provider !== '') {
    spec.issue('provider', `must be istio or kubernetes, got "${provider}": it ${OTHER_MESH}`);
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
