import { describe, expect, test } from '@jest/globals';
import { mistakesIn } from './mistakes.ts';

const named = (text: string): readonly string[] => mistakesIn({ name: 'x.yaml', text, isFound: false });
const found = (text: string): readonly string[] => mistakesIn({ name: 'x.yaml', text, isFound: true });

const canary = (name: string, port: unknown = 80, apiVersion = 'flagger.app/v1beta1'): string => `
apiVersion: ${apiVersion}
kind: Canary
metadata: { name: ${name} }
spec:
  targetRef: { apiVersion: apps/v1, kind: Deployment, name: ${name} }
  service: { port: ${String(port)} }
  analysis: { interval: 1m, threshold: 5, maxWeight: 50, stepWeight: 10 }
`;
const wrong = (name: string): string => `x.yaml: Canary ${name}: spec.service.port must be number`;

test('a good manifest has no mistakes, among other kinds', () => {
  const others = 'kind: Deployment\nmetadata: { name: x }\n---\n---\njust text\n---\n- a list\n';
  expect(named(`${canary('a')}---\n${others}`)).toEqual([]);
});

test('each wrong object of a file is named, by document and in lists as kubectl prints them', () => {
  const inList = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [{ kind: 'Service' }] });
  expect(named(`${canary('a', 'http')}---\n${canary('b')}---\n${canary('c', 'http')}---\n${inList}`)).toEqual(
    [wrong('a'), wrong('c')],
  );
  const indented = canary('d', 'http').trim().replaceAll('\n', '\n  ');
  expect(named(`kind: List\napiVersion: v1\nitems:\n- ${indented}`)).toEqual([wrong('d')]);
});

test.each([
  {
    name: 'no name',
    text: 'kind: Canary\nmetadata: {}\n',
    says: 'x.yaml: Canary: metadata.name is required',
  },
  { name: 'no metadata', text: 'kind: Canary\n', says: 'x.yaml: Canary: metadata is required' },
  { name: 'an alias to nothing', text: 'a: *gone\n', says: expect.stringContaining('Unresolved alias') },
  {
    name: 'broken YAML',
    text: 'a: b: c\n',
    says: 'x.yaml: Nested mappings are not allowed in compact mappings at line 1, column 4',
  },
])('$name is a mistake and no crash', ({ text, says }) => {
  expect(named(text)).toContainEqual(says);
});

describe('in a file that was found in a directory', () => {
  test('what belongs to other programs is passed over', () => {
    expect(found('{{ if .Values.x }}\na: b: c\n')).toEqual([]);
    expect(found(canary('a', 'http', 'canaries.example.com/v1'))).toEqual([]);
    expect(found('kind: Kustomization\nresources: [a.yaml]\n')).toEqual([]);
  });

  test('what is ours is checked, also when it is broken', () => {
    expect(found(canary('a', 'http'))).toEqual([wrong('a')]);
    expect(found(`${canary('a')} broken: b: c\n`)).toHaveLength(1);
  });
});

test('a file that was named is checked even with an apiVersion that nobody serves', () => {
  expect(named(canary('a', 80, 'flaggr.app/v1beta1'))).toEqual([
    'x.yaml: Canary a: apiVersion must be "flagger.app/v1beta1"',
  ]);
});

test('an AlertProvider is read as the operator reads it, and no address is shown', () => {
  const provider = (spec: string): string =>
    `apiVersion: flagger.app/v1beta1\nkind: AlertProvider\nmetadata: { name: team }\nspec: ${spec}\n`;
  expect(named(provider('{ type: webhook, address: "https://user:word@x.test" }'))).toEqual([
    'x.yaml: AlertProvider team: spec.address must not contain a user name or password',
  ]);
  expect(named(provider('{ type: msteams, secretRef: { name: teams }, proxy: "http://p:3128" }'))).toEqual(
    [],
  );
});
