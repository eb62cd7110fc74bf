import { describe, expect, test } from '@jest/globals';
import { aHook, aPlan } from '../../test/builders/plan.ts';
import { aTarget, carrying, idleTarget, NOT_READY, onHook, seeing } from '../../test/builders/snapshot.ts';
import { aRun, aStatus, atRest, holdingFor, NOW, rev } from '../../test/builders/status.ts';
import type { CommandRecord, Status } from '../domain/status.ts';
import { decide } from './decide.ts';
import { probesFor } from './probes.ts';

const plan = aPlan({
  webhooks: [aHook('confirm-rollout'), aHook('confirm-promotion'), aHook('confirm-traffic-increase')],
});
const accepted = (text: string): CommandRecord => ({ text, accepted: true, message: '', at: NOW - 1 });
const under = (text: string, over: Partial<Status> = {}): Status =>
  aStatus({ command: accepted(text), ...over });
const failed = (over: Partial<Status> = {}): Status =>
  aStatus({
    phase: 'Failed',
    canaryWeight: 0,
    run: aRun({ intent: 'rollBack', reason: 'FailedChecks' }),
    ...over,
  });
const failedTarget = idleTarget({ revision: rev('B'), trackedRevision: 't-1/2' });
const waitingForApproval = failed({
  phase: 'Waiting',
  lastAppliedSpec: rev('A'),
  lastTrackedRevision: 't-1/1',
});

describe('a new command', () => {
  const rows: readonly {
    readonly name: string;
    readonly command: string;
    readonly status?: Status;
    readonly refused?: RegExp;
  }[] = [
    { name: 'to halt a run under analysis is followed', command: 'halt@2' },
    { name: 'to promote it is followed', command: 'promote@2' },
    { name: 'to roll it back is followed', command: 'rollback@2' },
    {
      name: 'to call off a rollout that waits for its start is followed',
      command: 'rollback@3',
      status: waitingForApproval,
    },
    { name: 'to retry a failed run is followed', command: 'retry@2', status: failed() },
    {
      name: 'to approve is followed where a promotion waits',
      command: 'approve@2.1',
      status: aStatus({ phase: 'WaitingPromotion' }),
    },
    {
      name: 'to approve is followed where a raise waits',
      command: 'approve@2.1',
      status: aStatus({ holding: holdingFor('GateClosed') }),
    },
    {
      name: 'to approve is followed where a start waits',
      command: 'approve@3.start',
      status: waitingForApproval,
    },
    {
      name: 'to approve is refused where nothing waits',
      command: 'approve@2.1',
      refused: /^nothing waits for approval$/,
    },
    {
      name: 'to approve is refused for another round',
      command: 'approve@2.0',
      status: aStatus({ phase: 'WaitingPromotion' }),
      refused: /^it is for round 0, and what waits is round 1$/,
    },
    {
      name: 'to approve is refused for a round where a start waits',
      command: 'approve@3.0',
      status: waitingForApproval,
      refused: /^it is for round 0, and what waits is the start$/,
    },
    {
      name: 'is refused for the run before the one that waits',
      command: 'rollback@2',
      status: waitingForApproval,
      refused: /^it is for run 2, and the one that waits is 3$/,
    },
    {
      name: 'is refused for another run',
      command: 'promote@1',
      refused: /^it is for run 1, and the last one is 2$/,
    },
    {
      name: 'is refused in no allowed form',
      command: 'promote',
      refused: /^must be approve@RUN\.TICK, approve@RUN\.start, halt@RUN/,
    },
    {
      name: 'to promote is refused at rest',
      command: 'promote@2',
      status: failed(),
      refused: /^run 2 is not under analysis: the phase is Failed$/,
    },
    {
      name: 'to halt is refused on the way back',
      command: 'halt@2',
      status: aStatus({ run: aRun({ intent: 'rollBack' }) }),
      refused: /^run 2 is not under analysis/,
    },
    {
      name: 'to roll back is refused once the primary has the revision',
      command: 'rollback@2',
      status: aStatus({ phase: 'Promoting' }),
      refused: /^run 2 is not under analysis: the phase is Promoting$/,
    },
    {
      name: 'to retry is refused while a run goes on',
      command: 'retry@2',
      refused: /^only a failed run can be retried$/,
    },
  ];

  test.each(rows)('$name', ({ command, status = aStatus(), refused }) => {
    const seen = seeing({ status, command });
    expect(probesFor(plan, seen)).toEqual([]);
    const { status: next, announcements, next: look } = decide(plan, seen, []);
    expect(next).toMatchObject({
      phase: status.phase,
      canaryWeight: status.canaryWeight,
      command: { text: command, accepted: refused === undefined, at: NOW },
    });
    expect(next.command?.message).toMatch(refused ?? /^$/);
    expect(announcements.map(({ topic }) => topic)).toEqual([
      refused === undefined ? 'Commanded' : 'CommandRefused',
    ]);
    expect(look).toMatchObject({ kind: 'at', at: NOW });
  });

  test('is answered while the Canary is suspended, too', () => {
    const seen = seeing({ command: 'promote@2' });
    expect(decide({ ...plan, suspend: true }, seen, []).status.command).toMatchObject({ accepted: true });
  });

  test('that is taken back is forgotten without a word', () => {
    const { status, announcements } = decide(
      plan,
      seeing({ status: under('halt@2'), command: undefined }),
      [],
    );
    expect(status.command).toBeUndefined();
    expect(announcements).toEqual([]);
  });
});

describe('a command that is followed', () => {
  const after = (status: Status, over: Parameters<typeof seeing>[0] = {}, given = plan) => {
    const seen = seeing({ status, ...over });
    const verdicts = probesFor(given, seen).map((question) => ({
      question,
      answer: { outcome: 'pass' } as const,
    }));
    return decide(given, seen, verdicts).status;
  };

  test('halts a run where it is, whatever checks would say, until it is taken back', () => {
    const seen = seeing({ status: under('halt@2') });
    expect(probesFor(plan, seen)).toEqual([]);
    expect(after(under('halt@2'))).toMatchObject({
      canaryWeight: 10,
      failedChecks: 0,
      run: { tick: 1 },
      holding: { status: 'True', reason: 'Halted' },
    });
    const free = aStatus({ holding: holdingFor('Halted') });
    expect(after(free)).toMatchObject({ canaryWeight: 20, holding: { status: 'False' } });
  });

  test('goes on asking rollback hooks while it halts', () => {
    const hooked = aPlan({ webhooks: [aHook('rollback')] });
    const seen = seeing({ status: under('halt@2') });
    expect(probesFor(hooked, seen)).toHaveLength(1);
    const pulled = decide(hooked, seen, [onHook(hooked, 'rollback')]);
    expect(pulled.status.run).toMatchObject({ intent: 'rollBack', reason: 'RollbackRequested' });
  });

  test('does not keep a lost canary in traffic', () => {
    const lost = aTarget({ endpoints: 0, readiness: NOT_READY });
    expect(after(under('halt@2'), { target: lost }).run).toMatchObject({ reason: 'CanaryLost' });
  });

  test('promotes at once, past checks, gates and steps', () => {
    expect(probesFor(plan, seeing({ status: under('promote@2'), due: false }))).toEqual([]);
    expect(after(under('promote@2'), { due: false })).toMatchObject({ phase: 'Promoting', canaryWeight: 10 });
  });

  test('promotes nothing that is not ready', () => {
    expect(after(under('promote@2'), { target: aTarget({ readiness: NOT_READY }) })).toMatchObject({
      phase: 'Progressing',
      holding: { reason: 'CanaryNotReady' },
    });
  });

  test('rolls back at once', () => {
    expect(after(under('rollback@2'), { due: false })).toMatchObject({
      canaryWeight: 0,
      run: { intent: 'rollBack', reason: 'RollbackRequested' },
    });
  });

  test('stands for the gate of this round, and not for the next one', () => {
    const types = (status: Status) =>
      probesFor(plan, seeing({ status })).map((question) =>
        question.kind === 'hook' ? question.hook.type : question.kind,
      );
    const closed = { holding: holdingFor('GateClosed') };
    expect(types(under('approve@2.1', closed))).toEqual(['metric', 'metric']);
    expect(after(under('approve@2.1', closed)).canaryWeight).toBe(20);
    expect(types(under('approve@2.1', { run: aRun({ tick: 2 }) }))).toContain('confirm-traffic-increase');
  });

  test('starts a rollout that waits for approval', () => {
    const status = { ...waitingForApproval, command: accepted('approve@3.start') };
    const over = { target: failedTarget, primary: carrying('A') };
    expect(probesFor(plan, seeing({ status, ...over }))).toEqual([]);
    expect(after(status, over)).toMatchObject({ phase: 'Progressing', run: { id: '3' } });
  });

  test('calls off a rollout that waits for approval', () => {
    const status = { ...waitingForApproval, command: accepted('rollback@3') };
    expect(after(status, { target: failedTarget, primary: carrying('A') })).toMatchObject({
      phase: 'Failed',
      run: { id: '3', reason: 'RollbackRequested' },
    });
  });

  test.each(['approve@2.1', 'rollback@2', 'approve@3.0'])(
    '%s is left over where the next run waits for its start',
    (text) => {
      const status = { ...waitingForApproval, command: accepted(text) };
      const seen = seeing({ status, target: failedTarget, primary: carrying('A') });
      expect(probesFor(plan, seen)).toHaveLength(1);
      const closed = decide(plan, seen, [onHook(plan, 'confirm-rollout', 'fail')]);
      expect(closed.status).toMatchObject({ phase: 'Waiting', run: { id: '2' } });
    },
  );

  test('of a start is left over once the run has begun', () => {
    const begun = under('approve@2.start', { canaryWeight: 0, run: aRun({ tick: 0 }) });
    const types = probesFor(plan, seeing({ status: begun })).map((question) =>
      question.kind === 'hook' ? question.hook.type : question.kind,
    );
    expect(types).toContain('confirm-traffic-increase');
  });

  test('analyses a failed revision once more, as a run of its own', () => {
    const answered = decide(plan, seeing({ status: failed(), command: 'retry@2', target: failedTarget }), []);
    expect(answered.status.run).toMatchObject({ id: '2', retry: true });
    const over = { target: failedTarget, primary: carrying('A') };
    expect(after(answered.status, over)).toMatchObject({
      phase: 'Progressing',
      canaryWeight: 0,
      failedChecks: 0,
      run: { id: '3', revision: rev('B'), retry: false },
    });
  });

  test('of a retry outlasts the wait for approval', () => {
    const retried = failed({ phase: 'Waiting', run: aRun({ intent: 'rollBack', retry: true }) });
    const seen = seeing({ status: retried, target: failedTarget, primary: carrying('A') });
    const closed = decide(plan, seen, [onHook(plan, 'confirm-rollout', 'fail')]);
    expect(closed.status).toMatchObject({ phase: 'Waiting', run: { retry: true } });
  });

  test.each(['halt@1', 'promote@1', 'rollback@3', 'approve@2.0'])('%s asks nothing of run 2', (text) => {
    const given = under(text);
    expect(after(given)).toMatchObject({ canaryWeight: 20, run: { intent: 'advance' } });
  });

  test('that was refused has no effect', () => {
    const refused = { ...accepted('rollback@2'), accepted: false };
    expect(after(aStatus({ command: refused })).canaryWeight).toBe(20);
  });

  test('of a settled run changes nothing', () => {
    const status = atRest({ command: accepted('promote@1') });
    const seen = seeing({ status, target: idleTarget(), primary: carrying('A', {}, { runsTarget: true }) });
    expect(decide(plan, seen, []).status).toEqual(status);
  });
});
