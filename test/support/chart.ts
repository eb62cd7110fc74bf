import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const ROOT = join(import.meta.dirname, '../..');

export const readText = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** All rights that the chart grants for Canaries. */
export const RULES = ['deploy/chart/files/rules.yaml', 'deploy/chart/files/rules-config-tracking.yaml'];

/** The part of JSON Schema that the chart uses. */
export interface Schema {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

export const schema = JSON.parse(readText('deploy/chart/values.schema.json')) as Schema;
export const values = parse(readText('deploy/chart/values.yaml')) as Readonly<Record<string, unknown>>;

export interface Value {
  /** As `--set` takes it. */
  readonly name: string;
  readonly description: string;
  readonly fallback: unknown;
}

const under = (prefix: string, parent: Schema, defaults: unknown): readonly Value[] =>
  Object.entries(parent.properties ?? {}).flatMap(([key, child]) => {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    const fallback = (defaults as Record<string, unknown> | undefined)?.[key];
    if (child.properties !== undefined) return under(name, child, fallback);
    return [{ name, description: child.description ?? '', fallback }];
  });

/** Every value that the schema knows, with its default. */
export const knownValues = (): readonly Value[] =>
  under('', schema, values).filter(({ name }) => name !== 'global');
