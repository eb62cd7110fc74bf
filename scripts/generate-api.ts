/**
 * crds/*.yaml → src/api/generated/: read-only types, and validators that need no package at run time.
 * With --check nothing is written; any difference ends with exit code 1.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emitTypes } from './generate-types.ts';
import { emitValidators } from './generate-validators.ts';
import { readDefinition } from './definition.ts';

const ROOT = join(import.meta.dirname, '..');
const TARGET = join(ROOT, 'src/api/generated');
const SOURCES = { canary: 'canary', metrictemplate: 'metric-template', alertprovider: 'alert-provider' };

const definitions = Object.entries(SOURCES).map(([source, target]) => ({
  target,
  definition: readDefinition(join(ROOT, 'crds', `${source}.yaml`)),
}));

const files = new Map<string, string>();
for (const { target, definition } of definitions) files.set(`${target}.ts`, await emitTypes(definition));
const validators = await emitValidators(definitions.map(({ definition }) => definition));
files.set('validators.js', validators.code);
files.set('validators.d.ts', validators.types);

const current = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw thrown;
  }
};

const different = [...files].filter(([name, text]) => current(join(TARGET, name)) !== text);
if (process.argv.includes('--check')) {
  for (const [name] of different) console.error(`src/api/generated/${name} differs from crds/: npm run gen`);
  process.exitCode = different.length === 0 ? 0 : 1;
} else {
  mkdirSync(TARGET, { recursive: true });
  for (const [name, text] of different) writeFileSync(join(TARGET, name), text);
}
