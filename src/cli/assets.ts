import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';
import type { KubeObject } from '../api/objects.ts';

/** The folder of the installed package, whether this runs from sources or from the bundle. */
const root = (): string => {
  let at = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(at, 'package.json'))) {
    const above = dirname(at);
    if (above === at) throw new Error('the package that this file belongs to was not found');
    at = above;
  }
  return at;
};

export const readAsset = (path: string): string => readFileSync(join(root(), path), 'utf8');

/** The objects of a YAML file of the package. */
export const objectsIn = (path: string): readonly KubeObject[] =>
  parseAllDocuments(readAsset(path)).map((document) => document.toJS() as KubeObject);

export const definitions = (): readonly KubeObject[] =>
  ['canary', 'metrictemplate', 'alertprovider'].flatMap((name) => objectsIn(`crds/${name}.yaml`));
