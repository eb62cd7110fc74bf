import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Asked, Engine } from './engine.ts';
import { numberOf, openEmbedded, openReal, PROMETHEUS } from './engine.ts';
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
  readonly path: Asked['path'];
  readonly asked: Asked['query'];
  readonly answer: Answer & { readonly code: number };
}

const recorded = JSON.parse(readFileSync(new URL('answers.json', import.meta.url), 'utf8')) as {
  series: RecordedSeries[];
  answers: Recorded[];
};

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

const compare = async (engine: Engine, { path, asked, answer: theirs }: Recorded): Promise<object[]> => {
  const { status, body } = await engine.ask({ path, query: asked });
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

const SIDES = [
  { name: 'embedded engine', isPresent: true, open: () => openEmbedded(recorded.series) },
  { name: 'real Prometheus', isPresent: PROMETHEUS !== '', open: () => openReal(PROMETHEUS) },
];

for (const side of SIDES) {
  const block = side.isPresent ? describe : describe.skip;
  block(`PromQL, ${side.name}`, () => {
    let engine: Engine | undefined;
    beforeAll(async () => {
      engine = await side.open();
    }, 60_000);
    afterAll(() => engine?.close());

    const differences = async (query: string): Promise<object[]> => {
      if (engine === undefined) throw new Error('no engine');
      const found: object[] = [];
      for (const one of queries.get(query)!) found.push(...(await compare(engine, one)));
      return found;
    };

    test.each([...queries.keys()].filter((query) => !CHANGED_SINCE.includes(query)))(
      '%j is answered as it was recorded',
      async (query) => {
        expect(await differences(query)).toEqual([]);
      },
    );

    test.each(CHANGED_SINCE)('%j reaches back no further than it was recorded', async (query) => {
      const changed = (await differences(query)).map((one) => totals(one as Difference));
      expect(changed.length > 0).toBe(engine?.extrapolates === 'half an interval');
      for (const { ours, theirs } of changed) expect(ours).toBeLessThan(theirs);
    });
  });
}
