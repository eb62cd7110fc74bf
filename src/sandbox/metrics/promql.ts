import { labelKey } from './labels.ts';
import type { Labels } from './samples.ts';
import type { SeriesStore } from './series-store.ts';
import type { Expr } from './promql/ast.ts';
import { parseError } from './promql/error.ts';
import { beginExecution, collectSteps, evaluate } from './promql/evaluate.ts';
import { formatValue } from './promql/format.ts';
import { checkTypes } from './promql/check.ts';
import { parsePromql } from './promql/parse.ts';

/** Seconds since 1970, and the value as text. */
export type Point = readonly [number, string];

export interface VectorItem {
  readonly metric: Labels;
  readonly value: Point;
}

export interface MatrixItem {
  readonly metric: Labels;
  readonly values: readonly Point[];
}

/** The `data` of Prometheus' answer. */
export type QueryResult =
  | { readonly resultType: 'vector'; readonly result: readonly VectorItem[] }
  | { readonly resultType: 'matrix'; readonly result: readonly MatrixItem[] }
  | { readonly resultType: 'scalar' | 'string'; readonly result: Point };

export interface RangeOptions {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
}

const point = (ms: number, value: number): Point => [ms / 1000, formatValue(value)];

const points = (times: ArrayLike<number>, values: ArrayLike<number>): Point[] =>
  Array.from(times, (ms, index) => point(ms, values[index] ?? NaN));

const byLabels = (one: MatrixItem, other: MatrixItem): number =>
  labelKey(one.metric) < labelKey(other.metric) ? -1 : 1;

/** Throws `PromqlError`. */
export const evaluateInstant = (store: SeriesStore, query: string, atMs: number): QueryResult => {
  const value = evaluate(beginExecution(store, atMs, atMs), parsePromql(query), atMs);
  switch (value.type) {
    case 'scalar':
      return { resultType: 'scalar', result: point(atMs, value.value) };
    case 'string':
      return { resultType: 'string', result: [atMs / 1000, value.value] };
    case 'vector': {
      const result = value.samples.map((sample) => ({
        metric: sample.labels,
        value: point(atMs, sample.value),
      }));
      return { resultType: 'vector', result };
    }
    case 'matrix': {
      const result = value.ranges.map(({ labels, times, values }) => ({
        metric: labels,
        values: points(times, values),
      }));
      return { resultType: 'matrix', result: result.sort(byLabels) };
    }
  }
};

const requirePlottable = (query: string, expr: Expr): void => {
  const type = checkTypes(query, expr);
  if (type === 'scalar' || type === 'vector') return;
  const spoken = type === 'string' ? 'string' : 'range vector';
  const message = `invalid expression type "${spoken}" for range query, must be Scalar or instant Vector`;
  throw parseError(query, expr.from, message);
};

/** Evaluates at the start and then at each step up to the end, both inclusive. Throws `PromqlError`. */
export const evaluateRange = (store: SeriesStore, query: string, options: RangeOptions): QueryResult => {
  const expr = parsePromql(query);
  requirePlottable(query, expr);
  const run = beginExecution(store, options.startMs, options.endMs);
  const series = collectSteps(run, options, (ms) => evaluate(run, expr, ms));
  const result = series.map(({ labels, times, values }) => ({
    metric: labels,
    values: points(times, values),
  }));
  return { resultType: 'matrix', result: result.sort(byLabels) };
};
