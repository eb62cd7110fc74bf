import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { makePrometheusApi } from '../../../src/sandbox/metrics/prometheus-api.ts';
import { makeSeriesStore } from '../../../src/sandbox/metrics/series-store.ts';
import { eventually } from '../../support/process.ts';
import { recordSeries, toOpenMetrics } from './series.ts';
import type { RecordedSeries } from './series.ts';

export interface Asked {
  readonly path: 'query' | 'query_range';
  readonly query: Record<string, string>;
}

/** One of the engines that are held to the recorded answers. */
export interface Engine {
  ask(asked: Asked): Promise<{ status: number; body: string }>;
  /** How far a rate reaches back before a counter's first sample; Prometheus changed that in 2.52. */
  readonly extrapolates: 'half an interval' | 'to zero';
  close(): Promise<void>;
}

export const numberOf = (text: string): number =>
  text === '+Inf' ? Infinity : text === '-Inf' ? -Infinity : Number(text);

export const openEmbedded = (series: readonly RecordedSeries[]): Promise<Engine> => {
  const store = makeSeriesStore({});
  const samples = series.flatMap(({ labels, samples: all }) =>
    all.map(([ms, text]) => ({ ms, sample: { labels, value: numberOf(text) } })),
  );
  for (const { ms, sample } of samples) store.append(ms, [sample]);
  const clock = { now: () => 0, monotonic: () => 0, after: () => () => undefined };
  const api = makePrometheusApi({ store, clock });
  return Promise.resolve({
    ask: ({ path, query }) =>
      Promise.resolve(
        api.handle({ method: 'GET', path: `/api/v1/${path}`, query: new URLSearchParams(query) }),
      ),
    extrapolates: 'half an interval',
    close: () => Promise.resolve(),
  });
};

/** Path of a prometheus program; empty when there is none to compare with. */
export const PROMETHEUS = process.env['CONTRACT_PROMETHEUS'] ?? '';

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

const run = (program: string, ...args: string[]): string => {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
  return stdout + stderr;
};

/**
 * Blocks written by promtool hold the same samples at the same milliseconds each time, which neither a scrape nor
 * remote write can promise.
 */
export const openReal = async (program: string): Promise<Engine> => {
  const folder = await mkdtemp(join(tmpdir(), 'contract-prometheus-'));
  const [data, config, text] = ['data', 'config.yml', 'series.om'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await writeFile(config, '{}\n');
  await writeFile(text, toOpenMetrics(recordSeries()));
  run(join(dirname(program), 'promtool'), 'tsdb', 'create-blocks-from', 'openmetrics', text, data);
  const [, major = '0', minor = '0'] = /version (\d+)\.(\d+)/.exec(run(program, '--version')) ?? [];
  const url = `http://127.0.0.1:${await freePort()}`;
  const flags = [
    `--config.file=${config}`,
    `--storage.tsdb.path=${data}`,
    '--storage.tsdb.retention.time=100y',
    `--web.listen-address=${url.slice('http://'.length)}`,
  ];
  const child = spawn(program, flags, { stdio: 'ignore' });
  const ended = once(child, 'exit');
  await eventually(() =>
    fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  return {
    ask: async ({ path, query }) => {
      const answer = await fetch(`${url}/api/v1/${path}`, {
        method: 'POST',
        body: new URLSearchParams(query),
      });
      return { status: answer.status, body: await answer.text() };
    },
    extrapolates: Number(major) * 1000 + Number(minor) >= 2052 ? 'half an interval' : 'to zero',
    close: async () => {
      child.kill();
      await ended;
      await rm(folder, { recursive: true });
    },
  };
};
