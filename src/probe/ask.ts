import { haltOf } from '../decide/halts.ts';
import type { HookPlan, MetricPlan } from '../domain/plan-analysis.ts';
import type { Plan } from '../domain/plan.ts';
import { type Answer, nameOf, type Question, type Verdict } from '../domain/question.ts';
import type { Refusal, Snapshot } from '../domain/snapshot.ts';
import type { Live } from './live.ts';
import { Recent } from './recent.ts';

/** On whose behalf something is asked. */
export interface Asking {
  readonly plan: Plan;
  readonly seen: Snapshot;
}

export interface AskOptions {
  readonly live: Live;
  readonly hook: (hook: HookPlan, asking: Asking, signal: AbortSignal) => Promise<Answer>;
  readonly metric: (metric: MetricPlan, asking: Asking, signal: AbortSignal) => Promise<Answer>;
}

export interface Asker {
  ask(
    questions: readonly Question[],
    observed: { readonly plan: Plan | Refusal; readonly seen: Snapshot },
    signal: AbortSignal,
  ): Promise<readonly Verdict[]>;
  /** The Canary is gone. */
  forget(uid: string): void;
}

/**
 * Asks in order and stops at the first answer that halts. An answer is remembered until the next tick or look,
 * so that a decision that is taken again after a 409 asks nothing twice.
 */
export const makeAsker = (options: AskOptions): Asker => {
  const recent = new Recent();
  return {
    ask: async (questions, { plan, seen }, signal) => {
      if (!('target' in plan)) return [];
      const verdicts: Verdict[] = [];
      for (const question of questions) {
        const answer = await recent.once(momentOf(plan, seen), idOf(question), () =>
          answerTo(question, { plan, seen }, { ...options, signal }),
        );
        const verdict = { question, answer };
        verdicts.push(verdict);
        if (haltOf(verdict) !== undefined) break;
      }
      return verdicts;
    },
    forget: (uid) => recent.forget(uid),
  };
};

/** Changes with every counted tick, and with every look of a run that holds. */
const momentOf = (plan: Plan, seen: Snapshot) => ({
  uid: plan.uid,
  moment: [
    plan.generation,
    seen.status.run?.id,
    seen.status.run?.tick,
    seen.status.phase,
    seen.askableAt,
    seen.status.canaryWeight,
  ].join('/'),
});

const idOf = (question: Question): string => {
  const detail =
    question.kind === 'hook'
      ? `${question.hook.type} ${question.hook.url}`
      : question.kind === 'config'
        ? question.version
        : '';
  return `${question.kind}/${detail}/${nameOf(question)}`;
};

const answerTo = (
  question: Question,
  asking: Asking,
  options: AskOptions & { readonly signal: AbortSignal },
): Promise<Answer> => {
  const { live, hook, metric, signal } = options;
  switch (question.kind) {
    case 'config':
      return live.config(question, asking.plan.namespace, signal);
    case 'endpoints':
      return live.endpoints(question, asking.plan, signal);
    case 'hook':
      return hook(question.hook, asking, signal);
    case 'metric':
      return metric(question.metric, asking, signal);
  }
};
