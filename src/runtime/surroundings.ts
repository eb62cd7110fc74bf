import { readFile } from 'node:fs/promises';

/** What lies around the process: its environment and files. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Undefined when there is no such file, or it cannot be read. */
  readonly readText: (path: string) => Promise<string | undefined>;
}

export const hostSurroundings: Surroundings = {
  environment: process.env,
  readText: async (path) => {
    try {
      return await readFile(path, 'utf8');
    } catch {
      return undefined; // the caller says what it lacks
    }
  },
};
