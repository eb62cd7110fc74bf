import type { Tree } from '@lezer/common';
import { parseError } from './error.ts';

const CALL = /^([a-zA-Z_:][\w:]*)\s*\(/;

/** The whole call that an error follows, when there is one: the grammar knows the functions by name. */
const unknownFunction = (query: string, before: number): string | undefined =>
  CALL.exec(query.slice(before))?.[1];

const unexpected = (query: string, offset: number): string => {
  const rest = query.slice(offset).trimStart();
  if (rest === '') return 'unexpected end of input';
  const [token = ''] = /^(?:[\w:.]+|"[^"]*"?|'[^']*'?|\S)/.exec(rest) ?? [];
  return `unexpected ${JSON.stringify(token)}`;
};

/** Throws for the first place at which the grammar does not go on. */
export const rejectSyntax = (query: string, tree: Tree): void => {
  if (query.trim() === '') throw parseError(query, 0, 'no expression found in input');
  let lastSelector = 0;
  tree.iterate({
    enter: ({ name, type, from }) => {
      if (name === 'VectorSelector') lastSelector = from;
      if (!type.isError) return;
      const called = unknownFunction(query, lastSelector);
      throw called === undefined
        ? parseError(query, from, unexpected(query, from))
        : parseError(query, lastSelector, `unknown function with name "${called}"`);
    },
  });
};
