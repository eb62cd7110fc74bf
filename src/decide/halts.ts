import type { HookType, MetricPlan } from '../domain/plan-analysis.ts';
import type { NoEvidence, Verdict } from '../domain/question.ts';

/** What one verdict means for the tick that asked for it. */
export type Halt =
  | { readonly kind: 'failedCheck'; readonly verdict: Verdict }
  | { readonly kind: 'rollBack'; readonly hook: string }
  | { readonly kind: 'gateClosed'; readonly hook: string; readonly type: HookType }
  | { readonly kind: 'noEndpoints'; readonly message: string }
  /** `missing`: the server answered, and had nothing to judge. */
  | { readonly kind: 'noEvidence'; readonly message: string; readonly missing: boolean };

/** Undefined: the next question may be asked. */
export const haltOf = (verdict: Verdict): Halt | undefined => {
  const { question, answer } = verdict;
  switch (question.kind) {
    case 'config':
      return undefined;
    case 'endpoints':
      return answer.outcome === 'pass' ? undefined : { kind: 'noEndpoints', message: answer.message };
    case 'hook':
      return hookHalt(verdict, question.hook.type, question.hook.name);
    case 'metric':
      return metricHalt(verdict, question.metric);
  }
};

const hookHalt = (verdict: Verdict, type: HookType, hook: string): Halt | undefined => {
  const passed = verdict.answer.outcome === 'pass';
  if (type === 'rollback') return passed ? { kind: 'rollBack', hook } : undefined;
  if (passed) return undefined;
  return type === 'pre-rollout' || type === 'rollout'
    ? { kind: 'failedCheck', verdict }
    : { kind: 'gateClosed', hook, type };
};

const metricHalt = (verdict: Verdict, metric: MetricPlan): Halt | undefined => {
  const { answer } = verdict;
  if (answer.outcome === 'pass') return undefined;
  if (answer.outcome === 'inconclusive' && OURS_TO_MEND.has(answer.reason)) {
    return { kind: 'noEvidence', message: answer.message, missing: false };
  }
  if (answer.outcome === 'inconclusive' && isMissingData(verdict)) {
    if (metric.onNoData === 'skip') return undefined;
    if (metric.onNoData === 'hold') return { kind: 'noEvidence', message: answer.message, missing: true };
  }
  return { kind: 'failedCheck', verdict };
};

/** Nothing was asked: a missing or wrong manifest says nothing about the release, so it holds until it is mended. */
const OURS_TO_MEND: ReadonlySet<NoEvidence> = new Set<NoEvidence>([
  'TemplateNotFound',
  'TemplateError',
  'UnknownProvider',
  'SecretNotFound',
  'SecretKeyMissing',
  'NoCredentials',
  'EgressDenied',
]);

/** The policy for missing data covers a server that answered with nothing, not one that did not answer. */
export const isMissingData = ({ answer }: Verdict): boolean =>
  answer.outcome === 'inconclusive' && (answer.reason === 'NoData' || answer.reason === 'NotANumber');

export const firstHalt = (verdicts: readonly Verdict[]): Halt | undefined => {
  for (const verdict of verdicts) {
    const halt = haltOf(verdict);
    if (halt !== undefined) return halt;
  }
  return undefined;
};
