import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { serinette } from '../support/process.ts';

const said = async (...args: readonly string[]) => {
  const running = serinette(args);
  return [await running.ended, running.output().trim()];
};

test('serinette version prints the version of the package', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  expect(await said('version')).toEqual([0, version]);
}, 30_000);

test('serinette help names every command', async () => {
  const [code, text] = await said('help');
  expect(code).toBe(0);
  for (const verb of ['operator', 'lint', 'gate', 'approve', 'rollback', 'version'])
    expect(text).toMatch(new RegExp(`^  ${verb} `, 'm'));
}, 30_000);
