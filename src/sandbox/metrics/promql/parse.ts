import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import type { MatchOperator } from '../matchers.ts';
import { makeMatcher } from '../matchers.ts';
import { METRIC_NAME } from '../labels.ts';
import { RegexError } from '../regex-error.ts';
import type { Aggregate, AggregateOp, Binary, BinaryOp, Expr, Matching, Pin, Selector } from './ast.ts';
import { checkTypes } from './check.ts';
import { parseError } from './error.ts';
import { parseNumber, unquote } from './literals.ts';
import { rejectSyntax } from './syntax-error.ts';

interface Source {
  readonly query: string;
}

type Read = (source: Source, node: SyntaxNode) => Expr;

const EXPRESSION = 'Expr';

/** A dashboard, and an operator, ask the same few queries again and again. */
const remembered = new Map<string, Expr>();
const MOST_REMEMBERED = 500;

/** The text as a tree in which every type fits. Throws `PromqlError` of type `bad_data`. */
export const parsePromql = (query: string): Expr => {
  const known = remembered.get(query);
  if (known !== undefined) return known;
  const expr = parsed(query);
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(query, expr);
  return expr;
};

const parsed = (query: string): Expr => {
  const tree = parser.parse(query);
  rejectSyntax(query, tree);
  const expr = readExpr({ query }, only(tree.topNode));
  checkTypes(query, expr);
  return expr;
};

/** What `match[]` takes: one vector selector, bare. */
export const parseSelector = (query: string): Selector['matchers'] => {
  const expr = parsePromql(query);
  if (expr.kind === 'selector') return expr.matchers;
  throw parseError(query, expr.from, 'expected a vector selector');
};

const textOf = ({ query }: Source, node: SyntaxNode): string => query.slice(node.from, node.to);

const children = (node: SyntaxNode, name?: string): SyntaxNode[] => {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (name === undefined ? child.name !== 'LineComment' : child.name === name) found.push(child);
  }
  return found;
};

const expressions = (node: SyntaxNode): SyntaxNode[] =>
  children(node).filter(({ type }) => type.is(EXPRESSION));

const only = (node: SyntaxNode): SyntaxNode => expressions(node)[0] ?? node;

const fail = ({ query }: Source, node: SyntaxNode, message: string): never => {
  throw parseError(query, node.from, message);
};

const readExpr: Read = (source, node) => {
  const read = READERS[node.name];
  return read === undefined
    ? fail(source, node, `${textOf(source, node)}: this kind of expression is not supported`)
    : read(source, node);
};

const readNumber: Read = (source, node) => {
  const value = parseNumber(textOf(source, node));
  if (value === undefined)
    return fail(source, node, `bad number or duration syntax: ${textOf(source, node)}`);
  return { kind: 'number', from: node.from, value };
};

const readText = (source: Source, node: SyntaxNode): string =>
  unquote(textOf(source, node)) ?? fail(source, node, `invalid string literal ${textOf(source, node)}`);

const durationMs = (source: Source, node: SyntaxNode | undefined): number => {
  if (node === undefined) return NaN;
  const text = textOf(source, node).replaceAll(/\s/g, '');
  const seconds = parseNumber(text);
  if (seconds === undefined || !Number.isFinite(seconds)) {
    return fail(source, node, `unsupported duration "${text}": only a literal is supported`);
  }
  return Math.round(seconds * 1000);
};

const positiveMs = (source: Source, node: SyntaxNode | undefined): number => {
  const ms = durationMs(source, node);
  return node !== undefined && ms <= 0 ? fail(source, node, 'duration must be greater than 0') : ms;
};

const matcher = (
  source: Source,
  node: SyntaxNode,
  [label, operator, value]: [string, MatchOperator, string],
) => {
  try {
    return makeMatcher(label, operator, value);
  } catch (thrown) {
    if (thrown instanceof RegexError) return fail(source, node, thrown.message);
    throw thrown;
  }
};

const readMatcher = (source: Source, node: SyntaxNode) => {
  const [label, operator, value] = children(node);
  if (label === undefined || operator === undefined || value === undefined) {
    return matcher(source, node, [METRIC_NAME, '=', readText(source, node)]);
  }
  const name = label.name === 'LabelName' ? textOf(source, label) : readText(source, label);
  return matcher(source, node, [name, textOf(source, operator) as MatchOperator, readText(source, value)]);
};

const readSelector: Read = (source, node) => {
  const named = children(node, 'Identifier').map((name) =>
    matcher(source, name, [METRIC_NAME, '=', textOf(source, name)]),
  );
  const listed = children(node, 'LabelMatchers').flatMap((list) => children(list));
  const matchers = listed.map((one) => readMatcher(source, one));
  if (named.length > 0 && matchers.some(({ label }) => label === METRIC_NAME)) {
    return fail(source, node, 'metric name must not be set twice');
  }
  const all = [...named, ...matchers];
  if (all.every((one) => one.matches(''))) {
    return fail(source, node, 'vector selector must contain at least one non-empty matcher');
  }
  return { kind: 'selector', from: node.from, matchers: all };
};

const readMatrix: Read = (source, node) => {
  const selector = readExpr(source, only(node));
  if (selector.kind !== 'selector') {
    return fail(source, node, 'ranges only allowed for vector selectors');
  }
  if (selector.offsetMs !== undefined) fail(source, node, 'no offset modifiers allowed before range');
  if (selector.pin !== undefined) fail(source, node, 'no @ modifiers allowed before range');
  const rangeMs = positiveMs(source, children(node, 'DurationExpr')[0]);
  return { kind: 'matrix', from: node.from, selector, rangeMs };
};

const readSubquery: Read = (source, node) => {
  const [range, step] = children(node, 'DurationExpr');
  return {
    kind: 'subquery',
    from: node.from,
    of: readExpr(source, only(node)),
    rangeMs: positiveMs(source, range),
    ...(step === undefined ? {} : { stepMs: positiveMs(source, step) }),
  };
};

interface Shift {
  readonly offsetMs?: number;
  readonly pin?: Pin;
}

const shifted = (source: Source, node: SyntaxNode, shift: Shift): Expr => {
  const expr = readExpr(source, only(node));
  const word = shift.pin === undefined ? 'offset' : '@';
  const apply = <T extends Shift>(target: T): T => {
    const twice = shift.pin === undefined ? target.offsetMs : target.pin;
    if (twice !== undefined) fail(source, node, `${word} modifier may not be set multiple times`);
    return { ...target, ...shift };
  };
  if (expr.kind === 'matrix') return { ...expr, selector: apply<Selector>(expr.selector) };
  if (expr.kind === 'selector' || expr.kind === 'subquery') return apply(expr);
  return fail(
    source,
    node,
    `${word} modifier must be preceded by an instant vector selector or range vector selector or a subquery`,
  );
};

const readOffset: Read = (source, node) =>
  shifted(source, node, { offsetMs: durationMs(source, children(node, 'OffsetDurationExpr')[0]) });

const readPin: Read = (source, node) => {
  const bound = children(node, 'AtModifierPreprocessors')[0];
  if (bound !== undefined) {
    return shifted(source, node, { pin: bound.firstChild?.name === 'AtStart' ? 'start' : 'end' });
  }
  const literal = expressions(node)[1];
  const seconds = literal && parseNumber(textOf(source, literal));
  if (seconds === undefined || !Number.isFinite(seconds)) {
    return fail(source, node, 'timestamp out of bounds for @ modifier');
  }
  return shifted(source, node, { pin: Math.round(seconds * 1000) });
};

const readCall: Read = (source, node) => {
  const name = children(node, 'FunctionIdentifier')[0];
  const body = children(node, 'FunctionCallBody')[0];
  return {
    kind: 'call',
    from: node.from,
    name: name === undefined ? '' : textOf(source, name),
    args: body === undefined ? [] : expressions(body).map((arg) => readExpr(source, arg)),
  };
};

const labelNames = (source: Source, list: SyntaxNode | undefined): string[] =>
  list === undefined
    ? []
    : children(list).map((name) =>
        name.name === 'LabelName' ? textOf(source, name) : readText(source, name),
      );

const PARAMETERISED: ReadonlySet<string> = new Set(['topk', 'bottomk', 'quantile', 'count_values']);
const AGGREGATIONS: ReadonlySet<string> = new Set<AggregateOp>([
  ...(['sum', 'avg', 'min', 'max', 'count', 'group', 'stddev', 'stdvar'] as const),
  ...(['topk', 'bottomk', 'quantile', 'count_values'] as const),
]);

const aggregateOp = (source: Source, node: SyntaxNode): AggregateOp => {
  const [op] = children(node, 'AggregateOp');
  const name = op === undefined ? '' : textOf(source, op).toLowerCase();
  return AGGREGATIONS.has(name)
    ? (name as AggregateOp)
    : fail(source, node, `aggregation "${name}" is not supported`);
};

const readAggregate = (source: Source, node: SyntaxNode): Aggregate => {
  const op = aggregateOp(source, node);
  const body = children(node, 'FunctionCallBody').flatMap(expressions);
  const args = body.map((arg) => readExpr(source, arg));
  const wanted = PARAMETERISED.has(op) ? 2 : 1;
  const of = args.at(-1);
  if (args.length !== wanted || of === undefined) {
    const counts = `expected ${wanted}, got ${args.length}`;
    return fail(source, node, `wrong number of arguments for aggregate expression provided, ${counts}`);
  }
  const [modifier] = children(node, 'AggregateModifier');
  const labels = new Set(labelNames(source, modifier && children(modifier, 'GroupingLabels')[0]));
  const without = modifier?.firstChild?.name === 'Without';
  const [parameter] = args.slice(0, -1);
  return {
    kind: 'aggregate',
    from: node.from,
    op,
    of,
    ...(parameter && { parameter }),
    labels,
    without,
  };
};

const BINARY_OPS: ReadonlySet<string> = new Set<BinaryOp>([
  ...(['+', '-', '*', '/', '%', '^', 'atan2'] as const),
  ...(['==', '!=', '>', '<', '>=', '<='] as const),
  ...(['and', 'or', 'unless'] as const),
]);

const readMatching = (source: Source, clause: SyntaxNode | undefined): Matching => {
  if (clause === undefined) return { on: false, labels: new Set(), include: [] };
  const [labels, include] = children(clause, 'GroupingLabels');
  const group = children(clause).find(({ name }) => name.startsWith('Group') && name !== 'GroupingLabels');
  return {
    on: clause.firstChild?.name === 'On',
    labels: new Set(labelNames(source, labels)),
    ...(group === undefined ? {} : { many: group.name === 'GroupLeft' ? 'left' : 'right' }),
    include: labelNames(source, include),
  };
};

/** In `-1 ^ 2` the sign binds less than the power, but the grammar makes it part of the number. */
const unsigned = (expr: Binary, literal: string): Expr => {
  const { left } = expr;
  if (expr.op !== '^' || left.kind !== 'number' || !/^[+-]/.test(literal)) return expr;
  const negated = literal.startsWith('-');
  const value = negated ? -left.value : left.value;
  return { kind: 'unary', from: expr.from, negated, of: { ...expr, left: { ...left, value } } };
};

const readBinary: Read = (source, node) => {
  const [left, right] = expressions(node);
  const operator = left?.nextSibling;
  if (left === undefined || right === undefined || !operator) return fail(source, node, 'unexpected end');
  const op = textOf(source, operator).toLowerCase();
  if (!BINARY_OPS.has(op)) fail(source, operator, `operator "${op}" is not supported`);
  const fill = children(node, 'FillModifier')[0];
  if (fill !== undefined) fail(source, fill, 'fill modifiers are not supported');
  const expr: Binary = {
    kind: 'binary',
    from: node.from,
    op: op as BinaryOp,
    bool: children(node, 'BoolModifier').length > 0,
    left: readExpr(source, left),
    right: readExpr(source, right),
    matching: readMatching(source, children(node, 'MatchingModifierClause')[0]),
  };
  return unsigned(expr, textOf(source, left));
};

const READERS: Readonly<Record<string, Read | undefined>> = {
  NumberDurationLiteral: readNumber,
  StringLiteral: (source, node) => ({ kind: 'string', from: node.from, value: readText(source, node) }),
  ParenExpr: (source, node) => ({ kind: 'paren', from: node.from, of: readExpr(source, only(node)) }),
  UnaryExpr: (source, node) => ({
    kind: 'unary',
    from: node.from,
    negated: textOf(source, node).startsWith('-'),
    of: readExpr(source, only(node)),
  }),
  VectorSelector: readSelector,
  MatrixSelector: readMatrix,
  SubqueryExpr: readSubquery,
  OffsetExpr: readOffset,
  StepInvariantExpr: readPin,
  FunctionCall: readCall,
  AggregateExpr: readAggregate,
  BinaryExpr: readBinary,
};
