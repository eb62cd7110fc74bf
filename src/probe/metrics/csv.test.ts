import { expect, test } from '@jest/globals';
import { parseCsv } from './csv.ts';

test.each([
  ['', [['']]],
  ['a,b', [['a', 'b']]],
  ['a,b\n', [['a', 'b'], ['']]],
  ['a,,"x, ""y""\n z"\r\n\r\n,1\n', [['a', '', 'x, "y"\n z'], [''], ['', '1'], ['']]],
  ['"",""""\n', [['', '"'], ['']]],
  ['a,"open, \nend', [['a', 'open, \nend']]],
  ['"a"b,c', [['a', 'c']]],
  [',', [['', '']]],
])('%j has the records %j', (text, records) => {
  expect(parseCsv(text)).toEqual(records);
});

test.each([
  ['quotes that never close', '"a'.repeat(2_000_000)],
  ['doubled quotes that never close', `"${'""'.repeat(2_000_000)}`],
  ['commas', ','.repeat(4_000_000)],
])('4 MB of %s are read without going over them again and again', (_, text) => {
  expect(parseCsv(text).length).toBeLessThan(5);
});
