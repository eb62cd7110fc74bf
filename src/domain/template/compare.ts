import { CallFailure } from './failure.ts';
import { compareTexts, typeOf, type Value } from './value.ts';

/** Go's eq: true when the first equals one of the others. */
export const isEqualToOne = (first: Value, others: readonly Value[]): boolean => {
  if (others.length === 0) throw new CallFailure('eq: nothing to compare with');
  return others.some((other) => isEqual(first, other));
};

export const isEqual = (a: Value, b: Value): boolean => {
  if (a === null || b === null) return a === b;
  if (typeOf(a) !== typeOf(b)) throw incompatible(a, b);
  if (typeof a === 'object') throw new CallFailure('a map cannot be compared');
  return a === b;
};

const incompatible = (a: Value, b: Value): CallFailure =>
  new CallFailure(`incompatible types for comparison: ${typeOf(a)} and ${typeOf(b)}`);

/** Orders numbers of one kind and strings; all else throws CallFailure. */
export const order = (a: Value, b: Value): number => {
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  if (typeof a === 'bigint' && typeof b === 'bigint') return a < b ? -1 : Number(a > b);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  throw incompatible(a, b);
};
