import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';

const FOLDER = join(import.meta.dirname, '../../.github/workflows');

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

describe.each(readdirSync(FOLDER))('the workflow %s', (name) => {
  const text = readFileSync(join(FOLDER, name), 'utf8');
  const workflow = parse(text) as Workflow;

  test('pins every action by its commit and says the version', () => {
    const actions = text.split('\n').filter((line) => /^\s*(- )?uses:/.test(line));
    expect(actions.length).toBeGreaterThan(0);
    expect(
      actions.filter((line) => !/uses: [\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line)),
    ).toEqual([]);
  });

  test('gives each job a time limit and only the rights that it lists', () => {
    expect(workflow.permissions).toEqual({});
    for (const job of Object.values(workflow.jobs)) {
      expect(job['timeout-minutes']).toBeGreaterThan(0);
      expect(job['permissions']).toMatchObject({ contents: 'read' });
    }
  });

  test('never runs code of a pull request with rights of the repository', () => {
    expect(Object.keys(workflow.on)).not.toContain('pull_request_target');
  });
});
