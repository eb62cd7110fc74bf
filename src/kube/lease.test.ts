import { describe, expect, test } from '@jest/globals';
import { asEpoch, claimedLease, readLease } from './lease.ts';

const lease = (spec: unknown) => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: { name: 'leader', namespace: 'ours' },
  ...(spec === undefined ? {} : { spec }),
});

describe('reading a Lease that anybody may have written', () => {
  test.each([
    ['no spec at all', undefined],
    ['a spec that is null', null],
    ['a spec that is a list', ['a']],
    ['an empty spec', {}],
    ['a holder that is a number', { holderIdentity: 7 }],
    ['a released one', { holderIdentity: '' }],
  ])('%s is held by nobody', (_, spec) => {
    expect(readLease(lease(spec))).toMatchObject({ holder: '', epoch: 0, durationMs: 15_000 });
  });

  test.each([
    [undefined, 15_000],
    ['60', 15_000],
    [0, 15_000],
    [-5, 15_000],
    [60, 60_000],
    [2_147_483_647, 600_000],
  ])('a duration of %p seconds is taken as %p ms', (leaseDurationSeconds, durationMs) => {
    expect(readLease(lease({ holderIdentity: 'other', leaseDurationSeconds })).durationMs).toBe(durationMs);
  });

  test.each([
    [3, 3],
    [0, 0],
    [-1, undefined],
    [1.5, undefined],
    ['3', undefined],
    [2_147_483_647, undefined],
    [9_007_199_254_740_993, undefined],
  ])('the epoch %p is %p', (value, epoch) => {
    expect(asEpoch(value)).toBe(epoch);
  });

  test('a label does not make it another record, a renewal does', () => {
    const before = lease({ holderIdentity: 'a', renewTime: '1' });
    const labelled = { ...before, metadata: { ...before.metadata, labels: { seen: 'yes' } } };
    expect(readLease(labelled).text).toBe(readLease(before).text);
    expect(readLease(lease({ holderIdentity: 'a', renewTime: '2' })).text).not.toBe(readLease(before).text);
  });
});

test('a claim keeps what others wrote into the Lease', () => {
  const existing = lease({ holderIdentity: 'a', strategy: 'OldestEmulationVersion' });
  const claim = { holder: 'b', seconds: 15, epoch: 4, acquiredAt: '1', renewedAt: '2' };
  expect(claimedLease({ namespace: 'ours', name: 'leader' }, claim, existing)).toEqual({
    ...existing,
    spec: {
      strategy: 'OldestEmulationVersion',
      holderIdentity: 'b',
      leaseDurationSeconds: 15,
      acquireTime: '1',
      renewTime: '2',
      leaseTransitions: 4,
    },
  });
});
