import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually, serinette } from '../support/process.ts';
import { parseXml } from '../support/xml.ts';

const ROOT = join(import.meta.dirname, '../..');
const SAMPLE = ['-f', 'deploy/samples/podinfo'];
const WORLDS = ['--scenario', 'deploy/samples/scenarios.yaml'];

const simulate = (words: readonly string[], input = '') => {
  const args = ['--disable-warning=ExperimentalWarning', 'src/main.ts', 'simulate', ...words];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, NODE_OPTIONS: '' },
    input,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return { status, stdout, stderr };
};

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

describe('serinette simulate', () => {
  test('rehearses the sample on a quiet day, and says what happened', () => {
    const { status, stdout, stderr } = simulate(SAMPLE);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^podinfo\.test in "a good release on a quiet day": promoted after 6m\d+s\n/);
    expect(stdout).toContain('Advance podinfo.test canary weight 50');
  });

  test('is the same again with the same seed, and another one with another', () => {
    const [one, same, other] = [simulate(SAMPLE), simulate(SAMPLE), simulate([...SAMPLE, '--seed', '2'])];
    expect(same).toEqual(one);
    expect(other.stdout).not.toBe(one.stdout);
  });

  test.each([
    ['is met', 'expect: promoted within 10m, exposed < 40%', 0],
    ['is not met', 'expect: rolledBack', 1],
    ['is met too late', 'expect: promoted within 2m', 1],
    ['is met by a rollback', 'release: {successRate: 80}\nexpect: rolledBack within 10m', 0],
  ])('ends with a code that says whether what is expected %s', (_, world, code) => {
    const { status, stderr } = simulate([...SAMPLE, ...inWorld(world)]);
    expect({ status, stderr }).toEqual({ status: code, stderr: '' });
  });

  test('ends with code 1 where nothing is expected and a rollout has no end', () => {
    const webhooks = '    webhooks:\n      - {name: ask, type: confirm-promotion, url: http://gate.test/}\n';
    const canary = file('gated.yaml', CANARY.replace('    metrics:\n', `${webhooks}    metrics:\n`));
    const words = ['-f', canary, ...inWorld('gates: [{hook: ask, neverOpens: true}]')];
    expect(simulate(words)).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('not finished after'),
    });
  });
});

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
const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: other}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: web}]}
`;

describe('wrong use ends with code 2 and one line a mistake, of', () => {
  test.each([
    ['flags', [...SAMPLE, '--run', '5'], '', "Unknown option '--run'"],
    [
      'manifests',
      ['-f', '-'],
      CANARY.replace('threshold: 2', 'threshold: two'),
      '<stdin>: Canary web: spec.analysis.threshold must be number',
    ],
    [
      'what no cluster takes',
      ['-f', '-'],
      `${CANARY}---\n${DEPLOYMENT}`,
      '`selector` does not match template `labels`',
    ],
  ])('%s', (_, words, input, line) => {
    const { status, stdout, stderr } = simulate(words, input);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^serinette simulate: [^\n]+\n$/);
    expect(stderr).toContain(line);
  });
});

describe('its outputs', () => {
  test('are a page that needs nothing else', () => {
    const { status, stdout } = simulate([...SAMPLE, ...WORLDS, '-o', 'html']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^<!doctype html>/);
    expect(stdout).not.toMatch(/https?:|<script|<link|<img|@import|url\(/i);
    expect(stdout.match(/<section id=/g)).toHaveLength(4);
  });

  test('are a report for CI, with the failures in it', () => {
    const worlds = inWorld('name: good\nexpect: promoted\n---\nname: bad\nexpect: rolledBack');
    const { status, stdout } = simulate([...SAMPLE, ...worlds, '-o', 'junit']);
    expect(status).toBe(1);
    const suites = parseXml(stdout);
    expect(suites.attributes).toMatchObject({ tests: '2', failures: '1' });
    const cases = suites.children[0]?.children ?? [];
    expect(cases.map(({ attributes, children }) => [attributes['name'], children[0]?.name])).toEqual([
      ['good', 'system-out'],
      ['bad', 'failure'],
    ]);
  });

  test('are an object for programs', () => {
    const { scenarios } = JSON.parse(simulate([...SAMPLE, '-o', 'json']).stdout);
    expect(scenarios).toEqual([
      expect.objectContaining({
        canary: { namespace: 'test', name: 'podinfo' },
        first: expect.objectContaining({ result: 'promoted', events: expect.any(Array) }),
      }),
    ]);
  });
});

describe('many runs', () => {
  test('have the same figures in one process and in two', () => {
    const words = [...SAMPLE, '--runs', '21', '-o', 'json'];
    const [alone, shared] = [simulate([...words, '--jobs', '1']), simulate([...words, '--jobs', '2'])];
    expect(shared).toEqual({ ...alone, status: 0 });
    expect(JSON.parse(shared.stdout).scenarios[0].summary.runs).toBe(21);
  });

  test('show a good release promoted, bad ones rolled back, and what little traffic does', () => {
    const { status, stdout } = simulate([...SAMPLE, ...WORLDS, '--runs', '12', '-o', 'json']);
    expect(status).toBe(0);
    const [good, failing, slow, night] = JSON.parse(stdout).scenarios;
    expect(good.summary.promoted.count).toBe(12);
    for (const bad of [failing, slow]) {
      expect(bad.summary.rolledBack.count).toBe(12);
      expect(bad.control.rolledBack.count).toBe(0);
    }
    expect(night.releaseIsAsGood).toBe(true);
    expect(night.summary.rolledBack.low).toBeGreaterThan(0.02);
    expect(night.advice).toEqual([expect.stringContaining('often there is nothing to judge')]);
  });

  test('end with an error when a process is lost, and not never', async () => {
    const words = ['simulate', '-f', join(ROOT, 'deploy/samples/podinfo'), '--runs', '5000', '--jobs', '2'];
    const running = serinette(words);
    try {
      await eventually(() => childrenOf(running.child.pid).length === 2);
      process.kill(childrenOf(running.child.pid)[0] ?? 0, 'SIGKILL');
      expect(await running.ended).toBe(2);
      expect(running.output()).toBe('serinette simulate: a process that rehearses ended with SIGKILL\n');
    } finally {
      running.child.kill('SIGKILL');
    }
  });
});

const childrenOf = (pid = 0): readonly number[] =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === pid)
    .map(([child = 0]) => child);
