import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { makePrometheusApi } from '../../../src/sandbox/metrics/prometheus-api.ts';
import { makeSeriesStore } from '../../../src/sandbox/metrics/series-store.ts';
import type { RecordedSeries } from './series.ts';

interface Item {
  readonly metric: Record<string, string>;
  readonly value?: [number, string];
  readonly values?: [number, string][];
}

interface Answer {
  readonly status: number | 'success' | 'error';
  readonly errorType?: string;
  readonly error?: string;
  readonly data?: { readonly resultType: string; readonly result: Item[] | [number, string] };
}

interface Recorded {
  readonly path: string;
  readonly asked: Record<string, string>;
  readonly answer: Answer & { readonly code: number };
}

const recorded = JSON.parse(readFileSync(new URL('answers.json', import.meta.url), 'utf8')) as {
  series: RecordedSeries[];
  answers: Recorded[];
};

const numberOf = (text: string): number =>
  text === '+Inf' ? Infinity : text === '-Inf' ? -Infinity : Number(text);

const store = makeSeriesStore({});
const steps = recorded.series.flatMap(({ labels, samples }) =>
  samples.map(([ms, text]) => ({ ms, sample: { labels, value: numberOf(text) } })),
);
for (const { ms, sample } of steps) store.append(ms, [sample]);
const clock = { now: () => 0, monotonic: () => 0, after: () => () => undefined };
const api = makePrometheusApi({ store, clock });

/** Sums are added up in another order there; beyond that, digits must agree. */
const sameNumber = (one: string, other: string): boolean => {
  if (one === other) return true;
  const [a, b] = [numberOf(one), numberOf(other)];
  return Math.abs(a - b) <= 1e-11 * Math.max(Math.abs(a), Math.abs(b)) || Math.abs(a - b) < 1e-14;
};

type Points = [number, string][];
const pointsOf = ({ value, values }: Item): Points => values ?? (value ? [value] : []);
const samePoints = (one: Points, other: Points): boolean =>
  one.length === other.length &&
  one.every(([ms, text], index) => {
    const [otherMs, otherText] = other[index]!;
    return ms === otherMs && sameNumber(text, otherText);
  });

const keyOf = ({ metric }: Item): string => JSON.stringify(Object.entries(metric).sort());
/** Only without groups: those come in any order. */
const ORDERED = /^(?:sort|(?:topk|bottomk)\()/;

const sameData = (query: string, ours: Answer['data'], theirs: Answer['data']): boolean => {
  if (ours?.resultType !== theirs?.resultType) return false;
  const [mine, yours] = [ours!.result, theirs!.result];
  if (theirs!.resultType === 'scalar' || theirs!.resultType === 'string') {
    return samePoints([mine as [number, string]], [yours as [number, string]]);
  }
  const arranged = (items: Item[]): Item[] =>
    ORDERED.test(query) ? items : items.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const [a, b] = [arranged(mine as Item[]), arranged(yours as Item[])];
  return (
    a.length === b.length &&
    a.every((item, at) => keyOf(item) === keyOf(b[at]!) && samePoints(pointsOf(item), pointsOf(b[at]!)))
  );
};

const differences = ({ path, asked, answer: theirs }: Recorded): object[] => {
  const { status, body } = api.handle({
    method: 'GET',
    path: `/api/v1/${path}`,
    query: new URLSearchParams(asked),
  });
  const ours = JSON.parse(body) as Answer;
  const same =
    status === theirs.code &&
    ours.errorType === theirs.errorType &&
    (theirs.data === undefined || sameData(asked['query']!, ours.data, theirs.data));
  return same ? [] : [{ asked, ours: { code: status, ...ours }, theirs }];
};

interface Difference {
  readonly ours: Answer;
  readonly theirs: Answer;
}

const total = ({ data }: Answer): number =>
  (data!.result as Item[]).flatMap(pointsOf).reduce((sum, [, text]) => sum + numberOf(text), 0);
const totals = ({ ours, theirs }: Difference) => ({ ours: total(ours), theirs: total(theirs) });

const queries = new Map<string, Recorded[]>();
for (const one of recorded.answers) {
  const query = one.asked['query']!;
  queries.set(query, [...(queries.get(query) ?? []), one]);
}

/**
 * The recording Prometheus is 2.42. Since then a range that begins long before a counter's first sample is extended
 * by half an interval at most; 2.42 extended it to where the counter would have been zero.
 */
const CHANGED_SINCE = [
  'rate(istio_requests_total[10m])',
  'increase(istio_requests_total[20m])',
  'rate(late_total[30m])',
  'rate(late_total[2m])',
];

test.each([...queries.keys()].filter((query) => !CHANGED_SINCE.includes(query)))(
  '%j is answered as Prometheus answers it',
  (query) => {
    expect(queries.get(query)!.flatMap(differences)).toEqual([]);
  },
);

test.each(CHANGED_SINCE)('%j is answered as Prometheus 3 does where 2.42 reached back further', (query) => {
  const smaller = queries
    .get(query)!
    .flatMap(differences)
    .map((one) => totals(one as Difference));
  expect(smaller.length).toBeGreaterThan(0);
  for (const { ours, theirs } of smaller) expect(ours).toBeLessThan(theirs);
});
