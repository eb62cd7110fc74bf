import { labelKey, withoutName } from '../labels.ts';
import type { Matcher } from '../matchers.ts';
import type { Series } from '../series.ts';
import type { SeriesStore } from '../series-store.ts';
import { OperatorError } from '../../../errors.ts';
import { evaluateAggregate } from './aggregate.ts';
import type { Call, Expr, Matrix, Pin, Selector, Subquery } from './ast.ts';
import { bare } from './ast.ts';
import { evaluateBinary } from './binary.ts';
import { executionError } from './error.ts';
import { derived } from './function.ts';
import { functionNamed } from './functions.ts';
import type { Range, Value, VectorSample } from './value.ts';
import { samplesOf, scalar, vector } from './value.ts';

/** How far back an instant vector looks for a sample. */
const LOOKBACK_MS = 5 * 60_000;
/** Between the steps of a subquery that names none. */
const DEFAULT_STEP_MS = 60_000;
/** Of one query in all, with those of subqueries for each step. */
const MOST_STEPS = 5_000_000;

/** One query while it runs. */
export interface Execution {
  readonly startMs: number;
  readonly endMs: number;
  readonly select: (matchers: readonly Matcher[]) => readonly Series[];
  /** Throws when the query has become more work than any plot needs. */
  readonly spend: (steps: number) => void;
}

export const beginExecution = (store: SeriesStore, startMs: number, endMs: number): Execution => {
  const selected = new Map<readonly Matcher[], readonly Series[]>();
  const select = (matchers: readonly Matcher[]): readonly Series[] => {
    const series = selected.get(matchers) ?? store.select(matchers);
    selected.set(matchers, series);
    return series;
  };
  let left = MOST_STEPS;
  const spend = (steps: number): void => {
    left -= steps;
    if (left < 0) throw executionError('query processing would take too many steps');
  };
  return { startMs, endMs, select, spend };
};

const placed = (
  { startMs, endMs }: Execution,
  { pin, offsetMs = 0 }: { readonly pin?: Pin; readonly offsetMs?: number },
  atMs: number,
): number => {
  const moment = pin === 'start' ? startMs : pin === 'end' ? endMs : (pin ?? atMs);
  return moment - offsetMs;
};

const newest = (run: Execution, selector: Selector, atMs: number) => {
  const until = placed(run, selector, atMs);
  return run.select(selector.matchers).flatMap(({ labels, latest }) => {
    const sample = latest(until - LOOKBACK_MS, until);
    return sample === undefined ? [] : [{ labels, ...sample }];
  });
};

const evaluateMatrix = (run: Execution, { selector, rangeMs }: Matrix, atMs: number): Value => {
  const untilMs = placed(run, selector, atMs);
  const afterMs = untilMs - rangeMs;
  const ranges = run.select(selector.matchers).flatMap(({ labels, window }) => {
    const { times, values } = window(afterMs, untilMs);
    return times.length === 0 ? [] : [{ labels, times, values, afterMs, untilMs }];
  });
  return { type: 'matrix', ranges };
};

interface Collected {
  readonly labels: Range['labels'];
  readonly times: number[];
  readonly values: number[];
}

/** Gathers the vectors of many steps into series. */
export const collectSteps = (
  run: Execution,
  { startMs, endMs, stepMs }: { startMs: number; endMs: number; stepMs: number },
  at: (ms: number) => Value,
): Collected[] => {
  run.spend(Math.floor((endMs - startMs) / stepMs) + 1);
  const found = new Map<string, Collected>();
  for (let ms = startMs; ms <= endMs; ms += stepMs) {
    const value = at(ms);
    const samples = value.type === 'scalar' ? [{ labels: {}, value: value.value }] : samplesOf(value);
    for (const sample of samples) {
      const key = labelKey(sample.labels);
      const series = found.get(key) ?? { labels: sample.labels, times: [], values: [] };
      series.times.push(ms);
      series.values.push(sample.value);
      found.set(key, series);
    }
  }
  return [...found.values()];
};

const evaluateSubquery = (run: Execution, expr: Subquery, atMs: number): Value => {
  const { of, rangeMs, stepMs = DEFAULT_STEP_MS } = expr;
  const untilMs = placed(run, expr, atMs);
  const afterMs = untilMs - rangeMs;
  // Steps are multiples of the step since 1970, so that a moving query meets the same ones.
  const startMs = (Math.floor(afterMs / stepMs) + 1) * stepMs;
  const steps = { startMs, endMs: untilMs, stepMs };
  const ranges = collectSteps(run, steps, (ms) => evaluate(run, of, ms)).map(({ labels, times, values }) => ({
    labels,
    times: Float64Array.from(times),
    values: Float64Array.from(values),
    afterMs,
    untilMs,
  }));
  return { type: 'matrix', ranges };
};

/** Only directly on a selector it is the samples' own time; on what was calculated it is the query's. */
const evaluateTimestamp = (run: Execution, of: Expr, atMs: number): Value => {
  if (of.kind === 'selector') {
    const samples = newest(run, of, atMs);
    return vector(samples.map(({ labels, time }) => ({ labels: withoutName(labels), value: time / 1000 })));
  }
  return vector(derived(samplesOf(evaluate(run, of, atMs)), () => atMs / 1000));
};

const evaluateCall = (run: Execution, call: Call, atMs: number): Value => {
  const [first] = call.args;
  const selector = bare(first);
  if (call.name === 'timestamp' && selector !== undefined) return evaluateTimestamp(run, selector, atMs);
  const known = functionNamed(call.name);
  if (known === undefined) throw new OperatorError('BUG', `the type check let ${call.name} pass`);
  return known.call(
    call.args.map((arg) => evaluate(run, arg, atMs)),
    { atMs, call },
  );
};

const negate = (value: Value): Value =>
  value.type === 'scalar'
    ? scalar(-value.value)
    : vector(derived(samplesOf(value), (sample) => -sample.value));

const requireUnique = (samples: readonly VectorSample[]): void => {
  const seen = new Set<string>();
  for (const { labels } of samples) seen.add(labelKey(labels));
  if (seen.size < samples.length) {
    throw executionError('vector cannot contain metrics with the same labelset');
  }
};

const compute = (run: Execution, expr: Expr, atMs: number): Value => {
  switch (expr.kind) {
    case 'number':
      return scalar(expr.value);
    case 'string':
      return { type: 'string', value: expr.value };
    case 'paren':
      return evaluate(run, expr.of, atMs);
    case 'unary': {
      const value = evaluate(run, expr.of, atMs);
      return expr.negated ? negate(value) : value;
    }
    case 'selector':
      return vector(newest(run, expr, atMs));
    case 'matrix':
      return evaluateMatrix(run, expr, atMs);
    case 'subquery':
      return evaluateSubquery(run, expr, atMs);
    case 'call':
      return evaluateCall(run, expr, atMs);
    case 'aggregate': {
      const parameter = expr.parameter && evaluate(run, expr.parameter, atMs);
      return evaluateAggregate(expr, evaluate(run, expr.of, atMs), parameter);
    }
    case 'binary':
      return evaluateBinary(expr, evaluate(run, expr.left, atMs), evaluate(run, expr.right, atMs));
  }
};

/** What can drop the metric's name, or replace labels, can make two series one. */
const canCollide = ({ kind }: Expr): boolean => kind === 'call' || kind === 'unary' || kind === 'binary';

export const evaluate = (run: Execution, expr: Expr, atMs: number): Value => {
  const value = compute(run, expr, atMs);
  if (value.type === 'vector' && canCollide(expr)) requireUnique(value.samples);
  return value;
};
