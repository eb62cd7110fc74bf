import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { FLAGS } from '../../src/config.ts';
import { END_REASONS, HOLD_REASONS, TOPICS } from '../../src/decide/decision.ts';
import { makeMetrics } from '../../src/report/metrics.ts';

const page = (name: string): string => readFileSync(`${import.meta.dirname}/../../docs/${name}.md`, 'utf8');

/** The cells of the table rows below a heading, or of the whole page. */
const rowsOf = (name: string, heading?: string): readonly (readonly string[])[] => {
  const text = page(name);
  const part = heading === undefined ? text : (text.split(`\n## ${heading}\n`)[1] ?? '').split('\n## ')[0];
  return (part ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .replace(/^\| | \|$/g, '')
        .replaceAll('\\|', '¦')
        .split(' | ')
        .map((cell) => cell.trim()),
    );
};

const bare = (cell = ''): string => cell.replaceAll('`', '');
const namesIn = (name: string, heading?: string): readonly string[] =>
  rowsOf(name, heading)
    .map(([first]) => bare(first))
    .sort();

describe('the pages of docs/ name what the code has, and nothing else', () => {
  test('every reason of an Event', () => {
    expect(namesIn('events', 'Event reasons')).toEqual([...TOPICS].sort());
  });

  test('every reason to hold', () => {
    expect(namesIn('events', 'Why nothing advances')).toEqual([...HOLD_REASONS].sort());
  });

  test('every reason for the end of a run', () => {
    expect(namesIn('events', 'Why a run ended')).toEqual([...END_REASONS].sort());
  });

  test('every exported series with its type and labels', async () => {
    const { registry } = makeMetrics('test');
    const exported = await registry.getMetricsAsJSON();
    const known = registry.getMetricsAsArray() as unknown as readonly {
      name: string;
      labelNames: string[];
    }[];
    const labels = new Map(known.map(({ name, labelNames }) => [name, labelNames]));
    const series = exported.map(({ name, type }) => [name, type, (labels.get(name) ?? []).join(', ') || '–']);
    const described = rowsOf('metrics').map(([name, type, names]) => [bare(name), type, bare(names)]);
    expect(described.sort()).toEqual(series.sort());
  });

  test('every flag with its environment variable and default', () => {
    const flags = FLAGS.map(({ name, otherwise, env = '' }) => [`--${name}`, otherwise, env]);
    const described = rowsOf('flags').map(([name, otherwise, env]) => [
      bare(name),
      bare(otherwise),
      bare(env),
    ]);
    expect(described.sort()).toEqual(
      flags.map((row) => row.map((cell) => (cell === '' ? '–' : cell))).sort(),
    );
  });

  test('every scenario', () => {
    const part = page('architecture').split('\n## Scenarios\n')[1] ?? '';
    const linked = [...part.matchAll(/\]\(\.\.\/(test\/integration\/scenarios\/[^)]+)\)/g)].map(
      ([, path]) => path,
    );
    const folder = 'test/integration/scenarios';
    const there = readdirSync(`${import.meta.dirname}/../../${folder}`).map((file) => `${folder}/${file}`);
    expect(linked.sort()).toEqual(there.sort());
  });
});
