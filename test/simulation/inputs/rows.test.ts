import { existsSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { ANSWERS, GOOD_ANSWERS } from './answers.ts';
import { CIRCUMSTANCES, REJECTED } from './circumstances.ts';
import { ELSEWHERE } from './elsewhere.ts';
import { INPUTS } from './inputs.ts';

const ROWS = Array.from({ length: 138 }, (_, at) => at + 1);
const rowsOf = (list: readonly { readonly row: number }[]): readonly number[] =>
  [...new Set(list.map(({ row }) => row))].sort((a, b) => a - b);

const tried = rowsOf([...INPUTS, ...CIRCUMSTANCES, ...REJECTED, ...ANSWERS, ...GOOD_ANSWERS]);
const elsewhere = rowsOf(ELSEWHERE);

test('each of the 138 malformed inputs is either tried here, or tested elsewhere with a reason', () => {
  expect([...tried, ...elsewhere].sort((a, b) => a - b)).toEqual(ROWS);
});

test('what is tested elsewhere is tested in a file that there is', () => {
  const missing = ELSEWHERE.filter(
    ({ where }) => where !== undefined && !existsSync(new URL(`../../../${where}`, import.meta.url)),
  );
  expect(missing).toEqual([]);
});
