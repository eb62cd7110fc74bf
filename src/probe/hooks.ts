import type { HookPlan } from '../domain/plan-analysis.ts';
import type { Answer } from '../domain/question.ts';
import { promotionPin } from '../domain/revision.ts';
import { type Http, HttpError } from '../net/port.ts';
import { type Clock, sleep } from '../runtime/clock.ts';
import type { Asking } from './ask.ts';

export interface HookOptions {
  readonly http: Http;
  readonly clock: Clock;
}

const SHORTEST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
const LARGEST_ANSWER = 64 * 1024;

/**
 * Calls a webhook. Any 2xx passes (Flagger: up to 202). Nothing of the answer's body is ever shown. A hook may
 * be called more than once for one tick; what it gets in `serinette` is the same then.
 */
export const makeHookProbe =
  ({ http, clock }: HookOptions) =>
  async (hook: HookPlan, asking: Asking, signal: AbortSignal): Promise<Answer> => {
    const body = JSON.stringify(payloadOf(hook, asking));
    let answer = await call(http, hook, body, signal);
    for (let retry = 0; retry < hook.retries && isTransient(answer); retry += 1) {
      await sleep(clock, Math.min(SHORTEST_PAUSE_MS * 2 ** retry, LONGEST_PAUSE_MS), signal);
      answer = await call(http, hook, body, signal);
    }
    return toAnswer(answer);
  };

type Result = { readonly status: number } | { readonly failure: string };

const call = async (http: Http, hook: HookPlan, body: string, signal: AbortSignal): Promise<Result> => {
  try {
    const { status } = await http.send(
      {
        method: 'POST',
        url: hook.url,
        headers: { 'content-type': 'application/json' },
        body,
        timeoutMs: hook.timeoutMs,
        maxBytes: LARGEST_ANSWER,
        skipTlsVerify: hook.skipTlsVerify,
        origin: 'object',
      },
      signal,
    );
    return { status };
  } catch (thrown) {
    if (!(thrown instanceof HttpError)) throw thrown;
    return { failure: thrown.message };
  }
};

/** Worth another try: no answer, too many requests, or a server's trouble other than "not implemented". */
const isTransient = (result: Result): boolean =>
  'failure' in result || result.status === 429 || (result.status >= 500 && result.status !== 501);

const toAnswer = (result: Result): Answer => {
  if ('failure' in result) return { outcome: 'fail', message: result.failure };
  const passed = result.status >= 200 && result.status < 300;
  return passed ? { outcome: 'pass' } : { outcome: 'fail', message: `answered with status ${result.status}` };
};

/** Flagger's payload, and what tells a repeated call from a new one. */
const payloadOf = (hook: HookPlan, { plan, seen }: Asking) => {
  const { run, phase } = seen.status;
  const revision = seen.target?.revision ?? '';
  const configs = Object.fromEntries((seen.configs ?? []).map(({ key, checksum }) => [key, checksum ?? '']));
  const { metadata } = hook;
  return {
    name: plan.name,
    namespace: plan.namespace,
    phase: phase === 'WaitingPromotion' ? 'Progressing' : phase,
    checksum: promotionPin(revision, configs),
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
    serinette: { uid: plan.uid, run: run?.id ?? '', tick: run?.tick ?? 0, hook: hook.name },
  };
};
