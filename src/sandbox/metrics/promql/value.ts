import { OperatorError } from '../../../errors.ts';
import type { Labels } from '../samples.ts';
import type { Window } from '../series.ts';

export interface VectorSample {
  readonly labels: Labels;
  readonly value: number;
}

/** A series' samples with `afterMs < time <= untilMs`. */
export interface Range extends Window {
  readonly labels: Labels;
  readonly afterMs: number;
  readonly untilMs: number;
}

export type Value =
  | { readonly type: 'scalar'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'vector'; readonly samples: readonly VectorSample[] }
  | { readonly type: 'matrix'; readonly ranges: readonly Range[] };

export type ValueType = Value['type'];

export const scalar = (value: number): Value => ({ type: 'scalar', value });
export const vector = (samples: readonly VectorSample[]): Value => ({ type: 'vector', samples });

const mistyped = (wanted: ValueType, value: Value | undefined): OperatorError =>
  new OperatorError('BUG', `the type check let a ${value?.type ?? 'nothing'} pass for a ${wanted}`);

export const scalarOf = (value: Value | undefined): number => {
  if (value?.type !== 'scalar') throw mistyped('scalar', value);
  return value.value;
};

export const stringOf = (value: Value | undefined): string => {
  if (value?.type !== 'string') throw mistyped('string', value);
  return value.value;
};

export const samplesOf = (value: Value | undefined): readonly VectorSample[] => {
  if (value?.type !== 'vector') throw mistyped('vector', value);
  return value.samples;
};

export const rangesOf = (value: Value | undefined): readonly Range[] => {
  if (value?.type !== 'matrix') throw mistyped('matrix', value);
  return value.ranges;
};
