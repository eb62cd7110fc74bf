import type { HookType } from '../domain/plan-analysis.ts';
import type { Plan } from '../domain/plan.ts';
import type { Question } from '../domain/question.ts';

/** The hooks of a type, in the order of the spec. */
export const hooksOf = (plan: Plan, type: HookType, passed: readonly string[] = []): readonly Question[] =>
  plan.analysis.hooks
    .filter((hook) => hook.type === type && !passed.includes(hook.name))
    .map((hook) => ({ kind: 'hook', hook }));
