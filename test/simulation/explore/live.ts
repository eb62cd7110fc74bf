import { createHash } from 'node:crypto';
import { COMMAND } from '../../../src/api/identifiers.ts';
import { CANARY } from '../../../src/api/kinds.ts';
import { objectAt } from '../../../src/domain/json.ts';
import { isSettled } from '../../../src/domain/phase.ts';
import { FAULTY_MS } from './draw-story.ts';
import { Happenings } from './happen.ts';
import type { Violation } from './checker.ts';
import {
  conditionOf,
  drawing,
  imageIn,
  isOf,
  isOperator,
  isRoutes,
  nameOf,
  replicasIn,
  runOf,
  statusOf,
} from './facts.ts';
import type { Json, Write } from './history.ts';
import { Stage } from './stage.ts';
import type { Fault, Story } from './story.ts';
import { WORKLOADS } from './workloads.ts';

export interface Lived {
  readonly violations: readonly Violation[];
  /** `phase/kind of fault`, for each fault that met a phase. */
  readonly cells: readonly string[];
  readonly virtualMs: number;
  /** Over every accepted write with its time and writer: the same story, the same hash. */
  readonly hash: string;
  /** What the operator and people wrote, a line each; when something is wrong, or when it is asked for. */
  readonly trace: readonly string[];
}

/** Faults may come before the first new revision, when the Canary may not be set up yet. */
const BEGIN_MS = 20_000;
const SETTLED_MS = 1_800_000;
const FIXED_MS = 900_000;
const QUIET_MS = 120_000;
const FIX = '9.0.0';

/**
 * Lives through a story. While there are faults nothing that must never be may be; once they end, the operator must come to
 * an end of what is under way, roll out one more revision as if nothing had been, and then be still.
 */
export const live = async (story: Story, { isTraced = false } = {}): Promise<Lived> => {
  const workload = WORKLOADS.find(({ name }) => name === story.workload);
  if (workload === undefined) throw new Error(`no workload is called ${story.workload}`);
  const stage = await Stage.open(workload, story.seed);
  const happenings = new Happenings(stage);
  const cells = new Set<string>();
  stage.start();
  const wrong = await throughFaults(stage, happenings, story, cells).then(() =>
    afterwards(stage, happenings),
  );
  if (stage.history.broken !== undefined)
    throw new Error('the checker failed', { cause: stage.history.broken });
  const violations = [...stage.violations, ...wrong];
  const lived: Lived = {
    violations,
    cells: [...cells],
    virtualMs: stage.now,
    hash: hashOf(stage),
    trace: violations.length > 0 || isTraced ? traceOf(stage) : [],
  };
  await stage.close();
  return lived;
};

const throughFaults = async (
  stage: Stage,
  happenings: Happenings,
  { faults }: Story,
  cells: Set<string>,
): Promise<void> => {
  const { clock } = stage.world;
  const end = BEGIN_MS + FAULTY_MS;
  const waiting: Promise<void>[] = [];
  const strike = async (fault: Fault): Promise<void> => {
    cells.add(`${stage.state}/${fault.kind}`);
    await happenings.happen(fault);
  };
  const all = [...faults, { atMs: 0, kind: 'first revision' } as const].toSorted((a, b) => a.atMs - b.atMs);
  for (const fault of all) {
    await clock.advance(Math.max(0, BEGIN_MS + fault.atMs - stage.now));
    if (fault.kind === 'first revision') await stage.setImage('1.1.0');
    else if (fault.state === undefined || fault.state === stage.state) await strike(fault);
    else stage.whenIn(fault.state, () => waiting.push(strike(fault)));
  }
  await clock.advance(Math.max(0, end - stage.now));
  stage.waitForNothing();
  await Promise.all(waiting);
};

const afterwards = async (stage: Stage, happenings: Happenings): Promise<readonly Violation[]> => {
  const wrong = (id: string, message: string): readonly Violation[] => [{ id, message, at: stage.now }];
  await heal(stage, happenings);
  if (!(await comes(stage, () => isAtAnEnd(stage), SETTLED_MS)))
    return wrong('L-01', `not at an end ${SETTLED_MS / 60_000} min after the last fault: ${told(stage)}`);
  stage.isCommanded = false;
  await stage.setImage(FIX);
  // A primary that has to be made anew is made from it, without an analysis.
  const isFixed = (): boolean =>
    ['Succeeded', 'Initialized'].includes(String(stage.status['phase'])) &&
    imageOf(stage, 'podinfo-primary') === FIX;
  if (!(await comes(stage, isFixed, FIXED_MS)))
    return wrong(
      'L-07',
      `a good revision is not promoted ${FIXED_MS / 60_000} min after it was set: ${told(stage)}; target ${imageOf(stage, 'podinfo')}, primary ${imageOf(stage, 'podinfo-primary')}`,
    );
  await stage.world.clock.advance(QUIET_MS);
  const since = stage.now - QUIET_MS / 2;
  const late = stage.history.writes.filter((write) => isOperator(write) && write.at > since);
  if (late.length > 0)
    return wrong(
      'L-11',
      `${late.length} writes at rest, such as ${late[0]?.verb ?? ''} of ${String(late[0]?.object['kind'])}`,
    );
  return atRest(stage).map((message) => ({ id: 'S-26', message, at: stage.now }));
};

/** The first set-up waits for as long as it takes a person to mend a target that never becomes ready. */
const isAtAnEnd = ({ status, history }: Stage): boolean =>
  isSettled(status['phase']) ||
  (status['phase'] === 'Initializing' && conditionOf(history.canary, 'Holding')['status'] === 'True');

/** Ends every fault, and brings back what an operator cannot. */
const heal = async (stage: Stage, happenings: Happenings): Promise<void> => {
  await happenings.endAll();
  const { outside } = stage.world;
  outside.successRate = 100;
  for (const process of stage.processes) {
    process.process.resume();
    process.process.lag(0);
    process.slow(0);
  }
  if (stage.current === undefined) stage.start();
  for (const process of stage.processes.filter((one) => one !== stage.current && !one.isDead()))
    process.kill();
  await stage.annotate(CANARY, 'podinfo', COMMAND, null);
  await restorePrimary(stage);
  // How many pods a primary has is its owner's business: what a person took away, a person gives back.
  await stage.edit(stage.type, 'podinfo-primary', ({ spec }) =>
    spec.replicas === 0 ? { spec: { replicas: 2 } } : {},
  );
};

/** A primary that was deleted in mid-run comes back once the target holds again what it ran: nobody else knows that. */
const restorePrimary = async (stage: Stage): Promise<void> => {
  if (stage.history.get(stage.type.kind, 'podinfo-primary') !== undefined) return;
  // There the target still runs what was promoted, and the operator needs nobody.
  if (stage.state === 'Finalising') return;
  const promoted = stage.imageOf(String(stage.status['lastPromotedSpec'] ?? ''));
  if (promoted !== undefined) await stage.setImage(promoted.split(':')[1] ?? '');
};

const comes = async (stage: Stage, holds: () => boolean, limitMs: number): Promise<boolean> => {
  const end = stage.now + limitMs;
  while (stage.now < end) {
    // What was just done must have been seen.
    await stage.world.clock.advance(1_000);
    if (holds()) return true;
  }
  return false;
};

const imageOf = ({ history, type }: Stage, name: string): string =>
  imageIn(history.get(type.kind, name)).split(':')[1] ?? '';

/** What must be true when nothing is under way. */
const atRest = (stage: Stage): readonly string[] => {
  const { status, history, type } = stage;
  const { canary } = drawing(history.get('VirtualService', 'podinfo'));
  const { replicas } = objectAt(history.get(type.kind, 'podinfo'), 'spec');
  const facts: readonly (readonly [boolean, string])[] = [
    [status['canaryWeight'] === 0, `recorded weight ${String(status['canaryWeight'])}`],
    [canary === 0, `routed weight ${canary}`],
    [type.kind !== 'Deployment' || replicas === 0, `target has ${String(replicas)} replicas`],
    [history.endpointsNow('podinfo-primary') > 0, 'primary has no ready pods'],
  ];
  return facts.filter(([isTrue]) => !isTrue).map(([, message]) => message);
};

const told = ({ history }: Stage): string => recordOf(history.canary);

const recordOf = (canary: Json | undefined): string => {
  const { phase, canaryWeight, failedChecks } = statusOf(canary);
  const messages = ['Promoted', 'Accepted', 'Holding'].flatMap((type) => {
    const { status, message = '' } = conditionOf(canary, type);
    return message === '' ? [] : [`${type}=${String(status)} ${String(message)}`];
  });
  const { intent = 'no run' } = runOf(canary);
  return `${String(phase)}, ${String(intent)}, ${String(canaryWeight)} %, ${String(failedChecks)} failed; ${messages.join('; ')}`;
};

const detailOf = (write: Write): string => {
  if (isOf(write, 'Canary') && write.isStatus) return recordOf(write.object);
  if (isRoutes(write)) return JSON.stringify(drawing(write.object));
  if (isOf(write, 'Event')) return String(write.object['message']);
  const replicas = replicasIn(write);
  return replicas === undefined ? '' : `${replicas} × ${imageIn(write.object)}`;
};

const lineOf = (write: Write): string => {
  const { at, user, verb, object, isStatus } = write;
  const what = `${String(object['kind'])}/${nameOf(write)}${isStatus ? '/status' : ''}`;
  return `${(at / 1000).toFixed(2)}s ${user} ${verb} ${what} ${detailOf(write)}`;
};

const traceOf = ({ history }: Stage): readonly string[] =>
  history.writes.filter((write) => isOperator(write) || write.user === 'user').map(lineOf);

const hashOf = ({ history }: Stage): string => {
  const hash = createHash('sha256');
  for (const write of history.writes) hash.update(`${write.at} ${lineOf(write)}\n`);
  return hash.digest('hex').slice(0, 16);
};
