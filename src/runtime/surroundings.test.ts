import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { hostSurroundings } from './surroundings.ts';

test('a file is read anew each time, and one that is not there is none', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'surroundings-'));
  const path = join(directory, 'token');
  expect(await hostSurroundings.readText(path)).toBeUndefined();
  await writeFile(path, 'first');
  expect(await hostSurroundings.readText(path)).toBe('first');
  await writeFile(path, 'second');
  expect(await hostSurroundings.readText(path)).toBe('second');
  await rm(directory, { recursive: true });
});
