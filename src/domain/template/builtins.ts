import { isEqual, isEqualToOne, order } from './compare.ts';
import { CallFailure } from './failure.ts';
import type { Builtin } from './names.ts';
import { sprint, sprintln } from './print.ts';
import { sprintf } from './printf.ts';
import { isTrue, typeOf, type Value } from './value.ts';

type Eager = Exclude<Builtin, 'and' | 'or'>;

const encoder = new TextEncoder();

const two = (name: string, [a, b, ...more]: readonly Value[]): readonly [Value, Value] => {
  if (a === undefined || b === undefined || more.length > 0)
    throw new CallFailure(`${name} takes two arguments`);
  return [a, b];
};

const one = (name: string, [value, ...more]: readonly Value[]): Value => {
  if (value === undefined || more.length > 0) throw new CallFailure(`${name} takes one argument`);
  return value;
};

const ordered =
  (name: string, holds: (order: number) => boolean) =>
  (args: readonly Value[]): Value =>
    holds(order(...two(name, args)));

const first = (name: string, [value, ...rest]: readonly Value[]): readonly [Value, readonly Value[]] => {
  if (value === undefined) throw new CallFailure(`${name} takes at least one argument`);
  return [value, rest];
};

/** `and` and `or` are not here: they do not evaluate all of their arguments. Each throws CallFailure. */
export const EAGER: Readonly<Record<Eager, (args: readonly Value[]) => Value>> = {
  not: (args) => !isTrue(one('not', args)),
  eq: (args) => isEqualToOne(...first('eq', args)),
  ne: (args) => !isEqual(...two('ne', args)),
  lt: ordered('lt', (sign) => sign < 0),
  le: ordered('le', (sign) => sign <= 0),
  gt: ordered('gt', (sign) => sign > 0),
  ge: ordered('ge', (sign) => sign >= 0),
  len: (args) => lengthOf(one('len', args)),
  index: (args) => indexed(...first('index', args)),
  slice: (args) => sliced(...first('slice', args)),
  print: sprint,
  println: sprintln,
  printf: (args) => {
    const [format, rest] = first('printf', args);
    if (typeof format !== 'string') throw new CallFailure(`printf: the format is a ${typeOf(format)}`);
    return sprintf(format, rest);
  },
  urlquery: (args) => escapeQuery(sprint(args)),
};

const lengthOf = (value: Value): Value => {
  if (typeof value === 'string') return BigInt(encoder.encode(value).length);
  if (typeof value !== 'object' || value === null) throw new CallFailure(`len of a ${typeOf(value)}`);
  return BigInt(Object.keys(value.texts).length);
};

/** A byte of a string, or a map's value; a key that a map does not have gives the empty string, as in Go. */
const indexed = (item: Value, indexes: readonly Value[]): Value => {
  if (item === null) throw new CallFailure('index of nil');
  return indexes.reduce(indexOnce, item);
};

const indexOnce = (item: Value, index: Value): Value => {
  if (typeof item === 'string') {
    const bytes = encoder.encode(item);
    return BigInt(bytes[position(index, bytes.length - 1)] ?? 0);
  }
  if (typeof item !== 'object' || item === null) throw new CallFailure(`index of a ${typeOf(item)}`);
  if (typeof index !== 'string') throw new CallFailure(`index: the key is a ${typeOf(index)}`);
  return Object.hasOwn(item.texts, index) ? (item.texts[index] ?? '') : '';
};

const position = (index: Value, last: number): number => {
  if (typeof index !== 'bigint') throw new CallFailure(`the index is a ${typeOf(index)}`);
  if (index < 0n || index > BigInt(last)) throw new CallFailure(`index out of range: ${index}`);
  return Number(index);
};

/** Bytes of a string; unlike in Go it must not cut a character in two. */
const sliced = (item: Value, indexes: readonly Value[]): Value => {
  if (typeof item !== 'string') throw new CallFailure(`slice of a ${typeOf(item)}`);
  if (indexes.length > 2) throw new CallFailure('slice: a string takes at most two indexes');
  const bytes = encoder.encode(item);
  const [from = 0, to = bytes.length] = indexes.map((index) => position(index, bytes.length));
  if (from > to) throw new CallFailure(`invalid slice index: ${from} > ${to}`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.slice(from, to));
  } catch {
    throw new CallFailure('slice cuts a character in two');
  }
};

/** As Go's url.QueryEscape. */
const escapeQuery = (text: string): string =>
  encodeURIComponent(text.toWellFormed())
    .replace(/%20/g, '+')
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
