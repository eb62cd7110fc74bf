import { describe, expect, test } from '@jest/globals';
import { aPlan } from '../../test/builders/plan.ts';
import {
  aConfig,
  aTarget,
  carrying,
  NOT_READY,
  routesOf,
  seeing,
  STUCK,
} from '../../test/builders/snapshot.ts';
import { aRun, aStatus, holdingFor, NOW, rev } from '../../test/builders/status.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { Status } from '../domain/status.ts';
import { decide } from './decide.ts';

const plan = aPlan();
const beginning = (over: Partial<Status> = {}): Status =>
  aStatus({
    phase: 'Initializing',
    canaryWeight: 0,
    lastAppliedSpec: '',
    lastPromotedSpec: '',
    lastTrackedRevision: '',
    run: aRun({ id: '1', revision: rev('A'), tick: 0, trafficSeq: 1 }),
    ...over,
  });
const LONG_AGO = NOW - 60_000;
const running = (over: Partial<Snapshot> = {}): Snapshot =>
  seeing({
    status: beginning(),
    target: aTarget({ revision: rev('A'), trackedRevision: 't-1/1' }),
    primary: carrying('A'),
    ...over,
  });

test('the first look records what is initialised, before anything is made', () => {
  const nothing = beginning({ phase: undefined, run: undefined, accepted: undefined });
  const { status, announcements } = decide(plan, running({ status: nothing, configs: [aConfig()] }), []);
  expect(status).toMatchObject({
    phase: 'Initializing',
    canaryWeight: 0,
    accepted: { status: 'True' },
    promoted: { status: 'Unknown', message: 'New Deployment detected, starting initialization.' },
    run: { id: '1', revision: rev('A'), trackedConfigs: { 'configmap/settings': 'v1' }, trafficSeq: 1 },
  });
  expect(announcements).toEqual([]);
});

describe('initialisation', () => {
  const rows: readonly {
    readonly name: string;
    readonly over: Partial<Snapshot>;
    readonly is: Record<string, unknown>;
    readonly drains?: false;
  }[] = [
    {
      name: 'starts anew when the target is edited meanwhile',
      over: { target: aTarget({ revision: rev('C') }) },
      is: { phase: 'Initializing', run: { id: '2', revision: rev('C'), stageSince: NOW, trafficSeq: 2 } },
    },
    {
      name: 'starts anew when a config is edited meanwhile',
      over: { configs: [aConfig()] },
      is: { phase: 'Initializing', run: { id: '2', trackedConfigs: { 'configmap/settings': 'v1' } } },
    },
    {
      name: 'of a primary that was lost ends without what came to the target meanwhile',
      over: {
        status: beginning({
          lastAppliedSpec: rev('A'),
          lastPromotedSpec: rev('A'),
          lastTrackedRevision: 't-1/1',
          trackedConfigs: {},
        }),
        target: aTarget({ revision: rev('C'), trackedRevision: 't-1/2' }),
      },
      is: {
        phase: 'Initialized',
        lastAppliedSpec: rev('A'),
        lastPromotedSpec: rev('A'),
        lastTrackedRevision: 't-1/1',
        run: { id: '1', intent: 'finish' },
      },
      drains: false,
    },
    {
      name: 'waits for the primary to be written',
      over: { primary: carrying('B') },
      is: { phase: 'Initializing', run: { id: '1' } },
    },
    {
      name: 'waits for the primary to become ready',
      over: { primary: carrying('A', {}, { readiness: NOT_READY }) },
      is: { phase: 'Initializing', holding: undefined },
    },
    {
      name: 'waits for the primary’s endpoints',
      over: { primary: carrying('A', {}, { endpoints: 1 }) },
      is: { phase: 'Initializing' },
    },
    {
      name: 'holds when the primary misses the deadline, and leaves the target alone',
      over: {
        status: beginning({ run: aRun({ revision: rev('A'), stageSince: LONG_AGO }) }),
        primary: carrying('A', {}, { readiness: NOT_READY }),
      },
      is: { phase: 'Initializing', holding: { status: 'True', reason: 'PrimaryNotReady' } },
    },
    {
      name: 'holds at once when the primary is stuck',
      over: { primary: carrying('A', {}, { readiness: STUCK }) },
      is: { phase: 'Initializing', holding: { reason: 'PrimaryNotReady' } },
    },
    {
      name: 'waits for the apex to select the primary',
      over: { services: { ...seeing().services, apexSelectsPrimary: false, canaryIsRelease: false } },
      is: { phase: 'Initializing' },
      drains: false,
    },
    {
      name: 'waits for the routes',
      over: { routes: routesOf(beginning(), { form: 'missing' }) },
      is: { phase: 'Initializing' },
      drains: false,
    },
    {
      name: 'forgets the drain when the apex selects the target again',
      over: {
        status: beginning({ run: aRun({ revision: rev('A'), drainUntil: NOW - 1 }) }),
        services: { ...seeing().services, apexSelectsPrimary: false, canaryIsRelease: false },
      },
      is: { phase: 'Initializing' },
      drains: false,
    },
    {
      name: 'drains before the target goes to zero',
      over: {},
      is: { phase: 'Initializing', run: { drainUntil: NOW + 5_000 } },
    },
    {
      name: 'is over when the target is at zero',
      over: { target: aTarget({ revision: rev('A'), trackedRevision: 't-1/2', replicas: 0, endpoints: 0 }) },
      is: {
        phase: 'Initialized',
        lastAppliedSpec: rev('A'),
        lastPromotedSpec: rev('A'),
        lastTrackedRevision: 't-1/2',
        trackedConfigs: {},
        promoted: { status: 'True' },
        run: { intent: 'finish' },
      },
    },
    {
      name: 'takes traffic off the target first, where a failed promotion had left it',
      over: { status: beginning({ canaryWeight: 100 }) },
      is: { phase: 'Initializing', canaryWeight: 0, run: { trafficSeq: 2 } },
    },
  ];

  test.each(rows)('$name', ({ over, is, drains }) => {
    const { status } = decide(plan, running(over), []);
    expect(status).toMatchObject(is);
    if (drains === false) expect(status.run?.drainUntil).toBeUndefined();
  });

  test.each(['TargetNotFound', 'Suspended', 'RouteRefused', 'PrimaryNotReady'])(
    'holds for %s no longer than that lasts',
    (reason) => {
      const { status } = decide(plan, running({ status: beginning({ holding: holdingFor(reason) }) }), []);
      expect(status.holding).toMatchObject({ status: 'False', reason: 'Proceeding' });
    },
  );

  test('gives the primary its whole deadline again after a suspension', () => {
    const status = beginning({
      holding: holdingFor('Suspended'),
      run: aRun({ revision: rev('A'), stageSince: LONG_AGO }),
    });
    const next = decide(plan, running({ status, primary: carrying('A', {}, { readiness: NOT_READY }) }), []);
    expect(next.status.holding?.status).toBe('False');
    expect(next.next).toMatchObject({ at: NOW + 60_000 });
  });

  test('announces its end once', () => {
    const { announcements } = decide(
      plan,
      running({ target: aTarget({ revision: rev('A'), replicas: 0 }) }),
      [],
    );
    expect(announcements.map(({ message }) => message)).toEqual(['Initialization done! podinfo.test']);
  });

  test('asks for nothing more once the drain is over: the target’s own change is waited for', () => {
    const status = beginning({ run: aRun({ revision: rev('A'), drainUntil: NOW - 1 }) });
    expect(decide(plan, running({ status }), []).next).toEqual({ kind: 'whenChanged' });
  });
});
