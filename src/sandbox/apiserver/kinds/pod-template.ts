import { duplicateValue, invalidValue, requiredValue, unsupportedValue } from '../failure.ts';
import type { FieldProblem } from '../failure.ts';
import { at, isRec, items, rec, text } from '../json.ts';
import type { Rec } from '../json.ts';

const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const LABEL_SAYS =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

/** An image without a tag, or with `latest`, is pulled each time. */
const pullPolicy = (image: string): string => {
  if (image.includes('@')) return 'IfNotPresent';
  const tag = /:([^:/]+)$/.exec(image)?.[1] ?? 'latest';
  return tag === 'latest' ? 'Always' : 'IfNotPresent';
};

const completeContainer = (container: unknown): unknown =>
  isRec(container) && container['imagePullPolicy'] === undefined && text(container['image']) !== ''
    ? { ...container, imagePullPolicy: pullPolicy(text(container['image'])) }
    : container;

const completeList = (spec: Rec, key: string): Rec =>
  Array.isArray(spec[key]) ? { [key]: items(spec[key]).map(completeContainer) } : {};

/** Defaults of a pod spec that follow from other fields. */
export const completePodSpec = (spec: Rec): Rec => {
  const account = text(spec['serviceAccountName']) || text(spec['serviceAccount']);
  return {
    ...spec,
    ...(account === '' ? {} : { serviceAccountName: account, serviceAccount: account }),
    ...completeList(spec, 'initContainers'),
    ...completeList(spec, 'containers'),
  };
};

export const completeTemplate = (template: Rec): Rec =>
  isRec(template['spec']) ? { ...template, spec: completePodSpec(template['spec']) } : template;

export const portProblem = (field: string, value: unknown): FieldProblem[] => {
  const fits = typeof value === 'number' && value >= 1 && value <= 65_535;
  return fits ? [] : [invalidValue(field, value, 'must be between 1 and 65535, inclusive')];
};

const nameProblems = (field: string, name: string): FieldProblem[] => {
  if (name === '') return [requiredValue(field)];
  return LABEL.test(name) ? [] : [invalidValue(field, name, LABEL_SAYS)];
};

/** A later element with a name that an earlier one has. */
export const duplicates = (list: readonly unknown[], field: (index: number) => string): FieldProblem[] => {
  const names = list.map((one) => text(rec(one)['name']));
  return names.flatMap((name, index) =>
    name !== '' && names.indexOf(name) < index ? [duplicateValue(field(index), name)] : [],
  );
};

const mountProblems = (container: Rec, field: string, volumes: ReadonlySet<string>): FieldProblem[] =>
  items(container['volumeMounts']).flatMap((mount, index) => {
    const name = text(rec(mount)['name']);
    if (volumes.has(name)) return [];
    const message = `Not found: ${JSON.stringify(name)}`;
    return [{ field: `${field}.volumeMounts[${index}].name`, reason: 'FieldValueNotFound', message }];
  });

const containerProblems = (container: Rec, field: string, volumes: ReadonlySet<string>): FieldProblem[] => [
  ...nameProblems(`${field}.name`, text(container['name'])),
  ...(text(container['image']) === '' ? [requiredValue(`${field}.image`)] : []),
  ...items(container['ports']).flatMap((port, index) =>
    portProblem(`${field}.ports[${index}].containerPort`, rec(port)['containerPort']),
  ),
  ...mountProblems(container, field, volumes),
];

/** What is wrong with a pod spec at a path. */
export const podSpecProblems = (spec: Rec, path: string): FieldProblem[] => {
  const volumes = items(spec['volumes']);
  const volumeNames = new Set(volumes.map((volume) => text(rec(volume)['name'])));
  const containers = items(spec['containers']);
  return [
    ...duplicates(volumes, (index) => `${path}.volumes[${index}].name`),
    ...(containers.length === 0 ? [requiredValue(`${path}.containers`)] : []),
    ...['initContainers', 'containers'].flatMap((key) => [
      ...items(spec[key]).flatMap((one, index) =>
        containerProblems(rec(one), `${path}.${key}[${index}]`, volumeNames),
      ),
      ...duplicates(items(spec[key]), (index) => `${path}.${key}[${index}].name`),
    ]),
  ];
};

/** What is wrong with the template of a workload whose pods never end. */
export const templateProblems = (template: Rec): FieldProblem[] => {
  const restart = at(template, 'spec', 'restartPolicy');
  return [
    ...podSpecProblems(rec(template['spec']), 'spec.template.spec'),
    ...(restart === undefined || restart === 'Always'
      ? []
      : [unsupportedValue('spec.template.spec.restartPolicy', restart, ['Always'])]),
  ];
};
