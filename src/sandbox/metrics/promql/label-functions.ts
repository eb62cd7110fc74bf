import { withLabel } from '../labels.ts';
import type { CompiledRegex } from '../regex.ts';
import { compileRegex } from '../regex.ts';
import { RegexError } from '../regex-error.ts';
import { absent } from './absent.ts';
import { executionError } from './error.ts';
import type { PromqlFunction } from './function.ts';
import { ascending } from './statistics.ts';
import type { VectorSample } from './value.ts';
import { samplesOf, stringOf, vector } from './value.ts';

const LABEL_NAME = /^[a-zA-Z_]\w*$/;
const REFERENCE = /\$(?:(\$)|(\w+)|\{(\w+)\})/g;

const requireLabelName = (name: string, where: string): string => {
  if (!LABEL_NAME.test(name)) throw executionError(`invalid label name in ${where}(): ${name}`);
  return name;
};

const compile = (pattern: string): CompiledRegex => {
  try {
    return compileRegex(pattern);
  } catch (thrown) {
    if (!(thrown instanceof RegexError)) throw thrown;
    throw executionError(`invalid regular expression in label_replace(): ${pattern}`);
  }
};

/** Go's template: `$1`, `${1}`, `$name`; a group that is not there is empty. */
const expand = (template: string, groups: ReadonlyMap<string, string>): string =>
  template.replaceAll(REFERENCE, (_, dollar?: string, plain?: string, braced?: string) =>
    dollar === undefined ? (groups.get(plain ?? braced ?? '') ?? '') : '$',
  );

const labelReplace: PromqlFunction = {
  takes: ['vector', 'string', 'string', 'string', 'string'],
  gives: 'vector',
  call: ([of, ...texts]) => {
    const [target = '', template = '', source = '', pattern = ''] = texts.map(stringOf);
    const regex = compile(pattern);
    requireLabelName(target, 'label_replace');
    const replaced = samplesOf(of).map(({ labels, value }) => {
      const groups = regex.groups(labels[source] ?? '');
      return { value, labels: groups ? withLabel(labels, target, expand(template, groups)) : labels };
    });
    return vector(replaced);
  },
};

const labelJoin: PromqlFunction = {
  takes: ['vector', 'string', 'string', 'string'],
  optional: 1,
  repeats: true,
  gives: 'vector',
  call: ([of, ...texts]) => {
    const [target = '', separator = '', ...sources] = texts.map(stringOf);
    requireLabelName(target, 'label_join');
    for (const source of sources) requireLabelName(source, 'label_join');
    const joined = samplesOf(of).map(({ labels, value }) => ({
      labels: withLabel(labels, target, sources.map((source) => labels[source] ?? '').join(separator)),
      value,
    }));
    return vector(joined);
  },
};

const sorting = (order: 1 | -1): PromqlFunction => {
  const compare = ({ value: one }: VectorSample, { value: other }: VectorSample): number => {
    if (Number.isNaN(one) || Number.isNaN(other))
      return Number(Number.isNaN(one)) - Number(Number.isNaN(other));
    return order * ascending(one, other);
  };
  return { takes: ['vector'], gives: 'vector', call: ([of]) => vector(samplesOf(of).toSorted(compare)) };
};

/** Functions of series rather than of numbers. */
export const LABEL_FUNCTIONS: Readonly<Record<string, PromqlFunction>> = {
  label_replace: labelReplace,
  label_join: labelJoin,
  absent,
  sort: sorting(1),
  sort_desc: sorting(-1),
};
