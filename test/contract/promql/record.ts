/**
 * Writes what a real Prometheus answers to answers.json:
 *
 *   node test/contract/promql/record.ts series > series.om
 *   promtool tsdb create-blocks-from openmetrics series.om data
 *   prometheus --storage.tsdb.path=data --storage.tsdb.retention.time=100y --web.listen-address=127.0.0.1:9090 …
 *   node test/contract/promql/record.ts http://127.0.0.1:9090
 */
import { writeFile } from 'node:fs/promises';
import { EXPRESSIONS } from './expressions.ts';
import { recordSeries, START_MS, toOpenMetrics } from './series.ts';

/**
 * Samples come in the first 400 ms of an interval; so no range begins at a sample, where Prometheus 2 took it in and
 * Prometheus 3 does not.
 */
const MOMENTS_MS = [497_507, 640_511, 1_200_507].map((ms) => START_MS + ms);
const RANGE = { start: START_MS + 490_507, end: START_MS + 1_490_507, step: 125 };

const ask = async (url: string, path: string, query: Record<string, string>): Promise<unknown> => {
  const response = await fetch(`${url}/api/v1/${path}`, { method: 'POST', body: new URLSearchParams(query) });
  return { ...((await response.json()) as object), code: response.status };
};

const record = async (url: string): Promise<string> => {
  const lines: string[] = [];
  for (const query of EXPRESSIONS) {
    for (const ms of MOMENTS_MS) {
      const asked = { query, time: String(ms / 1000) };
      lines.push(JSON.stringify({ path: 'query', asked, answer: await ask(url, 'query', asked) }));
    }
    const { start, end, step } = RANGE;
    const asked = { query, start: String(start / 1000), end: String(end / 1000), step: String(step) };
    lines.push(JSON.stringify({ path: 'query_range', asked, answer: await ask(url, 'query_range', asked) }));
  }
  const series = recordSeries().map((one) => JSON.stringify(one));
  return `{"series":[\n${series.join(',\n')}\n],"answers":[\n${lines.join(',\n')}\n]}\n`;
};

const [source = ''] = process.argv.slice(2);
if (source === 'series') process.stdout.write(toOpenMetrics(recordSeries()));
else await writeFile(new URL('answers.json', import.meta.url), await record(source));
