import { type Dirent, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { patchesOf } from './patches.ts';

export interface Source {
  /** As it is shown before each mistake. */
  readonly name: string;
  readonly text: string;
  /** Found below a directory: it may be YAML of any other program. */
  readonly isFound: boolean;
}

export interface Sources {
  readonly sources: readonly Source[];
  /** What could not be read, a line each. */
  readonly unreadable: readonly string[];
}

/** `-` is standard input; of a directory all *.yaml and *.yml below, in the order of their names. */
export const readSources = async (
  words: readonly string[],
  readStdin: () => Promise<string>,
): Promise<Sources> => {
  const sources: Source[] = [];
  const unreadable: string[] = [];
  for (const word of new Set(words)) {
    try {
      if (word === '-') sources.push({ name: '<stdin>', text: await readStdin(), isFound: false });
      else sources.push(...readPath(word));
    } catch (thrown) {
      unreadable.push(`${word}: ${whyNot(thrown)}`);
    }
  }
  return { sources, unreadable };
};

const readPath = (path: string): readonly Source[] =>
  statSync(path).isDirectory()
    ? wholeManifests(manifestsBelow(path).map((name) => ({ name, text: readFileSync(name, 'utf8') })))
    : [{ name: path, text: readFileSync(path, 'utf8'), isFound: false }];

const wholeManifests = (files: readonly Omit<Source, 'isFound'>[]): readonly Source[] => {
  const patches = patchesOf(files);
  return files.filter(({ name }) => !patches.has(resolve(name))).map((file) => ({ ...file, isFound: true }));
};

const manifestsBelow = (folder: string): readonly string[] => {
  const isChart = existsSync(join(folder, 'Chart.yaml'));
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !isPassedOver(entry, isChart))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return manifestsBelow(path);
      return /\.ya?ml$/.test(entry.name) && statSync(path).isFile() ? [path] : [];
    });
};

/** Templates of Helm are no YAML before they are rendered. */
const isPassedOver = ({ name }: Dirent, isChart: boolean): boolean =>
  name.startsWith('.') || name === 'node_modules' || (isChart && name === 'templates');

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
};

/** Only errors of the file system have a reason to tell; anything else is a bug and ends the program. */
const whyNot = (thrown: unknown): string => {
  const { code } = thrown as NodeJS.ErrnoException;
  if (code === undefined) throw thrown;
  return REASONS[code] ?? code;
};
