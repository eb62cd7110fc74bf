import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** As much of the structural schema of a CustomResourceDefinition as crds/ uses. */
export interface Schema {
  title?: string;
  description?: string;
  type?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  required?: string[];
  enum?: string[];
  oneOf?: Schema[];
  default?: unknown;
  'x-kubernetes-int-or-string'?: boolean;
}

export interface Definition {
  readonly kind: string;
  readonly apiVersion: string;
  readonly schema: Schema;
}

interface CustomResourceDefinition {
  spec: {
    group: string;
    names: { kind: string };
    versions: { name: string; schema: { openAPIV3Schema: Schema } }[];
  };
}

export const readDefinition = (path: string): Definition => {
  const { spec } = parse(readFileSync(path, 'utf8')) as CustomResourceDefinition;
  const [version] = spec.versions;
  if (version === undefined) throw new Error(`${path}: no version`);
  return {
    kind: spec.names.kind,
    apiVersion: `${spec.group}/${version.name}`,
    schema: version.schema.openAPIV3Schema,
  };
};
