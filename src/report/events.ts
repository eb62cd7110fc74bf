import { EVENT } from '../api/kinds.ts';
import type { KubeObject } from '../api/objects.ts';
import type { Announcement } from '../decide/decision.ts';
import type { Cluster } from '../kube/cluster.ts';
import { isAbort, isOperatorError } from '../errors.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';

export interface EventOptions {
  readonly cluster: Pick<Cluster, 'create'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly formatTime: (ms: number) => string;
  readonly signal: AbortSignal;
  /** Of all Events; without it each kind has its own. */
  readonly reason?: string | undefined;
  /** Counts Events that could not be written. */
  readonly onDropped: () => void;
}

const LONGEST_MESSAGE = 1024;

/**
 * Writes Events about Canaries, one at a time and in order, behind the loop's back: an Event may be lost, but
 * it never delays or fails a decision, and none is written twice.
 */
export const makeEvents = ({ cluster, clock, log, formatTime, signal, reason, onDropped }: EventOptions) => {
  let count = 0;
  let last: Promise<void> = Promise.resolve();
  const write = async (event: KubeObject, canary: string): Promise<void> => {
    try {
      await cluster.create(EVENT, event, signal);
    } catch (thrown) {
      if (isAbort(thrown)) return;
      // Its namespace is being deleted, and nobody will look there.
      if (isOperatorError(thrown, 'NOT_FOUND')) return;
      onDropped();
      log.warn({ canary, event: event['message'], err: thrown }, 'event was not written');
    }
  };
  return {
    tell(canary: KubeObject, announcement: Announcement): void {
      count += 1;
      const event = eventOf(canary, announcement, { now: clock.now(), count, reason, formatTime });
      const { name, namespace = '' } = canary.metadata;
      last = last.then(() => write(event, `${namespace}/${name}`));
    },
    /** Resolves when everything told so far is written or given up. */
    drained: (): Promise<void> => last,
  };
};

/** Unique while one process lives, and between processes that do not start in the same millisecond. */
const nameOf = (canary: KubeObject, now: number, count: number): string =>
  `${canary.metadata.name.slice(0, 200)}.${now.toString(16)}${count.toString(16).padStart(4, '0')}`;

const eventOf = (
  canary: KubeObject,
  { type, topic, message }: Announcement,
  {
    now,
    count,
    reason = topic,
    formatTime,
  }: Pick<EventOptions, 'reason' | 'formatTime'> & { readonly now: number; readonly count: number },
): KubeObject => {
  const { apiVersion, kind, metadata } = canary;
  const { name, namespace = '', uid, resourceVersion } = metadata;
  const time = formatTime(now);
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: nameOf(canary, now, count), namespace },
    involvedObject: { apiVersion, kind, name, namespace, uid, resourceVersion },
    type,
    reason,
    message: message.slice(0, LONGEST_MESSAGE),
    source: { component: 'serinette' },
    reportingComponent: 'serinette',
    reportingInstance: 'serinette',
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
  };
};
