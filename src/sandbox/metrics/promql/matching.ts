import {
  describeLabels,
  dropLabels,
  keepLabels,
  labelKey,
  METRIC_NAME,
  withLabel,
  withoutName,
} from '../labels.ts';
import type { Labels } from '../samples.ts';
import type { Matching, SetOp } from './ast.ts';
import { executionError } from './error.ts';
import type { VectorSample } from './value.ts';

export interface Sides {
  readonly left: readonly VectorSample[];
  readonly right: readonly VectorSample[];
}

export interface MatchRule {
  readonly matching: Matching;
  readonly keepsName: boolean;
  readonly operate: (left: number, right: number) => number | undefined;
}

const matchLabels = ({ on, labels: names }: Matching): ((labels: Labels) => Labels) => {
  const ignored = new Set([...names, METRIC_NAME]);
  return (labels) => {
    if (on) return keepLabels(labels, names);
    return names.size === 0 ? withoutName(labels) : dropLabels(labels, ignored);
  };
};

const keyed = (matching: Matching): ((sample: VectorSample) => string) => {
  const pick = matchLabels(matching);
  return ({ labels }) => labelKey(pick(labels));
};

const SIDE = { left: 'left', right: 'right' } as const;
const otherSide = (side: 'left' | 'right'): 'left' | 'right' => (side === SIDE.left ? 'right' : 'left');

const tooMany = (matching: Matching, side: string, [first, second]: [VectorSample, VectorSample]): Error => {
  const group = describeLabels(matchLabels(matching)(first.labels));
  const both = `[${describeLabels(second.labels)}, ${describeLabels(first.labels)}]`;
  return executionError(
    `found duplicate series for the match group ${group} on the ${side} hand-side of the operation: ${both};` +
      'many-to-many matching not allowed: matching labels must be unique on one side',
  );
};

/** The side where each group of labels is to occur once. */
const indexOnes = (
  samples: readonly VectorSample[],
  matching: Matching,
  side: string,
): Map<string, VectorSample> => {
  const keyOf = keyed(matching);
  const found = new Map<string, VectorSample>();
  for (const sample of samples) {
    const key = keyOf(sample);
    const other = found.get(key);
    if (other !== undefined) throw tooMany(matching, side, [other, sample]);
    found.set(key, sample);
  }
  return found;
};

const resultLabels = ({ matching, keepsName }: MatchRule, many: Labels, one: Labels): Labels => {
  let labels = keepsName ? many : withoutName(many);
  if (matching.many === undefined) {
    return matching.on ? keepLabels(labels, matching.labels) : dropLabels(labels, matching.labels);
  }
  for (const name of matching.include) labels = withLabel(labels, name, one[name] ?? '');
  return labels;
};

/** Refuses two results that would be one series. */
const uniqueness = ({ matching }: MatchRule): ((group: string, labels: Labels) => void) => {
  const seen = new Set<string>();
  return (group, labels) => {
    const grouped = matching.many !== undefined;
    const key = grouped ? `${group}\0${labelKey(labels)}` : group;
    if (seen.has(key)) {
      throw executionError(
        grouped
          ? 'multiple matches for labels: grouping labels must ensure unique matches'
          : 'multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)',
      );
    }
    seen.add(key);
  };
};

/** Arithmetic and comparison between the series of two vectors that agree in the matching labels. */
export const matchVectors = (rule: MatchRule, sides: Sides): VectorSample[] => {
  const { matching, operate } = rule;
  const manySide = matching.many ?? 'left';
  const oneSide = otherSide(manySide);
  const ones = indexOnes(sides[oneSide], matching, oneSide);
  const keyOf = keyed(matching);
  const requireUnique = uniqueness(rule);
  return sides[manySide].flatMap((many) => {
    const key = keyOf(many);
    const one = ones.get(key);
    if (one === undefined) return [];
    const [left, right] = manySide === 'left' ? [many, one] : [one, many];
    const value = operate(left.value, right.value);
    if (value === undefined) return [];
    const labels = resultLabels(rule, many.labels, one.labels);
    requireUnique(key, labels);
    return [{ labels, value }];
  });
};

export const combineSets = (op: SetOp, matching: Matching, { left, right }: Sides): VectorSample[] => {
  const keyOf = keyed(matching);
  if (op === 'or') {
    const known = new Set(left.map(keyOf));
    return [...left, ...right.filter((sample) => !known.has(keyOf(sample)))];
  }
  const others = new Set(right.map(keyOf));
  return left.filter((sample) => others.has(keyOf(sample)) === (op === 'and'));
};
