import type { CharacterTest } from './regex-characters.ts';
import { escapeTest, literalTest, readClass, readEscape } from './regex-characters.ts';
import { regexError } from './regex-error.ts';

export interface Repeat {
  readonly least: number;
  readonly most: number;
  readonly greedy: boolean;
}

/** Given the characters around a position, "" standing for none. */
export type Assertion = (before: string, after: string) => boolean;

export type Node =
  | { readonly kind: 'one'; readonly test: CharacterTest }
  | { readonly kind: 'all' | 'any'; readonly nodes: readonly Node[] }
  | { readonly kind: 'group'; readonly of: Node; readonly index: number }
  | { readonly kind: 'repeat'; readonly of: Node; readonly times: Repeat }
  | { readonly kind: 'assert'; readonly holds: Assertion };

interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
  readonly U: boolean;
}

interface Reader {
  readonly pattern: string;
  /** Of the groups that capture; "" for one without a name, and for the whole. */
  readonly names: string[];
  position: number;
  depth: number;
  flags: Flags;
}

/** RE2's own limit for a counted repetition. */
const MOST_REPEATS = 1000;
const DEEPEST = 200;

export const parseRegex = (pattern: string): { readonly node: Node; readonly names: readonly string[] } => {
  const flags = { i: false, m: false, s: true, U: false };
  const reader: Reader = { pattern, names: [''], position: 0, depth: 0, flags };
  const node = readAlternatives(reader);
  if (reader.position < pattern.length) throw regexError(`unexpected ): \`${pattern}\``);
  return { node: { kind: 'group', of: node, index: 0 }, names: reader.names };
};

const rest = ({ pattern, position }: Reader): string => pattern.slice(position);

const accept = (reader: Reader, text: string): boolean => {
  if (!reader.pattern.startsWith(text, reader.position)) return false;
  reader.position += text.length;
  return true;
};

/** Flags that are set inside a group end with it. */
const readAlternatives = (reader: Reader): Node => {
  const { flags } = reader;
  reader.depth += 1;
  if (reader.depth > DEEPEST) throw regexError('expression nests too deeply');
  const nodes = [readSequence(reader)];
  while (accept(reader, '|')) nodes.push(readSequence(reader));
  reader.depth -= 1;
  reader.flags = flags;
  return { kind: 'any', nodes };
};

const readSequence = (reader: Reader): Node => {
  const nodes: Node[] = [];
  while (reader.position < reader.pattern.length && !/^[|)]/.test(rest(reader))) {
    const node = readAtom(reader);
    if (node !== undefined) nodes.push(readRepeats(reader, node));
  }
  return { kind: 'all', nodes };
};

const GROUP = /^\((?:\?(?:P?<(\w+)>|([imsU]*)(?:-([imsU]+))?([:)])))?/;

const withFlags = (flags: Flags, on: string, off: string): Flags => {
  const set = (text: string, value: boolean): Partial<Flags> =>
    Object.fromEntries(Array.from(text, (name) => [name, value]));
  return { ...flags, ...set(on, true), ...set(off, false) };
};

const readGroupHead = (reader: Reader): RegExpExecArray => {
  const head = GROUP.exec(rest(reader));
  if (head === null || (head[0] === '(' && rest(reader).startsWith('(?'))) {
    throw regexError(`invalid or unsupported Perl syntax: \`${rest(reader).slice(0, 3)}\``);
  }
  reader.position += head[0].length;
  return head;
};

/** Undefined for `(?i)`, which matches nothing and changes what follows. */
const readGroup = (reader: Reader): Node | undefined => {
  const before = reader.flags;
  const [, name = '', on, off = '', end] = readGroupHead(reader);
  if (on !== undefined) reader.flags = withFlags(before, on, off);
  if (end === ')') return undefined;
  const index = end === ':' ? undefined : reader.names.push(name) - 1;
  const of = readAlternatives(reader);
  reader.flags = before;
  if (!accept(reader, ')')) throw regexError(`missing closing ): \`${reader.pattern}\``);
  return index === undefined ? of : { kind: 'group', of, index };
};

const isWord = (character: string): boolean => /^\w$/.test(character);
const atWordEdge: Assertion = (before, after) => isWord(before) !== isWord(after);
const atStart: Assertion = (before) => before === '';
const atEnd: Assertion = (_, after) => after === '';
const atLineStart: Assertion = (before) => before === '' || before === '\n';
const atLineEnd: Assertion = (_, after) => after === '' || after === '\n';

const ASSERTIONS: Readonly<Record<string, Assertion>> = {
  '\\A': atStart,
  '\\z': atEnd,
  '\\b': atWordEdge,
  '\\B': (before, after) => !atWordEdge(before, after),
};

const readAssertion = (reader: Reader): Node | undefined => {
  const { m: multiline } = reader.flags;
  if (accept(reader, '^')) return { kind: 'assert', holds: multiline ? atLineStart : atStart };
  if (accept(reader, '$')) return { kind: 'assert', holds: multiline ? atLineEnd : atEnd };
  const holds = ASSERTIONS[rest(reader).slice(0, 2)];
  if (holds === undefined) return undefined;
  reader.position += 2;
  return { kind: 'assert', holds };
};

const QUOTED = /^\\Q([\s\S]*?)(?:\\E|$)/;

const readQuoted = (reader: Reader): Node | undefined => {
  const [text, literal = ''] = QUOTED.exec(rest(reader)) ?? [];
  if (text === undefined) return undefined;
  reader.position += text.length;
  const nodes = Array.from(literal, (one): Node => ({ kind: 'one', test: literalTest(one, reader.flags.i) }));
  return { kind: 'all', nodes };
};

const readAtom = (reader: Reader): Node | undefined => {
  if (rest(reader).startsWith('(')) return readGroup(reader);
  return readQuoted(reader) ?? readAssertion(reader) ?? { kind: 'one', test: readCharacter(reader) };
};

const readCharacter = (reader: Reader): CharacterTest => {
  const { i: ignoreCase, s: dotAll } = reader.flags;
  if (accept(reader, '.')) return (candidate) => dotAll || candidate !== '\n';
  if (accept(reader, '[')) {
    const { length, test } = readClass(rest(reader), ignoreCase);
    reader.position += length;
    return test;
  }
  if (accept(reader, '\\')) {
    const escape = readEscape(rest(reader));
    reader.position += escape.length;
    return escapeTest(escape, ignoreCase);
  }
  const [literal = ''] = rest(reader);
  if (/^[*+?]/.test(literal)) throw regexError(`missing argument to repetition operator: \`${literal}\``);
  reader.position += literal.length;
  return literalTest(literal, ignoreCase);
};

const COUNTED = /^\{(\d+)(?:(,)(\d*))?\}/;
const SIGNS: Readonly<Record<string, readonly [number, number]>> = {
  '*': [0, Infinity],
  '+': [1, Infinity],
  '?': [0, 1],
};

const readCount = (reader: Reader): readonly [number, number] | undefined => {
  const sign = SIGNS[rest(reader).charAt(0)];
  if (sign !== undefined) {
    reader.position += 1;
    return sign;
  }
  const [text, least, comma, most] = COUNTED.exec(rest(reader)) ?? [];
  if (text === undefined) return undefined;
  const highest = comma === undefined ? Number(least) : most === '' ? Infinity : Number(most);
  const tooMany = Number(least) > MOST_REPEATS || (highest > MOST_REPEATS && highest !== Infinity);
  if (tooMany || highest < Number(least)) throw regexError(`invalid repeat count: \`${text}\``);
  reader.position += text.length;
  return [Number(least), highest];
};

const readRepeats = (reader: Reader, of: Node): Node => {
  const start = reader.position;
  const count = readCount(reader);
  if (count === undefined) return of;
  const greedy = accept(reader, '?') === reader.flags.U;
  const operator = reader.pattern.slice(start, reader.position);
  if (readCount(reader) !== undefined) {
    throw regexError(
      `invalid nested repetition operator: \`${operator}${reader.pattern.slice(start + operator.length, reader.position)}\``,
    );
  }
  return { kind: 'repeat', of, times: { least: count[0], most: count[1], greedy } };
};
