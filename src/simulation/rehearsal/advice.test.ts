import { describe, expect, test } from '@jest/globals';
import { aCanary } from '../../../test/builders/plan.ts';
import { adviceFor } from './advice.ts';
import { parseScenario } from './parse-scenario.ts';
import { scriptFor } from './script.ts';

const RATE = { name: 'request-success-rate', thresholdRange: { min: 99 }, interval: '1m' };
const STEPS = { interval: '1m', threshold: 3, stepWeight: 10, maxWeight: 50, metrics: [RATE] };

const SLOW = { name: 'request-duration', thresholdRange: { max: 150 }, interval: '1m' };
const QUEUE = { name: 'queue', templateRef: { name: 'queue' }, thresholdRange: { max: 5 }, interval: '1m' };
const TEMPLATE = {
  apiVersion: 'flagger.app/v1beta1',
  kind: 'MetricTemplate',
  metadata: { name: 'queue', namespace: 'test' },
  spec: { provider: { type: 'datadog', secretRef: { name: 'keys' } }, query: 'avg:queue{*}' },
};
const MATCH = [{ headers: { 'x-beta': { exact: 'yes' } } }];
const ROUNDS = { stepWeight: undefined, maxWeight: undefined, iterations: 3 };

const adviceTo = (
  analysis: Record<string, unknown>,
  world: Record<string, unknown> = {},
  spec: Record<string, unknown> = {},
): string => {
  const canary = aCanary({}, { ...spec, analysis: { ...STEPS, ...analysis } });
  const found = scriptFor([canary, TEMPLATE], undefined);
  const scenario = parseScenario(world, 'test');
  if ('problem' in found || 'issues' in scenario) throw new Error(JSON.stringify([found, scenario]));
  return adviceFor(found.script, scenario.scenario).join('\n');
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
      'metric request-success-rate: at 10 % of the traffic a window holds some 3.0 requests: often',
    ],
    [
      'one failed request fails a check',
      {},
      { traffic: { requestsPerSecond: 5 }, baseline: { successRate: 99.9 } },
      {},
      'a single failed one is below 99 %. With a baseline of 99.90 % one window in 34 fails',
    ],
    [
      'there is hardly anything to judge by two metrics',
      { metrics: [RATE, { ...SLOW, thresholdRange: { max: 500 } }] },
      { traffic: { requestsPerSecond: 0.1 } },
      {},
      'metrics request-success-rate and request-duration: at 10 %',
    ],
    [
      'checks come faster than samples',
      { interval: '10s' },
      {},
      {},
      'interval is 10s, and Prometheus scrapes every 15s',
    ],
    ['the first step is large', { stepWeight: 50 }, {}, {}, 'sends 50 % of the users to a release'],
    ['nobody is in the audience', { ...ROUNDS, match: MATCH }, {}, {}, 'nobody meets the release'],
    ['a Blue/Green release gets no requests', ROUNDS, {}, {}, 'need a load test as rollout hook'],
    [
      'the baseline itself fails too often',
      {},
      { baseline: { successRate: 98.5 } },
      {},
      'the baseline itself succeeds for 98.5 % only, below its min of 99',
    ],
    [
      'the baseline itself is read as too slow',
      { metrics: [SLOW] },
      {},
      {},
      "whose 99th percentile is 120 ms, Istio's buckets say some 176 ms, above its max of 150",
    ],
    [
      'a metrics server is not part of a rehearsal',
      { metrics: [QUEUE] },
      {},
      {},
      'a rehearsal has no datadog, so that it gets no answer; give the values of template queue',
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

  test.each([
    ['values of the scenario', { metrics: [QUEUE] }, { metrics: [{ template: 'queue', baseline: 1 }] }],
    ['copies for a Blue/Green release', { ...ROUNDS, mirror: true }, {}],
    [
      'few requests that are waited for',
      { metrics: [{ ...RATE, onNoData: 'hold' }] },
      { traffic: { requestsPerSecond: 0.5 } },
    ],
    [
      'an audience',
      { ...ROUNDS, match: MATCH },
      { traffic: { audiences: [{ share: 5, headers: { 'x-beta': 'yes' } }] } },
    ],
    ['copies before a large step', { stepWeight: 50, mirror: true }, {}],
    ['a baseline that is nearly too slow', { metrics: [{ ...SLOW, thresholdRange: { max: 250 } }] }, {}],
  ])('is not given for %s', (_, analysis, world) => {
    expect(adviceTo(analysis, world)).toBe('');
  });
});
