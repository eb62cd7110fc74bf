import type { Validator, Violation } from './generated/validators.js';
import { alternatives, isAlertProvider, isCanary, isMetricTemplate } from './generated/validators.js';

/** One thing that the API server would refuse or drop; the path is as in `spec.analysis.metrics[0].name`. */
export interface Mistake {
  readonly path: string;
  readonly message: string;
}

/** Checks against the schemas in crds/. Unknown fields are mistakes too: the API server drops them silently. */
export const validateCanary = (value: unknown): Mistake[] => mistakes('Canary', isCanary, value);
export const validateMetricTemplate = (value: unknown): Mistake[] =>
  mistakes('MetricTemplate', isMetricTemplate, value);
export const validateAlertProvider = (value: unknown): Mistake[] =>
  mistakes('AlertProvider', isAlertProvider, value);

const mistakes = (kind: string, validator: Validator, value: unknown): Mistake[] => {
  if (validator(value)) return [];
  const violations = validator.errors ?? [];
  return violations
    .filter((violation) => !isPartOfAnother(violation, violations))
    .map((violation) => explain(kind, violation));
};

/** Inside a `oneOf` each branch complains for itself; what matters is the innermost `oneOf` that failed. */
const isPartOfAnother = ({ keyword, schemaPath }: Violation, all: readonly Violation[]): boolean =>
  keyword === 'oneOf'
    ? all.some((other) => other.keyword === 'oneOf' && other.schemaPath.startsWith(`${schemaPath}/`))
    : schemaPath.includes('/oneOf/');

const explain = (kind: string, violation: Violation): Mistake => {
  const { instancePath, schemaPath, keyword, params } = violation;
  const at = (more = ''): string => dotted(instancePath + more);
  switch (keyword) {
    case 'additionalProperties':
      return { path: at(`/${escape(String(params['additionalProperty']))}`), message: 'unknown field' };
    case 'required':
      return { path: at(`/${escape(String(params['missingProperty']))}`), message: 'is required' };
    case 'enum':
      return { path: at(), message: `must be one of ${quoted(params['allowedValues'])}` };
    case 'const':
      return { path: at(), message: `must be ${JSON.stringify(params['allowedValue'])}` };
    case 'oneOf':
      return { path: at(), message: choice(alternatives[kind + schemaPath] ?? []) };
    default:
      return { path: at(), message: violation.message ?? `breaks the rule ${keyword}` };
  }
};

const quoted = (values: unknown): string =>
  (values as readonly unknown[]).map((value) => JSON.stringify(value)).join(', ');

/** [[a, x], [a, y]] reads «needs a and exactly one of x, y»; an empty alternative makes the choice optional. */
const choice = (options: readonly (readonly string[])[]): string => {
  const shared = (options[0] ?? []).filter((key) => options.every((option) => option.includes(key)));
  const own = options.flatMap((option) => option.filter((key) => !shared.includes(key)));
  if (options.some((option) => option.length === 0)) return `allows at most one of ${own.join(', ')}`;
  return `needs ${shared.map((key) => `${key} and `).join('')}exactly one of ${own.join(', ')}`;
};

const escape = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** A JSON pointer, as people write paths; keys that hold a dot or a slash are quoted. */
const dotted = (pointer: string): string =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((key) =>
      /^\d+$/.test(key) ? `[${key}]` : /^[\w-]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`,
    )
    .join('')
    .replace(/^\./, '');
