import { expect, test } from '@jest/globals';
import { type ErrorCode, OperatorError } from '../errors.ts';
import type { Informer } from './informer.ts';
import { onDemand } from './on-demand.ts';

/** An informer that says what a test wants it to. */
const informer = (over: { readonly synced?: boolean; readonly code?: ErrorCode } = {}) => {
  const state = { started: 0 };
  const fake: Pick<Informer, 'run' | 'synced' | 'health'> = {
    synced: over.synced ?? false,
    health: {
      lastEventAgeMs: () => 0,
      lastAwayMs: () => Number.POSITIVE_INFINITY,
      isFollowing: true,
      lastError: over.code === undefined ? undefined : new OperatorError(over.code, 'x'),
    },
    run: () => {
      state.started += 1;
      return Promise.resolve();
    },
  };
  return { state, rare: onDemand(fake as Informer) };
};

test.each([
  { name: 'complete', over: { synced: true }, is: true },
  { name: 'on its way', over: {}, is: false },
  { name: 'kept by a server that is away', over: { code: 'UNAVAILABLE' }, is: false },
  { name: 'of a kind that is not served', over: { code: 'NOT_FOUND' }, is: true },
  { name: 'of a kind that may not be read', over: { code: 'FORBIDDEN' }, is: true },
] as const)('a copy that is $name is waited for no longer: $is', ({ over, is }) => {
  expect(informer(over).rare.need()).toBe(is);
});

test('nothing is asked before it is needed, and then once', async () => {
  const { rare, state } = informer();
  const running = rare.run(new AbortController().signal);
  expect(state.started).toBe(0);
  rare.need();
  rare.need();
  await running;
  expect(state.started).toBe(1);
});

test('one that was never needed ends with the signal', async () => {
  const { rare, state } = informer();
  const stop = new AbortController();
  const running = rare.run(stop.signal);
  stop.abort();
  await running;
  expect(state.started).toBe(0);
});
