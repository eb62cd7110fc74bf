import { Ajv } from 'ajv';
import standaloneModule from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import type { Definition, Schema } from './definition.ts';

/** CommonJS under nodenext: the function is the module's `default`. */
const standalone = standaloneModule.default;

const closed = (schema: Schema): Schema => {
  if (schema['x-kubernetes-int-or-string'] === true)
    return { type: ['integer', 'string'] } as unknown as Schema;
  const made: Schema = { ...schema };
  delete made.title;
  delete made.description;
  delete made.default;
  if (schema.items !== undefined) made.items = closed(schema.items);
  if (typeof schema.additionalProperties === 'object') {
    made.additionalProperties = closed(schema.additionalProperties);
  }
  if (schema.properties !== undefined) {
    made.properties = mapValues(schema.properties, closed);
    made.additionalProperties = false;
  }
  return made;
};

const mapValues = (properties: Record<string, Schema>, map: (of: Schema) => Schema): Record<string, Schema> =>
  Object.fromEntries(Object.entries(properties).map(([name, of]) => [name, map(of)]));

type Alternatives = Record<string, string[][]>;

/** What each `oneOf` asks for, by schema path: the validator's own message does not say it. */
const alternativesOf = (schema: Schema, path: string): Alternatives => {
  const found: Alternatives = {};
  const required = schema.oneOf?.map((branch) => branch.required ?? []);
  if (required !== undefined) found[`${path}/oneOf`] = required;
  for (const [index, branch] of (schema.oneOf ?? []).entries()) {
    Object.assign(found, alternativesOf(branch, `${path}/oneOf/${index}`));
  }
  for (const [name, of] of Object.entries(schema.properties ?? {})) {
    Object.assign(found, alternativesOf(of, `${path}/properties/${name}`));
  }
  if (schema.items !== undefined) Object.assign(found, alternativesOf(schema.items, `${path}/items`));
  if (typeof schema.additionalProperties === 'object') {
    Object.assign(found, alternativesOf(schema.additionalProperties, `${path}/additionalProperties`));
  }
  return found;
};

const wholeObject = ({ kind, apiVersion, schema }: Definition): object => ({
  ...closed(schema),
  $id: kind,
  properties: {
    ...closed(schema).properties,
    apiVersion: { const: apiVersion },
    kind: { const: kind },
    metadata: { type: 'object' },
    // Kinds without a declared status still have the subresource.
    status: closed(schema).properties?.['status'] ?? { type: 'object' },
  },
  required: ['apiVersion', 'kind', 'metadata'],
});

/** The validator's own helpers are bundled in, so that shipping it does not ship ajv. */
const bundle = async (code: string): Promise<string> => {
  const built = await build({
    stdin: { contents: code, resolveDir: import.meta.dirname, loader: 'js' },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['main'],
    legalComments: 'none',
    minifySyntax: true,
    minifyWhitespace: true,
    lineLimit: 160,
    write: false,
  });
  return built.outputFiles[0]?.text ?? '';
};

const BANNER = '// Generated from crds/ by scripts/generate-api.ts. Do not edit.\n';

const TYPES = `${BANNER}export interface Violation {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}
export interface Validator {
  (value: unknown): boolean;
  errors?: readonly Violation[] | null;
}
/** By kind and schema path of a \`oneOf\`: the keys that each alternative requires. */
export declare const alternatives: Readonly<Record<string, readonly (readonly string[])[]>>;
`;

export const emitValidators = async (
  definitions: readonly Definition[],
): Promise<{ code: string; types: string }> => {
  const ajv = new Ajv({
    allErrors: true,
    strict: false,
    validateFormats: false,
    schemas: definitions.map(wholeObject),
    code: { source: true, esm: true },
  });
  const names = Object.fromEntries(definitions.map(({ kind }) => [`is${kind}`, kind]));
  const declared = Object.keys(names).map((name) => `export declare const ${name}: Validator;\n`);
  const alternatives: Alternatives = {};
  for (const { kind, schema } of definitions) Object.assign(alternatives, alternativesOf(schema, `${kind}#`));
  const table = `\nexport const alternatives = ${JSON.stringify(alternatives)};\n`;
  return {
    code: BANNER + (await bundle(standalone(ajv, names) + table)),
    types: TYPES + declared.join(''),
  };
};
