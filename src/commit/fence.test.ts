import { describe, expect, test } from '@jest/globals';
import { silentLog } from '../runtime/log.ts';
import { epochOf, highestEpoch, makeFence } from './fence.ts';

const canary = (leaderEpoch?: unknown, name = 'podinfo') => ({
  apiVersion: 'flagger.app/v1beta1',
  kind: 'Canary',
  metadata: { name, namespace: 'test', uid: name },
  ...(leaderEpoch === undefined ? {} : { status: { phase: 'Progressing', leaderEpoch } }),
});

const scene = (own: number) => {
  const contested: number[] = [];
  const lines: unknown[] = [];
  const leadership = {
    own,
    mayWrite: () => true,
    epoch: () => leadership.own,
    contest: (epoch: number) => void contested.push(epoch),
  };
  const fence = makeFence(leadership, { ...silentLog, warn: (fields) => void lines.push(fields) });
  return { fence, leadership, contested, lines };
};

describe('the fence', () => {
  test.each([
    ['without a status', canary()],
    ['that an earlier leader wrote', canary(3)],
    ['that this leader wrote', canary(4)],
    ['with an epoch that is none', canary('high')],
    ['with an epoch that no Lease can count to', canary(2 ** 31)],
  ])('lets a leader act on a Canary %s', (_, object) => {
    const { fence, contested } = scene(4);
    expect(fence(object)).toBe(undefined);
    expect(contested).toEqual([]);
  });

  test('keeps a leader off what a later one has written, contests it, and says so once', () => {
    const { fence, contested, lines } = scene(4);
    const superseded = { reason: 'LeaderSuperseded', epoch: 5, ownEpoch: 4 };
    expect([fence(canary(5)), fence(canary(5))]).toEqual([superseded, superseded]);
    expect(contested).toEqual([5, 5]);
    expect(lines).toEqual([{ canary: 'test/podinfo', epoch: 5, ownEpoch: 4 }]);
    fence(canary(6));
    fence(canary(5, 'other'));
    expect(lines).toHaveLength(3);
  });

  test('opens when this leader has passed the epoch', () => {
    const { fence, leadership } = scene(4);
    fence(canary(5));
    leadership.own = 6;
    expect(fence(canary(5))).toBe(undefined);
  });
});

test('the highest epoch on any record counts, and only real ones do', () => {
  expect(highestEpoch([])).toBe(undefined);
  expect(highestEpoch([canary(), canary(3), canary(9), canary(2 ** 40), canary(7)])).toBe(9);
  expect(epochOf(canary(-1))).toBe(undefined);
});
