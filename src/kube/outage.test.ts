import { describe, expect, test } from '@jest/globals';
import { OperatorError } from '../errors.ts';
import { VirtualClock } from '../runtime/virtual-clock.ts';
import type { Cluster } from './cluster.ts';
import { lastAwayMs, watchful } from './outage.ts';

const kind = (awayMs: number, isFollowing = true) => ({ lastAwayMs: () => awayMs, isFollowing });
const NEVER = Number.POSITIVE_INFINITY;

describe('the server was last away', () => {
  test.each([
    { name: 'never, while all is well', kinds: [kind(NEVER), kind(NEVER)], is: NEVER },
    { name: 'never, when nothing is followed yet', kinds: [kind(0, false)], is: NEVER },
    { name: 'now, while nothing can be followed', kinds: [kind(0), kind(0)], is: 0 },
    { name: 'now, while most cannot', kinds: [kind(0), kind(0), kind(NEVER)], is: 0 },
    {
      name: 'now, whatever was never started',
      kinds: [kind(0), kind(NEVER, false), kind(NEVER, false)],
      is: 0,
    },
    {
      name: 'when the last of those came back that are back',
      kinds: [kind(0), kind(3), kind(7), kind(9)],
      is: 3,
    },
    {
      name: 'never, when a single kind fails on by itself',
      kinds: [kind(0), kind(NEVER), kind(NEVER)],
      is: NEVER,
    },
  ])('$name', ({ kinds, is }) => {
    expect(lastAwayMs(kinds)).toBe(is);
  });
});

describe('a call that is left without an answer', () => {
  const failing = (error: OperatorError) => {
    const clock = new VirtualClock();
    const fail = () => Promise.reject(error);
    const cluster = { get: fail, list: fail, create: fail, replace: fail, patch: fail } as unknown as Cluster;
    return { clock, ...watchful(cluster, clock) };
  };
  const { signal } = new AbortController();
  const type = { group: '', version: 'v1', kind: 'Secret', plural: 'secrets', namespaced: true };

  test('is remembered, and thrown on', async () => {
    const server = failing(new OperatorError('TIMEOUT', 'no answer'));
    expect(server.lastSilentMs()).toBe(NEVER);
    await expect(server.cluster.get({ type, name: 'a' }, signal)).rejects.toThrow('no answer');
    await server.clock.advance(4_000);
    expect(server.lastSilentMs()).toBe(4_000);
  });

  test('is another thing than a refusal, or a server that fails with its own answer', async () => {
    for (const code of ['UNAVAILABLE', 'REJECTED', 'CONFLICT'] as const) {
      const server = failing(new OperatorError(code, 'x'));
      await expect(server.cluster.get({ type, name: 'a' }, signal)).rejects.toThrow('x');
      expect(server.lastSilentMs()).toBe(NEVER);
    }
  });
});
