import { METRIC_NAME } from './labels.ts';
import { compileRegex } from './regex.ts';
import type { Labels } from './samples.ts';

export type MatchOperator = '=' | '!=' | '=~' | '!~';

export interface Matcher {
  readonly label: string;
  readonly operator: MatchOperator;
  readonly value: string;
  /** A label that is not there has the value "". */
  readonly matches: (value: string) => boolean;
}

const testOf = (operator: MatchOperator, value: string): ((candidate: string) => boolean) => {
  switch (operator) {
    case '=':
      return (candidate) => candidate === value;
    case '!=':
      return (candidate) => candidate !== value;
    case '=~':
    case '!~': {
      const regex = compileRegex(value);
      const wanted = operator === '=~';
      const answers = new Map<string, boolean>();
      return (candidate) => {
        const known = answers.get(candidate) ?? regex.test(candidate) === wanted;
        answers.set(candidate, known);
        return known;
      };
    }
  }
};

/** Throws `RegexError` when a regular expression is not one, or not a safe one. */
export const makeMatcher = (label: string, operator: MatchOperator, value: string): Matcher => ({
  label,
  operator,
  value,
  matches: testOf(operator, value),
});

export const matchesAll = (labels: Labels, matchers: readonly Matcher[]): boolean =>
  matchers.every(({ label, matches }) => matches(labels[label] ?? ''));

/** The metric's name, when the matchers leave no choice. */
export const nameIn = (matchers: readonly Matcher[]): string | undefined =>
  matchers.find(({ label, operator }) => label === METRIC_NAME && operator === '=')?.value;
