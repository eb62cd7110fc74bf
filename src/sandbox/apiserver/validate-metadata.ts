import type { KubeObject } from '../../api/objects.ts';
import { forbiddenField, invalidValue, requiredValue } from './failure.ts';
import type { FieldProblem } from './failure.ts';
import { isRec, items, rec, text } from './json.ts';
import { keyOf } from './kind.ts';
import type { ServedKind } from './kind.ts';

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_1123 = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const LABEL_1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const QUALIFIED = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

const SUBDOMAIN_SAYS =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const LABEL_SAYS =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const LABEL_1035_SAYS =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const QUALIFIED_SAYS =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const VALUE_SAYS =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

interface NameRule {
  readonly form: RegExp;
  readonly longest: number;
  readonly says: string;
}
const NAME_RULES: Readonly<Record<string, NameRule>> = {
  'namespaces.': { form: LABEL_1123, longest: 63, says: LABEL_SAYS },
  'services.': { form: LABEL_1035, longest: 63, says: LABEL_1035_SAYS },
};
const ANY_PATH_SEGMENT: NameRule = { form: /^(?!\.\.?$)[^/%]+$/, longest: 253, says: "may not contain '/'" };
const USUAL: NameRule = { form: SUBDOMAIN, longest: 253, says: SUBDOMAIN_SAYS };

const nameRule = (kind: ServedKind): NameRule =>
  kind.group === 'rbac.authorization.k8s.io' ? ANY_PATH_SEGMENT : (NAME_RULES[keyOf(kind)] ?? USUAL);

const nameProblems = (kind: ServedKind, name: string): FieldProblem[] => {
  if (name === '') return [requiredValue('metadata.name', 'name or generateName is required')];
  const { form, longest, says } = nameRule(kind);
  const why = [
    ...(form.test(name) ? [] : [says]),
    ...(name.length <= longest ? [] : [`must be no more than ${longest} bytes`]),
  ];
  return why.map((one) => invalidValue('metadata.name', name, one));
};

const qualifiedProblems = (field: string, key: string): FieldProblem[] => {
  const slash = key.indexOf('/');
  const prefix = slash < 0 ? undefined : key.slice(0, slash);
  const name = slash < 0 ? key : key.slice(slash + 1);
  const why: string[] = [];
  if (prefix !== undefined && (prefix.length > 253 || !SUBDOMAIN.test(prefix))) {
    why.push(`prefix part ${SUBDOMAIN_SAYS}`);
  }
  if (name === '') why.push('name part must be non-empty');
  if (name.length > 63) why.push('name part must be no more than 63 bytes');
  if (!QUALIFIED.test(name)) why.push(QUALIFIED_SAYS);
  return why.map((one) => invalidValue(field, key, one));
};

const valueProblems = (field: string, value: unknown): FieldProblem[] => {
  if (typeof value !== 'string') return [invalidValue(field, value, 'must be a string')];
  if (value.length > 63) return [invalidValue(field, value, 'must be no more than 63 bytes')];
  return LABEL_VALUE.test(value) ? [] : [invalidValue(field, value, VALUE_SAYS)];
};

/** Labels as `metadata.labels` and selectors have them. */
export const labelProblems = (field: string, labels: unknown): FieldProblem[] =>
  Object.entries(rec(labels)).flatMap(([key, value]) => [
    ...qualifiedProblems(field, key),
    ...valueProblems(field, value),
  ]);

const ANNOTATIONS_LIMIT_BYTES = 256 * 1024;

const annotationProblems = (annotations: unknown): FieldProblem[] => {
  const field = 'metadata.annotations';
  const entries = Object.entries(rec(annotations));
  const problems = entries.flatMap(([key, value]) => [
    ...qualifiedProblems(field, key.toLowerCase()),
    ...(typeof value === 'string' ? [] : [invalidValue(field, value, 'must be a string')]),
  ]);
  const size = entries.reduce((sum, [key, value]) => sum + key.length + text(value).length, 0);
  if (size <= ANNOTATIONS_LIMIT_BYTES) return problems;
  const message = `Too long: may not be more than ${ANNOTATIONS_LIMIT_BYTES} bytes`;
  return [...problems, { field, reason: 'FieldValueTooLong', message }];
};

const ownerProblems = (owners: unknown): FieldProblem[] => {
  const field = 'metadata.ownerReferences';
  const list = items(owners);
  const missing = list.flatMap((owner) =>
    ['apiVersion', 'kind', 'name', 'uid']
      .filter((key) => !isRec(owner) || text(owner[key]) === '')
      .map((key) => invalidValue(`${field}.${key}`, '', `${key} must not be empty`)),
  );
  const controllers = list
    .filter((owner) => rec(owner)['controller'] === true)
    .map((one) => text(rec(one)['name']));
  if (controllers.length < 2) return missing;
  const why = `Only one reference can have Controller set to true. Found "true" in references for ${controllers.join(' and ')}`;
  return [...missing, invalidValue(field, list, why)];
};

const STANDARD_FINALIZERS = new Set(['kubernetes', 'orphan', 'foregroundDeletion']);

const unqualifiedProblems = (kind: ServedKind, finalizers: readonly string[]): FieldProblem[] => {
  const why = 'name is neither a standard finalizer name nor is it fully qualified';
  if (kind.custom || kind.group === 'apiextensions.k8s.io') return [];
  return finalizers.flatMap((one, index) =>
    one.includes('/') || STANDARD_FINALIZERS.has(one)
      ? []
      : [invalidValue(`metadata.finalizers[${index}]`, one, why)],
  );
};

const finalizerProblems = (
  kind: ServedKind,
  object: KubeObject,
  old: KubeObject | undefined,
): FieldProblem[] => {
  const field = 'metadata.finalizers';
  const finalizers = object.metadata.finalizers ?? [];
  const problems = [
    ...finalizers.flatMap((one) => qualifiedProblems(field, one)),
    ...unqualifiedProblems(kind, finalizers),
  ];
  if (old?.metadata.deletionTimestamp === undefined) return problems;
  const added = finalizers.filter((one) => old.metadata.finalizers?.includes(one) !== true);
  if (added.length === 0) return problems;
  const why = `no new finalizers can be added if the object is being deleted, found new finalizers []string{${added.map((one) => JSON.stringify(one)).join(', ')}}`;
  return [...problems, forbiddenField(field, why)];
};

/** What is wrong with an object's metadata, in the API server's words. */
export const metadataProblems = (kind: ServedKind, object: KubeObject, old?: KubeObject): FieldProblem[] => {
  const { metadata } = object;
  return [
    ...nameProblems(kind, metadata.name),
    ...labelProblems('metadata.labels', metadata.labels),
    ...annotationProblems(metadata.annotations),
    ...ownerProblems(metadata.ownerReferences),
    ...finalizerProblems(kind, object, old),
  ];
};
