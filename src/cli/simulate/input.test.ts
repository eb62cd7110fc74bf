import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readInput } from './input.ts';
import { parseSimulateOptions } from './options.ts';

const SAMPLE = ['-f', 'deploy/samples/podinfo'];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulate-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const inWorld = (content: string): readonly string[] => ['--scenario', file('world.yaml', content)];

const refused = async (words: readonly string[]): Promise<readonly string[]> => {
  const options = parseSimulateOptions(words);
  if ('mistakes' in options) return options.mistakes;
  const input = await readInput(options);
  return 'mistakes' in input ? input.mistakes : [];
};

const CANARY = `apiVersion: flagger.app/v1beta1
kind: Canary
metadata:
  name: web
spec:
  targetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  service: {port: 80, targetPort: 8080}
  analysis:
    interval: 1m
    threshold: 2
    stepWeight: 50
    maxWeight: 50
    metrics:
      - name: request-success-rate
        thresholdRange: {min: 99}
        interval: 1m
`;

describe('what is wrong is said', () => {
  test.each([
    ['what is missing', [], 'name manifests with -f; see --help'],
    ['which flag is unknown', [...SAMPLE, '--run', '5'], "Unknown option '--run'"],
    [
      'how many runs there may be',
      [...SAMPLE, '--runs', '0'],
      '--runs must be a whole number from 1 to 100000, got "0"',
    ],
    [
      'which outputs there are',
      [...SAMPLE, '-o', 'pdf'],
      '--output must be text, json, junit, html, got "pdf"',
    ],
    [
      'that input is read once',
      ['-f', '-', '--scenario', '-'],
      'standard input can be read once: name - once',
    ],
    ['which file is not there', ['-f', 'no/such.yaml'], 'no/such.yaml: no such file or directory'],
    [
      'which scenario is not there',
      [...SAMPLE, '--scenario', 'no.yaml'],
      'no.yaml: no such file or directory',
    ],
    [
      'that there is no Canary',
      ['-f', 'deploy/samples/podinfo/deployment.yaml'],
      'there is no Canary among the manifests',
    ],
    [
      'which Canaries there are',
      [...SAMPLE, '--canary', 'web'],
      'there is no Canary called web (there are podinfo.test)',
    ],
    [
      'what is there twice',
      [...SAMPLE, '-f', 'deploy/samples/podinfo/deployment.yaml'],
      'Deployment podinfo.test is there twice',
    ],
  ])('%s', async (_, words, line) => {
    expect(await refused(words)).toEqual([expect.stringContaining(line)]);
  });

  test.each([
    ['no YAML', 'a: [', ': Flow sequence'],
    ['no object', 'kind: Canary', 'it lacks kind or metadata.name'],
    [
      'a mistake in the Canary',
      CANARY.replace('threshold: 2', 'threshold: two'),
      'Canary web: spec.analysis.threshold must be number',
    ],
    [
      'two Canaries',
      `${CANARY}---\n${CANARY.replace('name: web', 'name: api')}`,
      'say which with --canary (web.default, api.default)',
    ],
    [
      'a template that is nowhere',
      CANARY.replace('name: request-success-rate', 'name: queue\n        templateRef: {name: queue}'),
      'refers to MetricTemplate queue, which no manifest has',
    ],
  ])('of manifests with %s, what and where', async (_, manifests, line) => {
    expect(await refused(['-f', file('manifests.yaml', manifests)])).toEqual([expect.stringContaining(line)]);
  });

  test.each([
    ['no YAML', 'a: [', ': Flow sequence'],
    ['no object', '- 1', 'scenario must be an object'],
    ['nothing in it', '', 'holds no scenario'],
    ['a misspelt field', 'trafic: {}', 'scenario.trafic is not known; known are name, traffic,'],
    [
      'a misspelt hook',
      'gates: [{hook: aks, neverOpens: true}]',
      'no hook of the Canary has the name or type "aks"',
    ],
    ['a misspelt template', 'metrics: [{template: q}]', 'no metric of the Canary refers to a template "q"'],
    ['a misspelt expectation', 'expect: success', 'scenario.expect must read like "promoted within 30m"'],
  ])('of a scenario with %s, what and where', async (_, world, line) => {
    expect(await refused([...SAMPLE, ...inWorld(world)])).toEqual([expect.stringContaining(line)]);
  });

  test('all at once', async () => {
    expect(
      await refused([...SAMPLE, ...inWorld('a: 1\nexpect: 2\n---\nb: 1'), '--scenario', 'no.yaml']),
    ).toHaveLength(4);
  });
});
