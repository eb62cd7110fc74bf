import { afterEach, describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../src/api/objects.ts';
import { OperatorError } from '../../src/errors.ts';
import type { Clock } from '../../src/runtime/clock.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { VirtualClock } from '../../src/runtime/virtual-clock.ts';
import { makeApiServer } from '../../src/sandbox/apiserver/api-server.ts';
import type { Cluster } from '../../src/kube/cluster.ts';
import type { Election } from '../../src/kube/election.ts';
import { makeElector } from '../../src/kube/elector.ts';
import { LEASE } from '../../src/kube/lease.ts';

type Calls = Pick<Cluster, 'get' | 'create' | 'replace'>;
/** What happens to a call of a replica: it passes, gets no answer, fails, or is carried out and the answer is lost. */
type Network = 'up' | 'silent' | 'down' | 'deaf';

const NAME = { namespace: 'default', name: 'leader' };
const REF = { type: LEASE, ...NAME };
const never = new AbortController().signal;

const through = (cluster: Calls, network: () => Network): Calls => {
  const pass = async <T>(call: () => Promise<T>): Promise<T> => {
    const state = network();
    if (state === 'silent') return new Promise<never>(() => undefined);
    if (state === 'down') throw new OperatorError('UNAVAILABLE', 'connection refused');
    const answer = await call();
    return state === 'deaf' ? new Promise<never>(() => undefined) : answer;
  };
  return {
    get: (ref, signal) => pass(() => cluster.get(ref, signal)),
    create: (type, object, signal) => pass(() => cluster.create(type, object, signal)),
    replace: (type, object, signal, sub) => pass(() => cluster.replace(type, object, signal, sub)),
  };
};

/** The same time as the others', read off a wall clock that is wrong. */
const skewed = (clock: Clock, byMs: number): Clock => ({
  now: () => clock.now() + byMs,
  monotonic: () => clock.monotonic(),
  after: (delayMs, run) => clock.after(delayMs, run),
});

interface Replica {
  network: Network;
  leads: boolean;
  outcome: 'stopped' | 'lost' | undefined;
  /** As SIGTERM does. */
  readonly resign: () => void;
  readonly elector: Election;
}

const makeScene = () => {
  const clock = new VirtualClock();
  const api = makeApiServer({ clock, random: () => 0.5 });
  const user = api.cluster('user');
  const running: AbortController[] = [];
  const writes: number[] = [];
  api.onRequest(({ verb }) => {
    if (verb === 'update' || verb === 'create') writes.push(clock.monotonic());
  });
  const replica = (identity: string, own: { clock?: Clock; epochSeen?: () => number | undefined } = {}) => {
    const stop = new AbortController();
    running.push(stop);
    const elector = makeElector({
      cluster: through(api.cluster(identity), () => state.network),
      clock: own.clock ?? clock,
      log: silentLog,
      lease: NAME,
      identity,
    });
    const state: Replica = {
      network: 'up',
      leads: false,
      outcome: undefined,
      resign: () => stop.abort(),
      elector,
    };
    const lead = async (signal: AbortSignal): Promise<void> => {
      state.leads = true;
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      state.leads = false;
    };
    const epochSeen = own.epochSeen ?? (() => undefined);
    void elector.run({ signal: stop.signal, lead, epochSeen }).then((outcome) => {
      state.outcome = outcome;
    });
    return state;
  };
  const spec = async () => (await user.get(REF, never))['spec'] as Record<string, unknown>;
  const put = async (change: Record<string, unknown>): Promise<void> => {
    const lease = await user.get(REF, never);
    const metadata = { ...lease.metadata, resourceVersion: lease.metadata.resourceVersion ?? '' };
    await user.replace(LEASE, { ...lease, metadata, spec: { ...(await spec()), ...change } }, never);
  };
  const make = (given: unknown): Promise<KubeObject> =>
    user.create(
      LEASE,
      {
        apiVersion: 'coordination.k8s.io/v1',
        kind: 'Lease',
        metadata: { ...NAME },
        ...(given === undefined ? {} : { spec: given }),
      },
      never,
    );
  /** How long it takes until it holds; throws after a minute. */
  const takes = async (holds: () => boolean): Promise<number> => {
    const began = clock.monotonic();
    if (!(await clock.advanceUntil(holds, 60_000))) throw new Error('not within a minute');
    return clock.monotonic() - began;
  };
  return { clock, api, user, replica, spec, put, make, takes, running, writes };
};

let scene = makeScene();
afterEach(async () => {
  for (const stop of scene.running) stop.abort();
  await scene.clock.advance(60_000);
  scene = makeScene();
});

/** One leader and one that waits. */
const pair = async () => {
  const leader = scene.replica('a');
  await scene.clock.advance(100);
  const standby = scene.replica('b');
  await scene.clock.advance(7_300);
  expect([leader.leads, standby.leads]).toEqual([true, false]);
  return { leader, standby };
};

describe('a replica', () => {
  test('leads at once where there is no Lease, and writes the Lease as client-go would', async () => {
    const alone = scene.replica('a');
    expect(await scene.takes(() => alone.leads)).toBe(0);
    expect(await scene.spec()).toEqual({
      holderIdentity: 'a',
      leaseDurationSeconds: 15,
      acquireTime: '2023-11-14T22:13:20.000000Z',
      renewTime: '2023-11-14T22:13:20.000000Z',
      leaseTransitions: 0,
    });
    expect(alone.elector.mayWrite()).toBe(true);
  });

  test('asks for nothing but one renewal every 2 s', async () => {
    scene.replica('a');
    await scene.clock.advance(1_000);
    scene.writes.length = 0;
    let requests = 0;
    scene.api.onRequest(() => void (requests += 1));
    await scene.clock.advance(60_000);
    expect([requests, scene.writes.length]).toEqual([30, 30]);
  });

  test('takes over in 20 s when the leader has died, with a higher epoch', async () => {
    const { leader, standby } = await pair();
    leader.network = 'silent';
    expect(await scene.takes(() => standby.leads)).toBeLessThanOrEqual(18_000);
    expect(await scene.spec()).toMatchObject({ holderIdentity: 'b', leaseTransitions: 1 });
    expect(standby.elector.epoch()).toBe(1);
  });

  test('takes over in 3 s when the leader resigns', async () => {
    const { leader, standby } = await pair();
    leader.resign();
    expect(await scene.takes(() => standby.leads)).toBeLessThanOrEqual(3_000);
    expect(leader.outcome).toBe('stopped');
    expect(leader.elector.mayWrite()).toBe(false);
  });

  test('stops standing by when it is told to, and leaves the Lease alone', async () => {
    const { standby } = await pair();
    standby.resign();
    await scene.clock.advance(10);
    expect(standby.outcome).toBe('stopped');
    expect(await scene.spec()).toMatchObject({ holderIdentity: 'a' });
  });

  test('of two that find an expired Lease at the same moment, one leads', async () => {
    await scene.make({ holderIdentity: 'gone', leaseDurationSeconds: 3, leaseTransitions: 4 });
    const both = [scene.replica('a'), scene.replica('b')];
    await scene.clock.advance(30_000);
    expect(both.filter(({ leads }) => leads)).toHaveLength(1);
    expect(await scene.spec()).toMatchObject({ leaseTransitions: 5 });
  });
});

describe('a leader that cannot renew', () => {
  test.each(['silent', 'down', 'deaf'] as const)(
    'writes nothing from 8 s on, is lost at 10 s, and nobody leads before that: network %s',
    async (network) => {
      const { leader, standby } = await pair();
      // The last renewal was sent at 6 s, and 1400 ms have passed since.
      leader.network = network;
      const until = network === 'deaf' ? 10_000 + 2_000 : 10_000;
      expect(await scene.takes(() => !leader.elector.mayWrite())).toBeLessThanOrEqual(8_000);
      expect(standby.leads).toBe(false);
      await scene.takes(() => leader.outcome !== undefined);
      expect(leader.outcome).toBe('lost');
      expect(standby.leads).toBe(false);
      expect(scene.clock.monotonic()).toBeLessThanOrEqual(6_000 + until);
      await scene.takes(() => standby.leads);
      expect(leader.elector.mayWrite()).toBe(false);
    },
  );

  test('leads on when the server is back in time, and may write again', async () => {
    const { leader } = await pair();
    leader.network = 'down';
    await scene.clock.advance(7_000);
    expect(leader.elector.mayWrite()).toBe(false);
    leader.network = 'up';
    await scene.clock.advance(2_000);
    expect([leader.leads, leader.elector.mayWrite(), leader.outcome]).toEqual([true, true, undefined]);
  });

  test('finds its own renewal when the answer to it was lost', async () => {
    const { leader } = await pair();
    leader.network = 'deaf';
    await scene.clock.advance(1_000);
    leader.network = 'up';
    await scene.clock.advance(8_000);
    expect([leader.leads, leader.elector.mayWrite()]).toEqual([true, true]);
    expect(await scene.spec()).toMatchObject({ holderIdentity: 'a', leaseTransitions: 0 });
  });

  test('releases nothing that another one holds by then', async () => {
    const { leader } = await pair();
    await scene.put({ holderIdentity: 'c', leaseTransitions: 9 });
    leader.resign();
    await scene.clock.advance(100);
    expect(await scene.spec()).toMatchObject({ holderIdentity: 'c', leaseTransitions: 9 });
  });
});

describe('clocks', () => {
  test.each([-3_600_000, 3_600_000])(
    'a leader whose wall clock is %p ms off is neither followed too soon nor too late',
    async (byMs) => {
      const leader = scene.replica('a', { clock: skewed(scene.clock, byMs) });
      await scene.clock.advance(100);
      const standby = scene.replica('b');
      await scene.clock.advance(60_000);
      expect([leader.leads, standby.leads]).toEqual([true, false]);
      leader.network = 'silent';
      const tookMs = await scene.takes(() => standby.leads);
      expect(tookMs).toBeGreaterThan(13_000);
      expect(tookMs).toBeLessThanOrEqual(18_000);
    },
  );

  test('after a sleep of the machine, which only the wall clock shows, nothing is written before a renewal', async () => {
    const { leader } = await pair();
    scene.clock.jumpWall(30_000);
    expect(leader.elector.mayWrite()).toBe(false);
    await scene.clock.advance(2_000);
    expect(leader.elector.mayWrite()).toBe(true);
  });

  test('a process that stood still for more than 4 s writes nothing more and is lost', async () => {
    let asleepMs = 0;
    const clock: Clock = {
      ...skewed(scene.clock, 0),
      monotonic: () => scene.clock.monotonic() + asleepMs,
    };
    const leader = scene.replica('a', { clock });
    await scene.clock.advance(3_000);
    asleepMs = 3_000;
    expect(leader.elector.mayWrite()).toBe(true);
    await scene.clock.advance(2_000);
    expect(leader.outcome).toBe(undefined);
    asleepMs += 4_500;
    expect(leader.elector.mayWrite()).toBe(false);
    await scene.clock.advance(1_000);
    expect(leader.outcome).toBe('lost');
  });
});

describe('a Lease that others meddle with', () => {
  test.each([
    ['without a spec', undefined],
    ['with an empty spec', {}],
    ['with a holder of nothing else', { holderIdentity: 'gone' }],
    [
      'that grants its silent holder 68 years',
      { holderIdentity: 'gone', leaseDurationSeconds: 2_147_483_647 },
    ],
    ['whose transitions are at their end', { leaseTransitions: 2_147_483_647 }],
  ])('is taken at last: one %s', async (_, spec) => {
    await scene.make(spec);
    const one = scene.replica('a');
    expect(await scene.clock.advanceUntil(() => one.leads, 605_000)).toBe(true);
    expect(one.elector.epoch()).toBeGreaterThanOrEqual(0);
    expect(one.elector.epoch()).toBeLessThan(2_000_000_001);
  });

  test('is respected for the longer time that its holder asks for', async () => {
    await scene.make({ holderIdentity: 'flagger', leaseDurationSeconds: 60 });
    const one = scene.replica('a');
    await scene.clock.advance(59_000);
    expect(one.leads).toBe(false);
    await scene.clock.advance(2_000);
    expect(one.leads).toBe(true);
  });

  test('is made anew when it is deleted, with an epoch above all before', async () => {
    const { leader, standby } = await pair();
    await scene.user.delete(REF, never);
    await scene.clock.advance(5_000);
    const leads = [leader, standby].filter((one) => one.leads);
    expect(leads).toHaveLength(1);
    expect(leads[0]?.elector.epoch()).toBe(1);
    expect(await scene.spec()).toMatchObject({ leaseTransitions: 1 });
    expect([leader, standby].filter(({ elector }) => elector.mayWrite())).toHaveLength(1);
  });

  test('does not count anew after it was deleted while nobody led: records tell how far it was', async () => {
    const one = scene.replica('a', { epochSeen: () => 41 });
    await scene.clock.advance(100);
    expect(one.elector.epoch()).toBe(42);
  });

  test('is lost at once when another name stands in it', async () => {
    const { leader } = await pair();
    await scene.put({ holderIdentity: 'c' });
    expect(await scene.takes(() => leader.outcome === 'lost')).toBeLessThanOrEqual(2_000);
  });

  test('is lost when the name is wiped out', async () => {
    const { leader } = await pair();
    await scene.put({ holderIdentity: '' });
    expect(await scene.takes(() => leader.outcome === 'lost')).toBeLessThanOrEqual(2_000);
  });

  test('stays where it is when somebody only labels it', async () => {
    const { leader } = await pair();
    const lease = await scene.user.get(REF, never);
    const metadata = {
      ...lease.metadata,
      labels: { seen: 'yes' },
      resourceVersion: lease.metadata.resourceVersion ?? '',
    };
    await scene.user.replace(LEASE, { ...lease, metadata }, never);
    await scene.clock.advance(5_000);
    expect([leader.leads, leader.elector.mayWrite()]).toEqual([true, true]);
    expect((await scene.user.get(REF, never)).metadata.labels).toEqual({ seen: 'yes' });
  });
});

describe('a higher epoch on a record', () => {
  test('is passed with the next renewal by the one who holds the Lease', async () => {
    const { leader } = await pair();
    leader.elector.contest(17);
    expect(leader.elector.epoch()).toBe(0);
    await scene.clock.advance(2_000);
    expect(leader.elector.epoch()).toBe(18);
    expect(await scene.spec()).toMatchObject({ holderIdentity: 'a', leaseTransitions: 18 });
  });

  test('that no Lease can have counted to is no epoch', async () => {
    const { leader } = await pair();
    leader.elector.contest(2 ** 31);
    await scene.clock.advance(4_000);
    expect([leader.leads, leader.elector.epoch()]).toEqual([true, 0]);
  });
});
