import { isObject, type Json, listAt } from '../domain/json.ts';

export interface ConfigReference {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
  /** The pods start without it. */
  readonly optional: boolean;
}

/** Answers with the name that shall stand there. */
type Visit = (reference: ConfigReference) => string;

/**
 * Walks every place of a pod spec that names a ConfigMap or Secret whose content the pods see: volumes,
 * projected volumes, env and envFrom of containers and init containers. Pull secrets and CSI are not content.
 */
export const mapConfigReferences = (podSpec: Json, visit: Visit): Json => ({
  ...podSpec,
  ...mapList(podSpec, 'volumes', (volume) => mapVolume(volume, visit)),
  ...mapList(podSpec, 'containers', (container) => mapContainer(container, visit)),
  ...mapList(podSpec, 'initContainers', (container) => mapContainer(container, visit)),
});

/** Each config once, in the order of appearance; optional only if every place says so. */
export const configReferences = (podSpec: Json): readonly ConfigReference[] => {
  const found = new Map<string, ConfigReference>();
  mapConfigReferences(podSpec, (reference) => {
    const key = `${reference.kind}/${reference.name}`;
    const optional = reference.optional && (found.get(key)?.optional ?? true);
    found.set(key, { ...reference, optional });
    return reference.name;
  });
  return [...found.values()];
};

const mapList = (parent: Json, key: string, change: (item: Json) => Json): Json =>
  Array.isArray(parent[key])
    ? { [key]: listAt(parent, key).map((item) => (isObject(item) ? change(item) : item)) }
    : {};

/** Renames `holder[key][nameKey]`, where there is one. */
const renamed = (
  holder: Json,
  at: { readonly key: string; readonly kind: ConfigReference['kind']; readonly nameKey?: string },
  visit: Visit,
): Json => {
  const reference = holder[at.key];
  const nameKey = at.nameKey ?? 'name';
  if (!isObject(reference)) return holder;
  const name = reference[nameKey];
  if (typeof name !== 'string' || name === '') return holder;
  const next = visit({ kind: at.kind, name, optional: reference['optional'] === true });
  return { ...holder, [at.key]: { ...reference, [nameKey]: next } };
};

const mapVolume = (volume: Json, visit: Visit): Json => {
  const configMap = renamed(volume, { key: 'configMap', kind: 'ConfigMap' }, visit);
  const secret = renamed(configMap, { key: 'secret', kind: 'Secret', nameKey: 'secretName' }, visit);
  const projected = secret['projected'];
  if (!isObject(projected)) return secret;
  return {
    ...secret,
    projected: { ...projected, ...mapList(projected, 'sources', (source) => mapSource(source, visit)) },
  };
};

const mapSource = (source: Json, visit: Visit): Json =>
  renamed(
    renamed(source, { key: 'configMap', kind: 'ConfigMap' }, visit),
    { key: 'secret', kind: 'Secret' },
    visit,
  );

const mapContainer = (container: Json, visit: Visit): Json => ({
  ...container,
  ...mapList(container, 'env', (variable) => mapVariable(variable, visit)),
  ...mapList(container, 'envFrom', (source) => mapEnvFrom(source, visit)),
});

const mapVariable = (variable: Json, visit: Visit): Json => {
  const from = variable['valueFrom'];
  if (!isObject(from)) return variable;
  const configMap = renamed(from, { key: 'configMapKeyRef', kind: 'ConfigMap' }, visit);
  return { ...variable, valueFrom: renamed(configMap, { key: 'secretKeyRef', kind: 'Secret' }, visit) };
};

const mapEnvFrom = (source: Json, visit: Visit): Json =>
  renamed(
    renamed(source, { key: 'configMapRef', kind: 'ConfigMap' }, visit),
    { key: 'secretRef', kind: 'Secret' },
    visit,
  );
