import { durationQuery, successRateQuery } from '../probe/metrics/queries.ts';
import { objectAt, textAt } from '../domain/json.ts';
import { isAbort } from '../errors.ts';
import { makeHttp } from '../net/http.ts';
import { type Clock, sleep, systemClock, systemRandom } from '../runtime/clock.ts';
import { silentLog } from '../runtime/log.ts';
import { startLoad } from '../sandbox/load/load-generator.ts';
import { follow, type Followed, makeReader } from './demo/follow.ts';
import { sampleObjects } from './demo/manifests.ts';
import { DEMO_HELP, type DemoOptions, parseDemoOptions } from './demo/options.ts';
import { apply, BAD, FIRST, GOOD, NAME, NAMESPACE, type Outcome, play } from './demo/scenario.ts';
import { frame, screenOf } from './demo/screen.ts';
import { setStage } from './demo/stage.ts';
import type { DemoState, Happening, Look } from './demo/state.ts';
import { type Summary, summaryLines } from './demo/summary.ts';
import { Tally } from './demo/tally.ts';
import { makeLogger } from './logger.ts';
import { stopSignal } from './stop-signal.ts';

const LOOK_EVERY_MS = 500;
/** What shells report of a program that was ended by SIGINT. */
const INTERRUPTED = 130;
const ALTERNATE_SCREEN = '\u001b[?1049h\u001b[?25l';
const NORMAL_SCREEN = '\u001b[?1049l\u001b[?25h';

/** A promotion and a rollback on the embedded cluster. Exit code 0: both went as they should. */
export const demo = async (args: readonly string[]): Promise<number> => {
  const options = parseDemoOptions(args);
  if ('mistakes' in options) {
    for (const mistake of options.mistakes) process.stderr.write(`serinette demo: ${mistake}\n`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(`${DEMO_HELP}\n`);
    return 0;
  }
  return perform(options, systemClock);
};

const perform = async (options: DemoOptions, clock: Clock): Promise<number> => {
  const signal = stopSignal();
  const stage = await setStage(makeLogger('error', clock));
  const show = makeShow(options, clock);
  let scene: Awaited<ReturnType<typeof openScene>> | undefined;
  try {
    scene = await openScene(stage, show, { options, clock, signal });
    const outcome = await play(scene);
    show.close();
    finish(outcome, { tally: show.tally, canaryRequests: await scene.canaryRequests() }, options);
    if (options.keep) await linger(stage.kubeconfig, options, signal);
    return outcome.promoted.includes(GOOD) && outcome.rolledBack.some(({ revision }) => revision === BAD)
      ? 0
      : 1;
  } catch (thrown) {
    if (!isAbort(thrown)) throw thrown;
    return INTERRUPTED;
  } finally {
    show.close();
    await scene?.close();
    await stage.close();
  }
};

type Stage = Awaited<ReturnType<typeof setStage>>;
type Show = ReturnType<typeof makeShow>;

/** The samples applied, users at work, and someone who looks: until it is closed. */
const openScene = async (
  { sandbox }: Stage,
  show: Show,
  {
    options,
    clock,
    signal,
  }: { readonly options: DemoOptions; readonly clock: Clock; readonly signal: AbortSignal },
) => {
  const cluster = sandbox.api.cluster('audience');
  await apply(cluster, sampleObjects(sandbox.prometheusUrl), signal);
  const proxy = await sandbox.openProxy(NAMESPACE, 'load');
  const over = new AbortController();
  const end = AbortSignal.any([signal, over.signal]);
  const followed = follow({
    cluster,
    namespace: NAMESPACE,
    name: NAME,
    clock,
    random: systemRandom,
    log: silentLog,
    signal: end,
    onEvent: show.tell,
    onStatus: show.status,
  });
  show.announce(`Setting up: a primary of ${FIRST}, Services and routes`);
  await followed.until(({ phase }) => phase === 'Initialized', end);
  const load = startLoad({
    url: proxy.url,
    host: `${NAME}.${NAMESPACE}`,
    ratePerSecond: options.ratePerSecond,
    clock,
    onAnswer: (answer) => show.tally.add(answer),
  });
  const read = readerOf(sandbox.prometheusUrl, clock);
  const looking = look(read, followed, show, { clock, signal: end });
  return {
    cluster,
    followed,
    signal: end,
    announce: show.announce,
    canaryRequests: async () => (await read(CANARY_REQUESTS, end)) ?? 0,
    close: async () => {
      await load.stop();
      over.abort();
      await looking;
    },
  };
};

type Read = ReturnType<typeof makeReader>;

const readerOf = (prometheusUrl: string, clock: Clock): Read => {
  const http = makeHttp({ clock, egressAllow: [], apiServerHosts: [], userAgent: 'serinette-demo' });
  return makeReader(async (query, signal) => {
    const url = `${prometheusUrl}/api/v1/query?query=${encodeURIComponent(query)}`;
    const { body } = await http.send(
      { method: 'GET', url, timeoutMs: 5000, maxBytes: 1_000_000, origin: 'flag' },
      signal,
    );
    return JSON.parse(body) as unknown;
  });
};

/** Every request that the target's pods answered, in all rollouts. */
const CANARY_REQUESTS = `sum(istio_requests_total{reporter="destination",destination_workload="${NAME}"})`;

/** Asks Prometheus twice a second, until the end. */
const look = async (
  read: Read,
  followed: Followed,
  show: Show,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<void> => {
  const of = { namespace: NAMESPACE, workload: NAME, window: '5s' };
  while (!signal.aborted) {
    const [successRate, p99] = await Promise.all([
      read(successRateQuery(of), signal),
      read(durationQuery(of), signal),
    ]);
    show.look({ weight: Number(followed.status()['canaryWeight'] ?? 0), successRate, p99 });
    await sleep(clock, LOOK_EVERY_MS, signal).catch(() => undefined);
  }
};

/** Where everything that is to be seen comes together: a live screen, lines, or JSON. */
const makeShow = ({ output }: DemoOptions, clock: Clock) => {
  const began = clock.monotonic();
  const tally = new Tally();
  const looks: Look[] = [];
  const happenings: Happening[] = [];
  const elapsed = () => clock.monotonic() - began;
  const isLive = output === 'text' && process.stdout.isTTY;
  let isOpen = isLive;
  let step = 'Starting the embedded cluster';
  let targetVersion = FIRST;
  let status: Readonly<Record<string, unknown>> = {};
  const state = (): DemoState => ({
    elapsedMs: elapsed(),
    step,
    phase: textAt(status, 'phase'),
    weight: Number(status['canaryWeight'] ?? 0),
    failedChecks: Number(status['failedChecks'] ?? 0),
    threshold: 3,
    primaryVersion: happenings.some(({ reason }) => reason === 'Promoted') ? GOOD : FIRST,
    targetVersion,
    requests: tally.requests,
    errors: tally.errors,
    looks,
    happenings,
  });
  const draw = (): void => {
    if (isOpen) process.stdout.write(frame(screenOf(state()), process.stdout.rows));
  };
  const line = (kind: string, fields: object, text: string): void => {
    if (output === 'json')
      process.stdout.write(`${JSON.stringify({ at: Math.round(elapsed()), kind, ...fields })}\n`);
    else if (!isLive) process.stdout.write(`${(elapsed() / 1000).toFixed(1).padStart(6)}s  ${text}\n`);
    draw();
  };
  if (isLive) process.stdout.write(ALTERNATE_SCREEN);
  line('step', { step }, step);
  return {
    tally,
    announce: (next: string) => {
      step = next;
      targetVersion = [GOOD, BAD].find((candidate) => next.includes(candidate)) ?? targetVersion;
      line('step', { step }, `== ${step}`);
    },
    tell: (happening: Happening) => {
      happenings.push({ ...happening, at: elapsed() });
      const { type, reason, message } = happening;
      line('event', { type, reason, message }, message);
    },
    status: (next: Readonly<Record<string, unknown>>) => {
      const isNew = next['phase'] !== status['phase'] || next['canaryWeight'] !== status['canaryWeight'];
      status = next;
      const { phase, canaryWeight, failedChecks } = next;
      if (isNew && output === 'json')
        line(
          'status',
          { phase, canaryWeight, failedChecks, lastCheck: objectAt(next, 'run')['lastCheck'] },
          '',
        );
      draw();
    },
    look: (next: Look) => {
      looks.push(next);
      if (output === 'json') line('metrics', next, '');
      draw();
    },
    close: () => {
      if (isOpen) process.stdout.write(NORMAL_SCREEN);
      isOpen = false;
    },
  };
};

const finish = (
  outcome: Outcome,
  { tally, canaryRequests }: { readonly tally: Tally; readonly canaryRequests: number },
  { output }: DemoOptions,
): void => {
  const summary: Summary = { ...outcome, requests: tally.requests, errorsSeen: tally.errors, canaryRequests };
  if (output === 'json') process.stdout.write(`${JSON.stringify({ summary })}\n`);
  else process.stdout.write(`${summaryLines(summary, { version: BAD, tally }).join('\n')}\n`);
};

const linger = async (kubeconfig: string, { output }: DemoOptions, signal: AbortSignal): Promise<void> => {
  const text = `export KUBECONFIG=${kubeconfig}`;
  if (output === 'json') process.stdout.write(`${JSON.stringify({ kubeconfig })}\n`);
  else
    process.stdout.write(
      `\nThe cluster goes on until you press Ctrl-C. In another terminal:\n  ${text}\n  kubectl get canaries -A -w\n`,
    );
  if (!signal.aborted)
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
};
