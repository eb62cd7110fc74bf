import { describe, expect, test } from '@jest/globals';
import { aHook, aPlan } from '../../test/builders/plan.ts';
import { aTarget, routesOf, seeing } from '../../test/builders/snapshot.ts';
import { aRun, aStatus, atRest, NOW } from '../../test/builders/status.ts';
import type { Run, Status } from '../domain/status.ts';
import { isOwing, withDebts } from './debts.ts';
import { decide } from './decide.ts';

const alerting = (severity: string) =>
  aPlan({ alerts: [{ name: 'a', severity, providerRef: { name: 's' } }] });
const hooked = aPlan({ webhooks: [aHook('post-rollout')] });

/** A run whose target is at zero: the next decision ends it. */
const ending = (over: Partial<Run> = {}) => {
  const status = aStatus({ canaryWeight: 0, run: aRun({ drainUntil: NOW - 1, ...over }) });
  return seeing({ status, routes: routesOf(status), target: aTarget({ replicas: 0 }) });
};
const rolledBack = ending({ intent: 'rollBack', reason: 'FailedChecks' });
const promoted = ending({ intent: 'finish' });
const byHook = ending({ intent: 'rollBack', reason: 'RollbackRequested' });

describe('the write that ends a run says what the end owes', () => {
  test.each([
    ['nothing where nobody is told', aPlan(), rolledBack, undefined],
    ['a post-rollout hook', hooked, promoted, false],
    ['an alert', alerting('error'), rolledBack, false],
    ['an alert of less than is wanted: nothing', alerting('error'), promoted, undefined],
    ['a warning', alerting('warn'), byHook, false],
  ])('%s', (_, plan, seen, announced) => {
    const { status } = decide(plan, seen, []);
    expect([status.phase, status.run?.announced]).toEqual([
      expect.stringMatching(/Succeeded|Failed/),
      announced,
    ]);
    expect(isOwing(status)).toBe(announced === false);
  });
});

describe('a debt', () => {
  const owing: Status = atRest({ run: aRun({ announced: false }) });

  test('stands until it is settled, and is settled in one write', () => {
    expect(withDebts(hooked, seeing({ status: owing }), owing)).toBe(owing);
    const settled = withDebts(hooked, seeing({ status: owing, announced: true }), owing);
    expect(settled.run?.announced).toBe(true);
    expect(withDebts(hooked, seeing({ status: settled, announced: true }), settled)).toBe(settled);
  });

  test('is not made by what ends no run', () => {
    const back = seeing({ status: atRest({ phase: 'Waiting' }) });
    const failed = atRest({ phase: 'Failed' });
    expect(withDebts(hooked, back, failed)).toBe(failed);
  });

  test('is forgotten when a new run begins', () => {
    const begun = aStatus({ run: aRun({ id: '3' }) });
    expect(withDebts(hooked, seeing({ status: owing, announced: true }), begun)).toBe(begun);
  });
});
