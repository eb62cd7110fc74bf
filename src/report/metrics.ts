import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Flagger's own buckets, which are prom-client's defaults as well. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const CANARY = ['name', 'namespace'] as const;

const flaggerSeries = (registers: Registry[]) => ({
  info: new Gauge({
    name: 'flagger_info',
    help: 'Version and mesh provider',
    labelNames: ['version', 'mesh_provider'],
    registers,
  }),
  total: new Gauge({ name: 'flagger_canary_total', help: 'Canaries', labelNames: ['namespace'], registers }),
  status: new Gauge({
    name: 'flagger_canary_status',
    help: 'Last status: 0 running, 1 successful, 2 failed',
    labelNames: CANARY,
    registers,
  }),
  weight: new Gauge({
    name: 'flagger_canary_weight',
    help: 'Weight of a workload in percent',
    labelNames: ['workload', 'namespace'],
    registers,
  }),
  analysis: new Gauge({
    name: 'flagger_canary_metric_analysis',
    help: 'Last value of a metric; request-duration in seconds',
    labelNames: [...CANARY, 'metric'],
    registers,
  }),
  duration: new Histogram({
    name: 'flagger_canary_duration_seconds',
    help: 'Time that one analysing run took',
    labelNames: CANARY,
    buckets: SECONDS,
    registers,
  }),
  successes: outcomes('flagger_canary_successes_total', 'Rollouts that were promoted', registers),
  failures: outcomes('flagger_canary_failures_total', 'Rollouts that were rolled back', registers),
});

const outcomes = (name: string, help: string, registers: Registry[]) =>
  new Counter({ name, help, labelNames: [...CANARY, 'deployment_strategy', 'analysis_status'], registers });

/** What is read when Prometheus asks. */
interface Sources {
  depth: () => number;
  waiting: () => number;
}

const ownSeries = (registers: Registry[], sources: Sources) => ({
  rollouts: new Counter({
    name: 'serinette_rollouts_total',
    help: 'Finished rollouts by outcome and reason',
    labelNames: ['outcome', 'reason'],
    registers,
  }),
  leader: new Gauge({
    name: 'serinette_leader',
    help: 'Whether this replica acts: 1 or 0',
    registers,
  }),
  loopDelay: new Gauge({
    name: 'serinette_event_loop_delay_seconds',
    help: 'Longest stand-still of the process since the last scrape',
    registers,
  }),
  dropped: new Counter({
    name: 'serinette_events_dropped_total',
    help: 'Events that could not be written',
    registers,
  }),
  requests: new Counter({
    name: 'serinette_api_requests_total',
    help: 'Requests to the API server',
    labelNames: ['verb', 'resource', 'code'],
    registers,
  }),
  queries: new Histogram({
    name: 'serinette_query_duration_seconds',
    help: 'How long metrics servers took to answer, by outcome',
    labelNames: ['provider', 'outcome'],
    buckets: SECONDS,
    registers,
  }),
  lateness: new Histogram({
    name: 'serinette_run_lateness_seconds',
    help: 'How long after its due time a run began',
    buckets: [0.001, ...SECONDS, 30],
    registers,
  }),
  steps: new Histogram({
    name: 'serinette_step_lateness_seconds',
    help: 'How long after its due time a counted step of a rollout was taken',
    buckets: [0.001, ...SECONDS, 30],
    registers,
  }),
  runs: new Counter({
    name: 'serinette_runs_total',
    help: 'Runs by outcome',
    labelNames: ['outcome', 'code'],
    registers,
  }),
  depth: new Gauge({
    name: 'serinette_queue_depth',
    help: 'Canaries that are due and wait for a worker',
    registers,
    collect() {
      this.set(sources.depth());
    },
  }),
  delivered: new Counter({
    name: 'serinette_deliveries_total',
    help: 'Alerts and hooks that were delivered behind the loop',
    labelNames: ['to'],
    registers,
  }),
  undelivered: new Counter({
    name: 'serinette_deliveries_dropped_total',
    help: 'Alerts and hooks that were given up, by the reason',
    labelNames: ['to', 'reason'],
    registers,
  }),
  waiting: new Gauge({
    name: 'serinette_deliveries_waiting',
    help: 'Alerts and hooks that wait to be delivered',
    registers,
    collect() {
      this.set(sources.waiting());
    },
  }),
});

/**
 * What the operator tells Prometheus. Names, labels and values of the `flagger_` series are Flagger's, so that
 * its dashboards and alert rules go on working.
 */
export const makeMetrics = (version: string) => {
  const registry = new Registry();
  const sources: Sources = { depth: () => 0, waiting: () => 0 };
  const metrics = { registry, sources, ...flaggerSeries([registry]), ...ownSeries([registry], sources) };
  metrics.info.set({ version, mesh_provider: 'istio' }, 1);
  return metrics;
};

export type Metrics = ReturnType<typeof makeMetrics>;
