import { type Document, parseAllDocuments } from 'yaml';
import type { KubeObject } from '../../api/objects.ts';
import {
  type Mistake,
  validateAlertProvider,
  validateCanary,
  validateMetricTemplate,
} from '../../api/validate.ts';
import { parseAlertProvider } from '../../domain/alert-provider.ts';
import { isObject, type Json, listAt, objectAt, textAt } from '../../domain/json.ts';
import { parsePlan } from '../../domain/plan.ts';
import { parseTemplate } from '../../domain/template/template.ts';
import type { Source } from './sources.ts';

const GROUP = 'flagger.app/';

/** One line a mistake: file, object, field path, problem. */
export const mistakesIn = ({ name, text, isFound }: Source): readonly string[] => {
  const isOurs = (mentioned: string): boolean => !isFound || mentioned.includes(GROUP);
  return parseAllDocuments(text).flatMap((document) => {
    const read = contentOf(document);
    if ('problem' in read) return isOurs(text) ? [`${name}: ${read.problem}`] : [];
    return objectsIn(read.content)
      .filter((object) => isOurs(textAt(object, 'apiVersion')))
      .flatMap((object) => mistakesOf(object).map((mistake) => `${name}: ${worded(object, mistake)}`));
  });
};

const contentOf = (document: Document.Parsed): { content: unknown } | { problem: string } => {
  const [error] = document.errors;
  if (error !== undefined) return { problem: firstLine(error.message) };
  try {
    return { content: document.toJS() };
  } catch (thrown) {
    return { problem: firstLine((thrown as Error).message) }; // such as an alias without its anchor
  }
};

const firstLine = (text: string): string => (text.split('\n')[0] ?? '').replace(/:$/, '');

/** A List, as kubectl prints several objects, is its items. */
const objectsIn = (content: unknown): readonly Json[] => {
  if (!isObject(content)) return [];
  const items = listAt(content, 'items');
  return textAt(content, 'kind').endsWith('List') && items.length > 0 ? items.filter(isObject) : [content];
};

const worded = (object: Json, { path, message }: Mistake): string => {
  const name = textAt(objectAt(object, 'metadata'), 'name');
  return `${[textAt(object, 'kind'), name].join(' ').trim()}: ${`${path} ${message}`.trim()}`;
};

/** The schema's word first; what the operator makes of a spec only counts when the API server takes it. */
const mistakesOf = (object: Json): readonly Mistake[] => {
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
