import { expect, test } from '@jest/globals';
import { aHook, aPlan } from '../../test/builders/plan.ts';
import { hookOf, seeing } from '../../test/builders/snapshot.ts';
import type { HttpAnswer, HttpRequest } from '../net/port.ts';
import { VirtualClock } from '../runtime/virtual-clock.ts';
import { makeHooks } from './hooks.ts';
import { type Ending, makeOutbox } from './outbox.ts';

/** Hooks of a Canary that are answered from a list of statuses. */
const stage = (...statuses: readonly number[]) => {
  const clock = new VirtualClock(1_700_000_000_000);
  const requests: HttpRequest[] = [];
  const left = [...statuses];
  const endings: string[] = [];
  const hooks = makeHooks({
    clock,
    http: {
      send: (request) => {
        requests.push(request);
        const answer: HttpAnswer = { status: left.shift() ?? 200, headers: {}, body: 'a word' };
        return Promise.resolve(answer);
      },
    },
    outbox: makeOutbox({ clock, random: () => 1, limit: 10, oldestMs: 600_000 }),
    onEnding: ({ hook, ending }) => void endings.push(`${hook.name} ${ending.kind}`),
  });
  return { clock, hooks, requests, endings };
};

const plan = aPlan({
  webhooks: [
    { ...aHook('event'), timeout: '3s', disableTLS: true, metadata: { team: 'shop', timestamp: 'mine' } },
    { ...aHook('post-rollout'), retries: 1 },
    aHook('post-rollout', 'second'),
  ],
});

test('an event hook is called with its own time-out and TLS, for the object that chose its address', async () => {
  const { clock, hooks, requests, endings } = stage();
  const announcement = { type: 'Warning', topic: 'CheckFailed', message: 'Halt' } as const;
  hooks.event(hookOf(plan, 'event'), announcement, plan, seeing());
  await clock.advance(1_000);
  expect(requests).toMatchObject([
    { method: 'POST', timeoutMs: 3_000, skipTlsVerify: true, origin: 'object', pool: 'telling' },
  ]);
  expect(JSON.parse(requests[0]?.body ?? '')).toMatchObject({
    phase: 'Progressing',
    metadata: { team: 'shop', eventMessage: 'Halt', eventType: 'Warning', timestamp: '1700000000000' },
    serinette: { reason: 'CheckFailed' },
  });
  expect(endings).toEqual(['event delivered']);
});

test('an event hook has one try unless it asks for more', async () => {
  const { clock, hooks, requests, endings } = stage(503);
  const announcement = { type: 'Normal', topic: 'Advanced', message: 'Advance' } as const;
  hooks.event(hookOf(plan, 'event'), announcement, plan, seeing());
  await clock.advance(60_000);
  expect([requests.length, endings]).toEqual([1, ['event dropped']]);
});

test('hooks of an end are called one after the other, as often as each asks, until one fails', async () => {
  const after = [hookOf(plan, 'post-rollout'), hookOf(plan, 'second')];
  const run = async (...statuses: readonly number[]) => {
    const { clock, hooks, requests } = stage(...statuses);
    const seen: (readonly [string, Ending['kind']])[] = [];
    let isOver = false;
    void hooks
      .afterRollout(after, plan, seeing(), ({ name }, { kind }) => void seen.push([name, kind]))
      .then(() => {
        isOver = true;
      });
    await clock.advance(60_000);
    expect(isOver).toBe(true);
    return { urls: requests.map(({ url }) => url.replace('http://gate.test/', '')), seen };
  };
  expect(await run(503, 204, 200)).toEqual({
    urls: ['post-rollout', 'post-rollout', 'second'],
    seen: [
      ['post-rollout', 'delivered'],
      ['second', 'delivered'],
    ],
  });
  expect(await run(503, 503)).toEqual({
    urls: ['post-rollout', 'post-rollout'],
    seen: [['post-rollout', 'dropped']],
  });
});
