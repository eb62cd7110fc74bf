import { hostname } from 'node:os';
import { type App, makeApp } from '../app.ts';
import { type Config, FLAGS, parseConfig } from '../config.ts';
import { isAbort } from '../errors.ts';
import { connect, type Connection } from '../kube/connection.ts';
import type { Election } from '../kube/election.ts';
import { makeElector } from '../kube/elector.ts';
import type { Cluster } from '../kube/cluster.ts';
import { makeHttpCluster } from '../kube/http-cluster.ts';
import type { RequestOptions } from '../kube/requests.ts';
import { ConfigError, podNamespace } from '../kube/kubeconfig.ts';
import { makeHttp } from '../net/http.ts';
import { shownAddress } from '../net/shown.ts';
import { makeMetrics, type Metrics } from '../report/metrics.ts';
import { systemClock, systemRandom } from '../runtime/clock.ts';
import { type HttpAnswer, ListenError, serveHttp } from '../runtime/http-server.ts';
import type { Log } from '../runtime/log.ts';
import { longestLoopDelayMs } from '../runtime/stall.ts';
import { makeLogger } from './logger.ts';
import { stopSignal } from './stop-signal.ts';
import { version } from './version.ts';

/** Runs the operator until a signal ends it. */
export const operator = async (args: readonly string[]): Promise<number> => {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(`${help()}\n`);
    return 0;
  }
  const parsed = parseConfig(args, process.env);
  if ('mistakes' in parsed) return refuse(parsed.mistakes);
  const { config } = parsed;
  try {
    const connection = connect({
      ...(config.kubeconfig === undefined ? {} : { kubeconfig: config.kubeconfig }),
      ...(config.context === undefined ? {} : { context: config.context }),
      ...(config.master === undefined ? {} : { master: config.master }),
    });
    return await run(config, connection);
  } catch (thrown) {
    if (thrown instanceof ConfigError) return refuse([thrown.message]);
    if (thrown instanceof ListenError) return refuse([`--host and --port: ${thrown.message}`], 1);
    throw thrown;
  }
};

const refuse = (mistakes: readonly string[], exitCode = 2): number => {
  for (const mistake of mistakes) process.stderr.write(`serinette operator: ${mistake}\n`);
  return exitCode;
};

const run = async (config: Config, connection: Connection): Promise<number> => {
  const log = makeLogger(config.logLevel, systemClock);
  const signal = stopSignal();
  const metrics = makeMetrics(version());
  const app = makeOperator({ config, connection, log, metrics });
  const loopDelayMs = longestLoopDelayMs();
  const server = await serveHttp({
    host: config.host,
    port: config.port,
    routes: {
      'GET /healthz': () => ({ body: 'OK\n' }),
      'GET /readyz': () => readiness(app.waitsFor()),
      'GET /metrics': async () => {
        metrics.loopDelay.set(loopDelayMs() / 1000);
        return { contentType: metrics.registry.contentType, body: await metrics.registry.metrics() };
      },
    },
    onError: (thrown) => log.error({ err: thrown }, 'answering a request failed'),
  });
  log.info(
    {
      version: version(),
      server: connection.server,
      metricsServer: shownAddress(config.metricsServer),
      namespace: config.namespace,
      http: server.url,
    },
    'operator starts',
  );
  try {
    // Another replica may act from now on: whatever is still open here is left behind with the process.
    if ((await app.run(signal)) === 'lost') return 1;
  } catch (thrown) {
    if (!isAbort(thrown)) throw thrown;
  }
  await server.close();
  await connection.close();
  log.info({}, 'operator ends');
  return 0;
};

const readiness = (missing: readonly string[]): HttpAnswer =>
  missing.length === 0
    ? { body: 'OK\n' }
    : { status: 503, body: `caches are not synced yet:\n${missing.map((why) => `- ${why}\n`).join('')}` };

interface OperatorParts {
  readonly config: Config;
  readonly connection: Connection;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** The operator over HTTP; also used in the same process as the embedded cluster. */
export const makeOperator = (parts: OperatorParts): App => {
  const { config, connection, log, metrics } = parts;
  const userAgent = `serinette/${version()}`;
  const requests: RequestOptions = {
    clock: systemClock,
    userAgent,
    onRequest: ({ verb, type, code }) =>
      metrics.requests.inc({ verb, resource: type.plural, code: String(code) }),
  };
  const http = makeHttp({
    clock: systemClock,
    egressAllow: config.egressAllow,
    apiServerHosts: [new URL(connection.server).hostname],
    userAgent,
  });
  return makeApp({
    config,
    cluster: makeHttpCluster(connection, requests),
    http,
    clock: systemClock,
    random: systemRandom,
    log,
    metrics,
    ...(config.leaderElection.enabled
      ? { election: electionOf(parts, makeHttpCluster(connection, { ...requests, use: 'lease' })) }
      : {}),
  });
};

/** The Lease has connections of its own, so that no other call can delay its renewal. */
const electionOf = ({ config, log, metrics }: OperatorParts, cluster: Cluster): Election => {
  const { namespace = podNamespace() ?? 'kube-system', lease } = config.leaderElection;
  const chance = Math.floor(systemRandom() * 2 ** 48).toString(16);
  return makeElector({
    cluster,
    clock: systemClock,
    log,
    lease: { namespace, name: lease },
    identity: `${hostname()}_${process.pid}_${chance}`,
    onChange: (isLeader) => metrics.leader.set(isLeader ? 1 : 0),
  });
};

const help = (): string =>
  [
    'Usage: serinette operator [flags]',
    '',
    'Flags go over environment variables, and those over defaults. One dash works as well as two.',
    '',
    ...FLAGS.filter(({ ignored, unserved }) => ignored !== true && unserved !== true).map(
      ({ name, otherwise, help: text, env }) =>
        `  --${name.padEnd(26)} ${text}${otherwise === '' ? '' : ` (default ${otherwise})`}${env === undefined ? '' : ` [${env}]`}`,
    ),
  ].join('\n');
