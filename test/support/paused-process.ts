import type { Cluster, WatchEvent } from '../../src/kube/cluster.ts';
import type { Http } from '../../src/net/port.ts';
import type { Clock } from '../../src/runtime/clock.ts';

/**
 * A process that can be stopped between two instructions and go on later, as by SIGSTOP or a machine that is
 * moved: its clock goes on, but its timers do not fire and no answer reaches it. What it had sent is carried out.
 */
export const pausable = (clock: Clock) => {
  let wake: (() => void) | undefined;
  let awake: Promise<void> | undefined;
  let lagMs: (plural: string) => number = () => 0;
  const held: (() => void)[] = [];

  const whenAwake = async (): Promise<void> => {
    while (awake !== undefined) await awake;
  };
  const answered = async <T>(call: () => Promise<T>): Promise<T> => {
    await whenAwake();
    try {
      return await call();
    } finally {
      await whenAwake();
    }
  };
  /** Each event comes `lagMs` after it was sent, and none while nothing of the process runs. */
  async function* late(plural: string, events: AsyncIterable<WatchEvent>): AsyncGenerator<WatchEvent> {
    const source = events[Symbol.asyncIterator]();
    const onTheirWay: Promise<IteratorResult<WatchEvent>>[] = [];
    const follow = (): void => {
      const next = source.next().then(async (result) => {
        if (result.done !== true) follow();
        const byMs = lagMs(plural);
        if (byMs > 0) await new Promise<void>((resolve) => clock.after(byMs, resolve));
        await whenAwake();
        return result;
      });
      next.catch(() => undefined);
      onTheirWay.push(next);
    };
    follow();
    for (let next = onTheirWay.shift(); next !== undefined; next = onTheirWay.shift()) {
      const result = await next;
      if (result.done === true) return;
      yield result.value;
    }
  }
  return {
    isPaused: () => awake !== undefined,
    pause: (): void => {
      if (awake !== undefined) return;
      awake = new Promise<void>((resolve) => {
        wake = resolve;
      });
    },
    /** From now on, what its watches tell comes so much later: all, or those of one resource. */
    lag: (byMs: number, only?: string): void => {
      lagMs = (plural) => (only === undefined || only === plural ? byMs : 0);
    },
    resume: (): void => {
      awake = undefined;
      wake?.();
      for (const run of held.splice(0)) run();
    },
    clock: {
      now: () => clock.now(),
      monotonic: () => clock.monotonic(),
      after: (delayMs: number, run: () => void) => {
        let isCancelled = false;
        const cancel = clock.after(delayMs, () => {
          const fire = (): void => {
            if (!isCancelled) run();
          };
          if (awake === undefined) fire();
          else held.push(fire);
        });
        return () => {
          isCancelled = true;
          cancel();
        };
      },
    } satisfies Clock,
    through: (cluster: Cluster): Cluster => ({
      get: (ref, signal) => answered(() => cluster.get(ref, signal)),
      list: (type, options, signal) => answered(() => cluster.list(type, options, signal)),
      watch: (type, options, signal) => late(type.plural, cluster.watch(type, options, signal)),
      create: (type, object, signal) => answered(() => cluster.create(type, object, signal)),
      replace: (type, object, signal, sub) => answered(() => cluster.replace(type, object, signal, sub)),
      patch: (ref, patch, signal) => answered(() => cluster.patch(ref, patch, signal)),
    }),
    http: (http: Http): Http => ({
      send: (request, signal) => answered(() => http.send(request, signal)),
    }),
  };
};

export type Pausable = ReturnType<typeof pausable>;
