import { describe, expect, test } from '@jest/globals';
import { aPlan } from '../../test/builders/plan.ts';
import {
  aConfig,
  aScaler,
  aTarget,
  carrying,
  NOT_READY,
  routesOf,
  seeing,
  STUCK,
} from '../../test/builders/snapshot.ts';
import { aRun, aStatus, holdingFor, NOW, rev } from '../../test/builders/status.ts';
import type { Question, Verdict } from '../domain/question.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { Run, Status } from '../domain/status.ts';
import { decide } from './decide.ts';
import { probesFor } from './probes.ts';

const plan = aPlan();
const inSteps = aPlan({ stepWeightPromotion: 20 });
const promoting = (over: Partial<Status> = {}): Status =>
  aStatus({ phase: 'Promoting', canaryWeight: 50, ...over });
const live: Question = { kind: 'endpoints', side: 'primary', atLeast: 2 };
const ready: Verdict = { question: live, answer: { outcome: 'pass' } };
const unready: Verdict = {
  question: live,
  answer: { outcome: 'fail', message: 'podinfo-primary.test has 0 of 2 ready endpoints' },
};
const overdue = aRun({ stageSince: NOW - 60_000 });
const copied = (over: Partial<Snapshot> = {}): Snapshot =>
  seeing({ status: promoting(), primary: carrying('B'), ...over });

const scaled = (over: Partial<Snapshot> = {}): Snapshot => copied({ scaler: aScaler(), ...over });
/** Two pods were ready when five were asked for. */
const asked = (run: Partial<Run> = {}): Status =>
  promoting({ run: aRun({ primaryFloor: { replicas: 5, readyWith: 2 }, ...run }) });

describe('promotion', () => {
  const rows: readonly {
    readonly name: string;
    readonly seen: Snapshot;
    readonly verdicts?: readonly Verdict[];
    readonly given?: typeof plan;
    readonly is: Record<string, unknown>;
    readonly told?: readonly string[];
  }[] = [
    {
      name: 'waits for the copy',
      seen: seeing({ status: promoting() }),
      is: { phase: 'Promoting', canaryWeight: 50 },
    },
    {
      name: 'keeps the primary’s pods while proxies may be behind, and says so',
      seen: seeing({ status: promoting(), catchUpUntil: NOW + 1 }),
      is: { phase: 'Promoting', canaryWeight: 50, holding: { status: 'True', reason: 'CatchingUp' } },
    },
    {
      name: 'gives the primary its whole deadline after that',
      seen: seeing({ status: promoting({ holding: holdingFor('CatchingUp'), run: overdue }) }),
      is: { phase: 'Promoting', holding: { status: 'False' }, run: { stageSince: NOW } },
    },
    {
      name: 'waits for the primary',
      seen: copied({ primary: carrying('B', {}, { readiness: NOT_READY }) }),
      is: { phase: 'Promoting', canaryWeight: 50 },
    },
    {
      name: 'waits for the primary’s endpoints',
      seen: copied({ primary: carrying('B', {}, { endpoints: 1 }) }),
      is: { phase: 'Promoting', canaryWeight: 50 },
    },
    {
      name: 'waits for the routes',
      seen: copied({ routes: routesOf(promoting(), { form: 'drifted' }) }),
      is: { phase: 'Promoting', canaryWeight: 50 },
    },
    {
      name: 'gives no traffic back without a live look',
      seen: copied(),
      is: { phase: 'Promoting', canaryWeight: 50 },
    },
    {
      name: 'holds when the live look finds too few endpoints',
      seen: copied(),
      verdicts: [unready],
      is: { canaryWeight: 50, holding: { reason: 'NoEndpoints' } },
    },
    {
      name: 'gives all traffic back at once',
      seen: copied(),
      verdicts: [ready],
      is: { phase: 'Finalising', canaryWeight: 0, run: { intent: 'finish', trafficSeq: 5 } },
      told: ['Routing all traffic to primary'],
    },
    {
      name: 'gives it back in steps when told to',
      seen: copied(),
      verdicts: [ready],
      given: inSteps,
      is: { phase: 'Promoting', canaryWeight: 30, run: { dueAt: NOW + 10_000 } },
      told: ['Advance podinfo.test primary weight 70'],
    },
    {
      name: 'ends with the last step',
      seen: copied({ status: promoting({ canaryWeight: 10 }) }),
      verdicts: [ready],
      given: inSteps,
      is: { phase: 'Finalising', canaryWeight: 0 },
    },
    {
      name: 'waits an interval between steps',
      seen: copied({ due: false, dueAt: NOW + 1 }),
      given: inSteps,
      is: { phase: 'Promoting', canaryWeight: 50 },
    },
    {
      name: 'does not wait for steps when the target holds something unanalysed by now',
      seen: copied({ due: false, target: aTarget({ revision: rev('C') }) }),
      verdicts: [ready],
      given: inSteps,
      is: { phase: 'Finalising', canaryWeight: 0 },
    },
    {
      name: 'has nothing to give back after a skipped analysis',
      seen: copied({ status: promoting({ canaryWeight: 0 }) }),
      is: { phase: 'Finalising', canaryWeight: 0, run: { intent: 'finish' } },
    },
    {
      name: 'ends mirroring where a person promoted while the canary still got copies',
      seen: copied({ status: promoting({ canaryWeight: 0, run: aRun({ mirrored: true }) }) }),
      is: { phase: 'Finalising', canaryWeight: 0, run: { intent: 'finish', mirrored: false, trafficSeq: 5 } },
    },
    {
      name: 'starts anew when the target changes before it was copied',
      seen: seeing({ status: promoting(), target: aTarget({ revision: rev('C') }) }),
      is: { phase: 'Progressing', canaryWeight: 0, run: { revision: rev('C') } },
      told: ['New revision detected! Restarting analysis for podinfo.test'],
    },
    {
      name: 'starts anew when a config changes before it was copied',
      seen: seeing({ status: promoting(), configs: [aConfig()] }),
      is: { phase: 'Progressing', canaryWeight: 0 },
    },
    {
      name: 'goes on when the target changes after it was copied',
      seen: copied({ target: aTarget({ revision: rev('C') }) }),
      verdicts: [ready],
      is: { phase: 'Finalising', lastAppliedSpec: rev('B') },
    },
    {
      name: 'goes on when the target is deleted after it was copied',
      seen: copied({ target: undefined, obstacle: { kind: 'TargetNotFound', message: 'gone' } }),
      verdicts: [ready],
      is: { phase: 'Finalising' },
    },
    {
      name: 'rolls back when the target is deleted before it was copied',
      seen: seeing({
        status: promoting(),
        target: undefined,
        obstacle: { kind: 'TargetNotFound', message: 'gone' },
      }),
      is: { canaryWeight: 0, run: { intent: 'rollBack', reason: 'TargetLost' } },
    },
    {
      name: 'fails towards the canary when the primary misses the deadline',
      seen: copied({
        status: promoting({ run: overdue }),
        primary: carrying('B', {}, { readiness: NOT_READY }),
      }),
      is: { phase: 'Promoting', canaryWeight: 100, run: { intent: 'rollBack', reason: 'PromotionFailed' } },
      told: ['Promotion of podinfo.test failed, primary not ready: 0 of 2 replicas are available'],
    },
    {
      name: 'fails at once when the primary is stuck',
      seen: copied({ primary: carrying('B', {}, { readiness: STUCK }) }),
      is: { canaryWeight: 100, run: { reason: 'PromotionFailed' } },
    },
    {
      name: 'holds when neither side is ready',
      seen: copied({ primary: carrying('B', {}, { readiness: STUCK }), target: aTarget({ endpoints: 0 }) }),
      is: { canaryWeight: 50, holding: { reason: 'NoSideReady' } },
    },
    {
      name: 'asks for the pods of both sides before traffic goes back to a primary with an autoscaler',
      seen: scaled({
        primary: carrying('B', {}, { replicas: 3, endpoints: 3 }),
        target: aTarget({ replicas: 4 }),
      }),
      verdicts: [ready],
      is: { canaryWeight: 50, run: { primaryFloor: { replicas: 7, readyWith: 3 }, stageSince: NOW } },
      told: ['Scaling up podinfo-primary.test to 7 replicas before traffic returns'],
    },
    {
      name: 'asks for no more than the canary’s share says',
      seen: scaled({
        status: promoting({ canaryWeight: 100 }),
        target: aTarget({ replicas: 6, endpoints: 6 }),
      }),
      is: { canaryWeight: 100, run: { primaryFloor: { replicas: 6, readyWith: 2 } } },
    },
    {
      name: 'asks for no more than the autoscaler allows',
      seen: scaled({ scaler: aScaler({ primaryMax: 3 }), target: aTarget({ replicas: 6 }) }),
      is: { run: { primaryFloor: { replicas: 3, readyWith: 2 } } },
    },
    {
      name: 'says nothing of a primary that is large enough, and keeps it so',
      seen: scaled({
        primary: carrying('B', {}, { replicas: 9, endpoints: 9 }),
        target: aTarget({ replicas: 2 }),
      }),
      is: { run: { primaryFloor: { replicas: 9, readyWith: 9 } } },
      told: [],
    },
    ...[NOW + 60_000, NOW - 60_000].map((until) => ({
      name: `asks anew after an earlier return whose floor ends ${until > NOW ? 'later' : 'before'}`,
      seen: scaled({
        status: promoting({ run: aRun({ primaryFloor: { replicas: 9, readyWith: 1, until } }) }),
        primary: carrying('B', {}, { replicas: 3, endpoints: 3 }),
        target: aTarget({ replicas: 4 }),
      }),
      is: {
        canaryWeight: 50,
        run: expect.objectContaining({ primaryFloor: { replicas: 7, readyWith: 3 } }),
      },
    })),
    {
      name: 'waits for the autoscaler to scale the primary',
      seen: scaled({ status: asked() }),
      is: { canaryWeight: 50 },
    },
    {
      name: 'waits for it also where half of the pods would do',
      seen: scaled({
        status: asked(),
        primary: carrying('B', {}, { replicas: 3, endpoints: 3 }),
      }),
      given: aPlan({ primaryReadyThreshold: 50 }),
      is: { canaryWeight: 50 },
      verdicts: [ready],
    },
    {
      name: 'waits for the pods that it scaled to',
      seen: scaled({
        status: asked(),
        primary: carrying('B', {}, { replicas: 5, endpoints: 2, readiness: NOT_READY }),
      }),
      is: { canaryWeight: 50 },
    },
    {
      name: 'gives traffic back to the pods that it asked for, and keeps them for a while',
      seen: scaled({ status: asked(), primary: carrying('B', {}, { replicas: 5, endpoints: 5 }) }),
      verdicts: [ready],
      is: {
        phase: 'Finalising',
        canaryWeight: 0,
        run: { primaryFloor: { replicas: 5, readyWith: 2, until: NOW + 300_000 } },
      },
    },
    {
      name: 'keeps them without an end while traffic goes back in steps',
      seen: scaled({ status: asked(), primary: carrying('B', {}, { replicas: 5, endpoints: 5 }) }),
      verdicts: [ready],
      given: inSteps,
      is: { canaryWeight: 30, run: { primaryFloor: { replicas: 5, readyWith: 2 } } },
    },
    {
      name: 'does with the pods that were ready before when no more come within the deadline',
      seen: scaled({
        status: asked({ stageSince: NOW - 60_000 }),
        primary: carrying('B', {}, { replicas: 5, endpoints: 2, readiness: NOT_READY }),
      }),
      verdicts: [ready],
      is: { phase: 'Finalising', canaryWeight: 0, run: { primaryFloor: { replicas: 2, readyWith: 2 } } },
    },
    {
      name: 'does with them at once when the others cannot come',
      seen: scaled({
        status: asked(),
        primary: carrying('B', {}, { replicas: 5, endpoints: 2, readiness: STUCK }),
      }),
      verdicts: [ready],
      is: { phase: 'Finalising', canaryWeight: 0 },
    },
    {
      name: 'fails when pods that were ready are lost, and asks for no more then',
      seen: scaled({
        status: asked({ stageSince: NOW - 60_000 }),
        primary: carrying('B', {}, { replicas: 5, endpoints: 1, readiness: NOT_READY }),
      }),
      is: {
        canaryWeight: 100,
        run: expect.not.objectContaining({ primaryFloor: expect.anything() as unknown }),
      },
    },
    {
      name: 'gives a suspended primary its deadline again',
      seen: copied({
        status: promoting({ run: overdue, holding: holdingFor('Suspended') }),
        primary: carrying('B', {}, { readiness: NOT_READY }),
      }),
      is: { canaryWeight: 50, holding: { status: 'False' } },
    },
  ];

  test.each(rows)('$name', ({ seen, verdicts = [], given = plan, is, told }) => {
    const next = decide(given, seen, verdicts);
    expect(next.status).toMatchObject(is);
    if (told !== undefined) expect(next.announcements.map(({ message }) => message)).toEqual(told);
  });

  test.each([
    { name: 'asks for live endpoints before traffic goes back', given: plan, seen: copied(), asks: true },
    {
      name: 'asks nothing while the primary is not ready',
      given: plan,
      seen: copied({ primary: carrying('B', {}, { readiness: NOT_READY }) }),
      asks: false,
    },
    { name: 'asks nothing between two steps', given: inSteps, seen: copied({ due: false }), asks: false },
    {
      name: 'asks nothing without traffic to give back',
      given: plan,
      seen: copied({ status: promoting({ canaryWeight: 0 }) }),
      asks: false,
    },
    {
      name: 'asks nothing before the autoscaler has scaled the primary',
      given: plan,
      seen: scaled({ status: asked() }),
      asks: false,
    },
    {
      name: 'asks for the endpoints that were ready before, when no more come',
      given: plan,
      seen: scaled({ status: asked({ stageSince: NOW - 60_000 }) }),
      asks: true,
    },
  ])('$name', ({ given, seen, asks }) => {
    expect(probesFor(given, seen)).toEqual(asks ? [live] : []);
  });
});
