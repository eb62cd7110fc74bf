import { hookPayload, hookRequest } from '../domain/hook-payload.ts';
import type { HookPlan } from '../domain/plan-analysis.ts';
import type { Answer } from '../domain/question.ts';
import type { Http } from '../net/port.ts';
import { isTransient, post, type Posted } from '../net/post.ts';
import { type Clock, sleep } from '../runtime/clock.ts';
import type { Asking } from './ask.ts';

export interface HookOptions {
  readonly http: Http;
  readonly clock: Clock;
}

const SHORTEST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Calls a webhook. Any 2xx passes (Flagger: up to 202). Nothing of the answer's body is ever shown. A hook may
 * be called more than once for one tick; what it gets in `serinette` is the same then.
 */
export const makeHookProbe =
  ({ http, clock }: HookOptions) =>
  async (hook: HookPlan, { plan, seen }: Asking, signal: AbortSignal): Promise<Answer> => {
    const request = hookRequest(hook, hookPayload(hook, plan, seen));
    const call = () => post(http, request, signal);
    let answer = await call();
    for (let retry = 0; retry < hook.retries && isTransient(answer); retry += 1) {
      await sleep(clock, Math.min(SHORTEST_PAUSE_MS * 2 ** retry, LONGEST_PAUSE_MS), signal);
      answer = await call();
    }
    return toAnswer(answer);
  };

const toAnswer = (result: Posted): Answer => {
  if ('failure' in result) return { outcome: 'fail', message: result.failure };
  const passed = result.status >= 200 && result.status < 300;
  return passed ? { outcome: 'pass' } : { outcome: 'fail', message: `answered with status ${result.status}` };
};
