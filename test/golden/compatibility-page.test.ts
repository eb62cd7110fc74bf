import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { FLAGS } from '../../src/config.ts';
import { type Json, objectAt } from '../../src/domain/json.ts';
import { parsePlan } from '../../src/domain/plan.ts';
import { makeMetrics } from '../../src/report/metrics.ts';
import { aCanary, DEFAULTS } from '../builders/plan.ts';
import { knownValues, readText } from '../support/chart.ts';

const ROOT = join(import.meta.dirname, '../..');
const page = readText('docs/compatibility.md');

/** A part of the page with its heading taken off. */
const partOf = (text: string, heading: string): string =>
  (text.split(`\n## ${heading}\n`)[1] ?? '').split('\n## ')[0] ?? '';

/** The cells of the rows below a heading. */
const rowsOf = (heading: string, text = page): readonly (readonly string[])[] =>
  partOf(text, heading)
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.endsWith('| here | test |'))
    .map((line) => line.replace(/^\| | \|$/g, '').split(' | '));

const namesIn = (heading: string): readonly string[] =>
  rowsOf(heading).map(([name = '']) => name.replaceAll('`', ''));

/** Paths of all properties below a schema: `[]` for entries of a list, `.*` for keys of a map. */
const pathsIn = (schema: Json, at: string): readonly string[] =>
  Object.keys(objectAt(schema, 'properties')).flatMap((key) => {
    const path = at === '' ? key : `${at}.${key}`;
    const child = objectAt(schema, 'properties', key);
    return [
      path,
      ...pathsIn(child, path),
      ...pathsIn(objectAt(child, 'items'), `${path}[]`),
      ...pathsIn(objectAt(child, 'additionalProperties'), `${path}.*`),
    ];
  });

const schemaOf = (kind: string): Json => {
  const definition = parse(readText(`crds/${kind.toLowerCase()}.yaml`)) as {
    spec: { versions: readonly [{ schema: { openAPIV3Schema: Json } }] };
  };
  return definition.spec.versions[0].schema.openAPIV3Schema;
};

/** What the schema allows at a path, but for the empty word. */
const allowedAt = (kind: string, ...path: readonly string[]): readonly string[] => {
  const found = path.reduce((schema, key) => {
    const child = objectAt(schema, 'properties', key);
    return 'items' in child ? objectAt(child, 'items') : child;
  }, schemaOf(kind));
  return (found['enum'] as readonly string[]).filter((word) => word !== '');
};

describe('docs/compatibility.md has a row for', () => {
  test.each(['Canary', 'MetricTemplate', 'AlertProvider'])('every field of a %s, and no others', (kind) => {
    const paths = pathsIn(schemaOf(kind), '');
    expect(paths.length).toBeGreaterThan(10);
    expect([...namesIn(kind)].sort()).toEqual([...new Set(paths)].sort());
  });

  test('every flag', () => {
    const flags = FLAGS.map(({ name }) => `--${name}`);
    // Flagger's only flag that is a command here.
    expect([...namesIn('Flags')].sort()).toEqual(['-version', ...flags].sort());
  });

  test("every value of the chart's schema", () => {
    const values = knownValues().map(({ name }) => name);
    expect([...namesIn('Values of the chart')].sort()).toEqual([...values].sort());
  });

  test('every series of /metrics', () => {
    const series = makeMetrics('test').registry.getMetricsAsArray();
    expect([...namesIn('Metrics')].sort()).toEqual(series.map(({ name }) => name).sort());
  });

  test('every phase', () => {
    expect([...namesIn('Phases')].sort()).toEqual([...allowedAt('Canary', 'status', 'phase')].sort());
  });

  test('every type of a hook', () => {
    const types = allowedAt('Canary', 'spec', 'analysis', 'webhooks', 'type');
    expect(namesIn('Hooks')).toEqual(expect.arrayContaining([...types]));
  });

  test('every provider of metrics, and of alerts', () => {
    const ofMetrics = allowedAt('MetricTemplate', 'spec', 'provider', 'type');
    const ofAlerts = allowedAt('AlertProvider', 'spec', 'type').map((type) => `${type} (alerts)`);
    expect([...namesIn('Providers')].sort()).toEqual([...ofMetrics, ...ofAlerts].sort());
  });
});

/** A value that counts as used, for each type of a schema. */
const USED: Readonly<Record<string, unknown>> = {
  boolean: true,
  string: 'x',
  number: 1,
  integer: 1,
  object: { name: 'x' },
  array: ['x'],
};

/** `[text](link)` in a cell; the text may have code in it, with brackets. */
const linksIn = (cell: string): readonly { readonly text: string; readonly to: string }[] =>
  [...cell.matchAll(/\[((?:`[^`]*`|[^\]`])*)\]\(([^)]*)\)/g)].map(([, text = '', to = '']) => ({ text, to }));

const HEADINGS = [
  ...['Canary', 'MetricTemplate', 'AlertProvider', 'Phases', 'Hooks', 'Providers', 'Events'],
  ...['Metrics', 'Flags', 'Values of the chart'],
];
const all = HEADINGS.flatMap((heading) => rowsOf(heading));

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A name as a whole; the test may add what Prometheus adds to a histogram's. */
const named = (name: string): RegExp =>
  new RegExp(`(?<![\\w-])${escaped(name)}(_sum|_count|_bucket)?(?!\\w)`);

/** A text with something in place of each `<…>`. */
const worded = (text: string): RegExp => new RegExp(text.split(/<\w+>/).map(escaped).join('[^\\n]+?'));

const segments = (name: string): readonly string[] =>
  name.replaceAll('`', '').replaceAll('[]', '').replaceAll('.*', '').split('.');

/** Its last word, and the one before where the last one alone would mean several rows. */
const wordsOfPath = (name: string, rows: readonly (readonly string[])[]): readonly string[] => {
  const path = segments(name);
  const alike = rows.filter(([other = '']) => segments(other).at(-1) === path.at(-1));
  return path.slice(alike.length > 1 ? -2 : -1);
};

const OF_PATHS = ['Canary', 'MetricTemplate', 'AlertProvider', 'Values of the chart'];

/** What the linked test must have in it: what the row names, or what follows a colon in the link's text. */
const wordsFor = (
  heading: string,
  name: string,
  linkText: string,
  rows: readonly (readonly string[])[],
): readonly RegExp[] => {
  const [, given] = linkText.split(': ');
  if (given !== undefined) return [new RegExp(escaped(given))];
  if (OF_PATHS.includes(heading)) return wordsOfPath(name, rows).map(named);
  const quoted = [...name.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text);
  if (quoted.length === 0) return [/(?!)/];
  return quoted.map(heading === 'Events' ? worded : named);
};

/** A test with the files that it reads, which lie in a folder of its name. */
const testAt = (link: string): string => {
  const path = join(ROOT, normalize(`docs/${link}`));
  const folder = path.replace(/\.test\.ts$/, '');
  const data = existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .map((file) => join(folder, file))
        .filter((file) => statSync(file).isFile())
    : [];
  return [path, ...data].map((file) => readFileSync(file, 'utf8')).join('\n');
};

describe('each row of docs/compatibility.md', () => {
  test('has a name, a word for how it is here, and one test', () => {
    expect(all.filter((cells) => cells.length !== 3)).toEqual([]);
    expect(all.filter(([, here = '']) => here.trim() === '')).toEqual([]);
  });

  test('links to a test that exists', () => {
    const broken = all.filter(([, , cell = '']) => {
      const [link, ...more] = linksIn(cell);
      const path = normalize(`docs/${link?.to ?? ''}`);
      return more.length > 0 || !path.endsWith('.test.ts') || !existsSync(join(ROOT, path));
    });
    expect(broken).toEqual([]);
  });

  test('links to a test that names what the row is about', () => {
    const silent = HEADINGS.flatMap((heading) => {
      const rows = rowsOf(heading);
      return rows.flatMap(([name = '', , cell = '']) => {
        const [link] = linksIn(cell);
        const missing = wordsFor(heading, name, link?.text ?? '', rows).filter(
          (word) => !word.test(testAt(link?.to ?? '')),
        );
        return missing.length === 0 ? [] : [{ heading, name, missing: missing.map(String) }];
      });
    });
    expect(silent).toEqual([]);
  });

  test('links to no test that holds pages alone', () => {
    const ofPages = /golden\/(docs|compatibility-page|strategies-page|workflows)\.test\.ts$/;
    expect(all.filter(([, , cell = '']) => ofPages.test(linksIn(cell)[0]?.to ?? ''))).toEqual([]);
  });

  test('of a field that is refused, and no other, is about one that the operator does not take', () => {
    const isUnserved = (path: readonly string[]): boolean => {
      const key = path.at(-1) ?? '';
      const used =
        USED[String(objectAt(schemaOf('Canary'), ...path.flatMap((at) => ['properties', at]))['type'])];
      const canary = aCanary(
        {},
        path.length === 3 ? { service: { port: 80, [key]: used } } : { [key]: used },
      );
      const parsed = parsePlan(canary, DEFAULTS);
      return (
        'issues' in parsed &&
        parsed.issues.some(
          (issue) => issue.path === path.join('.') && /not supported|mesh/.test(issue.problem),
        )
      );
    };
    const fields = [['spec'], ['spec', 'service']].flatMap((parent) =>
      Object.keys(
        objectAt(schemaOf('Canary'), ...parent.flatMap((at) => ['properties', at]), 'properties'),
      ).map((key) => [...parent, key]),
    );
    const refused = rowsOf('Canary').filter(([, here = '']) => here.startsWith('refused'));
    const named = refused.map(([name = '']) => name.replaceAll('`', ''));
    const unserved = fields.filter((path) => path.join('.') !== 'spec.provider').filter(isUnserved);
    expect(unserved.length).toBeGreaterThan(5);
    expect(named.filter((name) => fields.some((path) => path.join('.') === name)).sort()).toEqual(
      unserved.map((path) => path.join('.')).sort(),
    );
  });

  test('that differs links to its row among the differences, by its name', () => {
    const differences = readFileSync(join(ROOT, 'docs/differences-from-flagger.md'), 'utf8');
    const named = new Map(
      ['Rollouts', 'Checks', 'What is told'].map((heading) => [
        `differences-from-flagger.md#${heading.toLowerCase().replaceAll(' ', '-')}`,
        new Set(rowsOf(heading, differences).map(([what = '']) => what)),
      ]),
    );
    const links = all.flatMap(([, here = '']) => linksIn(here));
    const toDifferences = links.filter(({ to }) => to.startsWith('differences-'));
    expect(toDifferences.length).toBeGreaterThan(100);
    expect(toDifferences.filter(({ text, to }) => named.get(to)?.has(text) !== true)).toEqual([]);
    expect(
      all.filter(([, here = '']) => here.startsWith('differs') && !here.includes('differences-')),
    ).toEqual([]);
  });
});

describe('docs/migrate-from-flagger.md', () => {
  const way = readText('docs/migrate-from-flagger.md');

  test('sets values that the chart has', () => {
    const set = [...way.matchAll(/--set ([\w.]+)=/g)].map(([, name = '']) => name);
    const known = knownValues().map(({ name }) => name);
    expect(set.length).toBeGreaterThan(3);
    expect(set.filter((name) => !known.includes(name))).toEqual([]);
  });

  test('tells of each phase that Flagger may leave what becomes of it', () => {
    const rows = way.split('\n').filter((line) => line.startsWith('| `'));
    const told = rows.flatMap((row) => [...(row.split(' | ')[0] ?? '').matchAll(/`(\w+)`/g)]);
    const phases = allowedAt('Canary', 'status', 'phase').filter((phase) => phase !== 'Terminated');
    expect(told.map(([, phase]) => phase).sort()).toEqual([...phases].sort());
  });

  test('links to pages and headings that exist', () => {
    const slug = (heading: string): string =>
      heading
        .toLowerCase()
        .replace(/[^\w -]/g, '')
        .replaceAll(' ', '-');
    const broken = linksIn(way).filter(({ to }) => {
      const [file = '', anchor] = to.split('#');
      if (!existsSync(join(ROOT, 'docs', file))) return true;
      const headings = [...readText(`docs/${file}`).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
        slug(heading),
      );
      return anchor !== undefined && !headings.includes(anchor);
    });
    expect(linksIn(way).length).toBeGreaterThan(5);
    expect(broken).toEqual([]);
  });
});
