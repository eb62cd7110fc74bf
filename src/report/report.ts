import { alertsOf, endAlert } from '../decide/alerts.ts';
import { isOwing } from '../decide/debts.ts';
import { type Announcement, type Decision, tell, warn } from '../decide/decision.ts';
import type { KubeObject } from '../api/objects.ts';
import type { HookPlan } from '../domain/plan-analysis.ts';
import type { Plan } from '../domain/plan.ts';
import type { Verdict } from '../domain/question.ts';
import type { Refusal, Snapshot } from '../domain/snapshot.ts';
import type { FormatTime, Status } from '../domain/status.ts';
import type { Log } from '../runtime/log.ts';
import type { Alerts } from './alerts/alerts.ts';
import type { CanaryMetrics } from './canary-metrics.ts';
import type { makeEvents } from './events.ts';
import type { makeHooks, Picture, Whose } from './hooks.ts';
import { logDecision } from './log.ts';

export interface ReportOptions {
  readonly events: Pick<ReturnType<typeof makeEvents>, 'tell'>;
  readonly hooks: ReturnType<typeof makeHooks>;
  readonly alerts: Pick<Alerts, 'tell' | 'forget'>;
  readonly canaryMetrics: CanaryMetrics;
  readonly log: Log;
  readonly formatTime: FormatTime;
  /** For Canaries that cannot be read. */
  readonly eventHooks: readonly HookPlan[];
  /** What the end of this run owed is delivered or given up. */
  readonly onAnnounced: (key: string, uid: string, runId: string) => void;
}

export interface Report {
  /** Tells what has become true; returns at once. */
  readonly report: (
    observed: { readonly plan: Plan | Refusal; readonly seen: Snapshot },
    decision: Decision,
    verdicts: readonly Verdict[],
  ) => void;
  /** Tells what no decision says. */
  readonly tell: (canary: KubeObject, announcement: Announcement) => void;
  /** The Canary is gone. */
  readonly forget: (uid: string) => void;
}

export const makeReport = (options: ReportOptions): Report => {
  const { log, canaryMetrics, formatTime, alerts } = options;
  const debts = new Debts(options);
  return {
    report: ({ plan, seen }, decision, verdicts) => {
      const { status } = decision;
      const isRead = 'target' in plan;
      const hooks = isRead ? eventHooksOf(plan) : options.eventHooks;
      for (const announcement of decision.announcements)
        announce(options, { seen, status, hooks }, announcement);
      logDecision(log, seen, decision, formatTime);
      if (!isRead) return;
      for (const alert of alertsOf(plan, seen, decision)) void alerts.tell(alert, { plan, seen, status });
      debts.take({ plan, seen, status });
      canaryMetrics.decided(keyOf(seen), plan, seen.status, status);
      canaryMetrics.stepped(seen, status);
      canaryMetrics.analysed(keyOf(seen), plan, verdicts);
    },
    tell: (canary, announcement) => options.events.tell(canary, announcement),
    forget: (uid) => {
      debts.forget(uid);
      alerts.forget(uid);
    },
  };
};

const keyOf = ({ canary: { metadata } }: Snapshot): string => `${metadata.namespace ?? ''}/${metadata.name}`;

const eventHooksOf = (plan: Plan): readonly HookPlan[] =>
  plan.analysis.hooks.filter(({ type }) => type === 'event');

/** To the cluster, and to the hooks that hear of each Event. */
const announce = (
  { events, hooks: caller }: Pick<ReportOptions, 'events' | 'hooks'>,
  {
    seen,
    status,
    hooks,
  }: { readonly seen: Snapshot; readonly status: Status; readonly hooks: readonly HookPlan[] },
  announcement: Announcement,
): void => {
  events.tell(seen.canary, announcement);
  for (const hook of hooks) caller.event(hook, announcement, whoseOf(seen), pictureOf(seen, status));
};

const whoseOf = ({ canary: { metadata } }: Snapshot): Whose => ({
  name: metadata.name,
  namespace: metadata.namespace ?? '',
  uid: metadata.uid ?? '',
});

/** As it is now that the decision stands. */
const pictureOf = (seen: Snapshot, status: Status): Picture => ({ ...seen, status });

interface Owing {
  readonly plan: Plan;
  readonly seen: Snapshot;
  readonly status: Status;
}

/** What ends of runs owe: taken on once a process, whether the run ended in it or in one before. */
class Debts {
  readonly #options: ReportOptions;
  /** The last run of a Canary whose debts were taken on. */
  readonly #taken = new Map<string, string>();

  constructor(options: ReportOptions) {
    this.#options = options;
  }

  take(owing: Owing): void {
    const { plan, seen, status } = owing;
    const runId = status.run?.id;
    if (!isOwing(status) || runId === undefined || this.#taken.get(plan.uid) === runId) return;
    this.#taken.set(plan.uid, runId);
    void this.#settle(owing).then(() => this.#options.onAnnounced(keyOf(seen), plan.uid, runId));
  }

  forget(uid: string): void {
    this.#taken.delete(uid);
  }

  async #settle({ plan, seen, status }: Owing): Promise<void> {
    const { alerts, hooks } = this.#options;
    const after = plan.analysis.hooks.filter(({ type }) => type === 'post-rollout');
    const scene = { seen, status, hooks: eventHooksOf(plan) };
    await Promise.all([
      alerts.tell(endAlert(plan, seen, status), { plan, seen, status }),
      hooks.afterRollout(after, plan, pictureOf(seen, status), ({ name }, ending) =>
        announce(
          this.#options,
          scene,
          ending.kind === 'delivered'
            ? tell('CheckPassed', `Post-rollout check ${name} passed`)
            : warn('HookFailed', `Post-rollout hook ${name} failed ${ending.why}`),
        ),
      ),
    ]);
  }
}
