import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock, systemRandom } from '../runtime/clock.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { definitions } from './assets.ts';
import { makeLogger } from './logger.ts';
import { stopSignal } from './stop-signal.ts';

const OPTIONS = {
  port: { type: 'string', default: '0' },
  'prometheus-port': { type: 'string', default: '0' },
  'proxy-namespace': { type: 'string', default: 'test' },
  'log-level': { type: 'string', default: 'warn' },
  help: { type: 'boolean', default: false },
} as const;

const HELP = `Usage: serinette sandbox [flags]

Runs the embedded cluster until it is interrupted, and prints how to reach it.

  --port N                 port of the API server (default: any free one)
  --prometheus-port N      port of Prometheus (default: any free one)
  --proxy-namespace NAME   namespace of the caller whose sidecar takes requests (default: test)
  --log-level LEVEL        debug, info, warn or error (default: warn)`;

/** Runs the embedded cluster alone. */
export const sandbox = async (args: readonly string[]): Promise<number> => {
  const values = readOptions(args);
  if (typeof values === 'string') {
    process.stderr.write(`serinette sandbox: ${values}\n`);
    return 2;
  }
  if (values.help) {
    process.stdout.write(`${HELP}\n`);
    return 0;
  }
  const signal = stopSignal();
  const cluster = await startSandbox({
    clock: systemClock,
    random: systemRandom,
    log: makeLogger(values['log-level'], systemClock),
    definitions: definitions(),
    scrapeIntervalMs: 1000,
    apiPort: Number(values.port),
    prometheusPort: Number(values['prometheus-port']),
  });
  const proxy = await cluster.openProxy(values['proxy-namespace'], 'client');
  const kubeconfig = writeKubeconfig(cluster.kubeconfig);
  process.stdout.write(
    [
      `export KUBECONFIG=${kubeconfig}`,
      `# API server  ${cluster.apiUrl}`,
      `# Prometheus  ${cluster.prometheusUrl}`,
      `# Mesh        ${proxy.url} (say which service by the Host header)`,
      '',
    ].join('\n'),
  );
  if (!signal.aborted)
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
  await cluster.close();
  removeKubeconfig(kubeconfig);
  return 0;
};

const readOptions = (args: readonly string[]) => {
  try {
    const { values } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: false });
    for (const name of ['port', 'prometheus-port'] as const) {
      if (!/^\d{1,5}$/.test(values[name]) || Number(values[name]) > 65_535)
        return `--${name} must be a port number, got "${values[name]}"`;
    }
    return values;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
};

/** In a folder of its own that only this user can read. */
export const writeKubeconfig = (content: string): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'serinette-')), 'kubeconfig');
  writeFileSync(path, content, { mode: 0o600 });
  return path;
};

/** With the folder that was made for it. */
export const removeKubeconfig = (path: string): void =>
  rmSync(dirname(path), { recursive: true, force: true });
