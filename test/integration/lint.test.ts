import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');
const SAMPLE = 'deploy/samples/podinfo/canary.yaml';

const lint = (words: readonly string[], input = '') => {
  const args = ['--disable-warning=ExperimentalWarning', 'src/main.ts', 'lint', ...words];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, NODE_OPTIONS: '' },
    input,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};

describe('serinette lint', () => {
  test('finds no mistake in what this repository ships', () => {
    expect(lint(['deploy', 'crds', SAMPLE])).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test('reads standard input', () => {
    const sample = readFileSync(join(ROOT, SAMPLE), 'utf8');
    expect(lint(['-'], sample)).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(lint(['-'], sample.replace('threshold:', 'treshold:'))).toEqual({
      status: 1,
      stdout: expect.stringContaining('<stdin>: Canary podinfo: spec.analysis.treshold unknown field\n'),
      stderr: '',
    });
  });

  test('ends with code 2 and one line for what cannot be read, and lints the rest', () => {
    expect(lint(['no/such.yaml', 'test/golden/refused/nginx.yaml'])).toEqual({
      status: 2,
      stdout: expect.stringContaining('nginx.yaml: Canary podinfo: spec.provider must be istio'),
      stderr: 'serinette lint: no/such.yaml: no such file or directory\n',
    });
  });

  test('says how it is used', () => {
    expect(lint([])).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('--help') });
    expect(lint(['--strict'])).toMatchObject({ status: 2, stderr: expect.stringContaining('"--strict"') });
    expect(lint(['--help'])).toMatchObject({ status: 0, stdout: expect.stringContaining('DIRECTORY') });
  });
});
