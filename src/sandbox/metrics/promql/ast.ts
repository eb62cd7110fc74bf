import type { Matcher } from '../matchers.ts';

/** An `@` modifier: milliseconds since 1970, or a bound of the query. */
export type Pin = number | 'start' | 'end';

interface Placed {
  /** Where it begins in the query's text. */
  readonly from: number;
}

interface Shifted {
  readonly offsetMs?: number;
  readonly pin?: Pin;
}

export interface Selector extends Placed, Shifted {
  readonly kind: 'selector';
  readonly matchers: readonly Matcher[];
}

export interface Matrix extends Placed {
  readonly kind: 'matrix';
  readonly selector: Selector;
  readonly rangeMs: number;
}

export interface Subquery extends Placed, Shifted {
  readonly kind: 'subquery';
  readonly of: Expr;
  readonly rangeMs: number;
  readonly stepMs?: number;
}

export interface Call extends Placed {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Expr[];
}

export type AggregateOp =
  | 'sum'
  | 'avg'
  | 'min'
  | 'max'
  | 'count'
  | 'group'
  | 'stddev'
  | 'stdvar'
  | 'topk'
  | 'bottomk'
  | 'quantile'
  | 'count_values';

export interface Aggregate extends Placed {
  readonly kind: 'aggregate';
  readonly op: AggregateOp;
  readonly of: Expr;
  readonly parameter?: Expr;
  readonly labels: ReadonlySet<string>;
  /** Group by all labels but these. */
  readonly without: boolean;
}

export type ArithmeticOp = '+' | '-' | '*' | '/' | '%' | '^' | 'atan2';
export type ComparisonOp = '==' | '!=' | '>' | '<' | '>=' | '<=';
export type SetOp = 'and' | 'or' | 'unless';
export type BinaryOp = ArithmeticOp | ComparisonOp | SetOp;

export interface Matching {
  /** True for `on`, false for `ignoring`. */
  readonly on: boolean;
  readonly labels: ReadonlySet<string>;
  /** The side that may have several series per match. */
  readonly many?: 'left' | 'right';
  /** Copied from the other side. */
  readonly include: readonly string[];
}

export interface Binary extends Placed {
  readonly kind: 'binary';
  readonly op: BinaryOp;
  readonly bool: boolean;
  readonly left: Expr;
  readonly right: Expr;
  readonly matching: Matching;
}

export type Expr =
  | (Placed & { readonly kind: 'number'; readonly value: number })
  | (Placed & { readonly kind: 'string'; readonly value: string })
  | (Placed & { readonly kind: 'paren'; readonly of: Expr })
  | (Placed & { readonly kind: 'unary'; readonly negated: boolean; readonly of: Expr })
  | Selector
  | Matrix
  | Subquery
  | Call
  | Aggregate
  | Binary;

/** Without the parentheses around it. */
export const bare = (expr: Expr | undefined): Expr | undefined => {
  let inner = expr;
  while (inner?.kind === 'paren') inner = inner.of;
  return inner;
};
