import { describe, expect, test } from '@jest/globals';
import { latencyParts, percentileInBuckets, shareWithin } from './latency.ts';

const LATENCY = { p50Ms: 40, p99Ms: 400 };

describe('a latency that two percentiles give', () => {
  test.each([
    [40, 0.5],
    [400, 0.99],
    [Infinity, 1],
  ])('has this share of answers within %d ms: %d', (limitMs, share) => {
    expect(shareWithin(LATENCY, limitMs)).toBeCloseTo(share, 5);
  });

  test('is one time for all answers when both are the same', () => {
    const fixed = { p50Ms: 30, p99Ms: 30 };
    expect([shareWithin(fixed, 29.9), shareWithin(fixed, 30)]).toEqual([0, 1]);
    expect(latencyParts(fixed, Infinity)).toEqual([{ share: 1, elapsedMs: 30 }]);
  });

  test('has parts that make up the whole, one for each bucket of the histogram', () => {
    const parts = latencyParts(LATENCY, Infinity);
    expect(parts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 4);
    expect(parts.map(({ elapsedMs }) => elapsedMs)).toContain(40);
    expect(parts.length).toBeGreaterThan(8);
  });

  test.each([
    // All answers lie between 25 and 50 ms: the 99th percentile is read as 99 % of the way.
    [{ p50Ms: 30, p99Ms: 30 }, 49.75],
    [{ p50Ms: 50, p99Ms: 50 }, 49.75],
    // Between 250 and 500 ms.
    [LATENCY, 456.5],
  ])('%j is read by a histogram as %d ms', (latency, read) => {
    expect(percentileInBuckets(0.99, latency)).toBeCloseTo(read, 0);
  });

  test('has only what is within the limit of the caller', () => {
    const parts = latencyParts(LATENCY, 100);
    expect(parts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(shareWithin(LATENCY, 100), 4);
    expect(Math.max(...parts.map(({ elapsedMs }) => elapsedMs))).toBeLessThanOrEqual(100);
  });
});
