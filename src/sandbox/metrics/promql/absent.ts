import { METRIC_NAME } from '../labels.ts';
import type { Labels } from '../samples.ts';
import type { Expr } from './ast.ts';
import { bare } from './ast.ts';
import type { PromqlFunction } from './function.ts';
import { samplesOf, vector } from './value.ts';

/** The labels that what is absent would have: those that the selector asks for by `=`, and only once. */
export const absentLabels = (expr: Expr | undefined): Labels => {
  const of = bare(expr);
  const selector = of?.kind === 'matrix' ? of.selector : of;
  if (selector?.kind !== 'selector') return {};
  const matchers = selector.matchers.filter(({ label }) => label !== METRIC_NAME);
  const certain = matchers.filter(
    ({ label, operator, value }) =>
      operator === '=' && value !== '' && matchers.filter((other) => other.label === label).length === 1,
  );
  return Object.fromEntries(certain.map(({ label, value }) => [label, value]));
};

export const absent: PromqlFunction = {
  takes: ['vector'],
  gives: 'vector',
  call: ([of], { call }) =>
    vector(samplesOf(of).length > 0 ? [] : [{ labels: absentLabels(call.args[0]), value: 1 }]),
};
