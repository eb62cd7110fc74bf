import type { KubeObject, OwnerReference } from '../api/objects.ts';
import { Fields, type SpecIssue } from './fields.ts';
import { canaryName, isObjectName, isServiceName, isWebAddress, primaryName } from './names.ts';
import { type AnalysisPlan, type PlanDefaults, parseAnalysis } from './plan-analysis.ts';
import { isTcp, parseService, type ServicePlan } from './plan-service.ts';
import type { Provider } from './plan-strategy.ts';
import { reportUnserved } from './unserved.ts';

/** The kinds of objects that a Canary can analyse. */
export type TargetKindName = 'Deployment' | 'DaemonSet' | 'Service';

/** The kinds of autoscalers that a Canary can refer to. */
export type ScalerKindName = 'HorizontalPodAutoscaler' | 'ScaledObject';

export interface AutoscalerPlan {
  readonly kind: ScalerKindName;
  readonly name: string;
  readonly primaryName: string;
  /** Overrides of what the primary's copy would take from the source. */
  readonly primaryMin: number | undefined;
  readonly primaryMax: number | undefined;
  /** Of a ScaledObject: queries for the primary by trigger name; undefined when none are given. */
  readonly primaryQueries: Readonly<Record<string, string>> | undefined;
}

/**
 * A Canary's spec, total: every default is applied, every impossible state is gone. Behind this type nobody
 * meets an absent field again.
 */
export interface Plan {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly generation: number;
  readonly owner: OwnerReference;
  readonly target: { readonly kind: TargetKindName; readonly name: string; readonly primaryName: string };
  readonly provider: Provider;
  readonly apexName: string;
  readonly primaryService: string;
  readonly canaryService: string;
  readonly autoscaler: AutoscalerPlan | undefined;
  readonly service: ServicePlan;
  readonly analysis: AnalysisPlan;
  readonly metricsServer: string | undefined;
  readonly progressDeadlineMs: number;
  readonly skipAnalysis: boolean;
  readonly suspend: boolean;
  /** A deletion waits until users are back on the target. */
  readonly revertOnDeletion: boolean;
}

export type Parsed = { readonly plan: Plan } | { readonly issues: readonly SpecIssue[] };

/** Never throws, whatever the object holds; finds all issues in one pass. */
export const parsePlan = (canary: KubeObject, defaults: PlanDefaults): Parsed => {
  const size = sizeOf(canary['spec']);
  if (size > LARGEST_SPEC) {
    const problem = `must have at most ${LARGEST_SPEC} characters as JSON, got ${size}`;
    return { issues: [{ path: 'spec', problem }] };
  }
  return parseSpec(canary, defaults);
};

/** Routes, hooks and alerts carry parts of it many times over, and an API server takes objects of 1.5 MB at most. */
const LARGEST_SPEC = 256 * 1024;

const sizeOf = (spec: unknown): number => (JSON.stringify(spec) as string | undefined)?.length ?? 0;

const parseSpec = (canary: KubeObject, defaults: PlanDefaults): Parsed => {
  const issues: SpecIssue[] = [];
  const spec = new Fields(canary['spec'], 'spec', issues);
  reportUnserved(spec);
  const { metadata } = canary;
  const target = parseTarget(spec.within('targetRef'));
  const apexName = parseApexName(spec, target);
  const provider = parseProvider(spec, target.kind, defaults);
  if (provider === 'istio') reportBesideTcp(spec);
  const plan: Plan = {
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    uid: metadata.uid ?? '',
    generation: metadata.generation ?? 0,
    owner: ownerReference(canary),
    target: { ...target, primaryName: primaryName(target.name) },
    provider,
    apexName,
    primaryService: primaryName(apexName),
    canaryService: canaryName(apexName),
    autoscaler: parseAutoscaler(spec, target.kind),
    service: parseService(spec.within('service'), apexName),
    analysis: withoutForeignRoutes(
      parseAnalysis(spec.within('analysis'), metadata.namespace ?? '', { ...defaults, provider }),
      { provider, isAsked: spec.within('service').boolean('keepForeignRoutes') },
    ),
    metricsServer: parseMetricsServer(spec),
    progressDeadlineMs:
      1000 * spec.integer('progressDeadlineSeconds', { min: 1, max: 86_400, otherwise: 600 }),
    skipAnalysis: spec.boolean('skipAnalysis'),
    suspend: spec.boolean('suspend'),
    revertOnDeletion: spec.boolean('revertOnDeletion'),
  };
  return issues.length === 0 ? { plan } : { issues: distinct(issues) };
};

/** A field that is read for two purposes has each of its issues once. */
const distinct = (issues: readonly SpecIssue[]): readonly SpecIssue[] => [
  ...new Map(issues.map((issue) => [`${issue.path} ${issue.problem}`, issue])).values(),
];

const ownerReference = (canary: KubeObject): OwnerReference => ({
  apiVersion: canary.apiVersion,
  kind: canary.kind,
  name: canary.metadata.name,
  uid: canary.metadata.uid ?? '',
  controller: true,
  blockOwnerDeletion: true,
});

/** So that "-primary" still fits into a label's 63 characters. */
const LONGEST_NAME = 55;

const isTargetName = (name: string): boolean => isObjectName(name) && name.length <= LONGEST_NAME;

/** The API version of each kind. */
const TARGET_VERSIONS: Readonly<Record<TargetKindName, string>> = {
  Deployment: 'apps/v1',
  DaemonSet: 'apps/v1',
  Service: 'v1',
};

const isTargetKind = (kind: string): kind is TargetKindName => Object.hasOwn(TARGET_VERSIONS, kind);

const parseTarget = (target: Fields): { readonly kind: TargetKindName; readonly name: string } => {
  const name = target.required('name');
  if (name !== '' && !isObjectName(name)) {
    target.issue('name', 'must be a DNS-1123 name: lower-case letters, digits, "-" and "."');
  }
  if (name.length > LONGEST_NAME)
    target.issue('name', 'must have at most 55 characters, so that "-primary" still fits');
  const apiVersion = target.required('apiVersion');
  const kind = target.required('kind');
  if (!isTargetKind(kind)) return { kind: 'Deployment', name };
  const version = TARGET_VERSIONS[kind];
  if (apiVersion !== '' && apiVersion !== version) {
    target.issue('apiVersion', `must be ${version} for a ${kind}, got "${apiVersion}"`);
  }
  return { kind, name };
};

const parseApexName = (
  spec: Fields,
  { kind, name: targetName }: { readonly kind: TargetKindName; readonly name: string },
): string => {
  const service = spec.within('service');
  const name = service.string('name', targetName);
  if (kind === 'Service' && name !== targetName)
    service.issue(
      'name',
      `must be the target's name ("${targetName}"), or absent: routes lead to its copies`,
    );
  const isTargets = !service.has('name');
  if (name === '' || (isTargets && !isTargetName(name))) return name;
  const where = isTargets ? spec.within('targetRef') : service;
  if (!isServiceName(name)) {
    where.issue(
      'name',
      'must be a DNS-1035 name for its Services: lower-case letters, digits and "-", first a letter',
    );
  } else if (name.length > LONGEST_NAME) {
    where.issue('name', 'must have at most 55 characters, so that "-primary" still fits into a Service name');
  }
  return name;
};

const parseAutoscaler = (spec: Fields, target: TargetKindName): AutoscalerPlan | undefined => {
  if (!spec.has('autoscalerRef')) return undefined;
  if (target !== 'Deployment') spec.issue('autoscalerRef', `must be absent: nothing can scale a ${target}`);
  const reference = spec.within('autoscalerRef');
  const name = reference.required('name');
  const replicas = reference.within('primaryScalerReplicas');
  const bound = (key: string): number | undefined =>
    replicas.has(key) ? replicas.integer(key, { min: 1, otherwise: 1 }) : undefined;
  const primaryMin = bound('minReplicas');
  const primaryMax = bound('maxReplicas');
  if (primaryMin !== undefined && primaryMax !== undefined && primaryMin > primaryMax) {
    replicas.issue('minReplicas', `must not be above maxReplicas (${primaryMax}), got ${primaryMin}`);
  }
  return {
    kind: reference.string('kind') === 'ScaledObject' ? 'ScaledObject' : 'HorizontalPodAutoscaler',
    name,
    primaryName: primaryName(name),
    primaryMin,
    primaryMax,
    primaryQueries: reference.has('primaryScalerQueries')
      ? reference.texts('primaryScalerQueries')
      : undefined,
  };
};

/** Names that are not served have their issue from `reportUnserved`. */
const parseProvider = (spec: Fields, target: TargetKindName, { meshProvider }: PlanDefaults): Provider => {
  const asked = spec.string('provider') || meshProvider;
  if (asked === 'kubernetes' && target === 'Service')
    spec.issue(
      'provider',
      'must be istio where targetRef is a Service: without routes nobody could be led to its copies',
    );
  if (asked === 'kubernetes') return 'kubernetes';
  if (asked === 'istio' && meshProvider === 'kubernetes')
    spec.issue('provider', 'must be kubernetes: this operator runs with --mesh-provider=kubernetes');
  return 'istio';
};

/** Connections have no headers: what is told apart by them would otherwise happen to everyone, or to nobody. */
const reportBesideTcp = (spec: Fields): void => {
  const service = spec.within('service');
  if (!isTcp(service.string('appProtocol'))) return;
  const problem = 'must not be set beside service.appProtocol tcp: connections are split by weight alone';
  const analysis = spec.within('analysis');
  if (analysis.items('match').length > 0) analysis.issue('match', problem);
  if (analysis.boolean('mirror')) analysis.issue('mirror', problem);
  if (analysis.has('sessionAffinity')) analysis.issue('sessionAffinity', problem);
  if (service.boolean('keepForeignRoutes'))
    service.issue(
      'keepForeignRoutes',
      'must not be set beside appProtocol tcp: TCP routes have no names, and HTTP routes of others stay there anyway',
    );
  if (service.boolean('delegation'))
    service.issue('delegation', 'must not be set beside appProtocol tcp: Istio delegates HTTP routes only');
};

const parseMetricsServer = (spec: Fields): string | undefined => {
  const address = spec.string('metricsServer');
  if (address === '') return undefined;
  if (!isWebAddress(address)) spec.issue('metricsServer', 'must be an http:// or https:// URL');
  return address;
};

/** Services have no routes that others could stand among. */
const withoutForeignRoutes = (
  analysis: AnalysisPlan,
  { provider, isAsked }: { readonly provider: Provider; readonly isAsked: boolean },
): AnalysisPlan => {
  if (provider !== 'kubernetes' || !isAsked) return analysis;
  const message = 'provider kubernetes writes no routes, service.keepForeignRoutes is left out';
  return { ...analysis, leftOut: [...analysis.leftOut, message] };
};
