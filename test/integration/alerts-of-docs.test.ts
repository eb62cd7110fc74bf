import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse, parseAllDocuments } from 'yaml';
import type { KubeObject } from '../../src/api/objects.ts';
import { validateAlertProvider, validateCanary } from '../../src/api/validate.ts';
import { ALERT_TYPES, parseAlertProvider } from '../../src/domain/alert-provider.ts';
import { objectAt } from '../../src/domain/json.ts';
import { parsePlan } from '../../src/domain/plan.ts';
import { DROP_REASONS } from '../../src/report/outbox.ts';
import { type Reply, sendAlert } from '../support/alert-receiver.ts';

const root = `${import.meta.dirname}/../..`;
const page = readFileSync(`${root}/docs/alerts.md`, 'utf8');

/** Heading and YAML of each example of a provider. */
const EXAMPLES = [...page.matchAll(/^### (\w+)\n[^#]*?```yaml\n([^]*?)```/gm)].map(
  ([, type = '', yaml = '']) => [type, yaml] as const,
);

const rowsBelow = (heading: string): readonly string[] => {
  const part = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return [...part.matchAll(/^\| `(\w+)` \|/gm)].map(([, name = '']) => name);
};

describe('docs/alerts.md', () => {
  test('has a row and an example for each type of the CRD', () => {
    const crd = parse(readFileSync(`${root}/crds/alertprovider.yaml`, 'utf8'));
    const { properties } = crd.spec.versions[0].schema.openAPIV3Schema.properties.spec;
    expect(properties.type.enum).toEqual([...ALERT_TYPES]);
    expect([...rowsBelow('Providers')].sort()).toEqual([...ALERT_TYPES].sort());
    expect(EXAMPLES.map(([type]) => type).sort()).toEqual([...ALERT_TYPES].sort());
  });

  test('names each reason to give up', () => {
    expect([...rowsBelow('What is given up')].sort()).toEqual([...DROP_REASONS].sort());
  });

  test('shows a Canary that is served', () => {
    const yaml = /```yaml\n(apiVersion: flagger.app\/v1beta1\nkind: Canary\n[^]*?)```/.exec(page)?.[1] ?? '';
    const canary = parse(yaml) as KubeObject;
    expect(validateCanary(canary)).toEqual([]);
    expect(parsePlan(canary, { minIntervalMs: 1, meshProvider: 'istio' })).toMatchObject({
      plan: {
        analysis: {
          alerts: [
            { leastSeverity: 'error', receiver: { namespace: 'test', name: 'on-call' } },
            { leastSeverity: 'info', receiver: { namespace: 'shared', name: 'dev' } },
          ],
        },
      },
    });
  });

  const GOOD: Readonly<Record<string, Reply>> = {
    slack: [200, { ok: true }],
    rocket: [200, { success: true }],
    msteams: [202, ''],
  };

  test.each(EXAMPLES)('has an example of %s whose alert arrives', async (type, yaml) => {
    const documents = parseAllDocuments(yaml);
    expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
    const [provider, secret] = documents.map((document) => document.toJS() as KubeObject);
    if (provider === undefined) throw new Error('no provider');
    expect(validateAlertProvider(provider)).toEqual([]);
    expect(parseAlertProvider(provider)).toMatchObject({ provider: { type } });
    const { secretRef, proxy: _, ...spec } = objectAt(provider, 'spec');
    expect(secretRef).toEqual(secret === undefined ? undefined : { name: secret.metadata.name });
    const stringData = secret?.['stringData'] as Readonly<Record<string, string>> | undefined;
    const { to, ending, requests } = await sendAlert(
      { provider: spec, ...(stringData === undefined ? {} : { secret: stringData }) },
      [GOOD[type] ?? [200, 'ok']],
    );
    expect([to, ending]).toEqual([type, { kind: 'delivered' }]);
    const address = stringData?.['address'] ?? String(spec['address']);
    expect(requests[0]?.meant.host).toBe(new URL(address).host);
  });

  test('shows what a program is sent, field by field', async () => {
    const json = /```json\n([^]*?)```/.exec(page)?.[1] ?? '';
    const shown = JSON.parse(json) as Readonly<Record<string, unknown>>;
    const provider = { type: 'webhook', address: 'https://x.test' };
    const { requests } = await sendAlert({ provider, alertLink: 'https://d.test' }, [[200, '']]);
    const sent = JSON.parse(requests[0]?.body ?? '') as Readonly<Record<string, unknown>>;
    expect(Object.keys(shown)).toEqual(expect.arrayContaining(Object.keys(sent)));
    expect(Object.keys(sent)).toEqual(expect.arrayContaining(Object.keys(shown)));
    expect(Object.keys(shown['check'] as object).sort()).toEqual(Object.keys(sent['check'] as object).sort());
  });
});
