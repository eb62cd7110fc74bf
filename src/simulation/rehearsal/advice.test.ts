import { describe, expect, test } from '@jest/globals';
import { aCanary } from '../../../test/builders/plan.ts';
import { parsePlan } from '../../domain/plan.ts';
import { adviceFor } from './advice.ts';
import { parseScenario } from './parse-scenario.ts';

const RATE = { name: 'request-success-rate', thresholdRange: { min: 99 }, interval: '1m' };
const STEPS = { interval: '1m', threshold: 3, stepWeight: 10, maxWeight: 50, metrics: [RATE] };

const adviceTo = (
  analysis: Record<string, unknown>,
  world: Record<string, unknown> = {},
  spec: Record<string, unknown> = {},
): string => {
  const canary = aCanary({}, { ...spec, analysis: { ...STEPS, ...analysis } });
  const parsed = parsePlan(canary, { minIntervalMs: 0, meshProvider: 'istio' });
  const scenario = parseScenario(world, 'test');
  if ('issues' in parsed || 'issues' in scenario) throw new Error(JSON.stringify([parsed, scenario]));
  return adviceFor(parsed.plan, scenario.scenario).join('\n');
};

describe('advice', () => {
  test('is not given where nothing is to be mended', () => {
    expect(adviceTo({}, { traffic: { requestsPerSecond: 50 } })).toBe('');
  });

  test.each([
    ['nothing is checked', { metrics: [] }, {}, {}, 'has neither metrics nor a rollout hook'],
    ['analysis is skipped', {}, {}, { skipAnalysis: true }, 'spec.skipAnalysis is true'],
    [
      'it takes longer to give up than to promote',
      { threshold: 12 },
      {},
      {},
      'holds its weight for 12m before it is rolled back; a promotion takes 7m',
    ],
    [
      'a window holds less than two scrapes',
      { metrics: [{ ...RATE, interval: '20s' }] },
      {},
      {},
      'use at least 1m',
    ],
    [
      'a window looks back on many intervals',
      { metrics: [{ ...RATE, interval: '10m' }] },
      {},
      {},
      'mostly at what an earlier weight did',
    ],
    [
      'a bound takes everything',
      { metrics: [{ ...RATE, thresholdRange: { min: 0 } }] },
      {},
      {},
      'it never fails',
    ],
    [
      'there is hardly anything to judge',
      {},
      { traffic: { requestsPerSecond: 0.5 } },
      {},
      'holds some 3.0 requests: often there is nothing to judge',
    ],
    [
      'one failed request fails a check',
      {},
      { traffic: { requestsPerSecond: 5 }, baseline: { successRate: 99.9 } },
      {},
      'a single failed one is below 99 %. With a baseline of 99.90 % one window in 34 fails',
    ],
    [
      'pods start too slowly',
      {},
      { pods: { startTime: '50s' } },
      { progressDeadlineSeconds: 60 },
      'pods take 50s to start',
    ],
  ])('is given where %s', (...[, analysis, world, spec, words]) => {
    expect(adviceTo(analysis, world, spec)).toContain(words);
  });
});
