import { type Answer, parseAnswers } from './answers.ts';
import { kubectl } from './kubectl.ts';

/** The users of a stage, and what they got; all times are those of this machine's clock. */
export interface Users {
  /** To be called once they are there. */
  meet(): Promise<void>;
  answers(): Promise<readonly Answer[]>;
  /** Sends them home. All that they ever sent, each with its answer; throws if any of it is not known. */
  leave(): Promise<readonly Answer[]>;
  /** Bodies that were posted to `/heard`. */
  heard(): Promise<readonly Record<string, any>[]>;
  /** A POST to their pod, such as `/gate/open` or `/rate?rps=0`. */
  post(path: string): Promise<void>;
}

/** What the load generator says of itself. */
interface State {
  readonly now: number;
  readonly startedAt: number;
  readonly sent: number;
  readonly inFlight: number;
}

/** Longer than any request may take. */
const LEAVING_MS = 20_000;
const COMPARISONS = 3;

/** `path` is the load generator's, as the API server forwards to it. */
export const makeUsers = (path: string): Users => {
  let startedAt = NaN;
  /** By how much their clock is ahead of ours, in ms. */
  let aheadMs = 0;
  const get = (what: string): Promise<string> => kubectl('get', '--raw', `${path}${what}`);
  const state = async (): Promise<State> => JSON.parse(await get('/state')) as State;
  const post = async (to: string): Promise<void> => {
    await kubectl('create', '--raw', `${path}${to}`, '-f', '/dev/null');
  };
  const answers = async (): Promise<readonly Answer[]> =>
    parseAnswers(await get('/records')).map((answer) => ({ ...answer, at: answer.at - aheadMs }));

  return {
    answers,
    post,
    heard: async () =>
      (await get('/heard'))
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, any>),
    meet: async () => {
      startedAt = (await state()).startedAt;
      aheadMs = await aheadBy(async () => (await state()).now);
    },
    leave: async () => {
      await post('/rate?rps=0');
      const began = Date.now();
      for (;;) {
        const last = await state();
        if (last.startedAt !== startedAt)
          throw new Error('the load generator was restarted, and what it had recorded is lost');
        if (last.inFlight > 0 && Date.now() - began < LEAVING_MS) continue;
        const all = await answers();
        if (all.length === last.sent) return all;
        throw new Error(`${last.sent} requests were sent, but ${all.length} have an answer`);
      }
    },
  };
};

/** The difference of two clocks, from the quickest of some comparisons; 0 if that cannot tell it from none. */
const aheadBy = async (theirs: () => Promise<number>): Promise<number> => {
  let best = { aheadMs: 0, withinMs: Infinity };
  for (let count = 0; count < COMPARISONS; count += 1) {
    const before = Date.now();
    const there = await theirs();
    const withinMs = (Date.now() - before) / 2;
    if (withinMs < best.withinMs) best = { aheadMs: there - before - withinMs, withinMs };
  }
  return Math.abs(best.aheadMs) <= best.withinMs ? 0 : best.aheadMs;
};
