import { expect } from '@jest/globals';
import { run, saidBy } from '../../support/command.ts';
import { kubectl } from '../../support/kubectl.ts';
import { installOwnOperator, uninstallOwnOperator } from '../../support/own-operator.ts';
import { expectSpacing, scenario } from '../../support/scenario.ts';
import { settings } from '../../support/settings.ts';

const WEIGHTS = [10, 20, 30, 40, 50, 60];
/** The operator's `--catch-up-time`; it may have been back a little before us. */
const CATCH_UP_MS = 150_000;

const restart = async (): Promise<void> => {
  const [program = '', ...args] = settings.restartApiServer.split(' ');
  await run(program, args);
};

const seconds = (ms: number): string => (ms / 1_000).toFixed(0);

const answers = async (): Promise<boolean> =>
  (await saidBy(kubectl('get', '--raw', '/readyz', '--request-timeout=2s'))) === 'ok';

/** When the server is ready again, in ms since 1970. A command that comes back at once has to show its effect first. */
const untilItAnswers = async (): Promise<number> => {
  const began = Date.now();
  let wasAway = false;
  for (;;) {
    const ready = await answers();
    wasAway ||= !ready;
    const waitedMs = Date.now() - began;
    if (ready && wasAway) return Date.now();
    if (!wasAway && waitedMs > 30_000) throw new Error('the command did not restart the API server');
    if (waitedMs > 180_000) throw new Error('the API server does not answer for three minutes');
  }
};

scenario(
  'api-server-restarted',
  {
    health: 'one-sided',
    skip:
      settings.restartApiServer === ''
        ? 'this cluster is not ours; set E2E_RESTART_API_SERVER to a command that restarts its API server'
        : undefined,
    canary: { analysis: { stepWeight: 10, maxWeight: 60 } },
    prepare: (stage) => installOwnOperator(stage),
    cleanUp: uninstallOwnOperator,
  },
  async ({ stage, when, then, note }) => {
    await when('version 1.0.1 has a share of the traffic', async () => {
      await stage.release('1.0.1');
      await stage.until('weight 20', () => stage.status()['canaryWeight'] === 20);
    });
    const began = Date.now();
    await when('the API server is restarted', restart);
    const back = await then('it answers again', untilItAnswers);

    await then('the rollout goes on', async () => {
      await stage.until('weight 30', () => Number(stage.status()['canaryWeight']) > 20, 120);
      const told = () => stage.events().find(({ message }) => message.endsWith('weight 30'));
      await stage.until('an Event says so', () => told() !== undefined, 60);
      const next = told()?.at ?? NaN;
      note(`away for ${seconds(back - began)} s, next step ${seconds(next - back)} s after that`);
    });
    await then('the primary keeps its pods until proxies had time to hear that the server is back', () =>
      stage.until(
        'it holds',
        () => stage.events().some(({ message }) => message.includes('proxies may not know')),
        120,
      ),
    );
    await then('it is promoted', () => stage.untilPhase('Succeeded', 400));
    await then('and got its new pods only then', async () => {
      const path = 'jsonpath={.items[*].metadata.creationTimestamp}';
      const made = await stage.kubectl('get', 'replicasets', '-l', 'app=app-primary', '-o', path);
      const newest = Math.max(...made.split(' ').map((time) => Date.parse(time)));
      expect(newest - back).toBeGreaterThan(CATCH_UP_MS - 10_000);
    });
    // From the Events, which say it afterwards, too: while the server is away, we see as little as the operator.
    await then('no step was left out, made twice, or made early', () => {
      const told = stage.events().filter(({ reason }) => reason === 'Advanced');
      expect(told.map(({ message }) => Number(message.split(' ').at(-1)))).toEqual(WEIGHTS);
      expectSpacing(told, 4_500);
    });
    await then('the operator itself was not restarted', async () => {
      const restarts = await stage.kubectl(
        'get',
        'pods',
        '-l',
        'app.kubernetes.io/name=serinette',
        '-o',
        'jsonpath={.items[*].status.containerStatuses[0].restartCount}',
      );
      expect(restarts).toBe('0');
    });
  },
);
