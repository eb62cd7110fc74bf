import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { converge } from '../../src/decide/converge.ts';
import { decide } from '../../src/decide/decide.ts';
import { isRunning, mayMove } from '../../src/domain/phase.ts';
import { judgedAfterMs } from '../../src/domain/plan-analysis.ts';
import type { Plan } from '../../src/domain/plan.ts';
import { endpointsNeeded } from '../../src/domain/readiness.ts';
import { topRung, type Traffic, trafficAt } from '../../src/domain/traffic.ts';
import { httpRoutes } from '../../src/routing/http-routes.ts';
import { aHook } from '../builders/plan.ts';
import { rev } from '../builders/status.ts';
import { DRAIN_MS, Model, NEVER_READY, type Seen, type Taken, type Written } from './world-model.ts';

const SEED = Number(process.env['SEED'] ?? 20_261_122);
const RUNS = Number(process.env['RUNS'] ?? 300);

/** fast-check prints the seed and the smallest counterexample when a property fails. */
const holdsFor = <T>(arbitrary: fc.Arbitrary<T>, predicate: (value: T) => void): void => {
  fc.assert(fc.property(arbitrary, predicate), { seed: SEED, numRuns: RUNS });
};

const GATES = ['confirm-rollout', 'confirm-traffic-increase', 'confirm-promotion'];
const HOOKS = [...GATES, 'pre-rollout', 'rollout', 'rollback'].map((type) => aHook(type));

const ladders: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
  fc.record({ stepWeight: fc.integer({ min: 5, max: 60 }), maxWeight: fc.integer({ min: 10, max: 100 }) }),
  fc
    .uniqueArray(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 5 })
    .map((weights) => ({ stepWeight: 0, stepWeights: weights.sort((a, b) => a - b) })),
);

const counted: fc.Arbitrary<Record<string, unknown>> = fc
  .integer({ min: 1, max: 4 })
  .map((iterations) => ({ stepWeight: undefined, maxWeight: undefined, iterations }));

const BETA = { headers: { 'x-beta': { exact: 'yes' } } };

/** What any strategy may come with. */
const manners = fc.record({
  mirror: fc.boolean(),
  match: fc.constantFrom([], [], [BETA]),
  sessionAffinity: fc.constantFrom(undefined, { cookieName: 'who', primaryCookieName: 'other' }),
});

const withPace = (
  strategy: fc.Arbitrary<Record<string, unknown>>,
  more: fc.Arbitrary<Record<string, unknown>> = fc.constant({}),
): fc.Arbitrary<Record<string, unknown>> =>
  fc
    .tuple(
      strategy,
      more,
      fc.record({
        interval: fc.constantFrom('10s', '15s', '30s'),
        threshold: fc.integer({ min: 1, max: 4 }),
        stepWeightPromotion: fc.constantFrom(0, 0, 20, 50),
        primaryReadyThreshold: fc.constantFrom(50, 100),
        settleTime: fc.constantFrom(undefined, undefined, undefined, '0s', '4s', '20s'),
      }),
    )
    .map(([ladder, manner, pace]) => ({ ...ladder, ...manner, ...pace }));

/** Weights alone. */
const climbs = withPace(ladders);
/** Every strategy. */
const analyses = withPace(fc.oneof(ladders, counted), manners);

const providers = fc.constantFrom({}, {}, {}, { provider: 'kubernetes' });

const initialised = (
  analysis: Record<string, unknown>,
  spec: Record<string, unknown> = {},
  autoscaled = false,
): Model => {
  const model = new Model(analysis, spec);
  if (autoscaled) model.scalerMin = 1;
  model.pass(60_000);
  expect(model.record.phase).toBe('Initialized');
  return model;
};

/** Passes until the phase is settled and the record names the target; false when it never comes. */
const finishes = (model: Model, limitMs: number): boolean => {
  const end = model.now + limitMs;
  while (model.now < end) {
    if (!model.pass(10_000)) return false;
    const { phase, lastAppliedSpec } = model.record;
    if (!isRunning(phase) && phase !== 'Waiting' && lastAppliedSpec === rev(model.target.letter)) return true;
  }
  return false;
};

describe('an undisturbed rollout', () => {
  test('is promoted in one tick a rung and one more, whatever the ladder, when every check passes', () => {
    holdsFor(climbs, (analysis) => {
      const model = initialised(analysis);
      const before = model.taken.length;
      model.setTemplate('B');
      const { ladder, promotionStep } = model.plan.analysis;
      const back = promotionStep === 0 ? 1 : Math.ceil(topRung(ladder) / promotionStep);
      const ticks = ladder.length + 1 + back + 1;
      expect(finishes(model, ticks * judgedAfterMs(model.plan.analysis) + 60_000)).toBe(true);
      expect(model.record).toMatchObject({ phase: 'Succeeded', canaryWeight: 0, lastPromotedSpec: rev('B') });
      expect(weightsOf(model.taken.slice(before))).toEqual(expectedWeights(ladder, promotionStep));
      expect(model.primary?.letter).toBe('B');
      expect(model.target.replicas).toBe(0);
    });
  });

  test('returns all traffic to as many pods as it takes, after an autoscaler has shrunk the primary', () => {
    const growth = fc.integer({ min: 0, max: 3 });
    holdsFor(fc.tuple(analyses, growth), ([analysis, times]) => {
      const model = initialised(analysis, {}, true);
      model.setTemplate('B');
      const top = topRung(model.plan.analysis.ladder);
      while (model.record.canaryWeight < top) model.pass(1_000);
      model.shrink();
      for (let time = 0; time < times; time += 1) model.grow();
      const canary = model.target.replicas;
      while (model.record.phase !== 'Finalising' && model.record.phase !== 'Succeeded') model.pass(500);
      const floor = Math.min(8, canary + 1, Math.max(1, Math.ceil((canary * 100) / top)));
      expect(model.primary?.replicas).toBe(floor);
      const { primaryReadyThreshold } = model.plan.analysis;
      const needed = endpointsNeeded(floor, primaryReadyThreshold);
      expect(model.endpointsOf(model.primary)).toBeGreaterThanOrEqual(needed);
      expect(finishes(model, 60_000)).toBe(true);
      expect(model.record.phase).toBe('Succeeded');
      expect(model.scalerMin).toBe(floor);
      model.pass(300_000);
      expect(model.scalerMin).toBe(1);
    });
  });

  test('ends Failed after exactly as many counted checks as the threshold says, when checks fail', () => {
    const failing = fc.constantFrom(
      { outcome: 'fail', value: 1, message: 'low' } as const,
      { outcome: 'inconclusive', reason: 'NoData', message: 'none' } as const,
      { outcome: 'inconclusive', reason: 'MetricsUnavailable', message: 'down' } as const,
    );
    holdsFor(fc.tuple(climbs, failing, fc.integer({ min: 0, max: 3 })), ([analysis, answer, rungs]) => {
      const model = initialised(analysis);
      model.setTemplate('B');
      const { ladder, threshold } = model.plan.analysis;
      const upTo = ladder[Math.min(rungs, ladder.length - 1)] ?? 0;
      while (model.record.canaryWeight < upTo) model.pass(1_000);
      model.metrics = answer;
      const counted = model.taken.length;
      expect(finishes(model, (threshold + 3) * judgedAfterMs(model.plan.analysis) + 60_000)).toBe(true);
      expect(model.record).toMatchObject({ phase: 'Failed', canaryWeight: 0, lastPromotedSpec: rev('A') });
      const failures = model.taken
        .slice(counted)
        .filter(({ decision, seen }) => decision.status.failedChecks > seen.status.failedChecks);
      expect(failures).toHaveLength(threshold);
      expect(model.target.replicas).toBe(0);
      expect(model.primary?.letter).toBe('A');
    });
  });
});

describe('an undisturbed rollout that counts', () => {
  const strategies = fc.tuple(
    withPace(counted, fc.record({ mirror: fc.boolean(), match: fc.constantFrom([], [BETA]) })),
    providers,
  );

  test('is promoted after its rounds, and sends nobody anywhere else on the way', () => {
    holdsFor(strategies, ([analysis, spec]) => {
      const model = initialised(analysis, spec);
      const before = model.taken.length;
      model.setTemplate('B');
      const { iterations, promotionStep, strategy } = model.plan.analysis;
      const back = promotionStep === 0 ? 1 : Math.ceil(100 / promotionStep);
      const roundMs = judgedAfterMs(model.plan.analysis);
      expect(finishes(model, (iterations + 3 + back) * roundMs + 60_000)).toBe(true);
      expect(model.record).toMatchObject({ phase: 'Succeeded', iterations: 0, lastPromotedSpec: rev('B') });
      const taken = model.taken.slice(before);
      const up = model.plan.provider === 'kubernetes' ? [] : expectedWeights([100], promotionStep);
      expect(weightsOf(taken)).toEqual(up);
      const switched = taken.find((one) => rose(one))?.decision.status.iterations;
      if (switched !== undefined) expect(switched).toBe(strategy === 'ab-testing' ? 1 : iterations + 1);
    });
  });

  test('is rolled back before any user came to the canary where it is Blue/Green', () => {
    const blueGreen = withPace(counted, fc.record({ mirror: fc.boolean() }));
    holdsFor(fc.tuple(blueGreen, providers), ([analysis, spec]) => {
      const model = initialised(analysis, spec);
      const before = model.taken.length;
      model.metrics = { outcome: 'fail', value: 1, message: 'low' };
      model.setTemplate('B');
      expect(finishes(model, 600_000)).toBe(true);
      expect(model.record).toMatchObject({ phase: 'Failed', canaryWeight: 0, iterations: 0 });
      expect(weightsOf(model.taken.slice(before))).toEqual([]);
      expect(model.isReached).toBe(false);
    });
  });
});

const expectedWeights = (ladder: readonly number[], step: number): readonly number[] => {
  const back: number[] = [];
  for (let weight = topRung(ladder) - step; step > 0 && weight > 0; weight -= step) back.push(weight);
  return [...ladder, ...back, 0];
};

const weightsOf = (taken: readonly Taken[]): readonly number[] =>
  taken
    .filter(({ decision, seen }) => decision.status.canaryWeight !== seen.status.canaryWeight)
    .map(({ decision }) => decision.status.canaryWeight);

type Disturbance =
  | { readonly kind: 'template'; readonly letter: string }
  | { readonly kind: 'config'; readonly value: string }
  | { readonly kind: 'edit'; readonly analysis: Record<string, unknown> }
  | { readonly kind: 'routes'; readonly canary: number }
  | { readonly kind: 'crash'; readonly writes: number }
  | { readonly kind: 'stale'; readonly ageMs: number }
  | { readonly kind: 'suspend' | 'services' | 'bad' | 'noData' | 'breakPrimary' | 'breakTarget' | 'obstacle' }
  | { readonly kind: 'shrink' | 'grow' | 'quota' }
  | { readonly kind: 'heal' }
  | { readonly kind: 'rollback' }
  | { readonly kind: 'gate'; readonly type: string };

const disturbances: fc.Arbitrary<Disturbance> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .constantFrom('A', 'B', 'C', 'D', NEVER_READY)
      .map((letter) => ({ kind: 'template', letter }) as const),
  },
  { weight: 3, arbitrary: fc.constantFrom('v1', 'v2').map((value) => ({ kind: 'config', value }) as const) },
  { weight: 2, arbitrary: analyses.map((analysis) => ({ kind: 'edit', analysis }) as const) },
  {
    weight: 2,
    arbitrary: fc.integer({ min: 0, max: 100 }).map((canary) => ({ kind: 'routes', canary }) as const),
  },
  {
    weight: 3,
    arbitrary: fc.integer({ min: 0, max: 4 }).map((writes) => ({ kind: 'crash', writes }) as const),
  },
  {
    weight: 2,
    arbitrary: fc.integer({ min: 0, max: 20_000 }).map((ageMs) => ({ kind: 'stale', ageMs }) as const),
  },
  {
    weight: 6,
    arbitrary: fc
      .constantFrom(
        'suspend' as const,
        'services' as const,
        'bad' as const,
        'noData' as const,
        'breakPrimary' as const,
        'breakTarget' as const,
        'obstacle' as const,
        'shrink' as const,
        'grow' as const,
        'quota' as const,
      )
      .map((kind) => ({ kind }) as const),
  },
  { weight: 5, arbitrary: fc.constant({ kind: 'heal' } as const) },
  { weight: 1, arbitrary: fc.constant({ kind: 'rollback' } as const) },
  { weight: 2, arbitrary: fc.constantFrom(...GATES).map((type) => ({ kind: 'gate', type }) as const) },
);

const stories = fc.record({
  analysis: analyses,
  spec: providers,
  autoscaled: fc.boolean(),
  /** How far a run has come before anything happens to it. */
  leadMs: fc.integer({ min: 0, max: 90_000 }),
  events: fc.array(fc.tuple(disturbances, fc.integer({ min: 0, max: 40_000 })), {
    minLength: 1,
    maxLength: 14,
  }),
});
type Story = typeof stories extends fc.Arbitrary<infer T> ? T : never;

const heal = (model: Model): void =>
  model.touch(() => {
    model.metrics = { outcome: 'pass', value: 100 };
    model.closedGates.clear();
    model.openRollback = false;
    model.obstacle = undefined;
    model.plan = { ...model.plan, suspend: false };
    model.target.broken = false;
    model.lift();
    if (model.primary !== undefined) model.primary.broken = false;
  });

const disturb = (model: Model, event: Disturbance, past: readonly (Seen & { at: number })[]): void => {
  switch (event.kind) {
    case 'template':
      return model.setTemplate(event.letter);
    case 'config':
      return model.touch(() => (model.config = event.value));
    case 'edit':
      return model.edit(event.analysis);
    case 'routes':
      return model.touch(() => model.setRoutes(trafficAt(event.canary)));
    case 'crash':
      model.reconcile(model.look(), event.writes);
      return model.restart();
    case 'stale': {
      const old = past.findLast(({ at }) => at <= model.now - event.ageMs);
      if (old !== undefined) model.reconcile(old);
      return;
    }
    case 'suspend':
      model.plan = { ...model.plan, suspend: true };
      return;
    case 'services':
      return model.touch(() => (model.services = 'drifted'));
    case 'bad':
      model.metrics = { outcome: 'fail', value: 1, message: 'low' };
      return;
    case 'noData':
      model.metrics = { outcome: 'inconclusive', reason: 'NoData', message: 'none' };
      return;
    case 'breakPrimary':
      return model.touch(() => {
        if (model.primary !== undefined) model.primary.broken = true;
      });
    case 'breakTarget':
      return model.touch(() => (model.target.broken = true));
    case 'obstacle':
      model.obstacle = { kind: 'AutoscalerNotFound', message: 'gone' };
      return;
    case 'shrink':
      return model.shrink();
    case 'grow':
      return model.grow();
    case 'quota':
      model.quota = true;
      return;
    case 'heal':
      return heal(model);
    case 'rollback':
      model.openRollback = true;
      return;
    case 'gate':
      model.closedGates.add(event.type);
      return;
  }
};

/** Lives through a story, and then lets everything be well until nothing more happens. */
const live = ({ analysis, spec, autoscaled, leadMs, events }: Story): Model => {
  const model = initialised({ ...analysis, webhooks: HOOKS }, spec, autoscaled);
  model.setTemplate('B');
  expect(model.pass(leadMs)).toBe(true);
  const past: (Seen & { at: number })[] = [];
  for (const [event, waitMs] of events) {
    past.push({ ...model.look(), at: model.now });
    disturb(model, event, past);
    expect(model.pass(waitMs)).toBe(true);
  }
  heal(model);
  if (model.target.letter === NEVER_READY) model.setTemplate('E');
  expect(finishes(model, 3_600_000)).toBe(true);
  expect(model.pass(300_000)).toBe(true);
  return model;
};

const tellApart = (taken: Taken): string =>
  JSON.stringify({ at: taken.at, before: taken.seen.status, after: taken.decision.status }, undefined, 1);

const expectOfEach = (model: Model, holds: (taken: Taken) => boolean): void => {
  const broken = model.taken.find((taken) => !holds(taken));
  expect(broken === undefined ? undefined : tellApart(broken)).toBeUndefined();
};

const expectOfWrites = (model: Model, holds: (written: Written) => boolean): void => {
  expect(model.written.find((written) => !holds(written))).toBeUndefined();
};

/** Of requests that neither match nor bring a cookie: those that the last route takes. */
const shareOfAll = (plan: Plan, traffic: Traffic): number => {
  const route = httpRoutes(plan, traffic).at(-1)?.['route'] as readonly {
    destination: { host: string };
    weight: number;
  }[];
  return route.find(({ destination }) => destination.host === plan.canaryService)?.weight ?? 0;
};

/** Where there are no routes, nothing has to leave them. */
const unrouted = ({ plan }: Model): number =>
  plan.provider === 'kubernetes' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;

const isFailure = ({ verdicts }: Taken): boolean =>
  verdicts.some(({ question, answer }) => question.kind === 'metric' && answer.outcome !== 'pass');

/** In a round that follows another one of its run. */
const judgesMetrics = ({ seen, verdicts }: Taken): boolean =>
  (seen.status.run?.tick ?? 0) > 0 && verdicts.some(({ question }) => question.kind === 'metric');

/** The last time that the operator sent requests another way. */
const routesBefore = ({ written }: Model, { writes }: Taken): number =>
  written.slice(0, writes).findLast(({ action }) => action.kind === 'writeRoutes')?.at ?? 0;

const hasSettled = ({ plan: { analysis }, at }: Taken, changedAt: number): boolean => {
  const windows = analysis.metrics.map(({ intervalMs }) => intervalMs);
  return analysis.settleMs === undefined || at - Math.max(...windows) >= changedAt + analysis.settleMs;
};

const endpoints = (taken: Taken, side: 'primary' | 'target'): number => taken.seen[side]?.endpoints ?? 0;

const rose = ({ seen, decision }: Taken): boolean => decision.status.canaryWeight > seen.status.canaryWeight;
const fell = ({ seen, decision }: Taken): boolean => decision.status.canaryWeight < seen.status.canaryWeight;

const hasFailedPromotion = ({ decision }: Taken): boolean =>
  decision.status.run?.intent === 'rollBack' && decision.status.run.reason === 'PromotionFailed';

/** The floor that this decision ends the wait for. */
const floorOf = ({ seen }: Taken) => {
  const floor = seen.status.run?.primaryFloor;
  return floor?.until === undefined ? floor : undefined;
};

const returnsByPromotion = (taken: Taken): boolean =>
  taken.seen.status.phase === 'Promoting' && fell(taken) && taken.decision.status.run?.intent !== 'rollBack';

const hasPodsEnough = (taken: Taken): boolean => {
  const { plan, seen } = taken;
  const floor = floorOf(taken);
  if (floor === undefined) return true;
  const hasWaited = seen.now - (seen.status.run?.stageSince ?? 0) >= plan.progressDeadlineMs;
  const wanted = hasWaited ? floor.readyWith : floor.replicas;
  const needed = endpointsNeeded(wanted, plan.analysis.primaryReadyThreshold);
  return endpoints(taken, 'primary') >= needed && (seen.primary?.replicas ?? 0) >= wanted;
};

describe('a rollout that anything may happen to', () => {
  const cases: readonly { readonly name: string; readonly check: (model: Model) => void }[] = [
    {
      name: 'keeps the weight within 0 and 100',
      check: (model) =>
        expectOfEach(
          model,
          ({ decision: { status } }) => status.canaryWeight >= 0 && status.canaryWeight <= 100,
        ),
    },
    {
      name: 'never raises the weight in a tick with a failed check',
      check: (model) => expectOfEach(model, (taken) => !(rose(taken) && isFailure(taken))),
    },
    {
      name: 'never raises the weight above the ladder of the spec as it is, but for a failed promotion',
      check: (model) =>
        expectOfEach(
          model,
          (taken) =>
            !rose(taken) ||
            hasFailedPromotion(taken) ||
            taken.decision.status.canaryWeight <= topRung(taken.plan.analysis.ladder),
        ),
    },
    {
      name: 'moves only along the phase table',
      check: (model) =>
        expectOfEach(
          model,
          ({ seen, decision }) =>
            decision.status.phase === undefined || mayMove(seen.status.phase, decision.status.phase),
        ),
    },
    {
      name: 'raises only towards a side with ready endpoints, and lowers only towards one',
      check: (model) =>
        expectOfEach(
          model,
          (taken) =>
            (!rose(taken) || endpoints(taken, 'target') > 0) &&
            (!fell(taken) || endpoints(taken, 'primary') > 0),
        ),
    },
    {
      name: 'gives traffic back to as many pods as were ready when more were asked for, and to those unless they cannot come',
      check: (model) => expectOfEach(model, (taken) => !returnsByPromotion(taken) || hasPodsEnough(taken)),
    },
    {
      name: 'keeps an interval between two raises of a run',
      check: (model) => {
        const raises = model.taken.filter((taken) => rose(taken) && !hasFailedPromotion(taken));
        for (const [at, raise] of raises.entries()) {
          const before = raises[at - 1];
          if (before === undefined || before.decision.status.run?.id !== raise.decision.status.run?.id)
            continue;
          expect(raise.at - before.at).toBeGreaterThanOrEqual(before.plan.analysis.intervalMs);
        }
      },
    },
    {
      name: 'judges by no window that begins before a change of traffic has settled, where it is to',
      check: (model) =>
        expectOfEach(
          model,
          (taken) => !judgesMetrics(taken) || hasSettled(taken, routesBefore(model, taken)),
        ),
    },
    {
      name: 'begins each run without traffic, unless the primary cannot take it back',
      check: (model) =>
        expectOfEach(
          model,
          ({ seen, decision }) =>
            decision.status.run?.id === seen.status.run?.id ||
            decision.status.canaryWeight === 0 ||
            (seen.primary?.endpoints ?? 0) === 0,
        ),
    },
    {
      name: 'scales nothing to zero that has traffic, or had it a drain time ago',
      check: (model) =>
        expectOfWrites(
          model,
          ({ action, reachedCanary, zeroSince, at }) =>
            action.kind !== 'scaleTarget' ||
            action.replicas > 0 ||
            (!reachedCanary && at - (zeroSince ?? unrouted(model)) >= DRAIN_MS),
        ),
    },
    {
      name: 'gives the canary no more of all requests by an edit alone, without a traffic decision',
      check: (model) => {
        let before = { seq: -1, share: 0 };
        for (const { action, plan } of model.written) {
          if (action.kind !== 'writeRoutes') continue;
          const share = shareOfAll(plan, action.traffic);
          if (action.seq === before.seq) expect(share).toBeLessThanOrEqual(before.share);
          before = { seq: action.seq, share };
        }
      },
    },
    {
      name: 'sends those who do not match to the canary only after a failed promotion',
      check: (model) =>
        expectOfWrites(
          model,
          ({ action, plan, record }) =>
            action.kind !== 'writeRoutes' ||
            record.run?.strategy !== 'ab-testing' ||
            shareOfAll(plan, action.traffic) === 0 ||
            record.run.audience === 'everyone',
        ),
    },
    {
      name: 'decides the same on the same picture',
      check: (model) => {
        for (const { plan, seen, verdicts, decision } of model.taken.slice(-20))
          expect(decide(plan, seen, verdicts)).toEqual(decision);
      },
    },
    {
      name: 'comes to rest: nothing is left to decide or to do',
      check: (model) => {
        const { plan, snapshot } = model.look();
        const { status, announcements } = decide(plan, snapshot, []);
        expect(status).toEqual(snapshot.status);
        expect(announcements).toEqual([]);
        expect(converge(plan, snapshot, status)).toEqual([]);
      },
    },
    {
      name: 'loses no revision: the target is promoted, or was rolled back with a reason',
      check: (model) => {
        const { phase, lastAppliedSpec, lastPromotedSpec, trackedConfigs, run } = model.record;
        expect(lastAppliedSpec).toBe(rev(model.target.letter));
        expect(trackedConfigs).toEqual({ 'configmap/settings': model.config });
        if (phase === 'Failed') {
          expect(run?.reason).toEqual(expect.any(String));
          return;
        }
        expect(phase === 'Succeeded' || phase === 'Initialized').toBe(true);
        expect(lastPromotedSpec).toBe(rev(model.target.letter));
        expect(model.primary?.letter).toBe(model.target.letter);
        expect(model.copied).toBe(model.config);
        expect(model.isReached).toBe(false);
        expect(model.target.replicas).toBe(0);
      },
    },
    {
      name: 'holds for no reason that is gone',
      check: (model) => expect(model.record.holding?.status ?? 'False').toBe('False'),
    },
  ];

  test('keeps all of its promises', () => {
    holdsFor(stories, (story) => {
      const model = live(story);
      for (const { name, check } of cases) {
        try {
          check(model);
        } catch (cause) {
          throw new Error(`it no longer ${name}`, { cause });
        }
      }
    });
  });
});
