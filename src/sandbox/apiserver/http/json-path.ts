import { isRec, items, sameJson } from '../json.ts';

/** The part of Kubernetes' JSONPath that printer columns use: names, indexes, wildcards and simple filters. */

type Step = (value: unknown) => readonly unknown[];

const TOKENS =
  /\.(?<name>[A-Za-z0-9_$\\.-]*?[A-Za-z0-9_$-])(?=[.[]|$)|\[(?:'(?<quoted>[^']*)'|"(?<double>[^"]*)")\]|\[(?<index>-?\d+)\]|(?<all>\[\*\]|\.\*)|\[\?\(@\.(?<field>[\w.-]+)\s*(?<operator>==|!=)\s*(?<literal>'[^']*'|"[^"]*"|[\w.-]+)\)\]/gy;

const member =
  (name: string): Step =>
  (value) =>
    isRec(value) && value[name] !== undefined ? [value[name]] : [];

const element =
  (index: number): Step =>
  (value) => {
    const found = items(value).at(index);
    return found === undefined ? [] : [found];
  };

const children: Step = (value) => (isRec(value) ? Object.values(value) : items(value));

const literalOf = (text: string): unknown => {
  if (/^['"]/.test(text)) return text.slice(1, -1);
  return JSON.parse(text) as unknown;
};

const filter = (field: string, operator: string, literal: unknown): Step => {
  const wanted = (one: unknown): boolean => {
    const found = field.split('.').reduce<unknown>((here, key) => (isRec(here) ? here[key] : undefined), one);
    return sameJson(found, literal) === (operator === '==');
  };
  return (value) => items(value).filter(wanted);
};

const stepOf = (groups: Readonly<Record<string, string | undefined>>): Step => {
  const { name, quoted, double, index, all, field, operator, literal } = groups;
  if (all !== undefined) return children;
  if (index !== undefined) return element(Number(index));
  if (field !== undefined) return filter(field, operator ?? '==', literalOf(literal ?? 'null'));
  return member((name ?? quoted ?? double ?? '').replaceAll('\\', ''));
};

const parsed = new Map<string, readonly Step[] | undefined>();

const parse = (path: string): readonly Step[] | undefined => {
  const steps: Step[] = [];
  let end = 0;
  for (const match of path.matchAll(TOKENS)) {
    steps.push(stepOf(match.groups ?? {}));
    end = match.index + match[0].length;
  }
  return end === path.length ? steps : undefined;
};

/** What a path finds, first to last; undefined when the path itself cannot be read. */
export const findByPath = (path: string, value: unknown): readonly unknown[] | undefined => {
  if (!parsed.has(path)) parsed.set(path, parse(path));
  return parsed.get(path)?.reduce<readonly unknown[]>((found, step) => found.flatMap(step), [value]);
};
