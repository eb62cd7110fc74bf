import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually, type Running, serinette } from '../support/process.ts';

const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0;
const withKubectl = hasKubectl ? describe : describe.skip;

let demo: Running;
let lines: Record<string, any>[];
const parsed = (): Record<string, any>[] =>
  demo
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, any>);

beforeAll(async () => {
  demo = serinette(['demo', '--keep', '--output', 'json']);
  await eventually(
    () => demo.output().includes('"kubeconfig"'),
    60_000,
    () => demo.output().slice(-2000),
  );
  lines = parsed();
}, 90_000);

afterAll(async () => {
  demo.child.kill('SIGINT');
  await demo.ended;
});

test('the demo promotes the good version, rolls the bad one back with its reason, and counts what users met', () => {
  const { summary } = lines.find((line) => 'summary' in line) as { summary: Record<string, any> };
  expect(summary['promoted']).toEqual(['1.0.1']);
  expect(summary['rolledBack']).toHaveLength(1);
  expect(summary['rolledBack'][0].revision).toBe('1.0.2-bad');
  expect(summary['rolledBack'][0].reason).toMatch(
    /^FailedChecks: request-success-rate was [\d.]+, wanted >= 99 over 5s/,
  );
  expect(summary['requests']).toBeGreaterThan(500);
  expect(summary['canaryRequests']).toBeGreaterThan(100);
  expect(summary['errorsSeen']).toBeLessThan(summary['requests'] * 0.02);
});

test('it tells each decision as it is made, with the weights in order', () => {
  const weights = lines
    .filter(({ kind }) => kind === 'status')
    .map(({ canaryWeight }) => canaryWeight as number);
  expect(weights).toEqual(expect.arrayContaining([10, 20, 30, 40, 50]));
  const messages = lines.filter(({ kind }) => kind === 'event').map(({ message }) => message as string);
  expect(messages).toEqual(
    expect.arrayContaining([
      'Initialization done! podinfo.test',
      'Advance podinfo.test canary weight 50',
      'Promotion completed! Scaling down podinfo.test',
      'Canary failed! Scaling down podinfo.test',
    ]),
  );
});

// kubectl is not part of Node and npm: without it on the PATH this is counted as skipped.
withKubectl('kubectl on the kept cluster', () => {
  const kubectl = (...args: string[]) => {
    const { kubeconfig } = lines.find((line) => 'kubeconfig' in line) as { kubeconfig: string };
    const path = kubeconfig.replace(/^export KUBECONFIG=/, '');
    const result = spawnSync('kubectl', ['-n', 'test', ...args], {
      env: { ...process.env, KUBECONFIG: path },
      encoding: 'utf8',
    });
    if (result.status !== 0) throw new Error(`kubectl ${args.join(' ')}: ${result.stderr}`);
    return result.stdout;
  };

  test('drives a third rollout, and shows its weights', async () => {
    kubectl('set', 'image', 'deployment/podinfo', 'podinfod=serinette/podinfo:1.0.3');
    kubectl('wait', 'canary/podinfo', '--for=condition=promoted=unknown', '--timeout=10s');
    const seen = new Set<string>();
    await eventually(() => {
      seen.add(
        kubectl('get', 'canaries', 'podinfo', '--no-headers').trim().split(/\s+/).slice(1, 3).join(' '),
      );
      return [...seen].some((line) => line.startsWith('Promoting') || line.startsWith('Succeeded'));
    });
    kubectl('wait', 'canary/podinfo', '--for=condition=promoted', '--timeout=60s');
    expect([...seen].filter((line) => line.startsWith('Progressing')).length).toBeGreaterThan(2);
    const image = kubectl(
      'get',
      'deployment',
      'podinfo-primary',
      '-o',
      'jsonpath={.spec.template.spec.containers[0].image}',
    );
    expect(image).toBe('serinette/podinfo:1.0.3');
  }, 90_000);

  test('describes what happened', () => {
    const text = kubectl('describe', 'canary', 'podinfo');
    expect(text).toContain('Promotion completed! Scaling down podinfo.test');
    expect(text).toMatch(/Last Check:/);
  });
});
