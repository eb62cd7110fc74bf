import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { DIFFERENCES } from './differences.ts';

const written = readFileSync(new URL('../../docs/sandbox.md', import.meta.url), 'utf8').replaceAll(
  /\s+/g,
  ' ',
);

test.each(Object.entries(DIFFERENCES))('the difference %s stands in docs/sandbox.md', (_name, sentence) => {
  expect(written).toContain(sentence);
});
