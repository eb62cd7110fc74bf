import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CANARY, DEPLOYMENT } from '../../src/api/kinds.ts';
import { OperatorError } from '../../src/errors.ts';
import { canary, deployment } from '../support/manifests.ts';
import { eventually, type Running, serinette } from '../support/process.ts';
import { FAST, makeSandbox, type TestSandbox } from '../support/sandbox.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const kubectl = spawnSync('kubectl', ['version', '--client']).status === 0 ? test : test.skip;

describe('a person steers a rollout', () => {
  let cluster: TestSandbox;
  let operator: Running;
  /** A gate that nobody opens. */
  let gate: Server;

  const steer = async (...args: readonly string[]): Promise<[number | string, string]> => {
    const running = serinette([...args, '-n', 'test', `--kubeconfig=${cluster.kubeconfig}`]);
    const code = await running.ended;
    return [code, running.output().trim()];
  };
  const until = (what: string, holds: (status: Record<string, any>) => boolean) =>
    eventually(
      async () => holds(await cluster.status()),
      60_000,
      async () =>
        `${what}\n${JSON.stringify(await cluster.status(), null, 1)}\n${operator.output().slice(-3000)}`,
    );
  const phaseIs = (phase: string) => until(phase, (status) => status['phase'] === phase);

  beforeAll(async () => {
    gate = createServer((_, response) => response.writeHead(403).end('closed'));
    await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(gate.address() as AddressInfo).port}/`;
    cluster = await makeSandbox();
    const webhooks = ['confirm-rollout', 'confirm-promotion'].map((type) => ({ name: type, type, url }));
    await cluster.user.create(DEPLOYMENT, deployment('1.0.0'), cluster.never);
    await cluster.user.create(
      CANARY,
      canary({ ...FAST, metrics: [], stepWeight: 10, maxWeight: 20, webhooks }),
      cluster.never,
    );
    operator = serinette(cluster.operatorArgs());
    await phaseIs('Initialized');
  }, 90_000);

  afterAll(async () => {
    operator.child.kill('SIGTERM');
    await operator.ended;
    await cluster.close();
    gate.closeAllConnections();
    await new Promise((resolve) => gate.close(resolve));
  });

  test('who approves nothing is told so', async () => {
    expect(await steer('approve', 'podinfo')).toEqual([1, 'serinette approve: nothing waits for approval']);
    const status = await cluster.status();
    expect(status['command']).toMatchObject({ accepted: false, message: 'nothing waits for approval' });
  });

  test('through gates that stay closed, round by round', async () => {
    await cluster.setImage('1.0.1');
    await phaseIs('Waiting');
    expect(await steer('approve', 'podinfo')).toEqual([
      0,
      'canary.flagger.app/podinfo follows: approve@2.start',
    ]);
    await phaseIs('WaitingPromotion');
    expect((await cluster.status())['canaryWeight']).toBe(20);
    const [code, said] = await steer('approve', 'canary/podinfo');
    expect([code, said]).toEqual([0, expect.stringMatching(/follows: approve@2\.\d+$/)]);
    await phaseIs('Succeeded');
    expect(await steer('approve', 'podinfo')).toEqual([1, 'serinette approve: nothing waits for approval']);
  }, 120_000);

  test('by halting it, resuming it and rolling it back; and by trying it once more', async () => {
    await cluster.setImage('1.0.2');
    await phaseIs('Waiting');
    await steer('approve', 'podinfo');
    await until('weight 10', (status) => status['canaryWeight'] === 10);
    expect((await steer('halt', 'podinfo'))[0]).toBe(0);
    await until('halted', (status) =>
      status['conditions'].some((item: Record<string, string>) => item['reason'] === 'Halted'),
    );
    expect(await steer('resume', 'podinfo')).toEqual([0, 'canary.flagger.app/podinfo resumed']);
    await phaseIs('WaitingPromotion');
    expect((await steer('rollback', 'podinfo'))[0]).toBe(0);
    await phaseIs('Failed');
    expect((await cluster.status())['run']).toMatchObject({ reason: 'RollbackRequested' });

    expect((await steer('retry', 'podinfo'))[0]).toBe(0);
    await phaseIs('Waiting');
    await steer('approve', 'podinfo');
    await phaseIs('Progressing');
    expect((await steer('promote', 'podinfo'))[0]).toBe(0);
    await phaseIs('Succeeded');
    const primary = await cluster.deployment('podinfo-primary');
    expect(primary['spec'].template.spec.containers[0].image).toBe('serinette/podinfo:1.0.2');
  }, 180_000);

  test('who may not patch Canaries is refused, and changes nothing', async () => {
    const before = await cluster.get(CANARY, 'podinfo');
    const lift = cluster.sandbox.api.admit(({ object, user, subresource }) => {
      if (object.kind === 'Canary' && subresource === undefined && user !== 'operator')
        throw new OperatorError('FORBIDDEN', 'User "guest" cannot patch resource "canaries"');
    });
    try {
      const [code, said] = await steer('rollback', 'podinfo');
      expect([code, said]).toEqual([1, expect.stringContaining('cannot patch resource "canaries"')]);
    } finally {
      lift();
    }
    expect((await cluster.get(CANARY, 'podinfo'))['metadata'].annotations).toEqual(
      before['metadata'].annotations,
    );
  });

  test.each([
    [['promote', 'nobody'], 1, /serinette promote: .*nobody/],
    [['promote'], 2, /serinette promote: name a Canary/],
    [['promote', 'a', 'b'], 2, /one Canary at a time, got a, b/],
    [['promote', 'podinfo', '--timeout=soon'], 2, /--timeout must be a number of seconds, got "soon"/],
  ])('%p ends with its reason', async (args, code, why) => {
    expect(await steer(...args)).toEqual([code, expect.stringMatching(why)]);
  });

  kubectl('with kubectl, to which the program is a plugin', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'serinette-plugin-'));
    const plugin = join(folder, 'kubectl-serinette');
    writeFileSync(plugin, `#!/bin/sh\nexec ${process.execPath} ${MAIN} "$@"\n`);
    chmodSync(plugin, 0o755);
    try {
      const env = {
        ...process.env,
        NODE_OPTIONS: '',
        KUBECONFIG: cluster.kubeconfig,
        PATH: `${folder}:${process.env['PATH']}`,
      };
      const args = ['serinette', 'pause', 'podinfo', '-n', 'test'];
      const { stdout } = await promisify(execFile)('kubectl', args, { env });
      expect(stdout).toBe('canary.flagger.app/podinfo paused\n');
      expect((await cluster.get(CANARY, 'podinfo'))['spec'].suspend).toBe(true);
      await steer('resume', 'podinfo');
      expect((await cluster.get(CANARY, 'podinfo'))['spec'].suspend).toBe(false);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('without an operator to answer, a command stays asked, and says so', async () => {
    operator.child.kill('SIGTERM');
    await operator.ended;
    expect(await steer('retry', 'podinfo', '--timeout=1')).toEqual([
      1,
      expect.stringMatching(/no operator has answered retry@\d+ within 1 s; it stays asked/),
    ]);
    expect(await steer('halt', 'podinfo', '--timeout=0')).toEqual([
      0,
      expect.stringMatching(/asked: halt@\d+$/),
    ]);
  });
});
