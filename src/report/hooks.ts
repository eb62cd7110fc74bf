import type { Announcement } from '../decide/decision.ts';
import { hookPayload, hookRequest } from '../domain/hook-payload.ts';
import type { HookPlan } from '../domain/plan-analysis.ts';
import type { Plan } from '../domain/plan.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { Http } from '../net/port.ts';
import { post } from '../net/post.ts';
import type { Clock } from '../runtime/clock.ts';
import { judge } from './judge.ts';
import type { Ending, Outbox } from './outbox.ts';

export interface HookOptions {
  readonly http: Http;
  readonly outbox: Pick<Outbox, 'put'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly onEnding: (seen: {
    readonly hook: HookPlan;
    readonly canary: Whose;
    readonly ending: Ending;
  }) => void;
}

export type Whose = Pick<Plan, 'name' | 'namespace' | 'uid'>;
export type Picture = Pick<Snapshot, 'status' | 'target' | 'configs'>;

/** Calls the hooks that decide nothing: of Events, and of a rollout's end. */
export const makeHooks = ({ http, outbox, clock, onEnding }: HookOptions) => {
  const call = (hook: HookPlan, lane: string, canary: Whose, payload: object): Promise<Ending> =>
    new Promise((resolve) => {
      outbox.put({
        lane,
        tries: 1 + hook.retries,
        deliver: async (signal) =>
          judge(await post(http, { ...hookRequest(hook, payload), pool: 'telling' }, signal), clock.now()),
        ended: (ending) => {
          onEnding({ hook, canary, ending });
          resolve(ending);
        },
      });
    });
  return {
    /** In the order in which they are told, for each Canary and hook. */
    event: (hook: HookPlan, announcement: Announcement, canary: Whose, seen: Picture): void => {
      const lane = `${canary.uid}/event/${hook.name}/${hook.url}`;
      void call(hook, lane, canary, eventPayload(hook, announcement, canary, { seen, now: clock.now() }));
    },
    /** Calls them in the order of the spec; a failure ends that, as in Flagger. */
    afterRollout: async (
      hooks: readonly HookPlan[],
      canary: Whose,
      seen: Picture,
      onEach: (hook: HookPlan, ending: Ending) => void,
    ): Promise<void> => {
      for (const hook of hooks) {
        const ending = await call(hook, `${canary.uid}/end`, canary, hookPayload(hook, canary, seen));
        onEach(hook, ending);
        if (ending.kind === 'dropped') return;
      }
    },
  };
};

/** Flagger's: the Event stands in the metadata, over what the hook has there by the same names. */
const eventPayload = (
  hook: HookPlan,
  { type, topic, message }: Announcement,
  canary: Whose,
  { seen, now }: { readonly seen: Picture; readonly now: number },
): object => {
  const payload = hookPayload(hook, canary, seen);
  return {
    ...payload,
    phase: seen.status.phase ?? '',
    metadata: { ...hook.metadata, eventMessage: message, eventType: type, timestamp: String(now) },
    serinette: { ...payload.serinette, reason: topic },
  };
};
