import fc from 'fast-check';
import { expect, test } from '@jest/globals';
import type { Evidence } from '../../src/probe/metrics/evidence.ts';
import { groupQueries } from '../../src/probe/metrics/grouped-queries.ts';
import type { MetricsServer, Query } from '../../src/probe/metrics/prometheus.ts';
import type { BuiltIn } from '../../src/probe/metrics/queries.ts';
import type { Clock } from '../../src/runtime/clock.ts';
import { VirtualClock } from '../../src/runtime/virtual-clock.ts';
import { makePrometheusApi } from '../../src/sandbox/metrics/prometheus-api.ts';
import { makeSeriesStore } from '../../src/sandbox/metrics/series-store.ts';

const server: MetricsServer = { address: 'http://p', origin: 'flag', headers: {}, skipTlsVerify: false };
const never = new AbortController().signal;
const WORKLOADS = ['a', 'b', 'a-b', 'silent'];

const labels = (workload: string) => ({
  reporter: 'destination',
  destination_workload_namespace: 'test',
  destination_workload: workload,
});

/** Timers fire at once, so that the same moment is measured again. */
const impatient = (clock: Clock): Clock => ({
  now: () => clock.now(),
  monotonic: () => clock.monotonic(),
  after: (_, run) => {
    queueMicrotask(run);
    return () => undefined;
  },
});

/** Per workload: requests answered well, answered with 5xx, and of those how many were quick. */
const traffic = fc.array(
  fc.record({
    workload: fc.constantFrom('a', 'b', 'a-b', 'ab'),
    code: fc.constantFrom('200', '404', '500', '503'),
    count: fc.integer({ min: 0, max: 1000 }),
    quick: fc.integer({ min: 0, max: 1000 }),
  }),
  { maxLength: 12 },
);

let evidence = 0;

/** Sums are the same up to the order in which their parts were added. */
const rounded = (evidence: Evidence | undefined) =>
  evidence !== undefined && 'value' in evidence
    ? { value: Number(evidence.value.toPrecision(12)) }
    : evidence;

test('a query for several workloads gives each what its own query gives', async () => {
  await fc.assert(
    fc.asyncProperty(
      traffic,
      fc.constantFrom<BuiltIn>('request-success-rate', 'request-duration'),
      async (requests, metric) => {
        const clock = new VirtualClock();
        const store = makeSeriesStore({});
        for (const step of [0, 1, 2]) {
          requests.forEach(({ workload, code, count, quick }, at) => {
            const of = { ...labels(workload), response_code: code, pod: String(at) };
            const add = (name: string, value: number, more: object = {}) =>
              store.append(clock.now(), [
                { labels: { __name__: name, ...of, ...more }, value: value * step },
              ]);
            add('istio_requests_total', count);
            add('istio_request_duration_milliseconds_bucket', Math.min(quick, count), { le: '100' });
            add('istio_request_duration_milliseconds_bucket', count, { le: '+Inf' });
          });
          await clock.advance(10_000);
        }
        const api = makePrometheusApi({ store, clock });
        const query: Query = (_, text) =>
          Promise.resolve(
            api.handle({ method: 'GET', path: '/api/v1/query', query: new URLSearchParams({ query: text }) }),
          );
        const ask = groupQueries(query, clock);
        const measured = (workload: string) => ({ namespace: 'test', workload, window: '1m' });
        const question = (workload: string) => ({ server, metric, measured: measured(workload) });
        const gathered = Promise.all(WORKLOADS.map((workload) => ask(question(workload), never)));
        await clock.advance(20);
        const together = await gathered;
        evidence += together.filter((item) => 'value' in item).length;
        for (const [at, workload] of WORKLOADS.entries()) {
          const alone = groupQueries(query, impatient(clock));
          expect(rounded(together[at])).toEqual(rounded(await alone(question(workload), never)));
        }
      },
    ),
    { numRuns: 60 },
  );
  expect(evidence).toBeGreaterThan(20);
});
