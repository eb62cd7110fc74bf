import type { KubeObject } from '../api/objects.ts';
import { dotted } from '../domain/names.ts';
import type { ReceiverRef } from '../domain/plan-alerts.ts';
import type { Settings, TellingSettings } from '../domain/settings.ts';
import type { Cluster } from '../kube/cluster.ts';
import type { Http } from '../net/port.ts';
import type { Clock, Random } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { toRfc3339, toRfc3339Millis } from '../runtime/time.ts';
import { Alerts } from './alerts/alerts.ts';
import type { CanaryMetrics } from './canary-metrics.ts';
import { makeEvents } from './events.ts';
import { makeHooks } from './hooks.ts';
import type { Metrics } from './metrics.ts';
import { type Ending, makeOutbox, type Outbox } from './outbox.ts';
import { makeReport, type Report, type ReportOptions } from './report.ts';

export interface TellingOptions {
  readonly telling: TellingSettings;
  readonly settings: Pick<Settings, 'eventHooks'>;
  readonly cluster: Pick<Cluster, 'create' | 'get'>;
  readonly http: Http;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly providers: { get(namespace: string, name: string): KubeObject | undefined };
  readonly canaryMetrics: CanaryMetrics;
  readonly signal: AbortSignal;
  readonly onAnnounced: ReportOptions['onAnnounced'];
}

export interface Telling extends Report {
  /** Gives what is under way a moment to end. */
  close(): Promise<void>;
}

/** Apart, so that slow hooks of a few do not use up the room of everybody's alerts. */
const MOST_WAITING = { alerts: 1_000, hooks: 2_000 };
const OLDEST_MS = 600_000;

/** Joins everything that tells: Events, hooks, alerts, metrics, log. */
export const makeTelling = (options: TellingOptions): Telling => {
  const { cluster, clock, random, log, metrics, telling, signal } = options;
  const outbox = (limit: number) => makeOutbox({ clock, random, limit, oldestMs: OLDEST_MS });
  const outboxes = { alerts: outbox(MOST_WAITING.alerts), hooks: outbox(MOST_WAITING.hooks) };
  metrics.sources.waiting = () => outboxes.alerts.waiting() + outboxes.hooks.waiting();
  const events = makeEvents({
    cluster,
    clock,
    log,
    formatTime: toRfc3339,
    signal,
    reason: telling.eventReason,
    onDropped: () => metrics.dropped.inc(),
  });
  const report = makeReport({
    ...options,
    events,
    hooks: hooksWith(options, outboxes.hooks),
    alerts: alertsWith(options, outboxes.alerts),
    formatTime: toRfc3339Millis,
    eventHooks: options.settings.eventHooks,
  });
  return {
    ...report,
    close: async () => {
      await Promise.all([outboxes.alerts.close(), outboxes.hooks.close()]);
      await events.drained();
    },
  };
};

const hooksWith = ({ http, clock, log, metrics }: TellingOptions, outbox: Outbox) =>
  makeHooks({
    http,
    clock,
    outbox,
    onEnding: ({ hook, canary: { namespace, name }, ending }) => {
      count(metrics, hook.type, ending);
      if (ending.kind === 'delivered') return;
      const { reason, why } = ending;
      log.warn({ canary: `${namespace}/${name}`, hook: hook.name, reason, why }, 'a hook was not delivered');
    },
  });

const alertsWith = (options: TellingOptions, outbox: Outbox): Alerts => {
  const { log, metrics, telling } = options;
  return new Alerts({
    ...options,
    own: telling,
    wording: telling,
    outbox,
    onEnding: ({ message: { namespace, name, text: alert }, receiver, to, ending }) => {
      count(metrics, to, ending);
      if (ending.kind === 'delivered') return;
      const { reason, why } = ending;
      const level = reason === 'tooOften' ? 'debug' : 'warn';
      const fields = { canary: `${namespace}/${name}`, alert, receiver: shown(receiver), reason, why };
      log[level](fields, 'an alert was not delivered');
    },
  });
};

const count = (metrics: Metrics, to: string, ending: Ending): void => {
  if (ending.kind === 'delivered') metrics.delivered.inc({ to });
  else metrics.undelivered.inc({ to, reason: ending.reason });
};

const shown = (receiver: ReceiverRef): string =>
  receiver.kind === 'operator' ? `--${receiver.type}-url` : dotted(receiver.name, receiver.namespace);
