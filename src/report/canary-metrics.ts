import type { Phase } from '../domain/phase.ts';
import type { Plan } from '../domain/plan.ts';
import type { Verdict } from '../domain/question.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { Status } from '../domain/status.ts';
import type { Metrics } from './metrics.ts';

interface Known {
  readonly name: string;
  readonly namespace: string;
  readonly primary: string;
  /** Names of the checks that have a series. */
  readonly checks: Set<string>;
  /** Labels of the counters of ends that have a series, by their JSON. */
  readonly ends: Map<string, EndLabels>;
}

interface EndLabels {
  readonly name: string;
  readonly namespace: string;
  readonly deployment_strategy: string;
  readonly analysis_status: string;
}

/** Flagger's own coding of a phase. */
const codeOf = (phase: Phase | undefined): number => {
  if (phase === 'Progressing') return 0;
  return phase === 'Failed' ? 2 : 1;
};

/** The series of each Canary; they go when it goes. */
export class CanaryMetrics {
  readonly #metrics: Metrics;
  readonly #known = new Map<string, Known>();

  constructor(metrics: Metrics) {
    this.#metrics = metrics;
  }

  decided(key: string, plan: Plan, before: Status, next: Status): void {
    const { name, namespace } = this.#noted(key, plan);
    this.#metrics.status.set({ name, namespace }, codeOf(next.phase));
    this.#metrics.weight.set({ workload: plan.target.primaryName, namespace }, 100 - next.canaryWeight);
    this.#metrics.weight.set({ workload: name, namespace }, next.canaryWeight);
    if (before.phase !== next.phase) this.#ended(key, plan, next);
  }

  analysed(key: string, plan: Plan, verdicts: readonly Verdict[]): void {
    const { name, namespace, checks } = this.#noted(key, plan);
    for (const { question, answer } of verdicts) {
      if (question.kind !== 'metric' || answer.outcome === 'inconclusive' || answer.value === undefined)
        continue;
      const { name: metric, source } = question.metric;
      checks.add(metric);
      this.#metrics.analysis.set(
        { name, namespace, metric },
        source.kind === 'request-duration' ? answer.value / 1000 : answer.value,
      );
    }
  }

  stepped({ now, askableAt, status: before }: Snapshot, { run: next }: Status): void {
    const { run, holding } = before;
    if (run === undefined || next?.id !== run.id || next.tick <= run.tick) return;
    // First steps wait for pods, and those after a hold for its end: neither is late.
    if (run.tick === 0 || holding?.status === 'True') return;
    this.#metrics.steps.observe(Math.max(0, now - Math.max(run.dueAt, askableAt)) / 1000);
  }

  took(plan: Plan, elapsedMs: number): void {
    this.#metrics.duration.observe({ name: plan.target.name, namespace: plan.namespace }, elapsedMs / 1000);
  }

  gone(key: string): void {
    const known = this.#known.get(key);
    if (known === undefined) return;
    this.#known.delete(key);
    this.#count();
    const { name, namespace, primary, checks, ends } = known;
    this.#metrics.status.remove({ name, namespace });
    this.#metrics.weight.remove({ workload: name, namespace });
    this.#metrics.weight.remove({ workload: primary, namespace });
    this.#metrics.duration.remove({ name, namespace });
    for (const metric of checks) this.#metrics.analysis.remove({ name, namespace, metric });
    for (const labels of ends.values()) {
      this.#metrics.successes.remove({ ...labels });
      this.#metrics.failures.remove({ ...labels });
    }
  }

  #noted(key: string, plan: Plan): Known {
    const { namespace, target } = plan;
    const known = this.#known.get(key);
    if (known?.name === target.name) return known;
    this.gone(key);
    const fresh: Known = {
      name: target.name,
      namespace,
      primary: target.primaryName,
      checks: new Set(),
      ends: new Map(),
    };
    this.#known.set(key, fresh);
    this.#count();
    return fresh;
  }

  #count(): void {
    this.#metrics.total.reset();
    for (const { namespace } of this.#known.values()) this.#metrics.total.inc({ namespace });
  }

  #ended(key: string, plan: Plan, next: Status): void {
    if (next.phase !== 'Succeeded' && next.phase !== 'Failed') return;
    const counter = next.phase === 'Succeeded' ? this.#metrics.successes : this.#metrics.failures;
    const labels = {
      name: plan.target.name,
      namespace: plan.namespace,
      deployment_strategy: plan.analysis.strategy,
      analysis_status: plan.skipAnalysis ? 'skipped' : 'completed',
    };
    this.#noted(key, plan).ends.set(JSON.stringify(labels), labels);
    counter.inc(labels);
    this.#metrics.rollouts.inc({ outcome: next.phase, reason: next.run?.reason ?? 'Promoted' });
  }
}
