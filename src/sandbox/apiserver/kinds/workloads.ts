import type { KubeObject } from '../../../api/objects.ts';
import type { Behaviour } from '../behaviour.ts';
import { invalidValue, unsupportedValue } from '../failure.ts';
import type { FieldProblem } from '../failure.ts';
import { at, isRec, items, rec, sameUnlessEmpty, text, texts } from '../json.ts';
import type { Rec } from '../json.ts';
import { labelProblems } from '../validate-metadata.ts';
import { completePodSpec, completeTemplate, podSpecProblems, templateProblems } from './pod-template.ts';

const withTemplate = (object: KubeObject): KubeObject => {
  const spec = rec(object['spec']);
  const { template } = spec;
  return isRec(template) ? { ...object, spec: { ...spec, template: completeTemplate(template) } } : object;
};

const matchesExpression = (labels: Rec, expression: Rec): boolean => {
  const value = labels[text(expression['key'])];
  const listed = typeof value === 'string' && texts(expression['values']).includes(value);
  switch (expression['operator']) {
    case 'In':
      return listed;
    case 'NotIn':
      return !listed;
    case 'Exists':
      return value !== undefined;
    default:
      return value === undefined;
  }
};

const selects = (selector: Rec, labels: Rec): boolean =>
  Object.entries(rec(selector['matchLabels'])).every(([key, value]) => labels[key] === value) &&
  items(selector['matchExpressions']).every((one) => matchesExpression(labels, rec(one)));

const isEmptySelector = (selector: Rec): boolean =>
  Object.keys(rec(selector['matchLabels'])).length === 0 && items(selector['matchExpressions']).length === 0;

const selectorProblems = (object: KubeObject, old: KubeObject | undefined): FieldProblem[] => {
  const selector = at(object, 'spec', 'selector');
  if (!isRec(selector)) return [];
  const labels = rec(at(object, 'spec', 'template', 'metadata', 'labels'));
  const problems = labelProblems('spec.selector.matchLabels', selector['matchLabels']);
  if (isEmptySelector(selector)) {
    const why = `empty selector is invalid for ${object.kind.toLowerCase()}`;
    problems.push(invalidValue('spec.selector', selector, why));
  } else if (!selects(selector, labels)) {
    problems.push(
      invalidValue('spec.template.metadata.labels', labels, '`selector` does not match template `labels`'),
    );
  }
  if (old !== undefined && !sameUnlessEmpty(selector, at(old, 'spec', 'selector'))) {
    problems.push(invalidValue('spec.selector', selector, 'field is immutable'));
  }
  return problems;
};

const countProblems = (object: KubeObject): FieldProblem[] =>
  ['replicas', 'minReadySeconds', 'revisionHistoryLimit', 'progressDeadlineSeconds'].flatMap((key) => {
    const value = at(object, 'spec', key);
    const negative = typeof value === 'number' && value < 0;
    return negative ? [invalidValue(`spec.${key}`, value, 'must be greater than or equal to 0')] : [];
  });

const isUnchanged = (object: KubeObject, old: KubeObject | undefined): boolean =>
  old !== undefined && object['spec'] === old['spec'];

const problems = (object: KubeObject, old: KubeObject | undefined): FieldProblem[] => {
  if (isUnchanged(object, old)) return [];
  const template = rec(at(object, 'spec', 'template'));
  return [
    ...countProblems(object),
    ...selectorProblems(object, old),
    ...labelProblems('spec.template.metadata.labels', at(template, 'metadata', 'labels')),
    ...templateProblems(template),
  ];
};

const complete = (object: KubeObject, old: KubeObject | undefined): KubeObject =>
  isUnchanged(object, old) ? object : withTemplate(object);

const ROLLING = { maxUnavailable: '25%', maxSurge: '25%' };

const withStrategy = (object: KubeObject): KubeObject => {
  const spec = rec(object['spec']);
  const strategy = rec(spec['strategy']);
  if (strategy['type'] !== 'RollingUpdate' || strategy['rollingUpdate'] !== undefined) return object;
  return { ...object, spec: { ...spec, strategy: { ...strategy, rollingUpdate: ROLLING } } };
};

const strategyProblems = (object: KubeObject): FieldProblem[] => {
  const strategy = rec(at(object, 'spec', 'strategy'));
  const known = ['Recreate', 'RollingUpdate'];
  if (!known.includes(text(strategy['type']))) return [unsupportedValue('spec.strategy', strategy, known)];
  if (strategy['type'] !== 'Recreate' || strategy['rollingUpdate'] === undefined) return [];
  const message = "Forbidden: may not be specified when strategy `type` is 'Recreate'";
  return [{ field: 'spec.strategy.rollingUpdate', reason: 'FieldValueForbidden', message }];
};

export const deploymentBehaviour: Behaviour = {
  complete: (object, old) => (isUnchanged(object, old) ? object : withStrategy(withTemplate(object))),
  problems: (object, old) => [...problems(object, old), ...strategyProblems(object)],
};

export const workloadBehaviour: Behaviour = { complete, problems };

const bestEffort = (spec: Rec): boolean =>
  items(spec['containers']).every((one) => {
    const resources = rec(rec(one)['resources']);
    return resources['limits'] === undefined && resources['requests'] === undefined;
  });

export const podBehaviour: Behaviour = {
  onCreate: (object) => {
    const qosClass = bestEffort(rec(object['spec'])) ? 'BestEffort' : 'Burstable';
    return { ...object, status: { phase: 'Pending', qosClass } };
  },
  complete: (object, old) =>
    isUnchanged(object, old) ? object : { ...object, spec: completePodSpec(rec(object['spec'])) },
  problems: (object, old) => (isUnchanged(object, old) ? [] : podSpecProblems(rec(object['spec']), 'spec')),
};
