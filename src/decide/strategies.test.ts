import { describe, expect, test } from '@jest/globals';
import { aHook, aPlan } from '../../test/builders/plan.ts';
import {
  aPrimary,
  aTarget,
  carrying,
  NOT_READY,
  onHook,
  onMetric,
  low,
  passing,
  routesOf,
  seeing,
} from '../../test/builders/snapshot.ts';
import { aRun, aStatus, NOW, rev } from '../../test/builders/status.ts';
import type { Plan } from '../domain/plan.ts';
import { nameOf, type Verdict } from '../domain/question.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { type Run, type Status, trafficOf } from '../domain/status.ts';
import { trafficAt } from '../domain/traffic.ts';
import { converge } from './converge.ts';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import { probesFor } from './probes.ts';

const HOOKS = ['rollback', 'pre-rollout', 'rollout', 'confirm-traffic-increase', 'confirm-promotion'];
const webhooks = HOOKS.map((type) => aHook(type));
const COUNTED = { stepWeight: undefined, maxWeight: undefined, iterations: 3, webhooks };
const BETA = [{ headers: { 'x-beta': { exact: 'yes' } } }];

const abTesting = aPlan({ ...COUNTED, match: BETA });
const blueGreen = aPlan(COUNTED);
const mirrored = aPlan({ ...COUNTED, mirror: true });
const mirroredWeights = aPlan({ mirror: true, webhooks });
const withoutRoutes = aPlan(COUNTED, { provider: 'kubernetes' });

const ofPlan = (plan: Plan): Partial<Run> => ({
  strategy: plan.analysis.strategy,
  audience: plan.analysis.match.length > 0 ? 'matched' : 'everyone',
});
const recorded = (plan: Plan, over: Partial<Status> = {}, run: Partial<Run> = {}): Status =>
  aStatus({ run: aRun({ ...ofPlan(plan), ...run }), ...over });
const untried = (plan: Plan): Status => recorded(plan, { canaryWeight: 0 }, { tick: 0 });

const CHECKS = ['rollback', 'rollout', 'request-success-rate', 'request-duration'];

describe('a round asks', () => {
  test.each([
    {
      name: 'in A/B testing first: hooks, and whether anybody is there; no gate of increases',
      plan: abTesting,
      status: untried(abTesting),
      is: ['rollback', 'pre-rollout', 'canary endpoints'],
    },
    {
      name: 'in A/B testing later: checks alone',
      plan: abTesting,
      status: recorded(abTesting, { canaryWeight: 100, iterations: 1 }),
      is: CHECKS,
    },
    {
      name: 'in A/B testing at the end: also the gate',
      plan: abTesting,
      status: recorded(abTesting, { canaryWeight: 100, iterations: 3 }),
      is: [...CHECKS, 'confirm-promotion'],
    },
    {
      name: 'in Blue/Green first: hooks alone, nobody is sent there',
      plan: blueGreen,
      status: untried(blueGreen),
      is: ['rollback', 'pre-rollout'],
    },
    {
      name: 'in Blue/Green first with mirroring: also for somebody to take the copies',
      plan: mirrored,
      status: untried(mirrored),
      is: ['rollback', 'pre-rollout', 'canary endpoints'],
    },
    {
      name: 'in Blue/Green later, although the weight is 0: checks',
      plan: blueGreen,
      status: recorded(blueGreen, { canaryWeight: 0, iterations: 1 }),
      is: CHECKS,
    },
    {
      name: 'before all users go to the canary: checks, endpoints, and the gate',
      plan: blueGreen,
      status: recorded(blueGreen, { canaryWeight: 0, iterations: 3 }),
      is: [...CHECKS, 'canary endpoints', 'confirm-promotion'],
    },
    {
      name: 'without routes in place of that: no endpoints, since nobody is sent',
      plan: withoutRoutes,
      status: recorded(withoutRoutes, { canaryWeight: 0, iterations: 3 }),
      is: [...CHECKS, 'confirm-promotion'],
    },
    {
      name: 'when copies were judged, before the first weight: checks, endpoints and the gate',
      plan: mirroredWeights,
      status: recorded(mirroredWeights, { canaryWeight: 0 }, { mirrored: true }),
      is: [...CHECKS, 'canary endpoints', 'confirm-traffic-increase'],
    },
  ])('$name', ({ plan, status, is }) => {
    expect(probesFor(plan, seeing({ status })).map(nameOf)).toEqual(is);
  });
});

/** All pass but those that are given. */
const answered = (plan: Plan, seen: Snapshot, but: readonly Verdict[] = []): Decision => {
  const verdicts: Verdict[] = [];
  for (const question of probesFor(plan, seen)) {
    const own = but.find((verdict) => nameOf(verdict.question) === nameOf(question));
    verdicts.push(
      own ?? (nameOf(question) === 'rollback' ? onHook(plan, 'rollback', 'fail') : passing(question)),
    );
    if (own !== undefined && own.answer.outcome !== 'pass') break;
  }
  return decide(plan, seen, verdicts);
};

describe('a round that passes', () => {
  test.each([
    {
      name: 'sends the first users that match, as a new traffic decision',
      plan: abTesting,
      status: untried(abTesting),
      is: { canaryWeight: 100, iterations: 1, run: { trafficSeq: 5, audience: 'matched', tick: 1 } },
    },
    {
      name: 'counts alone when no traffic moves',
      plan: abTesting,
      status: recorded(abTesting, { canaryWeight: 100, iterations: 1 }),
      is: { canaryWeight: 100, iterations: 2, run: { trafficSeq: 4, tick: 2 } },
    },
    {
      name: 'begins with copies, as a new traffic decision',
      plan: mirrored,
      status: untried(mirrored),
      is: { canaryWeight: 0, iterations: 1, run: { trafficSeq: 5, mirrored: true } },
    },
    {
      name: 'ends copies with the switch',
      plan: mirrored,
      status: recorded(mirrored, { canaryWeight: 0, iterations: 3 }, { mirrored: true }),
      is: { canaryWeight: 100, iterations: 4, run: { trafficSeq: 5, mirrored: false } },
    },
    {
      name: 'promotes after the switch, with the traffic where it is',
      plan: blueGreen,
      status: recorded(blueGreen, { canaryWeight: 100, iterations: 4 }),
      is: { phase: 'Promoting', canaryWeight: 100, iterations: 4, run: { trafficSeq: 4 } },
    },
    {
      name: 'ends the wait for approval by the switch',
      plan: blueGreen,
      status: recorded(blueGreen, { phase: 'WaitingPromotion', canaryWeight: 0, iterations: 3 }),
      is: { phase: 'Progressing', canaryWeight: 100 },
    },
    {
      name: 'promotes without routes at weight 0',
      plan: withoutRoutes,
      status: recorded(withoutRoutes, { canaryWeight: 0, iterations: 4 }),
      is: { phase: 'Promoting', canaryWeight: 0 },
    },
  ])('$name', ({ plan, status, is }) => {
    expect(answered(plan, seeing({ status })).status).toMatchObject(is);
  });
});

describe('a round that does not pass', () => {
  test.each([
    {
      name: 'counts a failed check, and no iteration',
      plan: abTesting,
      status: recorded(abTesting, { canaryWeight: 100, iterations: 1 }),
      but: [onMetric(abTesting, low)],
      is: { canaryWeight: 100, iterations: 1, failedChecks: 1 },
    },
    {
      name: 'keeps copies until the last failed check, which ends them',
      plan: mirrored,
      status: recorded(mirrored, { canaryWeight: 0, iterations: 1, failedChecks: 2 }, { mirrored: true }),
      but: [onMetric(mirrored, low)],
      is: { canaryWeight: 0, run: { intent: 'rollBack', mirrored: false, trafficSeq: 5 } },
    },
    {
      name: 'waits for approval with the iterations that it has',
      plan: abTesting,
      status: recorded(abTesting, { canaryWeight: 100, iterations: 3 }),
      but: [onHook(abTesting, 'confirm-promotion', 'fail')],
      is: { phase: 'WaitingPromotion', canaryWeight: 100, iterations: 3 },
    },
  ])('$name', ({ plan, status, but, is }) => {
    expect(answered(plan, seeing({ status }), but).status).toMatchObject(is);
  });
});

describe('a new revision in mid-run', () => {
  test.each([
    { name: 'copies', status: recorded(mirroredWeights, { canaryWeight: 0 }, { mirrored: true }) },
    { name: 'hooks alone', status: recorded(blueGreen, { canaryWeight: 0, iterations: 2 }) },
  ])('is not judged by what the one before answered to $name', ({ status }) => {
    const plan = aPlan({
      ...(status.iterations > 0 ? COUNTED : { mirror: true }),
      metrics: [{ name: 'request-duration', threshold: 500, interval: '5m' }],
    });
    const seen = seeing({ status, target: aTarget({ revision: rev('C') }) });
    const { run } = decide(plan, seen, []).status;
    expect(run).toMatchObject({ mirrored: false, dueAt: NOW + 300_000 - plan.analysis.intervalMs });
  });
});

describe('a strategy that the spec changes in mid-run', () => {
  test('begins the analysis anew without traffic, and says why', () => {
    const seen = seeing({ status: recorded(aPlan(), { canaryWeight: 30, failedChecks: 2 }) });
    const { status, announcements } = decide(abTesting, seen, []);
    expect(status).toMatchObject({
      phase: 'Progressing',
      canaryWeight: 0,
      failedChecks: 0,
      iterations: 0,
      run: { id: '3', strategy: 'ab-testing', audience: 'matched', trafficSeq: 5, tick: 0 },
    });
    expect(announcements.map(({ message }) => message)).toEqual([
      'Strategy ab-testing is new! Restarting analysis for podinfo.test',
    ]);
  });

  test('ends copies too', () => {
    const status = recorded(mirrored, { canaryWeight: 0, iterations: 1 }, { mirrored: true });
    expect(decide(aPlan(), seeing({ status }), []).status.run).toMatchObject({
      mirrored: false,
      trafficSeq: 5,
    });
  });

  test('does not disturb a promotion', () => {
    const status = recorded(aPlan(), { phase: 'Promoting', canaryWeight: 50 });
    const seen = seeing({ status, primary: carrying('B', {}, { readiness: NOT_READY }) });
    expect(decide(abTesting, seen, []).status).toMatchObject({ phase: 'Promoting', canaryWeight: 50 });
  });
});

describe('a promotion that fails', () => {
  const overdue = { stageSince: NOW - 60_000 };
  const seenWith = (status: Status): Snapshot =>
    seeing({ status, primary: carrying('B', {}, { readiness: NOT_READY }) });

  test('sends everyone to the canary, also those who did not match', () => {
    const status = recorded(abTesting, { phase: 'Promoting', canaryWeight: 100, iterations: 3 }, overdue);
    expect(decide(abTesting, seenWith(status), []).status).toMatchObject({
      canaryWeight: 100,
      run: { audience: 'everyone', trafficSeq: 5, reason: 'PromotionFailed' },
    });
  });

  const ofKubernetes = recorded(withoutRoutes, { phase: 'Promoting', canaryWeight: 0 }, overdue);
  const unrouted = routesOf(ofKubernetes, { form: 'unneeded', traffic: undefined, stamp: undefined });

  test('cannot do so without routes: it ends with the canary running and says so', () => {
    const turned = decide(withoutRoutes, { ...seenWith(ofKubernetes), routes: unrouted }, []).status;
    expect(turned).toMatchObject({ canaryWeight: 0, run: { intent: 'rollBack', reason: 'PromotionFailed' } });
    const end = decide(withoutRoutes, { ...seenWith(turned), routes: unrouted }, []);
    expect(end.status).toMatchObject({ phase: 'Failed', canaryWeight: 0, iterations: 0 });
    expect(end.announcements.map(({ message }) => message)).toEqual([
      'Promotion of podinfo.test failed, the canary keeps running',
    ]);
    expect(converge(withoutRoutes, { ...seenWith(end.status), routes: unrouted }, end.status)).toEqual([]);
  });

  test('is followed by a fix that is analysed although the primary is broken', () => {
    const failed = recorded(
      withoutRoutes,
      { phase: 'Failed', canaryWeight: 0 },
      { intent: 'rollBack', reason: 'PromotionFailed' },
    );
    const seen = seeing({
      status: failed,
      routes: unrouted,
      target: aTarget({ revision: rev('C'), trackedRevision: 't-1/9' }),
      primary: carrying('B', {}, { readiness: NOT_READY }),
    });
    const { status } = decide(withoutRoutes, seen, []);
    expect(status).toMatchObject({ phase: 'Progressing', run: { heals: true } });
    const next = { ...seen, status };
    expect(probesFor(withoutRoutes, next).map(nameOf)).toEqual(['rollback', 'pre-rollout']);
  });
});

describe('what another controller left is taken over', () => {
  const left = (over: Partial<Status>): Status => ({ ...aStatus(over), run: undefined });
  const routesAt = (status: Status, canary: number, copies = false) =>
    routesOf(status, {
      form: 'drifted',
      traffic: trafficAt(canary, { mirrored: copies }),
      stamp: undefined,
    });

  test.each([
    {
      name: 'in A/B testing, where it recorded no weight',
      plan: abTesting,
      status: left({ canaryWeight: 0, iterations: 2 }),
      canary: 100,
      is: { canaryWeight: 100, iterations: 2, run: { audience: 'matched', tick: 1 } },
    },
    {
      name: 'in Blue/Green before the switch, with copies',
      plan: mirrored,
      status: left({ canaryWeight: 0, iterations: 2 }),
      canary: 0,
      copies: true,
      is: { canaryWeight: 0, iterations: 2, run: { mirrored: true, tick: 1 } },
    },
    {
      name: 'in Blue/Green after the switch',
      plan: blueGreen,
      status: left({ canaryWeight: 0, iterations: 4 }),
      canary: 100,
      is: { canaryWeight: 100, iterations: 4, run: { mirrored: false } },
    },
    {
      name: 'in the mirroring of a ladder',
      plan: mirroredWeights,
      status: left({ canaryWeight: 0 }),
      canary: 0,
      copies: true,
      is: { canaryWeight: 0, run: { mirrored: true, tick: 1 } },
    },
    {
      name: 'with the cookies that browsers have',
      plan: aPlan({ sessionAffinity: { cookieName: 'who' } }),
      status: left({ canaryWeight: 20, cookies: { canary: 'who=abc', primary: '', previous: '' } }),
      canary: 20,
      is: { canaryWeight: 20, cookies: { canary: 'who=abc' } },
    },
  ])('$name', ({ plan, status, canary, copies, is }) => {
    const seen = seeing({ status, routes: routesAt(status, canary, copies) });
    const { status: taken } = decide(plan, seen, []);
    expect(taken).toMatchObject(is);
    const actions = converge(plan, seen, taken);
    expect(actions).toContainEqual({ kind: 'writeRoutes', traffic: trafficOf(taken), seq: 1 });
  });
});

test.each([
  { name: 'everyone where the primary is broken', endpoints: 0, is: 'everyone' },
  { name: 'those who match where it serves the others', endpoints: 2, is: 'matched' },
])('a failed promotion of A/B testing that Flagger left keeps $name on the canary', ({ endpoints, is }) => {
  const status: Status = { ...aStatus({ phase: 'Failed', canaryWeight: 100 }), run: undefined };
  const primary = aPrimary({ readiness: NOT_READY, endpoints });
  const taken = decide(abTesting, seeing({ status, primary }), []).status;
  expect(taken).toMatchObject({ phase: 'Failed', canaryWeight: 100, run: { audience: is } });
});

test('iterations are shown until a rollout has ended', () => {
  const status = recorded(blueGreen, { phase: 'Promoting', canaryWeight: 100, iterations: 4 });
  const seen = seeing({ status, primary: carrying('B') });
  const [question] = probesFor(blueGreen, seen);
  if (question === undefined) throw new Error('nothing to ask');
  expect(decide(blueGreen, seen, [passing(question)]).status).toMatchObject({
    phase: 'Finalising',
    iterations: 0,
  });
});

describe('without routes', () => {
  const status = recorded(withoutRoutes, { canaryWeight: 0, iterations: 1 });
  const seen = seeing({
    status,
    primary: aPrimary(),
    routes: routesOf(status, { form: 'unneeded', traffic: undefined, stamp: undefined }),
  });

  test('no VirtualService is written, and nothing is waited for', () => {
    expect(converge(withoutRoutes, seen, status)).toEqual([]);
    expect(answered(withoutRoutes, seen).status).toMatchObject({ iterations: 2 });
  });

  test('the Service that users call is put back to the primary before anything goes on', () => {
    const astray = {
      ...seen,
      services: { ...seen.services, apex: 'drifted', apexSelectsPrimary: false } as const,
    };
    expect(converge(withoutRoutes, astray, status)).toEqual([{ kind: 'writeService', role: 'apex' }]);
    expect(probesFor(withoutRoutes, astray)).toEqual([]);
  });

  test('what it cannot do is told once a generation', () => {
    const plan = aPlan({}, { provider: 'kubernetes' }, { generation: 2 });
    const told = decide(plan, seeing({ status: recorded(plan) }), []).announcements;
    expect(told).toContainEqual({
      type: 'Warning',
      topic: 'StrategyLimited',
      message: 'provider kubernetes cannot split traffic, there are 10 iterations instead of weights',
    });
    const acknowledged = recorded(plan, { observedGeneration: 2 });
    expect(decide(plan, seeing({ status: acknowledged }), []).announcements).toEqual([]);
  });
});
