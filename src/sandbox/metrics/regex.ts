import { compileProgram } from './regex-program.ts';
import { parseRegex } from './regex-syntax.ts';
import { runRegex } from './regex-machine.ts';
import type { Found } from './regex-machine.ts';

export interface CompiledRegex {
  readonly test: (text: string) => boolean;
  /** The text of each group by its number and its name; "0" is all. Undefined when the text does not match. */
  readonly groups: (text: string) => ReadonlyMap<string, string> | undefined;
}

const named = (names: readonly string[], found: Found): ReadonlyMap<string, string> => {
  const groups = new Map(found.map((text, index) => [String(index), text]));
  for (const [index, name] of names.entries()) if (name !== '') groups.set(name, found[index] ?? '');
  return groups;
};

/**
 * An RE2 pattern that must match the whole text; `.` also matches a line break, as in Prometheus 3. The time that
 * it takes grows with the text's length only, whatever the pattern. Throws `RegexError`.
 */
export const compileRegex = (pattern: string): CompiledRegex => {
  const { node, names } = parseRegex(pattern);
  const program = compileProgram(node);
  return {
    test: (text) => runRegex(program, text) !== undefined,
    groups: (text) => {
      const found = runRegex(program, text);
      return found && named(names, found);
    },
  };
};
