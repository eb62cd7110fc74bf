import type { Aggregate, Binary, Call, Expr } from './ast.ts';
import { parseError } from './error.ts';
import type { PromqlFunction } from './function.ts';
import { functionNamed } from './functions.ts';
import type { ValueType } from './value.ts';

const SPOKEN: Readonly<Record<ValueType, string>> = {
  scalar: 'scalar',
  string: 'string',
  vector: 'instant vector',
  matrix: 'range vector',
};
const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '>', '<', '>=', '<=']);
const SET_OPERATORS: ReadonlySet<string> = new Set(['and', 'or', 'unless']);

/** The type of the whole; throws where Prometheus would refuse the query before it runs. */
export const checkTypes = (query: string, expr: Expr): ValueType => {
  switch (expr.kind) {
    case 'number':
      return 'scalar';
    case 'string':
      return 'string';
    case 'selector':
      return 'vector';
    case 'matrix':
      return 'matrix';
    case 'paren':
      return checkTypes(query, expr.of);
    case 'unary':
      return checkUnary(query, expr.of);
    case 'subquery':
      expectType(query, expr.of, 'vector', 'subquery');
      return 'matrix';
    case 'call':
      return checkCall(query, expr);
    case 'aggregate':
      return checkAggregate(query, expr);
    case 'binary':
      return checkBinary(query, expr);
  }
};

const expectType = (query: string, expr: Expr, wanted: ValueType, where: string): void => {
  const type = checkTypes(query, expr);
  if (type === wanted) return;
  throw parseError(query, expr.from, `expected type ${SPOKEN[wanted]} in ${where}, got ${SPOKEN[type]}`);
};

const checkUnary = (query: string, of: Expr): ValueType => {
  const type = checkTypes(query, of);
  if (type === 'scalar' || type === 'vector') return type;
  const message = `unary expression only allowed on expressions of type scalar or instant vector, got "${SPOKEN[type]}"`;
  throw parseError(query, of.from, message);
};

const arityProblem = (name: string, known: PromqlFunction, got: number): string | undefined => {
  const { takes, optional = 0, repeats = false } = known;
  const least = takes.length - optional;
  const most = repeats ? Infinity : takes.length;
  if (got >= least && got <= most) return undefined;
  const [limit, bound] = got < least ? [least, 'at least '] : [most, 'at most '];
  return `expected ${least === most ? '' : bound}${limit} argument(s) in call to "${name}", got ${got}`;
};

const checkCall = (query: string, { name, args, from }: Call): ValueType => {
  const known = functionNamed(name);
  if (known === undefined) throw parseError(query, from, `function "${name}" is not supported`);
  const problem = arityProblem(name, known, args.length);
  if (problem !== undefined) throw parseError(query, from, problem);
  for (const [index, arg] of args.entries()) {
    expectType(
      query,
      arg,
      known.takes[index] ?? known.takes.at(-1) ?? 'vector',
      `call to function "${name}"`,
    );
  }
  return known.gives;
};

const checkAggregate = (query: string, { op, of, parameter }: Aggregate): ValueType => {
  expectType(query, of, 'vector', 'aggregation expression');
  if (parameter !== undefined) {
    expectType(query, parameter, op === 'count_values' ? 'string' : 'scalar', 'aggregation parameter');
  }
  return 'vector';
};

const checkMatching = (expr: Binary, bothVectors: boolean): string | undefined => {
  const { op, matching } = expr;
  if (!bothVectors) return checkWithoutMatching(expr);
  if (SET_OPERATORS.has(op) && matching.many !== undefined)
    return `no grouping allowed for "${op}" operation`;
  const twice = matching.on ? matching.include.find((label) => matching.labels.has(label)) : undefined;
  return twice && `label "${twice}" must not occur in ON and GROUP clause at once`;
};

const checkWithoutMatching = ({ op, matching: { on, labels, many } }: Binary): string | undefined => {
  if (on || labels.size > 0 || many !== undefined) {
    return 'vector matching only allowed between instant vectors';
  }
  return SET_OPERATORS.has(op) ? `set operator "${op}" not allowed in binary scalar expression` : undefined;
};

const checkBool = ({ op, bool }: Binary, bothScalars: boolean): string | undefined => {
  const comparison = COMPARISONS.has(op);
  if (bool && !comparison) return 'bool modifier can only be used on comparison operators';
  return comparison && bothScalars && !bool
    ? 'comparisons between scalars must use BOOL modifier'
    : undefined;
};

const checkBinary = (query: string, expr: Binary): ValueType => {
  const types = [expr.left, expr.right].map((side) => {
    const type = checkTypes(query, side);
    if (type === 'scalar' || type === 'vector') return type;
    throw parseError(query, side.from, 'binary expression must contain only scalar and instant vector types');
  });
  const problem =
    checkBool(expr, !types.includes('vector')) ?? checkMatching(expr, !types.includes('scalar'));
  if (problem !== undefined) throw parseError(query, expr.from, problem);
  return types.includes('vector') ? 'vector' : 'scalar';
};
