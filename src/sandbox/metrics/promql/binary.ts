import { withoutName } from '../labels.ts';
import { ARITHMETIC, COMPARISONS, isArithmetic, isComparison } from './arithmetic.ts';
import type { Binary } from './ast.ts';
import { combineSets, matchVectors } from './matching.ts';
import type { Value, VectorSample } from './value.ts';
import { samplesOf, scalar, scalarOf, vector } from './value.ts';

/** What the operator makes of two numbers; undefined when a comparison filters them out. */
export const operate = ({ op, bool }: Binary, left: number, right: number): number | undefined => {
  if (isArithmetic(op)) return ARITHMETIC[op](left, right);
  if (!isComparison(op)) return undefined;
  const holds = COMPARISONS[op](left, right);
  if (bool) return holds ? 1 : 0;
  return holds ? left : undefined;
};

/** A comparison that filters keeps the series as they are; all else makes another quantity of them. */
export const keepsName = ({ op, bool }: Binary): boolean => isComparison(op) && !bool;

const withScalar = (expr: Binary, left: Value, right: Value): VectorSample[] => {
  const of = samplesOf(left.type === 'vector' ? left : right);
  return of.flatMap((sample) => {
    const value =
      left.type === 'vector'
        ? operate(expr, sample.value, scalarOf(right))
        : operate(expr, scalarOf(left), sample.value);
    if (value === undefined) return [];
    return keepsName(expr) ? [sample] : [{ labels: withoutName(sample.labels), value }];
  });
};

export const evaluateBinary = (expr: Binary, left: Value, right: Value): Value => {
  if (left.type === 'scalar' && right.type === 'scalar') {
    return scalar(operate(expr, left.value, right.value) ?? NaN);
  }
  if (left.type === 'scalar' || right.type === 'scalar') return vector(withScalar(expr, left, right));
  const sides = { left: samplesOf(left), right: samplesOf(right) };
  if (expr.op === 'and' || expr.op === 'or' || expr.op === 'unless') {
    return vector(combineSets(expr.op, expr.matching, sides));
  }
  const rule = {
    matching: expr.matching,
    keepsName: keepsName(expr),
    operate: (one: number, other: number) => operate(expr, one, other),
  };
  return vector(matchVectors(rule, sides));
};
