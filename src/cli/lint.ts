import { readFileSync } from 'node:fs';
import { LineCounter, parseAllDocuments } from 'yaml';
import type { KubeObject } from '../api/objects.ts';
import {
  type Mistake,
  validateAlertProvider,
  validateCanary,
  validateMetricTemplate,
} from '../api/validate.ts';
import { isObject, objectAt, textAt } from '../domain/json.ts';
import { parsePlan } from '../domain/plan.ts';
import { parseTemplate } from '../domain/template/template.ts';

const HELP = `Usage: serinette lint FILE...

Checks Canary, MetricTemplate and AlertProvider manifests as the API server and the operator will: schema, unknown
fields, and what this version does not serve yet. Other kinds are passed over. Exit code 1 when something is wrong.`;

/** Prints one line a mistake: file, object, field path, problem. */
export const lint = (args: readonly string[]): Promise<number> => {
  if (args.length === 0 || args.includes('--help')) {
    process.stdout.write(`${HELP}\n`);
    return Promise.resolve(args.length === 0 ? 2 : 0);
  }
  const lines = args.flatMap(lintFile);
  for (const line of lines) process.stdout.write(`${line}\n`);
  return Promise.resolve(lines.length === 0 ? 0 : 1);
};

const lintFile = (path: string): readonly string[] => {
  const counter = new LineCounter();
  const documents = parseAllDocuments(readFileSync(path, 'utf8'), { lineCounter: counter });
  return documents.flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined) return [`${path}: ${error.message.split('\n')[0] ?? ''}`];
    const object = document.toJS() as unknown;
    if (!isManifest(object)) return [];
    const name = `${object.kind} ${object.metadata.name}`;
    return mistakesIn(object).map(({ path: field, message }) =>
      `${path}: ${name}: ${field} ${message}`.trimEnd(),
    );
  });
};

const isManifest = (value: unknown): value is KubeObject =>
  isObject(value) && typeof value['kind'] === 'string' && isObject(value['metadata']);

/** The schema's word first; what the operator makes of a spec only counts when the API server takes it. */
const mistakesIn = (object: KubeObject): readonly Mistake[] => {
  switch (object.kind) {
    case 'Canary':
      return firstOf(validateCanary(object), () => planMistakes(object));
    case 'MetricTemplate':
      return firstOf(validateMetricTemplate(object), () => templateMistakes(object));
    case 'AlertProvider':
      return validateAlertProvider(object);
    default:
      return [];
  }
};

const firstOf = (bySchema: readonly Mistake[], byOperator: () => readonly Mistake[]): readonly Mistake[] =>
  bySchema.length > 0 ? bySchema : byOperator();

const planMistakes = (canary: KubeObject): readonly Mistake[] => {
  const parsed = parsePlan(canary, { minIntervalMs: 0 });
  return 'plan' in parsed ? [] : parsed.issues.map(({ path, problem }) => ({ path, message: problem }));
};

const templateMistakes = (template: KubeObject): readonly Mistake[] => {
  const parsed = parseTemplate(textAt(objectAt(template, 'spec'), 'query'));
  if (!('error' in parsed)) return [];
  const { line, column, message } = parsed.error;
  return [{ path: 'spec.query', message: `line ${line}, column ${column}: ${message}` }];
};
