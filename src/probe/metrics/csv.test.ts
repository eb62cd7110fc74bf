import { expect, test } from '@jest/globals';
import { parseCsv } from './csv.ts';

test.each([
  ['', [['']]],
  ['a,b', [['a', 'b']]],
  ['a,b\n', [['a', 'b'], ['']]],
  ['a,,"x, ""y""\n z"\r\n\r\n,1\n', [['a', '', 'x, "y"\n z'], [''], ['', '1'], ['']]],
])('%j has the records %j', (text, records) => {
  expect(parseCsv(text)).toEqual(records);
});
