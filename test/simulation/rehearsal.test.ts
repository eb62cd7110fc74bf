import { describe, expect, test } from '@jest/globals';
import { definitions, objectsIn } from '../../src/cli/assets.ts';
import { parseScenario } from '../../src/simulation/rehearsal/parse-scenario.ts';
import { type Rehearsal, rehearse } from '../../src/simulation/rehearsal/rehearse.ts';
import { scriptFor } from '../../src/simulation/rehearsal/script.ts';
import type { KubeObject } from '../../src/api/objects.ts';

const SAMPLE = ['deployment', 'metric-template', 'canary'].flatMap((name) =>
  objectsIn(`deploy/samples/podinfo/${name}.yaml`),
);
const CRDS = definitions();

const withAnalysis = (
  analysis: Record<string, unknown>,
  spec: Record<string, unknown> = {},
): readonly KubeObject[] =>
  SAMPLE.map((object) => {
    if (object.kind !== 'Canary') return object;
    const before = object['spec'] as Record<string, any>;
    return { ...object, spec: { ...before, ...spec, analysis: { ...before['analysis'], ...analysis } } };
  });

const rehearsed = async (
  document: Record<string, unknown>,
  manifests: readonly KubeObject[] = SAMPLE,
  seed = 1,
): Promise<Rehearsal> => {
  const parsed = parseScenario(document, 'test');
  if ('issues' in parsed) throw new Error(JSON.stringify(parsed.issues));
  const found = scriptFor(manifests, undefined);
  if ('problem' in found) throw new Error(found.problem);
  return rehearse({
    script: found.script,
    scenario: parsed.scenario,
    seed,
    definitions: CRDS,
    details: true,
  });
};

const MINUTE = 60_000;
const told = ({ moments }: Rehearsal): string => moments.map(({ message }) => message).join('\n');

describe('a rehearsal', () => {
  test('promotes a good release at the pace of its Canary', async () => {
    const run = await rehearsed({});
    expect(run.result).toBe('promoted');
    expect(run.weights.map(({ weight }) => weight)).toEqual([10, 20, 30, 40, 50, 0]);
    expect(Math.round(run.endedAtMs / MINUTE)).toBe(6);
    // 20 requests a second; those at 10 to 50 percent for a minute each, and a little more.
    expect(Math.abs(run.requests - run.endedAtMs / 50)).toBeLessThan(500);
    expect(run.exposed / run.requests).toBeGreaterThan(0.2);
    expect(run.exposed / run.requests).toBeLessThan(0.35);
  });

  test('is the same again with the same seed, to the last event, and another one with another', async () => {
    const bad = { release: { successRate: 97 } };
    const [one, same, other] = [await rehearsed(bad), await rehearsed(bad), await rehearsed(bad, SAMPLE, 2)];
    expect(same).toEqual(one);
    expect(other.requests).not.toBe(one.requests);
  });

  test('rolls a bad release back, and says what was measured', async () => {
    const run = await rehearsed({ release: { successRate: 90 } });
    expect(run).toMatchObject({ result: 'rolledBack', firstFailureAtMs: expect.any(Number) });
    expect(run.firstFailureAtMs).toBeLessThan(run.awayAtMs ?? 0);
    expect(run.exposedFailed / run.exposed).toBeGreaterThan(0.05);
    expect(told(run)).toMatch(/success rate \d+\.?\d*% < 99%/);
    const rates = run.measured
      .filter(({ metric }) => metric === 'request-success-rate')
      .map(({ value }) => value);
    expect(Math.max(...rates)).toBeLessThan(99);
  });

  test.each([
    [
      'is slow from a weight on',
      { release: { changes: [{ fromWeight: 30, latency: { p50: '700ms', p99: '2s' } }] } },
      /request duration \d+ ms > 500 ms/,
    ],
    ['fails after a while', { release: { changes: [{ after: '3m', successRate: 80 }] } }, /success rate/],
    ['never becomes ready', { release: { neverReady: true } }, /progress deadline|not ready|waiting/i],
    ['crashes again and again', { release: { crashAfter: '90s' } }, /Canary failed/],
  ])('rolls back a release that %s', async (_, document, reason) => {
    const run = await rehearsed(document);
    expect(run.result).toBe('rolledBack');
    expect(told(run)).toMatch(reason);
  });

  test('meets an outage of the metrics server as a cluster does', async () => {
    const run = await rehearsed({ prometheus: { outages: [{ from: '90s', for: '2m' }] } });
    expect(told(run)).toMatch(/metrics|Prometheus/i);
    expect(run.result).toBe('promoted');
    expect(run.endedAtMs).toBeGreaterThan(7 * MINUTE);
  });

  test('waits at a gate until the scenario opens it, and tells of one that stays closed', async () => {
    const webhooks = [{ name: 'ask', type: 'confirm-promotion', url: 'http://gate.test/' }];
    const opened = await rehearsed(
      { gates: [{ hook: 'ask', opensAfter: '15m' }] },
      withAnalysis({ webhooks }),
    );
    expect(opened.result).toBe('promoted');
    expect(opened.endedAtMs).toBeGreaterThan(15 * MINUTE);
    const closed = await rehearsed(
      { gates: [{ hook: 'confirm-promotion', neverOpens: true }] },
      withAnalysis({ webhooks }),
    );
    expect(closed.result).toBe('unfinished');
    expect(told(closed)).toMatch(/waiting/i);
  });

  test('gives the values of a MetricTemplate, whatever its provider', async () => {
    const metrics = [
      { name: 'queue', templateRef: { name: 'queue' }, thresholdRange: { max: 5 }, interval: '1m' },
    ];
    const template = {
      apiVersion: 'flagger.app/v1beta1',
      kind: 'MetricTemplate',
      metadata: { name: 'queue', namespace: 'test' },
      spec: { provider: { type: 'datadog', secretRef: { name: 'keys' } }, query: 'avg:queue{*}' },
    };
    const manifests = [...withAnalysis({ metrics }), template];
    const good = await rehearsed(
      { metrics: [{ template: 'queue', baseline: 1, release: 2, noise: 0.1 }] },
      manifests,
    );
    expect(good.result).toBe('promoted');
    const bad = await rehearsed(
      { metrics: [{ template: 'queue', baseline: 1, release: 9, noise: 0.1 }] },
      manifests,
    );
    expect(bad.result).toBe('rolledBack');
  });

  test('asks templates of another namespace', async () => {
    const ref = { name: 'errors', namespace: 'monitoring' };
    const metrics = [{ name: 'errors', templateRef: ref, thresholdRange: { max: 5 }, interval: '1m' }];
    const template = {
      apiVersion: 'flagger.app/v1beta1',
      kind: 'MetricTemplate',
      metadata: ref,
      spec: { provider: { type: 'prometheus', address: 'http://prometheus.test:9090' }, query: 'vector(1)' },
    };
    expect((await rehearsed({}, [...withAnalysis({ metrics }), template])).result).toBe('promoted');
    const values = { metrics: [{ template: 'errors', baseline: 1, release: 9 }] };
    expect((await rehearsed(values, withAnalysis({ metrics }))).result).toBe('rolledBack');
  });

  test.each([
    [
      'A/B testing',
      {
        stepWeight: undefined,
        maxWeight: undefined,
        iterations: 3,
        match: [{ headers: { 'x-beta': { exact: 'yes' } } }],
      },
    ],
    ['Blue/Green', { stepWeight: undefined, maxWeight: undefined, iterations: 3 }],
    ['mirroring', { mirror: true }],
  ])('knows %s', async (strategy, analysis) => {
    const audiences = [{ share: 25, headers: { 'X-Beta': 'yes' } }];
    const webhooks = [{ name: 'load', type: 'rollout', url: 'http://load.test/' }];
    // Of Blue/Green nobody comes before all do: its checks need a load test, which no rehearsal has.
    const metrics = strategy === 'Blue/Green' ? { metrics: [], webhooks } : {};
    const run = await rehearsed({ traffic: { audiences } }, withAnalysis({ ...analysis, ...metrics }));
    expect([strategy, run.result]).toEqual([strategy, 'promoted']);
    expect(run.exposed).toBeGreaterThan(0);
  });

  test('rehearses a DaemonSet, and makes up a target that no manifest has', async () => {
    const daemons = withAnalysis(
      {},
      { targetRef: { apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'podinfo' } },
    );
    const run = await rehearsed(
      {},
      daemons.filter(({ kind }) => kind !== 'Deployment'),
    );
    expect(run.result).toBe('promoted');
  });

  test('says what holds a Canary that cannot begin', async () => {
    const run = await rehearsed(
      {},
      withAnalysis(
        {},
        { autoscalerRef: { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', name: 'none' } },
      ),
    );
    expect(run.result).toBe('notInitialised');
    expect(run.holding).toContain('none');
  });
});

/** A rollout of a release that is as good, and the same with the advice followed. */
describe('to follow the advice ends false rollbacks', () => {
  const metric = (name: string, thresholdRange: object, interval = '1m') => ({
    metrics: [{ name, thresholdRange, interval }],
  });

  test.each([
    [
      'of a window with less than two scrapes',
      {},
      metric('request-success-rate', { min: 99 }, '20s'),
      metric('request-success-rate', { min: 99 }, '1m'),
    ],
    [
      'of a bound that the baseline does not keep',
      { baseline: { successRate: 97 } },
      metric('request-success-rate', { min: 99 }),
      metric('request-success-rate', { min: 94 }),
    ],
    [
      'of a bound that is finer than buckets',
      {},
      metric('request-duration', { max: 130 }),
      metric('request-duration', { max: 250 }),
    ],
    [
      'of too few requests, by a larger step',
      { traffic: { requestsPerSecond: 0.02 } },
      metric('request-success-rate', { min: 99 }),
      { ...metric('request-success-rate', { min: 99 }, '5m'), interval: '5m', stepWeight: 50 },
    ],
    [
      'of too few requests, by waiting for them',
      { traffic: { requestsPerSecond: 0.02 } },
      metric('request-success-rate', { min: 99 }),
      {
        metrics: [
          { name: 'request-success-rate', thresholdRange: { min: 99 }, interval: '1m', onNoData: 'hold' },
        ],
      },
    ],
  ])('%s', async (_, world, before, after) => {
    const results = [];
    for (const analysis of [before, after]) results.push(await rehearsed(world, withAnalysis(analysis)));
    expect(results.map(({ result }) => result)).toEqual(['rolledBack', 'promoted']);
  });
});
