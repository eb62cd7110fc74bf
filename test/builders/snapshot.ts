import type { HookPlan, MetricPlan } from '../../src/domain/plan-analysis.ts';
import type { Plan } from '../../src/domain/plan.ts';
import type { Answer, NoEvidence, Question, Verdict } from '../../src/domain/question.ts';
import { promotionPin } from '../../src/domain/revision.ts';
import type {
  ConfigSeen,
  PrimarySeen,
  RoutesSeen,
  ScalerSeen,
  Snapshot,
  TargetSeen,
} from '../../src/domain/snapshot.ts';
import type { Status } from '../../src/domain/status.ts';
import { trafficAt } from '../../src/domain/traffic.ts';
import { deployment } from '../support/manifests.ts';
import { aCanary, UID } from './plan.ts';
import { aStatus, NOW, rev } from './status.ts';

export const LABEL = { key: 'app', value: 'podinfo' };
export const READY = { kind: 'ready' } as const;
export const NOT_READY = { kind: 'progressing', message: '0 of 2 replicas are available' } as const;
export const STUCK = {
  kind: 'stuck',
  message: 'the Deployment has missed its own progress deadline',
} as const;

export const aTarget = (over: Partial<TargetSeen> = {}): TargetSeen => ({
  object: deployment('1.0.0'),
  revision: rev('B'),
  trackedRevision: 't-1/2',
  isObserved: true,
  replicas: 2,
  readiness: READY,
  endpoints: 2,
  startReplicas: 2,
  replicasToServe: undefined,
  ...over,
});

/** The target between rollouts: promoted, and at zero. */
export const idleTarget = (over: Partial<TargetSeen> = {}): TargetSeen =>
  aTarget({
    revision: rev('A'),
    trackedRevision: 't-1/1',
    replicas: 0,
    readiness: { kind: 'progressing', message: '0 replicas are wanted' },
    endpoints: 0,
    ...over,
  });

export const aPrimary = (over: Partial<PrimarySeen> = {}): PrimarySeen => ({
  object: deployment('1.0.0'),
  flaggerId: promotionPin(rev('A'), {}),
  replicas: 2,
  readiness: READY,
  endpoints: 2,
  runsTarget: false,
  ...over,
});

export const carrying = (
  letter: string,
  configs: Record<string, string> = {},
  over: Partial<PrimarySeen> = {},
): PrimarySeen => aPrimary({ flaggerId: promotionPin(rev(letter), configs), ...over });

/** Routes as a record asks for them; those with another traffic have drifted from it. */
export const routesOf = (status: Status, over: Partial<RoutesSeen> = {}): RoutesSeen => ({
  object: undefined,
  form: (over.traffic?.canary ?? status.canaryWeight) === status.canaryWeight ? 'asWanted' : 'drifted',
  traffic: trafficAt(status.canaryWeight),
  stamp: { uid: UID, seq: status.run?.trafficSeq ?? 0, at: NOW - 10_000 },
  ...over,
});

export const aConfig = (over: Partial<ConfigSeen> = {}): ConfigSeen => ({
  kind: 'ConfigMap',
  name: 'settings',
  key: 'configmap/settings',
  version: '5',
  checksum: 'v1',
  copied: true,
  ...over,
});

/** A HorizontalPodAutoscaler whose copy is in step. */
export const aScaler = (over: Partial<ScalerSeen> = {}): ScalerSeen => ({
  form: 'asWanted',
  primaryMax: 10,
  target: 'inert',
  ...over,
});

/** Everything is as the record wants it, and a tick is due. */
export const seeing = (over: Partial<Snapshot> = {}): Snapshot => {
  const status = over.status ?? aStatus();
  return {
    now: NOW,
    due: true,
    dueAt: NOW,
    askable: true,
    askableAt: 0,
    canary: aCanary(),
    deletedAt: undefined,
    status,
    command: status.command?.text,
    label: LABEL,
    target: aTarget(),
    primary: aPrimary(),
    configs: [],
    routes: routesOf(status),
    services: {
      apex: 'asWanted',
      primary: 'asWanted',
      canary: 'asWanted',
      apexSelectsPrimary: true,
      canaryIsRelease: false,
    },
    handOver: { outlives: true, service: 'asWanted', routes: 'asWanted', isReached: true },
    rules: { primary: 'asWanted', canary: 'asWanted' },
    scaler: undefined,
    obstacle: undefined,
    refused: undefined,
    announced: false,
    drainMs: 5_000,
    catchUpUntil: 0,
    ...over,
  };
};

export const passing = (question: Question): Verdict => ({ question, answer: { outcome: 'pass' } });

export const metricOf = (plan: Plan, name = 'request-success-rate'): MetricPlan => {
  const found = plan.analysis.metrics.find((metric) => metric.name === name);
  if (found === undefined) throw new Error(`no metric ${name}`);
  return found;
};

export const hookOf = (plan: Plan, name: string): HookPlan => {
  const found = plan.analysis.hooks.find((hook) => hook.name === name);
  if (found === undefined) throw new Error(`no hook ${name}`);
  return found;
};

export const onMetric = (plan: Plan, answer: Answer, name?: string): Verdict => ({
  question: { kind: 'metric', metric: metricOf(plan, name) },
  answer,
});

export const onHook = (plan: Plan, name: string, outcome: 'pass' | 'fail' = 'pass'): Verdict => ({
  question: { kind: 'hook', hook: hookOf(plan, name) },
  answer: outcome === 'pass' ? { outcome } : { outcome, message: 'status 403' },
});

export const low: Answer = { outcome: 'fail', value: 90, message: 'below the minimum' };
export const without = (reason: NoEvidence): Answer => ({
  outcome: 'inconclusive',
  reason,
  message: reason,
});
