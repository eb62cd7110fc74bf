import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parseAllDocuments, parse } from 'yaml';
import type { KubeObject } from '../../src/api/objects.ts';
import { validateMetricTemplate } from '../../src/api/validate.ts';
import { objectAt, textAt } from '../../src/domain/json.ts';
import { askTemplate } from '../support/metric-provider.ts';

const root = `${import.meta.dirname}/../..`;
const page = readFileSync(`${root}/docs/metric-providers.md`, 'utf8');

/** Heading and YAML of each example. */
const EXAMPLES = [...page.matchAll(/^### (\w+)\n[^#]*?```yaml\n([^]*?)```/gm)].map(
  ([, type = '', yaml = '']) => [type, yaml] as const,
);

test('each type of the CRD has a row, with what it needs, and an example', () => {
  const crd: unknown = parse(readFileSync(`${root}/crds/metrictemplate.yaml`, 'utf8'));
  const types = JSON.stringify(crd)
    .match(/"enum":\[([^\]]*)\]/)?.[1]
    ?.match(/\w+/g);
  const rows = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, type]) => type);
  expect(rows.sort()).toEqual(types?.sort());
  expect(EXAMPLES.map(([type]) => type).sort()).toEqual(rows);
});

test.each(EXAMPLES)('the example of %s is a template that asks its server', async (type, yaml) => {
  const documents = parseAllDocuments(yaml);
  expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
  const [template, secret] = documents.map((document) => document.toJS() as KubeObject);
  expect(validateMetricTemplate(template)).toEqual([]);
  const { secretRef, ...provider } = objectAt(template, 'spec', 'provider');
  expect(provider['type']).toBe(type);
  expect(secretRef).toEqual(secret === undefined ? undefined : { name: secret.metadata.name });
  const { answer } = await askTemplate(
    {
      provider,
      query: textAt(objectAt(template, 'spec'), 'query'),
      ...(secret === undefined ? {} : { secret: secret['stringData'] as Record<string, string> }),
      environment: { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' },
      metric: { templateVariables: { service: 'SERVICE-1' } },
    },
    [
      [200, { access_token: 'token' }],
      [200, { access_token: 'token' }],
    ],
  );
  // Said of an answer without a value: the example came as far as that.
  expect(answer).toMatchObject({
    outcome: 'inconclusive',
    message: expect.stringMatching(/the answer|no values|status 200/),
  });
});
