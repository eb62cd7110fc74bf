import { parseConfig } from '../../config.ts';
import { isAbort } from '../../errors.ts';
import { connect } from '../../kube/connection.ts';
import { makeMetrics } from '../../report/metrics.ts';
import { systemClock, systemRandom } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { definitions } from '../assets.ts';
import { makeOperator } from '../operator.ts';
import { removeKubeconfig, writeKubeconfig } from '../sandbox.ts';
import { version } from '../version.ts';

/** Short enough for a rollout in seconds; a real cluster has 15 s or more. */
const SCRAPE_INTERVAL_MS = 500;

/** The embedded cluster with an operator that reaches it over HTTP, as it would any other. */
export const setStage = async (log: Log) => {
  const sandbox = await startSandbox({
    clock: systemClock,
    random: systemRandom,
    log,
    definitions: definitions(),
    scrapeIntervalMs: SCRAPE_INTERVAL_MS,
  });
  const kubeconfig = writeKubeconfig(sandbox.kubeconfig);
  const parsed = parseConfig(
    [
      `--kubeconfig=${kubeconfig}`,
      `--metrics-server=${sandbox.prometheusUrl}`,
      '--min-interval=1s',
      '--drain-time=1s',
      '--egress-allow=127.0.0.0/8',
    ],
    {},
  );
  if ('mistakes' in parsed) throw new Error(parsed.mistakes.join('; '));
  const connection = connect({ kubeconfig });
  const stop = new AbortController();
  const operator = makeOperator({ config: parsed.config, connection, log, metrics: makeMetrics(version()) });
  const running = operator.run(stop.signal).catch((thrown: unknown) => {
    if (!isAbort(thrown)) throw thrown;
  });
  return {
    sandbox,
    kubeconfig,
    close: async () => {
      stop.abort();
      await running;
      await connection.close();
      await sandbox.close();
      removeKubeconfig(kubeconfig);
    },
  };
};
