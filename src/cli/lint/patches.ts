import { dirname, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { isObject, listAt, textAt } from '../../domain/json.ts';

const KUSTOMIZATION = /(^|[\\/])kustomization\.ya?ml$/;

/** Absolute paths of the patches that kustomizations among these files name: a patch is only a part of a manifest. */
export const patchesOf = (files: readonly { readonly name: string; readonly text: string }[]): Set<string> =>
  new Set(
    files
      .filter(({ name }) => KUSTOMIZATION.test(name))
      .flatMap(({ name, text }) => patchPaths(text).map((path) => resolve(dirname(name), path))),
  );

/** `patchesStrategicMerge` and `patchesJson6902` are the older spellings of `patches`. */
const patchPaths = (text: string): readonly string[] => {
  const document = parseDocument(text);
  if (document.errors.length > 0) return [];
  const content: unknown = document.toJSON();
  return ['patches', 'patchesStrategicMerge', 'patchesJson6902']
    .flatMap((key) => listAt(content, key))
    .map((patch) => (isObject(patch) ? textAt(patch, 'path') : String(patch)))
    .filter((path) => path !== '');
};
