import {
  ALERT_PROVIDER,
  CONFIG_MAP,
  DAEMON_SET,
  DEPLOYMENT,
  DESTINATION_RULE,
  HORIZONTAL_POD_AUTOSCALER,
  METRIC_TEMPLATE,
  SECRET,
  SERVICE,
  VIRTUAL_SERVICE,
} from '../../api/kinds.ts';
import type { KubeObject, ResourceType } from '../../api/objects.ts';
import { objectAt, textAt } from '../../domain/json.ts';
import { parsePlan, type Plan } from '../../domain/plan.ts';

/** A Canary and everything that it needs, ready to be applied to an empty cluster in this order. */
export interface Script {
  readonly plan: Plan;
  readonly canary: KubeObject;
  readonly objects: readonly { readonly type: ResourceType; readonly object: KubeObject }[];
  readonly targetType: ResourceType;
  /** What was made up since no manifest has it, a line each. */
  readonly madeUp: readonly string[];
  /** Manifests that have no part in a rehearsal, a line each. */
  readonly passedOver: readonly string[];
}

const KINDS: readonly ResourceType[] = [
  CONFIG_MAP,
  SECRET,
  SERVICE,
  DEPLOYMENT,
  DAEMON_SET,
  HORIZONTAL_POD_AUTOSCALER,
  METRIC_TEMPLATE,
  ALERT_PROVIDER,
  DESTINATION_RULE,
  VIRTUAL_SERVICE,
];

/** What a Canary may refer to in another namespace, and what these refer to. */
const SHARED: readonly ResourceType[] = [METRIC_TEMPLATE, SECRET];

const DEFAULT_NAMESPACE = 'default';
const REPLICAS = 2;

/** The script of one of the Canaries among the manifests, or why there is none. */
export const scriptFor = (
  manifests: readonly KubeObject[],
  name: string | undefined,
): { readonly script: Script } | { readonly problem: string } => {
  const all = manifests.map(inNamespace);
  const twice = all.find((object, at) => all.findIndex((other) => isSame(object, other)) < at);
  if (twice !== undefined) return { problem: `${twice.kind} ${fullName(twice)} is there twice` };
  const canaries = all.filter(
    (object) =>
      object.kind === 'Canary' && [undefined, object.metadata.name, fullName(object)].includes(name),
  );
  const [canary, another] = canaries;
  if (canary === undefined) return { problem: whyNoCanary(all, name) };
  if (another !== undefined)
    return { problem: `there are several Canaries: say which with --canary (${named(canaries)})` };
  const parsed = parsePlan(canary, { minIntervalMs: 0, meshProvider: 'istio' });
  if ('issues' in parsed)
    return { problem: parsed.issues.map(({ path, problem }) => `${path} ${problem}`).join('; ') };
  const { plan } = parsed;
  if (plan.target.kind === 'Service')
    return {
      problem:
        'spec.targetRef.kind must be Deployment or DaemonSet here: a Service has no pods that could differ',
    };
  if (plan.autoscaler?.kind === 'ScaledObject')
    return {
      problem:
        'spec.autoscalerRef.kind must be HorizontalPodAutoscaler here: KEDA is not part of the embedded cluster',
    };
  return { script: assembled(plan, canary, all) };
};

/** Which MetricTemplates the Canary refers to. */
export const templatesOf = ({ analysis }: Plan) =>
  analysis.metrics.flatMap(({ source }) => (source.kind === 'template' ? [source] : []));

const inNamespace = (object: KubeObject): KubeObject => ({
  ...object,
  metadata: { ...object.metadata, namespace: object.metadata.namespace ?? DEFAULT_NAMESPACE },
});

const fullName = ({ metadata }: KubeObject): string => `${metadata.name}.${metadata.namespace ?? ''}`;

const isSame = (one: KubeObject, other: KubeObject): boolean =>
  one.kind === other.kind && one.apiVersion === other.apiVersion && fullName(one) === fullName(other);

const named = (objects: readonly KubeObject[]): string => objects.map(fullName).join(', ');

const whyNoCanary = (all: readonly KubeObject[], name: string | undefined): string => {
  const canaries = all.filter(({ kind }) => kind === 'Canary');
  if (canaries.length === 0) return 'there is no Canary among the manifests';
  return `there is no Canary called ${name ?? ''} (there are ${named(canaries)})`;
};

const assembled = (plan: Plan, canary: KubeObject, all: readonly KubeObject[]): Script => {
  const targetType = plan.target.kind === 'DaemonSet' ? DAEMON_SET : DEPLOYMENT;
  const given = all.flatMap((object) => {
    const type = KINDS.find(({ kind }) => kind === object.kind);
    const isOurs = object.metadata.namespace === plan.namespace;
    return type !== undefined && (isOurs || SHARED.includes(type)) ? [{ type, object }] : [];
  });
  const has = (type: ResourceType, name: string): boolean =>
    given.some(({ object }) => object.kind === type.kind && object.metadata.name === name);
  const missing = [
    ...(has(targetType, plan.target.name) ? [] : [{ type: targetType, object: workload(plan, targetType) }]),
    ...plan.analysis.alerts.flatMap(({ receiver }) =>
      receiver.kind === 'provider' && !has(ALERT_PROVIDER, receiver.name)
        ? [{ type: ALERT_PROVIDER, object: alertProvider(plan, receiver.name) }]
        : [],
    ),
  ];
  const inOrder = [...given, ...missing].toSorted((a, b) => KINDS.indexOf(a.type) - KINDS.indexOf(b.type));
  const used = new Set(given.map(({ object }) => object));
  return {
    plan,
    canary,
    objects: inOrder,
    targetType,
    madeUp: missing.map(({ object }) => `${object.kind} ${object.metadata.name}`),
    passedOver: all
      .filter((object) => object !== canary && !used.has(object) && object.kind !== 'Namespace')
      .map(({ kind, metadata }) => `${kind} ${metadata.name}`),
  };
};

const workload = ({ namespace, target, service }: Plan, type: ResourceType): KubeObject => {
  const labels = { app: target.name };
  const { targetPort } = service;
  const port =
    typeof targetPort === 'number'
      ? { containerPort: targetPort }
      : { name: targetPort, containerPort: 8080 };
  const template = {
    metadata: { labels },
    spec: { containers: [{ name: 'app', image: 'app:baseline', ports: [port] }] },
  };
  return {
    apiVersion: 'apps/v1',
    kind: type.kind,
    metadata: { name: target.name, namespace, labels },
    spec: {
      ...(type === DEPLOYMENT ? { replicas: REPLICAS } : {}),
      selector: { matchLabels: labels },
      template,
    },
  };
};

const alertProvider = ({ namespace }: Plan, name: string): KubeObject => ({
  apiVersion: 'flagger.app/v1beta1',
  kind: 'AlertProvider',
  metadata: { name, namespace },
  spec: { type: 'slack', address: 'http://alerts.rehearsal/' },
});

/** The image of the release that is rehearsed: the same with another tag, so that nothing else of the template changes. */
export const RELEASE_TAG = 'rehearsed-release';

export const releaseImage = (image: string): string => {
  const name = image.split('@')[0] ?? '';
  const colon = name.lastIndexOf(':');
  return `${colon > name.lastIndexOf('/') ? name.slice(0, colon) : name}:${RELEASE_TAG}`;
};

/** The target with its first container at the release. */
export const atRelease = (target: KubeObject): KubeObject => {
  const copy = structuredClone(target);
  const { containers } = objectAt(copy, 'spec', 'template', 'spec') as { containers?: { image?: string }[] };
  const [container] = containers ?? [];
  if (container !== undefined) container.image = releaseImage(container.image ?? '');
  return copy;
};

export const isRelease = (pod: KubeObject): boolean => {
  const { containers = [] } = objectAt(pod, 'spec') as { containers?: readonly Record<string, unknown>[] };
  return textAt(containers[0] ?? {}, 'image').endsWith(`:${RELEASE_TAG}`);
};
