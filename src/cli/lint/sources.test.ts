import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readSources } from './sources.ts';

let folder: string;

const write = (path: string, text = path): string => {
  const whole = join(folder, path);
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, text);
  return whole;
};
const read = (...words: string[]) => readSources(words, () => Promise.resolve('from a pipe'));
const foundIn = async (...words: string[]): Promise<string[]> =>
  (await read(...words)).sources.map(({ text }) => text);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'serinette-lint-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('files, directories and standard input are read in the order in which they are named, each once', async () => {
  const [b, c] = [write('b.txt'), write('more/c.yml')];
  const { sources, unreadable } = await read(b, '-', join(folder, 'more'), '-');
  expect(sources).toEqual([
    { name: b, text: 'b.txt', isFound: false },
    { name: '<stdin>', text: 'from a pipe', isFound: false },
    { name: c, text: 'more/c.yml', isFound: true },
  ]);
  expect(unreadable).toEqual([]);
});

test('a missing file is one line, and what else is there is read', async () => {
  const here = write('here.yaml');
  const missing = join(folder, 'missing.yaml');
  const { sources, unreadable } = await read(missing, here);
  expect(unreadable).toEqual([`${missing}: no such file or directory`]);
  expect(sources).toHaveLength(1);
});

test('an error that is no file system error is no mistake of the user', async () => {
  const bug = new TypeError('bug');
  await expect(readSources(['-'], () => Promise.reject(bug))).rejects.toBe(bug);
});

describe('of a directory', () => {
  test('YAML is read at any depth, and nothing else', async () => {
    for (const path of ['z.yaml', 'a/b/c.yml', 'notes.md', 'a/d.json', 'yaml']) write(path);
    mkdirSync(join(folder, 'folder.yaml'));
    expect(await foundIn(folder)).toEqual(['a/b/c.yml', 'z.yaml']);
  });

  test('hidden folders, node_modules and templates of Helm charts are left out', async () => {
    for (const path of ['.git/x.yaml', 'node_modules/p/x.yaml', 'chart/templates/x.yaml']) write(path);
    for (const path of ['chart/Chart.yaml', 'chart/crds/x.yaml', 'templates/x.yaml']) write(path);
    expect(await foundIn(folder)).toEqual(['chart/Chart.yaml', 'chart/crds/x.yaml', 'templates/x.yaml']);
  });

  test('patches that a kustomization names are left out, also those of another folder', async () => {
    const patches = 'patches:\n- path: canary.yaml\n- path: ../shared/patch.yaml\n- patch: "[]"\n';
    write('fast/kustomization.yaml', `${patches}patchesStrategicMerge:\n- old.yaml\n`);
    for (const path of ['fast/canary.yaml', 'fast/old.yaml', 'shared/patch.yaml', 'base/canary.yaml'])
      write(path);
    expect((await foundIn(folder)).filter((text) => !text.startsWith('patches'))).toEqual([
      'base/canary.yaml',
    ]);
  });
});
