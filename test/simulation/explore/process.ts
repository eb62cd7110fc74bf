import { OperatorError } from '../../../src/errors.ts';
import type { Cluster, WatchEvent } from '../../../src/kube/cluster.ts';
import type { Http } from '../../../src/net/port.ts';
import { sleep } from '../../../src/runtime/clock.ts';
import { outage } from '../../support/outage.ts';
import { pausable } from '../../support/paused-process.ts';
import type { Operator, World } from '../../support/world.ts';
import type { CallCode, Position } from './story.ts';

/** What may befall the n-th call or write from now on. */
interface Ambush {
  left: number;
  readonly spring: <T>(call: () => Promise<T>) => Promise<T>;
}

/** What the operator was told, by process: the checker judges its raises by these answers. */
export interface Heard {
  readonly onMetric: (user: string, isGood: boolean) => void;
  readonly onHook: (body: Readonly<Record<string, unknown>>, url: string, status: number) => void;
}

/** Of every call, as in a cluster: two that answer each other's writes must take time for it. */
const LATENCY_MS = 25;

export type Process = ReturnType<typeof startProcess>;

/** One process of the operator with everything between it and the cluster that may fail. */
export const startProcess = (
  world: World,
  user: string,
  network: ReturnType<typeof outage>,
  heard: Heard,
) => {
  const process = pausable(world.clock);
  const writes: Ambush[] = [];
  const calls: Ambush[] = [];
  let slowMs = 0;
  let isDead = false;
  const dead = new Promise<never>(() => undefined);

  const ambushed = <T>(ambushes: Ambush[], call: () => Promise<T>): Promise<T> => {
    for (const ambush of ambushes) ambush.left -= 1;
    const at = ambushes.findIndex(({ left }) => left <= 0);
    const [sprung] = at === -1 ? [] : ambushes.splice(at, 1);
    return sprung === undefined ? call() : sprung.spring(call);
  };
  const passed = async <T>(call: () => Promise<T>): Promise<T> => {
    await sleep(world.clock, Math.max(slowMs, LATENCY_MS));
    return ambushed(calls, call);
  };
  const written = <T>(call: () => Promise<T>): Promise<T> => passed(() => ambushed(writes, call));
  const unreliable = (cluster: Cluster): Cluster => ({
    get: (ref, signal) => passed(() => cluster.get(ref, signal)),
    list: (type, options, signal) => passed(() => cluster.list(type, options, signal)),
    watch: (type, options, signal): AsyncIterable<WatchEvent> => cluster.watch(type, options, signal),
    create: (type, object, signal) => written(() => cluster.create(type, object, signal)),
    replace: (type, object, signal, sub) => written(() => cluster.replace(type, object, signal, sub)),
    patch: (ref, patch, signal) => written(() => cluster.patch(ref, patch, signal)),
  });
  const overheard = (http: Http): Http => ({
    send: async (request, signal) => {
      const noteMetric = (isGood: boolean): void => {
        if (request.url.includes('istio')) heard.onMetric(user, isGood);
      };
      try {
        const answer = await http.send(request, signal);
        noteMetric(world.outside.successRate === 100);
        if (request.body !== undefined)
          heard.onHook(JSON.parse(request.body) as Record<string, unknown>, request.url, answer.status);
        return answer;
      } catch (thrown) {
        noteMetric(false);
        throw thrown;
      }
    },
  });

  const operator: Operator = world.startOperator(
    (cluster) => process.through(unreliable(network.through(cluster))),
    undefined,
    { user, clock: process.clock, http: (http) => process.http(overheard(http)) },
  );
  const kill = (): void => {
    isDead = true;
    operator.kill();
  };
  return {
    user,
    process,
    isDead: () => isDead,
    kill,
    stop: async (): Promise<void> => {
      isDead = true;
      await operator.stop();
    },
    slow: (byMs: number): void => {
      slowMs = byMs;
    },
    /** Ends the process around its n-th write from now on. */
    killAtWrite: (nth: number, position: Position, onDeath: () => void): void => {
      const die = (): void => {
        kill();
        onDeath();
      };
      const spring = async <T>(call: () => Promise<T>): Promise<T> => {
        if (position !== 'before') {
          const answer = await call();
          if (position === 'answered') {
            // It goes on until it next waits for anything but the answer.
            world.clock.after(0, die);
            return answer;
          }
        }
        die();
        return dead;
      };
      writes.push({ left: nth, spring });
    },
    failCall: (nth: number, code: CallCode, when: 'before' | 'after'): void => {
      calls.push({
        left: nth,
        spring: async (call) => {
          if (when === 'after') await call();
          throw new OperatorError(code, 'a fault of the story');
        },
      });
    },
  };
};
