import { CANARY, EVENT } from '../../api/kinds.ts';
import type { KubeObject } from '../../api/objects.ts';
import { listAt, objectAt } from '../../domain/json.ts';
import type { Cluster } from '../../kube/cluster.ts';
import { type Informer, makeInformer } from '../../kube/informer.ts';
import { type Clock, type Random, sleep } from '../../runtime/clock.ts';
import { isAbort } from '../../errors.ts';
import type { Log } from '../../runtime/log.ts';
import type { Happening } from './state.ts';

export interface Followed {
  readonly canary: Informer;
  /** Resolves once the canary's status is as wanted; rejects when the signal is aborted. */
  until(holds: (status: Readonly<Record<string, unknown>>) => boolean, signal: AbortSignal): Promise<void>;
  status(): Readonly<Record<string, unknown>>;
}

/** Watches the Canary and its Events as any user could, through the API alone. */
export const follow = (options: {
  readonly cluster: Cluster;
  readonly namespace: string;
  readonly name: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly onEvent: (happening: Happening) => void;
  readonly onStatus: (status: Readonly<Record<string, unknown>>) => void;
}): Followed => {
  const { cluster, namespace, name, clock, random, log, signal } = options;
  const began = clock.now();
  const common = { cluster, namespace, clock, random, log };
  const canary = makeInformer({ ...common, type: CANARY });
  const events = makeInformer({
    ...common,
    type: EVENT,
    fieldSelector: `involvedObject.name=${name},involvedObject.kind=Canary`,
  });
  const status = () => objectAt(canary.get(namespace, name), 'status');
  events.onChange(({ before, after }) => {
    if (before === undefined && after !== undefined) options.onEvent(happeningOf(after, clock.now() - began));
  });
  canary.onChange(() => options.onStatus(status()));
  for (const informer of [canary, events]) void informer.run(signal);
  return {
    canary,
    status,
    until: async (holds, untilSignal) => {
      while (!holds(status())) await sleep(clock, 50, untilSignal);
    },
  };
};

const happeningOf = (event: KubeObject, at: number): Happening => ({
  at,
  type: event['type'] === 'Warning' ? 'Warning' : 'Normal',
  reason: String(event['reason']),
  message: String(event['message']),
});

/** Asks the embedded Prometheus what the canary's metrics are now; undefined without data. */
export const makeReader = (query: (promql: string, signal: AbortSignal) => Promise<unknown>) => {
  const read = async (promql: string, signal: AbortSignal): Promise<number | undefined> => {
    try {
      const [series] = listAt(await query(promql, signal), 'data', 'result');
      const value = Number(listAt(series, 'value')[1]);
      return Number.isFinite(value) ? value : undefined;
    } catch (thrown) {
      if (isAbort(thrown)) return undefined;
      throw thrown;
    }
  };
  return read;
};
