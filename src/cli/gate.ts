import { parseArgs } from 'node:util';
import { connect, type Connection } from '../kube/connection.ts';
import { makeHttpCluster } from '../kube/http-cluster.ts';
import { ConfigError, podNamespace } from '../kube/kubeconfig.ts';
import { systemClock } from '../runtime/clock.ts';
import { ListenError, serveHttp } from '../runtime/http-server.ts';
import { makeGates } from './gate/gates.ts';
import { gateRoutes } from './gate/routes.ts';
import { makeLogger } from './logger.ts';
import { stopSignal } from './stop-signal.ts';
import { version } from './version.ts';

const OPTIONS = {
  kubeconfig: { type: 'string' },
  namespace: { type: 'string' },
  'config-map': { type: 'string', default: 'serinette-gates' },
  host: { type: 'string', default: '0.0.0.0' },
  port: { type: 'string', default: '8080' },
  'log-level': { type: 'string', default: 'info' },
  help: { type: 'boolean', default: false },
} as const;

const HELP = `Usage: serinette gate [flags]

Serves gates for webhooks of Canaries, as Flagger's load tester does: POST /gate/check, /gate/open and /gate/close with
{"name": CANARY, "namespace": NAMESPACE}, the same below /rollback/, and /gate/approve and /gate/halt, which always and
never let through. Gates are closed until they are opened. Which are open stands in a ConfigMap, so it survives restarts
and replicas agree.

  --namespace NAME         of the ConfigMap (default: the pod's, else the kubeconfig's, else default)
  --config-map NAME        (default: serinette-gates)
  --host ADDRESS           (default: 0.0.0.0)
  --port N                 0 picks a free one (default: 8080)
  --kubeconfig PATH        (default: KUBECONFIG, else the pod's own account, else ~/.kube/config)
  --log-level LEVEL        debug, info, warn or error (default: info)`;

/** Serves gates until a signal ends it. */
export const gate = async (args: readonly string[]): Promise<number> => {
  const options = readOptions(args);
  if (typeof options === 'string') return refuse(options, 2);
  if (options.help) {
    process.stdout.write(`${HELP}\n`);
    return 0;
  }
  try {
    const { kubeconfig } = options;
    return await serve(options, connect(kubeconfig === undefined ? {} : { kubeconfig }));
  } catch (thrown) {
    if (thrown instanceof ConfigError) return refuse(thrown.message, 2);
    if (thrown instanceof ListenError) return refuse(`--host and --port: ${thrown.message}`, 1);
    throw thrown;
  }
};

const refuse = (why: string, exitCode: number): number => {
  process.stderr.write(`serinette gate: ${why}\n`);
  return exitCode;
};

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;

const readOptions = (args: readonly string[]) => {
  try {
    const { values } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: false });
    const level = LEVELS.find((name) => name === values['log-level']);
    if (level === undefined) return `--log-level must be one of ${LEVELS.join(', ')}`;
    if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535)
      return `--port must be a port number, got "${values.port}"`;
    return { ...values, level, port: Number(values.port) };
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
};

type Options = Exclude<ReturnType<typeof readOptions>, string>;

const serve = async (options: Options, connection: Connection): Promise<number> => {
  const log = makeLogger(options.level, systemClock);
  const signal = stopSignal();
  const cluster = makeHttpCluster(connection, { clock: systemClock, userAgent: `serinette/${version()}` });
  const namespace = options.namespace ?? podNamespace() ?? connection.namespace ?? 'default';
  const gates = makeGates({ cluster, namespace, name: options['config-map'] });
  const server = await serveHttp({
    host: options.host,
    port: options.port,
    routes: gateRoutes(gates, signal),
    onError: (thrown) => log.error({ err: thrown }, 'answering a request failed'),
  });
  log.info({ http: server.url, configMap: `${namespace}/${options['config-map']}` }, 'gates are served');
  if (!signal.aborted)
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
  await server.close();
  await connection.close();
  return 0;
};
