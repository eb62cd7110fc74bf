/**
 * crds/*.yaml → src/api/generated/: read-only types, and validators that need no package at run time;
 * and deploy/chart/crds/: copies, since Helm installs what lies inside the chart.
 * With --check nothing is written; any difference ends with exit code 1.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { emitTypes } from './generate-types.ts';
import { emitValidators } from './generate-validators.ts';
import { readDefinition } from './definition.ts';

const ROOT = join(import.meta.dirname, '..');
const TARGET = 'src/api/generated';
const CHART = 'deploy/chart/crds';
const SOURCES = { canary: 'canary', metrictemplate: 'metric-template', alertprovider: 'alert-provider' };

const definitions = Object.entries(SOURCES).map(([source, target]) => ({
  target,
  definition: readDefinition(join(ROOT, 'crds', `${source}.yaml`)),
}));

const files = new Map<string, string>();
for (const { target, definition } of definitions)
  files.set(`${TARGET}/${target}.ts`, await emitTypes(definition));
const validators = await emitValidators(definitions.map(({ definition }) => definition));
files.set(`${TARGET}/validators.js`, validators.code);
files.set(`${TARGET}/validators.d.ts`, validators.types);
for (const source of Object.keys(SOURCES))
  files.set(`${CHART}/${source}.yaml`, readFileSync(join(ROOT, 'crds', `${source}.yaml`), 'utf8'));

const current = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw thrown;
  }
};

const different = [...files].filter(([name, text]) => current(join(ROOT, name)) !== text);
if (process.argv.includes('--check')) {
  for (const [name] of different) console.error(`${name} differs from crds/: npm run gen`);
  process.exitCode = different.length === 0 ? 0 : 1;
} else {
  for (const [name, text] of different) {
    mkdirSync(join(ROOT, dirname(name)), { recursive: true });
    writeFileSync(join(ROOT, name), text);
  }
}
