import { badRequest } from './failure.ts';

export type Labels = Readonly<Record<string, string>>;
export type LabelTest = (labels: Labels) => boolean;

const KEY = String.raw`[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?(?:/[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?)?`;
const VALUE = /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)?$/;
const SET = new RegExp(String.raw`^\s*(${KEY})\s+(in|notin)\s*\(([^()]*)\)\s*$`);
const EQUALITY = new RegExp(String.raw`^\s*(${KEY})\s*(==|=|!=)\s*(\S*)\s*$`);
const COMPARISON = new RegExp(String.raw`^\s*(${KEY})\s*([<>])\s*(-?\d+)\s*$`);
const EXISTENCE = new RegExp(String.raw`^\s*(!?)\s*(${KEY})\s*$`);

/** Commas inside parentheses belong to a set. */
const termsOf = (selector: string): string[] => selector.split(/,(?![^(]*\))/);

const unparsable = (term: string): Error =>
  badRequest(
    `unable to parse requirement: found '${term.trim()}', expected: in, notin, =, ==, !=, gt, lt, exists or !exists`,
  );

const checkedValue = (value: string): string => {
  if (value.length > 63 || !VALUE.test(value)) throw badRequest(`invalid label value: "${value}"`);
  return value;
};

const setTest = (term: string): LabelTest | undefined => {
  const [, key = '', , , operator, list = ''] = SET.exec(term) ?? [];
  if (operator === undefined) return undefined;
  const values = new Set(list.split(',').map((value) => checkedValue(value.trim())));
  const isIn: LabelTest = (labels) => labels[key] !== undefined && values.has(labels[key]);
  return operator === 'in' ? isIn : (labels) => !isIn(labels);
};

const equalityTest = (term: string): LabelTest | undefined => {
  const [, key = '', , , operator, raw = ''] = EQUALITY.exec(term) ?? [];
  if (operator === undefined) return undefined;
  const value = checkedValue(raw);
  return operator === '!=' ? (labels) => labels[key] !== value : (labels) => labels[key] === value;
};

const comparisonTest = (term: string): LabelTest | undefined => {
  const [, key = '', , , operator, bound] = COMPARISON.exec(term) ?? [];
  if (operator === undefined) return undefined;
  return (labels) => {
    const value = Number.parseInt(labels[key] ?? '', 10);
    return operator === '>' ? value > Number(bound) : value < Number(bound);
  };
};

const existenceTest = (term: string): LabelTest | undefined => {
  const [, not, key = ''] = EXISTENCE.exec(term) ?? [];
  if (not === undefined) return undefined;
  return not === '!' ? (labels) => !(key in labels) : (labels) => key in labels;
};

const testOf = (term: string): LabelTest => {
  const test = setTest(term) ?? equalityTest(term) ?? comparisonTest(term) ?? existenceTest(term);
  if (test === undefined) throw unparsable(term);
  return test;
};

/** Kubernetes' selector grammar: equality, sets, existence, comparison. Throws 400 when it does not parse. */
export const parseLabelSelector = (selector: string | undefined): LabelTest => {
  if (selector === undefined || selector.trim() === '') return () => true;
  const tests = termsOf(selector).map(testOf);
  return (labels) => tests.every((test) => test(labels));
};
