import { dotted } from '../domain/names.ts';
import type { Bounds, MetricPlan } from '../domain/plan-analysis.ts';
import type { Plan } from '../domain/plan.ts';
import { type Answer, nameOf, type Verdict } from '../domain/question.ts';
import type { CheckVerdict, LastCheck } from '../domain/status.ts';

/** `>= 99`, `<= 500`, or `1..5`: what a value was held against. */
export const boundText = ({ min, max }: Bounds): string => {
  if (min !== undefined && max !== undefined) return `${min}..${max}`;
  return min === undefined ? `<= ${max ?? 'nothing'}` : `>= ${min}`;
};

const VERDICT: Readonly<Record<Answer['outcome'], CheckVerdict>> = {
  pass: 'pass',
  fail: 'fail',
  inconclusive: 'inconclusive',
};

const reasonOf = (answer: Answer): string | undefined => {
  if (answer.outcome === 'pass') return undefined;
  return answer.outcome === 'inconclusive' ? `${answer.reason}: ${answer.message}` : answer.message;
};

/** One verdict as it stands in the record: the check with what was measured and what was allowed. */
export const checkOf = ({ question, answer }: Verdict, weight: number, at: number): LastCheck => {
  const reason = reasonOf(answer);
  const value = answer.outcome === 'inconclusive' ? undefined : answer.value;
  return {
    verdict: VERDICT[answer.outcome],
    metric: nameOf(question),
    ...(value === undefined ? {} : { value }),
    ...(question.kind === 'metric'
      ? { bound: boundText(question.metric.bounds), window: question.metric.interval }
      : {}),
    ...(reason === undefined ? {} : { reason }),
    weight,
    at,
  };
};

/** A check in words: what was measured, what was wanted, over which time and at which weight. */
export const checkText = ({ metric, value, bound, window, weight, reason }: LastCheck): string => {
  const measured =
    value === undefined ? `${metric}: ${reason ?? 'failed'}` : `${metric} was ${Number(value.toFixed(2))}`;
  const wanted = value === undefined || bound === undefined ? '' : `, wanted ${bound}`;
  return `${measured}${wanted}${window === undefined ? '' : ` over ${window}`} at weight ${weight}`;
};

/** Why the weight stays; worded as Flagger words it, with what it leaves out: the bound's window. */
export const failureMessage = (plan: Plan, { question, answer }: Verdict): string => {
  const halt = `Halt ${dotted(plan.name, plan.namespace)} advancement`;
  const why = answer.outcome === 'pass' ? '' : answer.message;
  if (question.kind === 'hook') {
    const which = question.hook.type === 'pre-rollout' ? 'pre-rollout' : 'external';
    return `${halt} ${which} check ${question.hook.name} failed ${why}`;
  }
  if (question.kind !== 'metric') return `${halt} ${why}`;
  if (answer.outcome !== 'fail' || answer.value === undefined)
    return `${halt} ${question.metric.name}: ${why}`;
  return `${halt} ${missed(question.metric, answer.value)} over ${question.metric.interval}`;
};

const missed = (metric: MetricPlan, value: number): string => {
  const { min, max } = metric.bounds;
  const isLow = min !== undefined && value < min;
  const relation = isLow ? '<' : '>';
  const bound = isLow ? min : max;
  switch (metric.source.kind) {
    case 'request-success-rate':
      return `success rate ${value.toFixed(2)}% ${relation} ${bound ?? 0}%`;
    case 'request-duration':
      return `request duration ${value} ms ${relation} ${bound ?? 0} ms`;
    case 'query':
    case 'template':
      return `${metric.name} ${value.toFixed(2)} ${relation} ${bound ?? 0}`;
  }
};
