import { NO_VALUES, numberIn, queryError, single } from './answer.ts';
import { parseCsv } from './csv.ts';
import { type Evidence, noEvidence } from './evidence.ts';
import { restProvider, urlOf } from './rest.ts';

type Row = Readonly<Record<string, string>>;

interface Table {
  readonly header: readonly string[];
  readonly rows: readonly Row[];
}

/** Flux. Source: docs.influxdata.com/influxdb/v2, "/api/v2/query" and "Annotated CSV". */
export const influxdb = restProvider({
  keys: ['token', 'org'],
  request: ({ query }, address, { token, org }) => ({
    method: 'POST',
    url: urlOf(address, '/api/v2/query', { org }),
    headers: {
      accept: 'application/csv',
      authorization: `Token ${token}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ query, type: 'flux', dialect: { header: true, annotations: [] } }),
    timeoutMs: 15_000,
  }),
  read: (body) => read(body),
});

/** The newest row of the only table. No rows are no data; Flagger takes them for 0. */
const read = (body: string): Evidence => {
  const tables = tablesIn(body);
  const failed = tables.find(({ header }) => header.includes('error') && header.includes('reference'));
  if (failed !== undefined) return queryError(failed.rows[0]?.['error'] ?? 'the query failed');
  if (tables.some(({ header }) => !header.includes('_value')))
    return noEvidence('BadAnswer', 'the answer is no CSV with a column _value');
  const rows = tables.flatMap((table) => table.rows);
  const only = single([...new Set(rows.map((row) => JSON.stringify([row['result'], row['table']])))]);
  if ('none' in only) return only;
  const valued = rows.filter((row) => row['_value'] !== '');
  const row = valued.reduce<Row | undefined>(
    (best, other) => (best !== undefined && timeOf(best) >= timeOf(other) ? best : other),
    undefined,
  );
  return row === undefined ? NO_VALUES : numberIn(row['_value']);
};

/** RFC 3339 in UTC; without the Z, texts are in the order of time. */
const timeOf = (row: Row): string => (row['_time'] ?? '').replace('Z', '');

/** Tables follow each other after blank lines, each with a header of its own. */
const tablesIn = (body: string): readonly Table[] => {
  const tables: { header: readonly string[]; places: readonly Place[]; rows: Row[] }[] = [];
  let isOpen = false;
  for (const record of parseCsv(body)) {
    const table = tables.at(-1);
    if (record[0]?.startsWith('#') === true) continue;
    if (record.length === 1 && record[0] === '') isOpen = false;
    else if (isOpen && table !== undefined) table.rows.push(rowOf(table.places, record));
    else {
      tables.push({ header: record, places: placesIn(record), rows: [] });
      isOpen = true;
    }
  }
  return tables;
};

type Place = readonly [column: string, at: number];

/** What is read of a row; an answer may have any number of other columns. */
const COLUMNS = ['result', 'table', '_time', '_value', 'error'];

const placesIn = (header: readonly string[]): readonly Place[] =>
  COLUMNS.map((name) => [name, header.indexOf(name)] as const);

const rowOf = (places: readonly Place[], record: readonly string[]): Row =>
  Object.fromEntries(places.map(([name, at]) => [name, record[at] ?? '']));
