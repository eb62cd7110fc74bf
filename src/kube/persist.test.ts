import { expect, test } from '@jest/globals';
import { type ErrorCode, OperatorError } from '../errors.ts';
import { persist } from './persist.ts';

/** Fails so many times, then tells at which try it got through. */
const failing = (times: number, code: ErrorCode) => {
  let tries = 0;
  return () => {
    tries += 1;
    return tries > times ? Promise.resolve(tries) : Promise.reject(new OperatorError(code, `try ${tries}`));
  };
};

test.each(['CONFLICT', 'ALREADY_EXISTS'] as const)('%s is no end: somebody else was first', async (code) => {
  expect(await persist(failing(19, code))).toBe(20);
});

test.each([
  { name: 'somebody who always comes first', times: 99, code: 'CONFLICT', message: 'try 20' },
  { name: 'a refusal', times: 1, code: 'FORBIDDEN', message: 'try 1' },
  {
    name: 'a server that is away: nobody knows what became of the write',
    times: 1,
    code: 'UNAVAILABLE',
    message: 'try 1',
  },
] as const)('$name ends it', async ({ times, code, message }) => {
  await expect(persist(failing(times, code))).rejects.toMatchObject({ code, message });
});
