import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { check } from './mutants/check.ts';
import { hazardOf, mutated } from './mutants/mutant.ts';
import { MUTANTS } from './mutants/mutants.ts';

const sourceOf = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

test('each of the eighteen hazards has a mutant, and no two have one name', () => {
  const hazards = Array.from({ length: 18 }, (_, at) => `H-${String(at + 1).padStart(2, '0')}`);
  expect([...new Set(MUTANTS.map(hazardOf))]).toEqual(hazards);
  expect(new Set(MUTANTS.map(({ id }) => id)).size).toBe(MUTANTS.length);
});

test.each(MUTANTS)(
  'what $id replaces is there once, so that no change of the operator disarms it',
  ({ edits }) => {
    for (const [file, own = []] of Object.entries(Object.groupBy(edits, (edit) => edit.file))) {
      const source = sourceOf(file);
      expect(mutated(source, own)).not.toBe(source);
    }
  },
);

test.each([
  { name: 'is not there', source: 'const one = 1;' },
  { name: 'is there twice', source: 'const two = 2; const more = two = 2;' },
])('a text that $name is an error', ({ source }) => {
  const edit = { file: 'src/some.ts', text: 'two = 2', instead: 'two = 3' };
  expect(() => mutated(source, [edit])).toThrow('src/some.ts has the text of a mutant');
});

describe('in processes of their own', () => {
  const SEEDS = { first: 1, last: 5, crashes: false };

  test('the operator as it is lives through the seeds that find mutants', async () => {
    expect(await check(undefined, SEEDS)).toBeUndefined();
  }, 120_000);

  test.each([
    { id: 'H-03', predicate: 'S-08' },
    { id: 'H-12b', predicate: 'L-01' },
    { id: 'H-16a', predicate: 'L-07' },
  ])(
    '$id is found by $predicate',
    async ({ id, predicate }) => {
      expect(await check(id, SEEDS)).toMatchObject({ predicate });
    },
    120_000,
  );

  test('a mutant that nobody knows is an error, not a clean operator', async () => {
    await expect(check('H-99', SEEDS)).rejects.toThrow('no mutant is called H-99');
  }, 60_000);
});
