import { dropLabels, keepLabels, labelKey, METRIC_NAME, withLabel } from '../labels.ts';
import type { Labels } from '../samples.ts';
import type { Aggregate } from './ast.ts';
import { executionError } from './error.ts';
import { formatPlain } from './format.ts';
import { ascending, greatest, least, mean, quantile, sum, variance } from './statistics.ts';
import type { Value, VectorSample } from './value.ts';
import { samplesOf, scalarOf, stringOf, vector } from './value.ts';

interface Group {
  readonly labels: Labels;
  readonly samples: VectorSample[];
}

const groupLabels = ({ labels: names, without }: Aggregate): ((labels: Labels) => Labels) => {
  const dropped = new Set([...names, METRIC_NAME]);
  return (labels) => (without ? dropLabels(labels, dropped) : keepLabels(labels, names));
};

const remembered = new WeakMap<Aggregate, WeakMap<Labels, Labels>>();

/** A query's steps meet the same series again and again; so each one's group is found once per query. */
const grouping = (expr: Aggregate): ((labels: Labels) => Labels) => {
  const known = remembered.get(expr) ?? new WeakMap<Labels, Labels>();
  remembered.set(expr, known);
  const pick = groupLabels(expr);
  return (labels) => {
    const group = known.get(labels) ?? pick(labels);
    known.set(labels, group);
    return group;
  };
};

const groupsOf = (expr: Aggregate, samples: readonly VectorSample[]): Group[] => {
  const labelsOf = grouping(expr);
  const groups = new Map<string, Group>();
  for (const sample of samples) {
    const labels = labelsOf(sample.labels);
    const key = labelKey(labels);
    const group = groups.get(key) ?? { labels, samples: [] };
    group.samples.push(sample);
    groups.set(key, group);
  }
  return [...groups.values()];
};

type Reduce = (values: readonly number[]) => number;

const REDUCE = {
  sum,
  avg: mean,
  min: least,
  max: greatest,
  count: (values) => values.length,
  group: () => 1,
  stddev: (values) => Math.sqrt(variance(values)),
  stdvar: variance,
} as const satisfies Record<string, Reduce>;

const reduced = (groups: readonly Group[], reduce: Reduce): VectorSample[] =>
  groups.map(({ labels, samples }) => ({ labels, value: reduce(samples.map(({ value }) => value)) }));

/** The series themselves, with all their labels; those that are NaN come last, either way. */
const extremes = (groups: readonly Group[], wanted: number, order: 1 | -1): VectorSample[] => {
  if (!(Math.abs(wanted) < 2 ** 63)) {
    throw executionError(`Scalar value ${formatPlain(wanted)} overflows int64`);
  }
  const count = Math.max(0, Math.trunc(wanted));
  const compare = ({ value: one }: VectorSample, { value: other }: VectorSample): number => {
    if (Number.isNaN(one) || Number.isNaN(other))
      return Number(Number.isNaN(one)) - Number(Number.isNaN(other));
    return order * ascending(one, other);
  };
  return groups.flatMap(({ samples }) => samples.toSorted(compare).slice(0, count));
};

const LABEL_NAME = /^[a-zA-Z_]\w*$/;

const countValues = (groups: readonly Group[], label: string): VectorSample[] => {
  if (!LABEL_NAME.test(label)) throw executionError(`invalid label name "${label}"`);
  return groups.flatMap(({ labels, samples }) => {
    const counts = new Map<string, number>();
    for (const { value } of samples) {
      const text = formatPlain(value);
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
    return Array.from(counts, ([text, value]) => ({ labels: withLabel(labels, label, text), value }));
  });
};

export const evaluateAggregate = (expr: Aggregate, of: Value, parameter: Value | undefined): Value => {
  const groups = groupsOf(expr, samplesOf(of));
  switch (expr.op) {
    case 'topk':
      return vector(extremes(groups, scalarOf(parameter), -1));
    case 'bottomk':
      return vector(extremes(groups, scalarOf(parameter), 1));
    case 'quantile':
      return vector(reduced(groups, (values) => quantile(scalarOf(parameter), values)));
    case 'count_values':
      return vector(countValues(groups, stringOf(parameter)));
    default:
      return vector(reduced(groups, REDUCE[expr.op]));
  }
};
