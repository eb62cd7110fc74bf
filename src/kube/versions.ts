/**
 * Resource versions of one kind are unsigned integers without a limit on their length; the API promises that
 * they may be compared as such. Text that is no number compares by length, then by its characters.
 */
export const isNewer = (a: string, b: string): boolean => {
  const left = withoutZeros(a);
  const right = withoutZeros(b);
  return left.length === right.length ? left > right : left.length > right.length;
};

const withoutZeros = (version: string): string => version.replace(/^0+(?=.)/, '');
