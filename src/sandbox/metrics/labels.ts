import type { Labels } from './samples.ts';

export const METRIC_NAME = '__name__';

const NO_LABELS: Labels = {};
const keys = new WeakMap<Labels, string>();
const nameless = new WeakMap<Labels, Labels>();

const joined = (labels: Labels): string => {
  let key = '';
  for (const name of Object.keys(labels).sort()) key += `${name}\xff${labels[name] ?? ''}\xff`;
  return key;
};

/** Equal for equal label sets, whatever their order. Remembered, so labels must not change. */
export const labelKey = (labels: Labels): string => {
  const known = keys.get(labels);
  if (known !== undefined) return known;
  const key = joined(labels);
  keys.set(labels, key);
  return key;
};

const picked = (labels: Labels, wanted: (name: string) => boolean): Labels => {
  const entries = Object.entries(labels).filter(([name]) => wanted(name));
  return entries.length === 0 ? NO_LABELS : Object.fromEntries(entries);
};

export const keepLabels = (labels: Labels, names: ReadonlySet<string>): Labels =>
  picked(labels, (name) => names.has(name));

export const dropLabels = (labels: Labels, names: ReadonlySet<string>): Labels =>
  picked(labels, (name) => !names.has(name));

/** Without `__name__`; the same object for the same labels, so that it stays cheap step after step. */
export const withoutName = (labels: Labels): Labels => {
  if (!(METRIC_NAME in labels)) return labels;
  const known = nameless.get(labels);
  if (known !== undefined) return known;
  const rest = picked(labels, (name) => name !== METRIC_NAME);
  nameless.set(labels, rest);
  return rest;
};

/** An empty value means that the label is not there. */
export const withLabel = (labels: Labels, name: string, value: string): Labels => {
  const { [name]: _, ...rest } = labels;
  return value === '' ? rest : { ...rest, [name]: value };
};

/** As Prometheus writes a series in messages: `up{job="x"}`. */
export const describeLabels = (labels: Labels): string => {
  const pairs = Object.keys(labels)
    .filter((name) => name !== METRIC_NAME)
    .sort()
    .map((name) => `${name}=${JSON.stringify(labels[name])}`);
  const name = labels[METRIC_NAME] ?? '';
  return pairs.length === 0 && name !== '' ? name : `${name}{${pairs.join(', ')}}`;
};
