import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ERROR_CODES, OperatorError } from './errors.ts';

const page = readFileSync(`${import.meta.dirname}/../docs/errors.md`, 'utf8');

describe('docs/errors.md', () => {
  test('lists every error code with its retry class, and no other', () => {
    const described = [...page.matchAll(/^\| `(\w+)` \| (\w+) \|/gm)].map(([, code, retry]) => [code, retry]);
    const codes = ERROR_CODES.map((code) => [code, new OperatorError(code, 'for its class').retry]);
    expect(described).toEqual(codes);
  });
});
