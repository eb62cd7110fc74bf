import { dotted } from '../domain/names.ts';
import { judgedAfterMs, type MetricPlan } from '../domain/plan-analysis.ts';
import type { Plan } from '../domain/plan.ts';
import type { Question, Verdict } from '../domain/question.ts';
import { endpointsNeeded } from '../domain/readiness.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { LastCheck, Run, Status } from '../domain/status.ts';
import { checkOf, failureMessage } from './checks.ts';
import { isCommanded, isExpedited } from './commands.ts';
import {
  askAgainAt,
  type Announcement,
  type Decision,
  decision,
  lookAt,
  tell,
  warn,
  whenChanged,
} from './decision.ts';
import { firstHalt, type Halt, isMissingData } from './halts.ts';
import { hooksOf } from './hooks.ts';
import { enter, hold, holdsFor, proceeding, routed, wait } from './record.ts';
import { rollBackByChecks } from './roll-back.ts';
import { isTried } from './runs.ts';
import type { Advance, Move } from './strategy/move.ts';
import { moveOf } from './strategy/strategy.ts';

/** The gates that guard a move; a person who approves stands for all of them, once. */
const guards = (plan: Plan, move: Move, isApproved: boolean): readonly Question[] => {
  if (isApproved) return [];
  switch (move.kind) {
    case 'advance':
      return move.gate === undefined ? [] : hooksOf(plan, move.gate);
    case 'promote':
      return hooksOf(plan, 'confirm-promotion');
    case 'lower':
      return [];
  }
};

/**
 * What a due tick asks, in order; the first answer that halts ends it. Before the first round: the pre-rollout
 * hooks, since there is nothing to measure yet. After it: rollout hooks, then metrics, built-in and inline ones
 * before templates. Before the first requests: whether anybody is there. Last comes the gate that guards the next
 * move. A ladder that was shortened takes the weight with it whatever anybody would answer.
 */
export const tickQuestions = (plan: Plan, seen: Snapshot, run: Run): readonly Question[] => {
  const move = moveOf(plan, seen.status, run);
  if (move.kind === 'lower') return [];
  const checks = isTried(seen.status) ? checksOf(plan) : hooksOf(plan, 'pre-rollout', run.passedHooks);
  const endpoints = sendsFirst(move, seen.status, run) ? [canaryEndpoints(plan, seen)] : [];
  return [
    ...hooksOf(plan, 'rollback'),
    ...checks,
    ...endpoints,
    ...guards(plan, move, isCommanded(seen, run, 'approve')),
  ];
};

/** The first users, or the first copies of their requests. */
const sendsFirst = (move: Move, { canaryWeight }: Status, run: Run): boolean =>
  move.kind === 'advance' && ((move.weight > 0 && canaryWeight === 0) || (move.mirrored && !run.mirrored));

const checksOf = (plan: Plan): readonly Question[] => {
  const { metrics } = plan.analysis;
  const isTemplate = (metric: MetricPlan): boolean => metric.source.kind === 'template';
  const ordered = [...metrics.filter((metric) => !isTemplate(metric)), ...metrics.filter(isTemplate)];
  return [...hooksOf(plan, 'rollout'), ...ordered.map((metric): Question => ({ kind: 'metric', metric }))];
};

const canaryEndpoints = (plan: Plan, seen: Snapshot): Question => ({
  kind: 'endpoints',
  side: 'canary',
  atLeast: endpointsNeeded(seen.target?.replicas ?? 1, plan.analysis.canaryReadyThreshold),
});

interface Asked {
  readonly run: Run;
  readonly verdicts: readonly Verdict[];
}

/** One counted round: a failed check, a hold, a higher weight, or promotion. */
export const tick = (plan: Plan, seen: Snapshot, status: Status, { run, verdicts }: Asked): Decision => {
  const free = proceeding(seen, status);
  if (isExpedited(plan, seen, run)) return promote(plan, seen, free, run);
  if (!seen.askable) return wait(isAskedFor(seen) ? status : free, lookAt(seen.askableAt));
  const noted = withPassedHooks(run, verdicts);
  const judged: Status = { ...free, run: noted };
  const halt = firstHalt(verdicts);
  if (halt !== undefined) return halted(plan, seen, judged, { run: noted, halt });
  if (verdicts.length < tickQuestions(plan, seen, run).length) return wait(status, lookAt(seen.now + 1000));
  if (hasOnlySkips(verdicts)) {
    return hold(seen, judged, noEvidence(plan), askAgainAt(seen.now + plan.analysis.intervalMs));
  }
  return passed(plan, seen, free, { run: noted, verdicts });
};

/** Holds that only the next answer can end. */
const isAskedFor = (seen: Snapshot): boolean => holdsFor(seen, 'GateClosed', 'NoEvidence', 'NoEndpoints');

const noEvidence = (plan: Plan) =>
  ({
    reason: 'NoEvidence',
    message: `no metric of ${dotted(plan.target.name, plan.namespace)} has data to judge`,
    passing: true,
  }) as const;

const withPassedHooks = (run: Run, verdicts: readonly Verdict[]): Run => {
  const names = verdicts.flatMap(({ question, answer }) =>
    question.kind === 'hook' && question.hook.type === 'pre-rollout' && answer.outcome === 'pass'
      ? [question.hook.name]
      : [],
  );
  return names.length === 0 ? run : { ...run, passedHooks: [...run.passedHooks, ...names] };
};

/** Skipped checks are no evidence: a tick that has nothing else does not raise. */
const hasOnlySkips = (verdicts: readonly Verdict[]): boolean => {
  const checks = verdicts.filter(
    ({ question }) =>
      question.kind === 'metric' || (question.kind === 'hook' && question.hook.type === 'rollout'),
  );
  return checks.length > 0 && checks.every(isMissingData);
};

const halted = (
  plan: Plan,
  seen: Snapshot,
  status: Status,
  { run, halt }: { readonly run: Run; readonly halt: Halt },
): Decision => {
  const again = askAgainAt(seen.now + plan.analysis.intervalMs);
  switch (halt.kind) {
    case 'failedCheck':
      return failedCheck(plan, seen, status, { run, verdict: halt.verdict });
    case 'gateClosed':
      return gateClosed(plan, seen, status, halt);
    case 'noEndpoints':
      return hold(seen, status, { reason: 'NoEndpoints', message: halt.message }, again);
    case 'noEvidence':
      return hold(
        seen,
        status,
        { reason: 'NoEvidence', message: halt.message, passing: halt.missing },
        again,
      );
    case 'rollBack':
      return wait(status, again);
  }
};

/** The next tick of a run, and the moment before which no other may follow. */
const stepped = (seen: Snapshot, run: Run, afterMs: number): Run => ({
  ...run,
  tick: run.tick + 1,
  steppedAt: seen.now,
  stageSince: seen.now,
  dueAt: seen.now + afterMs,
});

const failedCheck = (
  plan: Plan,
  seen: Snapshot,
  status: Status,
  { run, verdict }: { readonly run: Run; readonly verdict: Verdict },
): Decision => {
  const check = checkOf(verdict, status.canaryWeight, seen.now);
  const next = stepped(seen, run, plan.analysis.intervalMs);
  const counted: Status = {
    ...status,
    failedChecks: status.failedChecks + 1,
    run: {
      ...next,
      inconclusive: run.inconclusive + (check.verdict === 'inconclusive' ? 1 : 0),
      lastCheck: check,
    },
  };
  const announcements = [warn('CheckFailed', failureMessage(plan, verdict))];
  if (counted.failedChecks < plan.analysis.threshold)
    return decision(counted, lookAt(next.dueAt), announcements);
  const rolled = rollBackByChecks(plan, seen, counted);
  return { ...rolled, announcements: [...announcements, ...rolled.announcements] };
};

/** Gates of several types may have one name. */
const gateClosed = (
  plan: Plan,
  seen: Snapshot,
  status: Status,
  { hook, type }: Extract<Halt, { kind: 'gateClosed' }>,
): Decision => {
  const again = askAgainAt(seen.now + plan.analysis.intervalMs);
  const guardsPromotion = type === 'confirm-promotion';
  const what = guardsPromotion ? 'promotion' : 'traffic increase';
  const message = `waiting for ${what} approval ${hook}`;
  if (!guardsPromotion) return hold(seen, status, { reason: 'GateClosed', message, gate: hook }, again);
  if (status.phase === 'WaitingPromotion') return wait(status, again);
  return decision(enter(seen, status, 'WaitingPromotion'), again, [
    {
      ...warn('WaitingForApproval', `Halt ${dotted(plan.name, plan.namespace)} advancement ${message}`),
      gate: hook,
    },
  ]);
};

const passed = (plan: Plan, seen: Snapshot, status: Status, { run, verdicts }: Asked): Decision => {
  const check = lastPassed(verdicts, status.canaryWeight, seen.now);
  const judged: Run = check === undefined ? run : { ...run, lastCheck: check };
  const next = moved(plan, seen, status, judged);
  const announcements = [...(run.tick === 0 ? [starting(plan)] : []), ...passes(verdicts)];
  return { ...next, announcements: [...announcements, ...next.announcements] };
};

const moved = (plan: Plan, seen: Snapshot, status: Status, run: Run): Decision => {
  const move = moveOf(plan, status, run);
  switch (move.kind) {
    case 'promote':
      return promote(plan, seen, status, run);
    case 'lower':
      return advance(plan, seen, status, { run, move: lowered(plan, status, move.weight) });
    case 'advance':
      return advance(plan, seen, status, { run, move });
  }
};

const lowered = (plan: Plan, { iterations }: Status, weight: number): Advance => ({
  kind: 'advance',
  weight,
  mirrored: false,
  iterations,
  gate: undefined,
  message: `Advance ${dotted(plan.name, plan.namespace)} canary weight ${weight}`,
});

/** A round that moves no traffic is no traffic decision. */
const advance = (
  plan: Plan,
  seen: Snapshot,
  status: Status,
  { run, move }: { readonly run: Run; readonly move: Advance },
): Decision => {
  const { weight, mirrored, iterations, message } = move;
  const isMoved = weight !== status.canaryWeight || mirrored !== run.mirrored;
  const next = stepped(seen, run, isMoved ? judgedAfterMs(plan.analysis) : plan.analysis.intervalMs);
  const counted: Status = { ...status, iterations, run: next };
  const moved = isMoved ? routed(counted, next, weight, { mirrored }) : counted;
  return decision(
    enter(seen, moved, 'Progressing'),
    lookAt(next.dueAt),
    message === undefined ? [] : [tell('Advanced', message)],
  );
};

/** The intent is recorded first; copying what was analysed to the primary is converge's work. */
const promote = (plan: Plan, seen: Snapshot, status: Status, run: Run): Decision => {
  const { reason: _, ...rest } = run;
  const next: Run = {
    ...rest,
    stageSince: seen.now,
    steppedAt: seen.now,
    dueAt: seen.now + plan.analysis.intervalMs,
  };
  const name = dotted(plan.target.name, plan.namespace);
  return decision(enter(seen, { ...status, run: next }, 'Promoting'), whenChanged, [
    tell('Promoting', `Copying ${name} template spec to ${dotted(plan.target.primaryName, plan.namespace)}`),
  ]);
};

const starting = (plan: Plan): Announcement =>
  tell('AnalysisStarted', `Starting canary analysis for ${dotted(plan.target.name, plan.namespace)}`);

const SPOKEN: Readonly<Record<string, string>> = {
  'pre-rollout': 'Pre-rollout',
  'confirm-traffic-increase': 'Confirm-traffic-increase',
  'confirm-promotion': 'Confirm-promotion',
};

const passes = (verdicts: readonly Verdict[]): readonly Announcement[] =>
  verdicts.flatMap(({ question, answer }) => {
    const type =
      question.kind === 'hook' && answer.outcome === 'pass' ? SPOKEN[question.hook.type] : undefined;
    return type === undefined || question.kind !== 'hook'
      ? []
      : [tell('CheckPassed', `${type} check ${question.hook.name} passed`)];
  });

/** The last metric, or else the last hook, that let this tick pass. */
const lastPassed = (verdicts: readonly Verdict[], weight: number, now: number): LastCheck | undefined => {
  const judged = verdicts
    .filter(({ question, answer }) => answer.outcome === 'pass' && question.kind === 'metric')
    .at(-1);
  const verdict =
    judged ??
    verdicts.filter(({ question, answer }) => answer.outcome === 'pass' && question.kind === 'hook').at(-1);
  return verdict === undefined ? undefined : checkOf(verdict, weight, now);
};
