import type { HookPlan, MetricPlan } from './plan-analysis.ts';

export type Side = 'primary' | 'canary';

/** Something to be asked outside the cache before deciding. */
export type Question =
  | {
      readonly kind: 'config';
      readonly config: 'ConfigMap' | 'Secret';
      readonly name: string;
      readonly version: string;
    }
  | { readonly kind: 'hook'; readonly hook: HookPlan }
  | { readonly kind: 'metric'; readonly metric: MetricPlan }
  /** A live read: has this side's Service at least so many ready endpoints? */
  | { readonly kind: 'endpoints'; readonly side: Side; readonly atLeast: number };

/**
 * Why there is no finite sample to judge. None of them is evidence; each has a name of its own, so that an
 * outage of the metrics server is never mistaken for a bad release.
 */
export type NoEvidence =
  | 'NoData'
  | 'NotANumber'
  | 'Infinite'
  | 'SeveralSeries'
  | 'WrongResultType'
  | 'BadAnswer'
  | 'QueryError'
  | 'MetricsUnavailable'
  | 'MetricsTimeout'
  | 'TemplateNotFound'
  | 'TemplateError'
  | 'UnknownProvider'
  | 'SecretNotFound'
  | 'SecretKeyMissing'
  | 'NoCredentials'
  | 'EgressDenied';

export type Answer =
  | { readonly outcome: 'pass'; readonly value?: number }
  | { readonly outcome: 'fail'; readonly value?: number; readonly message: string }
  | { readonly outcome: 'inconclusive'; readonly reason: NoEvidence; readonly message: string };

export interface Verdict {
  readonly question: Question;
  readonly answer: Answer;
}

/** What a question is called in logs, metrics and the record. */
export const nameOf = (question: Question): string => {
  switch (question.kind) {
    case 'config':
      return `${question.config.toLowerCase()}/${question.name}`;
    case 'hook':
      return question.hook.name;
    case 'metric':
      return question.metric.name;
    case 'endpoints':
      return `${question.side} endpoints`;
  }
};
