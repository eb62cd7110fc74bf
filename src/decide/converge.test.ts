import { describe, expect, test } from '@jest/globals';
import { aPlan } from '../../test/builders/plan.ts';
import {
  aConfig,
  aPrimary,
  aScaler,
  aTarget,
  carrying,
  idleTarget,
  NOT_READY,
  routesOf,
  seeing,
} from '../../test/builders/snapshot.ts';
import { aRun, aStatus, atRest, NOW, rev } from '../../test/builders/status.ts';
import type { Plan } from '../domain/plan.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { Status } from '../domain/status.ts';
import { trafficAt } from '../domain/traffic.ts';
import { type Action, converge } from './converge.ts';

const plan = aPlan();
const SUMS = { 'configmap/settings': 'v1' };
const MISSING = {
  apex: 'missing',
  primary: 'missing',
  canary: 'missing',
  apexSelectsPrimary: false,
  canaryIsRelease: false,
} as const;
/** The canary Service is what is analysed, and it is not as it should be. */
const released = { ...seeing().services, canary: 'drifted', canaryIsRelease: true } as const;
const DRAINED = { drainUntil: NOW - 1 };

const spoken = (action: Action): string => {
  switch (action.kind) {
    case 'copyConfig':
      return `copy ${action.config.key} at ${action.checksum}`;
    case 'writeService':
      return `service ${action.role}`;
    case 'writeRule':
      return `rule ${action.side}`;
    case 'writeRoutes':
      return `routes ${action.traffic.primary}/${action.traffic.canary} as ${action.seq}`;
    case 'scaleTarget':
      return `scale to ${action.replicas}`;
    case 'writeAutoscaler':
      return action.floor === 0 ? 'autoscaler' : `autoscaler with at least ${action.floor}`;
    case 'pauseAutoscaler':
      return action.pause ? 'pause autoscaler' : 'resume autoscaler';
    case 'setFinalizer':
      return `finalizer ${action.isOn ? 'on' : 'off'}`;
    case 'returnService':
      return 'return the Service';
    case 'returnRoutes':
      return 'return the routes';
    case 'writePrimary':
      return action.kind;
  }
};

interface Row {
  readonly name: string;
  readonly status: Status;
  readonly over?: Partial<Snapshot>;
  readonly given?: Plan;
  readonly is: readonly string[];
}

const check = ({ status, over = {}, given = plan, is }: Row): void => {
  expect(converge(given, seeing({ status, ...over }), status).map(spoken)).toEqual(is);
};

describe('initialising, it writes', () => {
  const status = aStatus({
    phase: 'Initializing',
    canaryWeight: 0,
    run: aRun({ revision: rev('A'), trackedConfigs: SUMS, trafficSeq: 1, tick: 0 }),
  });
  const drained: Status = {
    ...status,
    run: aRun({ revision: rev('A'), trackedConfigs: SUMS, trafficSeq: 1, ...DRAINED }),
  };
  const world = {
    target: aTarget({ revision: rev('A') }),
    configs: [aConfig()],
    primary: carrying('A', SUMS),
  };
  const apexMissing = {
    ...seeing().services,
    apex: 'missing',
    apexSelectsPrimary: false,
    canaryIsRelease: false,
  } as const;
  const rows: readonly Row[] = [
    {
      name: 'config copies, the primary and its Services first',
      status,
      over: {
        ...world,
        primary: undefined,
        services: MISSING,
        routes: routesOf(status, { form: 'missing' }),
      },
      is: ['copy configmap/settings at v1', 'writePrimary', 'service primary', 'service canary'],
    },
    {
      name: 'the primary’s autoscaler with it',
      status,
      over: { ...world, primary: undefined, scaler: aScaler({ form: 'missing' }) },
      is: ['copy configmap/settings at v1', 'writePrimary', 'autoscaler'],
    },
    {
      name: 'nothing while the primary is not ready',
      status,
      over: {
        ...world,
        primary: carrying('A', SUMS, { readiness: NOT_READY }),
        rules: { primary: 'missing', canary: 'missing' },
      },
      is: [],
    },
    {
      name: 'nothing while the primary has no endpoints',
      status,
      over: {
        ...world,
        primary: carrying('A', SUMS, { endpoints: 0 }),
        rules: { primary: 'missing', canary: 'missing' },
      },
      is: [],
    },
    {
      name: 'rules and routes when it is ready',
      status,
      over: {
        ...world,
        rules: { primary: 'missing', canary: 'missing' },
        services: apexMissing,
        routes: routesOf(status, { form: 'missing' }),
      },
      is: ['rule primary', 'rule canary', 'routes 100/0 as 1'],
    },
    {
      name: 'the apex after the routes',
      status,
      over: { ...world, services: apexMissing },
      is: ['service apex'],
    },
    { name: 'nothing more before the drain', status, over: world, is: [] },
    { name: 'the target’s zero after the drain', status: drained, over: world, is: ['scale to 0'] },
    {
      name: 'nothing of a target that was edited meanwhile',
      status,
      over: { ...world, primary: undefined, target: aTarget({ revision: rev('C') }) },
      is: [],
    },
    {
      name: 'the ways to a primary that has what it is to have, although the target was edited meanwhile',
      status,
      over: {
        ...world,
        target: aTarget({ revision: rev('C') }),
        rules: { primary: 'missing', canary: 'missing' },
      },
      is: ['rule primary', 'rule canary'],
    },
    {
      name: 'no zero for a target that was edited meanwhile',
      status: drained,
      over: { ...world, target: aTarget({ revision: rev('C') }) },
      is: [],
    },
    {
      name: 'nothing while something stands in the way',
      status,
      over: { ...world, primary: undefined, obstacle: { kind: 'PortNotFound', message: 'no' } },
      is: [],
    },
  ];

  test.each(rows)('$name', check);
});

describe('at rest, it repairs', () => {
  const rest = (over: Partial<Status> = {}) => atRest({ trackedConfigs: SUMS, ...over });
  const world = { target: idleTarget(), primary: carrying('A', SUMS), configs: [aConfig()] };
  const rows: readonly Row[] = [
    { name: 'nothing when all is well', status: rest(), over: world, is: [] },
    {
      name: 'Services, rules and routes',
      status: rest(),
      over: {
        ...world,
        services: MISSING,
        rules: { primary: 'drifted', canary: 'missing' },
        routes: routesOf(rest(), { form: 'drifted' }),
      },
      is: [
        'service primary',
        'service canary',
        'service apex',
        'rule primary',
        'rule canary',
        'routes 100/0 as 4',
      ],
    },
    {
      name: 'weights that a hand has changed',
      status: rest(),
      over: { ...world, routes: routesOf(rest(), { traffic: trafficAt(30) }) },
      is: ['routes 100/0 as 4'],
    },
    {
      name: 'everything on the canary after a failed promotion',
      status: rest({ phase: 'Failed', canaryWeight: 100 }),
      over: { ...world, routes: routesOf(rest(), { form: 'missing' }) },
      is: ['routes 0/100 as 4'],
    },
    {
      name: 'a lost autoscaler',
      status: rest(),
      over: { ...world, scaler: aScaler({ form: 'missing' }) },
      is: ['autoscaler'],
    },
    {
      name: 'an autoscaler whose source was edited, without waiting for a promotion',
      status: rest(),
      over: { ...world, scaler: aScaler({ form: 'drifted' }) },
      is: ['autoscaler'],
    },
    {
      name: 'a lost copy, from a source that has not changed',
      status: rest(),
      over: { ...world, configs: [aConfig({ copied: false })] },
      is: ['copy configmap/settings at v1'],
    },
    {
      name: 'no lost copy from a source that has changed',
      status: rest(),
      over: { ...world, configs: [aConfig({ copied: false, checksum: 'v2' })] },
      is: [],
    },
    {
      name: 'no lost copy of what has failed',
      status: rest({ phase: 'Failed' }),
      over: { ...world, configs: [aConfig({ copied: false })] },
      is: [],
    },
    {
      name: 'no primary and no replicas',
      status: rest(),
      over: { ...world, primary: aPrimary({ replicas: 0 }), target: aTarget() },
      is: [],
    },
    {
      name: 'what is left when the target is deleted',
      status: rest(),
      over: {
        ...world,
        target: undefined,
        services: { ...seeing().services, apex: 'missing' },
        obstacle: { kind: 'TargetNotFound', message: 'gone' },
      },
      is: ['service apex'],
    },
    {
      name: 'nothing that belongs to somebody else by now',
      status: rest(),
      over: {
        ...world,
        services: { ...seeing().services, apex: 'drifted' },
        obstacle: { kind: 'NameTaken', message: 'taken' },
      },
      is: [],
    },
    {
      name: 'a pause for an autoscaler that would wake the target',
      status: rest(),
      over: { ...world, scaler: aScaler({ target: 'active' }) },
      is: ['pause autoscaler'],
    },
    {
      name: 'no pause while the routes are not seen where they are recorded',
      status: rest(),
      over: {
        ...world,
        scaler: aScaler({ target: 'active' }),
        routes: routesOf(rest(), { traffic: { primary: 50, canary: 50, mirrored: false } }),
      },
      is: ['routes 100/0 as 4'],
    },
    {
      name: 'no pause where the canary serves after a failed promotion',
      status: rest({ phase: 'Failed', canaryWeight: 100 }),
      over: {
        ...world,
        routes: routesOf(rest({ canaryWeight: 100 })),
        scaler: aScaler({ target: 'active' }),
      },
      is: [],
    },
    {
      name: 'the autoscaler’s floor while it holds after traffic has returned',
      status: rest({ run: { ...aRun(), primaryFloor: { replicas: 5, readyWith: 2, until: NOW + 1 } } }),
      over: { ...world, scaler: aScaler({ form: 'drifted' }) },
      is: ['autoscaler with at least 5'],
    },
    {
      name: 'the autoscaler’s own minimum again when the floor is over',
      status: rest({ run: { ...aRun(), primaryFloor: { replicas: 5, readyWith: 2, until: NOW } } }),
      over: { ...world, scaler: aScaler({ form: 'drifted' }) },
      is: ['autoscaler'],
    },
    {
      name: 'while waiting for approval as well',
      status: rest({ phase: 'Waiting' }),
      over: { ...world, services: { ...seeing().services, canary: 'missing' } },
      is: ['service canary'],
    },
  ];

  test.each(rows)('$name', check);
});

describe('in a run, it writes', () => {
  const begun = aStatus({ canaryWeight: 0, run: aRun({ tick: 0 }) });
  const promoting = aStatus({ phase: 'Promoting', run: aRun({ trackedConfigs: SUMS }) });
  const leaving = (over: Partial<Status> = {}) =>
    aStatus({ canaryWeight: 0, run: aRun({ intent: 'rollBack', ...DRAINED }), ...over });
  const rows: readonly Row[] = [
    {
      name: 'the replicas that a run starts with',
      status: begun,
      over: { target: aTarget({ replicas: 0, startReplicas: 3 }) },
      is: ['scale to 3'],
    },
    {
      name: 'the autoscaler’s freedom before the replicas',
      status: begun,
      over: { target: aTarget({ replicas: 0 }), scaler: aScaler({ target: 'paused' }) },
      is: ['resume autoscaler', 'scale to 2'],
    },
    {
      name: 'the autoscaler’s freedom after somebody paused it in mid-run',
      status: aStatus(),
      over: { scaler: aScaler({ target: 'paused' }) },
      is: ['resume autoscaler'],
    },
    {
      name: 'no replicas for what has none',
      status: begun,
      over: { target: aTarget({ replicas: 0, startReplicas: 0 }) },
      is: [],
    },
    {
      name: 'the floor that the return of traffic waits for',
      status: aStatus({
        phase: 'Promoting',
        run: aRun({ trackedConfigs: SUMS, primaryFloor: { replicas: 5, readyWith: 2 } }),
      }),
      over: {
        configs: [aConfig()],
        primary: carrying('B', SUMS),
        scaler: aScaler({ form: 'drifted' }),
      },
      is: ['autoscaler with at least 5'],
    },
    {
      name: 'no replicas over those that are there',
      status: begun,
      over: { target: aTarget({ replicas: 1 }) },
      is: [],
    },
    {
      name: 'no replicas after the first tick',
      status: aStatus(),
      over: { target: aTarget({ replicas: 0 }) },
      is: [],
    },
    {
      name: 'the weight that was recorded',
      status: aStatus({ canaryWeight: 20, run: aRun({ trafficSeq: 5 }) }),
      over: { routes: routesOf(aStatus()) },
      is: ['routes 80/20 as 5'],
    },
    {
      name: 'the recorded weight again after a hand edit',
      status: aStatus(),
      over: { routes: routesOf(aStatus(), { traffic: trafficAt(100) }) },
      is: ['routes 90/10 as 4'],
    },
    {
      name: 'configs, then the template, when it promotes',
      status: promoting,
      over: { configs: [aConfig()] },
      is: ['copy configmap/settings at v1', 'writePrimary'],
    },
    {
      name: 'no canary Service that is the release while its users would follow it to another one',
      status: aStatus(),
      over: { services: released, target: aTarget({ revision: rev('C') }) },
      is: [],
    },
    {
      name: 'nor before the routes have left it',
      status: aStatus({ canaryWeight: 0, run: aRun({ tick: 0, trafficSeq: 5 }) }),
      over: { services: released, routes: routesOf(aStatus()) },
      is: ['routes 100/0 as 5'],
    },
    {
      name: 'it once they have',
      status: aStatus({ canaryWeight: 0 }),
      over: { services: released },
      is: ['service canary'],
    },
    {
      name: 'it after a hand edit, where it leads to what is analysed',
      status: aStatus(),
      over: { services: released },
      is: ['service canary'],
    },
    {
      name: 'the autoscaler’s new rules with the template',
      status: promoting,
      over: { configs: [aConfig()], scaler: aScaler({ form: 'drifted' }) },
      is: ['copy configmap/settings at v1', 'writePrimary', 'autoscaler'],
    },
    {
      name: 'nothing that was promoted already',
      status: promoting,
      over: { configs: [aConfig()], primary: carrying('B', SUMS) },
      is: [],
    },
    {
      name: 'nothing of a template that was not analysed',
      status: promoting,
      over: { configs: [aConfig()], target: aTarget({ revision: rev('C') }) },
      is: [],
    },
    {
      name: 'nothing of configs that were not analysed',
      status: promoting,
      over: { configs: [aConfig({ checksum: 'v2' })] },
      is: [],
    },
    { name: 'the target’s zero at the end', status: leaving(), is: ['scale to 0'] },
    {
      name: 'a pause before the target’s zero, so that nothing wakes it between',
      status: leaving(),
      over: { scaler: aScaler({ target: 'active' }) },
      is: ['pause autoscaler', 'scale to 0'],
    },
    {
      name: 'a pause also when the autoscaler has taken the pods already',
      status: leaving(),
      over: { target: aTarget({ replicas: 0 }), scaler: aScaler({ target: 'active' }) },
      is: ['pause autoscaler'],
    },
    {
      name: 'no pause before the drain is over',
      status: leaving({ run: aRun({ intent: 'rollBack', drainUntil: NOW + 1 }) }),
      over: { scaler: aScaler({ target: 'active' }) },
      is: [],
    },
    {
      name: 'the target’s zero when promotion is over',
      status: leaving({ phase: 'Finalising', run: aRun({ intent: 'finish', ...DRAINED }) }),
      is: ['scale to 0'],
    },
    {
      name: 'no zero before the drain is over',
      status: leaving({ run: aRun({ intent: 'rollBack', drainUntil: NOW + 1 }) }),
      is: [],
    },
    {
      name: 'no zero while proxies may be behind',
      status: leaving(),
      over: { catchUpUntil: NOW + 1 },
      is: [],
    },
    {
      name: 'no new template of the primary while proxies may be behind',
      status: promoting,
      over: { configs: [aConfig()], catchUpUntil: NOW + 1 },
      is: [],
    },
    {
      name: 'no new template of a primary that is set up anew while proxies may be behind',
      status: aStatus({ phase: 'Initializing', canaryWeight: 0, run: aRun({ trackedConfigs: SUMS }) }),
      over: { configs: [aConfig()], catchUpUntil: NOW + 1 },
      is: [],
    },
    {
      name: 'a primary that is missing all the same',
      status: promoting,
      over: { configs: [aConfig()], primary: undefined, catchUpUntil: NOW + 1 },
      is: ['copy configmap/settings at v1', 'writePrimary'],
    },
    {
      name: 'no zero right after a route was written again',
      status: leaving(),
      over: { routes: routesOf(leaving(), { stamp: { uid: 'c-1', seq: 4, at: NOW - 1 } }) },
      is: [],
    },
    {
      name: 'no zero while routes lead there',
      status: leaving(),
      over: { routes: routesOf(leaving(), { traffic: trafficAt(50) }) },
      is: ['routes 100/0 as 4'],
    },
    {
      name: 'no zero while the record has traffic there',
      status: leaving({
        canaryWeight: 100,
        run: aRun({ intent: 'rollBack', reason: 'PromotionFailed', ...DRAINED }),
      }),
      is: [],
    },
    {
      name: 'nothing to a target at zero',
      status: leaving(),
      over: { target: aTarget({ replicas: 0 }) },
      is: [],
    },
  ];

  test.each(rows)('$name', check);
});

describe('it writes nothing', () => {
  const drifted: Partial<Snapshot> = { services: MISSING };
  const rows: readonly Row[] = [
    { name: 'while suspended', status: aStatus(), over: drifted, given: { ...plan, suspend: true }, is: [] },
    {
      name: 'while suspended after a rollback that is over',
      status: aStatus({ phase: 'Failed', canaryWeight: 0, run: aRun({ intent: 'rollBack' }) }),
      over: drifted,
      given: { ...plan, suspend: true },
      is: [],
    },
    {
      name: 'from an old record',
      status: aStatus(),
      over: { ...drifted, routes: routesOf(aStatus({ run: aRun({ trafficSeq: 9 }) })) },
      is: [],
    },
    {
      name: 'for a Canary that is being deleted',
      status: aStatus(),
      over: { ...drifted, deletedAt: NOW },
      is: [],
    },
    {
      name: 'before a refused write may be tried again',
      status: aStatus(),
      over: { ...drifted, refused: { reason: 'RouteRefused', what: 'x', message: 'y', retryAt: NOW + 1 } },
      is: [],
    },
    { name: 'without a record', status: aStatus({ run: undefined }), over: drifted, is: [] },
  ];

  test.each(rows)('$name', check);

  test('for a spec that is invalid', () => {
    expect(converge({ reason: 'InvalidSpec', issues: [] }, seeing(drifted), aStatus())).toEqual([]);
  });

  test('but a rollback goes on while suspended', () => {
    const status = aStatus({ canaryWeight: 0, run: aRun({ intent: 'rollBack', trafficSeq: 5 }) });
    check({
      name: '',
      status,
      over: { routes: routesOf(aStatus()) },
      given: { ...plan, suspend: true },
      is: ['routes 100/0 as 5'],
    });
  });

  test('but a refused write is tried again at its time', () => {
    check({
      name: '',
      status: aStatus(),
      over: {
        rules: { primary: 'drifted', canary: 'asWanted' },
        refused: { reason: 'RouteRefused', what: 'x', message: 'y', retryAt: NOW },
      },
      is: ['rule primary'],
    });
  });
});
