import type { KubeObject } from '../../../api/objects.ts';
import { toRfc3339 } from '../../../runtime/time.ts';
import type { Behaviour } from '../behaviour.ts';
import { invalidValue, requiredValue, unsupportedValue } from '../failure.ts';
import type { FieldProblem } from '../failure.ts';
import { at, isRec, items, rec, text, texts } from '../json.ts';
import type { Rec } from '../json.ts';
import type { Column, KindVersion, ServedKind } from '../kind.ts';

/** Holds a definition until its last object is gone. */
export const INSTANCES_FINALIZER = 'customresourcecleanup.apiextensions.k8s.io';

const versionsOf = (definition: KubeObject): Rec[] => items(at(definition, 'spec', 'versions')).filter(isRec);

const versionProblems = (version: Rec, field: string): FieldProblem[] => {
  const schema = at(version, 'schema', 'openAPIV3Schema');
  if (!isRec(schema)) {
    return [requiredValue(`${field}.schema.openAPIV3Schema`, 'schemas are required')];
  }
  const type = schema['type'];
  if (type === 'object') return [];
  return [unsupportedValue(`${field}.schema.openAPIV3Schema.type`, type ?? '', ['object'])];
};

const nameProblems = (definition: KubeObject): FieldProblem[] => {
  const spec = rec(definition['spec']);
  const names = rec(spec['names']);
  const missing = [
    ...(text(spec['group']) === '' ? ['spec.group'] : []),
    ...['plural', 'kind'].filter((key) => text(names[key]) === '').map((key) => `spec.names.${key}`),
  ].map((field) => requiredValue(field));
  const expected = `${text(names['plural'])}.${text(spec['group'])}`;
  const { name } = definition.metadata;
  if (missing.length > 0 || name === expected) return missing;
  return [invalidValue('metadata.name', name, `must be spec.names.plural+"."+spec.group`)];
};

const scopeProblems = (definition: KubeObject): FieldProblem[] => {
  const scope = at(definition, 'spec', 'scope');
  if (scope === undefined) return [requiredValue('spec.scope')];
  const known = ['Cluster', 'Namespaced'];
  return known.includes(text(scope)) ? [] : [unsupportedValue('spec.scope', scope, known)];
};

const problems = (definition: KubeObject): FieldProblem[] => {
  const versions = versionsOf(definition);
  const stored = versions.filter((version) => version['storage'] === true).length;
  return [
    ...nameProblems(definition),
    ...scopeProblems(definition),
    ...(versions.length === 0 ? [requiredValue('spec.versions')] : []),
    ...(versions.length > 0 && stored !== 1
      ? [invalidValue('spec.versions', stored, 'must have exactly one version marked as storage version')]
      : []),
    ...versions.flatMap((version, index) => versionProblems(version, `spec.versions[${index}]`)),
  ];
};

const completeNames = (names: Rec): Rec => {
  const kind = text(names['kind']);
  return {
    ...names,
    singular: names['singular'] ?? kind.toLowerCase(),
    listKind: names['listKind'] ?? `${kind}List`,
  };
};

const complete = (definition: KubeObject): KubeObject => {
  const spec = rec(definition['spec']);
  const names = completeNames(rec(spec['names']));
  return { ...definition, spec: { conversion: { strategy: 'None' }, ...spec, names } };
};

const condition = (type: string, time: string): Rec => {
  const [reason, message] =
    type === 'Established'
      ? ['InitialNamesAccepted', 'the initial names have been accepted']
      : ['NoConflicts', 'no conflicts found'];
  return { type, status: 'True', lastTransitionTime: time, reason, message };
};

const onCreate: Behaviour['onCreate'] = (definition, { nowMs }) => {
  const time = toRfc3339(nowMs);
  const completed = complete(definition);
  const storedVersions = versionsOf(completed)
    .filter((one) => one['storage'] === true)
    .map((one) => one['name']);
  return {
    ...completed,
    metadata: {
      ...completed.metadata,
      finalizers: [...(completed.metadata.finalizers ?? []), INSTANCES_FINALIZER],
    },
    status: {
      acceptedNames: at(completed, 'spec', 'names'),
      conditions: [condition('NamesAccepted', time), condition('Established', time)],
      storedVersions,
    },
  };
};

export const customDefinitionBehaviour: Behaviour = { onCreate, complete, problems };

const columnOf = (column: Rec): Column => ({
  name: text(column['name']),
  type: text(column['type']),
  format: text(column['format']),
  description: text(column['description']),
  priority: typeof column['priority'] === 'number' ? column['priority'] : 0,
  path: text(column['jsonPath']),
});

const trimmed = (path: unknown): string => text(path).replace(/^\./, '');

const scaleOf = (subresources: Rec): Pick<KindVersion, 'scale'> => {
  const { scale } = subresources;
  if (!isRec(scale)) return {};
  const selector = trimmed(scale['labelSelectorPath']);
  const paths = { spec: trimmed(scale['specReplicasPath']), status: trimmed(scale['statusReplicasPath']) };
  return { scale: selector === '' ? paths : { ...paths, selector } };
};

const servedVersion = (version: Rec): KindVersion => {
  const subresources = rec(version['subresources']);
  return {
    name: text(version['name']),
    schema: rec(at(version, 'schema', 'openAPIV3Schema')),
    columns: items(version['additionalPrinterColumns']).map((column) => columnOf(rec(column))),
    status: isRec(subresources['status']),
    ...scaleOf(subresources),
  };
};

/** The kind that a CustomResourceDefinition asks the server to serve. */
export const kindOfDefinition = (definition: KubeObject): ServedKind => {
  const spec = rec(definition['spec']);
  const names = rec(spec['names']);
  const versions = versionsOf(definition);
  return {
    group: text(spec['group']),
    kind: text(names['kind']),
    plural: text(names['plural']),
    singular: text(names['singular']),
    listKind: text(names['listKind']),
    namespaced: spec['scope'] === 'Namespaced',
    shortNames: texts(names['shortNames']),
    categories: texts(names['categories']),
    versions: versions.filter((version) => version['served'] === true).map(servedVersion),
    storage: text(versions.find((version) => version['storage'] === true)?.['name']),
    generation: 'all-but-metadata-and-status',
    custom: true,
    unconditionalUpdate: false,
  };
};
