import type { KubeObject } from '../../api/objects.ts';
import { isOperatorError, OperatorError } from '../../errors.ts';
import type { Cluster } from '../../kube/cluster.ts';
import { CONFIG_MAP, SECRET } from '../../api/kinds.ts';
import type { Container, EnvFrom, EnvVar, KeyRef } from './pod.ts';

export type ConfigKind = 'ConfigMap' | 'Secret';
/** Undefined when there is no such object. */
export type ConfigLookup = (
  kind: ConfigKind,
  namespace: string,
  name: string,
) => Promise<KubeObject | undefined>;

type Values = Record<string, string>;

export const lookupIn =
  (cluster: Cluster, signal: AbortSignal): ConfigLookup =>
  async (kind, namespace, name) => {
    try {
      return await cluster.get({ type: kind === 'Secret' ? SECRET : CONFIG_MAP, namespace, name }, signal);
    } catch (thrown) {
      if (isOperatorError(thrown, 'NOT_FOUND')) return undefined;
      throw thrown;
    }
  };

const textOf = (object: KubeObject): Values => {
  const data = (object['data'] as Values | undefined) ?? {};
  if (object.kind !== 'Secret') return data;
  const decoded = Object.entries(data).map(([key, value]) => [
    key,
    Buffer.from(value, 'base64').toString('utf8'),
  ]);
  return Object.fromEntries(decoded) as Values;
};

interface Source {
  readonly kind: ConfigKind;
  readonly name: string;
  readonly optional?: boolean;
}

const read = async (source: Source, namespace: string, lookup: ConfigLookup): Promise<Values | undefined> => {
  const object = await lookup(source.kind, namespace, source.name);
  if (object !== undefined) return textOf(object);
  if (source.optional === true) return undefined;
  throw new OperatorError('NOT_FOUND', `${source.kind.toLowerCase()} "${source.name}" not found`);
};

const sourceOf = (from: EnvFrom): Source | undefined => {
  if (from.configMapRef !== undefined) return { kind: 'ConfigMap', ...from.configMapRef };
  if (from.secretRef !== undefined) return { kind: 'Secret', ...from.secretRef };
  return undefined;
};

const imported = async (from: EnvFrom, namespace: string, lookup: ConfigLookup): Promise<Values> => {
  const source = sourceOf(from);
  const values = source === undefined ? undefined : await read(source, namespace, lookup);
  const entries = Object.entries(values ?? {});
  return Object.fromEntries(entries.map(([key, value]) => [`${from.prefix ?? ''}${key}`, value]));
};

const keyed = async (
  kind: ConfigKind,
  ref: KeyRef,
  namespace: string,
  lookup: ConfigLookup,
): Promise<string | undefined> => {
  const value = (await read({ kind, ...ref }, namespace, lookup))?.[ref.key];
  if (value !== undefined || ref.optional === true) return value;
  throw new OperatorError('NOT_FOUND', `couldn't find key ${ref.key} in ${kind} ${namespace}/${ref.name}`);
};

const FIELDS: Readonly<Record<string, (pod: KubeObject) => string | undefined>> = {
  'metadata.name': (pod) => pod.metadata.name,
  'metadata.namespace': (pod) => pod.metadata.namespace,
  'metadata.uid': (pod) => pod.metadata.uid,
};

const valueOf = async (
  variable: EnvVar,
  pod: KubeObject,
  lookup: ConfigLookup,
): Promise<string | undefined> => {
  const from = variable.valueFrom;
  const namespace = pod.metadata.namespace ?? 'default';
  if (from?.configMapKeyRef) return await keyed('ConfigMap', from.configMapKeyRef, namespace, lookup);
  if (from?.secretKeyRef) return await keyed('Secret', from.secretKeyRef, namespace, lookup);
  if (from?.fieldRef) return FIELDS[from.fieldRef.fieldPath]?.(pod);
  return variable.value ?? '';
};

/** A container's environment at its start: `envFrom` in order, then `env`, later ones winning. Throws NOT_FOUND. */
export const resolveEnvironment = async (
  container: Container,
  pod: KubeObject,
  lookup: ConfigLookup,
): Promise<Readonly<Values>> => {
  const environment: Values = {};
  for (const from of container.envFrom ?? [])
    Object.assign(environment, await imported(from, pod.metadata.namespace ?? 'default', lookup));
  for (const variable of container.env ?? []) {
    const value = await valueOf(variable, pod, lookup);
    if (value !== undefined) environment[variable.name] = value;
  }
  return environment;
};
