import type { KubeObject } from '../../api/objects.ts';
import {
  type Mistake,
  validateAlertProvider,
  validateCanary,
  validateMetricTemplate,
} from '../../api/validate.ts';
import { parseAlertProvider } from '../../domain/alert-provider.ts';
import { isObject, type Json, objectAt, textAt } from '../../domain/json.ts';
import { parsePlan } from '../../domain/plan.ts';
import { parseTemplate } from '../../domain/template/template.ts';
import { documentsIn } from './documents.ts';
import type { Source } from './sources.ts';

/** One line a mistake: file, object, field path, problem. */
export const mistakesIn = (source: Source): readonly string[] =>
  documentsIn(source).flatMap((document) =>
    'problem' in document
      ? [`${source.name}: ${document.problem}`]
      : mistakesOf(document.object).map((mistake) => `${source.name}: ${worded(document.object, mistake)}`),
  );

const worded = (object: Json, { path, message }: Mistake): string => {
  const name = textAt(objectAt(object, 'metadata'), 'name');
  return `${[textAt(object, 'kind'), name].join(' ').trim()}: ${`${path} ${message}`.trim()}`;
};

/** The schema's word first; what the operator makes of a spec only counts when the API server takes it. */
export const mistakesOf = (object: Json): readonly Mistake[] => {
  switch (object['kind']) {
    case 'Canary':
      return firstOf([...nameMistakes(object), ...validateCanary(object)], () => planMistakes(object));
    case 'MetricTemplate':
      return firstOf([...nameMistakes(object), ...validateMetricTemplate(object)], () =>
        templateMistakes(object),
      );
    case 'AlertProvider':
      return firstOf([...nameMistakes(object), ...validateAlertProvider(object)], () =>
        providerMistakes(object),
      );
    default:
      return [];
  }
};

const firstOf = (bySchema: readonly Mistake[], byOperator: () => readonly Mistake[]): readonly Mistake[] =>
  bySchema.length > 0 ? bySchema : byOperator();

const nameMistakes = (object: Json): readonly Mistake[] => {
  const { metadata } = object;
  if (!isObject(metadata)) return []; // the schema says so
  const isNamed = textAt(metadata, 'name') !== '' || textAt(metadata, 'generateName') !== '';
  return isNamed ? [] : [{ path: 'metadata.name', message: 'is required' }];
};

const planMistakes = (canary: Json): readonly Mistake[] => {
  const parsed = parsePlan(canary as KubeObject, { minIntervalMs: 0, meshProvider: 'istio' });
  return 'plan' in parsed ? [] : parsed.issues.map(({ path, problem }) => ({ path, message: problem }));
};

const providerMistakes = (provider: Json): readonly Mistake[] => {
  const parsed = parseAlertProvider(provider as KubeObject);
  return 'provider' in parsed ? [] : parsed.issues.map(({ path, problem }) => ({ path, message: problem }));
};

const templateMistakes = (template: Json): readonly Mistake[] => {
  const parsed = parseTemplate(textAt(objectAt(template, 'spec'), 'query'));
  if (!('error' in parsed)) return [];
  const { line, column, message } = parsed.error;
  return [{ path: 'spec.query', message: `line ${line}, column ${column}: ${message}` }];
};
