import { parseDuration } from './duration.ts';

/** One thing that is wrong with a spec: where, and what would be allowed. */
export interface SpecIssue {
  /** Such as `spec.analysis.metrics[0].interval`. */
  readonly path: string;
  readonly problem: string;
}

interface NumberRule {
  readonly min?: number;
  readonly max?: number;
  readonly otherwise: number;
}

const show = (value: unknown): string => {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

/** Of a list or map: so many are asked, called or written for each Canary, one after another. */
const MOST_ENTRIES = 100;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads a value that may be anything, noting what is wrong instead of throwing; each getter answers with a
 * usable value of its type, so that one pass finds every issue. `null` counts as absent, as in the API server.
 */
export class Fields {
  readonly path: string;
  readonly raw: Readonly<Record<string, unknown>>;
  readonly #issues: SpecIssue[];

  constructor(value: unknown, path: string, issues: SpecIssue[]) {
    this.path = path;
    this.#issues = issues;
    this.raw = isRecord(value) ? value : {};
    if (value !== undefined && value !== null && !isRecord(value)) this.issue('', 'must be an object');
  }

  has(key: string): boolean {
    return this.raw[key] !== undefined && this.raw[key] !== null;
  }

  /** With an empty key the issue is about this object itself. */
  issue(key: string, problem: string): void {
    this.#issues.push({ path: key === '' ? this.path : `${this.path}.${key}`, problem });
  }

  /** Notes it as well. */
  isTooLong(key: string, entries: number): boolean {
    if (entries <= MOST_ENTRIES) return false;
    this.issue(key, `must have at most ${MOST_ENTRIES} entries, got ${entries}`);
    return true;
  }

  within(key: string): Fields {
    return new Fields(this.raw[key], `${this.path}.${key}`, this.#issues);
  }

  items(key: string): readonly Fields[] {
    const value = this.raw[key];
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) {
      this.issue(key, 'must be a list');
      return [];
    }
    if (this.isTooLong(key, value.length)) return [];
    return value.map((item, at) => new Fields(item, `${this.path}.${key}[${at}]`, this.#issues));
  }

  string(key: string, otherwise = ''): string {
    const value = this.raw[key];
    if (value === undefined || value === null) return otherwise;
    if (typeof value === 'string') return value;
    this.issue(key, `must be a string, got ${show(value)}`);
    return otherwise;
  }

  required(key: string): string {
    const value = this.string(key);
    if (value === '' && (!this.has(key) || this.raw[key] === '')) this.issue(key, 'is required');
    return value;
  }

  boolean(key: string): boolean {
    const value = this.raw[key];
    if (value === undefined || value === null) return false;
    if (typeof value !== 'boolean') this.issue(key, `must be true or false, got ${show(value)}`);
    return value === true;
  }

  integer(key: string, rule: NumberRule): number {
    const value = this.raw[key];
    if (value === undefined || value === null) return rule.otherwise;
    const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = rule;
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
    this.issue(key, `must be a whole number${rangeOf(rule)}, got ${show(value)}`);
    return rule.otherwise;
  }

  /** A finite number, or undefined when absent. */
  number(key: string): number | undefined {
    const value = this.raw[key];
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    this.issue(key, `must be a finite number, got ${show(value)}`);
    return undefined;
  }

  durationMs(key: string, rule: NumberRule): number {
    const text = this.string(key);
    if (text === '') return rule.otherwise;
    const { min = 0, max = Number.MAX_SAFE_INTEGER } = rule;
    const durationMs = parseDuration(text);
    if (durationMs !== undefined && durationMs >= min && durationMs <= max) return durationMs;
    this.issue(key, `must be a duration such as 30s or 1m30s${limitsOf(rule)}, got ${show(text)}`);
    return rule.otherwise;
  }

  strings(key: string): readonly string[] {
    const value = this.raw[key];
    if (value === undefined || value === null) return [];
    if (Array.isArray(value) && this.isTooLong(key, value.length)) return [];
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
    this.issue(key, 'must be a list of strings');
    return [];
  }

  /** A map from names to texts. */
  texts(key: string): Readonly<Record<string, string>> {
    const value = this.raw[key];
    if (value === undefined || value === null) return {};
    if (isRecord(value) && this.isTooLong(key, Object.keys(value).length)) return {};
    if (isRecord(value) && Object.values(value).every((item) => typeof item === 'string')) {
      return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, String(item)]));
    }
    this.issue(key, 'must be a map of strings');
    return {};
  }
}

const rangeOf = ({ min, max }: NumberRule): string => {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return ` of at least ${min}`;
  return max === undefined ? '' : ` of at most ${max}`;
};

const limitsOf = ({ min, max }: NumberRule): string => {
  const least = min === undefined || min === 0 ? '' : ` of at least ${min} ms`;
  return max === undefined ? least : `${least} of at most ${max / 1000} s`;
};
