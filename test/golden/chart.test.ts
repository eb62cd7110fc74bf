import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse, parseAllDocuments } from 'yaml';
import { FLAGS } from '../../src/config.ts';
import { knownValues, readText, RULES, type Schema, schema, values } from '../support/chart.ts';

const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);
const problems = (given: unknown): readonly string[] => {
  validate(given);
  return (validate.errors ?? []).map(({ instancePath, message = '' }) => `${instancePath} ${message}`);
};

/** Names of the values in `given`, descending as far as the schema does. */
const namesIn = (given: unknown, parent: Schema, prefix = ''): readonly string[] =>
  Object.entries(given as Record<string, unknown>).flatMap(([key, value]) => {
    const child = parent.properties?.[key];
    return child?.properties === undefined ? [`${prefix}${key}`] : namesIn(value, child, `${prefix}${key}.`);
  });

const shown = (value: unknown): string => {
  if (value === '' || value === null) return '–';
  return typeof value === 'string' ? `\`${value}\`` : `\`${JSON.stringify(value)}\``;
};

describe("the chart's values", () => {
  test('are accepted by its schema as they are', () => {
    expect(problems(values)).toEqual([]);
  });

  test('all have a schema, and the schema knows no others', () => {
    expect([...namesIn(values, schema)].sort()).toEqual(
      knownValues()
        .map(({ name }) => name)
        .sort(),
    );
  });

  test('are told when they are misspelt, at any depth', () => {
    const closed = (part: Schema): boolean =>
      part.properties === undefined ||
      (part.additionalProperties === false && Object.values(part.properties).every(closed));
    expect(closed(schema)).toBe(true);
    expect(problems({ ...values, logLevl: 'info' })).toEqual([' must NOT have additional properties']);
  });

  test('refuse other meshes than Istio', () => {
    expect(problems({ ...values, meshProvider: 'linkerd' })).toEqual([
      '/meshProvider must be equal to one of the allowed values',
    ]);
  });

  test('stand in docs/install.md with their defaults and meanings', () => {
    const rows = readText('docs/install.md')
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    expect(rows).toEqual(
      knownValues().map(
        ({ name, fallback, description }) => `| \`${name}\` | ${shown(fallback)} | ${description} |`,
      ),
    );
  });
});

describe('the files that install the operator', () => {
  const version = (JSON.parse(readText('package.json')) as { version: string }).version;

  test('carry the version of the program', () => {
    const chart = parse(readText('deploy/chart/Chart.yaml')) as Record<string, unknown>;
    expect([chart['version'], chart['appVersion']]).toEqual([version, version]);
    expect(readText('Dockerfile')).toContain(`ARG VERSION=${version}\n`);
    expect(readText('deploy/kustomize/deployment.yaml')).toContain(`image: serinette/operator:${version}\n`);
  });

  test('use only flags that the operator has', () => {
    const texts = [
      'deploy/chart/templates/deployment.yaml',
      'deploy/kustomize/deployment.yaml',
      'deploy/kustomize-leader-election/kustomization.yaml',
    ].map(readText);
    const used = new Set(
      texts.flatMap((text) => [...text.matchAll(/ -?-?"?--([a-z-]+)=/g)].map(([, name]) => name)),
    );
    expect(used.size).toBeGreaterThan(8);
    const known = FLAGS.map(({ name }) => name);
    expect([...used].filter((name) => !known.includes(name ?? ''))).toEqual([]);
  });

  test('grant no right on cluster-wide resources, so that a Role is enough for one namespace', () => {
    const rules = RULES.flatMap((path) => parse(readText(path)) as readonly { resources: string[] }[]);
    const clusterWide = ['namespaces', 'nodes', 'persistentvolumes', 'customresourcedefinitions'];
    expect(rules.flatMap(({ resources }) => resources).filter((name) => clusterWide.includes(name))).toEqual(
      [],
    );
  });

  test('grant the same rights on Leases by kustomize as by the chart', () => {
    const [role] = parseAllDocuments(readText('deploy/kustomize-leader-election/role.yaml')).map(
      (document) => document.toJS() as { rules: unknown },
    );
    const template = readText('deploy/chart/templates/rbac.yaml');
    const [, rules = ''] = /# A name cannot limit who creates\.\n([\s\S]*?)---/.exec(template) ?? [];
    const lease = rules.replace('{{ include "serinette.lease" . }}', 'serinette-leader-election');
    expect(role?.rules).toEqual(parse(lease));
  });
});

describe('the commands of docs/install.md', () => {
  /** All manifests that a folder of kustomize refers to, directly or through another folder. */
  const manifests = (folder: string): string => {
    const { resources } = parse(readText(`${folder}/kustomization.yaml`)) as { resources: readonly string[] };
    return resources
      .map((name) => (name.endsWith('.yaml') ? readText(`${folder}/${name}`) : manifests(join(folder, name))))
      .join('\n');
  };
  const commands = [
    ...readText('docs/install.md').matchAll(
      /kubectl kustomize (\S+) \| sed "([^"]+)" \| kubectl apply -f -/g,
    ),
  ].map(([, folder = '', script = '']) => ({
    folder,
    pairs: [...script.matchAll(/s#([^#]+)#([^#]+)#/g)].map(([, from = '', to = '']) => ({ from, to })),
  }));

  test('adapt every image and every address of a Prometheus that the manifests have', () => {
    expect(commands.map(({ folder }) => folder)).toEqual([
      'deploy/kustomize',
      'deploy/samples/podinfo',
      'deploy/samples/load',
      'deploy/kustomize-leader-election',
    ]);
    for (const { folder, pairs } of commands) {
      const adapted = pairs.reduce((text, { from, to }) => text.replaceAll(from, to), manifests(folder));
      const places = [...adapted.matchAll(/image: (.*)|(?:address: |--metrics-server=)(.*)/g)];
      expect(places.length).toBe(pairs.length);
      expect(places.map(([, image, address]) => (image ?? address ?? '').slice(0, 8))).toEqual(
        places.map(([, image]) => (image === undefined ? '$PROMETH' : '$IMAGES/')),
      );
    }
  });
});
