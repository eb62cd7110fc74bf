import type { KubeObject } from '../../api/objects.ts';
import { objectAt, textAt } from '../../domain/json.ts';
import type { MetricPlan, MetricSourcePlan } from '../../domain/plan-analysis.ts';
import type { Plan } from '../../domain/plan.ts';
import type { TemplateData } from '../../domain/template/evaluate.ts';
import { renderTemplate } from '../../domain/template/template.ts';
import { noEvidence, type Nothing } from './evidence.ts';

type Reference = Extract<MetricSourcePlan, { kind: 'template' }>;

export interface TemplateOptions {
  readonly templates: { get(namespace: string, name: string): KubeObject | undefined };
  readonly noCrossNamespaceRefs: boolean;
}

export const findTemplate = (
  { templates, noCrossNamespaceRefs }: TemplateOptions,
  { namespace, name }: Reference,
  plan: Plan,
): { readonly template: KubeObject } | Nothing => {
  if (noCrossNamespaceRefs && namespace !== plan.namespace)
    return noEvidence(
      'TemplateNotFound',
      `metric template ${name}.${namespace} is in another namespace, which this operator does not allow`,
    );
  const template = templates.get(namespace, name);
  return template === undefined
    ? noEvidence('TemplateNotFound', `metric template ${name}.${namespace} does not exist`)
    : { template };
};

export const queryIn = (template: KubeObject): string => textAt(objectAt(template, 'spec'), 'query');

/** `named` says in messages whose it is. */
export const renderQuery = (
  source: string,
  data: TemplateData,
  named: string,
): { readonly query: string } | Nothing => {
  const rendered = renderTemplate(source, data);
  if ('error' in rendered) {
    const { line, column, message } = rendered.error;
    return noEvidence('TemplateError', `${named}, line ${line}, column ${column}: ${message}`);
  }
  const query = rendered.text.trim();
  return query === '' ? noEvidence('TemplateError', `${named} renders to nothing`) : { query };
};

/** What Flagger's functions give; ingress and route belong to providers that are not served. */
export const dataFor = (plan: Plan, metric: MetricPlan): TemplateData => ({
  functions: {
    name: plan.name,
    namespace: plan.namespace,
    target: plan.target.name,
    service: plan.apexName,
    ingress: '',
    route: '',
    interval: metric.interval,
  },
  variables: metric.variables,
});
